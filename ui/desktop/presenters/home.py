"""The person at the top of the home page, and the frame around every page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ui.desktop.presenters.faces import Face, face, first_name
from ui.desktop.presenters.ports import CellOverview, Figures
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import one_line


@dataclass(frozen=True, slots=True)
class Figure:
    """One number and what it counts. ``icon`` and ``tint`` name a drawing and a colour token."""

    value: str
    what: str
    icon: str
    tint: str


@dataclass(frozen=True, slots=True)
class Frame:
    """The sidebar: which cell, and what can be relied upon."""

    cell: str
    members: str
    saved: str
    met: str


@dataclass(frozen=True, slots=True)
class Home:
    """The head of Autour de moi."""

    person: str
    name: str
    face: Face
    line: str
    search: str
    figures: tuple[Figure, ...]


def frame(words: Words, overview: CellOverview, today: date) -> Frame:
    """Return what the sidebar says of the cell."""
    key = "cell_example" if overview.example else "cell_members"
    return Frame(
        cell=one_line(overview.name) or words.say("nobody"),
        members=words.say(key, count=overview.members),
        saved=words.say("foot_saved"),
        met=_met(words, overview.last_meeting_ms, today),
    )


def home(words: Words, overview: CellOverview) -> Home:
    """Return what the home page says of the person who sits here."""
    name = one_line(overview.person_name) or words.say("nobody")
    return Home(
        person=overview.person,
        name=name,
        face=face(name),
        line=_line(words, overview),
        search=words.say("search_around", name=first_name(name)),
        figures=figures_of(words, overview.figures) if overview.figures else (),
    )


def _met(words: Words, last_ms: int | None, today: date) -> str:
    if last_ms is None:
        return words.say("foot_never_met")
    moment = quantities.local(last_ms)
    if moment.date() == today:
        return words.say("foot_met_today", time=quantities.time_of_day(moment))
    return words.say("foot_met", day=quantities.day(words, moment.date(), today))


def _line(words: Words, overview: CellOverview) -> str:
    known = [words.say(f"role_{role}") for role in overview.roles if f"role_{role}" in words.language.sentences]
    roles = [known[0], *(role[:1].lower() + role[1:] for role in known[1:])] if known else [words.say("role_none")]
    line = quantities.names(words, roles)
    if overview.since_ms is None:
        return line
    since = quantities.local(overview.since_ms).date()
    return words.say("roles_since", roles=line, month=quantities.month(words, since))


def figures_of(words: Words, figures: Figures) -> tuple[Figure, ...]:
    """Return what somebody did this year, with whom, and the thanks they received."""
    counted = (
        ("contributions", figures.contributions, "hand-coins", "gift"),
        ("persons", figures.persons, "users-round", "project"),
        ("thanks", figures.thanks, "heart", "thanks"),
    )
    time = Figure(quantities.hours(words, figures.minutes), words.say("figure_minutes"), "hand-heart", "contribution")
    return (
        time,
        *(
            Figure(quantities.number(words, count), words.say(f"figure_{name}", count=count), icon, tint)
            for name, count, icon, tint in counted
        ),
    )
