"""The interactions around a person, as cards under month headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ui.desktop.presenters.ports import TimelineItem
from ui.desktop.presenters.story import ICONS, TINTS
from ui.desktop.presenters.telling import chips_of, title_and_text
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import folded, one_line

PAGE = 120  # items asked for at once: some 20 screens, laid out within 30 ms


@dataclass(frozen=True, slots=True)
class TimelineCard:
    """One card, ready to draw. ``heading`` is set on the first card of each month."""

    id: str
    kind: str
    order: int
    heading: str
    title: str
    text: str
    when: str
    chips: tuple[str, ...]
    icon: str
    tint: str
    spoken: str  # the whole card as a screen reader says it
    month: str = ""  # "2026-11"
    warned: int = 0  # so many of the first chips ask for attention


def cards(words: Words, items: Iterable[TimelineItem], today: date) -> tuple[TimelineCard, ...]:
    """Return the cards of these items, in the same order, without headings (see ``headed``)."""
    return tuple(_card(words, item, today) for item in items)


def headed(words: Words, several: Sequence[TimelineCard]) -> tuple[TimelineCard, ...]:
    """Return the cards with a month above the first of each month."""
    shown: list[TimelineCard] = []
    month = ""
    for card in several:
        heading = quantities.month(words, date.fromisoformat(f"{card.month}-01")) if card.month != month else ""
        month = card.month
        shown.append(replace(card, heading=heading.upper()) if heading or card.heading else card)
    return tuple(shown)


def matching(several: Iterable[TimelineCard], query: str) -> tuple[TimelineCard, ...]:
    """Return the cards that hold every word looked for, accents and capitals aside."""
    sought = folded(query).split()
    if not sought:
        return tuple(several)
    return tuple(card for card in several if all(word in folded(card.spoken) for word in sought))


def _card(words: Words, item: TimelineItem, today: date) -> TimelineCard:
    day = date.fromisoformat(item.day)
    title, text = title_and_text(words, item)
    warnings, chips = chips_of(words, item)
    chips = (*warnings, *chips)
    when = quantities.day(words, day, today)
    return TimelineCard(
        id=item.id,
        kind=item.kind,
        order=item.order,
        heading="",
        title=title,
        text=text,
        when=when,
        chips=chips,
        icon=ICONS.get(item.kind, "file-text"),
        tint=TINTS.get(item.kind, "meeting"),
        spoken=one_line(words.say("spoken_item", when=when, title=title, text=text, chips=", ".join(chips))),
        month=item.day[:7],
        warned=len(warnings),
    )
