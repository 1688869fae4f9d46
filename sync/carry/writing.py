"""Writing a bundle: all that this cell holds, for its devices, in one file that is whole when it is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from idos_p2p.errors import RefusedError
from idos_p2p.limits import MIB
from idos_p2p.services.carry import (
    Enclosure,
    Piece,
    Reached,
    enclosures,
    entries_from,
    pieces,
    recipients,
    settle,
    weigh,
)
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.reopen import is_out
from sync.carry.bundle import TAG_BYTES, About, head_bytes, make_head
from sync.carry.faults import unwritten
from sync.carry.files import DiskFiles, Files, Listing
from sync.carry.manifest import (
    BundleWriter,
    Manifest,
    Place,
    chunk_record,
    missing_records,
    piece_record,
    places_records,
    readers_record,
)
from sync.carry.placing import part_name, placing
from sync.carry.steps import Progress, Step, Steps, carry_out, never, unheard
from sync.protocol.limits import BUNDLE_CHUNK_BYTES, MAX_BUNDLE_FILE_BYTES

SUFFIX = ".idos-bundle"
SPARE_BYTES = 1 * MIB  # left free on the disk: what its own tables take, and a folder that grows by a name
_NAME_BYTES = 4  # of chance in a name, so that several write into one folder on one day; it tells nothing
_AROUND_PIECE, _AROUND_CHUNK, _AROUND_ALL = 64, 64, 256  # bytes beside the content of records, rounded up
_ATTACHMENT_CHUNK_SHARE = 1 << 12  # of an attachment's bytes, one in so many is a record's head, at most


@dataclass(frozen=True, slots=True)
class Content:
    """What goes into a bundle. ``start`` leaves out what is before; ``places`` lie beside it, ``enclosed`` within."""

    start: Reached | None = None
    enclosed: Sequence[Enclosure] = ()
    places: Sequence[Place] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A bundle that lies at its place for good: what holds it may be taken out."""

    path: Path
    entries: int
    devices: int  # that can read it
    size: int  # bytes
    attachments: int  # that are in it
    left_out: int  # attachments that are here, and not in it: there was no room, or they were not asked for


def write_bundle(
    cell: Cell,
    path: Path,
    *,
    attachments: bool = True,
    start: Reached | None = None,
    files: Files | None = None,
    progress: Progress = unheard,
    cancelled: Callable[[], bool] = never,
) -> Written:
    """Do all of ``writing`` here and now, as ``steps.carry_out`` does."""
    steps = writing(cell, files or DiskFiles(), path, attachments=attachments, start=start)
    return carry_out(steps, progress, cancelled)


def writing(
    cell: Cell, files: Files, path: Path, *, attachments: bool = True, start: Reached | None = None
) -> Steps[Written]:
    """Write all that this cell holds, for its effective devices, at this path or in this folder.

    With ``start``, entries before these places are left out: for somebody of whom it is known that they have them.
    Attachments are in it, the smallest first, as far as there is room.

    Raises RefusedError: ``not_member_yet``, ``no_longer_member``, ``bundle_exists``, ``bundle_full``,
    ``bundle_too_large``, ``bundle_read_only``, ``bundle_pulled_out``, ``bundle_unlike``, ``bundle_members_changed``,
    ``bundle_io``. Nothing is then at that place that was not there, unless all of it is.
    """
    _require_place(cell)
    while settle(cell):
        yield Step()
    try:
        path, listing = yield from _place(cell, files, path)
        here = enclosures(cell)
        content = _chosen(cell, Content(start, here if attachments else ()), path, listing.free)
        readers = tuple(recipients(cell))
        size = yield from placing(
            files,
            path.with_name(part_name(cell, SUFFIX)),
            path.name,
            composed(cell, content),
            expected_size(cell, content),
        )
    except OSError as error:
        raise unwritten(files, path, error) from error
    entries, enclosed = entries_from(cell, start), len(content.enclosed)
    return Written(path, entries, len(readers), size, enclosed, len(here) - enclosed)


def _untold(_piece: Piece) -> None:
    """Follow nothing."""


def composed(cell: Cell, content: Content, follow: Callable[[Piece], None] = _untold) -> Iterator[bytes]:
    """Yield the bytes of a bundle of this content, as of now, for whoever is effective now; ``follow`` gets each piece.

    Raises RefusedError("bundle_members_changed") when that has changed before the end: what came since may be in it,
    and is not for whoever was put out.
    """
    readers, standing = recipients(cell), cell.standing()
    about = About(cell.device, cell.clock.now_ms(), standing.digest)
    head = make_head(cell.id, about, list(readers.values()), cell.entropy)
    outbox = _Outbox()
    manifest = Manifest(entries_from(cell, content.start))
    writer = BundleWriter(outbox, cell.id, head, manifest, cell.keys.device)
    writer.add(readers_record(readers))
    for piece in pieces(cell, content.start):
        writer.add(piece_record(piece))
        follow(piece)
        yield outbox.take()
    for record in (*missing_records(standing.missing), *places_records(content.places)):
        writer.add(record)
        yield outbox.take()
    for one in content.enclosed:
        for chunk in _chunks(cell, one):
            writer.add(chunk_record(one.blob, one.size, *chunk))
            yield outbox.take()
    if recipients(cell) != readers:
        raise RefusedError("bundle_members_changed")
    writer.finish()
    yield outbox.take()


def expected_size(cell: Cell, content: Content) -> int:
    """Return how many bytes a bundle of this content has: as many, or a few more."""
    segments, size = weigh(cell, content.start)
    size += segments * _AROUND_PIECE + sum(map(_enclosed_bytes, content.enclosed))
    size += head_bytes(len(readers := recipients(cell))) + len(readers) * 32
    size += len(content.places) * 72 + len(cell.standing().missing) * 40 + _AROUND_ALL
    return size + (size // BUNDLE_CHUNK_BYTES + 1) * TAG_BYTES


class _Outbox:
    """Bytes on their way into a file."""

    def __init__(self) -> None:
        self._pending = bytearray()

    def write(self, data: bytes) -> None:
        self._pending += data

    def take(self) -> bytes:
        pending = bytes(self._pending)
        self._pending.clear()
        return pending


def _require_place(cell: Cell) -> None:
    if not cell.membership.effective(cell.device):
        raise RefusedError("no_longer_member" if is_out(cell.membership, cell.device) else "not_member_yet")


def _place(cell: Cell, files: Files, path: Path) -> Steps[tuple[Path, Listing]]:
    """Return where the bundle is to be, and what its folder holds. Raises OSError, RefusedError("bundle_exists")."""
    try:
        listing: Listing = yield Step(partial(files.look, path))
    except (NotADirectoryError, FileNotFoundError):
        listing = yield Step(partial(files.look, path.parent))
        if path.name in listing.names or path.name in listing.others:
            raise RefusedError("bundle_exists", path=str(path)) from None
        return path, listing
    name = f"{day_of(cell.clock.now_ms())}-{cell.entropy(_NAME_BYTES).hex()}{SUFFIX}"
    return path / name, listing


def _chosen(cell: Cell, content: Content, path: Path, free: int) -> Content:
    """Return the content with as many of its attachments as there is room for.

    Raises RefusedError when there is none for the rest: ``bundle_full``, ``bundle_too_large``.
    """
    bare = expected_size(cell, Content(content.start))
    if bare > MAX_BUNDLE_FILE_BYTES:
        raise RefusedError("bundle_too_large", path=str(path))
    room = min(free - SPARE_BYTES, MAX_BUNDLE_FILE_BYTES) - bare
    if room < 0:
        raise RefusedError("bundle_full", path=str(path))
    enclosed: list[Enclosure] = []
    for one in content.enclosed:
        room -= _enclosed_bytes(one)
        if room < 0:
            break
        enclosed.append(one)
    return Content(content.start, enclosed)


def _enclosed_bytes(one: Enclosure) -> int:
    return one.size + one.size // _ATTACHMENT_CHUNK_SHARE + _AROUND_CHUNK


def _chunks(cell: Cell, one: Enclosure) -> Iterator[tuple[int, bytes]]:
    """Yield the number and the content of an attachment's chunks, up to where it is gone or no longer what it was."""
    try:
        yield from enumerate(cell.store.blobs.read(one.blob))
    except RefusedError:
        return
