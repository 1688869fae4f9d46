"""What the services tell of the room beside its sign: frozen facts for the command line and the window, without words.

All of it is told of this computer alone: whom it met, what it holds, and since when. Nothing of it is shared but a
``Relay``, which is a record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from idos_p2p.services.voices import Voice
from idos_p2p.views.persons import Party


@dataclass(frozen=True, slots=True)
class Gathering:
    """A meeting of this computer with others, under way or over. Times in milliseconds since 1970."""

    began_ms: int
    met: tuple[Voice, ...]  # whose computers were met, this person aside, by name
    ended_ms: int | None = None  # None while it is under way


@dataclass(frozen=True, slots=True)
class Item:
    """One new record, as a digest names it."""

    id: str
    kind: str
    title: str  # one line, what people wrote; empty where the record has none
    day: str
    by: Voice  # who wrote it
    project: str = ""  # id of its project; empty without one
    project_title: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """What is new of one person, or for one project.

    ``counts``: new records by kind, those in the bin and contested ones aside; ``changed``: older records that were
    changed. ``items``: the newest of the new ones, ``MOST_ITEMS`` at most, newest first.
    """

    id: str  # the record of the person or the project; empty while it is not here, or for what belongs to no project
    name: str  # of the person; the title of the project
    counts: Mapping[str, int]
    changed: int
    items: tuple[Item, ...]

    @property
    def new(self) -> int:
        """How many new records there are."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class DecisionNews:
    """A decision that moved: ``put`` (a proposal), ``answered`` or ``adopted``; ``title`` is that of its text."""

    id: str  # of the act that put it
    title: str  # empty without a text, or while it has not arrived
    moved: str
    by: Voice  # who put it


@dataclass(frozen=True, slots=True)
class News:
    """Entries that one side holds and another does not, or did not at some moment, told by person and by project."""

    entries: int  # all of them, acts of authority too; 0: nothing is new
    persons: tuple[Share, ...] = ()  # by name, who wrote nothing left out
    projects: tuple[Share, ...] = ()  # by title, what belongs to no project last
    decisions: tuple[DecisionNews, ...] = ()
    joined: tuple[Voice, ...] = ()  # persons who came in
    whole: bool = True  # False: too many entries for a digest, so that neither persons nor projects are told


@dataclass(frozen=True, slots=True)
class Relay:
    """A choice of people: of those present, ``carrier`` brings ``absent`` what they lack, when these two meet next.

    It is done by itself when a computer of one holds the same as a computer of the other.
    """

    id: str  # of the record
    absent: Voice
    carrier: Voice
    day: str  # on which it was chosen
    done: bool
    due: bool = False  # both are in the room now
    mine: bool = False  # the person at this computer carries it
    by: Voice | None = None  # who wrote the choice


class Link(StrEnum):
    """Why somebody is likely to see an absent person next."""

    MEETING = "meeting"  # both are expected at a meeting that comes
    CIRCLE = "circle"  # both sit in the circles of a project
    PROJECT = "project"  # both gave time to a project lately


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody present who is likely to see an absent person next, and why: one reason, the nearest."""

    carrier: Voice
    link: Link
    record: str  # id of the meeting or the project
    title: str
    day: str = ""  # of the meeting; of the last time they both worked there


@dataclass(frozen=True, slots=True)
class Absent:
    """A person of the cell who has a computer and is not in the room.

    ``met_ms``: when this computer last met one of theirs; None: never. ``lacks``: how many entries none of their
    computers held when we were last equal with it, their own words aside; None: this computer was never equal with any
    of theirs, so nobody here can say. Others may have brought them some of it since: it is what they lack at most.
    ``services.room.lacking`` tells it by person and project.
    """

    voice: Voice
    met_ms: int | None
    equal_ms: int | None
    lacks: int | None
    relays: tuple[Relay, ...] = ()  # the open ones
    likely: tuple[Likely, ...] = ()  # proposals, by nearness, at most MOST_LIKELY; nobody is chosen


class Why(StrEnum):
    """Why a need and an offer may fit."""

    PROJECT = "project"  # both are of one project; detail: its title
    WORDS = "words"  # both say the same words; detail: these words


@dataclass(frozen=True, slots=True)
class Fit:
    """One reason for a match."""

    why: Why
    detail: str


@dataclass(frozen=True, slots=True)
class Asked:
    """An open need or offer of somebody present."""

    id: str
    kind: str  # "need" or "offer"
    title: str
    until: str  # its last day; empty without one
    project: str
    project_title: str
    persons: tuple[Party, ...]  # of whom it is
    present: tuple[Party, ...]  # those of them who are in the room


@dataclass(frozen=True, slots=True)
class Match:
    """A need and an offer of two persons in the room that may fit, and why."""

    need: Asked
    offer: Asked
    fits: tuple[Fit, ...]  # one or more


@dataclass(frozen=True, slots=True)
class RoomTold:
    """All that is told of the room beside its sign.

    ``meeting``: the one under way, else the last one; None: nobody was ever met. ``brought``: what arrived from others
    since it began, up to its end if it is over.
    """

    meeting: Gathering | None = None
    brought: News = field(default_factory=lambda: News(0))
    absent: tuple[Absent, ...] = ()  # by name
    relays: tuple[Relay, ...] = ()  # open ones that are due or mine, due ones first
    matches: tuple[Match, ...] = ()  # those with most reasons first
    asked: tuple[Asked, ...] = ()  # open needs and offers of those present that no match names


MOST_ITEMS = 6  # titles of one person or project: what fits on a screen; counts tell the rest
MOST_LIKELY = 3  # a choice, not a ranking of everybody
MOST_MATCHES = 50
