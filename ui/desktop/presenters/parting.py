"""Before one leaves: who is absent, what they lack, and who of those present brings it to them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from idos_p2p.ids import PersonId
from idos_p2p.services.room_told import Absent, Likely, Link, Relay, RoomTold
from idos_p2p.services.voices import Voice
from sync.room import Sign
from ui.desktop.presenters.faces import Face, face
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import shortened


@dataclass(frozen=True, slots=True)
class Carrying:
    """Who brings it: a choice that stands. ``relay`` is its record."""

    relay: str
    words: str
    spoken_back: str  # the name of the button that takes it back


@dataclass(frozen=True, slots=True)
class Carrier:
    """Somebody present who may bring it, and why they are likely to see the absent person; ``why`` may be empty."""

    record: str
    name: str
    face: Face
    why: str


@dataclass(frozen=True, slots=True)
class AbsentRow:
    """Somebody absent. ``lacks`` says what they lack, ``may_tell`` whether it can be shown."""

    person: PersonId
    record: str
    name: str
    face: Face
    met: str
    lacks: str
    may_tell: bool
    needs: bool  # lacks something, or may: somebody should bring it
    carrying: tuple[Carrying, ...]
    carriers: tuple[Carrier, ...]  # whom one may choose, likely ones first
    spoken: str


@dataclass(frozen=True, slots=True)
class Due:
    """What is to be carried: by the person here, or by and to persons who are both present now."""

    relay: str
    text: str
    due: bool


@dataclass(frozen=True, slots=True)
class Parting:
    """The absent ones: those who lack something and whom nobody brings it first."""

    absent: tuple[AbsentRow, ...]
    due: tuple[Due, ...]
    open: int  # absent persons who lack something that nobody brings


def parting(words: Words, told: RoomTold, sign: Sign, today: date) -> Parting:
    """Return who is absent, and what people chose to bring whom."""
    present = [person.voice for person in sign.persons if person.voice.record]
    rows = [_absent(words, one, present, today) for one in told.absent]
    rows.sort(key=lambda row: (not row.needs, bool(row.carrying)))
    names = {person.voice.person for person in sign.persons if person.me}
    due = tuple(_due(words, relay, names) for relay in told.relays)
    waiting = sum(1 for row in rows if row.needs and not row.carrying)
    return Parting(tuple(rows), due, waiting)


def _absent(words: Words, one: Absent, present: list[Voice], today: date) -> AbsentRow:
    name = _name(words, one.voice)
    lacks = _lacks(words, one)
    met = _met(words, one, today)
    carrying = tuple(_carrying(words, relay, name) for relay in one.relays)
    chosen = {relay.carrier.person for relay in one.relays}
    return AbsentRow(
        person=one.voice.person,
        record=one.voice.record,
        name=name,
        face=face(one.voice.name),
        met=met,
        lacks=lacks,
        may_tell=bool(one.lacks),
        needs=one.lacks is None or one.lacks > 0,
        carrying=carrying,
        carriers=_carriers(words, one, [voice for voice in present if voice.person not in chosen], today),
        spoken=" ".join((name, lacks, met, *(each.words for each in carrying))),
    )


def _lacks(words: Words, one: Absent) -> str:
    if one.lacks is None:
        return words.say("away_unknown")
    if not one.lacks:
        return words.say("away_equal")
    return words.say("away_lacks", count=one.lacks, number=quantities.number(words, one.lacks))


def _met(words: Words, one: Absent, today: date) -> str:
    if one.met_ms is None:
        return words.say("away_never")
    moment = quantities.local(one.met_ms)
    return words.say("away_met", day=quantities.day(words, moment.date(), today))


def _carrying(words: Words, relay: Relay, absent: str) -> Carrying:
    carrier = _name(words, relay.carrier)
    told = words.say("carrier_mine") if relay.mine else words.say("carrier_by", name=carrier)
    return Carrying(relay.id, told, words.say("carrier_back_spoken", carrier=carrier, absent=absent))


def _carriers(words: Words, one: Absent, present: list[Voice], today: date) -> tuple[Carrier, ...]:
    likely = {each.carrier.person: _why(words, each, today) for each in one.likely}
    found = [
        Carrier(voice.record, _name(words, voice), face(voice.name), likely.get(voice.person, "")) for voice in present
    ]
    return tuple(sorted(found, key=lambda carrier: not carrier.why))


def _why(words: Words, likely: Likely, today: date) -> str:
    title = shortened(likely.title, 60)
    if likely.link is Link.MEETING:
        return words.say(
            "likely_meeting", title=title, day=quantities.day(words, date.fromisoformat(likely.day), today)
        )
    return words.say(f"likely_{likely.link.value}", title=title)


def _due(words: Words, relay: Relay, me: Collection[PersonId]) -> Due:
    absent, carrier = (_name(words, voice) for voice in (relay.absent, relay.carrier))
    if relay.due:
        key = (
            "carrier_due_mine"
            if relay.mine
            else "carrier_due_to_me"
            if relay.absent.person in me
            else "carrier_due_both"
        )
        return Due(relay.id, words.say(key, carrier=carrier, absent=absent), due=True)
    return Due(relay.id, words.say("carrier_to_carry", absent=absent), due=False)


def _name(words: Words, voice: Voice) -> str:
    return shortened(voice.name, 60) or words.say("nobody")
