"""Leaving a cell, for good, with all that is one's own (design §5, leave).

What was exchanged stays with the others, and all that this computer knows stays here: it can be read and exported. Only
a new confirmation by the cell lets somebody who left write in it again.
"""

from __future__ import annotations

from idos_p2p.governance.acts import Leave
from idos_p2p.services.authority import one_step
from idos_p2p.services.cell import Cell
from idos_p2p.services.cutting import cuts_of
from idos_p2p.services.erase import erase_records, owned


def leave(cell: Cell, *, erase: bool = False) -> int:
    """Leave the cell, with every device of this person, and return how many records of theirs were erased before.

    ``erase``: all that only they could write, from every computer. Raises RefusedError: ``not_member_yet``,
    ``no_longer_member``, ``device_restored``.
    """
    erased = _erase(cell) if erase else 0
    with one_step(cell) as step:
        person = cell.membership.devices[cell.device]
        step.act(Leave(tuple(cut for cut in cuts_of(cell, person) if cut.device != cell.device)))
    return erased


def _erase(cell: Cell) -> int:
    cell.require_membership()
    records = owned(cell)
    erase_records(cell, records, whole_person=True)
    return len(records)
