"""The one gesture: what several persons did together, written once, with thanks and attestations tied to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Noted:
    """What was done together. Times in minutes, of each person; money in cents, of all of them."""

    what: str
    persons: tuple[str, ...]
    date: str
    minutes: int | None = None
    form: str = "time"
    cents: int | None = None
    project: str = ""
    meeting: str = ""
    skills: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a meeting's attendance suggests to note: nothing is written until somebody accepts it."""

    noted: Noted  # its persons are those who came and for whom nothing is noted of this meeting yet
    already: tuple[str, ...]  # who came and for whom something is noted
