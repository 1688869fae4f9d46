"""Files attached to records: put in, listed, taken out again. What somebody sent is never opened by itself."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from idos_p2p.errors import RefusedError
from idos_p2p.ids import BlobHash
from idos_p2p.limits import ATTACHMENT_CHUNK_BYTES, MAX_ATTACHMENT_BYTES
from idos_p2p.records.attachments import FIELD, Named, media_type, named, numbered, safe_name
from idos_p2p.services.cell import Cell
from idos_p2p.services.write import change_from, kind_named
from idos_p2p.store.durable import BINARY
from idos_p2p.store.ports import NewBlob
from idos_p2p.views.attachments import wanted
from idos_p2p.views.records import RecordView, find

_KEY_BYTES = 32
_LEAST_DIGITS = 4  # of a hash that stands for a name, as of a record's id
_FROM_ELSEWHERE = "[ZoneTransfer]\r\nZoneId=3\r\n"  # Windows then asks before it runs what came from others


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file attached to a record."""

    hash: str  # SHA-256 of the content, 64 hexadecimal digits
    name: str  # as it may be written anywhere; two of one record may have the same
    size: int | None  # bytes; None while the content is not on this computer
    media_type: str  # by its content: PNG, JPEG, WebP, PDF, or "application/octet-stream"; "" while it is not here


def attachments(cell: Cell, record_id: str) -> list[Attachment]:
    """Return the files attached to a record, by name.

    Raises RefusedError: those of ``find``.
    """
    found = []
    for each in named(find(cell.store.reader, record_id).fields.get(FIELD)):
        opening = _opening(cell, each.hash)
        size = None if opening is None else cell.store.blobs.size(each.hash)
        found.append(Attachment(each.hash.hex(), each.name, size, "" if opening is None else media_type(opening)))
    return found


def attach(cell: Cell, record_id: str, path: Path) -> Attachment:
    """Attach a copy of a file to a record, and return it; the file itself is left as it is.

    Raises RefusedError: attachment_missing where no plain file is, attachment_unreadable, attachment_too_large,
    attachment_no_room, attachments_full, attachment_kind for a record that has none, and those of ``change``.
    """
    cell.require_membership()
    _require_kind(find(cell.store.reader, record_id))
    with _new_blob(cell) as new:
        _copy(path, new)
        one = Named(safe_name(path.name), new.finish())

        def with_it(view: RecordView) -> Mapping[str, object]:
            cell.store.blobs.keep(new)
            return {FIELD: sorted({*_members(view), one.member})}

        change_from(cell, record_id, with_it)
    return next(each for each in attachments(cell, record_id) if (each.hash, each.name) == (one.hash.hex(), one.name))


def detach(cell: Cell, record_id: str, wanted_one: str) -> Attachment:
    """Take an attachment away from a record: by its name, its hash, or the beginning of that.

    The content stays for ``unneeded.KEPT_DAYS`` where no other record names it.
    Raises RefusedError: attachment_unknown, attachment_ambiguous, and those of ``change``.
    """
    one = chosen(cell, record_id, wanted_one)
    gone = Named(one.name, BlobHash(bytes.fromhex(one.hash)))

    def without_it(view: RecordView) -> Mapping[str, object]:
        return {FIELD: [member for member in _members(view) if gone not in named([member])]}

    change_from(cell, record_id, without_it)
    return one


def chosen(cell: Cell, record_id: str, wanted_one: str) -> Attachment:
    """Return the attachment of a record that has this name, this hash, or a hash that begins so.

    Raises RefusedError: attachment_unknown, attachment_ambiguous (hashes), and those of ``find``.
    """
    found = attachments(cell, record_id)
    fits = [one for one in found if one.name == wanted_one]
    if not fits and len(wanted_one) >= _LEAST_DIGITS:
        fits = [one for one in found if one.hash.startswith(wanted_one.lower())]
    if not fits:
        raise RefusedError("attachment_unknown", name=wanted_one)
    if len(fits) > 1:
        raise RefusedError("attachment_ambiguous", name=wanted_one, hashes=tuple(one.hash for one in fits))
    return fits[0]


def export_attachment(cell: Cell, one: Attachment, directory: Path) -> Path:
    """Write an attachment into a folder, under its name or that name with a number, and return where it is.

    Nothing is ever written over, nothing can be run by its mode, and nothing is opened.
    Raises RefusedError: attachment_absent, attachment_damaged, export_folder, export_io.
    """
    if not directory.is_dir():
        raise RefusedError("export_folder", path=str(directory))
    blob = BlobHash(bytes.fromhex(one.hash))
    for _ in cell.store.blobs.read(blob):  # all of it is sound, before anything of it is written
        pass
    try:
        path, descriptor = _free_place(directory, one.name)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in cell.store.blobs.read(blob):
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            _mark_as_foreign(path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise RefusedError("export_io", path=str(directory), reason=str(error)) from error
    return path


def missing_attachments(cell: Cell) -> list[BlobHash]:
    """Return the contents that records in sight name and that are not here, sorted: what to ask others for."""
    return cell.store.blobs.missing(wanted(cell.store.reader))


def take_in(cell: Cell, path: Path) -> bool:
    """Keep the content of a file that records here name, and that is not here yet; say whether it was one.

    Raises RefusedError: attachment_missing, attachment_unreadable, attachment_too_large, attachment_no_room.
    """
    with _new_blob(cell) as new:
        _copy(path, new)
        if new.finish() not in missing_attachments(cell):
            return False
        with cell.store.transaction():
            cell.store.blobs.keep(new)
    return True


@contextmanager
def _new_blob(cell: Cell) -> Iterator[NewBlob]:
    """Give an attachment to be written, of which nothing is left unless it was kept."""
    new = cell.store.blobs.begin(cell.entropy(_KEY_BYTES))
    try:
        yield new
    finally:
        new.discard()


def _require_kind(view: RecordView) -> None:
    if kind_named(view.kind).field(FIELD) is None:
        raise RefusedError("attachment_kind", id=view.id, title=view.title)


def _copy(path: Path, new: NewBlob) -> None:
    """Read a plain file into an attachment."""
    try:
        if not path.is_file():
            raise RefusedError("attachment_missing", path=str(path))
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > MAX_ATTACHMENT_BYTES:
                raise RefusedError("attachment_too_large", limit=MAX_ATTACHMENT_BYTES)
            while chunk := file.read(ATTACHMENT_CHUNK_BYTES):
                new.add(chunk)
    except OSError as error:
        raise RefusedError("attachment_unreadable", path=str(path), reason=str(error)) from error


def _members(view: RecordView) -> list[str]:
    """Return what stands in the field of attachments."""
    value = view.fields.get(FIELD)
    return value if isinstance(value, list) else []


def _opening(cell: Cell, blob: BlobHash) -> bytes | None:
    """Return the first chunk of a content; None where it is not here, or no longer what it was."""
    try:
        return next(cell.store.blobs.read(blob))
    except RefusedError:
        return None


def _free_place(directory: Path, name: str) -> tuple[Path, int]:
    """Make an empty file of this name in a folder, or of that name with a number; return it open for writing."""
    for number in count(1):
        path = directory / (name if number == 1 else numbered(name, number))
        with suppress(FileExistsError):
            return path, os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
    raise AssertionError  # there is always one more number


def _mark_as_foreign(path: Path) -> None:
    """Tell Windows that the file came from others; a disk that cannot keep such a mark goes without."""
    if os.name == "nt":
        with suppress(OSError):
            Path(f"{path}:Zone.Identifier").write_text(_FROM_ELSEWHERE, encoding="ascii")
