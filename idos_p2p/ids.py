"""Distinct types for distinct identifiers, so that mypy refuses a swap."""

from __future__ import annotations

from typing import NamedTuple, NewType

CellId = NewType("CellId", bytes)
"""32 bytes: the entry id of the cell's genesis."""

DeviceId = NewType("DeviceId", bytes)
"""32 bytes: the Ed25519 public key of one installation in one cell."""

EntryId = NewType("EntryId", bytes)
"""32 bytes: the hash of an entry's header."""

PersonId = NewType("PersonId", bytes)
"""32 bytes: the entry id of the act that brought the person in (genesis, start, or admit without a device)."""

BlobHash = NewType("BlobHash", bytes)
"""32 bytes: the SHA-256 of an attachment's content."""

ABSENT = bytes(32)
"""How an absent 32-byte field is written in a header."""


class Address(NamedTuple):
    """Where an entry stands: which device's log, and its position from 0."""

    device: DeviceId
    seq: int


class RecordName(NamedTuple):
    """A record is named by the address of the entry that created it."""

    device: DeviceId
    seq: int


def short(identifier: bytes) -> str:
    """Return the first eight hexadecimal digits, for logs and people."""
    return identifier[:4].hex()
