"""A stretch of days: a calendar year, or an exercise that runs from a day to a day."""

from __future__ import annotations

from dataclasses import dataclass

_FIRST_DAY, _LAST_DAY = "-01-01", "-12-31"
_YEAR_DIGITS = 4
_AFTER_ALL = "\U0010ffff"  # sorts after every day that anybody wrote


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both included ("2026-01-01"); an empty one has no end on that side."""

    first: str = ""
    last: str = ""

    @property
    def edges(self) -> tuple[str, str]:
        """The two texts between which a day lies, for ``BETWEEN``."""
        return self.first, self.last or _AFTER_ALL

    def holds(self, day: str) -> bool:
        """Say whether a day is in it."""
        first, last = self.edges
        return first <= day <= last


ALWAYS = Period()


def calendar_year(year: int) -> Period:
    """Return the days of a calendar year."""
    return Period(f"{year:04}{_FIRST_DAY}", f"{year:04}{_LAST_DAY}")


def year_of(day: str) -> str:
    """Return the calendar year that holds a day, "2026"; empty for what is no day, which is in no year."""
    year = day[:_YEAR_DIGITS]
    if len(year) == _YEAR_DIGITS and year.isascii() and year.isdigit() and calendar_year(int(year)).holds(day):
        return year
    return ""
