"""An entry has exactly one encoding, a segment exactly one set of columns, and runs fit their segments."""

from __future__ import annotations

import contextlib
import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.errors import PeerFault
from idos_p2p.ids import ABSENT, CellId, DeviceId, EntryId, RecordName
from idos_p2p.limits import MAX_BODY_BYTES, MAX_REFS, MAX_SEGMENT_BYTES, MAX_SEGMENT_ENTRIES, MAX_SEQ, MAX_TIME_MS
from idos_p2p.log.chain import EMPTY, Draft, Height
from idos_p2p.log.entry import FIRST_RECORD_KIND, GENESIS, HEADER_BYTES, Header, Payload, check_header, decode_header
from idos_p2p.log.segment import _pack_columns, fits, open_sealed, parse, partition, reseal, seal, weight
from tests.unit.log.authors import NOON, Author

CELL = CellId(b"c" * 32)
OTHER = RecordName(DeviceId(b"d" * 32), 7)
ID = st.binary(min_size=32, max_size=32).filter(lambda value: value != ABSENT)
REFS = st.lists(ID, max_size=MAX_REFS, unique=True).map(sorted)
TIMES = st.integers(0, MAX_TIME_MS)
ACT_KINDS = st.integers(1, FIRST_RECORD_KIND - 1)
RECORD_KINDS = st.integers(FIRST_RECORD_KIND, 255)


@st.composite
def headers(draw: st.DrawFn) -> Header:
    """Any header that keeps the rules."""
    device, act = DeviceId(draw(ID)), draw(st.booleans())
    kind = draw(st.just(GENESIS) | ACT_KINDS) if act else draw(RECORD_KINDS)
    seq = 0 if kind == GENESIS else draw(st.integers(0, 3) | st.integers(0, MAX_SEQ))
    places = st.builds(RecordName, ID.map(DeviceId), st.integers(0, MAX_SEQ)) | st.just(RecordName(device, seq))
    return Header(
        cell=CellId(ABSENT if kind == GENESIS else draw(ID)),
        device=device,
        seq=seq,
        back=EntryId(draw(ID) if seq else ABSENT),
        kind=kind,
        record=None if act else draw(places),
        payload_size=draw(st.integers(0, MAX_BODY_BYTES)),
        payload_hash=draw(ID),
        time_ms=draw(TIMES),
        refs=tuple(map(EntryId, draw(REFS))) if act else (),
    )


@given(headers())
def test_every_valid_header_is_read_back_as_it_was(header: Header) -> None:
    check_header(header)
    assert decode_header(header.encode()) == header


@given(headers(), st.data())
def test_whatever_bytes_are_read_as_a_header_are_its_one_encoding(header: Header, data: st.DataObject) -> None:
    written = bytearray(header.encode())
    for _ in range(data.draw(st.integers(1, 3))):
        written[data.draw(st.integers(0, len(written) - 1))] = data.draw(st.sampled_from((0, 1, 32, 128, 255)))
    with contextlib.suppress(PeerFault):
        assert decode_header(bytes(written)).encode() == written


@given(st.binary(max_size=400))
def test_bytes_that_are_no_header_are_refused_and_nothing_else_happens(data: bytes) -> None:
    with contextlib.suppress(PeerFault):
        assert decode_header(data).encode() == data


def test_a_header_neither_shorter_nor_longer_is_taken() -> None:
    author = Author(2, CELL)
    data = author.entries(author.creation())[0].header.encode()
    assert len(data) == HEADER_BYTES
    lengths = (0, HEADER_BYTES - 1, HEADER_BYTES + 1, HEADER_BYTES + 32)
    assert [_is_header((data + bytes(64))[:size]) for size in lengths] == [False] * 4


def _is_header(data: bytes) -> bool:
    try:
        decode_header(data)
    except PeerFault:
        return False
    return True


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """Anything an author may say after their first entry."""
    payload = Payload(draw(st.binary(min_size=16, max_size=16)), draw(st.binary(max_size=80)))
    time = draw(TIMES)
    match draw(st.integers(0, 2)):
        case 0:
            return Draft(draw(ACT_KINDS), payload, time, refs=tuple(map(EntryId, draw(REFS))))
        case 1:
            return Draft(draw(RECORD_KINDS), payload, time, creates=True)
        case _:
            others = st.sampled_from((b"d" * 32, b"e" * 32, b"f" * 32))
            record = RecordName(DeviceId(draw(others)), draw(st.integers(0, MAX_SEQ)))
            return Draft(draw(RECORD_KINDS), payload, time, record=record)


@given(st.lists(drafts(), min_size=1, max_size=12), st.booleans())
def test_every_segment_opens_as_it_was_sealed_and_packs_again_the_same(said: list[Draft], first: bool) -> None:
    author = Author(2, CELL)
    if not first:
        author.write(author.creation())
    before = author.height
    sealed, entries = author.write(*said)
    assert (sealed.device, sealed.first_seq, sealed.end) == (author.device, before.count, author.height.count)
    assert open_sealed(parse(sealed.blob), CELL, before) == entries
    assert seal(entries, author.key.sign) == sealed
    assert _pack_columns(open_sealed(sealed, CELL, before)) == _pack_columns(entries)


def test_a_thousand_entries_of_any_clock_fill_one_segment() -> None:
    author = Author(2, CELL)
    times = (NOON, 0, MAX_TIME_MS, NOON - 1)
    sealed, entries = author.write(
        *(author.creation(b"", time_ms=times[number % 4]) for number in range(MAX_SEGMENT_ENTRIES))
    )
    assert open_sealed(sealed, CELL, EMPTY) == entries


@given(st.lists(st.sampled_from((0, 10, 900, 20_000, MAX_SEGMENT_BYTES, MAX_BODY_BYTES)), max_size=30))
def test_runs_are_whole_in_order_and_fit_their_segment(sizes: list[int]) -> None:
    author = Author(2, CELL)
    entries = author.entries(*(author.creation(bytes(size)) for size in sizes)) if sizes else []
    runs = list(partition(entries))
    assert [entry for run in runs for entry in run] == entries
    for run in runs:
        assert len(run) == 1 or len(_pack_columns(run)) <= MAX_SEGMENT_BYTES
    for run, following in itertools.pairwise(runs):
        assert len(_pack_columns([*run, following[0]])) > MAX_SEGMENT_BYTES - 64 * (len(run) + 1)


def test_a_run_holds_no_more_entries_than_a_segment_may() -> None:
    author = Author(2, CELL)
    entries = author.entries(*(author.creation(b"") for _ in range(2 * MAX_SEGMENT_ENTRIES + 1)))
    runs = list(partition(entries))
    assert max(map(len, runs)) <= MAX_SEGMENT_ENTRIES
    height = EMPTY
    for run in runs:
        sealed = seal(run, author.key.sign)
        assert open_sealed(sealed, CELL, height) == list(run)
        height = Height(sealed.end, run[-1].id)
    assert height == author.height


def test_the_largest_body_nothing_compresses_fits_a_segment() -> None:
    author = Author(2, CELL)
    body = b"".join(number.to_bytes(2) * 3 for number in range(2**16))[:MAX_BODY_BYTES]
    sealed, entries = author.write(author.creation(body))
    assert open_sealed(sealed, CELL, EMPTY) == entries


PARTS = st.lists(st.lists(st.booleans(), min_size=1, max_size=4), min_size=1, max_size=5)


@given(PARTS, st.data())
def test_a_signature_closes_whatever_leads_to_its_entry(parts: list[list[bool]], data: st.DataObject) -> None:
    """Segments joined, cut at the front, a body dropped and put back: each opens, and says the same."""
    author = Author(2, CELL)
    runs = [author.write(*(author.creation() if new else author.change(OTHER) for new in part)) for part in parts]
    entries = [entry for _, run in runs for entry in run]
    signature = runs[-1][0].signature
    start = data.draw(st.integers(0, len(entries) - 1))
    absent = data.draw(st.sets(st.integers(start, len(entries) - 1)))
    left = [replace(entry, payload=None) if place in absent else entry for place, entry in enumerate(entries)][start:]
    before = Height(start, entries[start].header.back)
    assert open_sealed(parse(reseal(left, signature).blob), CELL, before) == left
    whole = reseal(entries, signature)
    assert open_sealed(whole, CELL, EMPTY) == entries
    assert [entry.id for entry in left] == [entry.id for entry in entries[start:]]
    assert reseal(runs[-1][1], signature) == runs[-1][0]


def test_a_segment_cut_at_its_end_or_closed_by_another_signature_is_refused() -> None:
    author = Author(2, CELL)
    (first, one), (second, two) = author.write(author.creation()), author.write(author.creation(), author.creation())
    for entries, signature in (((*one, two[0]), second.signature), ((*one, *two), first.signature)):
        with pytest.raises(PeerFault, match="segment_signature"):
            open_sealed(reseal(entries, signature), CELL, EMPTY)


def test_what_fits_one_segment_is_what_a_run_holds_and_an_absent_body_counts() -> None:
    author = Author(2, CELL)
    entries = author.entries(*(author.creation(bytes(20_000)) for _ in range(4)))
    assert [fits(entries[:count]) for count in (1, 2, 3, 4)] == [True, True, True, False]
    assert not fits([replace(entry, payload=None) for entry in entries])
    assert fits(author.entries(author.creation(bytes(MAX_BODY_BYTES))))
    assert weight(entries[0].header) == 20_000 + 16 + 64


def test_a_segment_that_would_outgrow_its_bound_once_its_bodies_come_is_refused() -> None:
    """Somebody who passes it on could join what each fits, without the bodies: nothing could take these in then."""
    author = Author(2, CELL)
    runs = [author.write(author.creation(bytes(60_000))) for _ in range(7)]
    entries = [replace(entry, payload=None) for _, run in runs for entry in run]
    signature = runs[-1][0].signature
    with pytest.raises(PeerFault, match="segment_size"):
        open_sealed(reseal(entries, signature), CELL, EMPTY)
    before = Height(1, entries[0].id)
    assert open_sealed(reseal(entries[1:], signature), CELL, before) == entries[1:]
