"""Historique: who changed what, in words; the bin; a record with its history and its versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from idos_p2p.records.kinds import BY_NAME, REMOVED, Value
from idos_p2p.services.bin import Binned
from idos_p2p.services.history import FieldChange, Told
from idos_p2p.services.undo import LeftAlone
from idos_p2p.views.records import RecordView
from ui.desktop.presenters.lines import field_word, icon_of, kind_word, tint_of
from ui.desktop.presenters.timeline import TimelineCard
from ui.desktop.presenters.values import value_words
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import lines, one_line, shortened

MOST_LATEST = 40  # changes in the list
MOST_TITLE = 80
MOST_TOLD = 300
MOST_CHANGES = 3  # of one entry, in a list


@dataclass(frozen=True, slots=True)
class Latest:
    """The last change of a record, and the names of what it leads to."""

    view: RecordView
    told: Told
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RecordPast:
    """A record, its history, the oldest first, the names of what it leads to, and of who writes with which device."""

    view: RecordView
    told: tuple[Told, ...]
    names: Mapping[str, str]
    writers: Mapping[str, str]  # by device, hexadecimal


@dataclass(frozen=True, slots=True)
class Taken:
    """What undoing or redoing did: kinds and titles of the records that changed, and what was left alone."""

    records: tuple[tuple[str, str], ...]
    left: tuple[LeftAlone, ...]


class PastPort(Protocol):
    """What Historique asks of the cell."""

    def latest(self, most: int) -> tuple[Latest, ...]:
        """Return the last change of each record changed lately, the newest first."""
        ...

    def record(self, record: str) -> RecordPast:
        """Return a record and its history."""
        ...

    def restore(self, record: str, entry: str) -> None:
        """Bring a record back to what it was at an entry of its history."""
        ...

    def bin(self) -> tuple[Binned, ...]:
        """Return what is in the bin."""
        ...

    def remove(self, record: str) -> None:
        """Put a record in the bin."""
        ...

    def put_back(self, record: str) -> None:
        """Take a record out of the bin."""
        ...


class UndoPort(Protocol):
    """Taking back what this computer wrote."""

    def undo(self) -> Taken:
        """Take back what this computer wrote last."""
        ...

    def redo(self) -> Taken:
        """Write again what was taken back last."""
        ...


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a record's history, ready to read."""

    entry: str
    head: str
    changes: tuple[str, ...]
    back: bool  # the record can be brought back to it


@dataclass(frozen=True, slots=True)
class VersionCard:
    """One of several values of a field."""

    who: str
    words: str
    value: Value


@dataclass(frozen=True, slots=True)
class Apart:
    """A field that several persons wrote apart."""

    field: str
    head: str
    versions: tuple[VersionCard, ...]


@dataclass(frozen=True, slots=True)
class RecordShown:
    """All that the sheet of a record shows."""

    id: str
    kind: str
    title: str
    lead: str
    fields: tuple[tuple[str, str], ...]
    apart: tuple[Apart, ...]
    moments: tuple[Moment, ...]  # the newest first
    binned: bool


def latest_cards(words: Words, several: Iterable[Latest], today: date) -> tuple[TimelineCard, ...]:
    """Return a card for each change, a heading above the first of each day."""
    cards: list[TimelineCard] = []
    day = ""
    for number, latest in enumerate(several):
        card = _latest(words, latest, today, number)
        heading = "" if card.month == day else card.when.upper()
        day = card.month
        moment = quantities.time_of_day(quantities.local(latest.told.time_ms))
        cards.append(replace(card, heading=heading, when=moment))
    return tuple(cards)


def _latest(words: Words, latest: Latest, today: date, number: int) -> TimelineCard:
    view, told = latest.view, latest.told
    who = shortened(told.who, 60) or words.say("nobody")
    kind = kind_word(words, view.kind)
    title = shortened(view.title, MOST_TITLE)
    head = "past_created" if told.created else "past_changed"
    if any(change.field == REMOVED.name and change.after for change in told.changes):
        head = "past_binned"
    shown = words.say(head if title else f"{head}_bare", who=who, kind=kind, title=title)
    changes = [] if told.created else change_words(words, view.kind, told.changes[:MOST_CHANGES], latest.names, who)
    when = quantities.local(told.time_ms).date()
    chips = []
    if view.versions:
        chips.append(words.say("past_versions", count=max(map(len, view.versions.values()))))
    if told.contested or view.contested:
        chips.append(words.say("chip_contested"))
    text = " · ".join(changes) or (kind if title else "")
    return TimelineCard(
        id=view.id,
        kind=view.kind,
        order=-number,
        heading="",
        title=shown,
        text=shortened(text, MOST_TOLD),
        when=quantities.day(words, when, today),
        chips=tuple(chips),
        icon=icon_of(view.kind),
        tint=tint_of(view.kind),
        spoken=one_line(f"{quantities.day(words, when, today)}. {shown}. {text} {' '.join(chips)}"),
        month=when.isoformat(),
    )


def change_words(
    words: Words, kind: str, changes: Iterable[FieldChange], names: Mapping[str, str], who: str
) -> list[str]:
    """Return a sentence for each change: "Durée : Ana a écrit 14 h"."""
    return [sentence for change in changes for sentence in _change(words, kind, change, names, who)]


def _change(words: Words, kind: str, change: FieldChange, names: Mapping[str, str], who: str) -> list[str]:
    def tell(key: str, **fields: object) -> str:
        return words.say(key, field=field_word(words, change.field), who=who, **fields)

    def value(held: Value) -> str:
        return shortened(value_words(words, kind, change.field, held, names), MOST_TOLD)

    if change.pieces and change.before not in (None, ""):
        return [tell("history_text"), *_pieces(words, change)]
    if change.added or change.removed:
        found = []
        if isinstance(change.after or change.before, dict):
            return [tell("history_wrote", after=value(change.after))]
        if change.added:
            found.append(tell("history_added", what=value(list(change.added))))
        if change.removed:
            found.append(tell("history_removed", what=value(list(change.removed))))
        return found
    if change.after in (None, "", [], {}):
        return [tell("history_cleared", before=value(change.before))]
    if change.before in (None, "", [], {}):
        return [tell("history_wrote", after=value(change.after))]
    return [tell("history_replaced", after=value(change.after), before=value(change.before))]


def _pieces(words: Words, change: FieldChange) -> list[str]:
    return [
        words.say(f"history_{piece.what}", text=shortened(piece.text, MOST_TOLD) or words.say("history_blank"))
        for piece in change.pieces
        if piece.what != "kept"
    ]


def bin_cards(words: Words, several: Iterable[Binned]) -> tuple[TimelineCard, ...]:
    """Return a card for each record in the bin."""
    return tuple(_binned(words, binned, number) for number, binned in enumerate(several))


def _binned(words: Words, binned: Binned, number: int) -> TimelineCard:
    view = binned.view
    title = shortened(view.title, MOST_TITLE) or kind_word(words, view.kind)
    left = max(0, binned.days_left)
    state = words.say("bin_days", count=left) if left else words.say("bin_passed")
    day = quantities.short_day(words, date.fromisoformat(binned.since))
    text = words.say("bin_text", kind=kind_word(words, view.kind), day=day)
    return TimelineCard(
        id=view.id,
        kind=view.kind,
        order=-number,
        heading="",
        title=title,
        text=text,
        when=state,
        chips=(),
        icon=icon_of(view.kind),
        tint=tint_of(view.kind),
        spoken=f"{title}. {text}. {state}",
    )


def record_shown(words: Words, past: RecordPast, today: date) -> RecordShown:
    """Return all that the sheet of a record shows."""
    view = past.view
    kind = BY_NAME.get(view.kind)
    order = [field.name for field in kind.fields] if kind else []
    shown = [name for name in (*order, *sorted(view.fields.keys() - set(order))) if view.fields.get(name)]
    fields = [(field_word(words, name), _field_words(words, view, name, past.names)) for name in shown]
    moments = [_moment(words, past, told, today, last=told is past.told[-1]) for told in past.told]
    return RecordShown(
        id=view.id,
        kind=view.kind,
        title=shortened(view.title, MOST_TITLE) or kind_word(words, view.kind),
        lead=kind_word(words, view.kind),
        fields=tuple(fields),
        apart=tuple(_apart(words, past, name) for name in view.versions if len(view.versions[name]) > 1),
        moments=tuple(reversed(moments)),
        binned=bool(view.fields.get(REMOVED.name)),
    )


def _field_words(words: Words, view: RecordView, name: str, names: Mapping[str, str]) -> str:
    value = view.fields.get(name)
    if isinstance(value, str) and "\n" in value:
        return lines(value).strip()[:2_000]
    return value_words(words, view.kind, name, value, names)


def _moment(words: Words, past: RecordPast, told: Told, today: date, *, last: bool) -> Moment:
    when = quantities.local(told.time_ms)
    who = shortened(told.who, 60) or words.say("nobody")
    moment = words.say(
        "history_moment", day=quantities.day(words, when.date(), today), time=quantities.time_of_day(when)
    )
    head = words.say("past_moment_created" if told.created else "past_moment", moment=moment, who=who)
    if not told.created:
        changes = change_words(words, past.view.kind, told.changes, past.names, who)
    elif last:  # the fields above say it all
        changes = []
    else:
        changes = [
            words.say(
                "past_value",
                field=field_word(words, change.field),
                value=shortened(value_words(words, past.view.kind, change.field, change.after, past.names), MOST_TOLD),
            )
            for change in told.changes
        ]
    if told.contested:
        changes.append(words.say("chip_contested"))
    if told.kept:
        changes.append(words.say("past_kept"))
    return Moment(told.entry.hex(), head, tuple(changes), back=not last)


def _apart(words: Words, past: RecordPast, name: str) -> Apart:
    versions = past.view.versions[name]
    head = words.say("apart_head", count=len(versions), field=field_word(words, name))
    cards = tuple(
        VersionCard(
            shortened(past.writers.get(version.device.hex(), ""), 60) or words.say("nobody"),
            value_words(words, past.view.kind, name, version.value, past.names),
            version.value,
        )
        for version in versions
    )
    return Apart(name, head, cards)


def taken_words(words: Words, taken: Taken, key: str) -> str:
    """Return what was taken back or written again; ``key`` is "undo" or "redo"."""
    told = [words.say(f"{key}_told", what=_several(words, taken.records))] if taken.records else []
    told += [
        words.say(
            "undo_left",
            title=shortened(each.title, MOST_TITLE) or words.say("untitled"),
            field=field_word(words, each.field),
            who=shortened(each.who, 60) or words.say("nobody"),
        )
        for each in taken.left
    ]
    return " ".join(told) or words.say(f"{key}_told_bare")


def _several(words: Words, records: Sequence[tuple[str, str]]) -> str:
    kind, title = records[0]
    first = shortened(title, 60) or kind_word(words, kind)
    return words.say("several_records", count=len(records) - 1, first=first) if len(records) > 1 else first
