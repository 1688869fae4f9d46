"""After a restored copy: a new device takes the place of this one, whose log must not go on (design §3, security §4.8).

Whoever puts an older copy back has forgotten entries that others may hold. Writing on would give them a second entry at
one place, a fork. So the older device's key signs one statement, and a new one begins a log of its own.
"""

from __future__ import annotations

from idos_p2p.errors import BugError
from idos_p2p.governance.acts import Succeed
from idos_p2p.governance.proofs import succession_message
from idos_p2p.identity.sealing import sealing_public
from idos_p2p.ids import DeviceId
from idos_p2p.services.cell import Cell

SEED_BYTES = 32


def succeed_if_restored(cell: Cell) -> DeviceId | None:
    """Give this installation a new device if its log must not go on; return the older device, or None.

    A device that nobody has let in yet keeps its key: it has said nothing that could be contradicted.
    """
    if not cell.restored or not cell.membership.effective(cell.device):
        return None
    older = cell.keys.device
    [*_, known] = sorted(cell.own_branches(), key=lambda branch: (branch.height.count, branch.height.head))
    first = cell.store.log.line(older.device, 0, 0, 1)[0]
    device_seed, sealing_seed = cell.entropy(SEED_BYTES), cell.entropy(SEED_BYTES)
    try:
        with cell.store.transaction():
            cell.take_place(device_seed, sealing_seed)
            sealing = sealing_public(sealing_seed)
            unsigned = Succeed(first.id, known.height.count, known.height.head, sealing, bytes(64))
            proof = older.sign(succession_message(cell.id, unsigned, cell.device))
            cell.append([cell.first_act(Succeed(first.id, known.height.count, known.height.head, sealing, proof))])
            cell.refresh_membership()
            _require_effective(cell)
    except BaseException:
        cell.forget_unsaved()
        raise
    cell.tell(entries=1)
    cell.tell_members_changed()
    return older.device


def _require_effective(cell: Cell) -> None:
    if not cell.membership.effective(cell.device):
        raise BugError("succession_void", void=dict(cell.membership.void))
