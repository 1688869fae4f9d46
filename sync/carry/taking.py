"""What is done with a bundle that is read: its content is taken, or only told. Each signature is verified for both."""

from __future__ import annotations

from collections import Counter
from typing import Protocol

from idos_p2p.errors import RefusedError
from idos_p2p.ids import BlobHash, DeviceId, EntryId
from idos_p2p.limits import KIB
from idos_p2p.log.segment import parse
from idos_p2p.services.carry import Piece, Span, join_span, novelties, span_of
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import Inserted, Refused, WaitingRoom, ingest
from idos_p2p.services.receive import Arrivals, Chunk, claim, take
from idos_p2p.views.attachments import is_wanted

BATCH_BYTES = 192 * KIB  # ingested in one durable step: what it unpacks to is still known when it is verified


class Use(Protocol):
    """What is done with the content of a bundle."""

    news: Counter[DeviceId]  # entries that were not here, by the device that wrote them
    attachments: int  # that were not here
    keeps: bool  # whether anything is stored

    @property
    def gaps(self) -> int:
        """How many segments build on something that is neither here nor in the file."""
        ...

    def take(self, piece: Piece) -> None:
        """Take a segment; raise RefusedError, or PeerFault, when it or one before it is no good."""
        ...

    def enclosed(self, chunk: Chunk, exporter: DeviceId) -> None:
        """Take the next part of an attachment. Raises as ``take``."""
        ...

    def finish(self) -> None:
        """Do what is still to be done. Raises as ``take``."""
        ...


class Counting:
    """Verifies segments, and counts what is new in them."""

    keeps = False

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._begun: set[DeviceId] = set()
        self.news: Counter[DeviceId] = Counter()
        self.attachments = 0
        self.gaps = 0

    def take(self, piece: Piece) -> None:
        """Count what is new in a segment."""
        sealed = parse(piece.blob)
        fresh = novelties(self._cell, piece)
        if sealed.device not in self._begun and not _follows(self._cell, piece):
            self.gaps += 1
            return
        self._begun.add(sealed.device)
        if fresh:
            self.news[sealed.device] += len(fresh)

    def enclosed(self, chunk: Chunk, exporter: DeviceId) -> None:
        """Count an attachment that is not here, at its first part."""
        del exporter
        if chunk.number == 0 and self._cell.store.blobs.missing([chunk.blob]):
            self.attachments += 1

    def finish(self) -> None:
        """Nothing waits."""


class Inspecting:
    """Looks whether a file is whole, and does nothing with what it holds."""

    keeps = False

    def __init__(self) -> None:
        self.news: Counter[DeviceId] = Counter()
        self.attachments = 0
        self.gaps = 0

    def take(self, piece: Piece) -> None:
        """Leave it."""

    def enclosed(self, chunk: Chunk, exporter: DeviceId) -> None:
        """Leave it."""

    def finish(self) -> None:
        """Nothing waits."""


class Taking:
    """Gives segments to ingest, a batch at a time, and keeps attachments that records name."""

    keeps = True

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._waiting = WaitingRoom()
        self._batch: list[bytes] = []
        self._size = 0
        self._ends: dict[DeviceId, EntryId] = {}  # of what was taken last, which may still be in the batch
        self._arrivals = Arrivals()
        self._open: BlobHash | None = None
        self.spans: list[Span] = []
        self.news: Counter[DeviceId] = Counter()
        self.attachments = 0
        self._gaps = 0

    @property
    def gaps(self) -> int:
        """How many segments build on nothing that is here, or wait in memory for what does."""
        return self._gaps + bool(self._waiting.size)

    def take(self, piece: Piece) -> None:
        """Put a segment with those to be ingested next."""
        span = span_of(self._cell, piece)
        if self._ends.get(span.device) != piece.back and not _follows(self._cell, piece):
            self.finish()  # it may build on the middle of something in the batch
            if not _follows(self._cell, piece):
                self._gaps += 1
                return
        self._ends[span.device] = span.head
        join_span(self.spans, span, piece.back)
        self._batch.append(piece.blob)
        self._size += len(piece.blob)
        if self._size >= BATCH_BYTES:
            self.finish()

    def enclosed(self, chunk: Chunk, exporter: DeviceId) -> None:
        """Go on with an attachment, if it is needed; the one before it came whole or not at all."""
        if chunk.number == 0:
            self._let_go()
            if is_wanted(self._cell.store.reader, chunk.blob) and claim(
                self._cell, self._arrivals, self, [chunk.blob]
            ) == (chunk.blob, 0):
                self._open = chunk.blob
        if chunk.blob != self._open:
            return
        take(self._cell, self._arrivals, self, exporter, chunk)
        if chunk.last:
            self.attachments += not self._cell.store.blobs.missing([chunk.blob])
            self._open = None

    def finish(self) -> None:
        """Ingest what is there."""
        batch, self._batch, self._size = self._batch, [], 0
        outcomes = ingest(self._cell, batch, self._waiting) if batch else []
        for outcome in outcomes:
            if isinstance(outcome, Inserted):
                self.news[outcome.device] += outcome.entries
        if outcomes and isinstance(outcomes[-1], Refused):
            raise RefusedError("bundle_refused", cause=outcomes[-1].code)

    def close(self) -> None:
        """Leave nothing of an attachment that did not come whole."""
        self._let_go()

    def _let_go(self) -> None:
        if self._open is not None:
            self._arrivals.discard(self._open)
            self._open = None


def _follows(cell: Cell, piece: Piece) -> bool:
    """Say whether what a segment builds on is here, or nothing is before it."""
    sealed = parse(piece.blob)
    if sealed.first_seq == 0:
        return True
    return cell.store.log.position(sealed.device, piece.back, sealed.first_seq - 1) is not None
