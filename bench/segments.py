"""Where the bytes of a segment go, and what other ways of writing it would save: ``python bench/segments.py W2``.

Takes the real segments of the homes that ``bench/meeting`` makes, and writes each again in other ways, one change after
the other. Nothing of the stored format is changed: the figures are for whoever decides about a next one.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

import zstandard

from bench.association import Association
from bench.meeting.cells import WORKLOADS, Workload, prepared, stored
from idos_p2p.ids import DeviceId
from idos_p2p.limits import MAX_SEGMENT_BYTES, MAX_SEGMENT_ENTRIES, MAX_SEGMENT_RAW_BYTES
from idos_p2p.log.entry import SALT_BYTES, Entry
from idos_p2p.log.segment import _OUTER, _pack_columns, weight
from idos_p2p.records.document import create
from idos_p2p.records.fields import accept
from idos_p2p.records.kinds import BY_NAME

DICTIONARY_BYTES = 16 << 10
CHECKSUM = slice(4, 8)  # of an Automerge chunk: the first bytes of the hash that a receiver computes anyway
Run = Sequence[Entry]
Way = Callable[[Run], int]


def bodies(run: Run) -> list[bytes]:
    """Return the changes of a segment."""
    return [entry.payload.body for entry in run if entry.payload]


def heads(run: Run) -> bytes:
    """Return the columns before the salts."""
    columns = _pack_columns(run)
    return columns[: len(columns) - sum(len(body) + SALT_BYTES for body in bodies(run))]


def salts(run: Run, size: int = SALT_BYTES) -> bytes:
    """Return the salts, or the beginnings of them."""
    return b"".join(entry.payload.salt[:size] for entry in run if entry.payload)


def leb(raw: bytes, at: int) -> tuple[int, int]:
    """Return a LEB128 number and where it ends."""
    number = shift = 0
    while True:
        number |= (raw[at] & 127) << shift
        shift += 7
        at += 1
        if raw[at - 1] < 128:
            return number, at


def transposed(run: Run) -> bytes:
    """Return the changes of a segment with the same column of all of them side by side, without their checksums."""
    parts: defaultdict[int, list[bytes]] = defaultdict(list)
    for body in bodies(run):
        if body[:4] != b"\x85oJ\x83":
            parts[-1].append(body)
            continue
        at = _after_header(body)
        begun, (count, at) = at, leb(body, at)
        columns = []
        for _ in range(count):
            column, at = leb(body, at)
            size, at = leb(body, at)
            columns.append((column, size))
        parts[-2].append(body[8:begun])
        parts[-3].append(body[begun:at])
        for column, size in columns:
            parts[column].append(body[at : at + size])
            at += size
        parts[-4].append(body[at:])
    return b"".join(b"".join(parts[column]) for column in sorted(parts))


def _after_header(body: bytes) -> int:
    _, at = leb(body, 9)
    dependencies, at = leb(body, at)
    at += 32 * dependencies
    size, at = leb(body, at)
    at += size
    for _ in range(3):  # seq, first operation, time: the sign of the last does not change its length
        _, at = leb(body, at)
    size, at = leb(body, at)
    at += size
    others, at = leb(body, at)
    for _ in range(others):
        size, at = leb(body, at)
        at += size
    return at


def as_they_pass(work: Workload) -> list[Run]:
    """Return the segments that one end sends the other: what that one holds is cut off in front."""
    homes = prepared(work).homes
    held: defaultdict[DeviceId, int] = defaultdict(int)
    for sealed, _, _ in stored(homes.there):
        held[sealed.device] = sealed.end
    runs = [entries[max(0, held[sealed.device] - sealed.first_seq) :] for sealed, _, entries in stored(homes.here)]
    return [run for run in runs if run]


def joined(runs: Sequence[Run], most: int) -> list[Run]:
    """Return the segments that the same entries make if each is as long as may be."""
    logs: defaultdict[DeviceId, list[Entry]] = defaultdict(list)
    for run in runs:
        logs[run[0].header.device] += run
    found: list[Run] = []
    for log in logs.values():
        start = size = 0
        for position, entry in enumerate(log):
            size += weight(entry.header)
            if size > most or position - start == MAX_SEGMENT_ENTRIES:
                found.append(log[start:position])
                start, size = position, weight(entry.header)
        found.append(log[start:])
    return found


def dictionary() -> zstandard.ZstdCompressionDict:
    """Return a dictionary trained on another association's records, in other words and by other devices."""
    random = Random(1)
    association = Association(random, 4_000)
    devices = [DeviceId(random.randbytes(32)) for _ in range(8)]
    for _ in association.names:
        association.member(random.randbytes(32).hex())
    samples: list[bytes | bytearray | memoryview] = []
    for number in range(4_000):
        wish = association.next()
        kind = BY_NAME[wish.kind]
        samples += [one.body for one in create(kind, accept(kind, wish.values, partial=False), devices[number % 8])]
        association.wrote(wish, random.randbytes(32).hex())
    return zstandard.train_dictionary(DICTIONARY_BYTES, samples)


def in_one(level: int, trained: zstandard.ZstdCompressionDict | None = None) -> Way:
    """Return the way of today: all columns in one."""
    return lambda run: pressed(level, [_pack_columns(run)], trained)


def in_blocks(level: int) -> Way:
    """Return the same frame in blocks that end where the salts begin and end: any reader of today takes it."""
    return lambda run: pressed(level, [heads(run), salts(run), b"".join(bodies(run))])


def without_checksums(level: int, salt: int = SALT_BYTES) -> Way:
    """Return the way of a next format: changes without what a receiver computes, and perhaps shorter salts."""
    return lambda run: pressed(level, [heads(run), salts(run, salt), plain(run)])


def side_by_side(level: int, salt: int = SALT_BYTES) -> Way:
    """Return the way of a next format that also puts the same columns of all changes side by side."""
    return lambda run: pressed(level, [heads(run), salts(run, salt), transposed(run)])


def pressed(level: int, parts: Sequence[bytes], trained: zstandard.ZstdCompressionDict | None = None) -> int:
    """Return the bytes of one frame of these parts, each in blocks of its own."""
    making = zstandard.ZstdCompressor(level=level, dict_data=trained).compressobj(size=sum(map(len, parts)))
    blocks = [making.compress(part) + making.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK) for part in parts[:-1]]
    blocks += [making.compress(parts[-1]), making.flush()]
    return sum(map(len, blocks))


def streamed(runs: Sequence[Run], level: int, salt: int, changes: Callable[[Run], bytes]) -> int:
    """Return the bytes of all segments in one stream of a session, each to be read as soon as it is here."""
    making = zstandard.ZstdCompressor(level=level).compressobj()
    size = 0
    for run in runs:
        size += _OUTER.size
        for part in (heads(run), salts(run, salt), changes(run)):
            size += len(making.compress(part)) + len(making.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK))
    return size


def whole(run: Run) -> bytes:
    """Return changes as they are."""
    return b"".join(bodies(run))


def plain(run: Run) -> bytes:
    """Return changes without their checksums."""
    return b"".join(body[: CHECKSUM.start] + body[CHECKSUM.stop :] for body in bodies(run))


def ways() -> dict[str, Way]:
    """Return each way by its name, today's first."""
    return {
        "1: zstd 3, as it is": in_one(3),
        "1: zstd 3, blocks around the salts": in_blocks(3),
        "1: zstd 9": in_one(9),
        "1: zstd 9, blocks around the salts": in_blocks(9),
        "1: zstd 19, blocks around the salts": in_blocks(19),
        "2: zstd 9 with a dictionary of 16 KiB": in_one(9, dictionary()),
        "2: zstd 9, no checksums": without_checksums(9),
        "2: zstd 9, no checksums, columns side by side": side_by_side(9),
        "2: zstd 9, no checksums, salts of 8 bytes": without_checksums(9, 8),
        "2: zstd 9, no checksums, side by side, salts of 8 bytes": side_by_side(9, 8),
    }


def streams() -> dict[str, tuple[int, int, Callable[[Run], bytes]]]:
    """Return each way of a session that presses against what it said before: level, salt, and what of the changes."""
    return {
        "wire: one stream, zstd 3": (3, SALT_BYTES, whole),
        "wire: one stream, zstd 9": (9, SALT_BYTES, whole),
        "wire: one stream, zstd 9, no checksums": (9, SALT_BYTES, plain),
        "wire: one stream, zstd 9, no checksums, salts of 8 bytes": (9, 8, plain),
    }


def main() -> None:
    """Print bytes an entry of each way, for segments as they pass and for longer ones."""
    work = WORKLOADS[sys.argv[1] if sys.argv[1:] else "W2"]
    runs = as_they_pass(work)
    shapes = {"as they are": runs, "64 KiB full": joined(runs, MAX_SEGMENT_BYTES)}
    shapes["384 KiB full"] = joined(runs, MAX_SEGMENT_RAW_BYTES)
    count = sum(map(len, runs))
    print(f"{work.name}: {count} entries; bytes an entry; signature, device and place take {_OUTER.size} a segment")
    print(f"{'format: way':60}", *(f"{name:>13}" for name in shapes), "µs an entry")
    print(f"{'segments':60}", *(f"{len(of):13}" for of in shapes.values()))
    for name, part in (("heads", heads), ("salts", salts), ("bodies", whole)):
        raw = sum(len(part(run)) for run in runs) / count
        sizes = [sum(pressed(3, [part(run)]) for run in of) / count for of in shapes.values()]
        print(f"{f'   {name} alone, of {raw:.1f}':60}", *(f"{size:13.1f}" for size in sizes))
    for name, way in ways().items():
        began = time.process_time()
        sizes = [sum(_OUTER.size + way(run) for run in of) / count for of in shapes.values()]
        took = (time.process_time() - began) / count / len(shapes) * 1e6
        print(f"{name:60}", *(f"{size:13.1f}" for size in sizes), f"{took:11.1f}")
    for name, arguments in streams().items():
        began = time.process_time()
        sizes = [streamed(of, *arguments) / count for of in shapes.values()]
        took = (time.process_time() - began) / count / len(shapes) * 1e6
        print(f"{name:60}", *(f"{size:13.1f}" for size in sizes), f"{took:11.1f}")


if __name__ == "__main__":
    main()
