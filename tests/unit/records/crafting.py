"""Crafted changes: honest histories by the binding, taken apart, spoilt and put together again with a good checksum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from random import Random

from automerge.core import ROOT, Document, ObjType, ScalarType, Transaction

from idos_p2p.ids import DeviceId
from idos_p2p.records.change import Change
from idos_p2p.records.columns import signed, unsigned
from idos_p2p.records.gate import examine

ANA, BEN, CLO = (DeviceId(letter * 32) for letter in (b"a", b"b", b"c"))
MAGIC = bytes.fromhex("856f4a83")
_ONE_BYTE = tuple(bytes([number]) for number in range(0x80))


def leb(number: int) -> bytes:
    """Write an unsigned number."""
    if 0 <= number < 0x80:
        return _ONE_BYTE[number]
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def signed_leb(number: int) -> bytes:
    """Write a signed number."""
    out = bytearray()
    while not -64 <= number < 64:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number & 0x7F])


def chunk(content: bytes, kind: int = 1) -> bytes:
    """Wrap content as a chunk whose checksum is right."""
    rest = bytes([kind]) + leb(len(content)) + content
    return MAGIC + sha256(rest).digest()[:4] + rest


@dataclass(frozen=True)
class Parts:
    """A change taken apart; ``build`` puts it together, whatever was replaced."""

    dependencies: tuple[bytes, ...] = ()
    actor: bytes = ANA
    seq: int = 1
    start_op: int = 1
    time: int = 0
    message: bytes = b""
    others: tuple[bytes, ...] = ()
    columns: dict[int, bytes] = field(default_factory=dict)
    extra: bytes = b""

    def build(self) -> bytes:
        """Return the whole body."""
        head = leb(len(self.dependencies)) + b"".join(self.dependencies) + leb(len(self.actor)) + self.actor
        numbers = leb(self.seq) + leb(self.start_op) + signed_leb(self.time) + leb(len(self.message)) + self.message
        others = leb(len(self.others)) + b"".join(leb(len(other)) + other for other in self.others)
        sizes = b"".join([leb(name) + leb(len(data)) for name, data in self.columns.items()])
        columns = leb(len(self.columns)) + sizes + b"".join(self.columns.values())
        return chunk(head + numbers + others + columns + self.extra)

    def with_column(self, name: int, data: bytes | None) -> Parts:
        """Return these parts with one column replaced, or left out."""
        columns = {**self.columns, name: data or b""}
        if data is None:
            del columns[name]
        return replace(self, columns=dict(sorted(columns.items())))


def take_apart(body: bytes) -> Parts:
    """Take an honest change apart."""
    _, at = unsigned(body, 9)
    count, at = unsigned(body, at)
    dependencies = tuple(body[at + 32 * n : at + 32 * n + 32] for n in range(count))
    actor, at = _take(body, at + 32 * count)
    seq, at = unsigned(body, at)
    start_op, at = unsigned(body, at)
    time, at = signed(body, at)
    message, at = _take(body, at)
    count, at = unsigned(body, at)
    others = []
    for _ in range(count):
        other, at = _take(body, at)
        others.append(other)
    count, at = unsigned(body, at)
    sizes = []
    for _ in range(count):
        name, at = unsigned(body, at)
        size, at = unsigned(body, at)
        sizes.append((name, size))
    columns = {}
    for name, size in sizes:
        columns[name] = body[at : at + size]
        at += size
    return Parts(dependencies, actor, seq, start_op, time, message, tuple(others), columns, body[at:])


def author_of(body: bytes) -> DeviceId:
    """Return the device that a change says it is by."""
    return DeviceId(take_apart(body).actor)


def _take(body: bytes, at: int) -> tuple[bytes, int]:
    size, at = unsigned(body, at)
    return body[at : at + size], at + size


def honest_history(random: Random, steps: int = 12, actors: Sequence[DeviceId] = (ANA, BEN, CLO)) -> list[Change]:
    """Return the changes of a random honest history, by devices that write apart and meet, in causal order."""
    first = Document(actors[0])
    with first.transaction() as transaction:
        transaction.put_object(ROOT, "text", ObjType.Text)
        transaction.put_object(ROOT, "list", ObjType.List)
        transaction.put_object(ROOT, "map", ObjType.Map)
        transaction.put(ROOT, "title", ScalarType.Str, "début")
    documents = [first]
    for actor in actors[1:]:
        other = first.fork()
        other.set_actor(actor)
        documents.append(other)
    for _ in range(steps):
        one = random.choice(documents)
        if random.random() < 0.3:
            one.merge(random.choice([other for other in documents if other is not one]))
        with one.transaction() as transaction:
            for _ in range(random.choice((1, 1, 2, 5, 20))):
                honest_step(random, transaction)
    for other in documents[1:]:
        first.merge(other)
    return [examine(change.raw_bytes, DeviceId(change.actor_id)) for change in first.get_changes([])]


def honest_step(random: Random, transaction: Transaction) -> None:
    target, kind = random.choice(_objects(transaction))
    length = transaction.length(target)
    if kind == ObjType.Map:
        key = random.choice(("title", "état", "n", "deep", "x" * 200))
        if random.random() < 0.25:
            if target != ROOT and transaction.get(target, key) is not None:
                transaction.delete(target, key)
        elif random.random() < 0.2:
            transaction.put_object(target, key, random.choice((ObjType.Map, ObjType.List, ObjType.Text)))
        else:
            transaction.put(target, key, *_scalar(random))
    elif length and random.random() < 0.35:
        transaction.delete(target, random.randrange(length))
    elif kind == ObjType.Text:
        character = random.choice("abé 👩\u200d🌾\n")
        if length and random.random() < 0.1:
            transaction.put(target, random.randrange(length), ScalarType.Str, character)
        else:
            transaction.insert(target, random.randint(0, length), ScalarType.Str, character)
    elif length and random.random() < 0.3:
        transaction.put(target, random.randrange(length), *_scalar(random))
    elif random.random() < 0.2:
        transaction.insert_object(target, random.randint(0, length), random.choice((ObjType.Map, ObjType.Text)))
    else:
        transaction.insert(target, random.randint(0, length), *_scalar(random))


def _objects(transaction: Transaction) -> list[tuple[bytes, ObjType]]:
    """Return the root and every visible object below it, with its type."""
    found = [(ROOT, ObjType.Map)]
    for target, kind in found:
        if kind == ObjType.Text or len(found) > 40:
            continue
        found += [(identifier, value) for value, identifier in transaction.values(target) if isinstance(value, ObjType)]
    return found


def _scalar(random: Random) -> tuple[ScalarType, str | int | float | bool | bytes | None]:
    return random.choice(
        (
            (ScalarType.Str, random.choice(("", "mot", "été 🌱", "a\0b", "x" * 300))),
            (ScalarType.Int, random.choice((0, -1, 63, 64, -(2**53), 2**62))),
            (ScalarType.Uint, random.choice((0, 127, 128, 2**40))),
            (ScalarType.Boolean, random.random() < 0.5),
            (ScalarType.F64, random.choice((0.0, -1.5, 1e300))),
            (ScalarType.Bytes, random.randbytes(random.randrange(5))),
            (ScalarType.Null, None),
        )
    )


def spoil(random: Random, parts: Parts) -> bytes:
    """Return the change with something wrong, or merely different, and a good checksum."""
    choice = random.random()
    if choice < 0.6 and parts.columns:
        name = random.choice(list(parts.columns))
        return parts.with_column(name, spoil_bytes(random, parts.columns[name])).build()
    if choice < 0.7 and parts.columns:
        return parts.with_column(random.choice(list(parts.columns)), None).build()
    if choice < 0.8:
        number = random.choice((0, 1, 2, 3, parts.seq + 1, parts.start_op + 1, 2**31, 2**32 - 1))
        different = (replace(parts, seq=number), replace(parts, start_op=number), replace(parts, time=number))
        return random.choice(different).build()
    if choice < 0.87:
        return replace(parts, dependencies=parts.dependencies[: random.randrange(2)]).build()
    if choice < 0.93 and parts.others:
        others = random.choice((parts.others[1:], (*parts.others, random.choice((ANA, BEN, b"z" * 32)))))
        return replace(parts, others=others).build()
    body = spoil_bytes(random, parts.build()[9:])
    return MAGIC + sha256(b"\1" + body).digest()[:4] + b"\1" + body


def spoil_bytes(random: Random, data: bytes) -> bytes:
    """Return bytes with one to three of them altered, put in, taken out or repeated."""
    out = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        place = random.randrange(len(out) + 1)
        choice = random.randrange(4)
        if choice == 0 and place < len(out):
            out[place] = random.choice(
                (0, 1, 2, 3, 0x7E, 0x7F, out[place] ^ 1, out[place] + 1 & 0xFF, random.randrange(256))
            )
        elif choice == 1:
            out[place:place] = random.choice((b"\0", b"\1", b"\2", b"\x7f", b"\x80", leb(random.randrange(1000))))
        elif choice == 2:
            del out[place : place + random.choice((1, 2))]
        else:
            other = random.randrange(len(out) + 1)
            out[place:place] = out[other : other + random.choice((1, 2, 4))]
    return bytes(out)
