"""A project's page: what it is for, who is in it, what it needs, what comes, what was done and given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from idos_p2p.limits import MAX_NAME_CHARACTERS
from idos_p2p.records.kinds import Value
from idos_p2p.services.told import DecisionTold
from idos_p2p.views.project import Given
from ui.desktop.presenters import circles, timeline
from ui.desktop.presenters.circles import CirclesSheet, CirclesView
from ui.desktop.presenters.deciding import decision_cards
from ui.desktop.presenters.home import Figure
from ui.desktop.presenters.ports import Named, TimelineItem
from ui.desktop.presenters.projects import Missing, state_of
from ui.desktop.presenters.timeline import TimelineCard
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import lines, one_line, shortened

STATES = ("idea", "open", "closed")
MOST_FACES = 24


@dataclass(frozen=True, slots=True)
class ProjectView:
    """All that a project's page shows."""

    id: str
    title: str
    purpose: str
    state: str
    place: str
    needed: str  # the project's own words on what it needs
    author: str
    persons: tuple[Named, ...]
    needs: tuple[TimelineItem, ...]
    offers: tuple[TimelineItem, ...]
    proposals: tuple[TimelineItem, ...]
    meetings: tuple[TimelineItem, ...]
    latest: tuple[TimelineItem, ...]
    naming: tuple[TimelineItem, ...]
    said: tuple[TimelineItem, ...]
    given: Given
    mine: bool = True  # may be changed here
    circles: CirclesView | None = None
    decisions: tuple[DecisionTold, ...] = ()
    may_propose: bool = False  # one may propose to its circles


class ProjectPort(Protocol):
    """What a project's page asks of the cell."""

    def read(self, project_id: str) -> ProjectView:
        """Return a project's page."""
        ...


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the page: its title, its cards, and what is said where there are none ("": then it is left out)."""

    name: str
    title: str
    cards: tuple[TimelineCard, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True)
class ProjectSheet:
    """The page, ready to show."""

    id: str
    title: str
    purpose: str
    state: str
    tone: str
    place: str
    needed: str
    persons: tuple[Named, ...]
    persons_words: str
    figures: tuple[Figure, ...]
    thread: str
    left: tuple[Block, ...]
    right: tuple[Block, ...]
    circles: CirclesSheet | None = None
    may_propose: bool = False


@dataclass(frozen=True, slots=True)
class ProjectDraft:
    """What the form of a project holds, as typed."""

    title: str
    purpose: str
    state: str
    place: str
    needed: str


def sheet(words: Words, view: ProjectView, today: date) -> ProjectSheet:
    """Return the page of a project."""

    def block(name: str, items: tuple[TimelineItem, ...], empty: bool = False) -> Block:
        said = words.say(f"project_{name}_none") if empty else ""
        return Block(name, words.say(f"project_{name}"), timeline.cards(words, items, today), said)

    state, tone = state_of(words, view.state)
    return ProjectSheet(
        id=view.id,
        title=shortened(view.title, 120) or words.say("untitled"),
        purpose=lines(view.purpose).strip() or words.say("project_no_purpose"),
        state=state,
        tone=tone,
        place=shortened(view.place, 120),
        needed=lines(view.needed).strip(),
        persons=view.persons[:MOST_FACES],
        persons_words=words.say("project_with", count=len(view.persons)),
        figures=_figures(words, view),
        thread=_thread(words, view.given),
        left=(block("latest", view.latest, empty=True), block("said", view.said)),
        circles=circles.sheet(words, view.circles) if view.circles is not None else None,
        may_propose=view.may_propose,
        right=(
            _decisions(words, view, today),
            block("meetings", view.meetings, empty=True),
            block("needs", view.needs, empty=True),
            block("offers", view.offers),
            block("proposals", view.proposals),
            block("naming", view.naming),
        ),
    )


def edited(words: Words, draft: ProjectDraft) -> dict[str, Value] | Missing:
    """Return the fields of a project as they were edited, or what is missing."""
    name = one_line(draft.title)[:MAX_NAME_CHARACTERS]
    if not name:
        return Missing("title", words.say("project_needs_title"))
    return {
        "title": name,
        "purpose": lines(draft.purpose).strip(),
        "state": draft.state if draft.state in STATES else "open",
        "place": one_line(draft.place)[:MAX_NAME_CHARACTERS],
        "needs": lines(draft.needed).strip(),
    }


def changed(view: ProjectView, values: dict[str, Value]) -> dict[str, Value]:
    """Return the fields that differ from what was read: what others write meanwhile in the rest is theirs."""
    before: dict[str, Value] = {
        "title": view.title,
        "purpose": lines(view.purpose).strip(),
        "state": view.state,
        "place": view.place,
        "needs": lines(view.needed).strip(),
    }
    return {name: value for name, value in values.items() if value != before[name]}


def _decisions(words: Words, view: ProjectView, today: date) -> Block:
    empty = words.say("project_decisions_none") if view.may_propose else ""
    return Block("decisions", words.say("project_decisions"), decision_cards(words, view.decisions, today), empty)


def _figures(words: Words, view: ProjectView) -> tuple[Figure, ...]:
    given = view.given
    money = given.money_used + given.goods_used
    return (
        Figure(quantities.hours(words, given.minutes), words.say("project_hours"), "hand-heart", "contribution"),
        Figure(
            quantities.number(words, given.contributions),
            words.say("project_acts", count=given.contributions),
            "hand-coins",
            "gift",
        ),
        Figure(
            quantities.number(words, len(view.persons)),
            words.say("project_people", count=len(view.persons)),
            "users-round",
            "thanks",
        ),
        Figure(quantities.money(words, money), words.say("project_money"), "gift", "gift"),
    )


def _thread(words: Words, given: Given) -> str:
    parts = []
    if given.uses:
        amount = quantities.money(words, given.money_used + given.goods_used)
        uses = words.say("project_thread_uses", count=given.uses)
        parts.append(
            words.say(
                "project_thread", amount=amount, gifts=words.say("project_thread_gifts", count=given.gifts), uses=uses
            )
        )
    if given.expenses:
        parts.append(words.say("project_thread_expenses", amount=quantities.money(words, given.expenses)))
    if given.in_kind:
        parts.append(words.say("project_thread_kind", amount=quantities.money(words, given.in_kind)))
    return " ".join(parts) or words.say("project_thread_none")
