"""Files that appear whole or not at all, and are still there after a power cut."""

from __future__ import annotations

import os
from pathlib import Path

from idos_p2p.errors import RefusedError

BINARY: int = getattr(os, "O_BINARY", 0)
"""Without it, Windows writes each line end as two bytes."""

PART = ".part"
"""How a file ends that is not whole yet; nothing ever reads one."""


def write_durably(path: Path, content: bytes) -> None:
    """Put a file in the place of an earlier one, readable by its owner alone; durable when this returns.

    Raises RefusedError("store_io"); the earlier file is then as it was.
    """
    part = path.with_name(path.name + PART)
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise RefusedError("store_io", path=str(path), reason=str(error)) from error


def sync_file(path: Path) -> None:
    """Make what a file holds durable."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows needs and offers nothing of the kind."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
