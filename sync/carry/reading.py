"""Reading a bundle: as if its exporter were in the room, up to where the file ends; or only telling what would come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from idos_p2p.errors import Fault, PeerFault, RefusedError
from idos_p2p.ids import DeviceId
from idos_p2p.limits import KIB
from idos_p2p.services.carry import Piece, novelties
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import Inserted, Refused, WaitingRoom, ingest
from sync.carry.bundle import MISSING, SEGMENT, read_head, records
from sync.carry.manifest import read_manifest, read_missing, read_piece

BATCH_BYTES = 512 * KIB  # ingested in one durable step, as of what a peer sends


@dataclass(frozen=True, slots=True)
class Reading:
    """What a bundle held. ``news``: entries that were not here, by the device that wrote them."""

    exporter: DeviceId
    made_ms: int
    entries: int  # that it says it carries
    news: Mapping[DeviceId, int]
    lacking: int  # bodies that the exporter lacks
    equal: bool  # what the exporter held is what is held here
    stopped: RefusedError | None  # why it was not gone through to its end; what came before that is good


def preview_bundle(cell: Cell, path: Path) -> Reading:
    """Go through a bundle, every signature verified, and keep nothing of it.

    Raises RefusedError, those of ``read_head``, bundle_signature and ``bundle_unreadable``, when nothing of it can be
    told.
    """
    return _go_through(cell, path, _Counting(cell))


def read_bundle(cell: Cell, path: Path) -> Reading:
    """Take from a bundle what is not here yet, each segment verified as if it came over a network.

    Records are projected afterwards, as after a meeting. Raises as ``preview_bundle``; nothing was kept then.
    """
    return _go_through(cell, path, _Taking(cell))


class _Use(Protocol):
    """What is done with the segments of a bundle."""

    news: Counter[DeviceId]

    def take(self, piece: Piece) -> None:
        """Take one; raise RefusedError, or PeerFault, when it or one before it is no good."""
        ...

    def finish(self) -> None:
        """Do what is still to be done. Raises as ``take``."""
        ...


class _Counting:
    """Verifies segments, and counts what is new in them."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self.news: Counter[DeviceId] = Counter()

    def take(self, piece: Piece) -> None:
        for entry in novelties(self._cell, piece):
            self.news[entry.header.device] += 1

    def finish(self) -> None:
        """Nothing waits."""


class _Taking:
    """Gives segments to ingest, a batch at a time."""

    def __init__(self, cell: Cell) -> None:
        self._cell = cell
        self._waiting = WaitingRoom()
        self._batch: list[bytes] = []
        self.news: Counter[DeviceId] = Counter()

    def take(self, piece: Piece) -> None:
        self._batch.append(piece.blob)
        if sum(map(len, self._batch)) >= BATCH_BYTES:
            self.finish()

    def finish(self) -> None:
        batch, self._batch = self._batch, []
        outcomes = ingest(self._cell, batch, self._waiting) if batch else []
        for outcome in outcomes:
            if isinstance(outcome, Inserted):
                self.news[outcome.device] += outcome.entries
        if outcomes and isinstance(outcomes[-1], Refused):
            raise RefusedError("bundle_refused", cause=outcomes[-1].code)


def _go_through(cell: Cell, path: Path, use: _Use) -> Reading:
    if not path.is_file():
        raise RefusedError("bundle_missing", path=str(path))
    try:
        with path.open("rb") as stream:
            return _follow(cell, stream, use)
    except OSError as error:
        raise RefusedError("bundle_unreadable", reason=str(error)) from error


def _follow(cell: Cell, stream: BinaryIO, use: _Use) -> Reading:
    head = read_head(stream, cell.id, cell.keys.sealing_seed)
    found = records(stream, head)
    first = next(found, None)
    if first is None:
        raise RefusedError("bundle_damaged")
    entries = read_manifest(cell.id, head, first).entries
    lacking = 0
    stopped: RefusedError | None = None
    try:
        for record in found:
            if record.type == SEGMENT:
                use.take(read_piece(record))
            elif record.type == MISSING:
                lacking += len(read_missing(record))
    except (Fault, OSError) as fault:
        stopped = _why(fault)
    try:
        use.finish()  # what came before the end, wherever that was
    except (Fault, OSError) as fault:
        stopped = _why(fault)
    equal = head.about.digest == cell.digest()
    return Reading(head.about.exporter, head.about.made_ms, entries, dict(use.news), lacking, equal, stopped)


def _why(fault: Fault | OSError) -> RefusedError:
    """Return as what a bundle is told to have ended before its end."""
    match fault:
        case RefusedError():
            return fault
        case PeerFault():
            return RefusedError("bundle_refused", cause=fault.code)
        case OSError():
            return RefusedError("bundle_unreadable", reason=str(fault))
        case _:
            raise fault
