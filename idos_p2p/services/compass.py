"""The values compass of one cell."""

from __future__ import annotations

from collections.abc import Iterable

from idos_p2p.services.cell import Cell
from idos_p2p.services.who import who
from idos_p2p.views import compass
from idos_p2p.views.compass import Measure, Point

MOST_RECORDS = 50  # that one measure names, of those that count and of those that do not yet


def measures_of(cell: Cell, year: int, most: int = MOST_RECORDS) -> tuple[Measure, ...]:
    """Return all measures of a year, value by value."""
    return compass.measures(cell.store.reader, who(cell), year, most)


def measure_of(cell: Cell, key: str, year: int, most: int = MOST_RECORDS) -> Measure:
    """Return one measure of a year. Raises RefusedError("measure_unknown")."""
    return compass.measure(cell.store.reader, who(cell), key, year, most)


def trend_of(cell: Cell, key: str, years: Iterable[int]) -> tuple[Point, ...]:
    """Return one measure in each of these years. Raises RefusedError("measure_unknown")."""
    return compass.trend(cell.store.reader, who(cell), key, years)
