"""The sign of the room: who is present, who is up to date, and whether everyone may leave. Pure.

**What one device can know.** It has a session with each device that it meets, and in it both say the digest of all that
they hold: equal means that they hold the same. It also hears the advertisements of the cell's computers in its room. It
knows nothing of a computer that another one meets and it does not: of one on another network that a laptop with two
interfaces joins, of one that came by a typed address. So ``present`` are those who are present *as seen from here*, and
two computers of one room may count differently; none of them says that somebody is up to date of whom it did not hear
so itself:

* a device is up to date when both said the same digest, and it is the digest of what is held here now: what was heard
  before the last change counts no more, until it is heard again. When another brings something that a third one had,
  that is such a change, so it passes through the whole room, from one to the next, before anybody says again that all
  is equal;
* a computer of the cell that shows itself, and that no session explains, is present, by a person nobody knows, and not
  up to date: it keeps the sign from saying that all may leave, with the reason why it is not reached;
* whoever sits behind somebody else's computer and shows nothing here is not counted, and the sign does not speak for
  them: only the computer that meets them does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.services.voices import Voice, by_name
from sync.peers import PeerState
from sync.presence import Presence, State

NOT_OF_US = frozenset({"not_member", "peer_out"})
"""Why a session with a computer that shows itself with a secret of ours ended for good: it is told nothing, and is not
counted, however long it stays in the room."""


class SignState(StrEnum):
    """What the room's sign says in one word."""

    ALONE = "alone"  # nobody else is present
    EXCHANGING = "exchanging"  # something passes, or is about to
    HELD_UP = "held_up"  # nothing passes, and somebody is not up to date: the reasons say why
    FILES = "files"  # all hold the same; attachments are still passing
    MAY_LEAVE = "may_leave"  # all who are present hold the same, attachments too


@dataclass(frozen=True, slots=True)
class DeviceHere:
    """One computer in the room."""

    device: DeviceId | None  # None while nobody knows which one shows itself here
    instance: str | None  # the advertisement it shows itself with
    state: State  # seen, reachable, trusted or up to date
    up_to_date: bool  # it said the digest of what is held here now
    remaining: int  # entries that are known to be still to pass, both ways
    reason: str  # the code of what holds it up; empty while nothing does


@dataclass(frozen=True, slots=True)
class PersonHere:
    """A person in the room, with the computers of theirs that are present; this one is not among those of ``me``."""

    voice: Voice
    me: bool
    up_to_date: bool  # each of their computers is
    devices: tuple[DeviceHere, ...]

    @property
    def remaining(self) -> int:
        """How many entries are still to pass with their computers."""
        return sum(device.remaining for device in self.devices)

    @property
    def reason(self) -> str:
        """The code of what holds one of their computers up; empty while nothing does."""
        return next((device.reason for device in self.devices if device.reason and not device.up_to_date), "")


@dataclass(frozen=True, slots=True)
class Sign:
    """The sign of the room as seen from this computer."""

    state: SignState
    persons: tuple[PersonHere, ...]  # who is present: oneself first, then by name
    unknown: tuple[DeviceHere, ...] = ()  # computers of the cell, their person not known: not reached, or just come in

    @property
    def present(self) -> int:
        """How many are present: persons, and each computer of which nobody knows whose it is."""
        return len(self.persons) + len(self.unknown)

    @property
    def up_to_date(self) -> int:
        """How many of those present are up to date."""
        return sum(person.up_to_date for person in self.persons)

    @property
    def behind(self) -> tuple[PersonHere, ...]:
        """Who is present and not up to date."""
        return tuple(person for person in self.persons if not person.up_to_date)

    @property
    def may_leave(self) -> bool:
        """Whether everyone may leave: all who are present hold the same, and nothing is still passing."""
        return self.state is SignState.MAY_LEAVE

    @property
    def others(self) -> frozenset[PersonId]:
        """The other persons who are present."""
        return frozenset(person.voice.person for person in self.persons if not person.me)


@dataclass(frozen=True, slots=True)
class SignChanged:
    """The room's sign says something else than before."""

    sign: Sign


@dataclass(frozen=True, slots=True)
class MeetingChanged:
    """A meeting began or ended, or what is told of it beside the sign changed (``services/room.py``)."""


@dataclass(frozen=True, slots=True)
class Here:
    """What the sign is concluded from, beside the computers near: who is who, and how far this computer is.

    ``owners``: the person for whom each device of the cell writes now. ``me`` is None before somebody let us in.
    ``changed_ms``: when what is held here last changed. ``settled``: all that is durable here was passed on and no
    session has anything to exchange. ``complete``: it is settled, attachments and secrets too.
    """

    me: Voice | None
    owners: Mapping[DeviceId, Voice]
    changed_ms: int
    settled: bool
    complete: bool


def sign_of(presences: Sequence[Presence], here: Here) -> Sign:
    """Return the sign of the room."""
    near = [one for one in presences if _is_here(one)]
    mine: list[DeviceHere] = []
    theirs: dict[PersonId, list[DeviceHere]] = {}
    unknown: list[DeviceHere] = []
    for one in near:
        owner = here.owners.get(one.device) if one.device else None
        if owner is None:
            unknown.append(_device(one, here))
        elif here.me is not None and owner.person == here.me.person:
            mine.append(_device(one, here))
        else:
            theirs.setdefault(owner.person, []).append(_device(one, here))
    voices = {voice.person: voice for voice in here.owners.values()}
    devices = (*mine, *unknown, *(device for several in theirs.values() for device in several))
    others = [_person(voices[person], several) for person, several in theirs.items()]
    return Sign(
        state=_state(devices, here),
        persons=(*_oneself(mine, devices, here), *sorted(others, key=lambda person: by_name(person.voice))),
        unknown=tuple(unknown),
    )


def _is_here(one: Presence) -> bool:
    """Whether a computer of the cell is in the room: it shows itself here, or a session with it runs."""
    runs = one.peer is not None and one.peer.state is not PeerState.ENDED
    return one.ours and one.reason not in NOT_OF_US and (runs or one.instance is not None)


def _device(one: Presence, here: Here) -> DeviceHere:
    if _says_what_we_hold(one, here):
        return DeviceHere(one.device, one.instance, one.state, up_to_date=True, remaining=0, reason="")
    remaining = one.peer.remaining if one.peer else 0
    return DeviceHere(one.device, one.instance, one.state, up_to_date=False, remaining=remaining, reason=one.reason)


def _says_what_we_hold(one: Presence, here: Here) -> bool:
    """Whether the last that was heard of it is the digest of what is held here now."""
    peer = one.peer
    if peer is None or peer.up_to_date_ms is None or peer.state is PeerState.EXCHANGING:
        return False
    if peer.state is PeerState.UP_TO_DATE and here.settled:
        return True
    return peer.up_to_date_ms > here.changed_ms  # whose session is over said so before it left, and nothing came since


def _person(voice: Voice, devices: Sequence[DeviceHere]) -> PersonHere:
    return PersonHere(voice, me=False, up_to_date=all(each.up_to_date for each in devices), devices=tuple(devices))


def _oneself(mine: Sequence[DeviceHere], devices: Sequence[DeviceHere], here: Here) -> tuple[PersonHere, ...]:
    """Return the person at this computer: up to date with somebody, and with each of their own other computers.

    While all others said the digest and something here was not passed on yet, it is this one that is not up to date.
    """
    if here.me is None:
        return ()
    equal = any(each.up_to_date for each in devices) and all(each.up_to_date for each in mine)
    equal = equal and (here.settled or not all(each.up_to_date for each in devices))
    return (PersonHere(here.me, me=True, up_to_date=equal, devices=tuple(mine)),)


def _state(devices: Sequence[DeviceHere], here: Here) -> SignState:
    if not devices:
        return SignState.ALONE
    behind = [each for each in devices if not each.up_to_date]
    if not behind and here.settled:
        return SignState.MAY_LEAVE if here.complete else SignState.FILES
    if behind and all(each.reason for each in behind):
        return SignState.HELD_UP
    return SignState.EXCHANGING
