"""Read the folder of an import: which files count, within which bounds, and their text. Judges no value."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from idos_p2p import limits
from idos_p2p.errors import RefusedError
from idos_p2p.papers.foreign import Taken, read_foreign
from idos_p2p.papers.headings import IMPORT_ORDER, PAGE_FOLDERS, kind_of_table, plain
from idos_p2p.papers.layout import read_page, read_table
from idos_p2p.papers.sheets import ImportFault, LeftAside, MisreadError, Position, Sheet, Sheets
from idos_p2p.records.kinds import KINDS

_UNSAID = ""
_ORDER = {kind: place for place, kind in enumerate(IMPORT_ORDER)}

_OPEN_PLAINLY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Never through a link put there meanwhile, never waiting on a pipe; the flags that Windows lacks count as 0."""


def read_directory(directory: Path) -> Sheets:
    """Return the tables and pages of a folder and of those inside it: persons first, then projects, by file name.

    What cannot be read is a fault with its place. Symbolic links are not followed: one that leads out of the folder
    is a fault, one inside it is ignored, as its target is read in its own place.
    Raises RefusedError ``import_directory_missing`` or ``import_empty`` (nothing there that an import reads).
    """
    if not directory.is_dir():
        raise RefusedError("import_directory_missing", path=str(directory))
    reader = _Reader(directory.resolve())
    reader.read()
    if not reader.sheets and not reader.faults:
        raise RefusedError("import_empty", path=str(directory))
    reader.sheets.sort(key=lambda sheet: (_ORDER.get(sheet.kind, len(KINDS)), sheet.file))
    return Sheets(tuple(reader.sheets), tuple(reader.faults), tuple(reader.ignored), tuple(reader.left))


class _Reader:
    """One reading of one folder, with what is left of its bounds."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._bytes_left = limits.MAX_IMPORT_BYTES
        self._rows_left = limits.MAX_IMPORT_ROWS
        self.sheets: list[Sheet] = []
        self.faults: list[ImportFault] = []
        self.ignored: list[str] = []
        self.left: list[LeftAside] = []

    def read(self) -> None:
        """Read every file within the bounds."""
        for count, path in enumerate(self._files(), start=1):
            if count > limits.MAX_IMPORT_FILES:
                self._fault(".", "import_files_too_many", limit=limits.MAX_IMPORT_FILES)
                return
            self._read_file(path, path.relative_to(self._root).as_posix())

    def _files(self) -> Iterator[Path]:
        """Yield the folder's files in order of their names; hidden ones are nobody's records."""
        for folder, folders, names in os.walk(self._root, onerror=self._unreadable):
            folders.sort()
            folders[:] = [name for name in folders if not name.startswith(".")]
            linked = [name for name in folders if Path(folder, name).is_symlink()]
            for name in sorted([*names, *linked]):
                if not name.startswith("."):
                    yield Path(folder, name)

    def _unreadable(self, error: OSError) -> None:
        """Note a folder that the system does not open."""
        name = Path(error.filename).relative_to(self._root).as_posix()
        self._fault(name, "import_file_unreadable", reason=errno.errorcode.get(error.errno or 0, "EIO"))

    def _fault(self, file: str, code: str, **fields: object) -> None:
        self.faults.append(ImportFault(Position(file), code, fields))

    def _read_file(self, path: Path, file: str) -> None:
        """Read one file, or say why not."""
        try:
            kind = _kind_of(path, file)
            if path.is_symlink() and (kind is not None or path.is_dir()):
                self._judge_link(path, file)
                return
            if kind is None:
                self.ignored.append(file)
                return
            text = self._text(path)
            if path.suffix.casefold() == ".md":
                self._note(*read_page(file, text))
            elif taken := read_foreign(file, text, self._rows_left):
                self._take(taken)
            else:
                self._note(*read_table(file, _said(kind), text, self._rows_left))
        except MisreadError as error:
            self.faults.append(ImportFault(Position(file, error.line, error.column), error.code))
            return
        except RefusedError as error:
            self.faults.append(ImportFault(Position(file), error.code, error.fields))

    def _note(self, sheet: Sheet, faults: Iterable[ImportFault]) -> None:
        """Note a table or a page of ours."""
        self._rows_left -= len(sheet.rows)
        self.sheets.append(sheet)
        self.faults.extend(faults)

    def _take(self, taken: Taken) -> None:
        """Note what a file of another program gives."""
        self.sheets.extend(taken.sheets)
        self.faults.extend(taken.faults)
        self.left.extend(taken.left)
        self._rows_left -= max((len(sheet.rows) for sheet in taken.sheets), default=0)

    def _judge_link(self, path: Path, file: str) -> None:
        """Note a link: one that leads out of the folder is a fault, one that stays is ignored."""
        try:
            inside = path.resolve(strict=True).is_relative_to(self._root)
        except (OSError, RuntimeError):  # it leads nowhere, or to itself
            inside = False
        if inside:
            self.ignored.append(file)
        else:
            self._fault(file, "import_link_outside")

    def _text(self, path: Path) -> str:
        """Return a file's text. Raises RefusedError for one that is no plain file, too large, or not UTF-8."""
        room = min(limits.MAX_IMPORT_FILE_BYTES, self._bytes_left)
        content = _content(path, room + 1)
        if len(content) > limits.MAX_IMPORT_FILE_BYTES:
            raise RefusedError("import_file_too_large", limit=limits.MAX_IMPORT_FILE_BYTES)
        if len(content) > room:
            raise RefusedError("import_folder_too_large", limit=limits.MAX_IMPORT_BYTES)
        self._bytes_left -= len(content)
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise MisreadError("import_not_utf8", content.count(b"\n", 0, error.start) + 1) from error


def _content(path: Path, most: int) -> bytes:
    """Return at most so many bytes of a plain file. Raises RefusedError ``import_file_unreadable``."""
    try:
        descriptor = os.open(path, _OPEN_PLAINLY)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise RefusedError("import_file_unreadable", reason="ENOTSUP")
        with os.fdopen(descriptor, "rb") as stream:
            return stream.read(most)
    except OSError as error:
        reason = errno.errorcode.get(error.errno or 0, "EIO")
        raise RefusedError("import_file_unreadable", reason=reason) from error


def _said(kind: str) -> str:
    """Return the kind that a table's name says. Raises RefusedError ``import_file_unknown`` where it says none."""
    if kind == _UNSAID:
        raise RefusedError("import_file_unknown")
    return kind


def _kind_of(path: Path, file: str) -> str | None:
    """Return the kind of a file's records, or None for one that no import reads; ``_UNSAID`` where its name says none.

    Such a table may be of another program; otherwise it is a fault, for whoever put it there counts on it.
    """
    suffix = path.suffix.casefold()
    if suffix == ".md":
        return "page" if any(plain(folder) in PAGE_FOLDERS for folder in file.split("/")[:-1]) else None
    if suffix != ".csv":
        return None
    return kind_of_table(path.stem) or _UNSAID
