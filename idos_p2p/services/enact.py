"""Certifying that a proposal is adopted: by the device whose ballot makes it so, or by another that sees it later."""

from __future__ import annotations

from collections.abc import Collection

from idos_p2p.errors import RefusedError
from idos_p2p.governance.acts import Enact
from idos_p2p.governance.decisions import Decision, State
from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.services.authority import Step, one_step
from idos_p2p.services.cell import Cell
from idos_p2p.services.decisions import decision_named


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


def enact_ready(cell: Cell, present: Collection[DeviceId] = ()) -> bool:
    """Certify every proposal that answers given apart have made ready, in one step; say whether there was any.

    Of the devices in the room, ``present``, the first of those that may does it; one that is alone does it at once.
    """
    membership = cell.membership
    if cell.restored or membership.newer or not membership.confirmed(cell.device):
        return False
    able = [device for device in present if membership.confirmed(device)]
    ready = sorted(found.id for found in membership.decisions.values() if is_ready(found))
    if not ready or min([*able, cell.device]) != cell.device:
        return False
    with one_step(cell) as step:
        for proposal in ready:
            certify_if_ready(cell, step, proposal)
    return True


def is_ready(found: Decision) -> bool:
    """Whether a certificate would adopt a proposal that none adopts yet."""
    return found.ready and found.state is State.OPEN and not found.enacts


def _certificate(found: Decision) -> Enact:
    return Enact(found.id, tuple(sorted(ballot.id for ballot in found.ballots)))
