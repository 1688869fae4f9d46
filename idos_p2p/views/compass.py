"""The values compass: how far the cell lives its four values, counted from its records; never about one person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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
