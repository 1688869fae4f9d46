"""What this installation remembers of meetings; never shared, for it says who was when where."""

from __future__ import annotations

from idos_p2p.services.cell import Cell

_LAST = "last meeting"
_BYTES = 8


def last_meeting(cell: Cell) -> int | None:
    """Return when this computer was last up to date with another one, in milliseconds since 1970; None: never."""
    kept = cell.store.facts.get(_LAST)
    return int.from_bytes(kept, "big") if kept else None


def remember_meeting(cell: Cell, time_ms: int) -> None:
    """Keep the moment of a meeting that ended with both sides equal."""
    with cell.store.transaction():
        cell.store.facts.set(_LAST, time_ms.to_bytes(_BYTES, "big"))
