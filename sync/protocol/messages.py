"""The messages of a session and of the door, and their one encoding (``PROTOCOL.md`` has the bytes).

A frame's first byte is the message's type. Segments and digests are raw; the rest is MessagePack of typed arrays.
A frame longer than its type can be is refused before any of it is read.
"""

from __future__ import annotations

import struct
from typing import Annotated

import msgspec
from msgspec import Meta

from idos_p2p.errors import PeerFault
from idos_p2p.limits import (
    ATTACHMENT_CHUNK_BYTES,
    MAX_ATTACHMENT_BYTES,
    MAX_BODY_BYTES,
    MAX_LOCATOR,
    MAX_NAME_CHARACTERS,
)
from idos_p2p.log.entry import SALT_BYTES
from sync.protocol.limits import MAX_BODIES, MAX_FRAME_BYTES, MAX_HEADS, MAX_WANTED

MAX_SECRETS = 256  # epochs of the cell secret
MAX_CODE_CHARACTERS = 64  # a reason in one word

Bytes32 = Annotated[bytes, Meta(min_length=32, max_length=32)]
Salt = Annotated[bytes, Meta(min_length=SALT_BYTES, max_length=SALT_BYTES)]
Seq = Annotated[int, Meta(ge=0, lt=2**32)]
Count = Annotated[int, Meta(ge=1, lt=2**32)]
ChunkNumber = Annotated[int, Meta(ge=0, lt=MAX_ATTACHMENT_BYTES // ATTACHMENT_CHUNK_BYTES)]
Digest = Annotated[bytes, Meta(min_length=16, max_length=16)]
Follows = Annotated[int, Meta(ge=0, lt=2**32)]
Devices = Annotated[tuple[Bytes32, ...], Meta(min_length=1, max_length=MAX_HEADS)]
Code = Annotated[str, Meta(max_length=MAX_CODE_CHARACTERS, pattern=r"^[a-z0-9_]+\Z")]


class Hello(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Opens a session: what all my logs hash to."""

    digest: Digest


class HeightRow(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The end of one branch of a device's log, as far as I have it."""

    device: Bytes32
    count: Count
    head: Bytes32


class HeightsMessage(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """My logs, strictly ascending: all when the digests differ, later those that you lack something of."""

    rows: Annotated[tuple[HeightRow, ...], Meta(max_length=MAX_HEADS)]


class SegmentMessage(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One segment, as it is stored."""

    blob: bytes


class Have(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """I have sent you all that you follow, by so many of your Follows, and this is what all my logs hash to now."""

    digest: Digest
    follows: Follows = 0


class Follow(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Send me what I lack of these logs, and what they grow by; strictly ascending."""

    devices: Devices


class Unfollow(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Send me no more of these logs: somebody else does."""

    devices: Devices


class PointRow(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One entry of a device, by how many entries its line has up to it."""

    count: Count
    head: Bytes32


class Locator(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Entries of a device that I hold, strictly ascending: tell me what you lack of it."""

    device: Bytes32
    rows: Annotated[tuple[PointRow, ...], Meta(max_length=MAX_LOCATOR)]


class AddressRow(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Where an entry stands."""

    device: Bytes32
    seq: Seq


class Want(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The bodies of these entries are missing here, strictly ascending: give me those you have."""

    rows: Annotated[tuple[AddressRow, ...], Meta(min_length=1, max_length=MAX_WANTED)]


class BodyRow(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One payload, for an entry that stands there."""

    device: Bytes32
    seq: Seq
    salt: Salt
    body: Annotated[bytes, Meta(max_length=MAX_BODY_BYTES)]


class Bodies(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """Bodies you asked for; none at the end of the answer."""

    rows: Annotated[tuple[BodyRow, ...], Meta(max_length=MAX_BODIES)]


class WantBlob(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """This attachment is missing here: give me some chunks of it, from this one on."""

    hash: Bytes32
    first: ChunkNumber


class BlobChunk(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """One chunk of the attachment you asked for, and how many bytes it has in all."""

    hash: Bytes32
    number: ChunkNumber
    size: Annotated[int, Meta(ge=0, le=MAX_ATTACHMENT_BYTES)]
    data: Annotated[bytes, Meta(max_length=ATTACHMENT_CHUNK_BYTES)]


class BlobAbsent(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """I do not have the attachment you asked for."""

    hash: Bytes32


class BlobHere(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """I have by now the attachment you asked for before."""

    hash: Bytes32


class BlobsSettled(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """There is no attachment that I would ask you for, as long as all my logs hash to this."""

    digest: Digest


class Bye(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """I end this session, for this reason."""

    code: Code


class Ask(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A newcomer's first word at the door: how they call themselves."""

    name: Annotated[str, Meta(min_length=1, max_length=MAX_NAME_CHARACTERS)]


class OfferMessage(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The door's answer: the invitation's entry, and the number of a free key of it."""

    invite: Bytes32
    number: Annotated[int, Meta(ge=0, lt=2**16)]


class SecretRow(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The cell secret of one epoch."""

    epoch: Annotated[bytes, Meta(min_length=1, max_length=32)]
    secret: Bytes32


class Welcome(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The door is open: what members find each other with. A session follows on the same channel."""

    secrets: Annotated[tuple[SecretRow, ...], Meta(min_length=1, max_length=MAX_SECRETS)]


class AskDevice(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A person's other computer, at the door: the key that secrets are sealed to for it, and its proof of both."""

    sealing: Bytes32
    proof: Annotated[bytes, Meta(min_length=64, max_length=64)]


class DeviceAdded(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The door's answer: the act that added the computer, and its person's own record (zeros: none yet)."""

    added: Bytes32
    person: Bytes32


BlobMessage = WantBlob | BlobChunk | BlobAbsent | BlobHere | BlobsSettled
"""What is said about attachments."""

LogMessage = Hello | HeightsMessage | SegmentMessage | Have | Bye | Locator | Want | Bodies | Follow | Unfollow
Message = LogMessage | BlobMessage | Ask | OfferMessage | Welcome | AskDevice | DeviceAdded
_TYPES: dict[int, type[Message]] = {
    1: Hello,
    2: HeightsMessage,
    3: SegmentMessage,
    4: Have,
    5: Bye,
    6: Locator,
    7: Want,
    8: Bodies,
    9: WantBlob,
    10: BlobChunk,
    11: BlobAbsent,
    12: BlobHere,
    13: BlobsSettled,
    14: Follow,
    15: Unfollow,
    16: Ask,
    17: OfferMessage,
    18: Welcome,
    19: AskDevice,
    20: DeviceAdded,
}
_NUMBERS = {kind: number for number, kind in _TYPES.items()}
_FOLLOWS = struct.Struct(">I")
_ROW = 4 + 2 * (2 + 32) + 5 + 3  # at most, of device, count and head as MessagePack, and what is around the rows
_MOST_BYTES: dict[type[Message], int] = {
    Hello: 17,
    HeightsMessage: _ROW * (MAX_HEADS + 1),
    Have: 17 + _FOLLOWS.size,
    Follow: _ROW * (MAX_HEADS + 1),
    Unfollow: _ROW * (MAX_HEADS + 1),
    Bye: 4 * MAX_CODE_CHARACTERS,
    Locator: _ROW * (MAX_LOCATOR + 1),
    Want: _ROW * (MAX_WANTED + 1),
    WantBlob: _ROW,
    BlobAbsent: _ROW,
    BlobHere: _ROW,
    BlobsSettled: _ROW,
    Ask: 8 + 4 * MAX_NAME_CHARACTERS,
    OfferMessage: _ROW,
    Welcome: _ROW * (MAX_SECRETS + 1),
    AskDevice: 2 * _ROW,
    DeviceAdded: _ROW,
}
"""What the longest message of a type takes, not a byte too little; for others the frame is the bound."""


def encode(message: Message) -> bytes:
    """Return the body of the frame that carries this message."""
    number = bytes([_NUMBERS[type(message)]])
    match message:
        case SegmentMessage(blob=raw) | Hello(digest=raw):
            return number + raw
        case Have(digest=digest, follows=follows):
            return number + digest + _FOLLOWS.pack(follows)
        case _:
            return number + msgspec.msgpack.encode(message)


def decode(frame: bytes) -> Message:
    """Return the message of a frame's body; raise PeerFault ``message_unknown`` or ``message_malformed``."""
    if not frame or frame[0] not in _TYPES:
        raise PeerFault("message_unknown", type=frame[0] if frame else -1)
    kind, content = _TYPES[frame[0]], frame[1:]
    if len(frame) > _MOST_BYTES.get(kind, MAX_FRAME_BYTES):
        raise PeerFault("message_malformed", type=frame[0], size=len(frame))
    try:
        if kind is SegmentMessage:
            return SegmentMessage(content)
        if kind is Hello:
            return msgspec.convert([content], kind)
        if kind is Have:
            return msgspec.convert([content[: -_FOLLOWS.size], *_FOLLOWS.unpack(content[-_FOLLOWS.size :])], kind)
        return msgspec.msgpack.decode(content, type=kind)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError, struct.error) as error:
        raise PeerFault("message_malformed", type=frame[0]) from error
