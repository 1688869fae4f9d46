"""A cell that one computer alone keeps: the day it breaks, everything is lost (design §5, Founding; security §4.8)."""

from __future__ import annotations

from idos_p2p.ids import DeviceId
from idos_p2p.services.cell import Cell

WORTH_SAYING = 20  # entries of one's own: an evening's work, not a first try
COPY_SAFE_MS = 30 * 24 * 60 * 60 * 1000  # for so long a copy made elsewhere is worth having

_COPIED = "copied elsewhere"  # the fact that says when the person last made a copy outside the home, in milliseconds


def note_copy(cell: Cell) -> None:
    """Remember that a copy was made elsewhere just now."""
    with cell.store.transaction():
        cell.store.facts.set(_COPIED, cell.clock.now_ms().to_bytes(8, "big"))


def to_lose(cell: Cell) -> int:
    """Return how many entries would be lost with this computer; 0 while that is little, or something else keeps them.

    A second computer does, whoever's it is, and so does a copy that was made elsewhere lately.
    """
    written = cell.own_height()
    if written < WORTH_SAYING or not cell.membership.effective(cell.device) or _others(cell):
        return 0
    copied = int.from_bytes(cell.store.facts.get(_COPIED) or b"", "big")
    return 0 if copied > cell.clock.now_ms() - COPY_SAFE_MS else written


def _others(cell: Cell) -> set[DeviceId]:
    """Return the other devices that may write: those whose place this one took are this very computer."""
    before = {cell.device}
    older = cell.membership.succeeded.get(cell.device)
    while older is not None and older not in before:
        before.add(older)
        older = cell.membership.succeeded.get(older)
    return set(cell.membership.devices) - before
