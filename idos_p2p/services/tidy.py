"""Work for idle time: small segments of the log are joined, so that few are kept, read and sent; receipts written."""

from __future__ import annotations

from idos_p2p.services.adopt import adopt_person
from idos_p2p.services.cell import Cell
from idos_p2p.services.receipts import write_receipts

SLICE_SEGMENTS = 16  # rewritten in one transaction: some 20 ms, so that nobody waits longer for the worker


def tidy_slice(cell: Cell) -> bool:
    """Join some small neighbouring segments, in a transaction of its own; say whether there were any.

    When there were none, this device says what was erased here since (``receipts``), and takes the person's own record
    for its own if it became theirs by a decision (``recover``).
    """
    with cell.store.transaction():
        joined = cell.store.log.merge(SLICE_SEGMENTS)
    return joined > 0 or write_receipts(cell) > 0 or adopt_person(cell)
