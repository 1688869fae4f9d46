"""The bin: thirty days to come back, and nothing that a clock erases."""

from __future__ import annotations

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.services.bin import KEPT_DAYS, empty, in_bin, past_its_days, put_back, remove
from idos_p2p.services.cell import Cell
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find, listing
from tests.contract.services.forking import own_person
from tests.contract.services.sending import Pair
from tests.simulation.devices import SetClock, share

DAY_MS = 24 * 3_600_000


def act_of(cell: Cell, what: str = "Semis") -> str:
    """Write an act of the person's own."""
    return add(cell, "contribution", {"what": what, "date": "2025-12-01", "persons": [own_person(cell)]})


def days_pass(cell: Cell, days: int) -> None:
    """Set the clock of a cell forward."""
    assert isinstance(cell.clock, SetClock)
    cell.clock.now += days * DAY_MS


def test_what_is_removed_is_in_the_bin_of_everybody_and_comes_back(pair: Pair) -> None:
    ana, luc = pair
    page = add(ana, "page", {"title": "Compost"})
    remove(ana, page[:12])
    share(ana, luc)
    for cell in pair:
        [binned] = in_bin(cell, "2026-01-11")
        assert (binned.view.id, binned.since, binned.until) == (page, "2026-01-01", "2026-01-31")
        assert (binned.days_left, binned.own) == (20, False)
        assert listing(cell.store.reader, "page", {}, 9) == []
    put_back(luc, page)
    share(luc, ana)
    assert in_bin(ana, "2026-01-11") == []
    assert [view.id for view in listing(ana.store.reader, "page", {}, 9)] == [page]


def test_after_thirty_days_it_is_due_and_stays_until_somebody_erases_it(pair: Pair) -> None:
    ana, _ = pair
    act, page = act_of(ana), add(ana, "page", {"title": "Compost"})
    remove(ana, act)
    remove(ana, page)
    assert empty(ana) == []
    days_pass(ana, KEPT_DAYS)
    assert in_bin(ana, "2026-01-31") == []
    assert {binned.view.id for binned in past_its_days(ana, "2026-01-31")} == {act, page}
    assert find(ana.store.reader, act).fields["what"] == "Semis"
    assert empty(ana) == [act]
    with pytest.raises(RefusedError, match="record_unknown"):
        find(ana.store.reader, act)
    assert [binned.view.id for binned in past_its_days(ana, "2026-01-31")] == [page]


def test_removing_twice_keeps_the_first_day_and_what_is_not_there_is_not_put_back(pair: Pair) -> None:
    ana, _ = pair
    page = add(ana, "page", {"title": "Compost"})
    with pytest.raises(RefusedError, match="not_in_bin"):
        put_back(ana, page)
    remove(ana, page)
    days_pass(ana, 3)
    remove(ana, page)
    assert [binned.since for binned in in_bin(ana, "2026-01-05")] == ["2026-01-01"]


def test_nobody_removes_what_is_anothers_nor_somebody_who_belongs(pair: Pair) -> None:
    ana, luc = pair
    act = act_of(luc)
    share(luc, ana)
    with pytest.raises(RefusedError, match="not_owner"):
        remove(ana, act)
    with pytest.raises(RefusedError, match="remove_member"):
        remove(luc, own_person(luc))


def test_a_clock_that_is_ahead_gives_no_more_than_thirty_days(pair: Pair) -> None:
    ana, _ = pair
    page = add(ana, "page", {"title": "Compost"})
    change(ana, page, {"removed": "2031-01-01"})
    assert [binned.days_left for binned in in_bin(ana, "2026-01-01")] == [KEPT_DAYS]
