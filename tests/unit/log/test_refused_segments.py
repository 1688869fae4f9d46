"""What a damaged or forged segment meets: a refusal by name, whatever part of it was touched."""

from __future__ import annotations

import itertools
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.errors import BugError, PeerFault
from idos_p2p.ids import ABSENT, CellId, DeviceId, EntryId, RecordName
from idos_p2p.limits import MAX_BODY_BYTES, MAX_REFS, MAX_SEGMENT_ENTRIES, MAX_SEGMENT_RAW_BYTES, MAX_SEQ, MIB
from idos_p2p.log.chain import EMPTY, Height
from idos_p2p.log.entry import Entry, Payload
from idos_p2p.log.segment import _OUTER, FORMAT, _pack_columns, _planes, open_sealed, parse, seal
from tests.unit.log.authors import (
    CONTRIBUTION,
    NOON,
    PROJECT,
    Author,
    admit_body,
    columns_of,
    forged,
    founder,
    frame_of,
    invitation,
    invite_body,
    repacked,
)

Rewrite = Callable[[bytearray], None]


def opened(blob: bytes, author: Author, height: Height = EMPTY) -> list[Entry]:
    """Open a segment as a receiver that holds the author's log so far does."""
    return open_sealed(parse(blob), author.cell, height)


def refusal(blob: bytes, author: Author, height: Height = EMPTY) -> str:
    """Return the named reason for which a segment is refused."""
    with pytest.raises(PeerFault) as caught:
        opened(blob, author, height)
    return caught.value.code


def three(author: Author) -> tuple[bytes, list[Entry]]:
    """Return a segment of an act, a new record and a change of another's record."""
    sealed, entries = author.write(
        author.act_draft(admit_body(EntryId(b"s" * 32)), EntryId(b"r" * 32)),
        author.creation("mon épicerie".encode()),
        author.change(RecordName(DeviceId(b"d" * 32), 7), time_ms=NOON - 5),
    )
    return sealed.blob, entries


def flips(blob: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the blob with each of its bytes flipped: each bit alone, and all eight."""
    for place, change in itertools.product(range(len(blob)), [*(1 << bit for bit in range(8)), 0xFF]):
        yield place, blob[:place] + bytes([blob[place] ^ change]) + blob[place + 1 :]


@pytest.mark.parametrize("height", [0, 2])
def test_a_flipped_byte_anywhere_is_refused(height: int) -> None:
    author, _ = founder()
    author = Author(2, author.cell)
    if height:
        author.write(author.creation(b"before"), author.creation(b"as well"))
    before = author.height
    blob, entries = three(author)
    assert opened(blob, author, before) == entries
    unseen = [place for place, damaged in flips(blob) if not _is_refused(damaged, author, before)]
    assert unseen == []


def _is_refused(blob: bytes, author: Author, height: Height) -> bool:
    try:
        opened(blob, author, height)
    except PeerFault:
        return True
    return False


def test_a_frame_spelled_otherwise_can_only_say_the_very_same_entries() -> None:
    """Who repairs the checksum of a flipped frame gets a refusal, or what was signed."""
    author = Author(2, founder()[0].cell)
    sealed, entries = author.write(*(author.creation(f"le mot numéro {number}".encode()) for number in range(12)))
    for _, frame in flips(frame_of(sealed)):
        try:
            assert opened(forged(sealed, frame), author) == entries
        except PeerFault:
            continue


def test_every_cut_of_a_segment_is_refused() -> None:
    author = Author(2, founder()[0].cell)
    blob, _ = three(author)
    assert all(_is_refused(blob[:size], author, EMPTY) for size in range(len(blob)))


def test_trailing_data_is_refused_in_the_frame_and_in_the_columns() -> None:
    author = Author(2, founder()[0].cell)
    sealed, _ = author.write(author.creation())
    assert refusal(sealed.blob + b"\0", author) == "segment_damaged"
    assert refusal(forged(sealed, frame_of(sealed) + b"\0"), author) == "segment_frame"
    assert refusal(forged(sealed, frame_of(sealed) * 2), author) == "segment_frame"
    assert refusal(repacked(sealed, columns_of(sealed) + b"\0"), author) == "segment_columns"


def test_a_skippable_frame_hides_nothing() -> None:
    author = Author(2, founder()[0].cell)
    sealed, _ = author.write(author.creation())
    hidden = b"\x50\x2a\x4d\x18\x04\0\0\0evil"
    assert refusal(forged(sealed, hidden), author) == "segment_frame"
    assert refusal(forged(sealed, hidden + frame_of(sealed)), author) == "segment_frame"
    assert refusal(forged(sealed, frame_of(sealed) + hidden), author) == "segment_frame"


def test_a_bomb_is_refused_before_it_is_inflated_whether_it_declares_its_size_or_not() -> None:
    author = Author(2, founder()[0].cell)
    sealed, _ = author.write(author.creation())
    bomb = bytes(64 * MIB)
    declared = zstandard.ZstdCompressor(level=3, write_content_size=True).compress(bomb)
    silent = zstandard.ZstdCompressor(level=3, write_content_size=False).compress(bomb)
    liar = bytearray(zstandard.ZstdCompressor(level=3, write_content_size=True).compress(bytes(300)) + declared[9:])
    assert max(map(len, (declared, silent, liar))) < MAX_SEGMENT_RAW_BYTES
    assert refusal(forged(sealed, declared), author) == "segment_size"
    assert refusal(forged(sealed, silent), author) == "segment_size"
    assert refusal(forged(sealed, bytes(liar)), author) == "segment_frame"


def test_a_frame_that_declares_another_size_than_it_has_is_refused() -> None:
    author = Author(2, founder()[0].cell)
    sealed, _ = author.write(author.creation(b"x" * 400))
    frame = bytearray(frame_of(sealed))
    assert frame[4] & 0xC0 == 0x40  # two bytes of content size follow
    for size in (0, 1, 255, 4000, 65535):
        frame[5:7] = size.to_bytes(2, "little")
        assert refusal(forged(sealed, bytes(frame)), author) == "segment_frame"


def test_outer_fields_out_of_range_are_refused_by_name() -> None:
    author = Author(2, founder()[0].cell)
    sealed, _ = author.write(author.creation())
    frame = frame_of(sealed)

    def reason(version: int = FORMAT, first: int = 0, count: int = 1, frame: bytes = frame) -> str:
        outer = _OUTER.pack(version, author.device, first, count, zlib.crc32(frame), sealed.signature)
        return refusal(outer + frame, author)

    assert reason(version=2) == "segment_format"
    assert reason(count=0) == "segment_count"
    assert reason(count=MAX_SEGMENT_ENTRIES + 1) == "segment_count"
    assert reason(first=MAX_SEQ, count=2) == "segment_count"
    assert reason(first=1) == "segment_hole"
    assert reason(frame=bytes(MAX_SEGMENT_RAW_BYTES + 1)) == "segment_size"
    assert refusal(b"", author) == refusal(sealed.blob[: _OUTER.size], author) == "segment_short"


def test_more_or_fewer_entries_than_signed_are_refused() -> None:
    author = Author(2, founder()[0].cell)
    blob, _ = three(author)
    sealed = parse(blob)
    assert {_reason(repacked(sealed, columns_of(sealed), count=count), author) for count in (1, 2, 4, 1000)} <= {
        "segment_columns",
        "segment_flags",
        "entry_record",
        "entry_number",
        "entry_size",
        "entry_cell",
        "entry_payload",
    }


def _reason(blob: bytes, author: Author) -> str:
    return refusal(blob, author)


def test_a_segment_of_nothing_but_zeros_is_refused() -> None:
    author = Author(2, founder()[0].cell)
    sealed, _ = author.write(author.creation())
    assert _is_refused(repacked(sealed, bytes(31)), author, EMPTY)


# Where the columns of a segment of one entry that changes another's record lie (``log/segment.py``).
KIND, FLAGS, REFS, TIME, SIZE, DEVICES = 0, 1, 2, 3, 11, 15
FIRST_DEVICE, INDEX, SEQ, SALT, BODY = 17, 49, 51, 55, 71


def rewritten(author: Author, rewrite: Rewrite) -> str:
    """Return why the change of a record is refused when a forger rewrote its columns."""
    height = author.height
    sealed, _ = author.write(author.change(RecordName(DeviceId(b"d" * 32), 7), b"body"))
    raw = bytearray(columns_of(sealed))
    assert len(raw) == BODY + 4
    rewrite(raw)
    return refusal(repacked(sealed, bytes(raw)), author, height)


def put(place: int, value: bytes) -> Rewrite:
    """Return what writes these bytes at a place."""

    def write(raw: bytearray) -> None:
        raw[place : place + len(value)] = value

    return write


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        (KIND, b"\x00", "segment_columns"),  # a genesis has no record: what follows does not fit
        (KIND, bytes([PROJECT ^ 0x80]), "segment_signature"),
        (KIND, b"\xff", "segment_signature"),
        (FLAGS, b"\x04", "segment_flags"),
        (FLAGS, b"\xff", "segment_flags"),
        (FLAGS, b"\x02", "segment_columns"),
        (REFS, b"\x01", "segment_columns"),
        (REFS, b"\xff", "segment_columns"),
        (TIME, b"\x80", "entry_number"),
        (TIME, b"\x00\x01", "entry_number"),
        (TIME + 7, b"\x02", "segment_signature"),
        (SIZE, b"\x01", "segment_columns"),
        (SIZE + 3, b"\x05", "segment_columns"),
        (SIZE + 3, b"\x03", "segment_columns"),
        (DEVICES, b"\x00\x00", "segment_columns"),
        (DEVICES, b"\xff\xff", "segment_columns"),
        (FIRST_DEVICE, ABSENT, "entry_record"),
        (FIRST_DEVICE, b"e", "segment_signature"),
        (INDEX, b"\x00\x01", "segment_columns"),
        (INDEX, b"\xff\xff", "segment_columns"),
        (SEQ + 3, b"\x08", "segment_signature"),
        (SALT, b"?", "segment_signature"),
        (BODY, b"B", "segment_signature"),
    ],
)
def test_a_rewritten_column_is_refused_by_name(place: int, value: bytes, reason: str) -> None:
    assert rewritten(Author(2, founder()[0].cell), put(place, value)) == reason


def test_a_creation_written_as_a_change_of_itself_is_refused_so_that_an_entry_has_one_spelling() -> None:
    author = Author(2, founder()[0].cell)
    sealed, entries = author.write(author.creation(b"body"))
    raw = bytearray(columns_of(sealed))
    raw[FLAGS] = 0
    raw[DEVICES : DEVICES + 2] = b"\0\1" + author.device + _planes([0], 2) + _planes([0], 4)
    assert refusal(repacked(sealed, bytes(raw)), author) == "entry_record"
    assert opened(sealed.blob, author) == entries


@pytest.mark.parametrize("devices", [[b"d", b"d"], [b"e", b"d"], [b"a", b"d"], [b"d", b"e"]])
def test_other_devices_are_listed_once_in_order_and_only_when_meant(devices: list[bytes]) -> None:
    author = Author(2, founder()[0].cell)
    sealed, _ = author.write(author.change(RecordName(DeviceId(b"d" * 32), 7), b"body"))
    raw = bytearray(columns_of(sealed))
    index = _planes([devices.index(b"d")], 2)
    raw[DEVICES:SEQ] = len(devices).to_bytes(2) + b"".join(device * 32 for device in devices) + index
    assert refusal(repacked(sealed, bytes(raw)), author) == "segment_columns"


@pytest.mark.parametrize(
    ("refs", "reason"),
    [
        ((b"b", b"a"), "entry_refs"),
        ((b"a", b"a"), "entry_refs"),
        (tuple(bytes([number]) for number in range(1, MAX_REFS + 2)), "entry_refs"),
    ],
)
def test_refs_are_few_and_ascending_even_when_signed(refs: tuple[bytes, ...], reason: str) -> None:
    author, genesis = founder()
    entry = author.entries(author.act_draft(invite_body(invitation(author.cell))))[0]
    header = entry.header
    forger = type(header)(
        **{
            **{name: getattr(header, name) for name in header.__dataclass_fields__},
            "refs": tuple(EntryId(ref * 32) for ref in refs),
        }
    )
    sealed = seal([Entry(entry.id, forger, entry.payload)], author.key.sign)
    assert refusal(sealed.blob, author, Height(1, genesis.id)) == reason


def test_an_act_whose_body_was_taken_out_is_refused() -> None:
    """Acts are never erased: a relay that hides one would make peers disagree on who belongs."""
    author, genesis = founder()
    sealed, entries = author.write(author.act_draft(invite_body(invitation(author.cell))))
    without = _pack_columns([Entry(entries[0].id, entries[0].header, None)])
    assert refusal(repacked(sealed, without), author, Height(1, genesis.id)) == "entry_payload"


def test_an_act_that_claims_to_create_a_record_is_refused() -> None:
    author, genesis = founder()
    sealed, _ = author.write(author.act_draft(invite_body(invitation(author.cell))))
    raw = bytearray(columns_of(sealed))
    raw[FLAGS] = 2
    assert refusal(repacked(sealed, bytes(raw)), author, Height(1, genesis.id)) == "entry_record"


def test_a_body_beyond_its_limit_is_refused() -> None:
    author = Author(2, founder()[0].cell)
    sealed, entries = author.write(author.creation(b"x" * MAX_BODY_BYTES))
    assert opened(sealed.blob, author) == entries
    too_much = _pack_columns(entries)
    huge = too_much[:SIZE] + _planes([MAX_BODY_BYTES + 1], 4) + too_much[SIZE + 4 :] + b"x"
    assert refusal(repacked(sealed, huge), author) == "entry_size"


def test_a_genesis_in_the_middle_of_a_log_is_refused() -> None:
    author = Author(2, founder()[0].cell)
    sealed, _ = author.write(author.act_draft(admit_body(EntryId(b"s" * 32))), author.creation())
    raw = bytearray(columns_of(sealed))
    raw[1], raw[0] = 0, PROJECT
    assert _is_refused(repacked(sealed, bytes(raw)), author, EMPTY)
    after = Author(3, author.cell)
    after.write(after.creation())
    height = after.height
    act, _ = after.write(after.act_draft(admit_body(EntryId(b"s" * 32))))
    raw = bytearray(columns_of(act))
    raw[KIND] = 0
    assert refusal(repacked(act, bytes(raw)), after, height) == "entry_cell"


def test_a_segment_of_another_cell_is_refused() -> None:
    ana, genesis = founder()
    other, other_genesis = founder(seed=4, name="Une autre cellule")
    luc = Author(2, ana.cell)
    sealed, _ = luc.write(luc.creation())
    assert refusal(sealed.blob, Author(2, other.cell)) == "segment_signature"
    foreign = seal([other_genesis], other.key.sign)
    assert refusal(foreign.blob, ana) == "cell_foreign"
    assert opened(seal([genesis], ana.key.sign).blob, ana) == [genesis]


def test_a_signature_of_another_device_or_of_another_entry_is_refused() -> None:
    author, thief = Author(2, founder()[0].cell), Author(3, founder()[0].cell)
    sealed, entries = author.write(author.creation())
    assert refusal(seal(entries, thief.key.sign).blob, author) == "segment_signature"
    later, _ = author.write(author.creation(b"later"))
    exchanged = repacked(sealed, columns_of(sealed), signature=later.signature)
    assert refusal(exchanged, author) == "segment_signature"
    assert refusal(repacked(sealed, columns_of(sealed), signature=bytes(64)), author) == "segment_signature"


def test_a_low_order_key_signs_nothing() -> None:
    """OpenSSL takes this forgery: identity point, zero scalar (security §0.7)."""
    author = Author(2, founder()[0].cell)
    sealed, _ = author.write(author.creation())
    low_order = bytes([1]) + bytes(31)
    forger = replace(sealed, device=DeviceId(low_order))
    assert refusal(forged(forger, frame_of(sealed), signature=low_order + bytes(32)), author) == "segment_signature"


@given(st.data())
def test_columns_rewritten_at_random_never_pass(data: st.DataObject) -> None:
    author = Author(2, CellId(b"c" * 32))
    sealed, entries = author.write(
        author.act_draft(admit_body(EntryId(b"s" * 32)), EntryId(b"r" * 32)),
        author.creation(b"one", CONTRIBUTION),
        author.change(RecordName(DeviceId(b"d" * 32), 7)),
        author.change(RecordName(DeviceId(b"a" * 32), 9), time_ms=NOON - 9),
    )
    raw = columns_of(sealed)
    start = data.draw(st.integers(0, len(raw)))
    end = data.draw(st.integers(start, min(len(raw), start + 8)))
    mutated = raw[:start] + data.draw(st.binary(max_size=8)) + raw[end:]
    try:
        assert opened(repacked(sealed, mutated), author) == entries
        assert mutated == raw
    except PeerFault:
        assert mutated != raw


def test_a_body_that_no_peer_would_take_is_never_signed() -> None:
    author = Author(2, founder()[0].cell)
    with pytest.raises(BugError, match="entry_size"):
        author.entries(author.creation(b"x" * (MAX_BODY_BYTES + 1)))
    with pytest.raises(BugError, match="entry_refs"):
        author.entries(author.act_draft(admit_body(EntryId(b"s" * 32)), *map(_ref, range(MAX_REFS + 1))))


def _ref(number: int) -> EntryId:
    return EntryId(bytes([number]) * 32)


def test_an_absent_body_of_a_record_keeps_its_header_verifiable() -> None:
    """The format of an erased body, which a later decision may make lawful: the signature still holds."""
    author = Author(2, founder()[0].cell)
    sealed, entries = author.write(author.creation(b"erased"), author.creation(b"kept"))
    erased = [Entry(entries[0].id, entries[0].header, None), entries[1]]
    assert opened(repacked(sealed, _pack_columns(erased)), author) == erased
    assert Payload(b"", b"").hash() != erased[0].header.payload_hash
