"""What a disk answered while something was carried, as what a person is told."""

from __future__ import annotations

import errno
from pathlib import Path

from idos_p2p.errors import RefusedError
from sync.carry.files import Files

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_PROTECTED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_GONE = frozenset({errno.ENODEV, errno.ENXIO, errno.ENOTCONN, errno.ESTALE, errno.ESHUTDOWN, errno.ENOENT})


def unwritten(files: Files, path: Path, error: OSError) -> RefusedError:
    """Return why a file was not written.

    ``bundle_full``, ``bundle_too_large`` (for one file of that disk), ``bundle_read_only``, ``bundle_pulled_out``
    (the disk is gone), ``bundle_exists``, or ``bundle_io`` (it is there, and does not take it).
    """
    if error.errno in _FULL:
        return RefusedError("bundle_full", path=str(path))
    if error.errno == errno.EFBIG:
        return RefusedError("bundle_too_large", path=str(path))
    if isinstance(error, FileExistsError):
        return RefusedError("bundle_exists", path=str(path))
    if is_gone(files, path.parent, error):
        return RefusedError("bundle_pulled_out", path=str(path))
    if error.errno in _PROTECTED:
        return RefusedError("bundle_read_only", path=str(path))
    return RefusedError("bundle_io", path=str(path), reason=error.strerror or "")


def unread(files: Files, path: Path, error: OSError) -> RefusedError:
    """Return why a file was not read on: ``bundle_pulled_out_reading`` (the disk is gone) or ``bundle_unreadable``."""
    if is_gone(files, path.parent, error):
        return RefusedError("bundle_pulled_out_reading", path=str(path))
    return RefusedError("bundle_unreadable", path=str(path), reason=error.strerror or "")


def is_gone(files: Files, folder: Path, error: OSError) -> bool:
    """Say whether the disk of a folder has gone, and not only failed at one place."""
    if error.errno in _GONE:
        return True
    try:
        files.look(folder)
    except OSError:
        return True
    return False
