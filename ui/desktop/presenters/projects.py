"""The projects of the cell, as tiles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from idos_p2p.limits import MAX_NAME_CHARACTERS
from idos_p2p.records.kinds import Value
from ui.desktop.presenters.ports import ProjectCard
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import folded, lines, one_line, shortened

MOST_PURPOSE = 300  # characters of a tile

_TONES = {"open": "ok", "idea": "warn", "closed": "quiet"}


@dataclass(frozen=True, slots=True)
class ProjectTile:
    """One tile, ready to draw. ``tone`` colours the state's chip, which says it in words too."""

    id: str
    title: str
    purpose: str
    state: str
    tone: str
    place: str
    foot: str
    spoken: str
    warning: str = ""  # nobody whom it concerns is in it


@dataclass(frozen=True, slots=True)
class Missing:
    """What keeps a form from being saved: the sentence, and the name of the field it belongs to."""

    field: str
    sentence: str


def tiles(words: Words, projects: Iterable[ProjectCard], today: date) -> tuple[ProjectTile, ...]:
    """Return a tile for each project, in the same order."""
    return tuple(_tile(words, project, today) for project in projects)


def matching(several: Iterable[ProjectTile], query: str) -> tuple[ProjectTile, ...]:
    """Return the tiles that hold every word looked for, accents and capitals aside."""
    sought = folded(query).split()
    return tuple(tile for tile in several if all(word in folded(tile.spoken) for word in sought))


def project_values(words: Words, title: str, purpose: str, place: str) -> dict[str, Value] | Missing:
    """Return the fields of a new project, or what is missing."""
    name = one_line(title)[:MAX_NAME_CHARACTERS]
    if not name:
        return Missing("title", words.say("project_needs_title"))
    values: dict[str, Value] = {"title": name}
    if purpose.strip():
        values["purpose"] = lines(purpose).strip()
    if one_line(place):
        values["place"] = one_line(place)[:MAX_NAME_CHARACTERS]
    return values


def state_of(words: Words, state: str) -> tuple[str, str]:
    """Return the word of a project's state and the tone of its chip."""
    known = f"project_{state}" in words.language.sentences and state in _TONES
    return words.say(f"project_{state}") if known else shortened(state, 24), _TONES.get(state, "quiet")


def _tile(words: Words, project: ProjectCard, today: date) -> ProjectTile:
    title = shortened(project.title, 120) or words.say("untitled")
    purpose = shortened(project.purpose, MOST_PURPOSE) or words.say("project_no_purpose")
    state, tone = state_of(words, project.state)
    foot = _foot(words, project, today)
    place = shortened(project.place, 60)
    warning = words.say("circles_none") if project.without_concerned else ""
    return ProjectTile(
        id=project.id,
        title=title,
        purpose=purpose,
        state=state,
        tone=tone,
        place=place,
        foot=foot,
        spoken=words.say(
            "spoken_project", title=title, state=state, purpose=purpose, foot=f"{place} {foot} {warning}".strip()
        ),
        warning=warning,
    )


def _foot(words: Words, project: ProjectCard, today: date) -> str:
    if not project.last_day:
        return words.say("project_quiet")
    return words.say(
        "project_last",
        persons=words.say("project_persons", count=project.persons),
        hours=quantities.hours(words, project.minutes),
        day=quantities.day(words, date.fromisoformat(project.last_day), today),
    )
