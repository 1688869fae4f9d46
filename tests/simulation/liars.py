"""Members who lie: what they sign is kept and passed on, and void or contested on every peer alike."""

from __future__ import annotations

import random
from random import Random

from idos_p2p.governance.acts import Admit, Invite
from idos_p2p.governance.matters import Chamber
from idos_p2p.ids import ABSENT, RecordName
from idos_p2p.log.chain import Draft, extend
from idos_p2p.log.entry import SALT_BYTES, SHARED, Entry, Payload
from idos_p2p.log.segment import seal
from idos_p2p.records.change import GateRefusal
from idos_p2p.records.document import create
from idos_p2p.records.gate import examine
from idos_p2p.records.kinds import BY_NAME
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import Inserted, WaitingRoom, ingest
from idos_p2p.services.project import project_all
from idos_p2p.views.records import listing
from tests.fuzz.rows import rows_of, spoil_rows
from tests.simulation.devices import SetClock
from tests.simulation.doings import note_contribution, write_something
from tests.simulation.faults import fault
from tests.simulation.held import all_ids
from tests.simulation.histories import forget
from tests.simulation.meeting import Room
from tests.simulation.meetings import QUIET, step
from tests.simulation.world import Machine, World
from tests.unit.records.crafting import spoil, take_apart

Signed = tuple[int, bytes, RecordName | None]  # the kind, the body, and the record unless it makes one

PROJECT = BY_NAME["project"].code | SHARED
PAGE = BY_NAME["page"].code | SHARED
OWNED_PERSON = BY_NAME["person"].code
MOST_VOID_ACTS = 20  # in one life: each act is judged again whenever one arrives
MOST_LIARS = 2  # devices of one life that tell two stories
FEWEST_HONEST = 3
MOST_STORIES = 16  # branches of one device: 64 are kept


class LyingCell(Cell):
    """A program that writes on though its log has two histories."""

    @property
    def restored(self) -> bool:
        """Say that all is well."""
        return False


@fault(8)
def poisoned_change(world: World) -> bool:
    """A member signs a record whose body the gate must refuse."""
    author = world.someone()
    body = _hostile_body(world.rng, author.cell)
    if body is None:
        return False
    return _sign(world, author, (PROJECT, body, None), "void:gate:")


def _hostile_body(rng: Random, cell: Cell) -> bytes | None:
    """Return bytes that are nearly an honest change, or nothing like one."""
    if rng.random() < 0.2:
        return rng.randbytes(rng.randint(1, 80))
    honest = create(BY_NAME["project"], {"title": "Semis", "needs": "pelles"}, cell.device)[0]
    parts = take_apart(honest.body)
    body = spoil_rows(rng, parts, rows_of(parts)) if rng.random() < 0.7 else spoil(rng, parts)
    try:
        examine(body, cell.device)
    except GateRefusal:
        return body
    return None


@fault(3)
def change_of_anothers_own_record(world: World) -> bool:
    """A member signs a change of a record that is another person's own."""
    author = world.someone()
    cell, me = author.cell, author.cell.membership.person_of(author.cell.device)
    owned = [view for view in listing(cell.store.reader, "person", {}, 40) if not view.shared]
    others = [view for view in owned if cell.membership.person_of(view.device) != me]
    if not others:
        return False
    return _sign(world, author, (OWNED_PERSON, b"mine now", world.rng.choice(others).record), "void:owner")


@fault(2)
def change_of_another_kind(world: World) -> bool:
    """A member signs a change of a record as if it were of another kind."""
    author = world.someone()
    views = [view for view in listing(author.cell.store.reader, "project", {}, 40) if view.shared]
    if not views:
        return False
    return _sign(world, author, (PAGE, b"page", world.rng.choice(views).record), "void:kind")


def _sign(world: World, author: Machine, signed: Signed, why: str) -> bool:
    """Let a member sign an entry past every service that would refuse it; say whether that came about."""
    code, body, record = signed
    entries: list[Entry] = []
    with world.intention(author) as cell, cell.store.transaction():
        entries += cell.append([cell.change(code, body, record)])
    for entry in entries:
        world.void[entry.id] = why
    if entries and world.room:
        world.room.tell(author.cell)
    return bool(entries)


@fault(1)
def act_without_a_voice(world: World) -> bool:
    """A guest signs an invitation or an admission: void, from its own past."""
    guests = [one for one in world.machines if one.honest and not one.cell.membership.confirmed(one.cell.device)]
    guests = [one for one in guests if not one.cell.restored]
    if not guests or len(world.void_acts) > MOST_VOID_ACTS:
        return False
    author = world.rng.choice(guests)
    body: Invite | Admit = Admit(ABSENT, Chamber.CONCERNED, ABSENT)
    if world.rng.random() < 0.5:
        body = Invite((world.rng.randbytes(32),), world.rng.randbytes(32), Chamber.CONCERNED, 5)
    with world.intention(author) as cell:
        with cell.store.transaction():
            [entry] = cell.append([cell.act(body)])
            cell.refresh_membership()
        world.void_acts[entry.id] = "voice"
    if world.room:
        world.room.tell(author.cell)
    return True


@fault(1)
def fork_on_purpose(world: World) -> bool:
    """A member copies a device, keys and all, and both go on: two histories under one key, told to different peers."""
    honest = [machine for machine in world.machines if machine.honest]
    liars = {machine.cell.device for machine in world.machines if not machine.honest}
    if len(liars) >= MOST_LIARS or len(honest) <= FEWEST_HONEST or world.room or world.plan.on_files:
        return False
    machine = world.rng.choice(honest[1:] if world.rng.random() < 0.9 else honest)
    if machine.cell.restored:
        return False
    entropy = random.Random(f"liar {machine.name} {world.plan.seed}").randbytes
    disk = machine.disk.copy()()
    world.adopt(disk)
    clock = SetClock()
    twin = Machine(f"{machine.name}'", machine.cell, clock, disk, machine.keys, entropy, honest=False)
    machine.honest = False
    for one in (machine, twin):
        one.cell = LyingCell(machine.cell.id, machine.keys, one.disk.store, one.clock, one.entropy)
    twin.noted = dict(machine.noted)
    project_all(twin.cell)
    world.machines.append(twin)
    # Whether others hold what it wrote, or what it alone still had of somebody who went back, is nobody's promise now.
    held = all_ids(machine.cell)
    forget(world, [entry for entry in world.acknowledged if entry in held])
    for one in (machine, twin):
        write_something(world, one)
    return True


@fault(2)
def two_stories(world: World) -> bool:
    """A liar writes two entries at one place of its log, and tells one to each of two who held the same.

    Then these two meet: everything about them is equal but what they were told last, and both must hold both.
    """
    honest = [machine for machine in world.machines if machine.honest]
    liars = [machine for machine in world.machines if not machine.honest]
    if world.room or not liars:
        return False
    liar, one, other = world.rng.choice(liars), *world.rng.sample(honest, 2)
    key = liar.cell.keys.device
    if not _meet(world, one, other) or not 0 < len(one.cell.logs().get(key.device, ())) < MOST_STORIES:
        return False
    end = one.cell.heights()[key.device][-1]
    for machine in (one, other):
        draft = Draft(PROJECT, Payload(bytes(SALT_BYTES), world.rng.randbytes(40)), 5, creates=True)
        told = seal(extend(liar.cell.id, key.device, end, [draft]), key.sign)
        assert isinstance(ingest(machine.cell, [told.blob], WaitingRoom())[0], Inserted)
    assert _meet(world, one, other), "two who were told two stories met and are not equal"
    return True


def _meet(world: World, one: Machine, other: Machine) -> bool:
    """Let two meet until all is quiet; say whether they hold the same then."""
    world.room = room = Room(world.rng, world.trace.note, world.note_sent)
    room.connect(one.cell, other.cell)
    step(world, QUIET)
    room.cut()
    world.room = None
    return one.cell.heights() == other.cell.heights()


@fault(6)
def liar_writes(world: World) -> bool:
    """Somebody who tells two stories goes on with one of them."""
    liars = [machine for machine in (world.there or world.machines) if not machine.honest]
    if not liars:
        return False
    liar = world.rng.choice(liars)
    if world.rng.random() < 0.5:
        note_contribution(world, liar)
    else:
        write_something(world, liar)
    return True
