"""What this computer remembers of a shared folder: the files of its own series, and what it has read of the others'.

It lies in the cell's own database, of this installation alone, and is bounded by what the folder holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import msgspec

from idos_p2p.errors import RefusedError
from idos_p2p.ids import BlobHash, DeviceId, EntryId
from idos_p2p.labels import Label, digest
from idos_p2p.services.carry import Span
from idos_p2p.services.cell import Cell
from sync.carry.manifest import FOLDER_SUFFIX, Place
from sync.protocol.limits import MAX_FOLDER_READERS, MAX_FOLDER_SPANS, MAX_PLACES

FOLDER = "folder"
"""The fact that names the shared folder of this home's cell; absent or empty: there is none."""

_KEPT = "folder series"
_LOOKED = "folder looked"
_LOOKED_MS = 60 * 60 * 1000  # a look that brought nothing is noted once an hour: each time is a durable write
_NAME = re.compile(r"[0-9a-f]{32}" + re.escape(FOLDER_SUFFIX))
_DEVICE_BYTES = 32


@dataclass(frozen=True, slots=True)
class SeriesFile:
    """A file of a series: what it holds, and for whom."""

    name: str
    device: DeviceId  # that wrote it
    readers: frozenset[DeviceId]
    size: int  # bytes
    spans: tuple[Span, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered between two looks."""

    folder: Path
    device: DeviceId  # whose series is ours: another one once this installation took an older one's place
    mark: bytes = b""  # of what was erased when the files of ours were written
    lacking: bytes = b""  # of the bodies that were missing then; empty: none was
    own: tuple[SeriesFile, ...] = ()  # the oldest first
    others: tuple[SeriesFile, ...] = ()  # also strays: files of this device that it does not know
    revision: int = field(default=0, compare=False)

    @property
    def strays(self) -> tuple[SeriesFile, ...]:
        """The files that this device has written and does not know: left by a cut, or brought back by a carrier."""
        return tuple(one for one in self.others if one.device == self.device)

    @property
    def names(self) -> frozenset[str]:
        """The names that it knows, of attachments too."""
        every = (*self.own, *self.others)
        return frozenset(one.name for one in every) | {place.name for one in every for place in one.places}

    def without_gone(self, names: Mapping[str, object]) -> Kept:
        """Return it without the files that the folder does not hold any more."""
        own = tuple(one for one in self.own if one.name in names)
        return replace(self, own=own, others=tuple(one for one in self.others if one.name in names))


def is_ours(name: str) -> bool:
    """Say whether a file may be one of a series or an attachment of one.

    Copies that a carrier made of two versions, half-copied ones under another name and all else are none.
    """
    return _NAME.fullmatch(name) is not None


def readable(files: Iterable[SeriesFile], readers: frozenset[DeviceId]) -> list[SeriesFile]:
    """Return the files that were written for all of these devices: what they hold is told to everybody."""
    return [one for one in files if readers and readers <= one.readers]


def spans_of(files: Iterable[SeriesFile]) -> list[Span]:
    """Return what these files hold together."""
    return [span for one in files for span in one.spans]


def places_of(files: Iterable[SeriesFile], names: Mapping[str, object]) -> dict[BlobHash, Place]:
    """Return the attachments that these files tell of and that are really there."""
    return {place.blob: place for one in files for place in one.places if place.name in names}


def folder_of(cell: Cell) -> Path | None:
    """Return the folder that this home shares through, if one was chosen."""
    chosen = cell.store.facts.get(FOLDER)
    return Path(chosen.decode()) if chosen else None


def choose_folder(cell: Cell, folder: Path | None) -> None:
    """Share through this folder from now on, or through none; what was written to an earlier one stays there."""
    with cell.store.transaction():
        cell.store.facts.set(FOLDER, str(folder).encode() if folder else b"")
        cell.store.facts.set(_LOOKED, b"")


@dataclass(frozen=True, slots=True)
class FolderStatus:
    """The shared folder of this home's cell. ``looked_ms``: when it was last looked at, to an hour; None: never."""

    folder: Path | None
    looked_ms: int | None
    code: str  # why the last look ended before its end; empty: it did not
    own: int  # files of this computer's series
    others: int  # files of others' that were read


def status_of(cell: Cell) -> FolderStatus:
    """Return what is remembered of the shared folder; nothing is looked up there."""
    folder = folder_of(cell)
    if folder is None:
        return FolderStatus(None, None, "", 0, 0)
    kept = load(cell, folder)
    looked = cell.store.facts.get(_LOOKED) or b""
    moment = int.from_bytes(looked[:8], "big") if looked else None
    return FolderStatus(folder, moment, looked[8:].decode(), len(kept.own), len(kept.others))


def note_look(cell: Cell, code: str, *, busy: bool) -> None:
    """Remember how a look ended; ``busy``: it brought something."""
    now, looked = cell.clock.now_ms(), cell.store.facts.get(_LOOKED) or bytes(8)
    if busy or looked[8:].decode() != code or now - int.from_bytes(looked[:8], "big") >= _LOOKED_MS:
        with cell.store.transaction():
            cell.store.facts.set(_LOOKED, now.to_bytes(8, "big") + code.encode())


def mark_of(cell: Cell) -> bytes:
    """Return what changes when something is erased."""
    membership = cell.membership
    return _summed(sorted({*membership.erasures, *membership.forgotten}))


def lacking_of(cell: Cell) -> bytes:
    """Return what changes when other bodies are missing; empty where none is."""
    missing = cell.standing().missing
    return (
        digest(Label.FOLDER_NAME, *(device + seq.to_bytes(4, "big") for device, seq in missing))[:16]
        if missing
        else b""
    )


def load(cell: Cell, folder: Path) -> Kept:
    """Return what is remembered of this folder; nothing of another one."""
    stored = cell.store.facts.get(_KEPT)
    if not stored:
        return Kept(folder, cell.device)
    row = msgspec.msgpack.decode(stored, type=_KeptRow)
    if row.folder != str(folder):
        return Kept(folder, cell.device, revision=row.revision)
    circles = [_circle(each) for each in row.circles]
    others = tuple(_file(each, circles) for each in row.others)
    if row.device != cell.device:
        return Kept(folder, cell.device, others=others, revision=row.revision)
    own = tuple(_file(each, circles) for each in row.own)
    return Kept(folder, cell.device, row.mark, row.lacking, own, others, row.revision)


def save(cell: Cell, kept: Kept) -> Kept:
    """Remember it, and return it as it is then.

    Raises RefusedError("folder_busy") when somebody else has remembered something since it was loaded.
    """
    kept = replace(kept, revision=kept.revision + 1)
    circles: dict[frozenset[DeviceId], int] = {frozenset(): 0}
    own = [_row(each, circles) for each in kept.own]
    others = [_bounded(_row(each, circles)) for each in kept.others]
    packed = [b"".join(sorted(circle)) for circle in circles]
    row = _KeptRow(str(kept.folder), kept.device, kept.mark, kept.lacking, packed, own, others, kept.revision)
    with cell.store.transaction():
        stored = cell.store.facts.get(_KEPT)
        if stored and msgspec.msgpack.decode(stored, type=_KeptRow).revision != kept.revision - 1:
            raise RefusedError("folder_busy")
        cell.store.facts.set(_KEPT, msgspec.msgpack.encode(row))
    return kept


def _summed(places: Iterable[tuple[DeviceId, int]]) -> bytes:
    return digest(Label.FOLDER_NAME, *(device + seq.to_bytes(4, "big") for device, seq in places))[:16]


class _FileRow(msgspec.Struct, array_like=True, frozen=True):
    name: str
    device: bytes
    circle: int
    size: int
    spans: Sequence[tuple[bytes, int, int, bytes]]
    places: Sequence[tuple[bytes, int, bytes]]


class _KeptRow(msgspec.Struct, array_like=True, frozen=True):
    folder: str
    device: bytes
    mark: bytes
    lacking: bytes
    circles: Sequence[bytes]  # of readers, each the ids one after the other; the first is nobody
    own: Sequence[_FileRow]
    others: Sequence[_FileRow]
    revision: int


def _row(one: SeriesFile, circles: dict[frozenset[DeviceId], int]) -> _FileRow:
    """Return a file as it is remembered; one for readers that are one circle too many counts as told to nobody."""
    circle = circles.get(one.readers)
    if circle is None and len(circles) < MAX_FOLDER_READERS:
        circle = circles[one.readers] = len(circles)
    return _FileRow(one.name, one.device, circle or 0, one.size, one.spans, one.places)


def _bounded(row: _FileRow) -> _FileRow:
    """Return another's file as it is remembered: one that is in too many parts counts as telling nothing."""
    if len(row.spans) <= MAX_FOLDER_SPANS and len(row.places) <= MAX_PLACES:
        return row
    return msgspec.structs.replace(row, spans=(), places=())


def _file(row: _FileRow, circles: Sequence[frozenset[DeviceId]]) -> SeriesFile:
    spans = tuple(Span(DeviceId(device), start, end, EntryId(head)) for device, start, end, head in row.spans)
    places = tuple(Place(BlobHash(blob), size, key) for blob, size, key in row.places)
    return SeriesFile(row.name, DeviceId(row.device), circles[row.circle], row.size, spans, places)


def _circle(packed: bytes) -> frozenset[DeviceId]:
    return frozenset(DeviceId(packed[at : at + _DEVICE_BYTES]) for at in range(0, len(packed), _DEVICE_BYTES))
