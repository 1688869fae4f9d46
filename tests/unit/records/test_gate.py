"""The gate's first half: one accepted encoding, bounded before it is expanded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from random import Random

import pytest
from automerge.core import ROOT, Document, ScalarType

from idos_p2p.limits import MAX_BODY_BYTES, MAX_OPERATIONS
from idos_p2p.records.change import GateRefusal, Timestamp
from idos_p2p.records.gate import examine
from tests.fuzz.rows import Row, columns_of
from tests.unit.records.crafting import ANA, BEN, CLO, Parts, chunk, honest_history, leb, signed_leb, take_apart

INSERT, ACTION, SHAPE, VALUE, COUNT = 0x34, 0x42, 0x56, 0x57, 0x70
WORD = 0x15


def one_set(value: bytes = b"a", kind: int = 6) -> Parts:
    """Return the smallest honest change: one key set in the root map."""
    columns = {
        WORD: signed_leb(-1) + leb(1) + b"k",
        INSERT: leb(1),
        ACTION: signed_leb(-1) + leb(1),
        SHAPE: signed_leb(-1) + leb(len(value) << 4 | kind),
        VALUE: value,
        COUNT: signed_leb(-1) + leb(0),
    }
    return Parts(columns={name: data for name, data in columns.items() if data})


def rule_of(body: bytes) -> str:
    with pytest.raises(GateRefusal) as refusal:
        examine(body, ANA)
    return refusal.value.rule


def test_the_smallest_change_is_decoded() -> None:
    change = examine(one_set().build(), ANA)
    (operation,) = change.operations
    assert (operation.id, operation.key, operation.value) == ((1, ANA), "k", "a")
    assert change.hash == sha256(change.body[8:]).digest()
    assert (change.seq, change.start_op, change.max_op, change.dependencies) == (1, 1, 1, ())


def test_the_crafted_change_is_the_binding_s_own() -> None:
    document = Document(ANA)
    with document.transaction() as transaction:
        transaction.put(ROOT, "k", ScalarType.Str, "a")
    assert document.get_changes([])[0].raw_bytes == one_set().build()


def test_every_honest_change_passes_and_is_put_together_the_same() -> None:
    for change in honest_history(Random(7), steps=60):
        assert examine(change.body, change.actor) == change
        assert take_apart(change.body).build() == change.body


def test_a_flipped_bit_anywhere_is_refused() -> None:
    body = one_set().build()
    for place in range(len(body)):
        assert rule_of(body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :])


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        ("actor", replace(one_set(), actor=BEN)),
        ("counter", replace(one_set(), seq=0)),
        ("counter", replace(one_set(), seq=2**31)),
        ("counter", replace(one_set(), start_op=0)),
        ("counter", replace(one_set(), start_op=2**31)),
        ("time", replace(one_set(), time=-1)),
        ("time", replace(one_set(), time=2**48)),
        ("message", replace(one_set(), message=b"bonjour")),
        ("columns", replace(one_set(), extra=b"\0")),
        ("dependencies", replace(one_set(), dependencies=(b"b" * 32, b"a" * 32))),
        ("dependencies", replace(one_set(), dependencies=(b"a" * 32, b"a" * 32))),
        ("dependencies", replace(one_set(), dependencies=tuple(bytes([n]) * 32 for n in range(65)))),
        ("actors", replace(one_set(), others=(BEN,))),
        ("actors", replace(one_set(), others=(CLO, BEN))),
        ("actors", replace(one_set(), others=(b"short",))),
        ("actors", replace(one_set(), others=tuple(bytes([n]) * 32 for n in range(65)))),
    ],
)
def test_a_header_against_a_rule_is_refused(rule: str, parts: Parts) -> None:
    assert rule_of(parts.build()) == rule


@pytest.mark.parametrize(
    ("rule", "parts"),
    [
        ("columns", one_set().with_column(INSERT, None)),
        ("columns", one_set().with_column(ACTION, None)),
        ("columns", one_set().with_column(SHAPE, None)),
        ("columns", one_set().with_column(COUNT, None)),
        ("columns", one_set().with_column(0x94, leb(1))),  # the column of marks
        ("columns", one_set().with_column(INSERT | 0x08, leb(1))),  # deflated
        ("columns", one_set().with_column(0x01, b"")),
        ("key", one_set().with_column(WORD, None)),
        ("key", one_set().with_column(WORD, signed_leb(-1) + leb(0))),
        ("key", one_set().with_column(WORD, signed_leb(-1) + leb(257) + b"k" * 257)),
        ("rows", one_set().with_column(0x11, leb(0) + leb(1))),  # all null
        ("runs", one_set().with_column(WORD, signed_leb(2) + leb(1) + b"k")),
        ("runs", one_set().with_column(WORD, signed_leb(1) + leb(1) + b"k")),  # a run of one is a literal
        ("runs", one_set().with_column(ACTION, signed_leb(-2) + leb(1) + leb(2))),
        ("number", one_set().with_column(ACTION, signed_leb(-1) + b"\x81\x00")),
        ("number", one_set().with_column(ACTION, b"\xff\x7f" + leb(1))),
        ("action", one_set().with_column(ACTION, signed_leb(-1) + leb(5))),  # a counter's increment
        ("action", one_set().with_column(ACTION, signed_leb(-1) + leb(6))),  # a table
        ("action", one_set().with_column(ACTION, signed_leb(-1) + leb(0))),  # a map with a value
        ("insert", one_set().with_column(INSERT, leb(0) + leb(1))),
        ("predecessors", one_set().with_column(COUNT, signed_leb(-1) + leb(1))),
        ("utf8", one_set(b"\xff")),
        ("utf8", one_set(b"\xed\xa0\x80")),
        ("value", one_set(leb(1), kind=8)),  # a counter
        ("value", one_set(b"\0" * 8, kind=10)),
        ("value", one_set(bytes.fromhex("000000000000f87f"), kind=5)),  # not a number
        ("value", one_set(b"\0" * 7, kind=5)),
        ("value", one_set(leb(1) + b"\0", kind=3)),
        ("value", one_set(signed_leb(8_640_000_000_000_000), kind=9)),  # JavaScript's last day
        ("value", one_set(b"a" * (64 * 1024 + 1))),
        ("value", one_set().with_column(VALUE, b"ab")),
        ("value", one_set().with_column(VALUE, None)),
    ],
)
def test_columns_against_a_rule_are_refused(rule: str, parts: Parts) -> None:
    assert rule_of(parts.build()) == rule


@pytest.mark.parametrize(
    ("value", "kind", "read"),
    [
        (b"", 0, None),
        (b"", 1, False),
        (b"", 2, True),
        (leb(2**64 - 1), 3, 2**64 - 1),
        (signed_leb(-(2**63)), 4, -(2**63)),
        (bytes.fromhex("000000000000f8bf"), 5, -1.5),
        ("été".encode(), 6, "été"),
        (b"\0\1", 7, b"\0\1"),
        (signed_leb(1_700_000_000_000), 9, 1_700_000_000_000),
    ],
)
def test_each_type_of_value_is_read(value: bytes, kind: int, read: object) -> None:
    assert examine(one_set(value, kind).build(), ANA).operations[0].value == read


@pytest.mark.parametrize(("rule", "first", "second"), [("identifier", 1, 2), ("actors", 2, 1)])
def test_of_two_faults_the_first_row_s_is_told(rule: str, first: int, second: int) -> None:
    wrong = {1: Row(word="a", object_counter=1), 2: Row(word="b", object_actor=9, object_counter=1)}
    assert rule_of(Parts(columns=columns_of([wrong[first], wrong[second]])).build()) == rule


def test_a_timestamp_is_of_a_day_that_every_time_zone_has() -> None:
    for edge, beyond in ((-62_135_424_000_000, -1), (253_402_127_999_999, 1)):
        read = examine(one_set(signed_leb(edge), kind=9).build(), ANA).operations[0].value
        assert (type(read), read) == (Timestamp, edge)
        assert rule_of(one_set(signed_leb(edge + beyond), kind=9).build()) == "value"


def bomb(column: int) -> Callable[[], bytes]:
    return lambda: one_set().with_column(column, signed_leb(2**40) + leb(1)).build()


@pytest.mark.parametrize(
    ("rule", "make"),
    [
        ("runs", lambda: one_set().with_column(INSERT, leb(2**40)).build()),
        ("runs", lambda: one_set().with_column(INSERT, leb(MAX_OPERATIONS + 1)).build()),
        ("runs", bomb(ACTION)),
        ("runs", bomb(SHAPE)),
        ("runs", bomb(COUNT)),
        ("predecessors", lambda: one_set().with_column(COUNT, signed_leb(-1) + leb(2**40)).build()),
        (
            "predecessors",
            lambda: one_set().with_column(COUNT, signed_leb(-1) + leb(65)).with_column(0x71, b"\1").build(),
        ),
        ("truncated", lambda: one_set().with_column(WORD, signed_leb(-1) + leb(200) + b"k").build()),
        ("size", lambda: one_set(b"a" * MAX_BODY_BYTES).build()),
    ],
)
def test_a_bomb_is_refused_before_it_is_expanded(rule: str, make: Callable[[], bytes]) -> None:
    assert rule_of(make()) == rule


@pytest.mark.parametrize(
    ("rule", "body"),
    [
        ("magic", b""),
        ("magic", b"\0" * 40),
        ("chunk", chunk(b"", kind=0)),
        ("chunk", chunk(b"", kind=2)),
        ("truncated", chunk(b"")),
        ("length", one_set().build() + b"\0"),
        ("length", one_set().build()[:-1]),
    ],
)
def test_what_is_not_one_change_is_refused(rule: str, body: bytes) -> None:
    assert rule_of(body) == rule
