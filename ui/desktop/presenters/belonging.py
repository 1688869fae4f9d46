"""Membres: who belongs, by which acts, and what the person at this computer may do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from idos_p2p.services.told import Behind
from ui.desktop.presenters.circles import Member
from ui.desktop.presenters.projects import Missing
from ui.desktop.presenters.timeline import TimelineCard
from ui.words import quantities
from ui.words.catalogue import Words
from ui.words.clean import folded, one_line, shortened
from ui.words.languages import LANGUAGES

BELONGING = frozenset(("confirmed", "resting", "guest"))
GROUPS = ("guest", "member", "gone")
"""The parts of the list: who waits for a voice, who has one, and, folded, who is no longer there."""

MOST_NAME = 80


@dataclass(frozen=True, slots=True)
class Belonger:
    """A person who is or was of the cell."""

    member: Member
    record: str  # of the person; empty while it has not arrived
    roles: tuple[str, ...]  # words of ``records.kinds.ROLES``
    devices: int
    disputed: bool
    why: tuple[Behind, ...]

    @property
    def belongs(self) -> bool:
        """Whether they are of the cell now."""
        return self.member.status in BELONGING


@dataclass(frozen=True, slots=True)
class OneDevice:
    """A computer of the person here."""

    id: str
    here: bool
    entries: int


@dataclass(frozen=True, slots=True)
class Charter:
    """The charter in force, as it was adopted, and what the person here wrote about it."""

    page: str  # id
    title: str
    body: str
    mine: tuple[str, ...]  # words of their comments on the page


@dataclass(frozen=True, slots=True)
class MembersView:
    """Everybody, and who sits here."""

    people: tuple[Belonger, ...]  # by name
    voice: bool  # the person at this computer may invite and propose
    belongs: bool  # they are of the cell
    meets: bool  # this cell meets others: the invented association does not
    devices: tuple[OneDevice, ...] = ()  # of the person here, this one first
    charter: Charter | None = None

    @property
    def me(self) -> Belonger | None:
        """The person at this computer."""
        return next((one for one in self.people if one.member.mine), None)


class BelongingPort(Protocol):
    """What Membres asks of the cell."""

    def all(self) -> MembersView:
        """Return everybody, and who sits here."""
        ...

    def link(self, *, concerned: bool) -> str:
        """Return a new invitation link, for one newcomer."""
        ...

    def admit(self, name: str, *, concerned: bool) -> str:
        """Bring in a person without a computer, as a guest, and return them."""
        ...

    def recover(self, person: str, guest: str, title: str) -> str:
        """Propose that a guest's computer becomes that of a person, and return the decision."""
        ...

    def accept(self, page: str, words: str) -> None:
        """Write that one has read the charter: a comment about its page."""
        ...


def rows(words: Words, view: MembersView, sought: str = "", *, gone: bool = False) -> tuple[TimelineCard, ...]:
    """Return a row for each person, by groups; those who are gone only if ``gone``."""
    wanted = folded(sought).split()
    shown: list[TimelineCard] = []
    for group in GROUPS[: 3 if gone else 2]:
        several = [_row(words, one) for one in view.people if group_of(one) == group]
        several = [row for row in several if all(word in folded(row.spoken) for word in wanted)]
        if several:
            heading = words.say(f"members_group_{group}").upper()
            shown += [replace(several[0], heading=heading), *several[1:]]
    return tuple(shown)


def group_of(one: Belonger) -> str:
    """Return the part of the list that a person stands in."""
    if not one.belongs:
        return "gone"
    return "guest" if one.member.status == "guest" else "member"


def count_gone(view: MembersView) -> int:
    """Return how many persons are folded away."""
    return sum(group_of(one) == "gone" for one in view.people)


def name_of(words: Words, one: Belonger) -> str:
    """Return how a person is called; somebody whose record has not arrived has no name yet."""
    return shortened(one.member.name, MOST_NAME) or words.say("nobody")


def standing(words: Words, one: Belonger) -> str:
    """Return what a person is, in words: voice, place, computers."""
    parts = [words.say(f"members_is_{one.member.status}")]
    if one.belongs:
        parts.append(words.say(f"members_seat_{one.member.chamber}"))
        parts.append(
            words.say("members_devices", count=one.devices) if one.devices else words.say("members_deviceless")
        )
    return words.say("members_standing", parts=" · ".join(parts))


def facts(words: Words, one: Belonger, today: date) -> tuple[str, ...]:
    """Return what the acts say of a person, in order: what, by whom, when."""
    return tuple(_facts(words, one, today))


def guests(view: MembersView) -> tuple[Belonger, ...]:
    """Return the guests with one computer: whose it could become somebody else's."""
    return tuple(one for one in view.people if one.member.status == "guest" and one.devices == 1)


def may_recover(view: MembersView, one: Belonger) -> bool:
    """Whether the person here may propose to bring this one back, on a guest's computer."""
    return view.voice and one.belongs and not one.member.mine and any(each is not one for each in guests(view))


def accepted(charter: Charter) -> bool:
    """Whether the person here said, in any of our languages, that they read the charter."""
    said = {Words(language).say("charter_accepted") for language in LANGUAGES}
    return any(one_line(each) in said for each in charter.mine)


def device_name(words: Words, device: OneDevice) -> str:
    """Return how one of one's computers is called: this one, or the beginning of its number."""
    return words.say("own_here") if device.here else words.say("own_other", number=device.id[:8])


def _row(words: Words, one: Belonger) -> TimelineCard:
    name, text = name_of(words, one), standing(words, one)
    warned = [words.say("members_chip_confirm")] if one.member.status == "guest" else []
    if one.disputed:
        warned.append(words.say("member_disputed"))
    roles = [words.say(f"role_{role}") for role in one.roles]
    when = words.say("members_you") if one.member.mine else ""
    return TimelineCard(
        id=one.member.id,
        kind="member",
        order=0,
        heading="",
        title=name,
        text=text,
        when=when,
        chips=(*warned, *roles),
        icon="",
        tint="",
        spoken=one_line(" ".join(part for part in (name, when, text, ", ".join((*warned, *roles))) if part)),
        warned=len(warned),
    )


def _facts(words: Words, one: Belonger, today: date) -> Iterator[str]:
    for fact in one.why:
        said = words.say(f"fact_{fact.code.replace(' ', '_')}")
        if not fact.when_ms:
            yield said
            continue
        day = quantities.day(words, quantities.local(fact.when_ms).date(), today)
        if fact.who.person.hex() == one.member.id:
            yield words.say("members_fact_own", fact=said, day=day)
            continue
        by = shortened(fact.who.name, MOST_NAME) or words.say("nobody")
        yield words.say("members_fact", fact=said, who=by, day=day)


def by_id(view: MembersView, person: str) -> Belonger | None:
    """Return a person of the list."""
    return next((one for one in view.people if person in (one.member.id, one.record)), None)


def named(people: Iterable[Belonger], words: Words) -> tuple[tuple[str, str], ...]:
    """Return these persons to choose from: id and name."""
    return tuple((one.member.id, name_of(words, one)) for one in people)


def missing_guest(words: Words) -> Missing:
    """Return what a recovery needs: the guest whose computer it is to be."""
    return Missing("guest", words.say("recovering_needs"))
