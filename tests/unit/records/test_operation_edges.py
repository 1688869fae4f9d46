"""Each operation of a change at the edges of its rules: the last that is taken, the first that is refused."""

from __future__ import annotations

import pytest

from idos_p2p.limits import (
    MAX_OPERATIONS,
    MAX_PREDECESSORS,
    MAX_VALUE_BYTES,
)
from idos_p2p.records import operations
from idos_p2p.records.change import DELETE, HEAD, MAKE_LIST, MAKE_MAP, MAKE_TEXT, SET
from tests.fuzz.rows import Row
from tests.unit.records.crafting import ANA, BEN, leb, signed_leb
from tests.unit.records.spoilt_changes import SET_KEY, parts_of, rule_of, taken


def test_each_kind_of_operation_is_read_as_it_was_written() -> None:
    rows = [
        Row(word="m", action=MAKE_MAP),
        Row(word="l", action=MAKE_LIST),
        Row(word="t", action=MAKE_TEXT),
        Row(0, 12, None, 0, insert=True, kind=6, value=b"x"),
        Row(0, 12, 0, 13, insert=True, kind=6, value=b"y"),
        Row(0, 12, 0, 13, action=DELETE, predecessors=((0, 13),)),
        Row(1, 4, word="k", kind=3, value=leb(7), predecessors=((1, 5), (0, 6), (1, 6))),
        Row(0, 10, word="in", kind=2),
        Row(1, 4, 1, 5, kind=0, predecessors=((1, 5),)),
        Row(word="gone", action=DELETE, predecessors=((0, 2),)),
    ]
    found = [operation[1:] for operation in taken(parts_of(*rows, others=(BEN,))).operations]
    assert found == [
        (None, "m", False, MAKE_MAP, None, ()),
        (None, "l", False, MAKE_LIST, None, ()),
        (None, "t", False, MAKE_TEXT, None, ()),
        ((12, ANA), HEAD, True, SET, "x", ()),
        ((12, ANA), (13, ANA), True, SET, "y", ()),
        ((12, ANA), (13, ANA), False, DELETE, None, ((13, ANA),)),
        ((4, BEN), "k", False, SET, 7, ((5, BEN), (6, ANA), (6, BEN))),
        ((10, ANA), "in", False, SET, True, ()),
        ((4, BEN), (5, BEN), False, SET, None, ((5, BEN),)),
        (None, "gone", False, DELETE, None, ((2, ANA),)),
    ]


def test_as_many_operations_as_are_allowed_are_read_and_no_more() -> None:
    rows = [Row(word=f"k{number}") for number in range(MAX_OPERATIONS)]
    change = taken(parts_of(*rows))
    assert len(change.operations) == MAX_OPERATIONS
    assert change.max_op == 10 + MAX_OPERATIONS - 1
    assert rule_of(parts_of(*rows, Row(word="one more"))) == "runs"


INSIDE = Row(0, 2, 0, 3, kind=6, value=b"a", predecessors=((0, 3),))


@pytest.mark.parametrize(
    ("rule", "row"),
    [
        ("key", Row()),  # neither key nor element
        ("key", Row(word="k", key_actor=0, key_counter=3)),
        ("key", Row(word="k", key_counter=0)),
        ("key", Row(word="k", key_actor=0)),
        ("key", Row(key_actor=0, key_counter=3)),  # an element of the root map
        ("key", Row(0, 2, None, 0, kind=6, value=b"a", predecessors=((0, 3),))),  # the head is no element
        ("identifier", INSIDE._replace(key_actor=None)),
        ("identifier", INSIDE._replace(key_counter=None)),
        ("identifier", INSIDE._replace(key_actor=1)),
        ("identifier", INSIDE._replace(key_counter=0)),
        ("identifier", INSIDE._replace(key_actor=None, key_counter=1)),
        ("identifier", INSIDE._replace(key_counter=-1)),
        ("identifier", INSIDE._replace(key_counter=10)),  # itself
        ("identifier", INSIDE._replace(key_counter=11)),
        ("identifier", INSIDE._replace(object_counter=10)),
        ("identifier", INSIDE._replace(object_counter=11)),
        ("identifier", INSIDE._replace(object_actor=None)),
        ("identifier", INSIDE._replace(object_counter=None)),
        ("actors", INSIDE._replace(object_actor=1)),
        ("counter", INSIDE._replace(object_counter=0)),
        ("counter", INSIDE._replace(predecessors=((0, 0),))),
        ("actors", INSIDE._replace(predecessors=((1, 3),))),
        ("identifier", INSIDE._replace(predecessors=((0, 10),))),
        ("identifier", INSIDE._replace(predecessors=((0, 3), (0, 11)))),
        ("predecessors", INSIDE._replace(predecessors=((0, 4), (0, 3)))),
        ("predecessors", INSIDE._replace(predecessors=((0, 3), (0, 3)))),
        ("predecessors", Row(word="k", action=DELETE)),
        ("insert", INSIDE._replace(insert=True)),
        ("insert", INSIDE._replace(insert=True, action=DELETE, kind=0, value=b"", predecessors=())),
        ("insert", Row(word="k", insert=True)),
        ("action", Row(word="k", action=5)),
        ("action", Row(word="k", action=MAKE_MAP, kind=1)),
        ("action", Row(word="k", action=DELETE, kind=6, value=b"a", predecessors=((0, 3),))),
        ("value", Row(word="k", kind=8, value=leb(1))),
        ("value", Row(word="k", kind=10, value=b"a")),
        ("value", Row(word="k", kind=0, value=b"a")),
        ("value", Row(word="k", kind=1, value=b"a")),
        ("value", Row(word="k", kind=2, value=b"a")),
        ("truncated", Row(word="k", kind=3)),
        ("number", Row(word="k", kind=3, value=b"\x80\x00")),
        ("value", Row(word="k", kind=3, value=b"\x01\x01")),
        ("value", Row(word="k", kind=4, value=b"\x01\x01")),
        ("value", Row(word="k", kind=9, value=b"\x01\x01")),
        ("value", Row(word="k", kind=5, value=bytes(7))),
        ("value", Row(word="k", kind=5, value=bytes(9))),
        ("value", Row(word="k", kind=5, value=bytes.fromhex("000000000000f07f"))),
        ("value", Row(word="k", kind=5, value=bytes.fromhex("000000000000f0ff"))),
        ("value", Row(word="k", kind=9, value=signed_leb(253_402_128_000_000))),
        ("value", Row(word="k", kind=9, value=signed_leb(-62_135_424_000_001))),
        ("value", Row(word="k", kind=6, value=b"a" * (MAX_VALUE_BYTES + 1))),
        ("value", Row(word="k", kind=7, value=b"a" * (MAX_VALUE_BYTES + 1))),
        ("utf8", Row(word="k", kind=6, value=b"\x80")),
        ("utf8", Row(word="k", kind=6, value=b"a\xff")),
    ],
)
def test_an_operation_against_a_rule_is_refused(rule: str, row: Row) -> None:
    assert rule_of(parts_of(row)) == rule
    if rule not in ("columns", "rows"):
        assert rule_of(parts_of(SET_KEY._replace(word="before"), row, start_op=9)) == rule


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        (0, b"", None),
        (1, b"", False),
        (2, b"", True),
        (3, leb(0), 0),
        (3, leb(2**64 - 1), 2**64 - 1),
        (4, signed_leb(-1), -1),
        (4, signed_leb(2**63 - 1), 2**63 - 1),
        (5, bytes.fromhex("000000000000f83f"), 1.5),
        (6, b"", ""),
        (6, b"\0", "\0"),
        (6, b"\x7f", "\x7f"),
        (6, "é".encode(), "é"),
        (6, b"ab", "ab"),
        (7, b"", b""),
        (7, b"\xff", b"\xff"),
        (7, b"v" * MAX_VALUE_BYTES, b"v" * MAX_VALUE_BYTES),
        (9, signed_leb(253_402_127_999_999), 253_402_127_999_999),
        (9, signed_leb(-62_135_424_000_000), -62_135_424_000_000),
    ],
)
def test_values_are_read_one_after_the_other(kind: int, value: bytes, read: object) -> None:
    around = Row(word="a", kind=6, value=b"<"), Row(word="z", kind=7, value=b">")
    rows = (around[0], Row(word="k", kind=kind, value=value), around[1])
    assert [operation.value for operation in taken(parts_of(*rows)).operations] == ["<", read, b">"]


def test_a_value_column_that_is_too_long_or_too_short_is_refused() -> None:
    parts = parts_of(SET_KEY, SET_KEY._replace(word="l"))
    assert rule_of(parts.with_column(0x57, b"a")) == "value"
    assert rule_of(parts.with_column(0x57, b"aab")) == "value"
    assert rule_of(parts.with_column(0x57, None)) == "value"
    nulls = signed_leb(-1) + leb(0x16) + signed_leb(0) + leb(1)
    assert rule_of(parts.with_column(0x56, nulls).with_column(0x57, b"a")) == "value"


@pytest.mark.parametrize("kind", [8, *range(10, 16)])
def test_a_kind_of_value_that_nobody_defined_is_refused_whatever_bytes_follow(kind: int) -> None:
    assert rule_of(parts_of(Row(word="k", kind=kind)).with_column(0x57, b"a")) == "value"
    assert rule_of(parts_of(Row(word="k", kind=kind, value=b"a"))) == "value"


def test_half_an_object_column_is_refused() -> None:
    parts = parts_of(INSIDE._replace(predecessors=()), start_op=10)
    assert rule_of(parts.with_column(0x01, None)) == "identifier"
    assert rule_of(parts.with_column(0x02, None)) == "identifier"


def test_the_number_of_replaced_values_is_told_for_each_row_and_bounded() -> None:
    many = tuple((0, counter) for counter in range(1, MAX_PREDECESSORS + 2))
    assert len(taken(parts_of(SET_KEY._replace(predecessors=many[:-1]), start_op=100)).operations[0].predecessors) == 64
    assert rule_of(parts_of(SET_KEY._replace(predecessors=many), start_op=100)) == "predecessors"
    one = parts_of(SET_KEY._replace(predecessors=((0, 3),)))
    assert rule_of(one.with_column(0x71, None)) == "identifier"
    assert rule_of(one.with_column(0x73, None)) == "identifier"
    assert rule_of(one.with_column(0x71, None).with_column(0x73, None)) == "predecessors"
    assert rule_of(one.with_column(0x70, signed_leb(-1) + leb(0))) == "predecessors"
    assert rule_of(one.with_column(0x70, signed_leb(-1) + leb(2))) == "rows"
    two = parts_of(SET_KEY._replace(predecessors=((0, 3),)), SET_KEY._replace(word="l"))
    assert rule_of(two.with_column(0x70, signed_leb(-1) + leb(1) + signed_leb(0) + leb(1))) == "predecessors"


def test_an_own_operation_may_be_named_only_by_later_ones() -> None:
    made = Row(word="t", action=MAKE_TEXT)
    first, second = Row(0, 10, None, 0, insert=True, kind=6, value=b"a"), Row(0, 10, 0, 11, insert=True, kind=0)
    assert len(taken(parts_of(made, first, second)).operations) == 3
    third = Row(0, 10, 0, 11, kind=0, predecessors=((0, 11),))
    assert taken(parts_of(made, first, second, third)).operations[3].predecessors == ((11, ANA),)
    assert rule_of(parts_of(made, first, second._replace(key_counter=12))) == "identifier"
    assert rule_of(parts_of(made, first, second._replace(object_counter=12))) == "identifier"
    assert rule_of(parts_of(made, first, second, third._replace(predecessors=((0, 13),)))) == "identifier"
    assert rule_of(parts_of(made, first, second, third._replace(predecessors=((0, 11), (0, 14))))) == "identifier"


def test_the_very_first_operation_of_a_record_may_be_named_as_object_element_and_value() -> None:
    row = INSIDE._replace(object_counter=1, key_counter=1, predecessors=((0, 1),))
    (operation,) = taken(parts_of(row)).operations
    assert (operation.target, operation.key, operation.predecessors) == ((1, ANA), (1, ANA), ((1, ANA),))


def test_what_is_as_new_as_the_change_is_nobody_else_s() -> None:
    for row in (
        INSIDE._replace(object_actor=1, object_counter=10),
        INSIDE._replace(key_actor=1, key_counter=10),
        INSIDE._replace(predecessors=((0, 3), (1, 10))),
    ):
        assert rule_of(parts_of(SET_KEY, row, others=(BEN,))) == "identifier"
    for row in (
        INSIDE._replace(object_actor=1, object_counter=9),
        INSIDE._replace(key_actor=1, key_counter=9),
        INSIDE._replace(predecessors=((0, 3), (1, 9))),
    ):
        assert len(taken(parts_of(SET_KEY, row, others=(BEN,))).operations) == 2


def test_an_object_named_again_and_again_is_checked_whenever_it_changes() -> None:
    made, key = Row(word="m", action=MAKE_MAP), Row(0, 10, word="k")
    assert len(taken(parts_of(made, key, key._replace(word="l"), Row(0, 2, word="n"))).operations) == 4
    assert rule_of(parts_of(made, key, key._replace(word="l"), Row(0, 13, word="n"))) == "identifier"
    assert rule_of(parts_of(made, key, Row(0, 13, word="l"), key._replace(word="n"))) == "identifier"


def kept(*rows: Row) -> bool:
    """Tell whether what these rows say of their places is kept once it was read."""
    operations._kept_skeleton.cache_clear()
    taken(parts_of(*rows))
    return operations._kept_skeleton.cache_info().currsize == 1


def structure_bytes(*rows: Row) -> int:
    columns = parts_of(*rows).columns
    return sum(len(column) for name, column in columns.items() if name not in (0x56, 0x57))


def test_what_a_peer_pins_in_memory_are_few_small_structures() -> None:
    assert operations._kept_skeleton.cache_info().maxsize == 1024
    assert kept(*(Row(word=f"{number}") for number in range(24)))
    assert not kept(*(Row(word=f"{number}") for number in range(25)))
    first = Row(word="k" * 249)
    long, longer = (first, Row(word="l" * 253)), (first, Row(word="l" * 254))
    assert (structure_bytes(*long), structure_bytes(*longer)) == (512, 513)
    assert kept(*long)
    assert not kept(*longer)
