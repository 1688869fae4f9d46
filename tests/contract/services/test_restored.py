"""Whoever puts an older copy of an installation back writes on with a new device, and nothing is lost or forked."""

from __future__ import annotations

import random

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.events import CellEvent, Restored
from idos_p2p.governance.matters import Chamber
from idos_p2p.identity.keystore import CellKeys
from idos_p2p.log.branches import forked_at
from idos_p2p.log.segment import parse
from idos_p2p.services.cell import RESTORED, Cell
from idos_p2p.services.ingest import Waiting, WaitingRoom, ingest
from idos_p2p.services.introduce import introduction
from idos_p2p.services.invite import invite
from idos_p2p.services.project import project_all
from idos_p2p.services.succeed import succeed_if_restored
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find, listing
from tests.contract.services.forking import copy_of, own_person
from tests.contract.services.sending import Pair, brief
from tests.simulation.devices import SetClock, Surroundings, blobs, conclusion, share
from tests.simulation.meeting import meet


def restored(around: Surroundings, cell: Cell) -> Cell:
    """Return the installation as an older copy that was put back, and that knows it."""
    twin = copy_of(around, cell)
    with twin.store.transaction():
        twin.store.facts.set(RESTORED, b"1")
    return twin


def empty(around: Surroundings, cell: Cell) -> Cell:
    """Return an installation of the same device that has forgotten everything."""
    keys = CellKeys(cell.keys.device, cell.keys.sealing_seed, b"e" * 32)
    return around.cell(cell.id, keys, SetClock(), random.Random(3))


def test_a_restored_copy_writes_nothing_until_a_new_device_took_the_olds_place(
    around: Surroundings, pair: Pair
) -> None:
    _, luc = pair
    back = restored(around, luc)
    with pytest.raises(RefusedError, match="device_restored"):
        add(back, "project", {"title": "encore"})
    older = back.device
    assert succeed_if_restored(back) == older
    assert back.device != older
    assert succeed_if_restored(back) is None
    add(back, "project", {"title": "encore"})
    assert back.membership.person_of(back.device) == back.membership.person_of(older)


def test_what_the_copy_had_forgotten_comes_back_and_both_are_there(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    back = restored(around, luc)
    add(luc, "project", {"title": "écrit après la copie"})
    share(luc, ana)
    succeed_if_restored(back)
    add(back, "project", {"title": "écrit sur la copie"})
    meet(random.Random(1), ana, back)
    for cell in (ana, back):
        project_all(cell)
        titles = {view.title for view in listing(cell.store.reader, "project", {}, 10)}
        assert titles == {"écrit après la copie", "écrit sur la copie"}
        assert all(forked_at(branches) is None for branches in cell.logs().values())
    share(back, ana)
    share(ana, back)
    assert conclusion(ana) == conclusion(back)


def test_the_person_still_owns_what_the_older_device_wrote(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    mine = add(
        luc, "contribution", {"what": "atelier", "date": "2026-05-04", "minutes": 60, "persons": [own_person(luc)]}
    )
    share(luc, ana)
    back = restored(around, luc)
    succeed_if_restored(back)
    change(back, mine, {"minutes": 90})
    share(back, ana)
    assert find(ana.store.reader, mine).fields["minutes"] == 90


def test_a_copy_that_nobody_noticed_is_noticed_by_what_a_peer_knows(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    back = empty(around, luc)
    told: list[CellEvent] = []
    back.listen = told.append
    share(ana, back)
    assert Restored() in told
    assert back.restored
    with pytest.raises(RefusedError, match="device_restored"):
        add(back, "project", {"title": "encore"})


def test_a_copy_put_back_twice_makes_two_devices_of_one_person(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    first, second = restored(around, luc), restored(around, luc)
    for back in (first, second):
        succeed_if_restored(back)
        add(back, "project", {"title": f"{back.device.hex()[:4]}"})
        share(back, ana)
    person = ana.membership.persons[ana.membership.devices[luc.device]]
    assert set(person.devices) == {luc.device, first.device, second.device}
    assert {alarm for alarm, _ in ana.membership.alarms} == {"succeeded_twice"}
    assert "contested" not in ana.store.judgements.verdicts()


def test_two_that_were_both_restored_since_they_met_know_each_other_without_a_third(
    around: Surroundings, pair: Pair
) -> None:
    ana, luc = pair
    backs = [restored(around, cell) for cell in (ana, luc)]
    for back in backs:
        succeed_if_restored(back)
        add(back, "project", {"title": f"écrit par {back.device.hex()[:4]}"})
    meet(random.Random(1), *backs)
    for back in backs:
        project_all(back)
    assert conclusion(backs[0]) == conclusion(backs[1])
    assert len(listing(backs[0].store.reader, "project", {}, 10)) == 2


def test_an_introduction_is_one_act_whatever_was_joined_since(pair: Pair) -> None:
    ana, luc = pair
    for number in range(5):
        add(luc, "project", {"title": f"projet {number}"})
    with luc.store.transaction():
        while luc.store.log.merge(1_000):
            pass
    said = introduction(luc)
    assert said is not None
    assert brief(ingest(ana, [said], WaitingRoom())) == ["duplicate"]
    assert parse(said).count == 1
    assert introduction(ana) is None, "a genesis names the cell, and every member knows it"


def test_a_succession_whose_origin_is_unknown_waits_for_it(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    back = restored(around, luc)
    succeed_if_restored(back)
    zoe = around.joined(ana, "Zoé")
    bare = empty(around, zoe)
    room = WaitingRoom()
    assert ingest(bare, blobs(back, back.device), room) == [Waiting(back.device)]
    ingest(bare, blobs(ana), room)
    assert bare.membership.effective(back.device)


def test_a_device_that_nobody_let_in_keeps_its_key(around: Surroundings, pair: Pair) -> None:
    ana, _ = pair
    eve = around.newcomer(invite(ana, 1, 30, Chamber.CONCERNED), "Eve")
    with eve.store.transaction():
        eve.store.facts.set(RESTORED, b"1")
    assert succeed_if_restored(eve) is None
