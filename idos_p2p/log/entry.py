"""One signed line of a device's log: a header of fixed layout, and the payload that it hashes (design §3).

::

    offset size  field            absent is
    0      1     version          (1)
    1      32    cell             zeros, in the genesis alone
    33     32    device
    65     4     seq
    69     32    back             zeros, in entry 0 alone
    101    1     kind             bit 7: shared
    102    32    record device    zeros, in an act of authority
    134    4     record seq       0
    138    4     payload size     bytes of the body
    142    32    payload hash     SHA-256(label ‖ salt ‖ body)
    174    6     time             ms since 1970, for people alone
    180    1     number of refs
    181    32×n  refs             strictly ascending entry ids

All numbers are big-endian, so that an entry has exactly one encoding.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from idos_p2p.errors import PeerFault
from idos_p2p.ids import ABSENT, Address, CellId, DeviceId, EntryId, RecordName
from idos_p2p.labels import Label, digest
from idos_p2p.limits import MAX_BODY_BYTES, MAX_REFS, MAX_SEQ, MAX_TIME_MS

VERSION = 1
SALT_BYTES = 16
SHARED = 0x80
FIRST_RECORD_KIND = 32
GENESIS = 0
"""The kind of the entry that founds a cell, the only one that names no cell: its id is the cell's."""
_FIXED = struct.Struct(">B32s32sI32sB32sII32s6sB")
HEADER_BYTES = _FIXED.size


@dataclass(frozen=True, slots=True)
class Payload:
    """What an entry says. The salt makes an erased body unguessable and goes with it."""

    salt: bytes
    body: bytes

    def hash(self) -> bytes:
        """Return the 32 bytes that the header signs for this payload."""
        return digest(Label.PAYLOAD, self.salt, self.body)


@dataclass(frozen=True, slots=True)
class Header:
    """The signed part of an entry, which stays when the payload is erased."""

    cell: CellId
    device: DeviceId
    seq: int
    back: EntryId
    kind: int
    record: RecordName | None
    payload_size: int
    payload_hash: bytes
    time_ms: int
    refs: tuple[EntryId, ...] = ()

    @property
    def address(self) -> Address:
        """Where the entry stands."""
        return Address(self.device, self.seq)

    @property
    def is_act(self) -> bool:
        """Whether this is an act of authority rather than a change of a record."""
        return self.kind < FIRST_RECORD_KIND

    @property
    def creates(self) -> bool:
        """Whether this entry creates the record it names."""
        return self.record == (self.device, self.seq)

    def encode(self) -> bytes:
        """Return the one encoding of this header."""
        record = self.record or (ABSENT, 0)
        fixed = _FIXED.pack(
            VERSION,
            self.cell,
            self.device,
            self.seq,
            self.back,
            self.kind,
            record[0],
            record[1],
            self.payload_size,
            self.payload_hash,
            self.time_ms.to_bytes(6, "big"),
            len(self.refs),
        )
        return fixed + b"".join(self.refs)


@dataclass(frozen=True, slots=True)
class Entry:
    """A header with its id and, unless it was erased or is missing, its payload."""

    id: EntryId
    header: Header
    payload: Payload | None


def entry_id(header: bytes) -> EntryId:
    """Return the id of the entry whose encoded header this is."""
    return EntryId(digest(Label.ENTRY_ID, header))


def check_header(header: Header) -> None:
    """Raise PeerFault unless the header keeps the rules that need nothing but itself."""
    if (header.seq == 0) != (header.back == ABSENT):
        raise PeerFault("entry_back", seq=header.seq)
    if not 0 <= header.seq <= MAX_SEQ or not 0 <= header.time_ms <= MAX_TIME_MS:
        raise PeerFault("entry_number", seq=header.seq)
    if (header.kind == GENESIS) != (header.cell == ABSENT) or (header.kind == GENESIS and header.seq):
        raise PeerFault("entry_cell", seq=header.seq)
    if header.payload_size > MAX_BODY_BYTES:
        raise PeerFault("entry_size", seq=header.seq, size=header.payload_size)
    if header.is_act != (header.record is None) or (header.record and header.record.device == ABSENT):
        raise PeerFault("entry_record", seq=header.seq)
    if header.refs and not header.is_act:
        raise PeerFault("entry_refs", seq=header.seq)
    if len(header.refs) > MAX_REFS or any(a >= b for a, b in zip(header.refs, header.refs[1:], strict=False)):
        raise PeerFault("entry_refs", seq=header.seq)


def decode_header(data: bytes) -> Header:
    """Return the header these bytes encode; raise PeerFault when they are not exactly one valid header."""
    if len(data) < HEADER_BYTES:
        raise PeerFault("entry_short")
    (version, cell, device, seq, back, kind, record_device, record_seq, size, payload_hash, time, count) = (
        _FIXED.unpack_from(data)
    )
    if version != VERSION:
        raise PeerFault("entry_version", version=version)
    if len(data) != HEADER_BYTES + 32 * count:
        raise PeerFault("entry_length")
    record = None if record_device == ABSENT else RecordName(DeviceId(record_device), record_seq)
    if record is None and record_seq:
        raise PeerFault("entry_record", seq=seq)
    header = Header(
        cell=CellId(cell),
        device=DeviceId(device),
        seq=seq,
        back=EntryId(back),
        kind=kind,
        record=record,
        payload_size=size,
        payload_hash=payload_hash,
        time_ms=int.from_bytes(time, "big"),
        refs=tuple(EntryId(data[at : at + 32]) for at in range(HEADER_BYTES, len(data), 32)),
    )
    check_header(header)
    return header
