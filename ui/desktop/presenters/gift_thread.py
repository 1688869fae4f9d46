"""One thread as a sheet tells it: what was given, what it was used for, who acted, for whom, with what effect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from idos_p2p.views.gift_lines import ActLine
from idos_p2p.views.ledger import GiftLine, UseLine
from ui.desktop.presenters.gifts import MOST_LABEL, MOST_WORDS, GiftThread, day_of, gift_what, worth
from ui.desktop.presenters.lines import Line
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import shortened

MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class ThreadView:
    """All that the sheet shows."""

    title: str
    sentence: str  # "50 € → 12 paniers", "" where nothing was used yet
    sums: str
    parts: tuple[tuple[str, tuple[Line, ...]], ...]  # a heading, and its lines
    empty: str  # what is said when there is nothing


def thread_view(words: Words, found: GiftThread, today: date) -> ThreadView:
    """Return what the sheet shows of a thread."""
    thread, names = found.thread, found.names
    both = thread.accounts.both
    parts = (
        (words.say("thread_part_gifts"), tuple(_gift(words, gift, names, today) for gift in thread.gifts)),
        (words.say("thread_part_uses"), tuple(_use(words, use, names, today) for use in thread.uses)),
        (words.say("thread_part_acts"), tuple(_act(words, act, names, today) for act in thread.acts)),
    )
    sums = words.say(
        "thread_view_sums",
        received=quantities.money(words, both.received),
        used=quantities.money(words, both.used),
        left=quantities.money(words, both.left),
    )
    nothing = not thread.gifts and not thread.uses
    return ThreadView(
        title=_title(words, found),
        sentence=_sentence(words, thread.uses),
        sums="" if nothing else sums,
        parts=tuple((head, steps) for head, steps in parts if steps),
        empty=words.say("thread_view_none") if nothing else "",
    )


def _title(words: Words, found: GiftThread) -> str:
    thread, names = found.thread, found.names
    if thread.kind == "gift" and thread.gifts:
        gift = thread.gifts[0]
        who = shortened(names.get(gift.donor, ""), MOST_LABEL)
        if gift.cents and who:
            return words.say("thread_of_gift", donor=who, amount=quantities.money(words, gift.cents))
    if thread.kind == "use":
        return words.say("thread_of_use")
    return shortened(names.get(thread.start, ""), MOST_LABEL) or words.say("untitled")


def _sentence(words: Words, uses: tuple[UseLine, ...]) -> str:
    """Return what the newest use made of money, as one sentence."""
    use = next((use for use in uses if use.cents and use.effect), None)
    return effect_sentence(words, use) if use else ""


def effect_sentence(words: Words, use: UseLine) -> str:
    """Return "50,00 € → 12 paniers"."""
    effect = shortened(use.effect, MOST_WORDS)
    return words.say("use_effect", amount=quantities.money(words, use.cents), effect=effect) if use.cents else effect


def _gift(words: Words, gift: GiftLine, names: Mapping[str, str], today: date) -> Line:
    donor = shortened(names.get(gift.donor, ""), MOST_LABEL) or words.say("flow_no_donor", count=0)
    title = words.say("thread_gift", donor=donor, amount=worth(words, gift.cents))
    text = words.say("thread_gift_text", day=day_of(words, gift.day, today), what=gift_what(words, gift))
    if gift.over:
        rest = words.say("thread_above", over=quantities.money(words, gift.over))
    elif gift.left:
        rest = words.say("thread_left", left=quantities.money(words, gift.left))
    else:
        rest = words.say("thread_spent") if gift.cents else words.say("thread_unvalued")
    return Line(gift.id, "gift", "gift", title, _marked(words, f"{text} · {rest}", contested=gift.contested))


def _use(words: Words, use: UseLine, names: Mapping[str, str], today: date) -> Line:
    told = [day_of(words, use.day, today)]
    if project := shortened(names.get(use.project, ""), MOST_LABEL):
        told.append(project)
    if use.persons:
        told.append(words.say("thread_for", names=_names(words, use.persons, names)))
    if teller := shortened(names.get(use.teller, ""), MOST_LABEL):
        writer = shortened(names.get(use.writer, ""), MOST_LABEL)
        other = bool(writer) and use.writer != use.teller
        told.append(words.say("thread_told_for" if other else "thread_told", who=teller, writer=writer))
    title = effect_sentence(words, use) or words.say("use_head_bare")
    return Line(use.id, "hand-coins", "contribution", title, _marked(words, " · ".join(told), contested=use.contested))


def _act(words: Words, act: ActLine, names: Mapping[str, str], today: date) -> Line:
    told = [day_of(words, act.day, today)]
    if act.minutes:
        told.append(quantities.duration(act.minutes))
    if act.persons:
        told.append(_names(words, act.persons, names))
    title = shortened(act.what, MOST_WORDS) or words.say("untitled")
    return Line(act.id, "hand-heart", "contribution", title, _marked(words, " · ".join(told), contested=act.contested))


def _names(words: Words, persons: tuple[str, ...], names: Mapping[str, str]) -> str:
    called = [shortened(names.get(person, ""), MOST_LABEL) or words.say("nobody") for person in persons[:MOST_NAMED]]
    if len(persons) > MOST_NAMED:
        called.append(words.say("thread_other_persons", count=len(persons) - MOST_NAMED))
    return quantities.names(words, called)


def _marked(words: Words, text: str, *, contested: bool) -> str:
    return f"{text} · {words.say('chip_contested')}" if contested else text
