"""What the window knows of the room, and asks of it: who is present now, and what is told beside the sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.services.room_told import News, RoomTold
from sync.carry.series import FolderStatus
from sync.room import Sign, SignState


@dataclass(frozen=True, slots=True)
class Passed:
    """What has passed with one computer since this process began, in entries. ``since_ms``: when its state began."""

    sent: int = 0
    received: int = 0
    remaining: int = 0
    since_ms: int = 0

    @property
    def done(self) -> int:
        """How many entries have passed, both ways."""
        return self.sent + self.received


ALONE = Sign(SignState.ALONE, ())
"""The sign before anybody was seen."""


@dataclass(frozen=True, slots=True)
class RoomNow:
    """The room at one moment. ``visible``: whether this computer can be found; ``meets`` is False for the example."""

    sign: Sign = ALONE
    passed: Mapping[DeviceId, Passed] = field(default_factory=dict)
    visible: bool = False
    meets: bool = True


@dataclass(frozen=True, slots=True)
class RoomChanged:
    """Somebody came, went, or moved on. Told a few times a second at most."""

    now: RoomNow


@dataclass(frozen=True, slots=True)
class MeetingChanged:
    """A meeting began or ended, or what is told of it beside the sign changed."""


class MeetingPort(Protocol):
    """What Rencontre asks in the cell's worker thread."""

    def now(self) -> RoomNow:
        """Return the room at this moment."""
        ...

    def told(self) -> RoomTold:
        """Return what is told of the room beside its sign, for those who are present at this moment."""
        ...

    def lacking(self, person: PersonId) -> News | None:
        """Return what an absent person lacks at most; None when nobody here can say."""
        ...

    def choose(self, absent: str, carrier: str) -> str:
        """Write that ``carrier`` brings ``absent`` what they lack (ids of their records), and return the relay's id."""
        ...

    def withdraw(self, relay: str) -> None:
        """Take such a choice back."""
        ...

    def folder(self) -> FolderStatus:
        """Return the shared folder of this cell, and how the last look at it ended."""
        ...

    def forget_folder(self) -> None:
        """Use no shared folder any more; what lies in it stays."""
        ...

    def names(self) -> Mapping[DeviceId, str]:
        """Return the name of the person behind each computer of the cell."""
        ...
