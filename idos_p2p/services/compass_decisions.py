"""What the compass counts of decisions: they are acts, so they are read from what these conclude, not from records."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from idos_p2p.governance.acts import Answer
from idos_p2p.governance.decisions import Answered, Decision
from idos_p2p.governance.matters import Chamber
from idos_p2p.ids import ABSENT, EntryId
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.decisions import STANDING, acts_by_id
from idos_p2p.services.put_text import find_if_here
from idos_p2p.views.compass import Measure, Point, Unit, Value
from idos_p2p.views.pages import said_about
from idos_p2p.views.period import calendar_year
from idos_p2p.views.records import RecordView

MOST_SAID = 1_000  # about one objection


@dataclass(frozen=True, slots=True)
class _One:
    """Something that a measure is about: its day, the record behind it where it is here, and whether it counts."""

    day: str
    record: str
    counts: bool


class Decided:
    """The decisions of a cell, each looked up once, for all measures and years."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._times = {act: entry.header.time_ms for act, entry in acts_by_id(cell).items()}

    @property
    def known(self) -> Iterable[Decision]:
        """Every proposal."""
        return self._cell.membership.decisions.values()

    @cached_property
    def by_both(self) -> tuple[_One, ...]:
        """Of the decisions in force, those that both chambers decided, each having somebody in it."""
        adopted = [found for found in self.known if found.state in STANDING]
        return tuple(
            _One(
                min(self._day(act) for act in found.enacts),
                self._record(EntryId(found.body.record)),
                all(chamber.persons for chamber in found.chambers),
            )
            for found in adopted
        )

    @cached_property
    def by_concerned(self) -> tuple[_One, ...]:
        """Of the proposals, those that somebody put whom the cell, or the project, exists for."""
        return tuple(
            _One(self._day(found.id), self._record(EntryId(found.body.record)), self._is_concerned(found))
            for found in self.known
        )

    @cached_property
    def objections(self) -> tuple[_One, ...]:
        """Of the objections, those of which somebody says how they were taken up, or whose voter agreed since."""
        return tuple(
            self._objection(found, ballot)
            for found in self.known
            for ballot in found.ballots
            if ballot.answer is Answer.OBJECTION and not ballot.contested
        )

    def _objection(self, found: Decision, ballot: Answered) -> _One:
        view = find_if_here(self._cell.store.reader, ballot.reason) if ballot.reason else None
        agreed = any(
            other.voter == ballot.voter and other.counts and other.answer is not Answer.OBJECTION
            for other in found.ballots
        )
        return _One(self._day(ballot.id), view.id if view else "", agreed or self._taken_up(view))

    def _taken_up(self, view: RecordView | None) -> bool:
        if view is None:
            return False
        said = said_about(self._cell.store.reader, view, MOST_SAID)
        return any(one.record.fields.get("round") == "integration" for one in said)

    def _is_concerned(self, found: Decision) -> bool:
        if found.body.project is not None:
            return found.by in found.chambers[0].persons
        person = self._cell.membership.persons.get(found.by)
        return person is not None and person.chamber is Chamber.CONCERNED

    def _day(self, act: EntryId) -> str:
        return day_of(self._times.get(act, 0))

    def _record(self, record: EntryId) -> str:
        view = find_if_here(self._cell.store.reader, record) if record != ABSENT else None
        return view.id if view else ""


KINDS: Mapping[str, tuple[Value, Callable[[Decided], tuple[_One, ...]]]] = {
    "objections_integrated": (Value.TRANSPARENCY, lambda decided: decided.objections),
    "decisions_both": (Value.LEADERSHIP, lambda decided: decided.by_both),
    "proposals_concerned": (Value.LEADERSHIP, lambda decided: decided.by_concerned),
}
"""Every measure of decisions: the value it is about, and what it counts, day by day."""


def measure(decided: Decided, key: str, year: int, most: int) -> Measure:
    """Return one measure of a year; of what it counts, what has no record here is in the numbers alone."""
    value, counted = KINDS[key]
    found = [one for one in counted(decided) if _in_year(one, year)]
    yes, no = [one for one in found if one.counts], [one for one in found if not one.counts]
    return Measure(
        key=key,
        value=value,
        unit=Unit.RECORDS,
        year=year,
        numerator=len(yes),
        denominator=len(found),
        counted=_newest(yes, most),
        counted_in_all=len(yes),
        missing=_newest(no, most),
        missing_in_all=len(no),
    )


def trend(decided: Decided, key: str, years: Iterable[int]) -> tuple[Point, ...]:
    """Return one measure in each of these years, in their order."""
    told = [measure(decided, key, year, 0) for year in years]
    return tuple(Point(found.year, found.numerator, found.denominator) for found in told)


def _in_year(one: _One, year: int) -> bool:
    first, last = calendar_year(year).edges
    return first <= one.day <= last


def _newest(several: Iterable[_One], most: int) -> tuple[str, ...]:
    named = sorted({(one.record, one.day) for one in several if one.record})
    return tuple(record for record, _ in sorted(named, key=lambda pair: pair[1], reverse=True)[:most])
