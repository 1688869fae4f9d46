"""Attachments that others send, chunk by chunk: seen by nobody until the whole is what was asked for.

A half-received one is kept while the program runs, so that whoever is met next goes on with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.events import AttachmentsChanged
from idos_p2p.ids import BlobHash, DeviceId
from idos_p2p.services.cell import Cell
from idos_p2p.store.ports import NewBlob
from idos_p2p.views.attachments import is_wanted, wanted

MAX_HALVES = 8  # half-received attachments on the disk at once: 200 MiB at worst
_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Needs:
    """Which of the attachments that records in sight name are here, and which are not, sorted."""

    missing: tuple[BlobHash, ...]
    here: frozenset[BlobHash]


NOTHING = Needs((), frozenset())


@dataclass(frozen=True, slots=True)
class Chunk:
    """What a peer sent of an attachment."""

    blob: BlobHash
    number: int
    size: int  # of the whole
    data: bytes
    last: bool


@dataclass(slots=True)
class _Half:
    holder: object | None  # who asks somebody for it at the moment
    new: NewBlob | None = None
    size: int = 0
    number: int = 0  # of the next chunk
    sources: set[DeviceId] = field(default_factory=set)
    awaited: bool = False  # another would have asked for it meanwhile


class Arrivals:
    """The attachments under way to one cell; each is asked of one peer at a time. For the cell's own thread."""

    def __init__(self) -> None:
        self._halves: dict[BlobHash, _Half] = {}

    def claim(self, holder: object, blob: BlobHash) -> int | None:
        """Return from which chunk on the holder may ask for it; None while another does."""
        half = self._halves.setdefault(blob, _Half(holder))
        if half.holder not in (None, holder):
            half.awaited = True
            return None
        half.holder = holder
        return half.number

    def held(self, holder: object, blob: BlobHash) -> _Half | None:
        """Return what there is of it, when this holder asks for it."""
        half = self._halves.get(blob)
        return half if half is not None and half.holder is holder else None

    def release(self, holder: object, blob: BlobHash) -> bool:
        """Let others ask for one that this holder asked for; say whether another would have.

        The oldest halves that nobody asks for go when they are too many: each is a file, and room on the disk.
        """
        half = self.held(holder, blob)
        if half is None:
            return False
        half.holder = None
        if half.new is None:
            del self._halves[blob]
        idle = [each for each, kept in self._halves.items() if kept.holder is None]
        for each in idle[: max(0, len(idle) - MAX_HALVES)]:
            self.discard(each)
        return half.awaited

    def let_go(self, holder: object) -> None:
        """Let others ask for all that this holder asked for."""
        for blob in list(self._halves):
            self.release(holder, blob)

    def discard(self, blob: BlobHash) -> None:
        """Begin that one anew, if anybody asks for it."""
        half = self._halves.pop(blob, None)
        if half is not None and half.new is not None:
            half.new.discard()


def needs(cell: Cell) -> Needs | None:
    """Return what is needed; None while records await judgement, for they may name more."""
    if cell.store.judgements.unjudged(1):
        return None
    named = wanted(cell.store.reader)
    missing = cell.store.blobs.missing(named)
    return Needs(tuple(missing), frozenset(named) - frozenset(missing))


def chunks_of(cell: Cell, blob: BlobHash, first: int, most: int) -> tuple[int, list[bytes]]:
    """Return the size of an attachment and at most so many of its chunks; none where it is absent or damaged."""
    size = cell.store.blobs.size(blob)
    if size is None:
        return 0, []
    try:
        return size, list(islice(cell.store.blobs.read(blob, first), most))
    except RefusedError:
        return 0, []


def claim(
    cell: Cell, arrivals: Arrivals, holder: object, candidates: Sequence[BlobHash]
) -> tuple[BlobHash, int] | None:
    """Return the first of these that is still missing and that nobody else asks for, and from which chunk on."""
    for blob in candidates:
        if cell.store.blobs.missing([blob]):
            first = arrivals.claim(holder, blob)
            if first is not None:
                return blob, first
    return None


def release(cell: Cell, arrivals: Arrivals, holder: object, blob: BlobHash) -> None:
    """Let others ask for one that this holder asked for in vain."""
    if arrivals.release(holder, blob):
        cell.listen(AttachmentsChanged())


def let_go(_cell: Cell, arrivals: Arrivals, holder: object) -> None:
    """Let others ask for what this holder asked for."""
    arrivals.let_go(holder)


def take(cell: Cell, arrivals: Arrivals, holder: object, peer: DeviceId, chunk: Chunk) -> None:
    """Take a chunk; keep the attachment if it was the last one, all is as asked, and a record still names it.

    Raises PeerFault("blob_foreign") when one peer alone sent all of another content; where several sent some of it,
    it is only begun anew. Raises RefusedError: attachment_no_room, attachments_full, store_full, store_io.
    """
    half = arrivals.held(holder, chunk.blob)
    if half is None:
        return
    try:
        if half.new is None:
            half.new, half.size = cell.store.blobs.begin(cell.entropy(_KEY_BYTES)), chunk.size
        if (chunk.number, chunk.size) != (half.number, half.size):  # the first part came from a liar, or this one does
            arrivals.discard(chunk.blob)
            return
        half.new.add(chunk.data)
        half.number += 1
        half.sources.add(peer)
        if chunk.last:
            _complete(cell, half.new, chunk.blob, alone=len(half.sources) == 1)
            arrivals.discard(chunk.blob)
    except (RefusedError, PeerFault):
        arrivals.discard(chunk.blob)
        raise


def _complete(cell: Cell, new: NewBlob, blob: BlobHash, *, alone: bool) -> None:
    if new.finish() != blob:
        if alone:
            raise PeerFault("blob_foreign")
        return
    if not is_wanted(cell.store.reader, blob):
        return  # erased, or taken away, while it was on its way
    with cell.store.transaction():
        cell.store.blobs.keep(new)
    cell.listen(AttachmentsChanged())
