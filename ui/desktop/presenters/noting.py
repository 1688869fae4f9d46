"""The one gesture: what several did together, noted in ten seconds, with thanks tied to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ui.desktop.presenters.ports import Named, PersonCard, ProjectCard
from ui.desktop.presenters.projects import Missing
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import lines, shortened

QUICK_MINUTES = (30, 60, 120, 180)
"""The durations offered as one click."""


@dataclass(frozen=True, slots=True)
class Noting:
    """What is to be noted. Minutes are those of each person."""

    what: str
    day: str
    persons: tuple[str, ...]  # ids
    minutes: int | None = None
    project: str = ""
    meeting: str = ""
    each: bool = False  # one contribution for each person, otherwise one for all
    thanks: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form offers. ``near`` are the persons of the last meeting or the last time, who come first."""

    projects: tuple[ProjectCard, ...] = ()
    persons: tuple[PersonCard, ...] = ()
    near: tuple[str, ...] = ()
    meetings: tuple[Named, ...] = ()  # the latest ones, newest first; ``name`` is the title, ``kind`` the day
    last: Noting | None = None  # what this person noted last, dated today


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a meeting's attendance suggests to note; ``names`` are those it would be noted for."""

    noting: Noting
    names: tuple[Named, ...]
    already: tuple[Named, ...]


class NotingPort(Protocol):
    """What the one gesture asks of the cell."""

    def choices(self) -> Choices:
        """Return what may be chosen, those who are likely first."""
        ...

    def proposed(self, meeting_id: str) -> Proposed:
        """Return what a meeting's attendance suggests."""
        ...

    def note(self, noting: Noting) -> tuple[str, ...]:
        """Write it, all or nothing, and return the ids of the contributions."""
        ...


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form holds. ``time`` is as typed, "" when nothing was said of it."""

    what: str
    time: str
    day: date
    project: str  # id, or ""
    persons: frozenset[str]  # ids
    meeting: str = ""
    each: bool = False
    thanks: str = ""


def noting_of(words: Words, draft: Draft, today: date) -> Noting | Missing:
    """Return what to write, or the first thing that is missing."""
    what = lines(draft.what).strip()
    if not what:
        return Missing("what", words.say("contribution_needs_what"))
    minutes = quantities.minutes_typed(draft.time)
    if draft.time.strip() and minutes is None:
        return Missing("time", words.say("contribution_needs_time"))
    if draft.day > today:
        return Missing("day", words.say("contribution_future"))
    if not draft.persons:
        return Missing("persons", words.say("contribution_needs_person"))
    return Noting(
        what=what,
        day=draft.day.isoformat(),
        persons=tuple(sorted(draft.persons)),
        minutes=minutes,
        project=draft.project,
        meeting=draft.meeting,
        each=draft.each and len(draft.persons) > 1,
        thanks=lines(draft.thanks).strip(),
    )


def in_order(persons: Sequence[PersonCard], near: Sequence[str], me: str) -> tuple[PersonCard, ...]:
    """Return the persons: oneself first, then those of the last time, each group by name."""
    likely = set(near)
    return tuple(sorted(persons, key=lambda one: (one.id != me, one.id not in likely)))


def meeting_words(words: Words, meeting: Named, today: date) -> str:
    """Return how a meeting is offered in the form: its title and its day."""
    day = quantities.day(words, date.fromisoformat(meeting.kind), today)
    return words.say("meeting_choice", title=shortened(meeting.name, 48), day=day)


def saved_words(words: Words, noting: Noting) -> str:
    """Return the sentence that tells it is written."""
    if noting.each:
        return words.say("contribution_saved_each", count=len(noting.persons))
    return words.say("contribution_saved")


def last_words(words: Words, last: Noting) -> str:
    """Return what « Comme la dernière fois » stands for."""
    what = shortened(last.what, 60).rstrip(" .")
    return words.say("last_time_is", time=quantities.duration(last.minutes), what=what) if last.minutes else what


def proposed_words(words: Words, proposed: Proposed) -> str:
    """Return the sentence of what would be written for a meeting."""
    names = quantities.names(words, [shortened(one.name, 40) for one in proposed.names])
    if not proposed.names:
        return words.say("proposed_nothing")
    noting = proposed.noting
    if noting.minutes:
        time = quantities.duration(noting.minutes)
        return words.say("proposed_time", what=shortened(noting.what, 80), time=time, names=names)
    return words.say("proposed", what=shortened(noting.what, 80), names=names)
