"""The bytes of a bundle: whole as written, up to where a file ends; anything else has a name."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.identity.sealing import sealing_public
from idos_p2p.ids import CellId, DeviceId
from sync.carry.bundle import (
    BOX_BYTES,
    MAGIC,
    PLACES,
    TAG_BYTES,
    About,
    Head,
    Record,
    RecordWriter,
    make_head,
    read_head,
    records,
)
from sync.carry.manifest import EndCheck, Manifest, read_manifest, read_places
from sync.protocol.limits import BUNDLE_CHUNK_BYTES, MAX_BUNDLE_RECORD_BYTES
from tests.data.vectors.make import kept

CELL, OTHER_CELL = CellId(b"c" * 32), CellId(b"o" * 32)
EXPORTER = DeviceId(b"exporter" * 4)
ABOUT = About(EXPORTER, 1_767_225_600_000, b"digest of it all")
ANA, LUC, STRANGER = b"a" * 32, b"l" * 32, b"s" * 32
BEGINNING = len(MAGIC) + 19 + 102  # up to the boxes
SMALL = [Record(1, b"who says so"), Record(2, b"a segment"), Record(3, b""), Record(9, b"of a newer program")]
LARGE = [Record(2, bytes([number]) * size) for number, size in enumerate((100_000, 3, 300_000, 60_000, 0, 70_000))]


def head(seed: int = 1) -> Head:
    return make_head(CELL, ABOUT, [sealing_public(ANA), sealing_public(LUC)], random.Random(seed).randbytes)


def written(content: list[Record], seed: int = 1) -> bytes:
    stream = BytesIO()
    writer = RecordWriter(stream, head(seed))
    for record in content:
        writer.add(record)
    writer.finish()
    return stream.getvalue()


def read(data: bytes, seed: bytes = LUC, cell: CellId = CELL) -> tuple[list[Record], str]:
    """Return what comes out, and the code that it ends with."""
    stream = BytesIO(data)
    found: list[Record] = []
    try:
        for record in records(stream, read_head(stream, cell, seed)):
            found.append(record)  # noqa: PERF402  # what came before a fault is kept
    except RefusedError as refused:
        return found, refused.code
    return found, ""


@pytest.mark.parametrize("content", [[], SMALL, LARGE], ids=["nothing", "small", "large"])
def test_each_device_it_was_written_for_reads_what_was_written(content: list[Record]) -> None:
    for seed in (ANA, LUC):
        assert read(written(content), seed) == (content, "")
    assert read_head(BytesIO(written(content)), CELL, ANA).about == ABOUT


@pytest.mark.parametrize("over", [-1, 0, 1])
def test_a_content_that_fills_its_chunks_ends_as_any_other(over: int) -> None:
    content = [Record(2, bytes(BUNDLE_CHUNK_BYTES - 5 + over)), Record(2, bytes(BUNDLE_CHUNK_BYTES - 5))]
    assert read(written(content)) == (content, "")


def test_another_device_and_another_cell_are_told_apart() -> None:
    assert read(written(SMALL), STRANGER) == ([], "bundle_not_for_us")
    assert read(written(SMALL), LUC, OTHER_CELL) == ([], "bundle_foreign")


def test_every_flipped_byte_is_found_and_nothing_altered_comes_out() -> None:
    data = written(SMALL)
    codes = set()
    for at in range(len(data)):
        found, code = read(data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :])
        assert found == []
        assert code, at
        codes.add(code)
    assert codes == {"bundle_unknown", "bundle_newer", "bundle_foreign", "bundle_damaged", "bundle_cut"}
    older = data[: len(MAGIC)] + b"\0" + data[len(MAGIC) + 1 :]
    assert read(older) == ([], "bundle_older")


def test_of_every_truncation_only_whole_records_come_out() -> None:
    data = written(SMALL)
    outcomes = {read(data[:size])[1] for size in range(len(data))}
    assert all(read(data[:size])[0] == [] for size in range(len(data)))
    assert outcomes == {"bundle_cut"}


def test_a_large_one_cut_anywhere_gives_what_was_whole_before() -> None:
    data = written(LARGE)
    start = len(head().content)
    ends = range(start, len(data), BUNDLE_CHUNK_BYTES + TAG_BYTES)
    before = 0
    for end in ends:
        for size in (end - 1, end, end + 1):
            found, code = read(data[:size])
            assert code == "bundle_cut"
            assert found == LARGE[: len(found)]
            assert len(found) >= before
            before = len(found)
    assert before == 5


def test_chunks_moved_left_out_repeated_or_of_another_file_open_nothing() -> None:
    data, other = written(LARGE), written(LARGE, seed=2)
    start, size = len(head().content), BUNDLE_CHUNK_BYTES + TAG_BYTES
    chunks = [data[at : at + size] for at in range(start, len(data), size)]
    theirs = [other[at : at + size] for at in range(start, len(other), size)]
    moved = [chunks[1], chunks[0], *chunks[2:]]
    for altered in (moved, chunks[1:], [chunks[0], *chunks], [theirs[0], *chunks[1:]]):
        found, code = read(data[:start] + b"".join(altered))
        assert code == "bundle_damaged"
        assert found == LARGE[: len(found)]
        assert len(found) <= 1


def test_what_stands_after_the_end_is_told_and_a_record_too_large_is_not_awaited() -> None:
    assert read(written(SMALL) + b"more") == ([], "bundle_cut")
    too_large = written([*SMALL, Record(2, bytes(MAX_BUNDLE_RECORD_BYTES + 1))])
    assert read(too_large) == (SMALL, "bundle_damaged")


def test_a_stranger_reads_neither_cell_nor_device_nor_how_many() -> None:
    data, again = written(SMALL), written(SMALL, seed=2)
    for known in (CELL, EXPORTER, ABOUT.digest, sealing_public(ANA), sealing_public(LUC), b"segment"):
        assert known not in data
    assert len(head().content) == BEGINNING + 16 * BOX_BYTES
    same = [at for at in range(len(MAGIC) + 3, len(data) - 8) if data[at : at + 8] in again]
    assert same == []


def test_a_key_of_low_order_shuts_out_nobody_else() -> None:
    with_one = make_head(CELL, ABOUT, [bytes(32), sealing_public(LUC)], random.Random(3).randbytes)
    assert read_head(BytesIO(with_one.content), CELL, LUC).key == with_one.key


def test_a_bundle_of_format_1_opens_as_it_did() -> None:
    vector: dict[str, Any] = kept("bundle")
    cell, device = CellId(bytes.fromhex(vector["cell"])), DeviceId(bytes.fromhex(vector["device"]))
    stream = BytesIO(bytes.fromhex(vector["file"]))
    opened = read_head(stream, cell, bytes.fromhex(vector["sealing seed"]))
    assert (opened.about.exporter, opened.key.hex()) == (device, vector["key"])
    first, *content, last = records(stream, opened)
    assert read_manifest(cell, opened, first) == Manifest(7)
    assert [[record.type, record.body.hex()] for record in content] == vector["records"]
    check = EndCheck(cell, opened)
    for record in (first, *content, last):
        check.take(record)
    check.finish()
    [place] = read_places(next(record for record in content if record.type == PLACES))
    assert place.name == vector["name of the place"]
