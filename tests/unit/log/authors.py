"""Authors of logs for the tests: real keys from small seeds, real chains, real segments, nothing random."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import zstandard

from idos_p2p.governance.acts import ActBody, Admit, Genesis, Invite, Start, encode, kind_of
from idos_p2p.governance.matters import Chamber
from idos_p2p.governance.proofs import proof_message
from idos_p2p.identity.invitation import Invitation
from idos_p2p.identity.keys import DeviceKey
from idos_p2p.identity.sealing import sealing_public
from idos_p2p.ids import ABSENT, CellId, DeviceId, EntryId, RecordName
from idos_p2p.log.chain import EMPTY, Draft, Height, extend
from idos_p2p.log.entry import GENESIS, SALT_BYTES, SHARED, Entry, Payload
from idos_p2p.log.segment import _OUTER, FORMAT, LEVEL, Sealed, seal

PROJECT = 33 | SHARED
CONTRIBUTION = 34
NOON = 1_700_000_000_000
NOBODY = EntryId(ABSENT)

Run = tuple[Sealed, list[Entry]]


@dataclass
class Author:
    """A device that writes entries in one cell and knows its own height."""

    seed: int
    cell: CellId
    height: Height = EMPTY
    key: DeviceKey = field(init=False)

    def __post_init__(self) -> None:
        self.key = DeviceKey(self.seed.to_bytes(32, "big"))

    @property
    def device(self) -> DeviceId:
        return self.key.device

    @property
    def sealing(self) -> bytes:
        """The public key that secrets are sealed to; any 32 bytes would do for the rules."""
        return sealing_public(self.seed.to_bytes(32, "little"))

    def salt(self) -> bytes:
        return bytes([self.seed % 256]) * SALT_BYTES

    def entries(self, *drafts: Draft) -> list[Entry]:
        """Write these drafts at the end of the log."""
        written = extend(self.cell, self.device, self.height, drafts)
        self.height = Height(self.height.count + len(written), written[-1].id)
        return written

    def write(self, *drafts: Draft) -> Run:
        """Write these drafts and seal them in one segment."""
        written = self.entries(*drafts)
        return seal(written, self.key.sign), written

    def act(self, body: ActBody, *refs: EntryId) -> Entry:
        """Write one act of authority."""
        return self.entries(self.act_draft(body, *refs))[0]

    def act_draft(self, body: ActBody, *refs: EntryId) -> Draft:
        return Draft(kind_of(body), Payload(self.salt(), encode(body)), NOON, refs=tuple(sorted(set(refs))))

    def creation(self, body: bytes = b"a record", kind: int = PROJECT, time_ms: int = NOON) -> Draft:
        return Draft(kind, Payload(self.salt(), body), time_ms, creates=True)

    def change(
        self, record: RecordName, body: bytes = b"a change", kind: int = PROJECT, time_ms: int = NOON + 1
    ) -> Draft:
        return Draft(kind, Payload(self.salt(), body), time_ms, record=record)

    def start(self, invitation: Invitation, invite: EntryId, number: int = 0) -> Start:
        """Return the body of this device's start by an invitation's key."""
        message = proof_message(self.cell, invite, self.device, self.sealing)
        return Start(invite, number, self.sealing, invitation.key(number).sign(message))


def founder(seed: int = 1, name: str = "Le Jardin") -> tuple[Author, Entry]:
    """Return an author who has founded a cell, and its genesis."""
    author = Author(seed, CellId(ABSENT))
    body = Genesis(name, "2030-02-02", Chamber.CARRYING, author.sealing)
    genesis = author.entries(Draft(GENESIS, Payload(author.salt(), encode(body)), NOON))[0]
    author.cell = CellId(genesis.id)
    return author, genesis


def invitation(cell: CellId, seed: int = 7) -> Invitation:
    """Return an invitation of a small seed."""
    return Invitation(cell, seed.to_bytes(16, "big"))


def invite_body(link: Invitation, uses: int = 1, chamber: Chamber = Chamber.CONCERNED) -> Invite:
    """Return the act that opens the door for this invitation."""
    keys = tuple(link.key(number).device for number in range(uses))
    return Invite(keys, link.knock, chamber, NOON + 30 * 86_400_000)


def admit_body(start: EntryId, chamber: Chamber = Chamber.CONCERNED) -> Admit:
    """Return the act that brings in the person of a start; NOBODY brings in a person without a device."""
    return Admit(start, chamber, ABSENT)


def forged(sealed: Sealed, frame: bytes, *, count: int | None = None, signature: bytes | None = None) -> bytes:
    """Return the blob of another frame, its checksum right, with some of the outer fields replaced."""
    return (
        _OUTER.pack(
            FORMAT,
            sealed.device,
            sealed.first_seq,
            sealed.count if count is None else count,
            zlib.crc32(frame),
            sealed.signature if signature is None else signature,
        )
        + frame
    )


def repacked(sealed: Sealed, raw: bytes, *, count: int | None = None, signature: bytes | None = None) -> bytes:
    """Return the blob of other columns, as a forger on the way would make it."""
    frame = zstandard.ZstdCompressor(level=LEVEL, write_content_size=True).compress(raw)
    return forged(sealed, frame, count=count, signature=signature)


def frame_of(sealed: Sealed) -> bytes:
    """Return a segment's compressed columns."""
    return sealed.blob[_OUTER.size :]


def columns_of(sealed: Sealed) -> bytes:
    """Return a segment's columns, decompressed."""
    return zstandard.ZstdDecompressor().decompress(frame_of(sealed))


def run_of(author: Author, entries: Sequence[Entry]) -> Run:
    """Seal entries already written."""
    return seal(entries, author.key.sign), list(entries)
