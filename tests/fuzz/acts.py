"""Spoilt bodies of acts of authority: ``python -m tests.fuzz.acts``. What is read as an act is its one encoding."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from random import Random

import msgspec

from idos_p2p.governance.acts import (
    ActBody,
    AddDevice,
    Admit,
    Answer,
    Ballot,
    Begin,
    Circle,
    Close,
    Contest,
    Countersign,
    Enact,
    Erase,
    Genesis,
    Ground,
    Invite,
    Leave,
    LeaveCircle,
    Propose,
    Rest,
    Revoke,
    Secret,
    Start,
    Succeed,
    Wrap,
    decode,
    encode,
    kind_of,
    named,
)
from idos_p2p.governance.matters import (
    Chamber,
    Chambers,
    Charter,
    Confirm,
    Cut,
    Exclude,
    Forget,
    Matter,
    Place,
    PutToRest,
    Ratify,
    Rebind,
    Text,
)
from tests.fuzz.driver import Parts, Wrong, main
from tests.unit.records.crafting import spoil_bytes

CUT = Cut(b"d" * 32, 9, b"h" * 32, b"a" * 32)
PLACE = Place(b"d" * 32, 7)
MATTERS: tuple[Matter, ...] = (
    Text(),
    Confirm(b"p" * 32),
    Exclude(b"p" * 32, (CUT, CUT)),
    PutToRest((b"p" * 32, b"q" * 32)),
    Rebind(b"p" * 32, b"s" * 32, (CUT,)),
    Chambers((b"p" * 32,), (b"q" * 32,), (b"r" * 32,)),
    Charter(),
    Forget((PLACE,)),
    Ratify(b"d" * 32),
)
HONEST: tuple[ActBody, ...] = (
    Genesis("Le Jardin 🌱", "2030-02-02", Chamber.CARRYING, b"s" * 32),
    Invite((b"k" * 32, b"l" * 32), b"n" * 32, Chamber.CONCERNED, 2**48 - 1),
    Start(b"i" * 32, 49, b"s" * 32, b"p" * 64),
    Admit(b"s" * 32, Chamber.CONCERNED, bytes(32)),
    Succeed(b"o" * 32, 2**32 - 1, b"h" * 32, b"s" * 32, b"p" * 64),
    Erase(b"d" * 32, 300),
    AddDevice(b"d" * 32, b"s" * 32, b"p" * 64),
    Begin(b"a" * 32),
    Revoke((CUT,)),
    Leave((CUT, CUT)),
    Rest(resting=True),
    Circle(PLACE, (b"p" * 32,), (b"q" * 32,)),
    LeaveCircle(PLACE),
    *(
        Propose(matter, project, b"r" * 32, (b"h" * 32,), b"c" * 32, b"d" * 32, "2031-01-31", bytes(32))
        for matter in MATTERS
        for project in (None, PLACE)
    ),
    Ballot(b"p" * 32, Answer.OBJECTION, Ground.PURPOSE, b"c" * 32, b"v" * 32),
    Countersign(b"b" * 32),
    Contest(b"b" * 32),
    Enact(b"p" * 32, (b"b" * 32, b"c" * 32)),
    Close(b"p" * 32),
    Secret(bytes(32), (Wrap(b"d" * 32, b"s" * 80),)),
)
HASH_BYTES = 32
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
    "consent",
    "risk",
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
            body = msgspec.msgpack.encode(_altered(random, msgspec.msgpack.decode(body)))
        else:
            kind = random.randrange(24)
        yield bytes([kind]), body


def _altered(random: Random, fields: list[object]) -> list[object]:
    """Return these fields with one, at any depth, of another value, twice or gone."""
    place = random.randrange(len(fields))
    inner = fields[place]
    if isinstance(inner, list) and inner and random.random() < 0.7:
        return [*fields[:place], _altered(random, inner), *fields[place + 1 :]]
    replaced = [random.choice(VALUES)] if random.random() < 0.8 else random.choice(([], fields[place:] * 2))
    return [*fields[:place], *replaced, *fields[place + 1 :]]


def judge(parts: Parts) -> str:
    """Return "void", or "accepted"."""
    act = decode(parts[0][0], parts[1])
    if act is None:
        return "void"
    if encode(act) != parts[1] or kind_of(act) != parts[0][0]:
        raise Wrong("another encoding")
    if any(len(name) != HASH_BYTES for name in named(act)):
        raise Wrong("it names what is no act")
    return "accepted"


if __name__ == "__main__":
    sys.exit(main("acts"))
