"""What happened in a cell: frozen facts, told to whoever listens once they are durable."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LogGrew:
    """Entries were added to the log, ours or a peer's."""

    entries: int


@dataclass(frozen=True, slots=True)
class RecordsChanged:
    """The read model of these records changed; ids are hexadecimal."""

    ids: frozenset[str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class MembersChanged:
    """Who belongs, or what they may do, changed."""


CellEvent = LogGrew | RecordsChanged | MembersChanged
