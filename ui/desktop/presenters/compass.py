"""Boussole: how far the cell lives its four values, each measure with its definition and the records behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from idos_p2p.views.compass import Measure, Point, Unit, Value
from idos_p2p.views.records import RecordView
from ui.desktop.presenters.gifts import day_of
from ui.desktop.presenters.lines import Line, icon_of, kind_word, tint_of
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import shortened

YEARS_BEFORE = 4
MOST_TITLE = 160

_ICONS = {
    Value.TRANSPARENCY: ("eye", "gift"),
    Value.RECOGNITION: ("heart", "thanks"),
    Value.LEADERSHIP: ("users-round", "contribution"),
    Value.SHARING: ("book-open", "knowledge"),
}


@dataclass(frozen=True, slots=True)
class CompassYear:
    """All measures of a year, and each of them over the years, the earliest first."""

    measures: tuple[Measure, ...]
    points: Mapping[str, tuple[Point, ...]]


@dataclass(frozen=True, slots=True)
class MeasureRecords:
    """One measure, the records that count towards it, and those that do not yet."""

    measure: Measure
    counted: tuple[RecordView, ...]
    missing: tuple[RecordView, ...]


class CompassPort(Protocol):
    """What Boussole asks of the cell."""

    def year(self, number: int, before: int) -> CompassYear:
        """Return all measures of a year, and each of them in so many years before, the earliest first."""
        ...

    def records(self, key: str, year: int) -> MeasureRecords:
        """Return a measure with the records behind it."""
        ...


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of a measure; ``share`` is 0 to 1, None where there was nothing to measure."""

    year: str
    share: float | None
    spoken: str


@dataclass(frozen=True, slots=True)
class MeasureShown:
    """One measure, ready to show."""

    key: str
    name: str
    figure: str
    definition: str
    bars: tuple[Bar, ...]
    spoken: str


@dataclass(frozen=True, slots=True)
class ValueShown:
    """One value and its measures."""

    key: str
    name: str
    icon: str
    tint: str
    measures: tuple[MeasureShown, ...]


@dataclass(frozen=True, slots=True)
class MeasureSheet:
    """One measure with the records behind it."""

    title: str
    figure: str
    definition: str
    years: tuple[str, ...]
    parts: tuple[tuple[str, tuple[Line, ...]], ...]


def compass_shown(words: Words, year: CompassYear) -> tuple[ValueShown, ...]:
    """Return the four values with their measures."""
    return tuple(
        ValueShown(
            value.value,
            words.say(f"compass_{value.value}"),
            *_ICONS[value],
            tuple(_measure(words, one, year.points.get(one.key, ())) for one in year.measures if one.value is value),
        )
        for value in Value
    )


def figure(words: Words, key: str, unit: Unit, numerator: int, denominator: int) -> str:
    """Return "34 sur 61 dons"."""
    if not denominator:
        return words.say("compass_nothing")
    if unit is Unit.CENTS:
        counted, whole = quantities.money(words, numerator), quantities.money(words, denominator)
        return words.say("compass_of", counted=counted, all=whole)
    counted, whole = quantities.number(words, numerator), quantities.number(words, denominator)
    return words.say(f"compass_figure_{key}", count=denominator, counted=counted, all=whole)


def _measure(words: Words, measure: Measure, points: tuple[Point, ...]) -> MeasureShown:
    name = words.say(f"compass_{measure.key}")
    told = figure(words, measure.key, measure.unit, measure.numerator, measure.denominator)
    return MeasureShown(
        key=measure.key,
        name=name,
        figure=told,
        definition=words.say(f"compass_{measure.key}_definition"),
        bars=tuple(_bar(words, measure, point) for point in points),
        spoken=words.say("compass_spoken", name=name, figure=told),
    )


def _bar(words: Words, measure: Measure, point: Point) -> Bar:
    share = min(1.0, point.numerator / point.denominator) if point.denominator else None
    told = figure(words, measure.key, measure.unit, point.numerator, point.denominator)
    return Bar(str(point.year), share, words.say("compass_year_line", year=point.year, figure=told))


def measure_sheet(words: Words, found: MeasureRecords, shown: MeasureShown, today: date) -> MeasureSheet:
    """Return what the sheet of a measure shows."""
    measure = found.measure
    parts = (
        _part(words, "compass_part_counted", found.counted, measure.counted_in_all, today),
        _part(words, "compass_part_missing", found.missing, measure.missing_in_all if found.missing else 0, today),
    )
    return MeasureSheet(
        title=shown.name,
        figure=shown.figure,
        definition=shown.definition,
        years=tuple(bar.spoken for bar in reversed(shown.bars)),
        parts=tuple((head, lines) for head, lines in parts if lines),
    )


def _part(
    words: Words, key: str, views: tuple[RecordView, ...], in_all: int, today: date
) -> tuple[str, tuple[Line, ...]]:
    head = words.say(key, count=in_all, number=quantities.number(words, in_all))
    lines = [
        Line(
            view.id,
            icon_of(view.kind),
            tint_of(view.kind),
            shortened(view.title, MOST_TITLE) or kind_word(words, view.kind),
            words.say("compass_record", kind=kind_word(words, view.kind), day=day_of(words, view.day, today)),
            view.kind,
        )
        for view in views
    ]
    if len(views) < in_all:
        lines.append(Line("", "plus", "meeting", words.say("compass_more", count=in_all - len(views))))
    return head, tuple(lines)
