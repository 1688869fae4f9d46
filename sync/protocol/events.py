"""What a session tells whoever drives it."""

from __future__ import annotations

from dataclasses import dataclass

from idos_p2p.log.segment import Sealed
from sync.protocol.attachments import BlobEvent
from sync.protocol.bodies import Body


@dataclass(frozen=True, slots=True)
class SegmentArrived:
    """The peer sent a segment; nothing of it is verified yet."""

    sealed: Sealed


@dataclass(frozen=True, slots=True)
class BodiesArrived:
    """The peer sent bodies that we asked for; nothing of them is verified yet."""

    bodies: tuple[Body, ...]


@dataclass(frozen=True, slots=True)
class UpToDate:
    """Both sides hold the same, and both know it."""


@dataclass(frozen=True, slots=True)
class PeerSaidAll:
    """The peer has sent all it can for now, and what it holds still differs from ours."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The peer ended the session, for this reason."""

    code: str


@dataclass(frozen=True, slots=True)
class Offered:
    """The peer has told what it holds: there may be something to follow."""


Event = SegmentArrived | BodiesArrived | UpToDate | PeerSaidAll | Offered | Ended | BlobEvent
