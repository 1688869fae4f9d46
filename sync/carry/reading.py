"""Reading a bundle: as if its exporter were in the room, up to where the file ends; or only telling what would come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

from idos_p2p.errors import Fault, PeerFault, RefusedError
from idos_p2p.ids import DeviceId
from idos_p2p.limits import MIB
from idos_p2p.log.chain import Height
from idos_p2p.log.heights import Heights
from idos_p2p.services.carry import Span, settle
from idos_p2p.services.cell import Cell
from idos_p2p.services.holdings import note_holdings
from sync.carry.bundle import (
    ENCLOSED,
    MISSING,
    PLACES,
    READERS,
    SEGMENT,
    Head,
    Record,
    RecordReader,
    read_head,
)
from sync.carry.faults import unread
from sync.carry.files import DiskFiles, Files, Source
from sync.carry.manifest import (
    EndCheck,
    Manifest,
    Place,
    read_chunk,
    read_manifest,
    read_missing,
    read_piece,
    read_places,
    read_readers,
)
from sync.carry.steps import Opening, Progress, Step, Steps, carry_out, never, unheard
from sync.carry.taking import Counting, Taking, Use

BLOCK_BYTES = 1 * MIB  # read at once: more than the longest head


@dataclass(frozen=True, slots=True)
class Reading:
    """What a bundle held. ``news``: entries that were not here, by the device that wrote them."""

    exporter: DeviceId
    made_ms: int
    entries: int  # that it says it carries
    news: Mapping[DeviceId, int]
    attachments: int  # that were not here; of a preview also those that no record may name any more
    lacking: int  # bodies that the exporter lacks
    equal: bool  # what the exporter held is what is held here
    readers: frozenset[DeviceId]  # whom it was written for
    places: tuple[Place, ...]  # attachments that lie beside it
    stopped: RefusedError | None  # why it was not gone through to its end; what came before that is good


def preview_bundle(
    cell: Cell,
    path: Path,
    *,
    files: Files | None = None,
    progress: Progress = unheard,
    cancelled: Callable[[], bool] = never,
) -> Reading:
    """Do all of ``previewing`` here and now, as ``steps.carry_out`` does."""
    return carry_out(previewing(cell, files or DiskFiles(), path), progress, cancelled)


def read_bundle(
    cell: Cell,
    path: Path,
    *,
    files: Files | None = None,
    progress: Progress = unheard,
    cancelled: Callable[[], bool] = never,
) -> Reading:
    """Do all of ``taking_in`` here and now, as ``steps.carry_out`` does; cancelled, it keeps what was read by then."""
    return carry_out(taking_in(cell, files or DiskFiles(), path), progress, cancelled)


def previewing(cell: Cell, files: Files, path: Path) -> Steps[Reading]:
    """Go through a bundle, every signature verified, and keep nothing of it.

    Raises RefusedError, those of ``read_head``, ``bundle_signature``, ``bundle_missing``, ``bundle_unreadable`` and
    ``bundle_pulled_out_reading``, when nothing of it can be told.
    """
    return (yield from going_through(cell, files, path, Counting(cell)))


def taking_in(cell: Cell, files: Files, path: Path) -> Steps[Reading]:
    """Take from a bundle what is not here yet, each segment verified as if it came over a network.

    Records are projected before its attachments, and otherwise afterwards, as after a meeting. Raises as
    ``previewing``; nothing was kept then.
    """
    use = Taking(cell)
    try:
        reading = yield from going_through(cell, files, path, use)
    finally:
        use.close()
    if reading.stopped is None:
        note_holdings(cell, reading.exporter, cell.heights() if reading.equal else ends_of(use.spans))
    return reading


def ends_of(spans: Iterable[Span]) -> Heights:
    """Return the ends of what was read: whoever wrote it holds these, and all that is before them."""
    found: dict[DeviceId, tuple[Height, ...]] = {}
    for span in spans:
        found[span.device] = (*found.get(span.device, ()), Height(span.end, span.head))
    return found


def going_through(cell: Cell, files: Files, path: Path, use: Use) -> Steps[Reading]:
    """Go through a bundle and give its content to ``use``. Raises as ``previewing``."""
    opening = Opening(partial(files.open, path))
    try:
        try:
            source: Source = yield Step(opening)
        except FileNotFoundError as error:
            raise RefusedError("bundle_missing", path=str(path)) from error
        listing = yield Step(partial(files.look, path.parent))
        size = listing.names.get(path.name, (0, 0))[0]
        beginning: bytes = yield Step(partial(source.read, BLOCK_BYTES), 0, size)
        head = read_head(BytesIO(beginning), cell.id, cell.keys.sealing_seed)
        following = _Following(cell, head, use, size, partial(unread, files, path))
        return (yield from following.follow(source, beginning[len(head.content) :]))
    except OSError as error:
        raise unread(files, path, error) from error
    finally:
        opening.close()


@dataclass(slots=True)
class _Following:
    """What was read of one bundle so far."""

    cell: Cell
    head: Head
    use: Use
    size: int  # of the file
    why: Callable[[OSError], RefusedError]
    manifest: Manifest | None = None
    lacking: int = 0
    enclosing: bool = False  # whether an attachment has come
    readers: frozenset[DeviceId] = frozenset()
    places: list[Place] = field(default_factory=list)

    def follow(self, source: Source, block: bytes) -> Steps[Reading]:
        """Read to the end, or to where that is not possible."""
        reader, check, done = RecordReader(self.head), EndCheck(self.cell.id, self.head), len(self.head.content)
        stopped: RefusedError | None = None
        try:
            while block:
                for record in reader.feed(block):
                    yield from self._take(record, check)
                done += len(block)
                block = yield Step(partial(source.read, BLOCK_BYTES), done, self.size)
            for record in reader.finish():
                yield from self._take(record, check)
            check.finish()
        except (Fault, OSError) as fault:
            if self.manifest is None:
                raise
            stopped = self._why(fault)
        try:
            self.use.finish()  # what came before the end, wherever that was
        except Fault as fault:
            stopped = self._why(fault)
        if stopped is None and self.use.gaps:
            stopped = RefusedError("bundle_gap", count=self.use.gaps)
        if self.manifest is None:
            raise stopped or RefusedError("bundle_damaged")
        return self._reading(self.manifest, stopped)

    def _take(self, record: Record, check: EndCheck) -> Steps[None]:
        check.take(record)
        if self.manifest is None:
            self.manifest = read_manifest(self.cell.id, self.head, record)
        elif record.type == SEGMENT:
            self.use.take(read_piece(record))
        elif record.type == MISSING:
            self.lacking += len(read_missing(record))
        elif record.type == READERS:
            self.readers = read_readers(record)
        elif record.type == PLACES:
            self.places += read_places(record)
        elif record.type == ENCLOSED:
            yield from self._enclosed(record)

    def _enclosed(self, record: Record) -> Steps[None]:
        """Take a part of an attachment; before the first one it is found out which of them records name."""
        if not self.enclosing:
            self.enclosing = True
            self.use.finish()
            while self.use.keeps and settle(self.cell):
                yield Step()
        self.use.enclosed(read_chunk(record), self.head.about.exporter)

    def _reading(self, manifest: Manifest, stopped: RefusedError | None) -> Reading:
        about = self.head.about
        return Reading(
            about.exporter,
            about.made_ms,
            manifest.entries,
            dict(self.use.news),
            self.use.attachments,
            self.lacking,
            about.digest == self.cell.digest(),
            self.readers,
            tuple(self.places),
            stopped,
        )

    def _why(self, fault: Any) -> RefusedError:
        """Return as what a bundle is told to have ended before its end."""
        match fault:
            case RefusedError():
                return fault
            case PeerFault():
                return RefusedError("bundle_refused", cause=fault.code)
            case OSError():
                return self.why(fault)
            case _:
                raise fault
