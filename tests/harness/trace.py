"""What a writing process asked of its disk, in order, and what it told to be durable on the way.

Files are numbered, for a name may come to mean another file; all are in one directory.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """A new, empty file under a name."""

    name: str
    file: int


@dataclass(frozen=True, slots=True)
class Linked:
    """One more name of a file: what FAT writes first when it is to have another."""

    name: str
    file: int


@dataclass(frozen=True, slots=True)
class Renamed:
    """A file under another name, in place of what was there."""

    name: str
    to: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A name that is gone."""

    name: str


@dataclass(frozen=True, slots=True)
class Wrote:
    """Bytes at a place of a file."""

    file: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncated:
    """A file cut to this size."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    """Everything written to a file so far is on the disk."""

    file: int


@dataclass(frozen=True, slots=True)
class SyncedDirectory:
    """Every name given, changed or taken so far is on the disk."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A turn that may be on the disk from here on; turn 0 is the making of the store."""

    turn: int


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A turn that was told to be durable: from here on it must be."""

    turn: int


Naming = Made | Linked | Renamed | Removed
Content = Wrote | Truncated
Call = Naming | Content | Synced | SyncedDirectory | Begun | Acknowledged
