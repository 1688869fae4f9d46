"""The two circles of a project: whom it concerns, and who carries it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from idos_p2p.services.told import CirclesTold
from idos_p2p.services.voices import Voice
from ui.desktop.presenters.projects import Missing
from ui.words.catalogue import Words
from ui.words.clean import shortened


@dataclass(frozen=True, slots=True)
class CirclesView:
    """The circles of a project, and what the person at this computer may do about them."""

    told: CirclesTold
    may_open: bool  # they opened the project, and nobody named its circles yet
    mine: str = ""  # the circle they sit in: "concerned", "carrying" or ""


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the cell, to be named by an act."""

    id: str  # of the person among the acts
    name: str
    status: str  # word of ``governance.membership.Status``
    chamber: str  # "concerned" or "carrying"
    deviceless: bool = False
    mine: bool = False


class CirclesPort(Protocol):
    """What the circles of a project ask of the cell."""

    def members(self) -> tuple[Member, ...]:
        """Return the persons of the cell, by name."""
        ...

    def open(self, project: str, concerned: Iterable[str], carrying: Iterable[str]) -> None:
        """Name the two circles of a project that one opened."""
        ...

    def leave(self, project: str) -> None:
        """Leave the circles of a project."""
        ...


@dataclass(frozen=True, slots=True)
class CircleSide:
    """One circle, ready to show."""

    name: str  # "concerned" or "carrying"
    title: str
    persons: tuple[Voice, ...]
    empty: str  # said where it names nobody


@dataclass(frozen=True, slots=True)
class CirclesSheet:
    """The circles of a project, ready to show."""

    warning: str  # "" when the project has somebody concerned
    why: str
    sides: tuple[CircleSide, CircleSide]
    offer: str  # "open", "leave" or ""


def sheet(words: Words, view: CirclesView) -> CirclesSheet:
    """Return the circles of a project."""
    told = view.told
    sides = (_side(words, "concerned", told.concerned), _side(words, "carrying", told.carrying))
    missing = told.without_concerned
    why = ""
    if missing:
        why = words.say(
            "circles_none_open" if view.may_open else "circles_none_why" if told.opened else "circles_none_wait"
        )
    return CirclesSheet(
        warning=words.say("circles_none") if missing else "",
        why=why,
        sides=sides,
        offer="open" if view.may_open else "leave" if view.mine else "",
    )


def chosen(words: Words, concerned: Iterable[str], carrying: Iterable[str]) -> tuple[list[str], list[str]] | Missing:
    """Return the persons of the two circles, or what is wrong with them."""
    left, right = sorted(set(concerned)), sorted(set(carrying))
    if set(left) & set(right):
        return Missing("carrying", words.say("circles_twice"))
    if not left:
        return Missing("concerned", words.say("circles_need_concerned"))
    return left, right


def _side(words: Words, name: str, persons: tuple[Voice, ...]) -> CircleSide:
    shown = tuple(Voice(one.person, one.record, shortened(one.name, 80) or words.say("nobody")) for one in persons)
    return CircleSide(name, words.say(f"circles_{name}"), shown, words.say(f"circles_{name}_none"))
