"""A USB key as they are sold: FAT, slow to forget, and taken out at any moment.

It is a ``Files`` of ``sync/carry``: no file is larger than its limit, none is put in the place of another, and to give
a file another name is to write one name and take the other away. When the key is taken out, what was not synced is
there, or not, or torn (``disk.py``). Names differ by more than their case.
"""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sync.carry.files import Listing, Source, Target
from tests.harness.disk import Disk
from tests.harness.trace import Linked, Made, Removed, Synced, SyncedDirectory, Wrote

PLACE = Path("/key")
FAT_FILE_BYTES = 4 * (1 << 30) - 1
TAKEN_BYTES = 1 << 12  # a cluster, moved between computer and key at once: it may be taken out between any two
GONE = (errno.ENODEV, errno.EIO, errno.ENOENT, errno.ENXIO)  # as what it shows that it is no longer there
NEVER = 1 << 62


@dataclass
class FatKey:
    """One key, plugged in. Each operation is counted; it is taken out at the one numbered ``pulled_at``."""

    dice: random.Random
    held: Mapping[str, bytes] = field(default_factory=dict)
    room: int = 1 << 40
    most: int = FAT_FILE_BYTES
    pulled_at: int = NEVER
    faults: dict[int, int] = field(default_factory=dict)  # operation → what it fails with, once
    operations: int = 0
    gone: bool = False

    def __post_init__(self) -> None:
        """Lay out what it holds."""
        self._disk = Disk()
        self._names: dict[str, int] = {}
        self._content: dict[int, bytearray] = {}
        self._changed: dict[int, int] = {}
        self._errno = self.dice.choice(GONE)
        for name, content in self.held.items():
            number = self._begin(name)
            self._disk.take(Wrote(number, 0, content))
            self._content[number] += content
            self._disk.take(Synced(number))
        self._disk.take(SyncedDirectory())

    def look(self, folder: Path) -> Listing:
        """Return what the key holds."""
        self._operation()
        if folder != PLACE:
            kind = NotADirectoryError if folder.parent == PLACE and folder.name in self._names else FileNotFoundError
            raise kind(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
        told = {name: (len(self._content[file]), self._changed[file]) for name, file in self._names.items()}
        return Listing(told, frozenset(), self.room - self._taken())

    def open(self, path: Path) -> Source:
        """Begin to read a file."""
        self._operation()
        if path.parent != PLACE or path.name not in self._names:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        return _Reading(self, self._names[path.name])

    def make(self, path: Path) -> Target:
        """Begin a new file."""
        self._operation()
        self._require_free(path.name)
        return _Writing(self, self._begin(path.name))

    def put(self, path: Path, name: str) -> None:
        """Give a file another name: two changes of the folder, and then the folder is synced."""
        self._operation()
        self._require_free(name)
        file = self._names[path.name]
        self._disk.take(Linked(name, file))
        self._names[name] = file
        self._operation()
        self._disk.take(Removed(path.name))
        del self._names[path.name]
        self._operation()
        self._disk.take(SyncedDirectory())

    def remove(self, path: Path) -> None:
        """Remove a file."""
        self._operation()
        if path.name not in self._names:
            return
        self._disk.take(Removed(path.name))
        del self._names[path.name]
        self._operation()
        self._disk.take(SyncedDirectory())

    def pull_out(self) -> None:
        """Take it out now."""
        self.gone = True

    def plugged_in_again(self) -> FatKey:
        """Return the key as it is found when it is plugged in again, whole as far as it was synced."""
        return FatKey(self.dice, self._disk.cut(self.dice), self.room, self.most)

    def contents(self) -> dict[str, bytes]:
        """Return the files as a computer sees them while the key is in."""
        return {name: bytes(self._content[file]) for name, file in self._names.items()}

    def read(self, file: int, at: int, size: int) -> bytes:
        """Return bytes of a file."""
        found = bytearray()
        while len(found) < size:
            self._operation()
            part = self._content[file][at + len(found) : at + min(size, len(found) + TAKEN_BYTES)]
            if not part:
                break
            found += part
        return bytes(found)

    def write(self, file: int, data: bytes) -> None:
        """Write bytes at the end of a file; nothing of them is sure before it is synced."""
        for start in range(0, len(data), TAKEN_BYTES):
            self._operation()
            part = data[start : start + TAKEN_BYTES]
            if len(self._content[file]) + len(part) > self.most:
                raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
            if self._taken() + len(part) > self.room:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            self._disk.take(Wrote(file, len(self._content[file]), part))
            self._content[file] += part
            self._changed[file] = self.operations

    def sync(self, file: int) -> None:
        """Make what a file holds sure."""
        self._operation()
        self._disk.take(Synced(file))

    def _operation(self) -> None:
        self.operations += 1
        if self.operations >= self.pulled_at:
            self.gone = True
        if self.gone:
            raise OSError(self._errno, os.strerror(self._errno))
        fault = self.faults.pop(self.operations, None)
        if fault is not None:
            raise OSError(fault, os.strerror(fault))

    def _begin(self, name: str) -> int:
        number = len(self._content)
        self._names[name], self._content[number], self._changed[number] = number, bytearray(), self.operations
        self._disk.take(Made(name, number))
        return number

    def _require_free(self, name: str) -> None:
        if name.casefold() in map(str.casefold, self._names):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), name)

    def _taken(self) -> int:
        return sum(len(self._content[file]) for file in set(self._names.values()))


class _Reading:
    def __init__(self, key: FatKey, file: int) -> None:
        self._key, self._file, self._at = key, file, 0

    def read(self, size: int) -> bytes:
        found = self._key.read(self._file, self._at, size)
        self._at += len(found)
        return found

    def close(self) -> None:
        """Nothing is held."""


class _Writing:
    def __init__(self, key: FatKey, file: int) -> None:
        self._key, self._file = key, file

    def write(self, data: bytes) -> None:
        self._key.write(self._file, data)

    def sync(self) -> None:
        self._key.sync(self._file)

    def close(self) -> None:
        """Nothing is held."""
