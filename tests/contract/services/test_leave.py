"""Leaving: with all that is one's own, with every computer one has, and nothing that others have goes with it."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.governance.acts import AddDevice, Begin
from idos_p2p.governance.membership import Status
from idos_p2p.governance.proofs import adding_message
from idos_p2p.identity.keystore import new_keys
from idos_p2p.identity.sealing import sealing_public
from idos_p2p.ids import DeviceId
from idos_p2p.papers.formats import Format
from idos_p2p.services.authority import one_step
from idos_p2p.services.cell import Cell
from idos_p2p.services.condition import conditions
from idos_p2p.services.export import export
from idos_p2p.services.leave import leave
from idos_p2p.services.people import members, own_person, writers
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add
from idos_p2p.views.records import find
from tests.contract.services.sending import Pair
from tests.simulation.devices import SetClock, Surroundings, conclusion, share


def second_device(around: Surroundings, cell: Cell) -> Cell:
    """Return another computer of the same person, which holds the same."""
    dice = Random(f"second {cell.device.hex()}")
    keys = new_keys(dice.randbytes(32), dice.randbytes(32), dice.randbytes(32))
    other = around.cell(cell.id, keys, SetClock(), dice)
    sealing = sealing_public(keys.sealing_seed)
    proof = keys.device.sign(adding_message(cell.id, cell.device, other.device, sealing))
    with one_step(cell) as step:
        added = step.act(AddDevice(other.device, sealing, proof))
    share(cell, other)
    with other.store.transaction():
        other.append([other.first_act(Begin(added))])
        other.refresh_membership()
    share(other, cell)
    return other


def test_whoever_left_reads_and_exports_and_writes_no_more(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    mine = add(luc, "contribution", {"what": "Semis", "date": "2026-05-01", "persons": [own_person(luc)]})
    assert leave(luc) == 0
    share(luc, ana)
    assert [condition.code for condition in conditions(luc)] == ["left"]
    assert find(luc.store.reader, mine).title == find(ana.store.reader, mine).title == "Semis"
    with pytest.raises(RefusedError, match="no_longer_member"):
        add(luc, "page", {"title": "Encore"})
    with pytest.raises(RefusedError, match="no_longer_member"):
        leave(luc)
    done = export(luc, tmp_path / "out", Format.JSON, person=own_person(luc))
    told = [json.loads(line) for line in (done.path / "records.jsonl").read_text(encoding="utf-8").splitlines()]
    assert mine in {record["id"] for record in told}


def test_the_others_still_know_who_wrote_what_was_left(pair: Pair) -> None:
    ana, luc = pair
    mine = add(luc, "contribution", {"what": "Semis", "date": "2026-05-01", "persons": [own_person(luc)]})
    leave(luc)
    share(luc, ana)
    assert [member.name for member in members(ana)] == ["Ana"]
    assert writers(ana)[DeviceId(find(ana.store.reader, mine).device)] == "Luc"
    (gone,) = [person for person in ana.membership.persons.values() if person.status is Status.LEFT]
    assert not gone.devices
    share(ana, luc)
    assert conclusion(ana).membership == conclusion(luc).membership


def test_a_guest_leaves_too(around: Surroundings) -> None:
    ana = around.found("Ana")
    around.joined(ana, "Mia"), around.joined(ana, "Luc")
    guest = around.joined(ana, "Zo\u00eb")
    assert guest.membership.persons[guest.membership.devices[guest.device]].status is Status.GUEST
    leave(guest)
    share(guest, ana)
    assert not ana.membership.effective(guest.device)


def test_every_computer_of_whoever_leaves_is_cut_where_it_is_known(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    other = second_device(around, luc)
    known = add(other, "need", {"title": "Des pots"})
    share(other, luc)
    leave(luc)
    late = add(other, "need", {"title": "Trop tard"})
    for cell in (ana, other):
        share(luc, cell)
    share(other, ana)
    project_all(ana)
    assert not {luc.device, other.device} & ana.membership.devices.keys()
    assert find(ana.store.reader, known).title == "Des pots"
    with pytest.raises(RefusedError, match="record_unknown"):
        find(ana.store.reader, late)
    with pytest.raises(RefusedError, match="no_longer_member"):
        add(other, "need", {"title": "Encore"})


def test_what_one_alone_could_write_is_erased_everywhere_before_one_leaves(pair: Pair) -> None:
    ana, luc = pair
    mine = add(luc, "contribution", {"what": "Semis", "date": "2026-05-01", "persons": [own_person(luc)]})
    page = add(luc, "page", {"title": "Semer"})
    share(luc, ana)
    assert leave(luc, erase=True) == 2  # what they did, and their own record
    share(luc, ana)
    assert find(ana.store.reader, page).title == "Semer"  # it is everybody's
    with pytest.raises(RefusedError, match="record_unknown"):
        find(ana.store.reader, mine)
    assert "Luc" not in writers(ana).values()
