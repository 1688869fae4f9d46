"""The bodies of acts of authority: strictly typed messages with exactly one encoding (design §3, §5).

They hold no personal data, for they can never be erased: names live in person records.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta

from idos_p2p.governance.matters import Chamber, Cut, Day, Key, Matter, Place, Seq, acts_in
from idos_p2p.ids import ABSENT, EntryId
from idos_p2p.limits import MAX_BALLOTS, MAX_CIRCLE, MAX_INVITE_USES, MAX_NAME_CHARACTERS, MAX_TEXT_HEADS, MAX_WRAPS
from idos_p2p.log.entry import GENESIS

START, INVITE, ADMIT, SUCCEED, ERASE = 1, 2, 3, 4, 5
ADD_DEVICE, BEGIN, REVOKE, LEAVE, REST = 6, 7, 8, 9, 10
CIRCLE, LEAVE_CIRCLE = 11, 12
PROPOSE, BALLOT, COUNTERSIGN, CONTEST, ENACT, CLOSE = 13, 14, 15, 16, 17, 18
SECRET = 19

Signature = Annotated[bytes, Meta(min_length=64, max_length=64)]
Name = Annotated[str, Meta(min_length=1, max_length=MAX_NAME_CHARACTERS)]
Persons = Annotated[tuple[Key, ...], Meta(max_length=MAX_CIRCLE)]


class Answer(StrEnum):
    """What an elector says to a proposal; of concurrent ones of one person, the last of these counts."""

    CONSENT = "consent"
    ASIDE = "aside"
    OBJECTION = "objection"


class Ground(StrEnum):
    """Why somebody objects."""

    NONE = ""  # no objection
    PURPOSE = "purpose"  # it goes against the raison d'être
    RISK = "risk"  # a major risk
    DISENGAGEMENT = "disengagement"  # I could not go on in earnest


class Genesis(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Founds a cell; its entry's id is the cell's, its device is the founder's."""

    name: Name
    term: Day
    chamber: Chamber
    sealing: Key  # X25519 public key of the founding device, to seal secrets to it


class Invite(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Opens the door to as many newcomers as it has one-time keys, into one chamber."""

    keys: Annotated[tuple[Key, ...], Meta(min_length=1, max_length=MAX_INVITE_USES)]
    knock: Key  # shown to members, so that any of them can open the door
    chamber: Chamber
    not_after_ms: Annotated[int, Meta(ge=0, lt=2**48)]  # advice for the door, never a rule: clocks lie


class Start(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The first entry of an invited device, proved by one of the invitation's keys."""

    invite: Key
    number: Annotated[int, Meta(ge=0, lt=MAX_INVITE_USES)]
    sealing: Key
    proof: Signature  # over label ‖ cell ‖ invite ‖ device ‖ sealing


class Admit(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Brings in the person who started a device or, with an absent start, a person without one."""

    start: Key
    chamber: Chamber
    claims: Key  # entry id of the person record that they claim, or zeros


class Succeed(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The first entry of a device that takes the place of an older one of the same person, after a restored copy.

    The older device's key signs this and nothing more: going on with its log could fork it.
    """

    origin: Key  # entry id of the first act of the older device
    count: Annotated[int, Meta(ge=1, lt=2**32)]  # entries of the older device that this one knew of
    head: Key  # id of the last of them
    sealing: Key
    proof: Signature  # by the older device, over label ‖ cell ‖ origin ‖ count ‖ head ‖ this device ‖ sealing


class Erase(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Erases what its author's person owns: every body of the record created at this address, for good, everywhere."""

    device: Key
    seq: Seq


class AddDevice(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Gives its author's person one more device, which shows by its proof that it holds the key."""

    device: Key
    sealing: Key
    proof: Signature  # by the new device, over label ‖ cell ‖ author's device ‖ device ‖ sealing


class Begin(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The first entry of a device that another one of the same person added."""

    added: Key  # entry id of the add device


class Revoke(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Takes devices away from its author's person: what they wrote after these cuts counts for nothing."""

    cuts: Annotated[tuple[Cut, ...], Meta(min_length=1, max_length=MAX_CIRCLE)]


class Leave(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Its author's person leaves the cell. This entry is the last of its device; the cuts are of their other ones."""

    cuts: Annotated[tuple[Cut, ...], Meta(max_length=MAX_CIRCLE)]


class Rest(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Its author's person rests, and is no elector while they do, or comes back."""

    resting: bool


class Circle(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The two circles of a project that its author's person opened."""

    project: Place
    concerned: Persons
    carrying: Persons


class LeaveCircle(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Its author's person leaves the circles of a project."""

    project: Place


class Propose(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Puts a matter to both chambers of the cell or, where it names a project, to that project's circles.

    The electorates are those that its own past tells; their hashes say that its author saw the same.
    """

    matter: Matter
    project: Place | None
    record: Key  # entry id of the proposal's record (of a charter, its page), or zeros
    heads: Annotated[tuple[Key, ...], Meta(max_length=MAX_TEXT_HEADS)]  # the changes of the text that is put
    concerned: Key  # hash of each electorate (``electorate_hash``)
    carrying: Key
    review: Day  # when it comes back by itself
    replaces: Key  # the proposal of which this is a new version, or zeros


class Ballot(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Answers a proposal, for its author's person or, spoken, for a person without a device."""

    proposal: Key
    answer: Answer
    ground: Ground
    reason: Key  # entry id of the comment that holds the reason in words, or zeros
    voter: Key  # the person without a device who spoke, or zeros


class Countersign(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Says that its author's person heard a spoken ballot, too."""

    ballot: Key


class Contest(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Says that its author's person did not speak the ballot that was recorded for them."""

    ballot: Key


class Enact(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Certifies that a proposal is adopted, by every ballot on it that its author knew, ascending."""

    proposal: Key
    ballots: Annotated[tuple[Key, ...], Meta(max_length=MAX_BALLOTS)]


class Close(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Withdraws a proposal: no later ballot counts."""

    proposal: Key


class Wrap(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The cell secret of an epoch, sealed to one device."""

    device: Key
    sealed: Annotated[bytes, Meta(min_length=80, max_length=80)]


class Secret(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Renews the cell secret or, naming a renewal, seals the secret of that one to devices that lack it."""

    of: Key  # entry id of the act that renewed it, or zeros when this one does
    wraps: Annotated[tuple[Wrap, ...], Meta(min_length=1, max_length=MAX_WRAPS)]


ActBody = (
    Genesis
    | Start
    | Invite
    | Admit
    | Succeed
    | Erase
    | AddDevice
    | Begin
    | Revoke
    | Leave
    | Rest
    | Circle
    | LeaveCircle
    | Propose
    | Ballot
    | Countersign
    | Contest
    | Enact
    | Close
    | Secret
)
Body = TypeVar("Body", bound=ActBody)
_BODIES: dict[int, type[ActBody]] = {
    GENESIS: Genesis,
    START: Start,
    INVITE: Invite,
    ADMIT: Admit,
    SUCCEED: Succeed,
    ERASE: Erase,
    ADD_DEVICE: AddDevice,
    BEGIN: Begin,
    REVOKE: Revoke,
    LEAVE: Leave,
    REST: Rest,
    CIRCLE: Circle,
    LEAVE_CIRCLE: LeaveCircle,
    PROPOSE: Propose,
    BALLOT: Ballot,
    COUNTERSIGN: Countersign,
    CONTEST: Contest,
    ENACT: Enact,
    CLOSE: Close,
    SECRET: Secret,
}
_KINDS = {body: kind for kind, body in _BODIES.items()}


def kind_of(body: ActBody) -> int:
    """Return the kind that an entry with this body must have."""
    return _KINDS[type(body)]


def encode(body: ActBody) -> bytes:
    """Return the one encoding of this body (MessagePack, arrays, shortest forms)."""
    return msgspec.msgpack.encode(body)


def decode(kind: int, data: bytes) -> ActBody | None:
    """Return the body, or None when the kind is unknown or the bytes are not exactly one encoding of it."""
    expected = _BODIES.get(kind)
    if expected is None:
        return None
    try:
        body: ActBody = msgspec.msgpack.decode(data, type=expected)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return body if encode(body) == data else None


def known_kind(kind: int) -> bool:
    """Whether this program knows what an act of this kind means."""
    return kind in _BODIES


_NAMING: dict[type[ActBody], tuple[str, ...]] = {
    Start: ("invite",),
    Admit: ("start",),
    Succeed: ("origin",),
    Begin: ("added",),
    Revoke: ("cuts",),
    Leave: ("cuts",),
    Circle: ("concerned", "carrying"),
    Propose: ("matter", "replaces"),
    Ballot: ("proposal", "voter"),
    Countersign: ("ballot",),
    Contest: ("ballot",),
    Enact: ("proposal", "ballots"),
    Close: ("proposal",),
    Secret: ("of",),
}
"""The fields of each body that name acts."""


def named(body: ActBody) -> tuple[EntryId, ...]:
    """Return the acts that this body names, which therefore belong to its causal past."""
    found = [act for field in _NAMING.get(type(body), ()) for act in acts_in(getattr(body, field))]
    return tuple(EntryId(act) for act in found if act != ABSENT)
