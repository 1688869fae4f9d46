"""Searching everything: what was found, by kind, most recently touched first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from idos_p2p.views.records import RecordView
from idos_p2p.views.search import CANDIDATES, Group
from ui.desktop.presenters.gifts import day_of
from ui.desktop.presenters.lines import icon_of, kind_word, tint_of
from ui.desktop.presenters.pages import MARKS
from ui.desktop.presenters.timeline import TimelineCard
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import folded, lines, one_line, shortened

MOST_OF_A_KIND = 6
MOST_TITLE = 120
BEFORE, AROUND = 40, 160  # characters told before the word that was found, and in all

_FIRST = ("person", "project", "page")
_TEXTS = ("title", "name", "what", "purpose", "words", "effect", "wish", "details", "agenda", "report", "body", "needs")


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, and for each record of a person the one that stands for them."""

    groups: tuple[Group, ...]
    persons: Mapping[str, str]


class FindPort(Protocol):
    """What Ctrl+K asks of the cell."""

    def find(self, words: str, most: int) -> Found:
        """Return what has all these words by kind, at most ``most`` of each."""
        ...


def found_cards(words: Words, found: Found, query: str, today: date) -> tuple[TimelineCard, ...]:
    """Return a card for each record found: persons, projects and pages first; the kind above the first of each."""
    place = {kind: number for number, kind in enumerate(_FIRST)}
    cards: list[TimelineCard] = []
    for group in sorted(found.groups, key=lambda group: place.get(group.kind, len(_FIRST))):
        seen: set[str] = set()
        for view in group.records:
            record = found.persons.get(view.id, view.id)
            if record in seen:
                continue
            heading = "" if seen else _heading(words, group)
            seen.add(record)
            cards.append(replace(_card(words, view, query, today), id=record, heading=heading))
    return tuple(cards)


def _heading(words: Words, group: Group) -> str:
    kind = kind_word(words, group.kind)
    if group.count <= len(group.records):
        return kind.upper()
    many = "find_kind_least" if group.count >= CANDIDATES else "find_kind"
    return words.say(many, kind=kind, count=group.count, number=quantities.number(words, group.count)).upper()


def _card(words: Words, view: RecordView, query: str, today: date) -> TimelineCard:
    title = shortened(view.title, MOST_TITLE) or kind_word(words, view.kind)
    text = _around(view, query)
    when = "" if view.kind in _FIRST else day_of(words, view.day, today)
    chips = (words.say("chip_contested"),) if view.contested else ()
    return TimelineCard(
        id=view.id,
        kind=view.kind,
        order=0,
        heading="",
        title=title,
        text="" if text == title else text,
        when=when,
        chips=chips,
        icon=icon_of(view.kind),
        tint=tint_of(view.kind),
        spoken=one_line(f"{kind_word(words, view.kind)} : {title}. {text} {when}"),
    )


def _around(view: RecordView, query: str) -> str:
    """Return the words around what was looked for, from the first text that has it beside the title."""
    sought = folded(query).split()
    for name in _TEXTS:
        text = view.fields.get(name)
        if not isinstance(text, str) or text == view.title:
            continue
        plain = one_line(MARKS.sub(" ", lines(text)))
        at = min((place for word in sought if (place := folded(plain).find(word)) >= 0), default=-1)
        if at < 0:
            continue
        start = max(0, at - BEFORE)
        start = plain.rfind(" ", 0, start) + 1 if start else 0
        return ("…" if start else "") + shortened(plain[start:], AROUND)
    return ""
