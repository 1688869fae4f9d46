"""Frames of every wrong kind: each message, as it is and spoilt by its structure, in each state of a session.

What a message consists of is taken from the examples that the vectors keep (``tests/data/vectors/make.py``): a message
that is added there is spoilt here too.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from idos_p2p.errors import Fault
from sync.channel.connection import Channel
from sync.channel.frames import frame
from sync.protocol.limits import MAX_FRAME_BYTES
from sync.protocol.messages import AddressRow, Bye, HeightsMessage, Hello, Want, WantBlob, decode, encode
from tests.data.vectors.make import example_messages
from tests.harness.attacks import Told, entry, heard_to_the_end
from tests.harness.stronghold import Siege

OTHER = b"x" * 16
UNFINISHED = "a frame that never ends"  # waited for as long as its sender shows that it is there
STATES = ("opening", "comparing", "live", "equal", "door")
VALUES: tuple[object, ...] = (None, True, -1, 0, 2**32, 2**64 - 1, 1.5, "", "é" * 99, b"", b"y" * 31, b"y" * 33, [], {})
RAW = frozenset({1, 3, 4})  # the types whose content is no MessagePack
BOMBS = (
    b"\x91" * 50_000,
    b"\x81\xa0" * 30_000,
    b"\xdd\xff\xff\xff\xff",
    b"\xc6\xff\xff\xff\xff",
    b"\xc7\x05\xff" + bytes(5),
)


class Wrong(NamedTuple):
    """What is said to the besieged in one session: bytes inside TLS, after what brings the session into a state."""

    name: str
    state: str
    said: bytes


def wrongs() -> Iterator[Wrong]:
    """Yield all of them, in a stable order."""
    for state in STATES:
        for name, message in example_messages().items():
            for how, body in spoilt(encode(message)):
                yield Wrong(f"{name}, {how}", state, frame(body))
        for name, said in sequences():
            yield Wrong(name, state, said)


def spoilt(body: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a frame's body as it is, cut, lengthened, of another type, and with each part replaced by another."""
    yield "in order", body
    for size in sorted({1, 2, len(body) // 2, len(body) - 1} - {0, len(body)}):
        yield f"cut at {size}", body[:size]
    yield "a byte more", body + b"\0"
    yield "as long as a frame may be", body + bytes(MAX_FRAME_BYTES - len(body))
    for number in (0, 14, 15, 21, 255):
        yield f"of type {number}", bytes([number]) + body[1:]
    for number, bomb in enumerate(BOMBS):
        yield f"with bomb {number}", body[:1] + bomb
    if body[0] not in RAW:
        for number, parts in enumerate(_replaced(msgspec.msgpack.decode(body[1:]))):
            yield f"with part {number} replaced", body[:1] + msgspec.msgpack.encode(parts)


def _replaced(parts: object) -> Iterator[object]:
    """Yield a structure with each of its parts, at any depth, replaced, left out and doubled."""
    yield from (value for value in VALUES if type(value) is not type(parts) or value != parts)
    if isinstance(parts, list):
        for place, part in enumerate(parts):
            before, after = parts[:place], parts[place + 1 :]
            yield [*before, *after]
            yield [*before, part, part, *after]
            for other in _replaced(part):
                yield [*before, other, *after]


def sequences() -> Iterator[tuple[str, bytes]]:
    """Yield what is wrong only by what came before it, or below the messages."""
    want, blob = encode(Want((AddressRow(b"a" * 32, 0),))), encode(WantBlob(b"h" * 32, 0))
    for name, body in (("a question", want), ("an attachment's question", blob), ("a greeting", encode(Hello(OTHER)))):
        yield f"{name} said many times", frame(body) * 50
    yield "heights said twice", frame(encode(HeightsMessage(()))) * 2
    yield "a frame too long", (MAX_FRAME_BYTES + 1).to_bytes(4, "big") + bytes(1_000)
    yield "a length of all ones", b"\xff" * 400
    yield UNFINISHED, (1_000).to_bytes(4, "big") + b"\1"
    yield "heartbeats", bytes(40_000)


async def wrong_frames(siege: Siege, count: int | None) -> Told:
    """Say each of them in a session of its own, all or so many drawn at random; every session has to end."""
    chosen: Sequence[Wrong] = tuple(wrongs())
    if count is not None:
        chosen = random.Random(siege.seed).sample(chosen, count)
    codes: Counter[str] = Counter()
    slowest = 0.0
    for number, wrong in enumerate(chosen):
        codes[await ended_by(siege, wrong, number)] += 1
        if number % 100 == 0:
            slowest = max(slowest, await entry(siege, siege.house.stranger(2)))
    return {"sessions": len(chosen), "member_slowest_ms": round(slowest * 1000), "codes": dict(codes.most_common())}


async def ended_by(siege: Siege, wrong: Wrong, number: int) -> str:
    """Return the reason that the besieged gives for ending the session; what is in order is ended by us."""
    if wrong.state == "door":
        channel = await siege.dial(siege.house.stranger(1), siege.house.used_invitation)
    else:  # now and then a device that nobody knows: it is heard, and not told
        channel = await siege.dial(siege.house.stranger(1) if number % 3 == 0 else None)
    try:
        await _bring_into(channel, wrong.state)
        channel._secure.write(wrong.said)
        await channel._secure.wire.drain()
        if wrong.name == UNFINISHED:
            return ""
        await channel.write_frame(encode(Bye("closing")))
        return await heard_to_the_end(channel)
    except Fault as fault:
        return fault.code
    finally:
        channel.abort()


async def _bring_into(channel: Channel, state: str) -> None:
    if state == "equal":
        hello = decode(await channel.read_frame())
        await channel.write_frame(encode(hello))
    if state in {"comparing", "live"}:
        await channel.write_frame(encode(Hello(OTHER)))
    if state == "live":
        await channel.write_frame(encode(HeightsMessage(())))
