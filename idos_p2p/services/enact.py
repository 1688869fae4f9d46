"""Certifying that a proposal is adopted: by the device whose ballot makes it so, or by another that sees it later."""

from __future__ import annotations

from idos_p2p.errors import RefusedError
from idos_p2p.governance.acts import Enact
from idos_p2p.governance.decisions import Decision, State
from idos_p2p.ids import EntryId
from idos_p2p.services.authority import Step, one_step
from idos_p2p.services.cell import Cell
from idos_p2p.services.decisions import decision_named

MOST_BACK_OFF_MS = 4_000
"""Within this time after a meeting every device that sees a ready proposal would certify it, each at its own moment:
the first one's certificate reaches the others of the room before theirs is due."""


def enact(cell: Cell, named: str) -> None:
    """Certify that a proposal is adopted, by every ballot known here.

    Raises RefusedError: ``no_voice``, ``decision_closed``, ``decision_adopted``, ``not_ready``, and those of
    ``decision_named``.
    """
    with one_step(cell) as step:
        found = decision_named(cell, named)
        if not cell.membership.confirmed(cell.device):
            raise RefusedError("no_voice")
        if found.state is State.CLOSED or (found.replaced_by and not found.enacts):
            raise RefusedError("decision_closed", id=found.id.hex())
        if found.enacts:
            raise RefusedError("decision_adopted", id=found.id.hex())
        if not certify_if_ready(cell, step, found.id):
            raise RefusedError("not_ready", id=found.id.hex())


def certify_if_ready(cell: Cell, step: Step, proposal: EntryId) -> bool:
    """Certify a proposal in the step under way, if the ballots known here adopt it; return whether it did."""
    found = cell.membership.decisions[proposal]
    if not is_ready(found) or not cell.membership.confirmed(cell.device):
        return False
    step.act(_certificate(found))
    step.conclude()
    return True


def ready(cell: Cell) -> tuple[EntryId, ...]:
    """Return the proposals that this device may certify now; none where its person has no voice."""
    if cell.restored or not cell.membership.confirmed(cell.device):
        return ()
    return tuple(sorted(found.id for found in cell.membership.decisions.values() if is_ready(found)))


def enact_ready(cell: Cell) -> int:
    """Certify every proposal that is ready, in one step, and return how many that is."""
    waiting = ready(cell)
    if waiting:
        with one_step(cell) as step:
            for proposal in waiting:
                certify_if_ready(cell, step, proposal)
    return len(waiting)


def back_off_ms(cell: Cell) -> int:
    """Return how long this device waits before it certifies what has become ready: drawn anew each time."""
    return int.from_bytes(cell.entropy(4), "big") % MOST_BACK_OFF_MS


def is_ready(found: Decision) -> bool:
    """Whether a certificate would adopt a proposal that none adopts yet."""
    return found.ready and found.state is State.OPEN and not found.enacts


def _certificate(found: Decision) -> Enact:
    return Enact(found.id, tuple(sorted(ballot.id for ballot in found.ballots)))
