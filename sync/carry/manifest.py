"""What stands in the stream of a bundle: who vouches for it, what it carries, who may read it, and its signed end."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from idos_p2p.errors import RefusedError
from idos_p2p.identity.keys import SIGNATURE_BYTES, DeviceKey, verify
from idos_p2p.ids import Address, BlobHash, CellId, DeviceId, EntryId
from idos_p2p.labels import Label, keyed
from idos_p2p.limits import ATTACHMENT_CHUNK_BYTES, MAX_ATTACHMENT_BYTES
from idos_p2p.services.carry import Piece
from idos_p2p.services.receive import Chunk
from idos_p2p.store.sealed_chunks import count
from sync.carry.bundle import (
    ENCLOSED,
    END,
    MANIFEST,
    MISSING,
    PLACES,
    READERS,
    SEGMENT,
    Head,
    Record,
    RecordWriter,
    Sink,
    packed,
)
from sync.protocol.limits import MAX_BUNDLE_BOXES, MAX_PLACES, MAX_WANTED

_MANIFEST = struct.Struct(f">I{SIGNATURE_BYTES}s")
_ADDRESS = struct.Struct(">32sI")
_CHUNK = struct.Struct(">32sII")
_PLACE = struct.Struct(">32sI32s")
_BACK_BYTES = 32
_DEVICE_BYTES = 32
_NAME_DIGITS = 32

FOLDER_SUFFIX = ".idos-carried"
"""How every file of a shared folder ends, of whatever kind it is."""


class Manifest(NamedTuple):
    """The first record of every bundle."""

    entries: int  # of all logs together, of those that it carries


class Place(NamedTuple):
    """An attachment that lies beside, in a file of its own in the same folder."""

    blob: BlobHash
    size: int  # bytes
    key: bytes  # of its file (``store/sealed_chunks.py``), used for nothing else

    @property
    def name(self) -> str:
        """Return how its file is called: it tells nothing to who has not this key."""
        return keyed(Label.FOLDER_NAME, self.key).hex()[:_NAME_DIGITS] + FOLDER_SUFFIX


class BundleWriter:
    """Writes a whole bundle: its head, the manifest, what is added, and the signed end."""

    def __init__(self, stream: Sink, cell: CellId, head: Head, manifest: Manifest, key: DeviceKey) -> None:
        self._writer = RecordWriter(stream, head)
        self._cell, self._head, self._key = cell, head, key
        self._sum = sha256()
        self.add(manifest_record(cell, head, manifest, key))

    def add(self, record: Record) -> None:
        """Write one record."""
        self._sum.update(packed(record))
        self._writer.add(record)

    def finish(self) -> None:
        """Write the end."""
        signature = self._key.sign(_end_statement(self._cell, self._head, self._sum.digest()))
        self._writer.add(Record(END, signature))
        self._writer.finish()


class EndCheck:
    """Follows the records of a bundle that is read, and says whether its exporter wrote exactly these."""

    def __init__(self, cell: CellId, head: Head) -> None:
        self._cell, self._head = cell, head
        self._sum = sha256()
        self._signed = False

    def take(self, record: Record) -> None:
        """Take the next one; raise RefusedError("bundle_altered") after the end, or at one that is not signed."""
        if self._signed:
            raise RefusedError("bundle_altered")
        if record.type != END:
            self._sum.update(packed(record))
            return
        statement = _end_statement(self._cell, self._head, self._sum.digest())
        if len(record.body) != SIGNATURE_BYTES or not verify(self._head.about.exporter, statement, record.body):
            raise RefusedError("bundle_altered")
        self._signed = True

    def finish(self) -> None:
        """Raise RefusedError("bundle_altered") unless the end came."""
        if not self._signed:
            raise RefusedError("bundle_altered")


def manifest_record(cell: CellId, head: Head, manifest: Manifest, key: DeviceKey) -> Record:
    """Return the first record, signed by the exporter's device."""
    signature = key.sign(_statement(cell, head, manifest.entries))
    return Record(MANIFEST, _MANIFEST.pack(manifest.entries, signature))


def read_manifest(cell: CellId, head: Head, record: Record) -> Manifest:
    """Return what the first record says; raise RefusedError("bundle_signature") unless the exporter said it."""
    if record.type != MANIFEST or len(record.body) != _MANIFEST.size:
        raise RefusedError("bundle_damaged")
    entries, signature = _MANIFEST.unpack(record.body)
    if not verify(head.about.exporter, _statement(cell, head, entries), signature):
        raise RefusedError("bundle_signature")
    return Manifest(entries)


def piece_record(piece: Piece) -> Record:
    """Return the record of a segment."""
    return Record(SEGMENT, piece.back + piece.blob)


def read_piece(record: Record) -> Piece:
    """Return the segment that a record holds; nothing of it is verified."""
    return Piece(EntryId(record.body[:_BACK_BYTES]), record.body[_BACK_BYTES:])


def missing_records(missing: Sequence[Address]) -> Iterator[Record]:
    """Yield the records that list where the exporter lacks a body."""
    for start in range(0, len(missing), MAX_WANTED):
        rows = missing[start : start + MAX_WANTED]
        yield Record(MISSING, b"".join(_ADDRESS.pack(*address) for address in rows))


def read_missing(record: Record) -> list[Address]:
    """Return a list of places whose body the exporter lacks; raise RefusedError("bundle_damaged") on another."""
    _whole(record, _ADDRESS.size)
    return [Address(DeviceId(device), seq) for device, seq in _ADDRESS.iter_unpack(record.body)]


def chunk_record(blob: BlobHash, size: int, number: int, data: bytes) -> Record:
    """Return the record of a chunk of an attachment of so many bytes."""
    return Record(ENCLOSED, _CHUNK.pack(blob, size, number) + data)


def read_chunk(record: Record) -> Chunk:
    """Return a chunk of an attachment, as long as it must be; raise RefusedError("bundle_damaged") on another.

    Nothing of its content is verified: the hash of the whole will be.
    """
    if len(record.body) < _CHUNK.size:
        raise RefusedError("bundle_damaged")
    blob, size, number = _CHUNK.unpack_from(record.body)
    data = record.body[_CHUNK.size :]
    whole = min(ATTACHMENT_CHUNK_BYTES, size - number * ATTACHMENT_CHUNK_BYTES)
    if size > MAX_ATTACHMENT_BYTES or number >= count(size) or len(data) != whole:
        raise RefusedError("bundle_damaged")
    return Chunk(BlobHash(blob), number, size, data, number == count(size) - 1)


def readers_record(devices: Iterable[DeviceId]) -> Record:
    """Return the record that names whom a file was written for."""
    return Record(READERS, b"".join(sorted(devices)))


def read_readers(record: Record) -> frozenset[DeviceId]:
    """Return whom a file was written for; raise RefusedError("bundle_damaged") on another record."""
    _whole(record, _DEVICE_BYTES)
    if len(record.body) > MAX_BUNDLE_BOXES * _DEVICE_BYTES:
        raise RefusedError("bundle_damaged")
    rows = range(0, len(record.body), _DEVICE_BYTES)
    return frozenset(DeviceId(record.body[at : at + _DEVICE_BYTES]) for at in rows)


def places_records(places: Sequence[Place]) -> Iterator[Record]:
    """Yield the records that say where attachments lie."""
    for start in range(0, len(places), MAX_PLACES):
        yield Record(PLACES, b"".join(_PLACE.pack(*place) for place in places[start : start + MAX_PLACES]))


def read_places(record: Record) -> list[Place]:
    """Return where attachments lie; raise RefusedError("bundle_damaged") on another record."""
    _whole(record, _PLACE.size)
    found = [Place(BlobHash(blob), size, key) for blob, size, key in _PLACE.iter_unpack(record.body)]
    if any(place.size > MAX_ATTACHMENT_BYTES for place in found):
        raise RefusedError("bundle_damaged")
    return found


def _whole(record: Record, row_bytes: int) -> None:
    if len(record.body) % row_bytes:
        raise RefusedError("bundle_damaged")


def _statement(cell: CellId, head: Head, entries: int) -> bytes:
    return Label.BUNDLE.prefix + cell + head.hash + entries.to_bytes(4, "big")


def _end_statement(cell: CellId, head: Head, summed: bytes) -> bytes:
    return Label.BUNDLE_END.prefix + cell + head.hash + summed
