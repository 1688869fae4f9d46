"""The folder of an export: written beside its place and put there when it is whole, never over what others made."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from idos_p2p.errors import RefusedError

MANIFEST = "export.json"
"""The file that says what the folder is; a folder without it was not made here."""

FORMAT, VERSION = "idos-p2p export", 1

_PART, _OLD = ".part", ".old"
_MOST_MANIFEST_BYTES = 1 << 20
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700  # it holds what the cell keeps encrypted


class Folder:
    """A folder being written: every file in it is new."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.files = 0
        self.size = 0

    @contextmanager
    def text(self, name: str) -> Iterator[TextIO]:
        """Give a new text file, its ends of line as they are written; ``name`` may hold folders of the export."""
        path = self._place(name)
        descriptor = os.open(path, _CREATE, _PRIVATE_FILE)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            yield stream
        self.files += 1
        self.size += path.stat().st_size

    def write(self, name: str, content: bytes) -> None:
        """Write a whole file."""
        with os.fdopen(os.open(self._place(name), _CREATE, _PRIVATE_FILE), "wb") as stream:
            stream.write(content)
        self.files += 1
        self.size += len(content)

    def _place(self, name: str) -> Path:
        path = self._path / name
        path.parent.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        return path


@contextmanager
def new_folder(directory: Path, manifest: dict[str, Any]) -> Iterator[Folder]:
    """Give a folder to write in; when all went well it stands at ``directory``, with what ``manifest`` says by then.

    An earlier export there is replaced, an empty folder taken. Raises RefusedError ``export_folder_taken`` for any
    other that is not empty, or whose files are no longer those that were exported; ``export_unwritable`` where the
    system does not let us write. Then nothing was changed.
    """
    try:
        _require_free(directory)
        part = directory.with_name(directory.name + _PART)
        _clear(part)
        part.mkdir(mode=_PRIVATE_FOLDER)
        try:
            _begin(part)
            folder = Folder(part)
            yield folder
            _finish(part, folder, manifest)
            _put_in_place(part, directory)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    except OSError as error:
        reason = errno.errorcode.get(error.errno or 0, "EIO")
        raise RefusedError("export_unwritable", path=str(directory), reason=reason) from error


def _begin(part: Path) -> None:
    """Mark the folder as ours before anything is in it, so that what a cut leaves is known."""
    (part / MANIFEST).write_text(json.dumps({"format": FORMAT, "unfinished": True}), encoding="utf-8")


def _finish(part: Path, folder: Folder, manifest: Mapping[str, Any]) -> None:
    told = {"format": FORMAT, "version": VERSION, **manifest, "files": folder.files}
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    (part / MANIFEST).write_text(text, encoding="utf-8")


def _put_in_place(part: Path, directory: Path) -> None:
    """Rename; an earlier export goes once the new one stands."""
    if not directory.exists():
        part.rename(directory)
        return
    old = directory.with_name(directory.name + _OLD)
    _clear(old)
    directory.rename(old)
    part.rename(directory)
    shutil.rmtree(old)


def _require_free(directory: Path) -> None:
    """Refuse a place that holds anything but an earlier export, as it was exported."""
    if not directory.name or directory.is_symlink() or (directory.exists() and not directory.is_dir()):
        raise RefusedError("export_folder_taken", path=str(directory))
    if not directory.exists() or not any(directory.iterdir()):
        return
    manifest = _manifest(directory)
    if manifest is None or (not manifest.get("unfinished") and manifest.get("files") != _count(directory)):
        raise RefusedError("export_folder_taken", path=str(directory))


def _clear(path: Path) -> None:
    """Remove what an export that was cut left there; refuse where it is anything else."""
    if not os.path.lexists(path):
        return
    if path.is_symlink() or not path.is_dir() or (any(path.iterdir()) and _manifest(path) is None):
        raise RefusedError("export_folder_taken", path=str(path))
    shutil.rmtree(path)


def _manifest(directory: Path) -> dict[str, Any] | None:
    """Return what a folder says of itself; None where it is none of ours."""
    try:
        with (directory / MANIFEST).open("rb") as stream:
            found = json.loads(stream.read(_MOST_MANIFEST_BYTES))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("format") == FORMAT else None


def _count(directory: Path) -> int:
    """Return how many files are in a folder and those below, the manifest left out."""
    return sum(len(names) for _, _, names in os.walk(directory)) - 1
