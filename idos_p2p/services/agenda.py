"""The agenda: meetings with who signed up, signing up and taking it back, and the calendar that other programs read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from idos_p2p.errors import RefusedError
from idos_p2p.papers.calendar import CALENDAR_BEGINS, CalendarEvent, calendar
from idos_p2p.records.fields import clean_line
from idos_p2p.records.kinds import REMOVED
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.people import own_person
from idos_p2p.services.who import party_of, who
from idos_p2p.services.write import add, change
from idos_p2p.views.agenda import Meeting, agenda, meeting
from idos_p2p.views.around import Interaction
from idos_p2p.views.persons import Party, Persons
from idos_p2p.views.records import RecordView, find

MOST_MEETINGS = 1_000  # a year of three a day


@dataclass(frozen=True, slots=True)
class SlotView:
    """One slot of a meeting, and who signed up for it."""

    name: str  # empty: of those who come without a slot
    offered: bool  # one of the meeting's own
    persons: tuple[Party, ...]  # each once, in the order in which they signed up
    signups: tuple[RecordView, ...]


@dataclass(frozen=True, slots=True)
class MeetingView:
    """A meeting on the agenda."""

    record: RecordView
    author: Party
    project: str  # the title of its project; empty without one, or while it is not here
    persons: tuple[Party, ...]  # who came, by name
    slots: tuple[SlotView, ...]


def meetings(cell: Cell, first: str, last: str = "", person: str = "") -> tuple[MeetingView, ...]:
    """Return the meetings from one day to another, both included, by day and hour; ``last`` empty: however far.

    ``person``, the id or a prefix of a record of somebody, keeps those that they signed up for or that name them.
    Raises RefusedError as ``views.records.find``.
    """
    known = who(cell)
    records = party_of(cell, known, person).records if person else ()
    found = agenda(cell.store.reader, first, last, MOST_MEETINGS, records)
    return tuple(_view(known, one) for one in found)


def upcoming(cell: Cell, person: str = "") -> tuple[MeetingView, ...]:
    """Return the meetings from today on: everyone's, or one person's own."""
    return meetings(cell, today(cell), person=person)


def today(cell: Cell) -> str:
    """Return the day it is, as records without a date of their own are dated."""
    return day_of(cell.clock.now_ms())


def sign_up(cell: Cell, meeting_id: str, slot: str = "", persons: Sequence[str] = (), words: str = "") -> str:
    """Sign up for a slot of a meeting, or for none, and return the id of the sign-up: the one that is there already.

    ``persons`` are ids or prefixes; without any, the person at this computer. Raises RefusedError: ``slot_unknown``
    (slot, accepted), ``not_member_yet``, and those of ``services.write.add``.
    """
    cell.require_membership()
    known = who(cell)
    view = _meeting(cell, meeting_id)
    wanted = clean_line(slot)
    offered = [one.name for one in view.slots if one.offered]
    if wanted and wanted not in offered:
        raise RefusedError("slot_unknown", slot=wanted, accepted=", ".join(offered))
    named = persons or [mine for mine in (own_person(cell),) if mine]
    parties = [party_of(cell, known, person) for person in named]
    for one in view.slots:
        for signup in one.signups if one.name == wanted else ():
            if _signed(known, signup) >= {party.id for party in parties}:
                return signup.record.id
    values = {"meeting": view.record.id, "slot": wanted, "persons": [party.id for party in parties], "words": words}
    return add(cell, "signup", values)


def take_back(cell: Cell, signup_id: str) -> None:
    """Put a sign-up in the bin, from where it can come back. Raises RefusedError as ``services.write.change``."""
    change(cell, signup_id, {REMOVED.name: today(cell)})


def calendar_of(views: Sequence[MeetingView], name: str) -> bytes:
    """Return these meetings as an iCalendar file; no person is named in it, for it leaves the cell."""
    return calendar([_event(view) for view in views], name)


def write_calendar(path: Path, content: bytes) -> None:
    """Write a calendar to a file, in the place of an older calendar of that name, and of nothing else.

    Raises RefusedError: ``calendar_exists`` (path), ``calendar_io`` (path).
    """
    try:
        if path.exists() and not path.read_bytes().startswith(CALENDAR_BEGINS):
            raise RefusedError("calendar_exists", path=path)
        path.write_bytes(content)
    except OSError as error:
        raise RefusedError("calendar_io", path=path) from error


def _meeting(cell: Cell, meeting_id: str) -> Meeting:
    view = find(cell.store.reader, meeting_id)
    if view.kind != "meeting":
        raise RefusedError("link_kind", field="meeting", found=view.kind, accepted="meeting")
    return meeting(cell.store.reader, view.id)


def _signed(known: Persons, signup: Interaction) -> set[str]:
    return {party.id for party in known.several(link.id for link in signup.links if link.field == "persons")}


def _view(known: Persons, found: Meeting) -> MeetingView:
    return MeetingView(
        record=found.record,
        author=known.author(found.record.device),
        project=next((link.title for link in found.interaction.links if link.field == "project"), ""),
        persons=known.several(link.id for link in found.interaction.links if link.field == "persons"),
        slots=tuple(
            SlotView(
                name=slot.name,
                offered=slot.offered,
                persons=_in_order(known, slot.signups),
                signups=tuple(signup.record for signup in slot.signups),
            )
            for slot in found.slots
        ),
    )


def _in_order(known: Persons, signups: Sequence[Interaction]) -> tuple[Party, ...]:
    found: dict[str, Party] = {}
    for signup in signups:
        for party in known.several(link.id for link in signup.links if link.field == "persons"):
            found.setdefault(party.id, party)
    return tuple(found.values())


def _event(view: MeetingView) -> CalendarEvent:
    fields = view.record.fields
    minutes = fields.get("minutes")
    slots = [slot.name for slot in view.slots if slot.offered]
    return CalendarEvent(
        uid=view.record.id,
        stamp_ms=view.record.touched_ms,
        title=view.record.title,
        day=view.record.day,
        time=_text(view.record, "time"),
        minutes=minutes if isinstance(minutes, int) else 0,
        place=_text(view.record, "place"),
        words="\n\n".join(part for part in (view.project, _text(view.record, "agenda"), "\n".join(slots)) if part),
    )


def _text(record: RecordView, name: str) -> str:
    value = record.fields.get(name)
    return value if isinstance(value, str) else ""
