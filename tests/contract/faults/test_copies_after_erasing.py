"""Copies of each day follow an erasure, and nothing else takes their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from idos_p2p.services.cell import Cell
from idos_p2p.services.copies import daily_copies, make_copy, make_daily, outdated, restore_copy, source_of
from idos_p2p.services.erase import erase
from idos_p2p.services.found import Surroundings
from idos_p2p.services.project import project_all
from idos_p2p.services.unneeded import PURGE_DUE
from idos_p2p.services.write import add
from tests.contract.faults.homes import founded, home, reopened
from tests.contract.services.forking import own_person
from tests.simulation.devices import SetClock
from ui.command.daily import copy_on_leaving

DAY_MS = 24 * 3_600_000


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    return home(tmp_path, "aicha")


def act_of(cell: Cell) -> str:
    return add(cell, "contribution", {"what": "Semis", "date": "2026-01-01", "persons": [own_person(cell)]})


def days(around: Surroundings, cell: Cell) -> list[str]:
    """Return the days of which there is a copy, the newest first."""
    return [copy.path.name[:10] for copy in daily_copies(around.home, cell.id)]


def copy_a_day(around: Surroundings, cell: Cell, number: int) -> None:
    """Make the copies of so many days."""
    assert isinstance(around.clock, SetClock)
    for _ in range(number):
        make_daily(source_of(around.home, cell), around.clock.now_ms())
        around.clock.now += DAY_MS
    around.clock.now -= DAY_MS


def test_one_new_copy_takes_the_place_of_all_older_ones_and_of_that_of_the_day(around: Surroundings) -> None:
    cell = founded(around)
    act = act_of(cell)
    copy_a_day(around, cell, 3)
    assert outdated(source_of(around.home, cell)) == []
    erase(cell, act)
    source = source_of(around.home, cell)
    assert len(outdated(source)) == 3
    assert days(around, cell) == ["2026-01-03", "2026-01-02", "2026-01-01"]
    cell.close()
    copy_on_leaving(source, around.clock)
    assert days(around, cell) == ["2026-01-03"]
    assert outdated(source) == []
    assert restore_copy(around, daily_copies(around.home, cell.id)[0].path).copy.purges == source.purge


@pytest.mark.expects_log("not made code=copy_full")
def test_a_copy_made_before_is_kept_while_no_new_one_can_be_made(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = founded(around)
    act = act_of(cell)
    copy_a_day(around, cell, 2)
    erase(cell, act)
    source = source_of(around.home, cell)
    cell.close()
    with monkeypatch.context() as patch:
        patch.setattr("idos_p2p.services.copies._pack", _full)
        copy_on_leaving(source, around.clock)
    assert len(outdated(source)) == 2
    copy_on_leaving(source, around.clock)
    assert days(around, cell) == ["2026-01-02"]


def test_attachments_that_nobody_needs_any_more_cost_no_copy(around: Surroundings) -> None:
    """Copies hold none of them: what leaves with them is no word of anybody."""
    cell = founded(around)
    erase(cell, act_of(cell))
    copy_a_day(around, cell, 2)
    with cell.store.transaction():
        cell.store.facts.set(PURGE_DUE, b"1")
    project_all(cell)
    assert cell.store.facts.get(PURGE_DUE) == b"0"
    assert outdated(source_of(around.home, cell)) == []
    cell.close()


def _full(*_: object) -> None:
    raise OSError(28, "no space left on device")


def test_an_older_state_that_is_put_back_removes_no_newer_copy(around: Surroundings, tmp_path: Path) -> None:
    """A database that knows fewer purges than the copies have lost nothing that they hold."""
    cell = founded(around)
    erase(cell, act_of(cell))
    stick = make_copy(source_of(around.home, cell), tmp_path / "stick.idos-copy", around.clock.now_ms())
    erase(cell, act_of(cell))
    copy_a_day(around, cell, 2)
    cell.close()
    restore_copy(around, stick.path)
    cell = reopened(around)
    assert outdated(source_of(around.home, cell)) == []
    assert len(days(around, cell)) == 2
    cell.close()
