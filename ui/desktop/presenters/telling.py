"""How each kind of record reads on a card: its title, the words below it, and the small marks beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from ui.desktop.presenters.ports import Named, TimelineItem
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import shortened

MOST_TEXT = 400  # characters of a card: three lines on the widest screen
MOST_TITLE = 200
MOST_CHIP = 48
_FEW = 2  # persons named on a card; more are counted

Told = tuple[str, str]


def title_and_text(words: Words, item: TimelineItem) -> Told:
    """Return the title of a card and the words below it."""
    tell = _KINDS.get(item.kind)
    return tell(words, item) if tell else (_written(words, item), shortened(item.text, MOST_TEXT))


def chips_of(words: Words, item: TimelineItem) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the marks that ask for attention, and the others."""
    warnings = []
    if item.to_confirm:
        warnings.append(words.say("chip_to_confirm"))
    if item.correction:
        warnings.append(words.say("chip_correction"))
    if item.contested:
        warnings.append(words.say("chip_contested"))
    return tuple(warnings), tuple(_quiet(words, item))


def _quiet(words: Words, item: TimelineItem) -> list[str]:
    chips: list[str] = []
    others = item.persons if item.kind in ("contribution", "use") else ()
    if 0 < len(others) <= _FEW:
        named = quantities.names(words, [shortened(name, MOST_CHIP // 2) for name in others])
        chips.append(words.say("chip_with", names=named))
    elif others:
        chips.append(words.say("chip_with_count", count=len(others)))
    if item.unconfirmed and not item.to_confirm:
        chips.append(words.say("chip_unconfirmed"))
    if item.attested:
        chips.append(words.say("chip_attested", count=item.attested))
    spoken = item.kind in ("thanks", "attestation", "comment", "purpose") and not item.on_behalf
    if item.author and not item.mine and item.author not in item.persons[:1] and not spoken:
        chips.append(words.say("chip_by", name=shortened(item.author, MOST_CHIP)))
    if item.until:
        chips.append(words.say("chip_until", day=quantities.short_day(words, date.fromisoformat(item.until))))
    if item.kind in ("need", "offer", "meeting") and item.within is not None and item.within.name:
        chips.append(shortened(item.within.name, MOST_CHIP))
    return chips


def _written(words: Words, item: TimelineItem) -> str:
    return shortened(item.title, MOST_TITLE) or words.say("untitled")


def _names(words: Words, several: Sequence[Named]) -> str:
    names = [shortened(one.name, MOST_CHIP) or words.say("nobody") for one in several[:_FEW]]
    if len(several) > _FEW:
        return words.say("names_more", names=", ".join(names), count=len(several) - _FEW)
    return quantities.names(words, names) if names else words.say("nobody")


def _headed(words: Words, item: TimelineItem) -> Told:
    field = "name" if item.kind == "person" else "title"
    return words.say(f"{item.kind}_head", **{field: _written(words, item)}), shortened(item.text, MOST_TEXT)


def _contribution(words: Words, item: TimelineItem) -> Told:
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


def _gift(words: Words, item: TimelineItem) -> Told:
    text = shortened(f"{item.title} {item.text}", MOST_TEXT)
    if not item.cents:
        return words.say("gift_head_goods"), text
    amount = quantities.money(words, item.cents)
    if item.mine and not item.persons:
        return words.say("gift_head_mine", amount=amount), text
    if item.persons:
        return words.say("gift_head", person=shortened(item.persons[0], MOST_TITLE), amount=amount), text
    return words.say("gift_head_bare", amount=amount), text


def _use(words: Words, item: TimelineItem) -> Told:
    text = shortened(f"{item.title} {item.text}", MOST_TEXT)
    if not item.cents:
        return words.say("use_head_bare"), text
    amount = quantities.money(words, item.cents)
    if item.project:
        return words.say("use_head_project", amount=amount, project=shortened(item.project, MOST_TITLE)), text
    return words.say("use_head", amount=amount), text


def _thanks(words: Words, item: TimelineItem) -> Told:
    to = words.say("thanks_head_to", names=_names(words, item.people)) if item.people else ""
    head = words.say("thanks_head", name=_names(words, item.voices), to=to).strip()
    return head, words.say("thanks_words", words=shortened(item.title, MOST_TEXT))


def _attestation(words: Words, item: TimelineItem) -> Told:
    says = item.says if item.says in ("present", "right", "correction") else "right"
    head = words.say(f"attestation_{says}", name=_names(words, item.voices))
    parts = [shortened(item.about.name, MOST_TITLE)] if item.about is not None and item.about.name else []
    if item.minutes:
        parts.append(words.say("attestation_minutes", time=quantities.duration(item.minutes)))
    if item.title:
        parts.append(words.say("thanks_words", words=shortened(item.title, MOST_TEXT)))
    return head, " · ".join(parts)


def _comment(words: Words, item: TimelineItem) -> Told:
    about = shortened(item.about.name, MOST_TITLE) if item.about is not None else ""
    name = _names(words, item.voices)
    head = words.say("comment_head_about", name=name, title=about) if about else words.say("comment_head", name=name)
    return head, words.say("thanks_words", words=shortened(item.title, MOST_TEXT))


def _signup(words: Words, item: TimelineItem) -> Told:
    meeting = shortened(item.about.name, MOST_TITLE) if item.about is not None else ""
    head = words.say("signup_head", names=_names(words, item.people), title=meeting or words.say("untitled"))
    return head, shortened(" · ".join(part for part in (item.title, item.text) if part), MOST_TEXT)


def _relay(words: Words, item: TimelineItem) -> Told:
    head = words.say("relay_head", names=_names(words, item.voices), to=_names(words, item.people))
    done = words.say("relay_closed") if item.says == "closed" else ""
    return head, shortened(" · ".join(part for part in (done, item.title) if part), MOST_TEXT)


def _meeting(words: Words, item: TimelineItem) -> Told:
    hour, _, minute = item.time.partition(":")
    clock = f"{int(hour)}\u00a0h\u00a0{minute}" if hour.isdigit() and minute.isdigit() else ""
    text = " · ".join(part for part in (clock, item.place, item.text) if part)
    return words.say("meeting_head", title=_written(words, item)), shortened(text, MOST_TEXT)


def _purpose(words: Words, item: TimelineItem) -> Told:
    if not item.title.strip():
        return words.say("purpose_none"), ""
    if item.mine:
        return words.say("purpose_mine"), words.say("thanks_words", words=shortened(item.title, MOST_TEXT))
    head = words.say("purpose_of", name=_names(words, item.voices))
    return head, words.say("thanks_words", words=shortened(item.title, MOST_TEXT))


_KINDS: Mapping[str, Callable[[Words, TimelineItem], Told]] = {
    "contribution": _contribution,
    "gift": _gift,
    "use": _use,
    "page": _headed,
    "project": _headed,
    "person": _headed,
    "need": _headed,
    "offer": _headed,
    "proposal": _headed,
    "thanks": _thanks,
    "attestation": _attestation,
    "comment": _comment,
    "signup": _signup,
    "relay": _relay,
    "meeting": _meeting,
    "purpose": _purpose,
}
