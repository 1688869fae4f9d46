"""The operations of a change, rebuilt from its columns, with the rules that need nothing but the change."""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import accumulate, groupby, pairwise, repeat
from math import isfinite
from typing import NamedTuple, cast

from idos_p2p.limits import MAX_OPERATION_COUNTER, MAX_OPERATIONS, MAX_PREDECESSORS, MAX_VALUE_BYTES
from idos_p2p.records.change import (
    DELETE,
    HEAD,
    MAKE_TEXT,
    SET,
    GateRefusal,
    Operation,
    OperationId,
    Scalar,
    Timestamp,
)
from idos_p2p.records.columns import deltas, flags, numbers, signed, unsigned, words

# Columns by their specification: identifier << 4 | type (the deflate bit is never set in a change).
_OBJECT_ACTOR, _OBJECT_COUNTER = 0x01, 0x02
_KEY_ACTOR, _KEY_COUNTER, _KEY_WORD = 0x11, 0x13, 0x15
_INSERT, _ACTION, _VALUE_SHAPE, _VALUE = 0x34, 0x42, 0x56, 0x57
_PREDECESSOR_COUNT, _PREDECESSOR_ACTOR, _PREDECESSOR_COUNTER = 0x70, 0x71, 0x73

REQUIRED_COLUMNS = frozenset({_INSERT, _ACTION, _VALUE_SHAPE, _PREDECESSOR_COUNT})
"""Without one of these the binding refuses what the rest of the rules would let through (security §2.1)."""

KNOWN_COLUMNS = REQUIRED_COLUMNS | {
    _OBJECT_ACTOR,
    _OBJECT_COUNTER,
    _KEY_ACTOR,
    _KEY_COUNTER,
    _KEY_WORD,
    _VALUE,
    _PREDECESSOR_ACTOR,
    _PREDECESSOR_COUNTER,
}
"""Every column a change may have; those of marks are not among them."""

# The types of a value, the low four bits of its shape; 8 is the counter, refused.
_NULL, _FALSE, _TRUE, _UINT, _INT, _FLOAT, _STRING, _BYTES, _TIMESTAMP = 0, 1, 2, 3, 4, 5, 6, 7, 9
_FLOAT_BYTES = 8
# Milliseconds from 0001-01-03 to 9999-12-29. Where Python has no such day, the binding panics: it makes a date of the
# reader's own time zone, and Python looks a day back to tell summer from winter.
_FIRST_TIMESTAMP, _LAST_TIMESTAMP = -62_135_424_000_000, 253_402_127_999_999

_STRUCTURE = tuple(sorted(KNOWN_COLUMNS - {_VALUE_SHAPE, _VALUE}))
"""The columns that repeat byte for byte from record to record: their reading is kept, within these bounds.

What a peer can pin in memory so is some 10 MB.
"""
_CACHED_BYTES = 512
_CACHED_ROWS = 24  # a record with a text hardly ever repeats: to keep those of 64 took more time than it spared
_CACHE_ENTRIES = 1024

_Numbers = tuple[int | None, ...]


class _Skeleton(NamedTuple):
    """The operations of a change but for their values; one entry a row in each."""

    identifiers: tuple[OperationId, ...]
    targets: Sequence[OperationId | None]
    keys: Sequence[str | OperationId]
    inserts: Sequence[bool]
    actions: Sequence[int]
    predecessors: Sequence[tuple[OperationId, ...]]
    silent: tuple[int, ...]  # the rows that may not write a value


def read_operations(columns: Mapping[int, bytes], actors: tuple[bytes, ...], start_op: int) -> tuple[Operation, ...]:
    """Return the operations the columns hold, of a change by ``actors[0]`` whose first operation is ``start_op``.

    ``actors`` are the devices the columns name by number; each of them must be named.
    """
    rows = len(flags(columns[_INSERT], MAX_OPERATIONS))
    if start_op + rows > MAX_OPERATION_COUNTER:
        raise GateRefusal("counter")
    structure = tuple([columns.get(name, b"") for name in _STRUCTURE])
    repeats = rows <= _CACHED_ROWS and sum(map(len, structure)) <= _CACHED_BYTES
    skeleton = (_kept_skeleton if repeats else _read_skeleton)(structure, actors, start_op)
    values = _read_values(numbers(columns[_VALUE_SHAPE], rows), columns.get(_VALUE, b""))
    for row in skeleton.silent:
        if values[row] is not None:
            raise GateRefusal("action")
    table = zip(*skeleton[:5], values, skeleton.predecessors, strict=True)
    return tuple(map(_operation, table))


# As Operation._make, a call less for each letter.
_operation: Callable[[tuple[object, ...]], Operation] = partial(tuple.__new__, Operation)


def _read_skeleton(structure: tuple[bytes, ...], actors: tuple[bytes, ...], start_op: int) -> _Skeleton:
    """Decode the columns of ``_STRUCTURE`` and check what needs no value."""
    columns = {name: column for name, column in zip(_STRUCTURE, structure, strict=True) if column}
    inserts = flags(columns[_INSERT], MAX_OPERATIONS)
    rows = len(inserts)
    named = {0}
    actions = _known_actions(numbers(columns[_ACTION], rows))
    targets = _read_objects(columns, rows, actors, named)
    keys = _read_keys(columns, rows, actors, named)
    predecessors = _read_predecessors(columns, rows, actors, named)
    if len(named) != len(actors):
        raise GateRefusal("actors")
    author = actors[0]
    own = tuple(zip(range(start_op, start_op + rows), repeat(author)))
    silent = tuple([row for row, action in enumerate(actions) if action != SET])
    skeleton = _Skeleton(own, targets, keys, inserts, actions, predecessors, silent)
    _check(skeleton, start_op)
    return skeleton


_kept_skeleton = lru_cache(_CACHE_ENTRIES)(_read_skeleton)


def _known_actions(actions: _Numbers) -> tuple[int, ...]:
    known = tuple([action for action in actions if action is not None and action <= MAKE_TEXT])
    if len(known) != len(actions):
        raise GateRefusal("action")
    return known


def _number_columns(
    columns: Mapping[int, bytes], actor: int, counter: int, rows: int, named: set[int]
) -> tuple[_Numbers, _Numbers]:
    """Decode the two columns of a key's or predecessor's operation ids, and note the actors they name."""
    nothing: _Numbers = (None,) * rows
    indexes = numbers(columns[actor], rows) if actor in columns else nothing
    counters = deltas(columns[counter], rows) if counter in columns else nothing
    named.update(index for index in set(indexes) if index is not None)
    return indexes, counters


def _identifier(index: int | None, counter: int | None, actors: Sequence[bytes]) -> OperationId:
    """Return the operation id that a counter and an actor's number stand for."""
    if index is None or counter is None:
        raise GateRefusal("identifier")
    if index >= len(actors):
        raise GateRefusal("actors")
    if counter < 1:
        raise GateRefusal("counter")
    return counter, actors[index]


def _read_objects(
    columns: Mapping[int, bytes], rows: int, actors: Sequence[bytes], named: set[int]
) -> Sequence[OperationId | None]:
    if _OBJECT_ACTOR not in columns and _OBJECT_COUNTER not in columns:
        return (None,) * rows
    if _OBJECT_ACTOR not in columns or _OBJECT_COUNTER not in columns:
        raise GateRefusal("identifier")
    indexes = numbers(columns[_OBJECT_ACTOR], rows)
    counters = numbers(columns[_OBJECT_COUNTER], rows)
    known: dict[tuple[int | None, int | None], OperationId | None] = {(None, None): None}
    objects: list[OperationId | None] = []
    for pair, run in groupby(zip(indexes, counters, strict=True)):  # a text's letters are together
        if pair not in known:
            known[pair] = _identifier(*pair, actors)
            named.add(pair[0] or 0)
        objects += [known[pair]] * len(list(run))
    return objects


def _read_keys(
    columns: Mapping[int, bytes], rows: int, actors: Sequence[bytes], named: set[int]
) -> Sequence[str | OperationId]:
    """Return for each row its map key or its list element: exactly one of the two."""
    keys = words(columns[_KEY_WORD], rows) if _KEY_WORD in columns else (None,) * rows
    if _KEY_ACTOR not in columns and _KEY_COUNTER not in columns:
        if None in keys:
            raise GateRefusal("key")
        return [key for key in keys if key is not None]
    indexes, counters = _number_columns(columns, _KEY_ACTOR, _KEY_COUNTER, rows, named)
    result: list[str | OperationId] = []
    known = len(actors)
    for index, alike in groupby(indexes):
        run = slice(len(result), len(result) + len(list(alike)))
        if index is not None and index < known and _all_elements(keys[run], counters[run]):
            result += cast("list[OperationId]", list(zip(counters[run], repeat(actors[index]))))  # a text's letters
            continue
        for key, counter in zip(keys[run], counters[run], strict=True):
            if key is not None:
                if index is not None or counter is not None:
                    raise GateRefusal("key")
                result.append(key)
            elif index is not None and counter is not None and index < known and counter > 0:
                result.append((counter, actors[index]))
            elif index is None and counter == 0:
                result.append(HEAD)
            else:
                raise GateRefusal("identifier")
    return result


def _all_elements(keys: Sequence[str | None], counters: _Numbers) -> bool:
    """Tell whether each of these rows, of a known actor, names an element and no key of a map."""
    return keys.count(None) == len(keys) and None not in counters and min(cast("tuple[int, ...]", counters)) > 0


def _read_predecessors(
    columns: Mapping[int, bytes], rows: int, actors: Sequence[bytes], named: set[int]
) -> Sequence[tuple[OperationId, ...]]:
    """Return for each row the operations it replaces."""
    if _PREDECESSOR_ACTOR not in columns and _PREDECESSOR_COUNTER not in columns:
        if set(numbers(columns[_PREDECESSOR_COUNT], rows)) != {0}:
            raise GateRefusal("predecessors")
        return ((),) * rows
    counts = [-1 if count is None else count for count in numbers(columns[_PREDECESSOR_COUNT], rows)]
    if min(counts) < 0 or max(counts) > MAX_PREDECESSORS or sum(counts) == 0:
        raise GateRefusal("predecessors")
    indexes, counters = _number_columns(columns, _PREDECESSOR_ACTOR, _PREDECESSOR_COUNTER, sum(counts), named)
    flat = [_identifier(index, counter, actors) for index, counter in zip(indexes, counters, strict=True)]
    ends = list(accumulate(counts))
    return [tuple(flat[end - count : end]) for count, end in zip(counts, ends, strict=True)]


def _read_values(shapes: _Numbers, raw: bytes) -> Sequence[Scalar]:
    """Cut the raw column by the shapes (length << 4 | type), which must use it up exactly."""
    values: list[Scalar] = []
    at = 0
    for shape, alike in groupby(shapes):
        count = len(list(alike))
        if shape is None:
            raise GateRefusal("value")
        if shape < _UINT:
            values += [_SINGLES[shape]] * count
            continue
        letters = raw[at : at + count]
        if shape == _ONE_LETTER and len(letters) == count and letters.isascii():
            values += letters.decode()  # each a value of its own
            at += count
            continue
        kind, size = shape & 0x0F, shape >> 4
        for _ in range(count):
            end = at + size
            if end > len(raw) or size > MAX_VALUE_BYTES:
                raise GateRefusal("value")
            values.append(_decode_words(raw[at:end]) if kind == _STRING else _decode_value(kind, raw, at, end))
            at = end
    if at != len(raw):
        raise GateRefusal("value")
    return values


_NOTHING = object()
_SINGLES: tuple[Scalar, ...] = (None, False, True)
_ONE_LETTER = 1 << 4 | _STRING  # of a text written in ASCII: most values by far


def _decode_words(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise GateRefusal("utf8") from error


def _decode_value(kind: int, raw: bytes, at: int, end: int) -> Scalar:
    """Decode the one value between two places of the raw column."""
    if kind == _BYTES:
        return raw[at:end]
    if kind == _FLOAT and end - at == _FLOAT_BYTES:
        number: float = struct.unpack_from("<d", raw, at)[0]
        if not isfinite(number):
            raise GateRefusal("value")
        return number
    if kind in (_UINT, _INT, _TIMESTAMP):
        whole, stop = (unsigned if kind == _UINT else signed)(raw, at)
        if stop == end and (kind != _TIMESTAMP or _FIRST_TIMESTAMP <= whole <= _LAST_TIMESTAMP):
            return Timestamp(whole) if kind == _TIMESTAMP else whole
    raise GateRefusal("value")


def _check(skeleton: _Skeleton, start_op: int) -> None:
    """Check each operation against the rules of its action, and that it names only what may come before it."""
    before: OperationId | None = None
    checked: object = _NOTHING
    for own, target, key, insert, action, predecessors in zip(*skeleton[:6], strict=True):
        if insert and key == before and target is checked and action == SET and not predecessors:
            before = own  # of a run, as typed, in an object that was checked
            continue
        if insert and (predecessors or action == DELETE or isinstance(key, str)):
            raise GateRefusal("insert")
        if not isinstance(key, str):
            if target is None or (key == HEAD and not insert):
                raise GateRefusal("key")
            if key[0] >= start_op and key != before:
                _check_own(key, own)
        if target is not None and target is not checked and target[0] >= start_op:
            _check_own(target, own)
            checked = target  # own operations only grow: what may be named now may be named by the rest of a run
        if predecessors:
            _check_predecessors(predecessors, own, start_op)
        elif action == DELETE:
            raise GateRefusal("predecessors")
        before = own


def _check_own(named: OperationId, own: OperationId) -> None:
    """Check that what is named, too new to be anyone else's, is an earlier operation of the same change."""
    if named[0] >= own[0] or named[1] != own[1]:
        raise GateRefusal("identifier")


def _check_predecessors(predecessors: tuple[OperationId, ...], own: OperationId, start_op: int) -> None:
    if any(first >= second for first, second in pairwise(predecessors)):
        raise GateRefusal("predecessors")
    if predecessors[-1][0] >= start_op:
        for predecessor in predecessors:
            if predecessor[0] >= start_op:
                _check_own(predecessor, own)
