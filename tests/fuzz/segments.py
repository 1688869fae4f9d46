"""Spoilt segments, columns and frames, their checksum mended: ``python -m tests.fuzz.segments``.

What is read of a segment packs again into the same columns, and what opens is what its author signed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

import zstandard

from idos_p2p.errors import PeerFault
from idos_p2p.ids import CellId, EntryId
from idos_p2p.limits import MAX_SEGMENT_RAW_BYTES
from idos_p2p.log.chain import Height
from idos_p2p.log.entry import Entry
from idos_p2p.log.segment import open_sealed, parse, reseal, unpack
from tests.fuzz.driver import Parts, Wrong, main
from tests.fuzz.logs import honest_segment
from tests.unit.log.authors import columns_of, forged, frame_of, repacked
from tests.unit.records.crafting import spoil_bytes

INPUTS_A_SEGMENT = 40


def inputs(random: Random) -> Iterator[Parts]:
    """Yield the cell, the height that is to be continued, and a spoilt segment."""
    while True:
        cell, height, sealed = honest_segment(random)
        start = height.count.to_bytes(4, "big"), height.head
        raw, frame = columns_of(sealed), frame_of(sealed)
        for _ in range(INPUTS_A_SEGMENT):
            choice = random.random()
            count = random.choice((None, None, None, sealed.count + 1, max(1, sealed.count - 1), 1_000))
            if choice < 0.05:
                blob = reseal(_without_bodies(random, unpack(sealed, cell, height.head)), sealed.signature).blob
            elif choice < 0.6:
                blob = repacked(sealed, _spoilt_columns(random, raw, sealed.count), count=count)
            elif choice < 0.75:
                blob = forged(sealed, spoil_bytes(random, frame), count=count)
            elif choice < 0.9:
                blob = forged(sealed, _another_frame(random, raw))
            else:
                blob = spoil_bytes(random, sealed.blob)
            yield (cell, *start, blob)


def _spoilt_columns(random: Random, raw: bytes, count: int) -> bytes:
    """Return columns with bytes altered: anywhere, or in the numbers at their beginning, where each one tells."""
    if random.random() < 0.4:
        return spoil_bytes(random, raw)
    place = random.randrange(min(len(raw), 15 * count + 40))
    byte = random.choice((0, 1, 2, 3, 31, 32, 0x7F, 0x80, 0xA1, 0xFF, raw[place] ^ 1, random.randrange(256)))
    return raw[:place] + bytes([byte]) + raw[place + 1 :]


def _another_frame(random: Random, raw: bytes) -> bytes:
    """Return the columns compressed as no sealer would, or something far larger."""
    choice = random.randrange(6)
    if choice == 0:
        return zstandard.ZstdCompressor(level=random.choice((1, 9, 19)), write_content_size=True).compress(raw)
    if choice == 1:
        return zstandard.ZstdCompressor(write_content_size=False).compress(raw)
    if choice == 2:
        return zstandard.ZstdCompressor(write_checksum=True, write_content_size=True).compress(raw)
    frame = zstandard.ZstdCompressor(write_content_size=True).compress(raw)
    if choice == 3:
        return frame + random.choice((b"\0", frame, bytes.fromhex("502a4d1804000000") + bytes(4)))
    if choice == 4:
        return bytes.fromhex("502a4d1804000000") + bytes(4) + frame  # a frame to be skipped, then the right one
    return zstandard.ZstdCompressor().compress(bytes(random.choice((MAX_SEGMENT_RAW_BYTES + 1, 1 << 24))))


def _without_bodies(random: Random, entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries, some records' payloads taken out."""
    return [
        entry if entry.header.is_act or random.random() < 0.5 else replace(entry, payload=None) for entry in entries
    ]


def judge(parts: Parts) -> str:
    """Return the code of the fault, or "accepted"."""
    cell, count, head, blob = parts
    height = Height(int.from_bytes(count, "big"), EntryId(head))
    try:
        sealed = parse(blob)
        entries = unpack(sealed, CellId(cell), height.head)
        if columns_of(reseal(entries, sealed.signature)) != columns_of(sealed):
            raise Wrong("other columns")
        if open_sealed(sealed, CellId(cell), height) != entries:
            raise Wrong("other entries")
    except PeerFault as fault:
        return fault.code
    return "accepted"


if __name__ == "__main__":
    sys.exit(main("segments"))
