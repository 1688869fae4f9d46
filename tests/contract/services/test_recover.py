"""Whoever lost their last computer is brought back by those present; whoever never had one gets a first."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.governance.acts import Admit, Answer
from idos_p2p.governance.matters import Chamber
from idos_p2p.governance.membership import Status
from idos_p2p.ids import ABSENT, EntryId, PersonId
from idos_p2p.services.adopt import adopt_person
from idos_p2p.services.answer import say
from idos_p2p.services.authority import one_step
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import members, own_person
from idos_p2p.services.recover import recover
from idos_p2p.services.who import who
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find
from tests.simulation.devices import Surroundings, conclusion, share
from ui.command import on_cell

TITLE = "Faire revenir Luc"


def all_share(cells: Sequence[Cell]) -> None:
    for giver in cells:
        for taker in cells:
            if giver is not taker:
                share(giver, taker)


def person(cell: Cell) -> PersonId:
    return cell.membership.devices[cell.device]


@pytest.fixture
def three(around: Surroundings) -> tuple[Cell, Cell, Cell]:
    """Ana, Mia and Luc, all confirmed, who hold the same."""
    ana = around.found("Ana")
    mia, luc = around.joined(ana, "Mia"), around.joined(ana, "Luc")
    all_share((ana, mia, luc))
    return ana, mia, luc


def brought_back(present: Sequence[Cell], lost: PersonId, device: Cell) -> None:
    """Propose and adopt that this device becomes that person's, and let it know."""
    all_share((*present, device))
    put = recover(present[0], lost.hex(), person(device).hex(), TITLE)
    said = []
    for cell in present:
        share(present[0], cell)
        said.append(say(cell, put.id, Answer.CONSENT).adopted)
        share(cell, present[0])
    assert said == [False] * (len(present) - 1) + [True]
    all_share((*present, device))


def test_a_lost_laptop_is_replaced_and_nothing_that_was_theirs_is_lost(
    around: Surroundings, three: tuple[Cell, Cell, Cell]
) -> None:
    ana, mia, luc = three
    mine, lost = own_person(luc), person(luc)
    before = add(luc, "contribution", {"what": "Semis", "date": "2026-05-01", "minutes": 90, "persons": [mine]})
    share(luc, ana)
    new = around.joined(mia, "Luc, nouvel ordinateur")
    as_guest = own_person(new)
    note = add(new, "contribution", {"what": "R\u00e9colte", "date": "2026-06-01", "persons": [as_guest]})
    brought_back((ana, mia), lost, new)
    assert adopt_person(new)
    assert not adopt_person(new)
    for cell in (ana, mia, new):
        assert cell.membership.persons[lost].devices == (new.device,)
        assert {member.name for member in members(cell)} == {"Ana", "Mia", "Luc"}
        known = who(cell)
        assert {known.author(find(cell.store.reader, record).device).name for record in (before, note)} == {"Luc"}
        assert {known.party(record).id for record in (mine, as_guest)} == {mine}
    assert own_person(new) == mine
    change(new, mine, {"purpose": "\u00catre l\u00e0."})
    change(new, before, {"minutes": 60})
    all_share((ana, mia, new))
    assert find(ana.store.reader, mine).fields["purpose"] == "\u00catre l\u00e0."
    assert find(ana.store.reader, before).fields["minutes"] == 60
    assert conclusion(ana) == conclusion(mia) == conclusion(new)


def test_whoever_has_the_lost_laptop_writes_nothing_that_counts(
    around: Surroundings, three: tuple[Cell, Cell, Cell]
) -> None:
    ana, mia, luc = three
    new = around.joined(mia, "Luc bis")
    brought_back((ana, mia), person(luc), new)
    stolen = add(luc, "need", {"title": "De l\u2019argent, vite"})
    share(luc, ana)
    with pytest.raises(RefusedError, match="record_unknown"):
        find(ana.store.reader, stolen)
    assert not ana.membership.effective(luc.device)
    share(ana, luc)
    with pytest.raises(RefusedError, match="no_longer_member"):
        add(luc, "need", {"title": "Encore"})


def test_a_person_without_a_device_gets_a_first_one(around: Surroundings, three: tuple[Cell, Cell, Cell]) -> None:
    ana, mia, luc = three
    written = add(ana, "person", {"name": "Zo\u00eb", "purpose": "Pour mes enfants."})
    with one_step(ana) as step:
        zoe = PersonId(step.act(Admit(ABSENT, Chamber.CONCERNED, bytes.fromhex(written))))
    share(ana, mia)
    act = add(mia, "contribution", {"what": "Cuisine", "date": "2026-05-02", "persons": [written]})
    all_share((ana, mia))
    new = around.joined(mia, "Zo\u00eb")
    brought_back((ana, mia, luc), zoe, new)
    adopt_person(new)
    (party,) = [party for party in who(new).parties.values() if party.name == "Zo\u00eb"]
    assert {written, own_person(new)} <= set(party.records)
    assert party.devices == (new.device,)
    assert find(ana.store.reader, act).fields["persons"] == [written]
    assert new.membership.persons[zoe].status is Status.GUEST


def test_what_cannot_be_meant_is_refused_before_anything_is_written(
    around: Surroundings, three: tuple[Cell, Cell, Cell]
) -> None:
    ana, mia, luc = three
    new = around.joined(mia, "Luc bis")
    all_share((ana, mia, luc, new))
    height = ana.own_height()
    for device, code in ((person(mia), "rebind_guest"), (person(ana), "rebind_guest")):
        with pytest.raises(RefusedError, match=code):
            recover(ana, person(luc).hex(), device.hex(), TITLE)
    with pytest.raises(RefusedError, match="rebind_self"):
        recover(ana, person(ana).hex(), person(new).hex(), TITLE)
    with pytest.raises(RefusedError, match="person_unknown"):
        recover(ana, "ab" * 32, person(new).hex(), TITLE)
    with pytest.raises(RefusedError, match="no_voice"):
        recover(new, person(luc).hex(), person(new).hex(), TITLE)
    assert ana.own_height() == height


def test_the_command_says_what_was_put_and_for_whom(around: Surroundings, three: tuple[Cell, Cell, Cell]) -> None:
    ana, mia, luc = three
    new = around.joined(mia, "Luc bis")
    all_share((ana, mia, luc, new))
    options = {"person": own_person(luc), "start": own_person(new)[:16], "language": "fr"}
    told = on_cell.run(ana, "cell recover", options)
    assert told["name"] == "Luc"
    assert find(ana.store.reader, told["record"]).title == TITLE
    assert EntryId(bytes.fromhex(told["id"])) in ana.membership.decisions
