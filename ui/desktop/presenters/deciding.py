"""Décisions: what waits for me first, then what is open, what is in question, what is adopted, and what is closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from idos_p2p.governance.decisions import State
from idos_p2p.ids import PersonId
from idos_p2p.services.told import DecisionTold, SpokenTold, Waiting
from idos_p2p.services.voices import Voice
from ui.desktop.presenters import verdicts
from ui.desktop.presenters.ports import Named
from ui.desktop.presenters.timeline import TimelineCard
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import folded, one_line, shortened

ALL, OF_CELL = "", "cell"
"""What the list may be of, beside the decisions of one project."""

MOST_TITLE = 160


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a proposal that nobody put yet: everybody may edit it."""

    id: str
    title: str
    body: str
    project: str  # id
    project_title: str
    author: str
    changed_ms: int


@dataclass(frozen=True, slots=True)
class DecisionsView:
    """All that Décisions lists."""

    decisions: tuple[DecisionTold, ...]  # the newest first
    drafts: tuple[Draft, ...]
    waiting: Waiting
    voice: bool  # the person at this computer may propose to the cell


@dataclass(frozen=True, slots=True)
class DecisionView:
    """One decision, and who sits at this computer."""

    told: DecisionTold
    me: PersonId | None
    voice: bool
    deviceless: frozenset[PersonId]  # persons without a computer, who speak their answer


class DecidingPort(Protocol):
    """What Décisions, the home page and a decision's page read of the cell."""

    def all(self) -> DecisionsView:
        """Return every decision, every text in preparation, and what waits."""
        ...

    def one(self, decision: str) -> DecisionView:
        """Return one decision, by its id or its record's."""
        ...

    def waiting(self) -> Waiting:
        """Return what waits for the person at this computer."""
        ...

    def draft(self, record: str) -> Draft | None:
        """Return the text of a proposal that nobody put yet; None when it was put."""
        ...


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that waits for the person at this computer: what it is, and where it is done."""

    kind: str  # "answer", "countersign", "mine", "guest" or "review"
    target: str  # the decision, or the guest
    key: str  # different for each
    icon: str
    title: str
    text: str

    @property
    def spoken(self) -> str:
        """The task as a screen reader says it."""
        return one_line(f"{self.title} {self.text}")


_TASK_ICONS = {
    "answer": "scale",
    "countersign": "signature",
    "mine": "speech",
    "guest": "user-round-plus",
    "review": "calendar-clock",
}
_IN_QUESTION = (State.UNDER_REVIEW, State.DISPUTED, State.CONTESTED)


def tasks(words: Words, waiting: Waiting) -> tuple[Task, ...]:
    """Return what waits, the answers first."""
    found = [_task(words, "answer", one.id, title_of(words, one)) for one in waiting.proposals]
    found += [_spoken_task(words, "mine", one) for one in waiting.in_my_name]
    found += [_spoken_task(words, "countersign", one) for one in waiting.countersign]
    found += [_task(words, "guest", one.person.hex(), name_of(words, one)) for one in waiting.guests]
    found += [_task(words, "review", one.id, title_of(words, one)) for one in waiting.reviews]
    return tuple(found)


def _task(words: Words, kind: str, target: str, subject: str) -> Task:
    title = words.say(f"deciding_task_{kind}", subject=subject)
    return Task(kind, target, f"{kind}:{target}", _TASK_ICONS[kind], title, words.say(f"deciding_task_{kind}_why"))


def _spoken_task(words: Words, kind: str, spoken: SpokenTold) -> Task:
    name = name_of(words, spoken.answer.voter)
    title = words.say(
        f"deciding_task_{kind}", subject=shortened(spoken.title, MOST_TITLE) or words.say("untitled"), name=name
    )
    said = verdicts.answer_word(words, spoken.answer.answer)
    why = words.say(f"deciding_task_{kind}_why", name=name, answer=said, by=name_of(words, spoken.answer.by))
    return Task(kind, spoken.decision, f"{kind}:{spoken.answer.ballot}", _TASK_ICONS[kind], title, why)


def rows(words: Words, view: DecisionsView, of: str, today: date) -> tuple[TimelineCard, ...]:
    """Return the cards of Décisions in order, each part under its heading; ``of``: ``ALL``, ``OF_CELL``, a project."""
    kept = [one for one in view.decisions if _fits(one.project, of)]
    waiting = _waiting_cards(words, view, of)
    named = {card.id for card in waiting}
    rest = [(one, _card(words, one, today)) for one in kept if one.id not in named]
    drafts = [_draft_card(words, one, today) for one in view.drafts if _fits(one.project, of)]
    parts: tuple[tuple[str, Iterable[TimelineCard]], ...] = (
        ("waiting", waiting),
        ("draft", drafts),
        ("open", (card for one, card in rest if one.state is State.OPEN)),
        ("question", (card for one, card in rest if one.state in _IN_QUESTION)),
        ("adopted", (card for one, card in rest if one.state is State.ADOPTED)),
        ("closed", (card for one, card in rest if one.state is State.CLOSED)),
    )
    shown: list[TimelineCard] = []
    for name, cards in parts:
        shown += _under(words.say(f"deciding_part_{name}").upper(), tuple(cards))
    return tuple(shown)


def decision_cards(words: Words, decisions: Iterable[DecisionTold], today: date) -> tuple[TimelineCard, ...]:
    """Return a card for each decision, in the same order, without headings."""
    return tuple(_card(words, one, today) for one in decisions)


def projects_in(words: Words, view: DecisionsView) -> tuple[Named, ...]:
    """Return the projects that have a decision or a text in preparation, by title: what the list may be narrowed to."""
    found = {one.project: one.project_title for one in view.drafts if one.project}
    found |= {one.project: one.project_title for one in view.decisions if one.project}
    named = [
        Named(project, shortened(title, 60) or words.say("untitled"), "project") for project, title in found.items()
    ]
    return tuple(sorted(named, key=lambda one: (folded(one.name), one.id)))


def title_of(words: Words, told: DecisionTold) -> str:
    """Return what a decision is called: its text's title, else what it would do."""
    return shortened(told.title, MOST_TITLE) or verdicts.matter_title(words, told.matter)


def name_of(words: Words, voice: Voice) -> str:
    """Return a person's name."""
    return shortened(voice.name, 60) or words.say("nobody")


def _fits(project: str, of: str) -> bool:
    return of == ALL or (not project if of == OF_CELL else project == of)


def _under(heading: str, cards: Sequence[TimelineCard]) -> list[TimelineCard]:
    return [replace(card, heading="" if place else heading) for place, card in enumerate(cards)]


def _waiting_cards(words: Words, view: DecisionsView, of: str) -> list[TimelineCard]:
    projects = {one.id: one.project for one in view.decisions}
    found = []
    for task in tasks(words, view.waiting):
        if not _fits(projects.get(task.target, ""), of):
            continue
        known = task.kind in ("answer", "review")
        found.append(
            TimelineCard(
                id=task.target if known else task.key,
                kind="guest" if task.kind == "guest" else "decision",
                order=0,
                heading="",
                title=task.title,
                text=task.text,
                when="",
                chips=(words.say("deciding_waits"),),
                icon=task.icon,
                tint="warn",
                spoken=task.spoken,
                warned=1,
            )
        )
    return found


def _card(words: Words, told: DecisionTold, today: date) -> TimelineCard:
    title, text = title_of(words, told), verdicts.line(words, told, today)
    chips, warned = verdicts.chips(words, told)
    when = quantities.day(words, quantities.local(told.put_ms).date(), today)
    return TimelineCard(
        id=told.id,
        kind="decision",
        order=told.put_ms,
        heading="",
        title=title,
        text=text,
        when=when,
        chips=chips,
        icon="scale",
        tint=verdicts.TINTS[told.state],
        spoken=one_line(words.say("spoken_item", when=when, title=title, text=text, chips=", ".join(chips))),
        warned=warned,
    )


def _draft_card(words: Words, draft: Draft, today: date) -> TimelineCard:
    title = shortened(draft.title, MOST_TITLE) or words.say("untitled")
    when = quantities.day(words, quantities.local(draft.changed_ms).date(), today)
    text = words.say("deciding_draft_by", name=shortened(draft.author, 60) or words.say("nobody"))
    chips = (shortened(draft.project_title, 48),) if draft.project_title else ()
    return TimelineCard(
        id=draft.id,
        kind="draft",
        order=draft.changed_ms,
        heading="",
        title=title,
        text=text,
        when=when,
        chips=chips,
        icon="pencil",
        tint="meeting",
        spoken=one_line(words.say("spoken_item", when=when, title=title, text=text, chips=", ".join(chips))),
    )
