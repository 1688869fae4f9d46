"""Contributions and what is said of them: the list, the sheet of one record, and the four things one may answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from ui.desktop.presenters import timeline
from ui.desktop.presenters.ports import Named, TimelineItem
from ui.desktop.presenters.projects import Missing
from ui.desktop.presenters.story import ICONS, TINTS, kind_word
from ui.desktop.presenters.timeline import TimelineCard
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import lines, shortened

MOST_WORDS = 2_000
ANSWERED = frozenset(("contribution", "use"))
"""Kinds that others may attest."""


@dataclass(frozen=True, slots=True)
class ActQuery:
    """Which contributions: of a project, of a person (ids), with these words; each empty for all."""

    project: str = ""
    person: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class ActPage:
    """Contributions, newest first. ``next`` is where to go on; None when nothing is older."""

    items: tuple[TimelineItem, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class RecordDetail:
    """One record, whole, and what was said or made of it, oldest first."""

    item: TimelineItem
    words: str  # the whole of what its opening is the beginning of
    answers: tuple[TimelineItem, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody says of a record. ``says`` is "present", "right", "correction" or "thanks"."""

    about: str
    says: str
    words: str = ""
    minutes: int | None = None
    to: tuple[str, ...] = ()  # of thanks


class ActsPort(Protocol):
    """What Contributions and the sheet of a record ask of the cell."""

    def page(self, query: ActQuery, most: int, before: int | None) -> ActPage:
        """Return contributions, newest first; fewer than ``most`` where a filter leaves out many of those read."""
        ...

    def record(self, record_id: str) -> RecordDetail:
        """Return one record of any kind."""
        ...

    def answer(self, answer: Answer) -> str:
        """Write an attestation or thanks, and return its id."""
        ...


@dataclass(frozen=True, slots=True)
class RecordSheet:
    """A record as its sheet shows it."""

    card: TimelineCard
    kind: str
    title: str
    lead: str
    words: str
    facts: tuple[tuple[str, str], ...]  # icon, sentence
    goes: tuple[tuple[str, Named], ...]  # where one may go from here: words, record
    answers: tuple[TimelineCard, ...]
    answers_title: str
    attestable: bool
    thankable: tuple[str, ...]  # persons to thank for it
    thankable_names: str


def record_sheet(words: Words, detail: RecordDetail, me: str, today: date) -> RecordSheet:
    """Return the sheet of a record for the person who sits here."""
    item = detail.item
    (card,) = timeline.cards(words, [item], today)
    others = [person for person in (item.people or item.voices) if person.id != me]
    return RecordSheet(
        card=card,
        kind=item.kind,
        title=card.title,
        lead=words.say("record_lead", kind=kind_word(words, item.kind), day=card.when),
        words=lines(detail.words or card.text)[: MOST_WORDS * 2],
        facts=_facts(words, item),
        goes=_goes(words, item, me),
        answers=timeline.cards(words, detail.answers, today),
        answers_title=words.say("record_answers", count=len(detail.answers)),
        attestable=item.kind in ANSWERED,
        thankable=tuple(person.id for person in others),
        thankable_names=quantities.names(words, [shortened(person.name, 40) for person in others]) if others else "",
    )


def answer_values(words: Words, answer: Answer, time: str) -> Answer | Missing:
    """Return what to write, or what is missing; ``time`` as typed, of a correction."""
    told = lines(answer.words).strip()[:MOST_WORDS]
    if answer.says == "thanks" and not told:
        return Missing("words", words.say("thanks_needs_words"))
    minutes = quantities.minutes_typed(time) if time.strip() else None
    if answer.says == "correction":
        if time.strip() and minutes is None:
            return Missing("time", words.say("contribution_needs_time"))
        if not told and minutes is None:
            return Missing("words", words.say("correction_needs_words"))
    return Answer(answer.about, answer.says, told, minutes if answer.says == "correction" else None, answer.to)


def _facts(words: Words, item: TimelineItem) -> tuple[tuple[str, str], ...]:
    facts: list[tuple[str, str]] = []
    if item.minutes:
        each = words.say("record_minutes_each" if len(item.people) > 1 else "record_minutes")
        facts.append(("clock", f"{quantities.duration(item.minutes)} {each}"))
    if item.cents:
        facts.append(("banknote", quantities.money(words, item.cents)))
    if item.people:
        facts.append(("users-round", quantities.names(words, _short(item.people))))
    if item.place:
        facts.append(("map-pin", shortened(item.place, 120)))
    if item.author:
        by = words.say("record_behalf" if item.on_behalf else "record_by", name=shortened(item.author, 80))
        facts.append(("pencil", by))
    if item.attested:
        facts.append(("badge-check", words.say("record_attested", count=item.attested)))
    if item.correction:
        facts.append(("message-circle", words.say("record_correction")))
    if item.contested:
        facts.append(("triangle-alert", words.say("act_contested")))
    return tuple(facts)


def _goes(words: Words, item: TimelineItem, me: str) -> tuple[tuple[str, Named], ...]:
    found: list[tuple[str, Named]] = []
    for target in (item.about, item.within):
        if target is not None and target.kind:
            title = shortened(target.name, 48) or words.say("untitled")
            found.append((words.say("go_to", kind=kind_word(words, target.kind), name=title), target))
    for person in (*item.voices, *item.people):
        if person.id != me and all(person.id != known.id for _, known in found):
            found.append((words.say("go_to_person", name=shortened(person.name, 48)), person))
    return tuple(found[:8])


def _short(people: Sequence[Named]) -> list[str]:
    return [shortened(person.name, 60) for person in people]


def icon_of(kind: str) -> tuple[str, str]:
    """Return the drawing and the colour token of a kind."""
    return ICONS.get(kind, "file-text"), TINTS.get(kind, "meeting")
