"""The files of a USB key or a shared folder, as carrying needs them; and those of this computer's disks.

All that carrying does with files goes through here, so that a test can take the key out at any of it.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from idos_p2p.store.ballast import free_bytes
from idos_p2p.store.durable import BINARY, sync_folder

Names = Mapping[str, tuple[int, int]]
"""The plain files of a folder by name: size in bytes, and what changes when a file does (nanoseconds, or a count)."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a folder holds. ``others``: names that are no plain files; ``free``: bytes that its disk still takes."""

    names: Names
    others: frozenset[str]
    free: int


class Source(Protocol):
    """A file being read."""

    def read(self, size: int) -> bytes:
        """Return so many bytes, fewer only where the file ends. Raises OSError."""
        ...

    def close(self) -> None:
        """Let go of it; never raises."""
        ...


class Target(Protocol):
    """A file being written."""

    def write(self, data: bytes) -> None:
        """Write all of this at the end. Raises OSError."""
        ...

    def sync(self) -> None:
        """Return once all that was written is on the disk itself. Raises OSError."""
        ...

    def close(self) -> None:
        """Let go of it; never raises."""
        ...


class Files(Protocol):
    """What can be done with the files of a folder. Every method raises OSError where the disk does."""

    def look(self, folder: Path) -> Listing:
        """Return what a folder holds; raises NotADirectoryError or FileNotFoundError where there is none."""
        ...

    def open(self, path: Path) -> Source:
        """Begin to read a file, from the disk itself rather than from what memory keeps of it.

        Raises FileNotFoundError where no plain file is.
        """
        ...

    def make(self, path: Path) -> Target:
        """Begin a new file; raises FileExistsError where something is."""
        ...

    def put(self, path: Path, name: str) -> None:
        """Give a synced file another name in its folder, durably; raises FileExistsError where something is.

        FAT cannot put a file in the place of another in one step, so nobody asks for that.
        """
        ...

    def remove(self, path: Path) -> None:
        """Remove a file durably; one that is not there is no fault."""
        ...


class DiskFiles:
    """The files of this computer's disks (``Files``)."""

    def look(self, folder: Path) -> Listing:
        """Return what a folder holds."""
        names: dict[str, tuple[int, int]] = {}
        others: set[str] = set()
        with os.scandir(folder) as found:
            for each in found:
                try:
                    plain, told = each.is_file(follow_symlinks=False), each.stat(follow_symlinks=False)
                except FileNotFoundError:  # whoever else writes there removed it meanwhile
                    continue
                if plain:
                    names[each.name] = (told.st_size, told.st_mtime_ns)
                else:
                    others.add(each.name)
        return Listing(names, frozenset(others), free_bytes(folder))

    def open(self, path: Path) -> Source:
        """Begin to read a file."""
        if not stat.S_ISREG(path.stat().st_mode):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
        descriptor = os.open(path, os.O_RDONLY | BINARY)
        if hasattr(os, "posix_fadvise"):
            with suppress(OSError):
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        return _DiskSource(descriptor)

    def make(self, path: Path) -> Target:
        """Begin a new file, which its owner alone reads."""
        return _DiskTarget(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | BINARY | _NO_LINK, 0o600))

    def put(self, path: Path, name: str) -> None:
        """Give a synced file another name in its folder."""
        place = path.with_name(name)
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(place))
        path.rename(place)
        _sync_names(path.parent)

    def remove(self, path: Path) -> None:
        """Remove a file."""
        with suppress(FileNotFoundError):
            path.unlink()
            _sync_names(path.parent)


_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0)
_UNABLE = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EACCES, errno.EPERM, errno.EBADF})
"""How file systems over a network or in a process of their own say that they sync no folders."""


def _sync_names(folder: Path) -> None:
    """Make the names of a folder durable, where its file system knows how."""
    try:
        sync_folder(folder)
    except OSError as error:
        if error.errno not in _UNABLE:
            raise


class _DiskSource:
    def __init__(self, descriptor: int) -> None:
        self._file = os.fdopen(descriptor, "rb")

    def read(self, size: int) -> bytes:
        return self._file.read(size)

    def close(self) -> None:
        with suppress(OSError):
            self._file.close()


class _DiskTarget:
    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._open = True

    def write(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            left = left[os.write(self._descriptor, left) :]

    def sync(self) -> None:
        os.fsync(self._descriptor)

    def close(self) -> None:
        if self._open:
            self._open = False
            with suppress(OSError):
                os.close(self._descriptor)
