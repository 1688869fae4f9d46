"""Spoilt frames in real conversations: ``python -m tests.fuzz.messages``.

Each frame of a peer is read, or ends the session by name. What is read says the same when it is written again, and a
session that goes on answers within bounds.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from random import Random

import msgspec

from idos_p2p.errors import PeerFault
from sync.protocol.limits import MAX_FRAME_BYTES
from sync.protocol.messages import decode, encode
from sync.protocol.session import State
from tests.data.vectors.make import example_messages
from tests.fuzz.driver import Parts, Wrong, main
from tests.unit.protocol.peers import End, Peer, Wire, session_of
from tests.unit.records.crafting import spoil_bytes

EXAMPLES = [encode(message) for message in example_messages().values()]
VALUES: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    1,
    2**32 - 1,
    2**32,
    2**64 - 1,
    1.5,
    "",
    "é",
    "closing",
    b"",
    b"x" * 16,
    b"x" * 32,
    [],
    {},
)
MAX_ANSWERS = 2_000  # frames that one of the peer's can call forth: each of its rows at most one


def inputs(random: Random) -> Iterator[Parts]:
    """Yield conversations: what one of two real peers said, from one place on spoilt."""
    while True:
        said = _said(random)
        for _ in range(20):
            place = random.randrange(len(said) + 1)
            after = random.choice((said[place:], said[place : place + 1], EXAMPLES))
            spoilt = [
                _spoilt(random, frame) for frame in random.sample(after, min(len(after), random.choice((1, 1, 2))))
            ]
            yield (*said[:place], *(spoilt or [random.choice(EXAMPLES)]), *said[place + 1 :])


def _said(random: Random) -> list[bytes]:
    """Return what the second of two peers says when they meet."""
    one, other = ours(), Peer(2)
    for number in range(random.randrange(3)):
        other.write(f"word {number}")
    if random.random() < 0.5:
        one.give(other)
    wire = Wire(one, other)
    wire.drain()
    return wire.other.sent


def ours() -> Peer:
    """Return the peer that hears a conversation: it has written something."""
    peer = Peer(1)
    peer.write("one")
    return peer


def _spoilt(random: Random, frame: bytes) -> bytes:
    choice = random.random()
    if choice < 0.2:
        return random.choice(EXAMPLES)
    if choice < 0.6:
        return spoil_bytes(random, frame)
    try:
        fields = msgspec.msgpack.decode(frame[1:])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return frame[:1] + spoil_bytes(random, frame[1:])
    return frame[:1] + msgspec.msgpack.encode(_another(random, fields))


def _another(random: Random, value: object) -> object:
    """Return a value with one of what it holds replaced, doubled or gone."""
    if not isinstance(value, list) or not value or random.random() < 0.1:
        return random.choice(VALUES)
    place = random.randrange(len(value))
    if random.random() < 0.2:
        return [*value[:place], *value[place:] * 2]
    if random.random() < 0.1:
        return value[:place]
    return [*value[:place], _another(random, value[place]), *value[place + 1 :]]


def judge(parts: Parts) -> str:
    """Return the code of the fault that ends the conversation, or "accepted" when it goes on to the end."""
    peer = ours()
    end = End(peer, session_of(peer, Peer(77)))
    peer.ends.append(end)
    for frame in parts:
        try:
            message = decode(frame)
            if decode(encode(message)) != message:
                raise Wrong("another message")
            end.hear(frame)
        except PeerFault as fault:
            return fault.code
        if end.session.state is State.ENDED:
            return "bye"
        before = len(end.sent)
        end.speak()
        if len(end.sent) - before > MAX_ANSWERS or any(len(said) > MAX_FRAME_BYTES for said in end.frames):
            raise Wrong("too much is answered")
    return "accepted"


if __name__ == "__main__":
    sys.exit(main("messages"))
