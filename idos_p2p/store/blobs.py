"""Attachments in files: one each, ``blobs/ab/<name>``, encrypted under a random key that the table ``blob`` alone has.

The name is made from that key, so that it tells nothing to who has the disk only: not the hash of the content, which
would let anybody ask whether a known file is here. Without its row a file is noise: to destroy the row is to erase it.

A file is written as ``.part``, synced, renamed, and its folder synced before its row is written, and the row before
anything that names it. Whatever cuts that leaves a ``.part`` or a file without a row, which the next opening removes.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from idos_p2p.errors import BugError, RefusedError
from idos_p2p.ids import BlobHash
from idos_p2p.labels import Label, keyed
from idos_p2p.limits import ATTACHMENT_CHUNK_BYTES, MAX_ATTACHMENT_BYTES, MAX_CELL_ATTACHMENTS_BYTES
from idos_p2p.store.ballast import ROOM_BYTES, free_bytes
from idos_p2p.store.database import Database
from idos_p2p.store.durable import BINARY, PART, sync_folder
from idos_p2p.store.ports import BlobFault, HeldBlob, NewBlob
from idos_p2p.store.sealed_chunks import MakeCipher, count, file_bytes, open_chunk, seal_chunk, sealed_bytes

FOLDER = "blobs"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class NewFile:
    """An attachment being written to its ``.part`` (``store/ports.py``)."""

    def __init__(self, path: Path, key: bytes, cipher: MakeCipher, free: Callable[[Path], int]) -> None:
        """Begin the file that will be at ``path``; ``free`` tells how many bytes a folder's disk still takes."""
        self.path = path
        self.key = key
        self.size = 0
        self.hash: BlobHash | None = None
        self._part = path.with_name(path.name + PART)
        self._cipher = cipher(key)
        self._free = free
        self._sum = hashlib.sha256()
        self._number = 0
        self._pending = b""
        try:
            _make_folder(path.parent)
            self._file = os.open(self._part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
        except OSError as error:
            raise _unwritten(self._part, error) from error
        self._open = True

    def add(self, data: bytes) -> None:
        """Write on. Raises RefusedError: attachment_too_large, attachment_no_room, store_io."""
        self.size += len(data)
        if self.size > MAX_ATTACHMENT_BYTES:
            raise RefusedError("attachment_too_large", limit=MAX_ATTACHMENT_BYTES)
        self._sum.update(data)
        self._pending += data
        while len(self._pending) > ATTACHMENT_CHUNK_BYTES:  # a whole one waits: it may be the last
            self._write(self._pending[:ATTACHMENT_CHUNK_BYTES], last=False)
            self._pending = self._pending[ATTACHMENT_CHUNK_BYTES:]

    def finish(self) -> BlobHash:
        """Write the end durably, once, and return the hash of the whole. Raises as ``add``."""
        self._write(self._pending, last=True)
        try:
            os.fsync(self._file)
        except OSError as error:
            raise _unwritten(self._part, error) from error
        self._close()
        self.hash = BlobHash(self._sum.digest())
        return self.hash

    def discard(self) -> None:
        """Leave nothing of it, unless it was kept."""
        self._close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)

    def put_in_place(self) -> None:
        """Give the finished file its name, durably."""
        try:
            self._part.rename(self.path)
            sync_folder(self.path.parent)
        except OSError as error:
            raise _unwritten(self.path, error) from error

    def _write(self, chunk: bytes, *, last: bool) -> None:
        sealed = memoryview(seal_chunk(self._cipher, self._number, chunk, last=last))
        self._number += 1
        try:
            if self._free(self.path.parent) < ROOM_BYTES + len(sealed):
                raise RefusedError("attachment_no_room")
            while sealed:
                sealed = sealed[os.write(self._file, sealed) :]
        except OSError as error:
            raise _unwritten(self._part, error) from error

    def _close(self) -> None:
        if self._open:
            self._open = False
            os.close(self._file)


class FileBlobs:
    """The attachments of one cell (``store/ports.py``)."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        cipher: MakeCipher = ChaCha20Poly1305,
        free: Callable[[Path], int] = free_bytes,
    ) -> None:
        """Keep files in this folder, made when the first one comes, and their keys in this database."""
        self._database = database
        self._folder = folder
        self._cipher = cipher
        self._free = free
        self._seen: set[BlobHash] = set()  # whose files were there

    def begin(self, key: bytes) -> NewFile:
        """Begin to write one under these 32 random bytes, never used before; needs no transaction."""
        return NewFile(self._path(key), key, self._cipher, self._free)

    def keep(self, new: NewBlob) -> BlobHash:
        """Keep what was finished. One of the same content that is here, and sound, stands instead."""
        self._database.require_transaction()
        if not isinstance(new, NewFile) or new.hash is None:
            raise BugError("blob_unfinished")
        before = self._row(new.hash)
        if before and self._fault(*before, new.hash) is None:
            return new.hash
        ((total,),) = self._database.rows("SELECT coalesce(sum(size), 0) FROM blob WHERE hash <> ?", (new.hash,))
        if total + new.size > MAX_CELL_ATTACHMENTS_BYTES:
            raise RefusedError("attachments_full", limit=MAX_CELL_ATTACHMENTS_BYTES)
        self._database.undo.remember(partial(_remove, new.path))
        new.put_in_place()
        if before:
            self.drop([new.hash])
        self._database.write("INSERT INTO blob (hash, key, size) VALUES (?, ?, ?)", (new.hash, new.key, new.size))
        return new.hash

    def read(self, blob: BlobHash, first: int = 0) -> Iterator[bytes]:
        """Yield its chunks from this one on, each verified."""
        row = self._row(blob)
        if row is None:
            raise RefusedError("attachment_absent", hash=blob.hex())
        key, size = row
        try:
            with self._path(key).open("rb") as file:
                file.seek(sum(sealed_bytes(size, number) for number in range(first)))
                cipher = self._cipher(key)
                for number in range(first, count(size)):
                    yield open_chunk(cipher, number, file.read(sealed_bytes(size, number)), size)
        except FileNotFoundError as error:
            self._seen.discard(blob)
            raise RefusedError("attachment_absent", hash=blob.hex()) from error
        except InvalidTag as error:
            raise RefusedError("attachment_damaged", hash=blob.hex()) from error
        except OSError as error:
            raise RefusedError("store_io", path=str(self._path(key)), reason=str(error)) from error

    def size(self, blob: BlobHash) -> int | None:
        """Return how many bytes it has; None when it is not here, by the tables alone."""
        row = self._row(blob)
        return None if row is None else row[1]

    def held(self) -> Mapping[BlobHash, HeldBlob]:
        """Return what is here, by the tables alone."""
        rows = self._database.rows("SELECT hash, size, unnamed FROM blob ORDER BY hash")
        return {BlobHash(blob): HeldBlob(size, unnamed) for blob, size, unnamed in rows}

    def missing(self, wanted: Iterable[BlobHash]) -> list[BlobHash]:
        """Return those of these that are not here, or whose file is gone or cut, in that order.

        A file is looked at once: one that goes while the program runs is missing when a reading has met that.
        """
        rows = {blob: (key, size) for blob, key, size in self._database.rows("SELECT hash, key, size FROM blob")}
        return [blob for blob in wanted if blob not in rows or not self._stands(blob, *rows[blob])]

    def mark(self, blobs: Iterable[BlobHash], unnamed_ms: int | None) -> None:
        """Note since when no record in sight names these; None: one does."""
        self._database.write_many("UPDATE blob SET unnamed = ? WHERE hash = ?", [(unnamed_ms, blob) for blob in blobs])

    def drop(self, blobs: Iterable[BlobHash]) -> None:
        """Destroy the keys of those of these that are here; once that is durable, the files go."""
        self._database.require_transaction()
        for blob in blobs:
            row = self._row(blob)
            if row is not None:
                self._seen.discard(blob)
                self._database.write("DELETE FROM blob WHERE hash = ?", (blob,))
                self._database.once_durable(partial(_remove, self._path(row[0])))

    def faults(self) -> Iterator[BlobFault]:
        """Read every attachment through, and yield what is wrong."""
        for blob, key, size in self._database.rows("SELECT hash, key, size FROM blob ORDER BY hash"):
            code = self._fault(key, size, blob)
            if code is not None:
                yield BlobFault(code, blob.hex())
        for path in sorted(self._strangers()):
            yield BlobFault("unknown", path.relative_to(self._folder).as_posix())

    def adopt(self, found: Mapping[BlobHash, tuple[bytes, int]]) -> int:
        """Keep those of these (key and size by hash) whose files are here and sound; return how many."""
        sound = [(blob, key, size) for blob, (key, size) in found.items() if self._fault(key, size, blob) is None]
        return self._database.write_many("INSERT OR IGNORE INTO blob (hash, key, size) VALUES (?, ?, ?)", sound)

    def clear_away(self, aside: Path | None) -> None:
        """Remove what a killed process left half-written, and files nothing leads to; those go ``aside`` if told."""
        try:
            for path in self._strangers():
                if aside is None or path.name.endswith(PART):
                    path.unlink()
                    continue
                place = aside / FOLDER / path.relative_to(self._folder)
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                path.replace(place)
        except OSError as error:
            raise RefusedError("store_io", path=str(self._folder), reason=str(error)) from error

    def _strangers(self) -> list[Path]:
        """Return the files that nothing leads to."""
        known = {self._path(key) for (key,) in self._database.rows("SELECT key FROM blob")}
        return [path for path in self._folder.rglob("*") if path not in known and not path.is_dir()]

    def _fault(self, key: bytes, size: int, blob: bytes | None = None) -> str | None:
        """Return what is wrong with a file: "missing", "truncated" or "altered"; the content's hash is compared too."""
        there = self._file_size(key)
        if there != file_bytes(size):
            return "missing" if there is None else "truncated" if there < file_bytes(size) else "altered"
        found, cipher = hashlib.sha256(), self._cipher(key)
        try:
            with self._path(key).open("rb") as file:
                for number in range(count(size)):
                    found.update(open_chunk(cipher, number, file.read(sealed_bytes(size, number)), size))
        except (InvalidTag, OSError):
            return "altered"
        return "altered" if blob is not None and found.digest() != blob else None

    def _stands(self, blob: BlobHash, key: bytes, size: int) -> bool:
        """Say whether a file is there, as large as it should be."""
        if blob not in self._seen and self._file_size(key) == file_bytes(size):
            self._seen.add(blob)
        return blob in self._seen

    def _row(self, blob: BlobHash) -> tuple[bytes, int] | None:
        rows = self._database.rows("SELECT key, size FROM blob WHERE hash = ?", (blob,))
        return rows[0] if rows else None

    def _path(self, key: bytes) -> Path:
        name = keyed(Label.BLOB_NAME, key).hex()
        return self._folder / name[:2] / name

    def _file_size(self, key: bytes) -> int | None:
        try:
            return self._path(key).stat().st_size
        except OSError:
            return None


def _make_folder(folder: Path) -> None:
    """Make a folder and the one above it durably, where they are not there yet."""
    for place in (folder.parent, folder):
        if not place.is_dir():
            place.mkdir(mode=0o700, exist_ok=True)
            sync_folder(place.parent)


def _remove(path: Path) -> None:
    """Remove a file that nothing leads to any more; one that stays is removed at the next opening."""
    with suppress(OSError):
        path.unlink(missing_ok=True)
        sync_folder(path.parent)


def _unwritten(path: Path, error: OSError) -> RefusedError:
    if error.errno in _NO_ROOM:
        return RefusedError("attachment_no_room")
    return RefusedError("store_io", path=str(path), reason=str(error))
