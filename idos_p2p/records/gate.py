"""The gate, first half: what can be judged of one Automerge change by itself.

Every change, ours included, passes here before the binding sees it (security §5.1). It accepts a language and hunts
for nothing: one encoding of each change, known columns only, bounded before it is expanded, allowed types only.
What needs the record so far is judged by ``records/context.py``.
"""

from __future__ import annotations

from hashlib import sha256
from itertools import pairwise
from typing import NamedTuple

from idos_p2p.ids import DeviceId
from idos_p2p.limits import MAX_ACTORS, MAX_BODY_BYTES, MAX_DEPENDENCIES, MAX_OPERATION_COUNTER, MAX_TIME_MS, MIB
from idos_p2p.recent import Recent
from idos_p2p.records.change import Change, ChangeHash, GateRefusal
from idos_p2p.records.columns import signed, unsigned
from idos_p2p.records.operations import KNOWN_COLUMNS, REQUIRED_COLUMNS, read_operations

_MAGIC = bytes.fromhex("856f4a83")
_CHECKSUM_END = 8
_CHANGE_CHUNK = 1  # 0 is a whole document, 2 a deflated change: neither is ever sent
_HASH_BYTES = 32
_ACTOR_BYTES = 32
_ONE_BYTE = 0x80  # smaller numbers are written in one byte

KNOWN_BYTES = 4 * MIB  # of changes examined lately: a record is judged whole each time something touches it
_CHANGE_BYTES = 900  # of a change's own objects, its place among the known ones included
_OPERATION_BYTES = 260  # of one operation's objects, where it shares none of them

_known: Recent[tuple[bytes, DeviceId], Change] = Recent(KNOWN_BYTES)


class _Header(NamedTuple):
    seq: int
    start_op: int
    dependencies: tuple[ChangeHash, ...]
    actors: tuple[bytes, ...]  # the author first, then the others, as the columns number them
    columns_at: int


def examine(body: bytes, actor: DeviceId) -> Change:
    """Decode the body of an entry written by device ``actor``; raise ``GateRefusal`` unless every rule holds.

    The rules judge the bytes alone, always in the same order, so that every peer gives the same reason; so what was
    accepted lately is not decoded again.
    """
    change = _known.find((body, actor))
    if change is None:
        change = _examine(body, actor)
        size = _CHANGE_BYTES + len(body) + _OPERATION_BYTES * len(change.operations)
        _known.keep((body, actor), change, size)
    return change


def _examine(body: bytes, actor: DeviceId) -> Change:
    content_at = _open_chunk(body)
    digest = sha256(memoryview(body)[_CHECKSUM_END:]).digest()
    if body[4:_CHECKSUM_END] != digest[:4]:
        raise GateRefusal("checksum")
    header = _read_header(body, content_at, actor)
    columns = _split_columns(body, header.columns_at)
    operations = read_operations(columns, header.actors, header.start_op)
    return Change(
        hash=ChangeHash(digest),
        body=body,
        actor=actor,
        seq=header.seq,
        start_op=header.start_op,
        max_op=header.start_op + len(operations) - 1,
        dependencies=header.dependencies,
        operations=operations,
    )


def _open_chunk(body: bytes) -> int:
    """Check the envelope and return where the content starts."""
    if len(body) > MAX_BODY_BYTES:
        raise GateRefusal("size")
    if len(body) <= _CHECKSUM_END or body[:4] != _MAGIC:
        raise GateRefusal("magic")
    if body[_CHECKSUM_END] != _CHANGE_CHUNK:
        raise GateRefusal("chunk")
    length, at = unsigned(body, _CHECKSUM_END + 1)
    if length != len(body) - at:
        raise GateRefusal("length")
    return at


def _read_header(body: bytes, at: int, actor: DeviceId) -> _Header:
    dependencies, at = _read_dependencies(body, at)
    author, at = _take(body, at)
    if author != actor:
        raise GateRefusal("actor")
    seq, at = unsigned(body, at)
    start_op, at = unsigned(body, at)
    if not 1 <= seq < MAX_OPERATION_COUNTER or not 1 <= start_op < MAX_OPERATION_COUNTER:
        raise GateRefusal("counter")
    time, at = signed(body, at)
    if not 0 <= time <= MAX_TIME_MS:
        raise GateRefusal("time")
    message, at = _take(body, at)
    if message:
        raise GateRefusal("message")
    others, at = _read_actors(body, at, author)
    return _Header(seq, start_op, dependencies, (author, *others), at)


def _take(body: bytes, at: int) -> tuple[bytes, int]:
    """Read a length, then that many bytes."""
    size, at = unsigned(body, at)
    if size > len(body) - at:
        raise GateRefusal("truncated")
    return body[at : at + size], at + size


def _read_dependencies(body: bytes, at: int) -> tuple[tuple[ChangeHash, ...], int]:
    count, at = unsigned(body, at)
    if count == 0:
        return (), at
    end = at + count * _HASH_BYTES
    if count > MAX_DEPENDENCIES:
        raise GateRefusal("dependencies")
    if end > len(body):
        raise GateRefusal("truncated")
    hashes = tuple(ChangeHash(body[place : place + _HASH_BYTES]) for place in range(at, end, _HASH_BYTES))
    if any(first >= second for first, second in pairwise(hashes)):
        raise GateRefusal("dependencies")
    return hashes, end


def _read_actors(body: bytes, at: int, author: bytes) -> tuple[tuple[bytes, ...], int]:
    count, at = unsigned(body, at)
    if count == 0:
        return (), at
    if count > MAX_ACTORS:
        raise GateRefusal("actors")
    others: list[bytes] = []
    for _ in range(count):
        other, at = _take(body, at)
        if len(other) != _ACTOR_BYTES or other == author or (others and others[-1] >= other):
            raise GateRefusal("actors")
        others.append(other)
    return tuple(others), at


def _split_columns(body: bytes, at: int) -> dict[int, bytes]:
    """Cut the rest of the body into its columns: known, ascending, none empty, nothing after the last."""
    count, at = unsigned(body, at)
    if count > len(KNOWN_COLUMNS):
        raise GateRefusal("columns")
    columns: dict[int, bytes] = {}
    sizes: list[int] = []
    before = -1
    for _ in range(count):
        if at + 1 >= len(body):
            raise GateRefusal("truncated")
        specification, size = body[at], body[at + 1]  # each known specification is written in one byte
        size, at = (size, at + 2) if size < _ONE_BYTE else unsigned(body, at + 1)
        if specification not in KNOWN_COLUMNS or specification <= before or size == 0:
            raise GateRefusal("columns")
        columns[specification] = b""
        sizes.append(size)
        before = specification
    if at + sum(sizes) != len(body) or not columns.keys() >= REQUIRED_COLUMNS:
        raise GateRefusal("columns")
    for specification, size in zip(columns, sizes, strict=True):
        columns[specification] = body[at : at + size]
        at += size
    return columns
