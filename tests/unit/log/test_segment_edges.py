"""Each rule of a segment at its edge: the last that is taken, the first that is refused, and the refusal's name."""

from __future__ import annotations

import zlib
from dataclasses import replace

import pytest

from idos_p2p.errors import PeerFault
from idos_p2p.ids import CellId, DeviceId, EntryId, RecordName
from idos_p2p.limits import MAX_SEGMENT_BYTES, MAX_SEGMENT_ENTRIES, MAX_SEGMENT_RAW_BYTES, MAX_SEQ
from idos_p2p.log.chain import EMPTY, Height
from idos_p2p.log.entry import Entry, Header
from idos_p2p.log.segment import (
    _OUTER,
    FORMAT,
    _planes,
    fits,
    open_sealed,
    parse,
    partition,
    reseal,
    seal,
    unpack,
    weight,
)
from tests.unit.log.authors import Author, columns_of, frame_of, repacked

CELL = CellId(b"c" * 32)
DEVICE = DeviceId(b"d" * 32)


def outer(frame: bytes, *, first: int = 0, count: int = 1, version: int = FORMAT, check: int | None = None) -> bytes:
    crc = zlib.crc32(frame) if check is None else check
    return _OUTER.pack(version, DEVICE, first, count, crc, b"s" * 64) + frame


def refusal(blob: bytes) -> tuple[str, dict[str, object]]:
    with pytest.raises(PeerFault) as refused:
        parse(blob)
    return refused.value.code, refused.value.fields


def test_the_outer_fields_are_read_as_they_stand() -> None:
    sealed = parse(outer(b"f", first=7, count=3))
    assert (sealed.device, sealed.first_seq, sealed.count, sealed.end) == (DEVICE, 7, 3, 10)
    assert (sealed.signature, sealed.blob) == (b"s" * 64, outer(b"f", first=7, count=3))


def test_the_last_good_outer_value_is_taken() -> None:
    for blob in (
        outer(b"f", count=MAX_SEGMENT_ENTRIES),
        outer(b"f", first=MAX_SEQ),
        outer(b"f", first=MAX_SEQ - 1, count=2),
        outer(bytes(MAX_SEGMENT_RAW_BYTES)),
    ):
        assert parse(blob).blob == blob


def test_the_first_bad_outer_value_is_refused_by_name() -> None:
    assert refusal(outer(b"")) == ("segment_short", {})
    assert refusal(outer(b"f", version=0)) == ("segment_format", {"format": 0})
    assert refusal(outer(b"f", version=2)) == ("segment_format", {"format": 2})
    for count in (0, MAX_SEGMENT_ENTRIES + 1):
        assert refusal(outer(b"f", count=count)) == ("segment_count", {"count": count})
    assert refusal(outer(b"f", first=MAX_SEQ, count=2)) == ("segment_count", {"count": 2})
    long = outer(bytes(MAX_SEGMENT_RAW_BYTES + 1))
    assert refusal(long) == ("segment_size", {"size": len(long)})
    assert refusal(outer(b"f", check=0)) == ("segment_damaged", {})


def sized(author: Author, *bodies: int) -> list[Entry]:
    return author.entries(*(author.creation(bytes(size)) for size in bodies))


def test_a_run_is_filled_to_the_last_byte_and_no_further() -> None:
    one = weight(sized(Author(2, CELL), 0)[0].header)
    assert one == 16 + 64
    rest = MAX_SEGMENT_BYTES - 2 * one
    assert [len(run) for run in partition(sized(Author(2, CELL), 10, rest - 10))] == [2]
    assert [len(run) for run in partition(sized(Author(2, CELL), 10, rest - 9))] == [1, 1]
    assert [len(run) for run in partition(sized(Author(2, CELL), rest - 9, 10, 10))] == [1, 2]
    assert fits(sized(Author(2, CELL), 10, rest - 10))
    assert not fits(sized(Author(2, CELL), 10, rest - 9))
    assert fits(sized(Author(2, CELL), 3 * MAX_SEGMENT_BYTES))
    assert list(partition([])) == []


def test_a_run_has_as_many_entries_as_a_segment_may_and_no_more() -> None:
    lengths = [len(run) for run in partition(sized(Author(2, CELL), *[0] * (2 * MAX_SEGMENT_ENTRIES + 1)))]
    by_weight = MAX_SEGMENT_BYTES // (16 + 64)  # 819: with the weight of today, bytes end a run before its number does
    assert lengths == [by_weight, by_weight, 2 * MAX_SEGMENT_ENTRIES + 1 - 2 * by_weight]


def test_a_run_that_begins_late_has_no_fewer_entries() -> None:
    entries = sized(Author(2, CELL), *[0] * 300, MAX_SEGMENT_BYTES, *[0] * 1_000)
    assert [len(run) for run in partition(entries)] == [300, 1, 819, 181]


def test_refs_count_in_the_weight_and_an_absent_body_too() -> None:
    header = Header(CELL, DEVICE, 1, EntryId(b"b" * 32), 1, None, 5, b"h" * 32, 0, (EntryId(b"r" * 32),) * 3)
    assert weight(header) == 5 + 16 + 3 * 32 + 64
    assert weight(replace(header, refs=())) == 5 + 16 + 64


def test_a_segment_opens_only_where_it_continues() -> None:
    author = Author(2, CELL)
    author.write(author.creation())
    before = author.height
    sealed, entries = author.write(author.creation(b"two"), author.change(RecordName(DeviceId(b"e" * 32), 4)))
    assert open_sealed(sealed, CELL, before) == entries
    for count in (0, 2):
        with pytest.raises(PeerFault, match="segment_hole") as hole:
            open_sealed(sealed, CELL, Height(count, before.head))
        assert hole.value.fields == {"expected": count, "first": 1}
    with pytest.raises(PeerFault, match="segment_signature"):
        open_sealed(sealed, CELL, Height(1, EntryId(b"x" * 32)))
    assert unpack(sealed, CELL, before.head) == entries
    assert reseal(entries, sealed.signature) == sealed == seal(entries, author.key.sign)
    assert reseal(entries[1:], sealed.signature).first_seq == 2


def test_columns_cut_or_lengthened_anywhere_are_refused_by_name() -> None:
    author = Author(2, CELL)
    sealed, _ = author.write(author.creation(b"body"), author.change(RecordName(DeviceId(b"e" * 32), 4)))
    raw = columns_of(sealed)
    for size in range(1, len(raw)):
        with pytest.raises(PeerFault):
            open_sealed(parse(repacked(sealed, raw[:size])), CELL, EMPTY)
    with pytest.raises(PeerFault, match="segment_columns"):
        open_sealed(parse(repacked(sealed, raw + b"\0")), CELL, EMPTY)
    assert frame_of(sealed)


def test_columns_are_as_long_as_a_segment_may_be_and_no_longer() -> None:
    sealed, _ = Author(2, CELL).write(Author(2, CELL).creation(b"body"))
    reasons = []
    for size in (0, 1, MAX_SEGMENT_RAW_BYTES, MAX_SEGMENT_RAW_BYTES + 1):
        with pytest.raises(PeerFault) as refused:
            open_sealed(parse(repacked(sealed, b"!" * size)), CELL, EMPTY)
        reasons.append(refused.value.code)
    assert reasons == ["segment_size", "segment_columns", "segment_flags", "segment_size"]


def test_bodies_that_are_absent_must_fit_when_they_come_back() -> None:
    rest = MAX_SEGMENT_RAW_BYTES - 2 * (16 + 64) - 200_000
    fit, swell = (
        [replace(entry, payload=None) for entry in sized(Author(2, CELL), 200_000, size)] for size in (rest, rest + 1)
    )
    sign = Author(2, CELL).key.sign
    assert open_sealed(seal(fit, sign), CELL, EMPTY) == fit
    with pytest.raises(PeerFault) as refused:
        open_sealed(seal(swell, sign), CELL, EMPTY)
    assert refused.value.code == "segment_size"


def test_a_device_listed_twice_is_refused_even_when_each_is_meant() -> None:
    author, other = Author(2, CELL), DeviceId(b"e" * 32)
    sealed, entries = author.write(author.change(RecordName(other, 4)), author.change(RecordName(other, 5)))
    raw = columns_of(sealed)
    once = b"\0\1" + other + _planes([0, 0], 2)
    twice = b"\0\2" + other + other + _planes([0, 1], 2)
    assert raw.count(once) == 1
    assert open_sealed(parse(repacked(sealed, raw)), CELL, EMPTY) == entries
    with pytest.raises(PeerFault, match="segment_columns"):
        open_sealed(parse(repacked(sealed, raw.replace(once, twice))), CELL, EMPTY)
