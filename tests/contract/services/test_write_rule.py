"""An entry against the write rule is void on every peer alike, whatever the order in which things arrived."""

from __future__ import annotations

import random

from idos_p2p.governance.membership import Status
from idos_p2p.identity.invitation import Invitation
from idos_p2p.ids import DeviceId
from idos_p2p.records.document import create, edit
from idos_p2p.records.fields import accept
from idos_p2p.records.kinds import BY_NAME
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import WaitingRoom, ingest
from idos_p2p.services.invite import Offer, admit, write_start
from idos_p2p.services.project import judge_record, project_all
from idos_p2p.services.write import add
from tests.contract.services.sending import Pair, begun, record_of, writing_as
from tests.simulation.devices import Surroundings, assert_sound, blobs, conclusion, share, the_invite
from tests.unit.log.authors import Author


def in_every_order(around: Surroundings, ana: Cell, runs: dict[DeviceId, list[bytes]]) -> list[Cell]:
    """Return cells that took the same logs device by device, in each of several orders, judging after each segment."""
    rng, cells = random.Random(3), []
    for _ in range(6):
        cell = around.newcomer(Invitation(ana.id, bytes(16)), f"peer {len(around.opened)}")
        order = [ana.device, *rng.sample(sorted(set(runs) - {ana.device}), len(runs) - 1)]
        left = {device: list(log) for device, log in runs.items()}
        room = WaitingRoom()
        while any(left.values()):
            device = rng.choice([device for device in order if left[device]])
            ingest(cell, [left[device].pop(0)], room)
            if rng.random() < 0.5:
                project_all(cell)
        project_all(cell)
        cells.append(cell)
    return cells


def verdict_everywhere(around: Surroundings, ana: Cell, runs: dict[DeviceId, list[bytes]]) -> dict[str, int]:
    """Return the verdicts on which all peers agree whatever the order of arrival."""
    cells = in_every_order(around, ana, runs)
    assert len({conclusion(cell).digest for cell in cells}) == 1
    assert all(conclusion(cell) == conclusion(cells[0]) for cell in cells)
    assert_sound(cells[:1])
    return dict(cells[0].store.judgements.verdicts())


def logs(*cells: Cell) -> dict[DeviceId, list[bytes]]:
    """Return the whole log of each cell's own device."""
    return {cell.device: blobs(cell, cell.device) for cell in cells}


def test_a_change_of_another_persons_own_record_is_void_on_every_peer(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    mine = add(ana, "person", {"name": "Ana"}, owned=True)
    share(ana, luc)
    author = writing_as(luc)
    body = _renaming(luc, mine, "Eve")
    sealed, _ = author.write(author.change(record_of(luc, mine), body, kind=32))
    runs = logs(ana, luc)
    runs[luc.device].append(sealed.blob)
    assert verdict_everywhere(around, ana, runs)["void:owner"] == 1


def _renaming(cell: Cell, record_id: str, name: str) -> bytes:
    """Return the honest change that renames a record."""

    (world,) = judge_record(cell, record_of(cell, record_id)).worlds
    return edit(world.changes, BY_NAME["person"], {"name": name}, cell.device)[0].body


def test_an_entry_of_another_kind_than_the_creating_one_is_void_on_every_peer(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    shared = add(ana, "person", {"name": "Tonio"})
    share(ana, luc)
    author = writing_as(luc)
    body = _renaming(luc, shared, "Antonio")
    for kind in (32, 33 | 0x80, 99 | 0x80):
        author_now = Author(0, ana.id, author.height)
        author_now.key = author.key
        sealed, _ = author_now.write(author_now.change(record_of(luc, shared), body, kind=kind))
        runs = logs(ana, luc)
        runs[luc.device].append(sealed.blob)
        assert verdict_everywhere(around, ana, runs)["void:kind"] == 1


def test_what_a_device_writes_before_it_is_let_in_counts_on_no_peer_until_then(
    around: Surroundings, pair: Pair
) -> None:
    ana, luc = pair
    zoe, _, start = begun(around, ana)
    share(ana, zoe)
    early = writing_as(zoe)

    kind = BY_NAME["project"]
    [made] = create(kind, accept(kind, {"title": "Trop tôt"}, partial=False), zoe.device)
    sealed, _ = early.write(early.creation(made.body))
    runs = logs(ana, luc) | {zoe.device: [start, sealed.blob]}
    assert verdict_everywhere(around, ana, runs)["void:device"] == 1

    ingest(ana, [start, sealed.blob], WaitingRoom())
    admit(ana, zoe.device, "Zoé")
    runs = logs(ana, luc) | {zoe.device: [start, sealed.blob]}
    assert "void:device" not in verdict_everywhere(around, ana, runs)


def test_two_devices_on_one_key_are_guests_on_every_peer(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    zoe, invitation, start = begun(around, ana)
    eve = around.newcomer(invitation, "Eve")
    second = write_start(eve, invitation, Offer(the_invite(ana, invitation), 0))
    ingest(ana, [start, second], WaitingRoom())

    admit(ana, zoe.device, "Zoé")
    admit(ana, eve.device, "Eve")
    runs = logs(ana, luc) | {zoe.device: [start], eve.device: [second]}
    for cell in in_every_order(around, ana, runs):
        statuses = [cell.membership.persons[cell.membership.devices[who.device]].status for who in (zoe, eve)]
        assert statuses == [Status.GUEST, Status.GUEST]
        assert len(cell.membership.alarms) == 2
