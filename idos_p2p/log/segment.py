"""A segment: consecutive entries of one device closed by one signature; how they are stored and sent (design §3).

Only what a receiver cannot compute is written: the cell, the device's chain and the payload hashes follow from its
own verified head. Forwarded untouched, so that a signature made once is checked by everyone.

::

    1 format | 32 device | 4 first seq | 2 count | 4 CRC-32 of the frame | 64 signature | zstd frame of the columns

    columns, n entries, each number column split in byte planes (all first bytes, then all second bytes …):
    n kind | n flags | n number of refs | n×8 time, difference from the previous | n×4 payload size
    2 number of other record devices | 32 each | per entry of another record: 2 index, 4 seq
    32 each ref | 32 each hash of an absent payload | 16 each salt | bodies

Flags: 1 the payload is absent, 2 the entry creates its record.

The signature covers what the entries say. A frame can spell the same columns in several ways, so the CRC finds the byte
that flipped without changing them: no part of a segment can be damaged unseen.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import zstandard

from idos_p2p.errors import PeerFault
from idos_p2p.identity.keys import verify_lately as verify
from idos_p2p.ids import ABSENT, CellId, DeviceId, EntryId, RecordName
from idos_p2p.labels import Label
from idos_p2p.limits import MAX_SEGMENT_BYTES, MAX_SEGMENT_ENTRIES, MAX_SEGMENT_RAW_BYTES, MAX_SEQ, MIB
from idos_p2p.log.chain import Height
from idos_p2p.log.entry import (
    FIRST_RECORD_KIND,
    GENESIS,
    SALT_BYTES,
    Entry,
    Header,
    Payload,
    check_header,
    entry_id,
)
from idos_p2p.recent import Recent

FORMAT = 1
LEVEL = 3
_OUTER = struct.Struct(">B32sIHI64s")
_ABSENT_PAYLOAD, _CREATES = 1, 2
_KNOWN_FLAGS = _ABSENT_PAYLOAD | _CREATES
_ENTRY_COLUMNS_BYTES = 64  # at most, without refs, salt and body: for the size of a segment being filled
_KNOWN_BYTES = 2 * MIB  # of segments unpacked lately: several peers send the same ones, and they are read again soon
_ENTRY_BYTES = 640  # of an entry's objects beside what is in the blob


@dataclass(frozen=True, slots=True)
class Sealed:
    """A segment as it is stored and sent, its frame not opened yet."""

    device: DeviceId
    first_seq: int
    count: int
    signature: bytes
    blob: bytes

    @property
    def end(self) -> int:
        """The seq after the last entry."""
        return self.first_seq + self.count


def parse(blob: bytes) -> Sealed:
    """Return the segment's outer fields; raise PeerFault on anything a sealer would not write."""
    if len(blob) <= _OUTER.size:
        raise PeerFault("segment_short")
    version, device, first_seq, count, check, signature = _OUTER.unpack_from(blob)
    if version != FORMAT:
        raise PeerFault("segment_format", format=version)
    if not 1 <= count <= MAX_SEGMENT_ENTRIES or first_seq + count - 1 > MAX_SEQ:
        raise PeerFault("segment_count", count=count)
    if len(blob) > MAX_SEGMENT_RAW_BYTES + _OUTER.size:
        raise PeerFault("segment_size", size=len(blob))
    if zlib.crc32(memoryview(blob)[_OUTER.size :]) != check:
        raise PeerFault("segment_damaged")
    return Sealed(DeviceId(device), first_seq, count, signature, blob)


def weight(header: Header) -> int:
    """Return how many bytes an entry takes of its segment, at most; its body counts even where it is absent.

    Otherwise a segment could outgrow its bound when bodies are put back, and nothing may cut it then.
    """
    return header.payload_size + SALT_BYTES + 32 * len(header.refs) + _ENTRY_COLUMNS_BYTES


def fits(entries: Sequence[Entry]) -> bool:
    """Say whether these entries may stand in one segment: a single one always may."""
    return len(list(partition(entries))) == 1


def partition(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    """Split one device's consecutive entries into runs that each fit a segment."""
    start = size = 0
    for position, entry in enumerate(entries):
        grown = size + weight(entry.header)
        if position > start and (grown > MAX_SEGMENT_BYTES or position - start == MAX_SEGMENT_ENTRIES):
            yield entries[start:position]
            start, grown = position, grown - size
        size = grown
    if start < len(entries):
        yield entries[start:]


def seal(entries: Sequence[Entry], sign: Callable[[bytes], bytes]) -> Sealed:
    """Return the sealed segment of these consecutive entries; ``sign`` is their device's key."""
    return reseal(entries, sign(Label.SEGMENT.prefix + entries[-1].id))


def reseal(entries: Sequence[Entry], signature: bytes) -> Sealed:
    """Return the segment of these consecutive entries that a signature made earlier closes: that of the last one.

    It vouches for all that leads to the last id, so a segment may begin anywhere, grow by its neighbour before it, and
    gain or lose a payload; it ends where its author signed.
    """
    frame = zstandard.ZstdCompressor(level=LEVEL, write_content_size=True).compress(_pack_columns(entries))
    place = entries[0].header.address
    return parse(_OUTER.pack(FORMAT, place.device, place.seq, len(entries), zlib.crc32(frame), signature) + frame)


def unpack(sealed: Sealed, cell: CellId, back: EntryId) -> list[Entry]:
    """Return the entries, chained from ``back``, the id of the entry before them; their signature is not checked.

    Raises PeerFault on columns that do not describe exactly ``count`` valid entries.
    """
    entries = _known.find((sealed.blob, cell, back))
    if entries is None:
        entries = tuple(_unpack(sealed, cell, back))
        size = sum(_ENTRY_BYTES + weight(entry.header) for entry in entries) + len(sealed.blob)
        _known.keep((sealed.blob, cell, back), entries, size)
    return list(entries)


_known: Recent[tuple[bytes, CellId, EntryId], tuple[Entry, ...]] = Recent(_KNOWN_BYTES)


def _unpack(sealed: Sealed, cell: CellId, back: EntryId) -> list[Entry]:
    columns = _Columns(_decompress(sealed))
    count = sealed.count
    kinds, flags, ref_counts = columns.take(count), columns.take(count), columns.take(count)
    if any(flag & ~_KNOWN_FLAGS for flag in flags):
        raise PeerFault("segment_flags")
    times = _times(columns.numbers(count, 8))
    sizes = columns.numbers(count, 4)
    others = sum(kind >= FIRST_RECORD_KIND and not flag & _CREATES for kind, flag in zip(kinds, flags, strict=True))
    records = _other_records(columns, others)
    refs = columns.slices(sum(ref_counts), 32)
    hashes = columns.slices(sum(flag & _ABSENT_PAYLOAD for flag in flags), 32)
    salts = columns.slices(count - len(hashes), SALT_BYTES)
    next_ref, next_hash, next_salt = iter(refs), iter(hashes), iter(salts)
    entries = []
    for position in range(count):
        seq, kind, flag, size = sealed.first_seq + position, kinds[position], flags[position], sizes[position]
        payload = None if flag & _ABSENT_PAYLOAD else Payload(next(next_salt), columns.take(size))
        header = Header(
            cell=CellId(ABSENT) if kind == GENESIS else cell,
            device=sealed.device,
            seq=seq,
            back=back,
            kind=kind,
            record=_record_of(kind, flag, RecordName(sealed.device, seq), records),
            payload_size=size,
            payload_hash=payload.hash() if payload else next(next_hash),
            time_ms=times[position],
            refs=tuple(EntryId(next(next_ref)) for _ in range(ref_counts[position])),
        )
        check_header(header)
        entry = Entry(entry_id(header.encode()), header, payload)
        entries.append(entry)
        back = entry.id
    columns.finish()
    return entries


def open_sealed(sealed: Sealed, cell: CellId, height: Height) -> list[Entry]:
    """Return the verified entries of a segment that continues a log of this height.

    The whole segment or nothing: raises PeerFault when it does not follow, or its one signature does not close it.
    """
    if sealed.first_seq != height.count:
        raise PeerFault("segment_hole", expected=height.count, first=sealed.first_seq)
    entries = unpack(sealed, cell, height.head)
    if entries[0].header.kind == GENESIS and entries[0].id != EntryId(cell):
        raise PeerFault("cell_foreign")
    if sum(weight(entry.header) for entry in entries) > MAX_SEGMENT_RAW_BYTES:
        raise PeerFault("segment_size")  # once the absent bodies are put back
    if not verify(sealed.device, Label.SEGMENT.prefix + entries[-1].id, sealed.signature):
        raise PeerFault("segment_signature")
    return entries


def _pack_columns(entries: Sequence[Entry]) -> bytes:
    headers = [entry.header for entry in entries]
    times = [header.time_ms for header in headers]
    steps = [times[0], *(later - earlier for earlier, later in pairwise(times))]
    others = [header.record for header in headers if header.record and not header.creates]
    devices = sorted({record.device for record in others})
    index = {device: position for position, device in enumerate(devices)}
    return b"".join(
        (
            bytes(header.kind for header in headers),
            bytes(
                (_ABSENT_PAYLOAD if entry.payload is None else 0) | (_CREATES if entry.header.creates else 0)
                for entry in entries
            ),
            bytes(len(header.refs) for header in headers),
            _planes([step & _MASK_64 for step in steps], 8),
            _planes([header.payload_size for header in headers], 4),
            len(devices).to_bytes(2, "big"),
            *devices,
            _planes([index[record.device] for record in others], 2),
            _planes([record.seq for record in others], 4),
            *(ref for header in headers for ref in header.refs),
            *(entry.header.payload_hash for entry in entries if entry.payload is None),
            *(entry.payload.salt for entry in entries if entry.payload),
            *(entry.payload.body for entry in entries if entry.payload),
        )
    )


_MASK_64 = 2**64 - 1
_CODES = {2: "H", 4: "I", 8: "Q"}


def _planes(numbers: Sequence[int], width: int) -> bytes:
    flat = struct.pack(f">{len(numbers)}{_CODES[width]}", *numbers)
    return b"".join(flat[plane::width] for plane in range(width))


def _decompress(sealed: Sealed) -> bytes:
    frame = sealed.blob[_OUTER.size :]
    try:
        declared = zstandard.get_frame_parameters(frame)
        if not 0 < declared.content_size <= MAX_SEGMENT_RAW_BYTES or declared.dict_id:
            raise PeerFault("segment_size", size=declared.content_size)
        return zstandard.ZstdDecompressor(max_window_size=1 << 20).decompress(frame, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise PeerFault("segment_frame") from error


class _Columns:
    """Reads the columns one after the other; never past the end, and to the end exactly."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def take(self, size: int) -> bytes:
        end = self._at + size
        if end > len(self._raw):
            raise PeerFault("segment_columns")
        part = self._raw[self._at : end]
        self._at = end
        return part

    def numbers(self, count: int, width: int) -> tuple[int, ...]:
        planes = self.take(count * width)
        flat = bytearray(count * width)
        for plane in range(width):
            flat[plane::width] = planes[plane * count : (plane + 1) * count]
        return struct.unpack(f">{count}{_CODES[width]}", flat)

    def slices(self, count: int, width: int) -> list[bytes]:
        flat = self.take(count * width)
        return [flat[at : at + width] for at in range(0, len(flat), width)]

    def finish(self) -> None:
        if self._at != len(self._raw):
            raise PeerFault("segment_columns")


def _times(steps: Sequence[int]) -> list[int]:
    times, now = [], 0
    for step in steps:
        now += step - 2**64 if step >> 63 else step
        times.append(now)
    return times


def _other_records(columns: _Columns, count: int) -> Iterator[RecordName]:
    devices = columns.slices(int.from_bytes(columns.take(2), "big"), 32)
    indexes, seqs = columns.numbers(count, 2), columns.numbers(count, 4)
    ascending = all(a < b for a, b in pairwise(devices))
    if not ascending or set(indexes) != set(range(len(devices))):
        raise PeerFault("segment_columns")
    return iter([RecordName(DeviceId(devices[index]), seq) for index, seq in zip(indexes, seqs, strict=True)])


def _record_of(kind: int, flag: int, own: RecordName, others: Iterator[RecordName]) -> RecordName | None:
    if kind < FIRST_RECORD_KIND:
        if flag:  # an act creates no record, and its body can never be erased
            raise PeerFault("entry_record" if flag & _CREATES else "entry_payload", seq=own.seq)
        return None
    record = own if flag & _CREATES else next(others)
    if record == own and not flag & _CREATES:
        raise PeerFault("entry_record", seq=own.seq)
    return record
