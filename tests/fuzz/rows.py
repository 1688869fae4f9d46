"""A change as rows of values: spoilt there and encoded again, it passes the framing and reaches the rules behind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from random import Random
from typing import NamedTuple, TypeVar

from idos_p2p.ids import DeviceId
from idos_p2p.limits import MAX_OPERATIONS
from idos_p2p.records.change import DELETE, Change
from idos_p2p.records.columns import deltas, flags, numbers, words
from tests.unit.records.crafting import Parts, leb, signed_leb, take_apart

STRANGER = DeviceId(b"z" * 32)
Number = int | None
Value = TypeVar("Value", int, str)


class Row(NamedTuple):
    """One operation, as the columns number it; nothing is promised of any value."""

    object_actor: Number = None
    object_counter: Number = None
    key_actor: Number = None
    key_counter: Number = None
    word: str | None = None
    insert: bool = False
    action: int = 1
    kind: int = 0
    value: bytes = b""
    predecessors: tuple[tuple[int, int], ...] = ()


def rows_of(parts: Parts) -> list[Row]:
    """Read the rows of a change that passed the gate."""
    columns = parts.columns
    inserts = flags(columns[0x34], MAX_OPERATIONS)
    size = len(inserts)
    nothing: tuple[None, ...] = (None,) * size
    object_actors = numbers(columns[0x01], size) if 0x01 in columns else nothing
    object_counters = numbers(columns[0x02], size) if 0x02 in columns else nothing
    key_actors = numbers(columns[0x11], size) if 0x11 in columns else nothing
    key_counters = deltas(columns[0x13], size) if 0x13 in columns else nothing
    keys = words(columns[0x15], size) if 0x15 in columns else nothing
    actions, shapes = numbers(columns[0x42], size), numbers(columns[0x56], size)
    counts = [count or 0 for count in numbers(columns[0x70], size)]
    named = numbers(columns[0x71], sum(counts)) if 0x71 in columns else ()
    counters = deltas(columns[0x73], sum(counts)) if 0x73 in columns else ()
    replaced = iter([(index or 0, counter or 0) for index, counter in zip(named, counters, strict=True)])
    raw, at, rows = columns.get(0x57, b""), 0, []
    for place in range(size):
        shape = shapes[place] or 0
        before = tuple(next(replaced) for _ in range(counts[place]))
        value = raw[at : at + (shape >> 4)]
        target, key = (object_actors[place], object_counters[place]), (key_actors[place], key_counters[place])
        row = Row(*target, *key, keys[place], inserts[place], actions[place] or 0, shape & 15, value, before)
        rows.append(row)
        at += len(value)
    return rows


def columns_of(rows: Sequence[Row]) -> dict[int, bytes]:
    """Encode rows as the format asks; columns that hold nothing are left out."""
    if not rows:
        return {}
    by_column = zip(*rows, strict=True)
    object_actors, object_counters, key_actors, key_counters, keys, inserts, actions, kinds, values, before = by_column
    replaced = [one for row in rows for one in row.predecessors]
    columns = {
        0x01: _numbers(object_actors),
        0x02: _numbers(object_counters),
        0x11: _numbers(key_actors),
        0x13: _differences(key_counters),
        0x15: _words(keys),
        0x34: _alternations(inserts),
        0x42: _numbers(actions),
        0x56: _numbers(tuple(len(value) << 4 | kind for kind, value in zip(kinds, values, strict=True))),
        0x57: b"".join(values),
        0x70: _numbers(tuple(map(len, before))),
        0x71: _numbers(tuple(index for index, _ in replaced)),
        0x73: _differences(tuple(counter for _, counter in replaced)),
    }
    return {name: column for name, column in columns.items() if column}


def _word(word: str) -> bytes:
    data = word.encode()
    return leb(len(data)) + data


@lru_cache(4096)  # most columns of a spoilt change are those of the honest one
def _numbers(values: tuple[Number, ...]) -> bytes:
    return _runs(values, leb)


@lru_cache(4096)
def _words(values: tuple[str | None, ...]) -> bytes:
    return _runs(values, _word)


@lru_cache(4096)
def _differences(values: tuple[Number, ...]) -> bytes:
    return _runs(_steps(values), signed_leb)


def _steps(values: Sequence[Number]) -> list[Number]:
    steps: list[Number] = []
    before = 0
    for value in values:
        steps.append(None if value is None else value - before)
        before = before if value is None else value
    return steps


def _runs(values: Sequence[Value | None], write: Callable[[Value], bytes]) -> bytes:
    if all(value is None for value in values):
        return b""
    out: list[bytes] = []
    literals: list[bytes] = []
    for value, group in groupby(values):
        count = len(list(group))
        if value is not None and count == 1:
            literals.append(write(value))
            continue
        if literals:
            out += (signed_leb(-len(literals)), *literals)
            literals.clear()
        out.append(signed_leb(0) + leb(count) if value is None else signed_leb(count) + write(value))
    if literals:
        out += (signed_leb(-len(literals)), *literals)
    return b"".join(out)


@lru_cache(4096)
def _alternations(values: tuple[bool, ...]) -> bytes:
    return _flags(values)


def _flags(values: Sequence[bool]) -> bytes:
    counts = [(value, len(list(group))) for value, group in groupby(values)]
    return (leb(0) if counts and counts[0][0] else b"") + b"".join(leb(count) for _, count in counts)


WORDS = ("title", "n", "map", "text", "list", "nouveau", "\0", "", "k" * 256, "k" * 257, "e\u0301")
VALUES = (
    (0, b""),
    (1, b""),
    (2, b""),
    (2, b"x"),
    (3, leb(2**64 - 1)),
    (3, leb(2**64)),
    (4, signed_leb(-(2**63))),
    (4, signed_leb(2**63)),
    (5, bytes(8)),
    (5, bytes.fromhex("000000000000f07f")),
    (5, bytes.fromhex("0000000000000080")),
    (6, b""),
    (6, b"ab"),
    (6, "é".encode()),
    (6, "🌾".encode()),
    (6, b"\xef\xbf\xbc"),  # the sign that stands for an object in a text
    (6, b"\xff"),
    (6, b"x" * 5000),
    (7, b"\0\xff"),
    (8, leb(1)),
    (9, signed_leb(-62_135_424_000_000)),
    (9, signed_leb(-62_135_424_000_001)),
    (9, signed_leb(253_402_127_999_999)),
    (9, signed_leb(253_402_128_000_000)),
    (9, signed_leb(1_700_000_000_123)),
    (10, b"x"),
)


def spoil_rows(random: Random, parts: Parts, honest: Sequence[Row]) -> bytes:
    """Return the change, whose rows are given, with some altered, doubled, moved or gone, in the format's encoding."""
    rows = list(honest)
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 6))):
        place = random.randrange(len(rows) + 1)
        choice = random.random()
        if place == len(rows) or choice < 0.12:
            rows.insert(place, _altered(random, random.choice(rows) if rows else Row(word="title")))
        elif choice < 0.17:
            other = random.randrange(len(rows))
            rows[place], rows[other] = rows[other], rows[place]
        elif choice < 0.22:
            del rows[place]
        elif choice < 0.25:
            rows[place:place] = rows[place : place + 4] * random.choice((1, 3, 40))
        else:
            rows[place] = _altered(random, rows[place], rows)
    return replace(parts, columns=columns_of(rows)).build()


def _altered(random: Random, row: Row, others: Sequence[Row] = ()) -> Row:
    """Return a row with one thing changed: something near, something of another row, or something strange."""
    other = random.choice(others) if others else row
    choice = random.randrange(8)
    if choice == 0:
        places = ((other.object_actor, other.object_counter), (None, None), (0, random.randrange(40)))
        actor, counter = random.choice(places)
        return row._replace(object_actor=actor, object_counter=counter)
    if choice == 1:
        near = max(0, (row.key_counter or 0) + random.choice((-2, -1, 1, 2)))
        keys = ((other.key_actor, other.key_counter), (None, 0), (0, near), (0, random.randrange(60)))
        actor, counter = random.choice(keys)
        return row._replace(key_actor=actor, key_counter=counter, word=None)
    if choice == 2:
        word = random.choice((other.word, *WORDS))
        fresh = row._replace(word=word, key_actor=None, key_counter=None, insert=False)
        return fresh._replace(predecessors=()) if random.random() < 0.7 else fresh
    if choice == 3:
        action = random.choice((0, 1, 2, 3, 4, 4, 5, 6, 7))
        silent = action != 1 and random.random() < 0.8
        return row._replace(action=action, kind=0, value=b"") if silent else row._replace(action=action)
    if choice == 4:
        return row._replace(predecessors=_altered_predecessors(random, row.predecessors))
    if choice == 5:
        return _strange(random, row)
    kind, value = random.choice((*VALUES, (other.kind, other.value)))
    return row._replace(kind=kind, value=value, action=1)


def _strange(random: Random, row: Row) -> Row:
    """Return a row with one value of one column changed, whatever the others say."""
    if random.random() < 0.3:
        return row._replace(insert=not row.insert)
    near = random.choice((row.object_counter, row.key_counter, 0)) or 0
    changed = random.choice((None, 0, 1, 2, max(0, near - 1), near + 1, near + 2, random.randrange(60), 2**31, 2**40))
    alternatives = (
        row._replace(object_actor=changed),
        row._replace(object_counter=changed),
        row._replace(key_actor=changed),
        row._replace(key_counter=changed),
    )
    return random.choice(alternatives)


def _altered_predecessors(random: Random, named: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    choice = random.random()
    if choice < 0.3:
        return named[1:]
    added = (random.randrange(3), random.randrange(40))
    return tuple(sorted((*named, added), key=lambda one: one[::-1])) if choice < 0.8 else (*named, added)


def continued(random: Random, head: Change) -> Parts:
    """Return the parts of a change that honestly does again, on top of one, what that one did: to be spoilt."""
    parts = take_apart(head.body)
    again: dict[object, Row] = {}
    for counter, row in enumerate(rows_of(parts), head.start_op):
        if row.object_actor or row.key_actor or row.action == DELETE or not (row.insert or row.word):
            continue  # of another device, or gone: too much to be mended here
        slot = (row.object_counter, row.word) if row.word else counter
        again[slot] = row._replace(predecessors=((0, counter),) if row.word else ())
    rows = list(again.values()) or [Row(word="nouveau")]
    after = replace(parts, dependencies=(head.hash,), start_op=head.max_op + 1, others=())
    if random.random() < 0.85 or not any(row.predecessors or row.object_counter for row in rows):
        return replace(after, seq=head.seq + 1, columns=columns_of(rows))
    rows = [
        row._replace(
            object_actor=row.object_actor if row.object_actor is None else 1,
            key_actor=row.key_actor if row.key_actor is None else 1,
            predecessors=tuple((1, counter) for _, counter in row.predecessors),
        )
        for row in rows
    ]
    return replace(after, actor=STRANGER, seq=1, others=(head.actor,), columns=columns_of(rows))
