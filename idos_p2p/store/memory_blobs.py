"""Attachments of a simulation, in a dictionary."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from idos_p2p.errors import BugError, RefusedError
from idos_p2p.ids import BlobHash
from idos_p2p.limits import ATTACHMENT_CHUNK_BYTES, MAX_ATTACHMENT_BYTES, MAX_CELL_ATTACHMENTS_BYTES
from idos_p2p.store.database import Database
from idos_p2p.store.ports import BlobFault, HeldBlob, NewBlob


@dataclass
class NewBytes:
    """An attachment being written (``store/ports.py``)."""

    size: int = 0
    hash: BlobHash | None = None
    content: bytearray = field(default_factory=bytearray)

    def add(self, data: bytes) -> None:
        """Write on. Raises RefusedError("attachment_too_large")."""
        self.size += len(data)
        if self.size > MAX_ATTACHMENT_BYTES:
            raise RefusedError("attachment_too_large", limit=MAX_ATTACHMENT_BYTES)
        self.content += data

    def finish(self) -> BlobHash:
        """Return the hash of the whole."""
        self.hash = BlobHash(hashlib.sha256(self.content).digest())
        return self.hash

    def discard(self) -> None:
        """Do nothing: it is nowhere."""


@dataclass(frozen=True, slots=True)
class _Kept:
    content: bytes
    unnamed_ms: int | None = None


class MemoryBlobs:
    """The attachments of one cell (``store/ports.py``)."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[BlobHash, _Kept] = {}

    def begin(self, _key: bytes) -> NewBytes:
        """Begin to write one; nothing here is encrypted."""
        return NewBytes()

    def keep(self, new: NewBlob) -> BlobHash:
        """Keep what was finished. One of the same content that is here stands instead."""
        self._database.require_transaction()
        if not isinstance(new, NewBytes) or new.hash is None:
            raise BugError("blob_unfinished")
        if new.hash in self._kept:
            return new.hash
        if new.size + sum(len(kept.content) for kept in self._kept.values()) > MAX_CELL_ATTACHMENTS_BYTES:
            raise RefusedError("attachments_full", limit=MAX_CELL_ATTACHMENTS_BYTES)
        self._change({**self._kept, new.hash: _Kept(bytes(new.content))})
        return new.hash

    def read(self, blob: BlobHash, first: int = 0) -> Iterator[bytes]:
        """Yield its chunks from this one on."""
        kept = self._kept.get(blob)
        if kept is None:
            raise RefusedError("attachment_absent", hash=blob.hex())
        for start in range(first * ATTACHMENT_CHUNK_BYTES, max(1, len(kept.content)), ATTACHMENT_CHUNK_BYTES):
            yield kept.content[start : start + ATTACHMENT_CHUNK_BYTES]

    def size(self, blob: BlobHash) -> int | None:
        """Return how many bytes it has; None when it is not here."""
        kept = self._kept.get(blob)
        return None if kept is None else len(kept.content)

    def held(self) -> Mapping[BlobHash, HeldBlob]:
        """Return what is here."""
        return {blob: HeldBlob(len(kept.content), kept.unnamed_ms) for blob, kept in sorted(self._kept.items())}

    def missing(self, wanted: Iterable[BlobHash]) -> list[BlobHash]:
        """Return those of these that are not here, in that order."""
        return [blob for blob in wanted if blob not in self._kept]

    def mark(self, blobs: Iterable[BlobHash], unnamed_ms: int | None) -> None:
        """Note since when no record in sight names these; None: one does."""
        self._database.require_transaction()
        marked = {blob: replace(self._kept[blob], unnamed_ms=unnamed_ms) for blob in blobs if blob in self._kept}
        self._change({**self._kept, **marked})

    def drop(self, blobs: Iterable[BlobHash]) -> None:
        """Forget those of these that are here."""
        self._database.require_transaction()
        gone = set(blobs)
        self._change({blob: kept for blob, kept in self._kept.items() if blob not in gone})

    def faults(self) -> Iterator[BlobFault]:
        """Yield nothing: there is no file to be damaged."""
        return iter(())

    def adopt(self, _found: Mapping[BlobHash, tuple[bytes, int]]) -> int:
        """Keep none: there is no file that they could be."""
        return 0

    def clear_away(self, _aside: Path | None) -> None:
        """Do nothing: there is no file that nothing leads to."""

    def _change(self, kept: dict[BlobHash, _Kept]) -> None:
        before, self._kept = self._kept, kept
        self._database.undo.remember(lambda: self._restore(before))

    def _restore(self, kept: dict[BlobHash, _Kept]) -> None:
        self._kept = kept
