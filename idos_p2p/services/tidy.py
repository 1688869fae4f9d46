"""Work for idle time: small segments of the log are joined, so that few are kept, read and sent."""

from __future__ import annotations

from idos_p2p.services.cell import Cell

SLICE_SEGMENTS = 16  # rewritten in one transaction: some 20 ms, so that nobody waits longer for the worker


def tidy_slice(cell: Cell) -> bool:
    """Join some small neighbouring segments, in a transaction of its own; say whether there were any."""
    with cell.store.transaction():
        return cell.store.log.merge(SLICE_SEGMENTS) > 0
