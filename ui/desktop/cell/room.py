"""The room as the window shows it: kept from what the meetings tell, and asked of the services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.services import room
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import members
from idos_p2p.services.relays import choose
from idos_p2p.services.room_told import News, RoomTold
from idos_p2p.services.write import change
from sync.carry.series import FolderStatus, choose_folder, status_of
from sync.peers import Peer
from sync.room import Sign
from ui.desktop.presenters.present import Passed, RoomNow


class Room:
    """The window's ``MeetingPort``. ``met``, ``signed`` and ``shown`` are called in the meetings' thread."""

    def __init__(self, cell: Cell, *, meets: bool = True) -> None:
        self._cell = cell
        self._now = RoomNow(meets=meets)

    def met(self, peer: Peer) -> None:
        """Take note of a peer's row."""
        passed = Passed(peer.counts.sent, peer.counts.received, peer.remaining, peer.since_ms)
        rows: dict[DeviceId, Passed] = {**self._now.passed, peer.device: passed}
        self._now = replace(self._now, passed=rows)  # replaced, never changed: the other thread may be reading

    def signed(self, sign: Sign) -> None:
        """Take note of what the sign says."""
        self._now = replace(self._now, sign=sign)

    def shown(self) -> None:
        """Take note that the others of the room can find this computer."""
        self._now = replace(self._now, visible=True)

    def now(self) -> RoomNow:
        """Return the room at this moment. From any thread."""
        return self._now

    def told(self) -> RoomTold:
        """Return what is told of the room beside its sign, for those who are present at this moment."""
        return room.told(self._cell, self._now.sign.others)

    def lacking(self, person: PersonId) -> News | None:
        """Return what an absent person lacks at most; None when nobody here can say."""
        return room.lacking(self._cell, person)

    def choose(self, absent: str, carrier: str) -> str:
        """Write that ``carrier`` brings ``absent`` what they lack, and return the relay's id."""
        return choose(self._cell, absent, carrier)

    def withdraw(self, relay: str) -> None:
        """Take such a choice back."""
        change(self._cell, relay, {"state": "closed"})

    def folder(self) -> FolderStatus:
        """Return the shared folder of this cell, and how the last look at it ended."""
        return status_of(self._cell)

    def forget_folder(self) -> None:
        """Use no shared folder any more; what lies in it stays."""
        choose_folder(self._cell, None)

    def names(self) -> Mapping[DeviceId, str]:
        """Return the name of the person behind each computer of the cell."""
        return {device: member.name for member in members(self._cell) for device in member.devices}
