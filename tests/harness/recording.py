"""Records what the store asks of the file system, below SQLite and beside it, in the process that imports this.

SQLCipher is built with its own SQLite, which reaches files through one table of functions (its VFS). The functions that
open, write, truncate, sync and delete are replaced in that table by ones that note the call and pass it on; no tool is
needed that a machine may lack. What SQLite keeps in memory shared by processes (``-shm``) is not a file that must
survive. The store's own calls (making, renaming and removing a file, syncing the directory) are noted as Python makes
them. ``tests/contract/store/test_cuts.py`` compares the result with what the kernel was asked, where strace is there.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path
from typing import Any

from sqlcipher3 import _sqlite3

from tests.harness.trace import (
    Acknowledged,
    Begun,
    Call,
    Made,
    Removed,
    Renamed,
    Synced,
    SyncedDirectory,
    Truncated,
    Wrote,
)

_CREATE, _WAL, _JOURNAL, _OK = 0x4, 0x80000, 0x800, 0
_Function = ctypes.c_void_p
_FILE = ctypes.c_void_p


def possible() -> bool:
    """Say whether this build of SQLCipher shows the functions that are replaced."""
    return hasattr(ctypes.CDLL(_sqlite3.__file__), "sqlite3_vfs_find")


class _File(ctypes.Structure):
    """``sqlite3_file``."""

    _fields_ = (("methods", ctypes.c_void_p),)


class _Methods(ctypes.Structure):
    """``sqlite3_io_methods``, to its third version."""

    _fields_ = (
        ("version", ctypes.c_int),
        *((name, _Function) for name in ("close", "read", "write", "truncate", "sync")),
        *((f"other_{number}", _Function) for number in range(13)),
    )


class _Vfs(ctypes.Structure):
    """``sqlite3_vfs``, its first fields."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("path_size", ctypes.c_int),
        *((name, ctypes.c_void_p) for name in ("next", "name", "data")),
        *((name, _Function) for name in ("open", "delete")),
    )


# A path is passed on as it came: SQLite keeps its address, and writes the options of a "file:" address behind it.
_PATH = ctypes.c_void_p
_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, _PATH, _FILE, ctypes.c_int, ctypes.c_void_p)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, _PATH, ctypes.c_int)
_CLOSE = ctypes.CFUNCTYPE(ctypes.c_int, _FILE)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, _FILE, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, _FILE, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, _FILE, ctypes.c_int)


class Recorder:
    """Notes the calls that concern the files of one directory. One a process: what it replaces stays replaced."""

    def __init__(self, directory: Path) -> None:
        self.calls: list[Call] = []
        self.failures: list[str] = []  # calls that failed, and what this recorder does not know: a trace has none
        self._directory = directory
        self._made = 0
        self._files: dict[str, int] = {}  # by name, what is there now
        self._open: dict[int, int] = {}  # by SQLite's address of an open file
        self._unsynced_names: set[int] = set()  # SQLite syncs the directory of a new log with the log's first sync
        self._tables: dict[int, tuple[_Methods, _Methods]] = {}  # SQLite's, and ours
        self._alive: list[object] = []
        # C cannot be told of an exception: it would go on as if the call had been noted.
        sys.unraisablehook = lambda raised: self.failures.append(repr(raised.exc_value))
        self._watch_sqlite()
        self._watch_python()

    def begin(self, turn: int) -> None:
        """Note that this turn may be on the disk from here on."""
        self.calls.append(Begun(turn))

    def acknowledge(self, turn: int) -> None:
        """Note that this turn was told to be durable."""
        self.calls.append(Acknowledged(turn))

    # ------------------------------------------------------------------------------------------------------- Python

    def _watch_python(self) -> None:
        """Note what the store does itself."""
        sync = os.fsync

        def fsync(descriptor: int) -> None:
            if os.path.samestat(os.fstat(descriptor), self._directory.stat()):
                self.calls.append(SyncedDirectory())
            sync(descriptor)

        vars(os)["fsync"] = fsync
        sys.addaudithook(self._audit)

    def _audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and arguments[2] & os.O_CREAT and (name := self._name(arguments[0])):
            self._make(name)
        elif event == "os.rename" and (name := self._name(arguments[0])):
            to = self._name(arguments[1]) or ""
            self._files[to] = self._files.pop(name)
            self.calls.append(Renamed(name, to))
        elif event == "os.remove" and (name := self._name(arguments[0])) in self._files:
            self._remove(name)

    def _name(self, path: object) -> str | None:
        """Return the name in our directory, or None for a path elsewhere."""
        whole = Path(os.fsdecode(path)) if isinstance(path, str | bytes | os.PathLike) else Path()
        return whole.name if whole.parent == self._directory else None

    def _make(self, name: str) -> int:
        if name not in self._files:
            self._made += 1
            self._files[name] = self._made
            self.calls.append(Made(name, self._made))
        return self._files[name]

    def _remove(self, name: str) -> None:
        del self._files[name]
        self.calls.append(Removed(name))

    # ------------------------------------------------------------------------------------------------------- SQLite

    def _watch_sqlite(self) -> None:
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        library.sqlite3_initialize()
        vfs = library.sqlite3_vfs_find(None).contents
        opened, deleted = _OPEN(vfs.open), _DELETE(vfs.delete)

        def open_file(own: int, path: int | None, file: int, flags: int, given: int) -> int:
            result: int = opened(own, path, file, flags, given)
            if result == _OK and path and (name := self._name(ctypes.string_at(path))):
                new = name not in self._files
                if new and not flags & _CREATE:
                    self.failures.append(f"{name} was there before")
                self._open[file] = self._make(name)
                if new and flags & (_WAL | _JOURNAL):
                    self._unsynced_names.add(self._files[name])
                self._replace_methods(_File.from_address(file))
            return result

        def delete(own: int, path: int, sync_directory: int) -> int:
            result: int = deleted(own, path, sync_directory)
            if result == _OK and (name := self._name(ctypes.string_at(path))) in self._files:
                self._remove(name)
                if sync_directory:
                    self.calls.append(SyncedDirectory())
            return result

        vfs.open, vfs.delete = self._pointer(_OPEN(open_file)), self._pointer(_DELETE(delete))

    def _pointer(self, function: Any) -> int | None:
        self._alive.append(function)
        return ctypes.cast(function, ctypes.c_void_p).value

    def _replace_methods(self, file: _File) -> None:
        """Give an open file our table in place of SQLite's; one table for all files that shared one."""
        address = int(file.methods or 0)
        if address not in self._tables:
            theirs = _Methods.from_address(address)
            ours = _Methods.from_buffer_copy(theirs)
            self._note_calls(theirs, ours)
            self._tables[address] = (theirs, ours)
        file.methods = ctypes.addressof(self._tables[address][1])

    def _note_calls(self, theirs: _Methods, ours: _Methods) -> None:
        closed, written = _CLOSE(theirs.close), _WRITE(theirs.write)
        truncated, synced = _TRUNCATE(theirs.truncate), _SYNC(theirs.sync)

        def close(file: int) -> int:
            del self._open[file]
            result: int = closed(file)
            return result

        def write(file: int, data: int, size: int, offset: int) -> int:
            return self._noted(
                written(file, data, size, offset), Wrote(self._open[file], offset, ctypes.string_at(data, size))
            )

        def truncate(file: int, size: int) -> int:
            return self._noted(truncated(file, size), Truncated(self._open[file], size))

        def sync(file: int, flags: int) -> int:
            number = self._open[file]
            result = self._noted(synced(file, flags), Synced(number))
            if number in self._unsynced_names:
                self._unsynced_names.remove(number)
                self.calls.append(SyncedDirectory())
            return result

        ours.close, ours.write = self._pointer(_CLOSE(close)), self._pointer(_WRITE(write))
        ours.truncate, ours.sync = self._pointer(_TRUNCATE(truncate)), self._pointer(_SYNC(sync))

    def _noted(self, result: int, call: Call) -> int:
        if result == _OK:
            self.calls.append(call)
        else:
            self.failures.append(f"{type(call).__name__} gave {result}")
        return result
