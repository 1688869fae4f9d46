"""Attachments in both stores: streamed, whole or not at all, each once; and what a file of them says and withstands."""

from __future__ import annotations

import hashlib
import os
import random
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idos_p2p.errors import BugError, RefusedError
from idos_p2p.ids import BlobHash
from idos_p2p.limits import ATTACHMENT_CHUNK_BYTES as CHUNK
from idos_p2p.limits import MAX_ATTACHMENT_BYTES, MIB
from idos_p2p.store.blobs import FileBlobs
from idos_p2p.store.ports import BlobFault, HeldBlob, NewBlob, Store
from idos_p2p.store.sealed_chunks import PAD_BYTES, TAG_BYTES
from idos_p2p.store.sqlcipher import SqlcipherStore, create_store, open_store
from tests.contract.store.making import CELL, KEY

SIZES = [0, 1, PAD_BYTES, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17]
_dice = random.Random(20261128)


def content(size: int) -> bytes:
    return random.Random(size).randbytes(size)


def begun(store: Store, data: bytes) -> NewBlob:
    """Return an attachment of this content, finished and not kept."""
    new = store.blobs.begin(_dice.randbytes(32))
    for start in range(0, len(data), 100_001):
        new.add(data[start : start + 100_001])
    new.finish()
    return new


def put(store: Store, data: bytes) -> BlobHash:
    new = begun(store, data)
    with store.transaction():
        blob = store.blobs.keep(new)
    new.discard()
    return blob


def whole(store: Store, blob: BlobHash) -> bytes:
    return b"".join(store.blobs.read(blob))


def regret(store: Store, change: Callable[[], object]) -> None:
    """Do something in a transaction that is rolled back."""
    with store.transaction():
        change()
        raise KeyError


def files(store: Store) -> list[Path]:
    """Return the files of a store's attachments."""
    assert isinstance(store.blobs, FileBlobs)
    return sorted(path for path in store.blobs._folder.rglob("*") if path.is_file())


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[SqlcipherStore]:
    opened = create_store(tmp_path / "cell.db", KEY, CELL)
    yield opened
    opened.close()


@pytest.mark.parametrize("size", SIZES)
def test_what_was_put_is_read_in_chunks_by_its_hash(store: Store, size: int) -> None:
    data = content(size)
    blob = put(store, data)
    assert blob == hashlib.sha256(data).digest()
    chunks = list(store.blobs.read(blob))
    assert b"".join(chunks) == data
    assert {len(chunk) for chunk in chunks[:-1]} <= {CHUNK}
    assert store.blobs.held() == {blob: HeldBlob(size, None)}
    for first in range(len(chunks)):
        assert list(store.blobs.read(blob, first)) == chunks[first:]


def test_the_same_content_is_kept_once(store: Store) -> None:
    assert put(store, b"une photo") == put(store, b"une photo")
    assert len(store.blobs.held()) == 1
    assert list(store.blobs.faults()) == []


def test_an_unkept_one_is_nowhere(store: Store) -> None:
    new = begun(store, b"a secret")
    assert store.blobs.held() == {}
    new.discard()
    new.discard()
    assert list(store.blobs.faults()) == []


def test_a_regretted_one_is_nowhere(store: Store) -> None:
    new = begun(store, b"a secret")
    with pytest.raises(KeyError):
        regret(store, lambda: store.blobs.keep(new))
    new.discard()
    assert store.blobs.held() == {}
    assert list(store.blobs.faults()) == []


def test_what_is_absent_is_said(store: Store) -> None:
    here, away = put(store, b"here"), BlobHash(b"?" * 32)
    with pytest.raises(RefusedError, match="attachment_absent"):
        whole(store, away)
    assert store.blobs.missing([away, here]) == [away]


def test_a_dropped_one_is_gone_and_can_come_again(store: Store) -> None:
    blob, other = put(store, b"gone"), put(store, b"stays")
    with store.transaction():
        store.blobs.drop([blob, BlobHash(b"?" * 32)])
    assert store.blobs.missing([blob, other]) == [blob]
    assert list(store.blobs.faults()) == []
    assert put(store, b"gone") == blob
    assert whole(store, blob) == b"gone"


def test_a_drop_that_is_rolled_back_drops_nothing(store: Store) -> None:
    blob = put(store, b"stays")
    with pytest.raises(KeyError):
        regret(store, lambda: store.blobs.drop([blob]))
    with store.transaction():
        pass
    assert whole(store, blob) == b"stays"


def test_since_when_nobody_names_one_is_noted(store: Store) -> None:
    blob = put(store, b"a")
    with store.transaction():
        store.blobs.mark([blob], 1234)
    assert store.blobs.held() == {blob: HeldBlob(1, 1234)}
    with store.transaction():
        store.blobs.mark([blob], None)
    assert store.blobs.held() == {blob: HeldBlob(1, None)}


def test_the_largest_is_taken_and_one_byte_more_is_not(store: Store) -> None:
    new = store.blobs.begin(_dice.randbytes(32))
    for _ in range(MAX_ATTACHMENT_BYTES // MIB):
        new.add(bytes(MIB))
    with pytest.raises(RefusedError, match="attachment_too_large"):
        new.add(b"!")
    new.discard()
    assert put(store, bytes(MAX_ATTACHMENT_BYTES)) in store.blobs.held()
    assert len(store.blobs.held()) == 1


def test_all_together_are_bounded(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("blobs", "memory_blobs"):
        monkeypatch.setattr(f"idos_p2p.store.{module}.MAX_CELL_ATTACHMENTS_BYTES", 10)
    put(store, b"12345678")
    with pytest.raises(RefusedError, match="attachments_full"):
        put(store, b"123")
    assert len(store.blobs.held()) == 1
    put(store, b"12345678")
    put(store, b"12")


def test_a_change_outside_a_transaction_is_our_bug(store: Store) -> None:
    new = begun(store, b"a")
    for change in (lambda: store.blobs.keep(new), lambda: store.blobs.drop([]), lambda: store.blobs.mark([], 1)):
        with pytest.raises(BugError, match="store_no_transaction"):
            change()
    unfinished = store.blobs.begin(_dice.randbytes(32))
    with pytest.raises(BugError, match="blob_unfinished"), store.transaction():
        store.blobs.keep(unfinished)
    unfinished.discard()
    new.discard()


def test_the_disk_alone_tells_neither_content_nor_hash(file_store: SqlcipherStore, tmp_path: Path) -> None:
    data = b"un mot qui se cherche " * 40_000
    blob = put(file_store, data)
    (file,) = files(file_store)
    everything = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert data[:22] not in everything
    assert everything.count(blob) == 0
    assert blob.hex() not in str(file)
    assert file.parent.name == file.name[:2]
    assert (file.stat().st_size - 4 * TAG_BYTES) % PAD_BYTES == 0
    assert file.stat().st_mode & 0o777 == 0o600
    with file_store.transaction():
        file_store.blobs.drop([blob])
    put(file_store, data)
    assert files(file_store) != [file], "the same content has another name each time"


Damage = Callable[[bytes], bytes]
BOX = CHUNK + TAG_BYTES
DAMAGES: dict[str, Damage] = {
    "one bit": lambda data: bytes([data[0] ^ 1]) + data[1:],
    "the last bit": lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    "chunks exchanged": lambda data: data[BOX : 2 * BOX] + data[:BOX] + data[2 * BOX :],
    "a chunk twice": lambda data: data[:BOX] + data[:BOX] + data[2 * BOX :],
    "zeros": lambda data: bytes(len(data)),
    "longer": lambda data: data + b"!",
}
CUTS: dict[str, Damage] = {
    "the last chunk gone": lambda data: data[: 2 * BOX],
    "the first chunk gone": lambda data: data[BOX:],
    "empty": lambda _data: b"",
    "one byte short": lambda data: data[:-1],
}


@pytest.mark.parametrize("name", [*DAMAGES, *CUTS])
def test_a_file_that_is_not_what_was_written_is_refused_and_named(file_store: SqlcipherStore, name: str) -> None:
    data = content(2 * CHUNK + 5000)
    blob = put(file_store, data)
    (file,) = files(file_store)
    file.write_bytes({**DAMAGES, **CUTS}[name](file.read_bytes()))
    assert list(file_store.blobs.faults()) == [BlobFault("altered" if name in DAMAGES else "truncated", blob.hex())]
    if name != "longer":  # what is read then is still what was written
        with pytest.raises(RefusedError, match="attachment_damaged"):
            whole(file_store, blob)
    assert put(file_store, data) == blob, "put again, it is whole again"
    assert whole(file_store, blob) == data
    assert list(file_store.blobs.faults()) == []


def test_files_exchanged_under_their_names_are_refused(file_store: SqlcipherStore) -> None:
    blobs = [put(file_store, content(size)) for size in (5000, 5001)]
    one, other = files(file_store)
    first = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(first)
    for blob in blobs:
        with pytest.raises(RefusedError, match="attachment_damaged"):
            whole(file_store, blob)
    assert {fault.code for fault in file_store.blobs.faults()} == {"altered"}


def test_a_file_that_is_gone_is_missing_and_named(file_store: SqlcipherStore) -> None:
    blob = put(file_store, b"a photo")
    files(file_store)[0].unlink()
    assert list(file_store.blobs.faults()) == [BlobFault("missing", blob.hex())]
    assert file_store.blobs.missing([blob]) == [blob]
    with pytest.raises(RefusedError, match="attachment_absent"):
        whole(file_store, blob)
    put(file_store, b"a photo")
    assert whole(file_store, blob) == b"a photo"


def test_a_row_that_tells_another_content_is_named(file_store: SqlcipherStore) -> None:
    put(file_store, b"a photo")
    with file_store.transaction():
        file_store._database.write("UPDATE blob SET hash = ?", (b"?" * 32,))
    assert [fault.code for fault in file_store.blobs.faults()] == ["altered"]


def test_strangers_are_named_and_cleared_away(file_store: SqlcipherStore, tmp_path: Path) -> None:
    blob = put(file_store, b"a photo")
    begun(file_store, b"left by a killed process")
    stray = tmp_path / "blobs" / "ab" / ("ab" * 32)
    stray.parent.mkdir(exist_ok=True)
    stray.write_bytes(b"of the state that was set aside")
    assert {fault.code for fault in file_store.blobs.faults()} == {"unknown"}
    file_store.blobs.clear_away(tmp_path / "aside" / "now")
    kept = [path for path in (tmp_path / "aside").rglob("*") if path.is_file()]
    assert [path.relative_to(tmp_path / "aside" / "now") for path in kept] == [stray.relative_to(tmp_path)]
    assert list(file_store.blobs.faults()) == []
    stray.write_bytes(b"another")
    file_store.blobs.clear_away(None)
    assert len(files(file_store)) == 1
    assert whole(file_store, blob) == b"a photo"


def test_it_is_all_there_when_the_store_is_opened_again(tmp_path: Path) -> None:
    store = create_store(tmp_path / "cell.db", KEY, CELL)
    blob = put(store, content(300_000))
    store.close()
    store = open_store(tmp_path / "cell.db", KEY, CELL)
    assert whole(store, blob) == content(300_000)
    store.close()


def test_a_full_disk_refuses_an_attachment_and_goes_on_writing(file_store: SqlcipherStore, tmp_path: Path) -> None:
    left = [100 * MIB]
    file_store.blobs = FileBlobs(file_store._database, tmp_path / "blobs", free=lambda _folder: left[0])
    new = file_store.blobs.begin(_dice.randbytes(32))
    new.add(bytes(CHUNK + 1))
    left[0] = 16 * MIB
    with pytest.raises(RefusedError, match="attachment_no_room"):
        new.add(bytes(CHUNK))
    new.discard()
    assert files(file_store) == []
    assert not file_store.full
    with file_store.transaction():
        file_store.facts.set("a", b"b")


def test_a_folder_that_cannot_be_written_is_said(file_store: SqlcipherStore, tmp_path: Path) -> None:
    (tmp_path / "blobs").write_bytes(b"a file where the folder should be")
    with pytest.raises(RefusedError, match="store_io"):
        file_store.blobs.begin(bytes(32))


def test_everything_is_synced_before_its_row_is_written(
    file_store: SqlcipherStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The content, then its name, then the row: a power cut anywhere leaves no row without its file."""
    done: list[str] = []
    sync, rename, write = os.fsync, Path.rename, file_store._database.write

    def fsync(descriptor: int) -> None:
        done.append("sync folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "sync file")
        sync(descriptor)

    def renamed(path: Path, target: Path) -> Path:
        done.append("rename")
        return rename(path, target)

    def written(sql: str, parameters: tuple[object, ...] = ()) -> None:
        done.append("row")
        write(sql, parameters)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "rename", renamed)
    monkeypatch.setattr(file_store._database, "write", written)
    put(file_store, b"a photo")
    assert done == ["sync folder", "sync folder", "sync file", "rename", "sync folder", "row"]


@given(data=st.binary(max_size=3 * CHUNK + 99), at=st.integers(0), bit=st.integers(0, 7))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_flipped_bit_anywhere_goes_unseen(file_store: SqlcipherStore, data: bytes, at: int, bit: int) -> None:
    blob = put(file_store, data)
    (file,) = files(file_store)
    written = bytearray(file.read_bytes())
    written[at % len(written)] ^= 1 << bit
    file.write_bytes(written)
    with pytest.raises(RefusedError, match="attachment_damaged"):
        whole(file_store, blob)
    with file_store.transaction():
        file_store.blobs.drop([blob])
