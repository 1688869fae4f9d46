"""The gate's first half at its edges: the last value that each rule takes, the first one it refuses, and its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

import pytest

from idos_p2p.limits import (
    MAX_ACTORS,
    MAX_BODY_BYTES,
    MAX_DEPENDENCIES,
    MAX_OPERATION_COUNTER,
    MAX_TIME_MS,
    MAX_VALUE_BYTES,
)
from idos_p2p.records.change import SET
from tests.fuzz.rows import Row
from tests.unit.records.crafting import ANA, BEN, CLO, MAGIC, Parts, chunk, leb, signed_leb
from tests.unit.records.spoilt_changes import SET_KEY, parts_of, rule_of, taken

OTHERS = tuple(bytes([number + 1]) * 32 for number in range(MAX_ACTORS + 1))
# The envelope and the header


def test_a_body_is_measured_before_it_is_read() -> None:
    assert rule_of(MAGIC + bytes(MAX_BODY_BYTES - 4)) == "chunk"
    assert rule_of(MAGIC + bytes(MAX_BODY_BYTES - 3)) == "size"


def test_a_body_that_ends_within_its_envelope_is_refused() -> None:
    whole = parts_of(SET_KEY).build()
    assert [rule_of(whole[:size]) for size in (0, 4, 8, 9, 10)] == ["magic", "magic", "magic", "truncated", "length"]


def test_a_wrong_checksum_is_told_as_such() -> None:
    whole = parts_of(SET_KEY).build()
    for place in range(4, 8):
        assert rule_of(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]) == "checksum"


def test_what_is_read_is_what_was_written() -> None:
    dependencies = (b"d" * 32, b"e" * 32)
    parts = replace(parts_of(SET_KEY, SET_KEY._replace(word="l")), seq=3, time=5, dependencies=dependencies)
    change = taken(parts)
    assert change.hash == sha256(parts.build()[8:]).digest()
    assert (change.body, change.actor, change.seq) == (parts.build(), ANA, 3)
    assert (change.start_op, change.max_op, change.dependencies) == (10, 11, dependencies)
    assert [operation.id for operation in change.operations] == [(10, ANA), (11, ANA)]


@pytest.mark.parametrize(
    "parts",
    [
        replace(parts_of(SET_KEY), seq=1),
        replace(parts_of(SET_KEY), seq=MAX_OPERATION_COUNTER - 1),
        parts_of(SET_KEY, start_op=1),
        parts_of(SET_KEY, start_op=MAX_OPERATION_COUNTER - 1),
        replace(parts_of(SET_KEY), time=0),
        replace(parts_of(SET_KEY), time=MAX_TIME_MS),
        replace(parts_of(SET_KEY), dependencies=OTHERS[:MAX_DEPENDENCIES]),
        replace(parts_of(SET_KEY), dependencies=(b"a" * 32,)),
    ],
)
def test_a_header_s_last_good_value_is_taken(parts: Parts) -> None:
    assert taken(parts).operations


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        ("counter", replace(parts_of(SET_KEY), seq=MAX_OPERATION_COUNTER)),
        ("counter", parts_of(SET_KEY, start_op=MAX_OPERATION_COUNTER)),
        ("counter", parts_of(SET_KEY, SET_KEY._replace(word="l"), start_op=MAX_OPERATION_COUNTER - 1)),
        ("time", replace(parts_of(SET_KEY), time=MAX_TIME_MS + 1)),
        ("time", replace(parts_of(SET_KEY), time=-1)),
        ("actor", replace(parts_of(SET_KEY), actor=ANA[:31])),
        ("message", replace(parts_of(SET_KEY), message=b"m")),
        ("dependencies", replace(parts_of(SET_KEY), dependencies=OTHERS)),
        ("dependencies", replace(parts_of(SET_KEY), dependencies=OTHERS[:1] * 2)),
    ],
)
def test_a_header_s_first_bad_value_is_refused(rule: str, parts: Parts) -> None:
    assert rule_of(parts) == rule


@pytest.mark.parametrize(
    ("rule", "content"),
    [
        ("truncated", leb(2) + bytes(63)),  # of two dependencies, one byte is missing
        ("dependencies", leb(65) + bytes(10)),
        ("truncated", leb(0) + leb(33) + ANA),
        ("actor", leb(0) + leb(32) + BEN),
        ("actor", leb(0) + leb(0)),
        ("truncated", leb(1) + bytes(32)),  # the dependency is whole, and nothing follows
        ("truncated", leb(0) + leb(32) + ANA),
        ("truncated", leb(0) + leb(32) + ANA + leb(1) + leb(1) + signed_leb(0) + leb(1)),  # a message promised
        ("truncated", leb(0) + leb(32) + ANA + leb(1) + leb(1) + signed_leb(0) + leb(0) + leb(1) + leb(32) + bytes(31)),
        ("actors", leb(0) + leb(32) + ANA + leb(1) + leb(1) + signed_leb(0) + leb(0) + leb(65)),
    ],
)
def test_a_header_cut_short_is_refused(rule: str, content: bytes) -> None:
    assert rule_of(chunk(content)) == rule


# The other devices


def naming(others: Sequence[bytes], indexes: Sequence[int]) -> Parts:
    """Return a change whose one operation replaces a value of each of these devices."""
    return parts_of(SET_KEY._replace(predecessors=tuple((index, 3) for index in indexes)), others=others)


def test_sixty_four_other_devices_may_be_named_each_once_and_in_order() -> None:
    others = OTHERS[:MAX_ACTORS]
    (operation,) = taken(naming(others, range(1, MAX_ACTORS + 1))).operations
    assert operation.predecessors == tuple((3, other) for other in others)


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        ("actors", naming(OTHERS, range(1, 66))),
        ("actors", naming((BEN[:31],), (1,))),
        ("actors", naming((ANA,), (1,))),
        ("actors", naming((BEN, BEN), (1, 2))),
        ("actors", naming((CLO, BEN), (1, 2))),
        ("actors", naming((BEN,), (0,))),  # one named that nothing is of
        ("actors", naming((BEN,), (1, 2))),  # an operation of one not named
        ("actors", naming((), (1,))),
    ],
)
def test_other_devices_against_a_rule_are_refused(rule: str, parts: Parts) -> None:
    assert rule_of(parts) == rule


def test_the_author_comes_first_and_may_be_followed_by_a_smaller_device() -> None:
    smaller = bytes(32)
    assert taken(naming((smaller, BEN), (1, 2))).operations[0].predecessors == ((3, smaller), (3, BEN))


# The table of columns

HEAD_BYTES = leb(0) + leb(32) + ANA + leb(1) + leb(10) + signed_leb(0) + leb(0) + leb(0)


def tabled(table: bytes) -> bytes:
    return chunk(HEAD_BYTES + table)


@pytest.mark.parametrize(
    ("rule", "table"),
    [
        ("truncated", b""),
        ("truncated", leb(1)),
        ("truncated", leb(1) + b"\x34"),
        ("truncated", leb(1) + b"\x34\x80"),
        ("columns", leb(0)),
        ("columns", leb(13) + b"\x01\1" * 13),
        ("columns", leb(13)),
        ("truncated", leb(12)),
        ("columns", leb(5) + b"\x34\1\x34\1\x42\2\x56\2\x70\2" + b"\1\1\x7f\1\x7f\0\x7f\0"),
        ("columns", leb(1) + b"\x34\0"),
        ("columns", leb(2) + b"\x34\1\x34\1" + b"\1\1"),
        ("columns", leb(2) + b"\x42\1\x34\1" + b"\1\1"),
        ("columns", leb(1) + b"\x35\1" + b"\1"),
        ("columns", leb(4) + b"\x34\1\x42\2\x56\2\x70\2" + b"\1\x7f\1\x7f\0\x7f"),
        ("columns", leb(4) + b"\x34\1\x42\2\x56\2\x70\2" + b"\1\x7f\1\x7f\0\x7f\0\0"),
        ("key", leb(4) + b"\x34\1\x42\2\x56\2\x70\2" + b"\1\x7f\1\x7f\0\x7f\0"),
    ],
)
def test_a_table_of_columns_against_a_rule_is_refused(rule: str, table: bytes) -> None:
    assert rule_of(tabled(table)) == rule


@pytest.mark.parametrize("name", [0x34, 0x42, 0x56, 0x70])
def test_a_required_column_left_out_is_refused(name: int) -> None:
    assert rule_of(parts_of(SET_KEY).with_column(name, None)) == "columns"


def test_all_twelve_columns_may_be_there() -> None:
    inside = Row(0, 2, 0, 3, None, insert=True, action=SET, kind=6, value=b"a")
    named = SET_KEY._replace(predecessors=((0, 4),))
    parts = parts_of(named, inside)
    assert len(parts.columns) == 12
    assert len(taken(parts).operations) == 2


@pytest.mark.parametrize("size", [1, 126, 127, 128, 129, 16_383, 16_384, MAX_VALUE_BYTES])
def test_a_column_of_any_size_is_cut_where_it_ends(size: int) -> None:
    assert taken(parts_of(SET_KEY._replace(value=b"v" * size))).operations[0].value == "v" * size
