"""Needs and offers of those present, side by side: a proposal to talk, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from idos_p2p.services.room_told import Asked, Fit, Match, RoomTold, Why
from idos_p2p.views.persons import Party
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import shortened


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A need or an offer: of whom it is, what it says, until when."""

    record: str
    kind: str
    title: str
    text: str
    spoken: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A need and an offer that may fit; ``why`` says on what grounds, ``talk`` who might talk to whom."""

    need: AskedLine
    offer: AskedLine
    why: str
    talk: str


@dataclass(frozen=True, slots=True)
class Fitting:
    """What fits, and the other needs and offers of those present."""

    pairs: tuple[Pair, ...]
    needs: tuple[AskedLine, ...]
    offers: tuple[AskedLine, ...]
    empty: str


def fitting(words: Words, told: RoomTold, today: date) -> Fitting:
    """Return the needs and offers of those present."""
    lines = [_line(words, asked, today) for asked in told.asked]
    pairs = tuple(_pair(words, match, today) for match in told.matches)
    return Fitting(
        pairs=pairs,
        needs=tuple(line for line in lines if line.kind == "need"),
        offers=tuple(line for line in lines if line.kind == "offer"),
        empty="" if pairs or lines else words.say("fitting_none"),
    )


def _pair(words: Words, match: Match, today: date) -> Pair:
    asks, helps = _names(words, match.need.present), _names(words, match.offer.present)
    why = words.say("fit_because", reasons=quantities.names(words, [_why(words, fit) for fit in match.fits]))
    talk = words.say("fit_talk", asks=asks, helps=helps)
    return Pair(_line(words, match.need, today), _line(words, match.offer, today), why, talk)


def _why(words: Words, fit: Fit) -> str:
    return words.say("fit_project" if fit.why is Why.PROJECT else "fit_words", detail=shortened(fit.detail, 80))


def _line(words: Words, asked: Asked, today: date) -> AskedLine:
    title = shortened(asked.title, 120) or words.say(f"kind_one_{asked.kind}")
    who = _names(words, asked.present or asked.persons)
    parts = [who, shortened(asked.project_title, 60)]
    if asked.until:
        parts.append(words.say("asked_until", day=quantities.day(words, date.fromisoformat(asked.until), today)))
    text = " · ".join(part for part in parts if part)
    return AskedLine(asked.id, asked.kind, title, text, f"{words.say(f'kind_one_{asked.kind}')}. {title}. {text}")


def _names(words: Words, parties: Sequence[Party]) -> str:
    return quantities.names(words, [shortened(party.name, 40) or words.say("nobody") for party in parties])
