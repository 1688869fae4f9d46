"""The values compass: how far the cell lives its four values, counted from its records; never about one person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from idos_p2p.errors import RefusedError
from idos_p2p.store.ports import Reader
from idos_p2p.views.measures import FOUND
from idos_p2p.views.persons import Persons
from idos_p2p.views.year import Year


class Value(StrEnum):
    """The four values of the mission."""

    TRANSPARENCY = "transparency"
    RECOGNITION = "recognition"
    LEADERSHIP = "leadership"
    SHARING = "sharing"


class Unit(StrEnum):
    """What a measure counts."""

    CENTS = "cents"
    RECORDS = "records"
    PERSONS = "persons"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure of one year: ``numerator`` of ``denominator``, whole numbers; a denominator of 0 says nothing.

    Its words are ``compass_KEY``, its definition ``compass_KEY_definition``. Behind it are the records that count
    towards it, and those that do not yet: what there is to do.
    """

    key: str
    value: Value
    unit: Unit
    year: int
    numerator: int
    denominator: int
    counted: tuple[str, ...]  # ids, newest day first, cut
    counted_in_all: int
    missing: tuple[str, ...]  # ids, newest day first, cut
    missing_in_all: int


@dataclass(frozen=True, slots=True)
class Point:
    """One measure in one year, for a trend."""

    year: int
    numerator: int
    denominator: int


KINDS: Mapping[str, tuple[Value, Unit]] = {
    "gifts_told": (Value.TRANSPARENCY, Unit.CENTS),
    "gifts_spent": (Value.TRANSPARENCY, Unit.CENTS),
    "gifts_used": (Value.TRANSPARENCY, Unit.RECORDS),
    "uses_whole": (Value.TRANSPARENCY, Unit.RECORDS),
    "acts_attested": (Value.RECOGNITION, Unit.RECORDS),
    "thanks_precise": (Value.RECOGNITION, Unit.RECORDS),
    "persons_purpose": (Value.RECOGNITION, Unit.PERSONS),
    "projects_concerned": (Value.LEADERSHIP, Unit.RECORDS),
    "asked_by_concerned": (Value.LEADERSHIP, Unit.RECORDS),
    "effects_by_concerned": (Value.LEADERSHIP, Unit.RECORDS),
    "meetings_concerned": (Value.LEADERSHIP, Unit.RECORDS),
    "pages_free": (Value.SHARING, Unit.RECORDS),
    "pages_reused": (Value.SHARING, Unit.RECORDS),
    "pages_sourced": (Value.SHARING, Unit.RECORDS),
}
"""Every measure: the value it is about, and what it counts. What each means: ``views/measures.py``."""


def measures(reader: Reader, who: Persons, year: int, most: int) -> tuple[Measure, ...]:
    """Return all measures of a year in the order of ``KINDS``, each with at most ``most`` records of either sort."""
    found = Year(reader, who, year)
    return tuple(_measure(found, key, most) for key in KINDS)


def measure(reader: Reader, who: Persons, key: str, year: int, most: int) -> Measure:
    """Return one measure of a year. Raises RefusedError("measure_unknown")."""
    return _measure(Year(reader, who, year), known(key), most)


def trend(reader: Reader, who: Persons, key: str, years: Iterable[int]) -> tuple[Point, ...]:
    """Return one measure in each of these years, in their order. Raises RefusedError("measure_unknown")."""
    told = [(year, FOUND[known(key)](Year(reader, who, year))) for year in years]
    return tuple(Point(year, found.numerator, found.denominator) for year, found in told)


def known(key: str) -> str:
    """Return the key of a measure; raise RefusedError("measure_unknown")."""
    if key not in KINDS:
        raise RefusedError("measure_unknown", key=key, accepted=", ".join(KINDS))
    return key


def _measure(year: Year, key: str, most: int) -> Measure:
    value, unit = KINDS[key]
    found = FOUND[key](year)
    return Measure(
        key=key,
        value=value,
        unit=unit,
        year=year.number,
        numerator=found.numerator,
        denominator=found.denominator,
        counted=year.newest(found.counted, most),
        counted_in_all=len(found.counted),
        missing=() if unit is Unit.PERSONS else year.newest(found.missing, most),
        missing_in_all=len(found.missing),
    )
