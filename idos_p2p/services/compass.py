"""The values compass of one cell: what its records say, and what its decisions do."""

from __future__ import annotations

from collections.abc import Iterable

from idos_p2p.errors import RefusedError
from idos_p2p.services import compass_decisions
from idos_p2p.services.cell import Cell
from idos_p2p.services.compass_decisions import Decided
from idos_p2p.services.who import who
from idos_p2p.views import compass
from idos_p2p.views.compass import Measure, Point, Value

MOST_RECORDS = 50  # that one measure names, of those that count and of those that do not yet

KEYS = (*compass.KINDS, *compass_decisions.KINDS)
"""Every measure there is."""


def measures_of(cell: Cell, year: int, most: int = MOST_RECORDS) -> tuple[Measure, ...]:
    """Return all measures of a year, value by value."""
    decided = Decided(cell)
    found = [
        *compass.measures(cell.store.reader, who(cell), year, most),
        *(compass_decisions.measure(decided, key, year, most) for key in compass_decisions.KINDS),
    ]
    order = list(Value)
    return tuple(sorted(found, key=lambda measure: order.index(measure.value)))


def measure_of(cell: Cell, key: str, year: int, most: int = MOST_RECORDS) -> Measure:
    """Return one measure of a year. Raises RefusedError("measure_unknown")."""
    if _of_decisions(key):
        return compass_decisions.measure(Decided(cell), key, year, most)
    return compass.measure(cell.store.reader, who(cell), key, year, most)


def trend_of(cell: Cell, key: str, years: Iterable[int]) -> tuple[Point, ...]:
    """Return one measure in each of these years. Raises RefusedError("measure_unknown")."""
    if _of_decisions(key):
        return compass_decisions.trend(Decided(cell), key, years)
    return compass.trend(cell.store.reader, who(cell), key, years)


def _of_decisions(key: str) -> bool:
    """Say whether a measure is of decisions; refuse the key of none."""
    if key not in KEYS:
        raise RefusedError("measure_unknown", key=key, accepted=", ".join(KEYS))
    return key in compass_decisions.KINDS
