"""What Boussole asks, answered by the services of the compass."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell
from idos_p2p.services.compass import measure_of, measures_of
from idos_p2p.views.compass import Point
from idos_p2p.views.records import RecordView, find
from ui.desktop.presenters.compass import CompassYear, MeasureRecords


class CompassRoom:
    """The window's ``CompassPort``."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    def year(self, number: int, before: int) -> CompassYear:
        """Return all measures of a year, and each of them in the years before, the earliest first."""
        measures = measures_of(self._cell, number, 0)
        points: dict[str, list[Point]] = {}
        for year in range(number - before, number + 1):
            for one in measures if year == number else measures_of(self._cell, year, 0):
                points.setdefault(one.key, []).append(Point(year, one.numerator, one.denominator))
        return CompassYear(measures, {key: tuple(several) for key, several in points.items()})

    def records(self, key: str, year: int) -> MeasureRecords:
        """Return a measure with the records behind it."""
        measure = measure_of(self._cell, key, year)
        return MeasureRecords(measure, self._views(measure.counted), self._views(measure.missing))

    def _views(self, ids: Iterable[str]) -> tuple[RecordView, ...]:
        found = []
        for record in ids:
            with suppress(RefusedError):
                found.append(find(self._cell.store.reader, record))
        return tuple(found)
