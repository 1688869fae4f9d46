"""Where the bytes of a segment go, and what other ways of writing it would save: ``python bench/segments.py W2``.

Takes the real segments of the homes that ``bench/meeting`` makes, and writes each again in other ways, one change after
the other. Nothing of the stored format is changed: the figures are for whoever decides about a next one.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

import zstandard

from bench.association import Association
from bench.meeting.cells import WORKLOADS, prepared, stored
from idos_p2p.ids import DeviceId
from idos_p2p.limits import MAX_SEGMENT_ENTRIES, MAX_SEGMENT_RAW_BYTES
from idos_p2p.log.entry import SALT_BYTES, Entry
from idos_p2p.log.segment import _OUTER, _pack_columns, weight
from idos_p2p.records.document import create
from idos_p2p.records.fields import accept
from idos_p2p.records.kinds import BY_NAME

DICTIONARY_BYTES = 16 << 10
CHECKSUM = slice(4, 8)  # of an Automerge chunk: the first bytes of the hash that a receiver computes anyway
Run = Sequence[Entry]


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


def joined(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield the segments that the same entries would make if they were as long as any reader takes them."""
    logs: defaultdict[DeviceId, list[Entry]] = defaultdict(list)
    for run in runs:
        logs[run[0].header.device] += run
    for log in logs.values():
        start = size = 0
        for position, entry in enumerate(log):
            size += weight(entry.header)
            if size > MAX_SEGMENT_RAW_BYTES or position - start == MAX_SEGMENT_ENTRIES:
                yield log[start:position]
                start, size = position, weight(entry.header)
        yield log[start:]


def dictionary() -> zstandard.ZstdCompressionDict:
    """Return a dictionary trained on another association's records, in other words and by other devices."""
    random = Random(1)
    association = Association(random, 4_000)
    devices = [DeviceId(random.randbytes(32)) for _ in range(8)]
    for name in association.names:
        association.member(random.randbytes(32).hex())
    samples = []
    for number in range(4_000):
        wish = association.next()
        kind = BY_NAME[wish.kind]
        samples += [one.body for one in create(kind, accept(kind, wish.values, partial=False), devices[number % 8])]
        association.wrote(wish, random.randbytes(32).hex())
    return zstandard.train_dictionary(DICTIONARY_BYTES, samples)


def compressor(level: int, trained: zstandard.ZstdCompressionDict | None = None) -> Callable[[bytes], int]:
    """Return what tells how many bytes become of others."""
    return lambda raw: len(zstandard.ZstdCompressor(level=level, dict_data=trained).compress(raw))


def plain(run: Run) -> bytes:
    """Return a segment's columns without checksums of changes."""
    return heads(run) + b"".join(body[: CHECKSUM.start] + body[CHECKSUM.stop :] for body in bodies(run))


def main() -> None:
    """Print bytes an entry of each way."""
    work = WORKLOADS[sys.argv[1] if sys.argv[1:] else "W2"]
    runs: list[Run] = [entries for _, _, entries in stored(prepared(work).homes.here)]
    if sys.argv[2:]:
        runs = [run for run in runs if len(run) <= int(sys.argv[2])]
    count = sum(map(len, runs))
    outer = _OUTER.size

    def say(name: str, size: Callable[[Run], int], of: Sequence[Run]) -> None:
        print(f"{name:64} {sum(outer + size(run) for run in of) / count:7.1f}")

    three, nine, nineteen = compressor(3), compressor(9), compressor(19)
    trained = dictionary()
    print(f"{work.name}: {count} entries in {len(runs)} segments; bytes an entry")
    for name, part in (("heads", heads), ("salts", salts), ("bodies", lambda run: b"".join(bodies(run)))):
        raw, small = sum(len(part(run)) for run in runs) / count, sum(three(part(run)) for run in runs) / count
        print(f"  {name:8} {raw:6.1f}, pressed by themselves {small:6.1f}")
    say("as it is: zstd 3", lambda run: three(_pack_columns(run)), runs)
    say("zstd 9", lambda run: nine(_pack_columns(run)), runs)
    say("zstd 19", lambda run: nineteen(_pack_columns(run)), runs)
    long = list(joined(runs))
    print(f"  as long as readers take them: {len(long)} segments")
    say("long, zstd 3", lambda run: three(_pack_columns(run)), long)
    say("long, zstd 9", lambda run: nine(_pack_columns(run)), long)
    say("long, zstd 19", lambda run: nineteen(_pack_columns(run)), long)
    for name, of in (("", runs), ("long, ", long)):
        say(f"{name}zstd 9, dictionary", lambda run: compressor(9, trained)(_pack_columns(run)), of)
        say(
            f"{name}zstd 9, salts apart",
            lambda run: SALT_BYTES * len(run) + nine(heads(run) + b"".join(bodies(run))),
            of,
        )
        say(f"{name}zstd 9, salts apart, no checksums", lambda run: SALT_BYTES * len(run) + nine(plain(run)), of)
        say(
            f"{name}zstd 9, salts apart, transposed",
            lambda run: SALT_BYTES * len(run) + nine(heads(run) + transposed(run)),
            of,
        )
        say(
            f"{name}zstd 9, salts apart, transposed, dictionary",
            lambda run: SALT_BYTES * len(run) + compressor(9, trained)(heads(run) + transposed(run)),
            of,
        )
        say(
            f"{name}zstd 3, salts apart, transposed",
            lambda run: SALT_BYTES * len(run) + three(heads(run) + transposed(run)),
            of,
        )
        say(f"{name}… and salts of 8 bytes", lambda run: 8 * len(run) + nine(heads(run) + transposed(run)), of)


if __name__ == "__main__":
    main()
