"""What happened in a cell: frozen facts, told to whoever listens once they are durable."""

from __future__ import annotations

from dataclasses import dataclass

from idos_p2p.ids import DeviceId


@dataclass(frozen=True, slots=True)
class LogGrew:
    """Entries were added to the log, ours or a peer's."""

    entries: int


@dataclass(frozen=True, slots=True)
class BodiesChanged:
    """Bodies that were missing came, or are no longer asked for: the log is the same, what it lacks is not."""


@dataclass(frozen=True, slots=True)
class RecordsChanged:
    """The read model of these records changed; ids are hexadecimal."""

    ids: frozenset[str]
    kinds: frozenset[str]


@dataclass(frozen=True, slots=True)
class MembersChanged:
    """Who belongs, or what they may do, changed."""


@dataclass(frozen=True, slots=True)
class ForkFound:
    """This device's log has come to have two histories here; what it wrote from there on is contested."""

    device: DeviceId


@dataclass(frozen=True, slots=True)
class Restored:
    """This installation went on from an older copy of itself; it writes again once it was opened anew."""


@dataclass(frozen=True, slots=True)
class AttachmentsChanged:
    """An attachment that records name has come."""


CellEvent = LogGrew | BodiesChanged | RecordsChanged | MembersChanged | ForkFound | Restored | AttachmentsChanged
