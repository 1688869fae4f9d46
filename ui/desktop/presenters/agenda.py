"""Agenda: the meetings month by month, one meeting whole, signing up, and what is needed and offered beside them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from idos_p2p.limits import MAX_NAME_CHARACTERS
from idos_p2p.records.kinds import Value
from ui.desktop.presenters import timeline
from ui.desktop.presenters.ports import Named, TimelineItem
from ui.desktop.presenters.projects import Missing
from ui.desktop.presenters.timeline import TimelineCard
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import lines, one_line, shortened

MOST_TEXT = 4_000


@dataclass(frozen=True, slots=True)
class SlotCard:
    """One slot of a meeting; ``mine`` is the id of the sign-up of the person who sits here, or nothing."""

    name: str
    offered: bool
    persons: tuple[Named, ...]
    mine: str = ""


@dataclass(frozen=True, slots=True)
class MeetingCard:
    """A meeting on the agenda."""

    id: str
    title: str
    day: str
    time: str
    minutes: int | None
    place: str
    agenda: str
    report: str
    project: Named | None
    author: str
    persons: tuple[Named, ...]
    slots: tuple[SlotCard, ...]


@dataclass(frozen=True, slots=True)
class AgendaMonth:
    """The meetings of some days, by day and hour, and what is open: needs and offers, those due soonest first."""

    meetings: tuple[MeetingCard, ...]
    needs: tuple[TimelineItem, ...] = ()
    offers: tuple[TimelineItem, ...] = ()


class AgendaPort(Protocol):
    """What Agenda asks of the cell."""

    def between(self, first: str, last: str) -> AgendaMonth:
        """Return the meetings from one day to another, both included, and what is open."""
        ...

    def meeting(self, meeting_id: str) -> MeetingCard:
        """Return one meeting."""
        ...

    def sign_up(self, meeting_id: str, slot: str) -> str:
        """Sign up the person who sits here, and return the id of the sign-up."""
        ...

    def take_back(self, signup_id: str) -> None:
        """Take a sign-up back."""
        ...

    def calendar(self, path: str) -> int:
        """Write the meetings from today on to a file that other calendars read; return how many there are."""
        ...


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One slot, ready to show. ``action`` is "sign_up", "take_back" or ""."""

    slot: str
    title: str
    people: str
    action: str
    signup: str


@dataclass(frozen=True, slots=True)
class MeetingSheet:
    """A meeting's sheet."""

    id: str
    title: str
    lead: str
    facts: tuple[tuple[str, str], ...]
    agenda: str
    report: str
    slots: tuple[SlotRow, ...]
    came: str
    past: bool
    attended: bool
    project: Named | None


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """What the form holds, as typed; ``slots`` has one on each line."""

    title: str
    day: date
    time: str = ""
    duration: str = ""
    place: str = ""
    agenda: str = ""
    slots: str = ""
    project: str = ""  # id, or ""


def month_days(first: date) -> tuple[str, str]:
    """Return the first and the last day of a month."""
    last = monthrange(first.year, first.month)[1]
    return first.replace(day=1).isoformat(), first.replace(day=last).isoformat()


def moved(first: date, step: int) -> date:
    """Return the first day of the month so many months away."""
    months = first.year * 12 + first.month - 1 + step
    return date(months // 12, months % 12 + 1, 1)


def rows(words: Words, meetings: Iterable[MeetingCard], today: date) -> tuple[TimelineCard, ...]:
    """Return a card for each meeting, in the same order."""
    return tuple(_row(words, meeting, today) for meeting in meetings)


def calls(words: Words, items: Sequence[TimelineItem], today: date) -> tuple[TimelineCard, ...]:
    """Return a card for each need or offer."""
    return timeline.cards(words, items, today)


def meeting_sheet(words: Words, meeting: MeetingCard, today: date) -> MeetingSheet:
    """Return a meeting's sheet."""
    day = date.fromisoformat(meeting.day)
    past = day < today
    facts = [("clock", _when(words, meeting, today))]
    if meeting.place:
        facts.append(("map-pin", shortened(meeting.place, 120)))
    if meeting.project is not None and meeting.project.name:
        facts.append(("folder-kanban", shortened(meeting.project.name, 100)))
    if meeting.author:
        facts.append(("pencil", words.say("record_by", name=shortened(meeting.author, 80))))
    names = [shortened(person.name, 60) for person in meeting.persons]
    return MeetingSheet(
        id=meeting.id,
        title=shortened(meeting.title, 120) or words.say("untitled"),
        lead=words.say("meeting_past" if past else "meeting_to_come"),
        facts=tuple(facts),
        agenda=lines(meeting.agenda)[:MOST_TEXT].strip(),
        report=lines(meeting.report)[:MOST_TEXT].strip(),
        slots=tuple(_slot(words, slot, past=past) for slot in _offers(meeting)),
        came=words.say("meeting_came", names=quantities.names(words, names)) if names else "",
        past=past,
        attended=bool(meeting.persons),
        project=meeting.project,
    )


def meeting_values(words: Words, draft: MeetingDraft) -> dict[str, Value] | Missing:
    """Return the fields of a new meeting, or what is missing."""
    name = one_line(draft.title)[:MAX_NAME_CHARACTERS]
    if not name:
        return Missing("title", words.say("meeting_needs_title"))
    values: dict[str, Value] = {"title": name, "date": draft.day.isoformat()}
    if draft.time.strip():
        clock = clock_typed(draft.time)
        if not clock:
            return Missing("time", words.say("meeting_needs_time"))
        values["time"] = clock
    if draft.duration.strip():
        minutes = quantities.minutes_typed(draft.duration)
        if minutes is None:
            return Missing("duration", words.say("contribution_needs_time"))
        values["minutes"] = minutes
    offered = [one_line(slot)[:MAX_NAME_CHARACTERS] for slot in draft.slots.splitlines()]
    others: tuple[tuple[str, Value], ...] = (
        ("place", one_line(draft.place)[:MAX_NAME_CHARACTERS]),
        ("agenda", lines(draft.agenda).strip()),
        ("slots", sorted({slot for slot in offered if slot})),
        ("project", draft.project),
    )
    return values | {field: value for field, value in others if value}


def clock_typed(text: str) -> str:
    """Return "14:30" of "14 h 30", "14h", "14:30" or "9"; nothing when it is no time of day."""
    typed = "".join(text.lower().replace("\u202f", "").replace("\u00a0", "").split())
    hours, _, minutes = typed.replace("h", ":").partition(":")
    if not hours.isascii() or not hours.isdigit() or (minutes and not (minutes.isascii() and minutes.isdigit())):
        return ""
    hour, minute = int(hours), int(minutes or 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else ""  # a day, an hour


def clock_words(time: str) -> str:
    """Return "14 h 30" of "14:30"."""
    hour, _, minute = time.partition(":")
    if not hour.isdigit() or not minute.isdigit():
        return ""
    return f"{int(hour)}\u00a0h\u00a0{minute}" if int(minute) else f"{int(hour)}\u00a0h"


def _when(words: Words, meeting: MeetingCard, today: date) -> str:
    parts = [quantities.day(words, date.fromisoformat(meeting.day), today)]
    if clock := clock_words(meeting.time):
        parts.append(words.say("meeting_at", time=clock))
    if meeting.minutes:
        parts.append(words.say("meeting_lasts", time=quantities.duration(meeting.minutes)))
    return ", ".join(parts)


def _row(words: Words, meeting: MeetingCard, today: date) -> TimelineCard:
    title = shortened(meeting.title, 160) or words.say("untitled")
    coming = {person.id for slot in meeting.slots for person in slot.persons}
    chips = []
    if meeting.project is not None and meeting.project.name:
        chips.append(shortened(meeting.project.name, 40))
    if meeting.persons:
        chips.append(words.say("meeting_chip_came", count=len(meeting.persons)))
    elif coming:
        chips.append(words.say("meeting_chip_signed", count=len(coming)))
    if any(slot.mine for slot in meeting.slots):
        chips.append(words.say("meeting_chip_mine"))
    when = quantities.day(words, date.fromisoformat(meeting.day), today)
    clock = clock_words(meeting.time)
    text = " · ".join(part for part in (clock, shortened(meeting.place, 100)) if part)
    return TimelineCard(
        id=meeting.id,
        kind="meeting",
        order=0,
        heading="",
        title=title,
        text=text,
        when=when,
        chips=tuple(chips),
        icon="calendar-days",
        tint="meeting" if meeting.day < today.isoformat() else "primary",
        spoken=one_line(words.say("spoken_item", when=when, title=title, text=text, chips=", ".join(chips))),
        month=meeting.day[:7],
    )


def _offers(meeting: MeetingCard) -> tuple[SlotCard, ...]:
    """Return the slots to show: those of the meeting, and the one of those who come without any."""
    if any(slot.offered for slot in meeting.slots) or any(not slot.name for slot in meeting.slots):
        return meeting.slots
    return (*meeting.slots, SlotCard("", offered=False, persons=()))


def _slot(words: Words, slot: SlotCard, *, past: bool) -> SlotRow:
    names = [shortened(person.name, 60) for person in slot.persons]
    action = ""
    if slot.mine:
        action = "take_back"
    elif not past and (slot.offered or not slot.name):
        action = "sign_up"
    return SlotRow(
        slot=slot.name,
        title=shortened(slot.name, 100) or words.say("slot_any"),
        people=quantities.names(words, names) if names else words.say("slot_free"),
        action=action,
        signup=slot.mine,
    )
