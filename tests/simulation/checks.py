"""What must be true of every life: looked at whenever all have met, and at its end."""

from __future__ import annotations

from collections.abc import Sequence

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.labels import Label
from idos_p2p.log.branches import forked_at
from idos_p2p.log.entry import SHARED, Entry
from idos_p2p.log.segment import parse, unpack
from idos_p2p.services.cell import Cell
from idos_p2p.services.check import check_deep
from idos_p2p.views.figures import figures
from idos_p2p.views.records import listing
from tests.simulation.devices import blobs, conclusion
from tests.simulation.held import all_ids, entries_at, forked, verdict_of
from tests.simulation.meeting import Room
from tests.simulation.meetings import QUIET, heal, step
from tests.simulation.world import Machine, World, assert_cell_follows_store

EVERYTHING = 100_000
READ_IN_FULL = 4  # machines whose read models are compared line by line
QUIET_BYTES = 200  # two devices that hold the same exchange no more than their digests


def check(world: World, *, thoroughly: bool) -> None:
    """Let everybody meet, and assert that all hold, conclude and show the same, and that nothing was lost."""
    machines = [machine for machine in world.machines if machine.honest]
    heal(world, machines)
    first = machines[0].cell
    for machine in machines:
        assert dict(machine.cell.heights()) == dict(first.heights()), "equal digests, other logs"
        assert machine.cell.membership == first.membership, "equal logs, other members"
    read = machines if len(machines) <= READ_IN_FULL else world.rng.sample(machines, READ_IN_FULL)
    world.project(read)
    concluded = [conclusion(machine.cell) for machine in read]
    assert all(other == concluded[0] for other in concluded), "equal logs, other views or verdicts"
    assert_nothing_lost(world, read[0].cell)
    assert_hostile_entries_are_void(world, read[0].cell)
    assert_bodies_are_where_they_must_be(world, read)
    assert_nothing_contested_is_summed(read[0].cell)
    assert_cell_follows_store(read[-1].cell)
    assert_second_meeting_is_silent(world, machines)
    if thoroughly:
        assert_verified_from_scratch(read[-1].cell)
        assert check_deep(read[0].cell).faults == ()
    world.done["checks"] += 1
    world.trace.note("check", first.digest(), *concluded[0].read_model)


def assert_nothing_lost(world: World, cell: Cell) -> None:
    """Every entry that its author was told is durable is in the log that all hold."""
    held = all_ids(cell)
    lost = [address for entry, address in world.acknowledged.items() if entry not in held]
    assert not lost, f"{len(lost)} acknowledged entries are lost"


def assert_hostile_entries_are_void(world: World, cell: Cell) -> None:
    """What hostile members signed is void for the reason it was made for."""
    for entry, why in world.void.items():
        address = world.acknowledged[entry]
        verdict = verdict_of(cell, entry, address)
        if verdict == "waiting:body":
            continue  # withheld, and its author went back to an older copy: nobody has it
        records = {one.header.record for one in entries_at(cell, *address) if one.header.record}
        devices = {address.device, *(record.device for record in records)}
        # Then another rule may come first: two histories may have created two records at one place.
        loosely = verdict == "void:erased" or any(forked(cell, device) for device in devices)
        assert verdict.startswith("void:" if loosely else why), f"{why} expected, not {verdict}"
    for entry, why in world.void_acts.items():
        assert cell.membership.void.get(entry) == why, f"an act should be void: {why}"


def assert_bodies_are_where_they_must_be(world: World, read: Sequence[Machine]) -> None:
    """What was erased is nowhere any more, and what somebody holds is not missing elsewhere."""
    honest = [machine.cell for machine in world.machines if machine.honest]
    for machine in read:
        cell = machine.cell
        for record in world.erased.values():
            held = cell.store.log.entries(cell.store.judgements.of_record(record))
            owned = [entry for entry in held if not entry.header.kind & SHARED]
            assert all(entry.payload is None for entry in owned), "an erased body is there"
        for address in cell.store.log.missing():
            bare = {entry.id for entry in entries_at(cell, *address) if entry.payload is None}
            found = [entry for other in honest for entry in entries_at(other, *address) if entry.id in bare]
            assert not any(entry.payload for entry in found), "a body is missing that another device holds"


def assert_nothing_contested_is_summed(cell: Cell) -> None:
    """What a device created after it forked is marked, and in no sum."""
    logs = cell.logs()
    minutes = 0
    for view in listing(cell.store.reader, "contribution", {}, EVERYTHING):
        forked_from = forked_at(logs[view.device])
        assert view.contested == (forked_from is not None and view.record.seq >= forked_from), "wrongly marked"
        known = view.fields.get("minutes")
        minutes += known if isinstance(known, int) and view.fields.get("persons") and not view.contested else 0
    persons = [view.id for view in listing(cell.store.reader, "person", {}, EVERYTHING)]
    assert figures(cell.store.reader, persons, "0000-01-01").minutes == minutes, "something contested is in a sum"


def assert_second_meeting_is_silent(world: World, machines: Sequence[Machine]) -> None:
    """Two who hold the same exchange nothing but their digests."""
    one, other = world.rng.sample(machines, 2)
    sent: list[int] = []
    world.room = room = Room(world.rng, lambda *what: sent.append(len(what[-1])))
    wire = room.connect(one.cell, other.cell)
    step(world, QUIET)
    room.cut()
    world.room = None
    assert sum(end.received for end in wire) == 0, "a second meeting exchanged entries"
    assert sum(sent) <= QUIET_BYTES, "a second meeting had much to say"


def assert_verified_from_scratch(cell: Cell) -> None:
    """Every stored segment is closed by its device's signature, checked without the product's own verification."""
    back: dict[DeviceId, dict[int, list[EntryId]]] = {}
    for blob in blobs(cell):
        sealed = parse(blob)
        known = back.setdefault(sealed.device, {0: [EntryId(bytes(32))]})
        assert any(_closes(blob, cell, before) for before in known[sealed.first_seq]), "a segment that nobody signed"
        for before in known[sealed.first_seq]:
            if _closes(blob, cell, before):
                for entry in unpack(sealed, cell.id, before):
                    known.setdefault(entry.header.seq + 1, []).append(entry.id)


def _closes(blob: bytes, cell: Cell, before: EntryId) -> bool:
    sealed = parse(blob)
    last: Entry = unpack(sealed, cell.id, before)[-1]
    try:
        VerifyKey(sealed.device).verify(Label.SEGMENT.prefix + last.id, sealed.signature)
    except BadSignatureError:
        return False
    return True
