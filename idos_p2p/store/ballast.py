"""Room kept for the day the disk is full: a file that holds nothing, given back so that what was saved can be read.

A store writes only while its ballast stands. When a write finds no room, the ballast is freed: its place is enough to
move the whole write-ahead log into the file (``CHECKPOINT_PAGES``), to make the log's index, and to close cleanly.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from idos_p2p.limits import MIB
from idos_p2p.store.durable import BINARY

BALLAST_BYTES = 16 * MIB  # as much as the write-ahead log may hold before it is moved into the file
ROOM_BYTES = 16 * MIB  # must be free beside a ballast being made: a store that writes again soon stops again otherwise
_BLOCK = bytes(MIB)


def free_bytes(folder: Path) -> int:
    """Return how many bytes this person may still write on the disk of a folder."""
    return shutil.disk_usage(folder).free


class Ballast:
    """The ballast of one store."""

    def __init__(
        self, path: Path, size: int = BALLAST_BYTES, room: int = ROOM_BYTES, free: Callable[[Path], int] = free_bytes
    ) -> None:
        """``size`` and ``room`` in bytes; ``free`` tells how much the folder's disk still takes."""
        self._path = path
        self._size = size
        self._room = room
        self._free = free

    def make(self) -> bool:
        """Say whether the ballast stands, having made it if there was room for it and some more."""
        try:
            if self._path.exists() and self._path.stat().st_size == self._size:
                return True
            self._path.unlink(missing_ok=True)
            if self._free(self._path.parent) < self._size + self._room:
                return False
            self._fill()
        except OSError:
            self.free()
            return False
        return True

    def free(self) -> None:
        """Give the room back."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError:
            return  # a disk that cannot be written at all: what is read stays readable, as far as it lets us

    def _fill(self) -> None:
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY, 0o600)
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            if hasattr(os, "posix_fallocate"):
                os.posix_fallocate(descriptor, 0, self._size)
                return
            left = self._size
            while left:
                left -= file.write(_BLOCK[:left])
