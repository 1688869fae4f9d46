"""Who erased all that is theirs, and each computer's word that nothing of it is left there."""

from __future__ import annotations

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.services.bin import in_bin
from idos_p2p.services.cell import Cell
from idos_p2p.services.erase import erase
from idos_p2p.services.people import own_person as own_record
from idos_p2p.services.receipts import receipts, write_receipts
from idos_p2p.services.tidy import tidy_slice
from idos_p2p.services.write import add
from idos_p2p.views.around import around as around_view
from idos_p2p.views.records import find, listing
from idos_p2p.views.search import search
from idos_p2p.views.whole import slices
from tests.contract.services.forking import copy_of, own_person
from tests.contract.services.sending import Pair
from tests.simulation.devices import Surroundings, assert_sound, conclusion, share


def act_of(cell: Cell, what: str = "une confidence") -> str:
    """Write an act of the person's own."""
    return add(cell, "contribution", {"what": what, "date": "2026-01-01", "persons": [own_person(cell)]})


def settle(cell: Cell) -> None:
    """Let a cell do its idle work."""
    while tidy_slice(cell):
        pass


def counts(cell: Cell, record: str) -> tuple[int, int]:
    """Return how many computers have said so, and how many have not."""
    told = receipts(cell, record)
    assert told is not None
    return len(told.done), len(told.waiting)


def test_each_computer_says_once_that_it_holds_nothing_any_more(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    zoe = around.joined(ana, "Zoé")
    act = act_of(luc)
    share(ana, luc)
    for cell in (ana, zoe):
        share(luc, cell)
    erase(luc, act)
    assert counts(luc, act) == (1, 2)
    share(luc, ana)
    assert counts(ana, act) == (1, 2)
    settle(ana)
    assert counts(ana, act) == (2, 1)
    written = ana.own_height()
    settle(ana)
    assert write_receipts(ana) == 0
    assert ana.own_height() == written
    share(ana, zoe)
    settle(zoe)
    for cell in (ana, luc):
        share(zoe, cell)
        share(ana, cell)
        share(luc, cell)
        assert counts(cell, act[:10]) == (3, 0)
    assert_sound([ana, luc, zoe])


def test_several_erasures_make_one_receipt(pair: Pair) -> None:
    ana, luc = pair
    acts = [act_of(luc, f"mot {number}") for number in range(5)]
    for act in acts:
        erase(luc, act)
    share(luc, ana)
    before = ana.own_height()
    settle(ana)
    assert ana.own_height() == before + 1
    assert [counts(ana, act) for act in acts] == [(2, 0)] * 5


def test_receipts_are_in_no_list_no_story_no_search_no_bin_and_no_export(pair: Pair) -> None:
    ana, luc = pair
    erase(luc, act_of(luc))
    share(luc, ana)
    settle(ana)
    for cell in pair:
        reader = cell.store.reader
        assert listing(reader, "receipt", {}, 9) == []
        assert {view.kind for view in listing(reader, "", {}, 99)} == {"person"}
        assert in_bin(cell, "2026-01-02") == []
        assert search(reader, "2026", 9) == []
        assert {view.kind for views in slices(reader) for view in views} == {"person"}
        story = around_view(reader, [own_person(ana), own_person(luc)], [ana.device, luc.device], 99)
        assert {item.record.kind for item in story.items} == {"person"}


def test_a_person_takes_back_all_that_is_theirs_in_one_step(pair: Pair) -> None:
    ana, luc = pair
    acts = [act_of(luc, f"mot {number}") for number in range(3)]
    page = add(luc, "page", {"title": "À tous"})
    share(luc, ana)
    mine = own_person(luc)
    erase(luc, act_of(luc, "seul"))
    assert erase(luc, mine) == 4
    assert own_record(luc) == ""
    share(luc, ana)
    for cell in pair:
        for record in (*acts, mine):
            with pytest.raises(RefusedError, match="record_unknown"):
                find(cell.store.reader, record)
        assert find(cell.store.reader, page).title == "À tous"
    settle(ana)
    share(ana, luc)
    assert counts(luc, mine) == (2, 0)
    assert conclusion(ana) == conclusion(luc)


def test_nobody_erases_another_person(pair: Pair) -> None:
    ana, luc = pair
    with pytest.raises(RefusedError, match="not_owner"):
        erase(ana, own_person(luc))


def test_a_computer_that_must_not_write_gives_no_receipt(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    act = act_of(luc)
    share(luc, ana)
    other = copy_of(around, ana)
    erase(luc, act)
    add(ana, "page", {"title": "après la copie"})
    share(ana, other)
    share(luc, other)
    assert write_receipts(other) == 0
    assert receipts(other, "0000") is None
