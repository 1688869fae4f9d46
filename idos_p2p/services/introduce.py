"""How this device's log begins, for a peer that does not know it: the act that may make it a member in their eyes."""

from __future__ import annotations

from idos_p2p.log.entry import GENESIS
from idos_p2p.log.segment import seal
from idos_p2p.services.cell import Cell


def introduction(cell: Cell) -> bytes | None:
    """Return the segment of this device's first act alone; None before it has one, and for who founded the cell.

    It holds nobody's words (a start or a succession; a genesis names the cell, and every member knows it). Segments are
    joined in idle time, so the one that begins the log may hold more: this one is signed anew, by the same key.
    """
    if not cell.own_branches():
        return None
    [first] = cell.store.log.line(cell.device, 0, 0, 1)
    return None if first.header.kind == GENESIS else seal([first], cell.keys.device.sign).blob
