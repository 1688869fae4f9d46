"""The interactions around a person, as cards under month headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ui.desktop.presenters.ports import TimelineItem
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import folded, one_line, shortened

PAGE = 120  # items asked for at once: some 20 screens, laid out within 30 ms
MOST_TEXT = 400  # characters of a card: three lines on the widest screen
MOST_TITLE = 200
MOST_CHIP = 48

_ICONS = {
    "contribution": "hand-heart",
    "gift": "gift",
    "use": "hand-coins",
    "page": "book-open",
    "project": "folder-kanban",
    "person": "user-round",
}
_TINTS = {
    "contribution": "contribution",
    "gift": "gift",
    "use": "thanks",
    "page": "knowledge",
    "project": "project",
    "person": "meeting",
}


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
    title, text = _title_and_text(words, item)
    chips = _chips(words, item)
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
        icon=_ICONS.get(item.kind, "file-text"),
        tint=_TINTS.get(item.kind, "meeting"),
        spoken=one_line(words.say("spoken_item", when=when, title=title, text=text, chips=", ".join(chips))),
        month=item.day[:7],
    )


def _title_and_text(words: Words, item: TimelineItem) -> tuple[str, str]:
    written = shortened(item.title, MOST_TITLE)
    text = shortened(item.text, MOST_TEXT)
    if item.kind == "contribution":
        return _contribution(words, item)
    if item.kind == "gift":
        return _gift_title(words, item), shortened(f"{item.title} {item.text}", MOST_TEXT)
    if item.kind == "use":
        return _use_title(words, item), shortened(f"{item.title} {item.text}", MOST_TEXT)
    if item.kind in ("page", "project", "person"):
        field = "name" if item.kind == "person" else "title"
        return words.say(f"{item.kind}_head", **{field: written or words.say("untitled")}), text
    return written or words.say("untitled"), text


def _contribution(words: Words, item: TimelineItem) -> tuple[str, str]:
    what = shortened(f"{item.title} {item.text}", MOST_TEXT)
    project = shortened(item.project, MOST_TITLE)
    amount = ""
    if item.minutes:
        amount = quantities.duration(item.minutes)
    elif item.cents:
        amount = quantities.money(words, item.cents)
    if amount and project:
        return words.say("contribution_head", amount=amount, project=project), what
    return (amount or project, what) if amount or project else (shortened(what, MOST_TITLE), "")


def _gift_title(words: Words, item: TimelineItem) -> str:
    if not item.cents:
        return words.say("gift_head_goods")
    amount = quantities.money(words, item.cents)
    if item.mine and not item.persons:
        return words.say("gift_head_mine", amount=amount)
    if item.persons:
        return words.say("gift_head", person=shortened(item.persons[0], MOST_TITLE), amount=amount)
    return words.say("gift_head_bare", amount=amount)


def _use_title(words: Words, item: TimelineItem) -> str:
    if not item.cents:
        return words.say("use_head_bare")
    amount = quantities.money(words, item.cents)
    if item.project:
        return words.say("use_head_project", amount=amount, project=shortened(item.project, MOST_TITLE))
    return words.say("use_head", amount=amount)


def _chips(words: Words, item: TimelineItem) -> tuple[str, ...]:
    chips: list[str] = []
    others = item.persons if item.kind in ("contribution", "use") else ()
    if 0 < len(others) <= 2:
        named = quantities.names(words, [shortened(name, MOST_CHIP // 2) for name in others])
        chips.append(words.say("chip_with", names=named))
    elif others:
        chips.append(words.say("chip_with_count", count=len(others)))
    if item.author and not item.mine and item.author not in item.persons[:1]:
        chips.append(words.say("chip_by", name=shortened(item.author, MOST_CHIP)))
    if item.contested:
        chips.append(words.say("chip_contested"))
    return tuple(chips)
