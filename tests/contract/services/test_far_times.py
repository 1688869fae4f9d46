"""An entry may say any time its 48 bits hold: it is for people alone, and no peer stumbles over it (security §3.1)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from idos_p2p.limits import MAX_TIME_MS
from idos_p2p.services.bin import in_bin, past_its_days
from idos_p2p.services.check import check_deep
from idos_p2p.services.day import day_of
from idos_p2p.services.retention import due
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find
from tests.contract.services.sending import Pair
from tests.simulation.devices import share
from ui.command.documents import moment
from ui.words import quantities


@pytest.mark.parametrize("time_ms", [0, MAX_TIME_MS])
def test_a_record_written_at_any_time_is_shown_on_every_peer(pair: Pair, time_ms: int) -> None:
    ana, luc = pair

    class Lying:
        def now_ms(self) -> int:
            return time_ms

    luc.clock, clock = Lying(), luc.clock
    title = add(luc, "project", {"title": "D’un autre temps"})
    luc.clock = clock
    share(luc, ana)
    assert find(ana.store.reader, title).title == "D’un autre temps"
    assert check_deep(ana).faults == ()
    assert isinstance(due(ana, "2060-01-01"), Sequence)


def test_a_moment_beyond_the_calendar_is_told_as_its_end() -> None:
    assert day_of(MAX_TIME_MS) == "9999-12-30"
    assert moment(MAX_TIME_MS) == "9999-12-30T00:00:00+00:00"
    assert quantities.local(MAX_TIME_MS).year == 9999
    assert day_of(0) == "1970-01-01"


def test_a_record_put_in_the_bin_on_the_last_day_of_the_calendar_lies_there_as_any_other(pair: Pair) -> None:
    ana, luc = pair
    page = add(luc, "page", {"title": "Compost"})
    change(luc, page, {"removed": "9999-12-31"})
    share(luc, ana)
    assert [binned.view.id for binned in in_bin(ana, "2026-06-01")] == [page]
    assert past_its_days(ana, "9999-12-31")[0].until == "9999-12-31"
