"""A new proposal: what it is about, and what its form must hold before it is put."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from idos_p2p.limits import MAX_NAME_CHARACTERS
from ui.desktop.presenters.circles import Member
from ui.desktop.presenters.ports import Named
from ui.desktop.presenters.projects import Missing
from ui.words.catalogue import Words
from ui.words.clean import lines, one_line, shortened

ABOUT = ("text", "project", "confirm", "seat", "rest", "exclude", "charter")
"""What a proposal may be about: the cell, a project, a person in four ways, the charter."""

OF_PERSON = frozenset(("confirm", "seat", "rest", "exclude"))
SEATS = ("concerned", "carrying")
GONE = "gone"  # out of a project's circles


@dataclass(frozen=True, slots=True)
class Offers:
    """Who and what a proposal may be about."""

    members: tuple[Member, ...]
    projects: tuple[Named, ...]  # those whose circles are open
    pages: tuple[Named, ...]
    voice: bool  # the person at this computer may propose to the cell


@dataclass(frozen=True, slots=True)
class Wish:
    """A proposal as its form holds it."""

    about: str
    title: str = ""
    body: str = ""
    project: str = ""  # id
    person: str = ""  # id of the person among the acts
    page: str = ""  # id
    seat: str = ""  # "concerned", "carrying" or "gone"
    review: str = ""  # a day
    draft: str = ""  # the record that holds the text already, where there is one
    keep: bool = False  # keep it as a text in preparation instead of putting it


@dataclass(frozen=True, slots=True)
class Amendment:
    """A new version of a decision: what changes in its text, and how each objection was taken up."""

    title: str
    body: str
    review: str = ""
    integrated: Mapping[str, str] = field(default_factory=dict)  # by the comment of the objection


class ProposingPort(Protocol):
    """What the form of a proposal asks of the cell."""

    def offers(self) -> Offers:
        """Return who and what a proposal may be about."""
        ...

    def put(self, wish: Wish) -> str:
        """Put a proposal, or keep its text in preparation; return the id of the decision, or of the text's record."""
        ...

    def amend(self, decision: str, change: Amendment) -> str:
        """Put a new version, and return its id."""
        ...

    def ratify(self, decision: str, title: str) -> str:
        """Propose that a disputed decision stands, and return the proposal's id."""
        ...

    def void(self, person: str) -> int:
        """Return how many entries held here would count for nothing, were that person put out now."""
        ...


def wish(words: Words, typed: Wish, offers: Offers, today: date) -> Wish | Missing:
    """Return a proposal as typed, its title completed, or what is missing."""
    if typed.about == "project" and not typed.project:
        return Missing("project", words.say("propose_need_project"))
    if typed.about in OF_PERSON and not typed.person:
        return Missing("person", words.say("propose_need_person"))
    if typed.about == "charter" and not typed.page:
        return Missing("page", words.say("propose_need_page"))
    title = one_line(typed.title)[:MAX_NAME_CHARACTERS] or suggested(words, typed, offers)
    if not title and typed.about != "charter":
        return Missing("title", words.say("propose_need_title"))
    if not typed.keep and typed.review and typed.review <= today.isoformat():
        return Missing("review", words.say("propose_need_day"))
    return Wish(
        about=typed.about,
        title=title,
        body=lines(typed.body).strip(),
        project=typed.project if typed.about in ("project", "seat") else "",
        person=typed.person if typed.about in OF_PERSON else "",
        page=typed.page if typed.about == "charter" else "",
        seat=typed.seat if typed.about == "seat" else "",
        review=typed.review,
        draft=typed.draft,
        keep=typed.keep,
    )


def suggested(words: Words, typed: Wish, offers: Offers) -> str:
    """Return the title of a proposal about a person, which needs no other; "" where people must find one."""
    if typed.about not in OF_PERSON:
        return ""
    name = next((one.name for one in offers.members if one.id == typed.person), "")
    return words.say(f"propose_title_{typed.about}", name=shortened(name, 60)) if name else ""


def offered(about: str, offers: Offers) -> tuple[Member, ...]:
    """Return the persons whom a proposal may be about."""
    wanted = {
        "confirm": ("guest", "excluded"),
        "rest": ("confirmed",),
        "exclude": ("confirmed", "resting", "guest"),
        "seat": ("confirmed", "resting", "guest"),
    }
    return tuple(one for one in offers.members if one.status in wanted.get(about, ()))


def kinds(offers: Offers) -> tuple[str, ...]:
    """Return what a proposal may be about here: nothing that has nobody or nothing to name."""

    def makes_sense(about: str) -> bool:
        if about == "project":
            return bool(offers.projects)
        if not offers.voice:
            return False
        if about == "charter":
            return bool(offers.pages)
        return about == "text" or bool(offered(about, offers))

    return tuple(about for about in ABOUT if makes_sense(about))


def void_words(words: Words, count: int) -> str:
    """Return what an exclusion would do to what the person wrote."""
    return words.say("propose_void", count=count) if count else words.say("propose_void_none")


def year_later(today: date) -> date:
    """Return the day on which a decision comes back unless somebody says another one."""
    last = 28 if (today.month, today.day) == (2, 29) else today.day
    return today.replace(year=today.year + 1, day=last)


def amended(words: Words, change: Amendment) -> Amendment | Missing:
    """Return a new version as typed, or what is missing."""
    title = one_line(change.title)[:MAX_NAME_CHARACTERS]
    if not title:
        return Missing("title", words.say("propose_need_title"))
    integrated = {comment: lines(said).strip() for comment, said in change.integrated.items() if said.strip()}
    return Amendment(title, lines(change.body).strip(), change.review, integrated)
