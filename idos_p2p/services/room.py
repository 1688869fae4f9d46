"""The room beside its sign: what a meeting brought, who is absent and lacks what, who brings it, and what may fit."""

from __future__ import annotations

from collections.abc import Collection

from idos_p2p.ids import PersonId
from idos_p2p.services.cell import Cell
from idos_p2p.services.room_told import RoomTold


def told(cell: Cell, present: Collection[PersonId]) -> RoomTold:
    """Return what is told of the room while these other persons are present; nobody, when no meeting is under way.

    It reads the read model, as it is: have what arrived projected first.
    """
    raise NotImplementedError
