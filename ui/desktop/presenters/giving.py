"""Noting a gift, and what it was used for: what a person typed, and the record it becomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from idos_p2p.limits import MAX_NAME_CHARACTERS
from idos_p2p.records.kinds import Value
from idos_p2p.views.ledger import MONEY, GiftLine
from ui.desktop.presenters.gifts import day_of, gift_what
from ui.desktop.presenters.projects import Missing
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import lines, one_line, shortened

MOST_CENTS = 100_000_000_00  # a slip of the finger beyond
_AMOUNT = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class GiftDraft:
    """What the form of a gift holds; ``amount`` as typed."""

    donor: str  # id, or ""
    form: str
    amount: str
    what: str
    day: date
    wish: str


@dataclass(frozen=True, slots=True)
class UseDraft:
    """What the form of a use holds; ``shares`` as typed, by gift."""

    shares: Mapping[str, str]
    project: str
    persons: frozenset[str]
    effect: str
    teller: str  # id; "" for the person who sits here
    day: date


@dataclass(frozen=True, slots=True)
class OpenGift:
    """A gift of which something is left, as a line of the form."""

    id: str
    line: str
    left: int
    hint: str


def cents_typed(text: str) -> int | None:
    """Return the cents of "50", "50,5", "1 240,50 €"; None when it is no amount."""
    typed = re.sub(r"[\s€\u00a0\u202f]", "", text)
    found = _AMOUNT.fullmatch(typed)
    if found is None:
        return None
    cents = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    return cents if 0 < cents <= MOST_CENTS else None


def gift_values(words: Words, draft: GiftDraft, today: date) -> dict[str, Value] | Missing:
    """Return the fields of the gift, or the first thing that is missing."""
    if not draft.donor:
        return Missing("donor", words.say("gift_needs_donor"))
    cents = cents_typed(draft.amount)
    if cents is None and (draft.form == MONEY or draft.amount.strip()):
        return Missing("amount", words.say("gift_needs_amount"))
    if draft.form != MONEY and not one_line(draft.what):
        return Missing("what", words.say("gift_needs_what"))
    if draft.day > today:
        return Missing("day", words.say("contribution_future"))
    values: dict[str, Value] = {"donor": draft.donor, "form": draft.form, "date": draft.day.isoformat()}
    if cents is not None:
        values["cents"] = cents
    if one_line(draft.what):
        values["what"] = one_line(draft.what)[:MAX_NAME_CHARACTERS]
    if draft.wish.strip():
        values["wish"] = lines(draft.wish).strip()
    return values


def open_gift(words: Words, gift: GiftLine, donor: str, today: date) -> OpenGift:
    """Return a gift as a line of the form of a use."""
    who = shortened(donor, 40) or words.say("flow_no_donor", count=0)
    line = words.say("use_gift_line", donor=who, what=gift_what(words, gift), day=day_of(words, gift.day, today))
    return OpenGift(gift.id, line, gift.left, words.say("use_gift_left", left=quantities.money(words, gift.left)))


def use_values(words: Words, draft: UseDraft, left: Mapping[str, int], today: date) -> dict[str, Value] | Missing:
    """Return the fields of the use, or the first thing that is missing."""
    shares = _shares(words, draft.shares, left)
    if isinstance(shares, Missing):
        return shares
    if not shares:
        return Missing("gifts", words.say("use_needs_gift"))
    if not draft.effect.strip():
        return Missing("effect", words.say("use_needs_effect"))
    if draft.day > today:
        return Missing("day", words.say("contribution_future"))
    values: dict[str, Value] = {
        "gifts": shares,
        "effect": lines(draft.effect).strip(),
        "date": draft.day.isoformat(),
    }
    if draft.project:
        values["project"] = draft.project
    if draft.persons:
        values["persons"] = sorted(draft.persons)
    if draft.teller:
        values["from"] = draft.teller
    return values


def _shares(words: Words, typed: Mapping[str, str], left: Mapping[str, int]) -> dict[str, int] | Missing:
    shares: dict[str, int] = {}
    for gift, amount in typed.items():
        if not amount.strip():
            continue
        cents = cents_typed(amount)
        if cents is None:
            return Missing("gifts", words.say("gift_needs_amount"))
        if cents > left.get(gift, 0):
            return Missing("gifts", words.say("use_too_much", left=quantities.money(words, left.get(gift, 0))))
        shares[gift] = cents
    return shares
