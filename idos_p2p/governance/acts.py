"""The bodies of acts of authority: strictly typed messages with exactly one encoding (design §3, §5).

They hold no personal data, for they can never be erased: names live in person records.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from idos_p2p.ids import ABSENT, EntryId
from idos_p2p.limits import MAX_INVITE_USES, MAX_NAME_CHARACTERS
from idos_p2p.log.entry import GENESIS

START, INVITE, ADMIT, SUCCEED, ERASE = 1, 2, 3, 4, 5

Key = Annotated[bytes, Meta(min_length=32, max_length=32)]
Signature = Annotated[bytes, Meta(min_length=64, max_length=64)]
Name = Annotated[str, Meta(min_length=1, max_length=MAX_NAME_CHARACTERS)]
Day = Annotated[str, Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])\Z")]


class Chamber(StrEnum):
    """The two chambers of a cell (design §1): whom the projects concern, and who carries them."""

    CONCERNED = "concerned"
    CARRYING = "carrying"


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
    seq: Annotated[int, Meta(ge=0, lt=2**32)]


ActBody = Genesis | Start | Invite | Admit | Succeed | Erase
_BODIES: dict[int, type[ActBody]] = {
    GENESIS: Genesis,
    START: Start,
    INVITE: Invite,
    ADMIT: Admit,
    SUCCEED: Succeed,
    ERASE: Erase,
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


def named(body: ActBody) -> tuple[EntryId, ...]:
    """Return the acts that this body names, which therefore belong to its causal past."""
    match body:
        case Start(invite=invite):
            return (EntryId(invite),)
        case Admit(start=start) if start != ABSENT:
            return (EntryId(start),)
        case Succeed(origin=origin):
            return (EntryId(origin),)
        case _:
            return ()
