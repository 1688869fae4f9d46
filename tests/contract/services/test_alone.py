"""A founder alone is told so once there is something to lose, until somebody or something else keeps the cell."""

from __future__ import annotations

from idos_p2p.services.alone import COPY_SAFE_MS, WORTH_SAYING, note_copy, to_lose
from idos_p2p.services.cell import Cell
from idos_p2p.services.condition import conditions
from idos_p2p.services.write import add
from tests.simulation.devices import SetClock, Surroundings


def told(cell: Cell) -> list[str]:
    return [condition.code for condition in conditions(cell)]


def busy(around: Surroundings) -> Cell:
    """Return a cell of one person who has written for an evening."""
    cell = around.found("Ana")
    while cell.own_height() < WORTH_SAYING:
        assert told(cell) == []
        add(cell, "page", {"title": f"Page {cell.own_height()}"})
    return cell


def test_a_founder_alone_is_told_when_there_is_something_to_lose(around: Surroundings) -> None:
    cell = busy(around)
    assert told(cell) == ["alone"]
    assert to_lose(cell) == cell.own_height()


def test_a_second_computer_is_a_copy(around: Surroundings) -> None:
    cell = busy(around)
    around.joined(cell, "Luc")
    assert told(cell) == []


def test_a_copy_made_elsewhere_is_good_for_a_month(around: Surroundings) -> None:
    cell = busy(around)
    note_copy(cell)
    assert told(cell) == []
    assert isinstance(cell.clock, SetClock)
    cell.clock.now += COPY_SAFE_MS
    assert told(cell) == ["alone"]
