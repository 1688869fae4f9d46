"""The one gesture, from the services."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from idos_p2p.services.agenda import meetings
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.note import Noted, as_last_time, note, proposed
from idos_p2p.services.who import who
from idos_p2p.views.persons import Persons
from ui.desktop.cell.items import named
from ui.desktop.presenters.noting import Choices, Noting, Proposed
from ui.desktop.presenters.ports import Named, PersonCard, ProjectCard

MOST_MEETINGS = 12  # offered, the latest
RECENT_DAYS_MS = 120 * 86_400_000  # of which meetings are offered


class Gesture:
    """The window's ``NotingPort``."""

    def __init__(
        self,
        cell: Cell,
        projects: Callable[[], tuple[ProjectCard, ...]],
        persons: Callable[[], tuple[PersonCard, ...]],
    ) -> None:
        self._cell, self._projects, self._persons = cell, projects, persons

    def choices(self) -> Choices:
        """Return what may be chosen, those who are likely first."""
        now = self._cell.clock.now_ms()
        today = day_of(now)
        held = list(meetings(self._cell, day_of(now - RECENT_DAYS_MS), today))[::-1]
        last = as_last_time(self._cell, today)
        came = next((view.persons for view in held if view.persons), ())
        near = [party.id for party in came] + list(last.persons if last else ())
        return Choices(
            projects=self._projects(),
            persons=self._persons(),
            near=tuple(dict.fromkeys(near)),
            meetings=tuple(Named(one.record.id, one.record.title, one.record.day) for one in held[:MOST_MEETINGS]),
            last=_noting(last) if last else None,
        )

    def proposed(self, meeting_id: str) -> Proposed:
        """Return what a meeting's attendance suggests."""
        found, known = proposed(self._cell, meeting_id), who(self._cell)
        return Proposed(_noting(found.noted), _names(known, found.noted.persons), _names(known, found.already))

    def note(self, noting: Noting) -> tuple[str, ...]:
        """Write it, all or nothing, and return the ids of the contributions."""
        noted = Noted(
            what=noting.what,
            persons=noting.persons,
            date=noting.day,
            minutes=noting.minutes,
            project=noting.project,
            meeting=noting.meeting,
        )
        return tuple(note(self._cell, noted, each=noting.each, thanks=noting.thanks))


def _noting(noted: Noted) -> Noting:
    return Noting(noted.what, noted.date, noted.persons, noted.minutes, noted.project, noted.meeting)


def _names(known: Persons, persons: Iterable[str]) -> tuple[Named, ...]:
    return named(known.several(persons))
