"""The agenda, from the services."""

from __future__ import annotations

from pathlib import Path

from idos_p2p.services.agenda import MeetingView, calendar_of, meetings, sign_up, take_back, upcoming, write_calendar
from idos_p2p.services.cell import Cell
from idos_p2p.services.who import who
from idos_p2p.views.around import interactions
from idos_p2p.views.persons import Party, Persons
from idos_p2p.views.records import find, listing
from ui.desktop.cell.acts import items_of, me_of
from ui.desktop.cell.items import named, number_of, text_of
from ui.desktop.presenters.agenda import AgendaMonth, MeetingCard, SlotCard
from ui.desktop.presenters.ports import Named, TimelineItem

MOST_CALLS = 60  # needs, and offers, beside the agenda


class Agenda:
    """The window's ``AgendaPort``."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell

    def between(self, first: str, last: str) -> AgendaMonth:
        """Return the meetings from one day to another, both included, and what is open."""
        known = who(self._cell)
        me = me_of(self._cell, known)
        found = tuple(_card(view, me) for view in meetings(self._cell, first, last))
        return AgendaMonth(found, self._open(known, "need"), self._open(known, "offer"))

    def meeting(self, meeting_id: str) -> MeetingCard:
        """Return one meeting."""
        view = find(self._cell.store.reader, meeting_id)
        me = me_of(self._cell, who(self._cell))
        (found,) = (one for one in meetings(self._cell, view.day, view.day) if one.record.id == view.id)
        return _card(found, me)

    def sign_up(self, meeting_id: str, slot: str) -> str:
        """Sign up the person who sits here, and return the id of the sign-up."""
        return sign_up(self._cell, meeting_id, slot)

    def take_back(self, signup_id: str) -> None:
        """Take a sign-up back."""
        take_back(self._cell, signup_id)

    def calendar(self, path: str) -> int:
        """Write the meetings from today on to a file that other calendars read; return how many there are."""
        found = upcoming(self._cell)
        genesis = self._cell.membership.genesis
        write_calendar(Path(path), calendar_of(found, genesis.name if genesis else ""))
        return len(found)

    def _open(self, known: Persons, kind: str) -> tuple[TimelineItem, ...]:
        views = listing(self._cell.store.reader, kind, {"state": "open"}, MOST_CALLS)
        views.sort(key=lambda view: (text_of(view.fields, "until") or "9999", view.title, view.id))
        return items_of(self._cell, known, interactions(self._cell.store.reader, [view.key for view in views]))


def _card(view: MeetingView, me: Party) -> MeetingCard:
    fields = view.record.fields
    project = text_of(fields, "project")
    return MeetingCard(
        id=view.record.id,
        title=view.record.title,
        day=view.record.day,
        time=text_of(fields, "time"),
        minutes=number_of(fields, "minutes"),
        place=text_of(fields, "place"),
        agenda=text_of(fields, "agenda"),
        report=text_of(fields, "report"),
        project=Named(project, view.project, "project") if project else None,
        author=view.author.name,
        persons=named(view.persons),
        slots=tuple(
            SlotCard(
                name=slot.name,
                offered=slot.offered,
                persons=named(slot.persons),
                mine=next(
                    (
                        signup.id
                        for signup in slot.signups
                        if set(me.records) & set(_persons(signup.fields.get("persons")))
                    ),
                    "",
                ),
            )
            for slot in view.slots
        ),
    )


def _persons(value: object) -> list[str]:
    return [one for one in value if isinstance(one, str)] if isinstance(value, list) else []
