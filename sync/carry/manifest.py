"""What a bundle says of itself inside: who vouches for it, how much it carries, and which bodies its exporter lacks."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from idos_p2p.errors import RefusedError
from idos_p2p.identity.keys import SIGNATURE_BYTES, DeviceKey, verify
from idos_p2p.ids import Address, CellId, DeviceId, EntryId
from idos_p2p.labels import Label
from idos_p2p.services.carry import Piece
from sync.carry.bundle import MANIFEST, MISSING, SEGMENT, Head, Record
from sync.protocol.limits import MAX_WANTED

_MANIFEST = struct.Struct(f">I{SIGNATURE_BYTES}s")
_ADDRESS = struct.Struct(">32sI")
_BACK_BYTES = 32


class Manifest(NamedTuple):
    """The first record of every bundle."""

    entries: int  # of all logs together


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
    if len(record.body) % _ADDRESS.size:
        raise RefusedError("bundle_damaged")
    return [Address(DeviceId(device), seq) for device, seq in _ADDRESS.iter_unpack(record.body)]


def _statement(cell: CellId, head: Head, entries: int) -> bytes:
    return Label.BUNDLE.prefix + cell + head.hash + entries.to_bytes(4, "big")
