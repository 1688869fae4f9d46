"""Noting what was done together: what a person typed, and the record it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from idos_p2p.records.kinds import Value
from ui.desktop.presenters.projects import Missing
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import lines

QUICK_MINUTES = (30, 60, 120, 180)
"""The durations offered as one click."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form holds. ``time`` is as typed, "" when nothing was said of it."""

    what: str
    time: str
    day: date
    project: str  # id, or ""
    persons: frozenset[str]  # ids


def contribution_values(words: Words, draft: Draft, today: date) -> dict[str, Value] | Missing:
    """Return the fields of the contribution, or the first thing that is missing."""
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
    values: dict[str, Value] = {"what": what, "date": draft.day.isoformat(), "persons": sorted(draft.persons)}
    if minutes is not None:
        values["minutes"] = minutes
    if draft.project:
        values["project"] = draft.project
    return values
