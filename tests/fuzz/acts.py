"""Spoilt bodies of acts of authority: ``python -m tests.fuzz.acts``. What is read as an act is its one encoding."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from random import Random

import msgspec

from idos_p2p.governance.acts import Admit, Erase, Genesis, Invite, Start, Succeed, decode, encode, kind_of
from idos_p2p.governance.matters import Chamber
from tests.fuzz.driver import Parts, Wrong, main
from tests.unit.records.crafting import spoil_bytes

HONEST = (
    Genesis("Le Jardin 🌱", "2030-02-02", Chamber.CARRYING, b"s" * 32),
    Invite((b"k" * 32, b"l" * 32), b"n" * 32, Chamber.CONCERNED, 2**48 - 1),
    Start(b"i" * 32, 49, b"s" * 32, b"p" * 64),
    Admit(b"s" * 32, Chamber.CONCERNED, bytes(32)),
    Succeed(b"o" * 32, 2**32 - 1, b"h" * 32, b"s" * 32, b"p" * 64),
    Erase(b"d" * 32, 300),
)
VALUES: tuple[object, ...] = (
    None,
    True,
    0,
    -1,
    1,
    50,
    2**32,
    2**48,
    2**64 - 1,
    1.0,
    "",
    "é",
    "concerned",
    "2030-02-31",
    b"",
    b"x" * 32,
    [],
)


def inputs(random: Random) -> Iterator[Parts]:
    """Yield a kind and a body: bytes altered, a field of another type or at its edge, one too many or too few."""
    while True:
        act = random.choice(HONEST)
        kind, body = kind_of(act), encode(act)
        choice = random.random()
        if choice < 0.5:
            body = spoil_bytes(random, body)
        elif choice < 0.9:
            fields = list(msgspec.msgpack.decode(body))
            place = random.randrange(len(fields))
            replaced = [random.choice(VALUES)] if random.random() < 0.8 else random.choice(([], fields[place:] * 2))
            body = msgspec.msgpack.encode([*fields[:place], *replaced, *fields[place + 1 :]])
        else:
            kind = random.randrange(8)
        yield bytes([kind]), body


def judge(parts: Parts) -> str:
    """Return "void", or "accepted"."""
    act = decode(parts[0][0], parts[1])
    if act is None:
        return "void"
    if encode(act) != parts[1] or kind_of(act) != parts[0][0]:
        raise Wrong("another encoding")
    return "accepted"


if __name__ == "__main__":
    sys.exit(main("acts"))
