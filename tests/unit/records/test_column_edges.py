"""Columns have one encoding: every short column is tried, and what is read is written again to the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper
from itertools import accumulate, product
from typing import TypeVar

import pytest

from idos_p2p.limits import MAX_KEY_BYTES
from idos_p2p.records import columns
from idos_p2p.records.change import GateRefusal
from idos_p2p.records.columns import deltas, flags, numbers, signed, unsigned, words
from tests.fuzz.rows import _flags, _runs, _steps, _word
from tests.unit.records.crafting import leb, signed_leb

Decoder = Callable[[bytes, int], object]
Read = TypeVar("Read")


def rule_of(decode: Decoder, column: bytes, rows: int) -> str:
    with pytest.raises(GateRefusal) as refusal:
        decode(column, rows)
    return refusal.value.rule


def read_or_none(decode: Callable[[bytes, int], Read], column: bytes, rows: int) -> Read | None:
    try:
        return decode(column, rows)
    except GateRefusal:
        return None


def short_columns(alphabet: bytes, longest: int) -> Iterator[bytes]:
    for size in range(longest + 1):
        yield from map(bytes, product(alphabet, repeat=size))


EDGES = (0, 1, 63, 64, 65, 127, 128, 129, 8191, 8192, 16383, 16384, 2**31, 2**32, 2**62, 2**63 - 1)


@pytest.mark.parametrize("number", [*EDGES, 2**63, 2**64 - 1])
def test_an_unsigned_number_is_read_wherever_it_stands(number: int) -> None:
    written = leb(number)
    assert unsigned(written, 0) == (number, len(written))
    assert unsigned(b"\xff" + written + b"\x81", 1) == (number, 1 + len(written))


@pytest.mark.parametrize("number", [*EDGES, *(-edge - 1 for edge in EDGES), *(-edge for edge in EDGES)])
def test_a_signed_number_is_read_wherever_it_stands(number: int) -> None:
    written = signed_leb(number)
    assert signed(written, 0) == (number, len(written))
    assert signed(b"\xff" + written + b"\x81", 1) == (number, 1 + len(written))


def test_no_number_has_two_spellings() -> None:
    for data in map(bytes, product(range(256), repeat=2)):
        for read, write in ((unsigned, leb), (signed, signed_leb)):
            found = read_or_none(read, data, 0)
            if found is None:
                assert rule_of(read, data, 0) == ("truncated" if data[1] >= 0x80 else "number")
            else:
                number, at = found
                assert write(number) == data[:at]


@pytest.mark.parametrize(
    ("rule", "read", "data"),
    [
        ("number", unsigned, b"\x80\x80\x00"),
        ("number", unsigned, leb(2**64)),
        ("number", unsigned, leb(2**69)),
        ("number", unsigned, b"\x80" * 10 + b"\1"),
        ("number", unsigned, b"\xff" * 10),
        ("truncated", unsigned, b"\xff" * 9),
        ("truncated", unsigned, b"\x80"),
        ("truncated", unsigned, b""),
        ("number", signed, b"\x80\x80\x00"),
        ("number", signed, b"\xff\xff\x7f"),
        ("number", signed, signed_leb(2**63)),
        ("number", signed, signed_leb(-(2**63) - 1)),
        ("number", signed, b"\xff" * 10),
        ("truncated", signed, b"\xff" * 9),
        ("truncated", signed, b"\x80"),
        ("truncated", signed, b""),
    ],
)
def test_what_is_no_number_is_refused_by_name(rule: str, read: Decoder, data: bytes) -> None:
    assert rule_of(read, data, 0) == rule
    assert rule_of(read, b"\0" + data, 1) == rule


def test_of_every_short_column_of_numbers_only_the_canonical_ones_are_read() -> None:
    for column in short_columns(b"\0\1\2\3\x7d\x7e\x7f", 5):
        for rows in range(1, 5):
            values = read_or_none(numbers, column, rows)
            assert values is None or (len(values) == rows and _runs(values, leb) == column)


def test_every_short_list_of_numbers_has_its_column() -> None:
    for values in product((None, 1, 2), repeat=5):
        _check_list(values)


def _check_list(values: tuple[int | None, ...]) -> None:
    column = _runs(values, leb)
    assert read_or_none(numbers, column, 5) == (values if any(values) else None)
    assert read_or_none(numbers, column, 4) is None
    assert read_or_none(numbers, column, 6) is None
    written = [None if value is None else value - 4 for value in values]
    total = tuple(accumulate(step or 0 for step in written))
    told = tuple(None if step is None else so_far for step, so_far in zip(written, total, strict=True))
    assert read_or_none(deltas, _runs(written, signed_leb), 5) == (told if any(values) else None)
    assert _runs(_steps(told), signed_leb) == _runs(written, signed_leb)


@pytest.mark.parametrize(
    ("rule", "column", "rows"),
    [
        ("rows", b"", 1),
        ("rows", signed_leb(2) + b"\1", 3),
        ("rows", signed_leb(0) + leb(2), 2),
        ("rows", b"", 0),
        ("runs", signed_leb(1) + b"\1", 1),
        ("runs", signed_leb(3) + b"\1", 2),
        ("runs", signed_leb(2) + b"\1" + signed_leb(2) + b"\1", 4),
        ("runs", signed_leb(0) + leb(0) + signed_leb(2) + b"\1", 2),
        ("runs", signed_leb(2) + b"\1" + signed_leb(0) + leb(2), 3),
        ("runs", signed_leb(0) + leb(1) + signed_leb(0) + leb(1) + signed_leb(-1) + b"\1", 3),
        ("runs", signed_leb(-1) + b"\1" + signed_leb(-1) + b"\2", 2),
        ("runs", signed_leb(-2) + b"\1\2", 1),
        ("runs", signed_leb(-2) + b"\1\1", 2),
        ("runs", signed_leb(2) + b"\1" + signed_leb(-1) + b"\1", 3),
        ("truncated", signed_leb(2), 2),
        ("truncated", signed_leb(0), 2),
        ("truncated", signed_leb(-2) + b"\1", 2),
    ],
)
def test_runs_against_a_rule_are_refused_by_name(rule: str, column: bytes, rows: int) -> None:
    assert rule_of(numbers, column, rows) == rule


def test_a_literal_run_may_follow_a_run_and_a_run_a_literal() -> None:
    column = signed_leb(2) + b"\1" + signed_leb(-1) + b"\2" + signed_leb(0) + leb(1) + signed_leb(-2) + b"\2\1"
    assert numbers(column, 6) == (1, 1, 2, None, 2, 1)


@pytest.mark.parametrize("word", ["k", "é", "k" * MAX_KEY_BYTES])
def test_keys_up_to_their_limit_are_read(word: str) -> None:
    assert words(signed_leb(-1) + _word(word), 1) == (word,)
    assert words(signed_leb(2) + _word(word), 2) == (word, word)


@pytest.mark.parametrize(
    ("rule", "written"),
    [
        ("key", leb(0)),
        ("key", _word("k" * (MAX_KEY_BYTES + 1))),
        ("truncated", leb(2) + b"k"),
        ("utf8", leb(1) + b"\xff"),
    ],
)
def test_a_key_against_a_rule_is_refused_by_name(rule: str, written: bytes) -> None:
    assert rule_of(words, signed_leb(-1) + written, 1) == rule


def test_of_every_short_column_of_flags_only_the_canonical_ones_are_read() -> None:
    for column in short_columns(b"\0\1\2\3", 5):
        for most in range(1, 6):
            values = read_or_none(flags, column, most)
            assert values is None or (_flags(values) == column and len(values) <= most)


def test_every_short_list_of_flags_has_its_column() -> None:
    for size in range(1, 6):
        for values in product((False, True), repeat=size):
            assert flags(_flags(values), size) == values
            assert read_or_none(flags, _flags(values), size - 1) is None


@pytest.mark.parametrize(
    ("rule", "column"),
    [
        ("runs", leb(1) + leb(0)),
        ("runs", leb(0) + leb(1) + leb(0) + leb(1)),
        ("runs", leb(5)),
        ("runs", leb(2) + leb(3)),
        ("rows", b""),
        ("rows", leb(0)),
        ("truncated", b"\x80"),
    ],
)
def test_flags_against_a_rule_are_refused_by_name(rule: str, column: bytes) -> None:
    assert rule_of(flags, column, 4) == rule


def test_long_columns_are_read_as_short_ones_are() -> None:
    many = tuple(number % 7 for number in range(5_000))
    assert numbers(_runs(many, leb), 5_000) == many
    assert deltas(_runs(_steps(many), signed_leb), 5_000) == many
    keys = tuple(f"k{number % 3}" for number in range(5_000))
    assert words(_runs(keys, _word), 5_000) == keys
    assert flags(_flags([number % 2 == 1 for number in many]), 5_000) == tuple(number % 2 == 1 for number in many)
    assert rule_of(flags, _flags([number % 2 == 1 for number in many]), 4_999) == "runs"
    assert rule_of(numbers, _runs(many, leb), 4_999) == "runs"


NUMBERS = (signed_leb(-94) + b"\1\2" * 47, 94), (signed_leb(-95) + b"\1\2" * 47 + b"\1", 95)
KEYS = (signed_leb(-47) + b"\2aa" + b"\1b\1a" * 23, 47), (signed_leb(-47) + b"\2aa\2bb" + b"\1a\1b" * 22 + b"\1a", 47)
FLAGS = (b"\1" * 96, 96), (b"\1" * 97, 97)


@pytest.mark.parametrize(
    ("decode", "kept", "longest", "longer"),
    [
        (numbers, columns._numbers, *NUMBERS),
        (deltas, columns._deltas, *NUMBERS),
        (words, columns._words, *KEYS),
        (flags, columns._flags, *FLAGS),
    ],
)
def test_what_a_peer_pins_in_memory_are_columns_of_96_bytes_at_most(
    decode: Decoder, kept: _lru_cache_wrapper[object], longest: tuple[bytes, int], longer: tuple[bytes, int]
) -> None:
    assert (len(longest[0]), len(longer[0])) == (96, 97)
    kept.cache_clear()
    assert decode(*longest) is decode(*longest)
    decode(*longer)
    assert kept.cache_info()[:] == (1, 1, 2048, 1)  # found once, read once, room for so many, one kept


@pytest.mark.parametrize(
    ("decode", "kept", "value"),
    [(numbers, columns._numbers, b"\1"), (deltas, columns._deltas, b"\1"), (words, columns._words, b"\1a")],
)
def test_what_a_peer_pins_in_memory_are_columns_of_256_rows_at_most(
    decode: Decoder, kept: _lru_cache_wrapper[object], value: bytes
) -> None:
    kept.cache_clear()
    assert decode(signed_leb(256) + value, 256) is decode(signed_leb(256) + value, 256)
    decode(signed_leb(257) + value, 257)
    assert kept.cache_info().currsize == 1
