"""The columns of the Automerge format, decoded strictly.

There is exactly one accepted encoding of each sequence of values (https://automerge.org/automerge-binary-format-spec/),
and no run is expanded before it is known to fit the number of rows. Anything else raises ``GateRefusal``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from itertools import accumulate
from typing import TypeVar

from idos_p2p.limits import MAX_KEY_BYTES
from idos_p2p.records.change import GateRefusal

Value = TypeVar("Value", int, str)

_MORE = 0x80  # the bit of a byte that says another one follows
_MAX_NUMBER_BYTES = 10  # 64 bits, seven in each byte
_CACHED_BYTES = 96  # longer columns rarely repeat; with the rows it bounds what a peer can pin in memory
_CACHED_ROWS = 256
_CACHE_ENTRIES = 2048


def unsigned(data: bytes, at: int) -> tuple[int, int]:
    """Read one unsigned LEB128 number below 2^64 in its shortest form; return it and the position after it."""
    if at < len(data) and data[at] < _MORE:
        return data[at], at + 1
    bits, size = _long_number(data, at)
    if data[at + size - 1] == 0 or bits >> 64:
        raise GateRefusal("number")
    return bits, at + size


def signed(data: bytes, at: int) -> tuple[int, int]:
    """Read one signed LEB128 number of 64 bits in its shortest form; return it and the position after it."""
    if at < len(data) and data[at] < _MORE:
        return (data[at] ^ 0x40) - 0x40, at + 1
    bits, size = _long_number(data, at)
    half = 1 << 7 * size - 1
    number = (bits ^ half) - half
    if -(half >> 7) <= number < half >> 7 or not -(1 << 63) <= number < 1 << 63:
        raise GateRefusal("number")
    return number, at + size


def _long_number(data: bytes, at: int) -> tuple[int, int]:
    """Return the bits of the LEB128 number at a position, and how many bytes it takes."""
    bits = 0
    for size, byte in enumerate(data[at : at + _MAX_NUMBER_BYTES], 1):
        bits |= (byte & 0x7F) << 7 * (size - 1)
        if byte < _MORE:
            return bits, size
    raise GateRefusal("number" if len(data) - at >= _MAX_NUMBER_BYTES else "truncated")


def _word(data: bytes, at: int) -> tuple[str, int]:
    """Read one key: its length, then UTF-8, never empty (the binding refuses to write an empty key)."""
    size, at = unsigned(data, at)
    if not 0 < size <= MAX_KEY_BYTES:
        raise GateRefusal("key")
    end = at + size
    if end > len(data):
        raise GateRefusal("truncated")
    try:
        return data[at:end].decode(), end
    except UnicodeDecodeError as error:
        raise GateRefusal("utf8") from error


def _expand(column: bytes, rows: int, read: Callable[[bytes, int], tuple[Value, int]]) -> list[Value | None]:
    """Expand a run-length column into exactly ``rows`` values, of which at least one is not null."""
    values: list[Value | None] = []
    at, left, before = 0, rows, 1
    while at < len(column):
        count, at = signed(column, at)
        if count > 0:
            value, at = read(column, at)
            if count == 1 or count > left or (values and values[-1] == value):
                raise GateRefusal("runs")
            values += [value] * count
        elif count == 0:
            nulls, at = unsigned(column, at)
            if before == 0 or not 0 < nulls <= left:
                raise GateRefusal("runs")
            values += [None] * nulls
        else:
            if before < 0 or -count > left:
                raise GateRefusal("runs")
            for _ in range(-count):
                value, at = read(column, at)
                if values and values[-1] == value:
                    raise GateRefusal("runs")
                values.append(value)
        before, left = count, rows - len(values)
    if left or len(column) == 0 or values.count(None) == rows:
        raise GateRefusal("rows")
    return values


def _decode_numbers(column: bytes, rows: int) -> tuple[int | None, ...]:
    return tuple(_expand(column, rows, unsigned))


def _decode_words(column: bytes, rows: int) -> tuple[str | None, ...]:
    return tuple(_expand(column, rows, _word))


def _decode_deltas(column: bytes, rows: int) -> tuple[int | None, ...]:
    steps = _expand(column, rows, signed)
    if None not in steps:
        return tuple(accumulate(step for step in steps if step is not None))
    total, values = 0, list[int | None]()
    for step in steps:
        if step is not None:
            total += step
        values.append(None if step is None else total)
    return tuple(values)


def _decode_flags(column: bytes, max_rows: int) -> tuple[bool, ...]:
    flags: list[bool] = []
    at, flag = 0, False
    while at < len(column):
        first = at == 0
        count, at = unsigned(column, at)
        if (count == 0 and not first) or count > max_rows - len(flags):
            raise GateRefusal("runs")
        flags += [flag] * count
        flag = not flag
    if not flags:
        raise GateRefusal("rows")
    return tuple(flags)


_numbers = lru_cache(_CACHE_ENTRIES)(_decode_numbers)
_words = lru_cache(_CACHE_ENTRIES)(_decode_words)
_deltas = lru_cache(_CACHE_ENTRIES)(_decode_deltas)
_flags = lru_cache(_CACHE_ENTRIES)(_decode_flags)


def numbers(column: bytes, rows: int) -> tuple[int | None, ...]:
    """Decode run-length unsigned numbers."""
    return (_numbers if rows <= _CACHED_ROWS and len(column) <= _CACHED_BYTES else _decode_numbers)(column, rows)


def words(column: bytes, rows: int) -> tuple[str | None, ...]:
    """Decode run-length keys."""
    return (_words if rows <= _CACHED_ROWS and len(column) <= _CACHED_BYTES else _decode_words)(column, rows)


def deltas(column: bytes, rows: int) -> tuple[int | None, ...]:
    """Decode numbers written as run-length differences from the one before."""
    return (_deltas if rows <= _CACHED_ROWS and len(column) <= _CACHED_BYTES else _decode_deltas)(column, rows)


def flags(column: bytes, max_rows: int) -> tuple[bool, ...]:
    """Decode alternating counts of false and true; at least one row and at most ``max_rows``."""
    if len(column) > _CACHED_BYTES:
        return _decode_flags(column, max_rows)
    return _flags(column, max_rows)
