"""Resting and coming back: a person's own act (design §5, no deadlock)."""

from __future__ import annotations

from idos_p2p.errors import RefusedError
from idos_p2p.governance.acts import Rest
from idos_p2p.governance.membership import Status
from idos_p2p.services.authority import one_step
from idos_p2p.services.cell import Cell


def rest(cell: Cell) -> None:
    """Be no elector of what is put from now on, until ``come_back``. Raises RefusedError: ``no_voice``, ``rests``."""
    _write(cell, Rest(resting=True), "rests")


def come_back(cell: Cell) -> None:
    """Be an elector again. Raises RefusedError: ``no_voice``, ``rests_not``."""
    _write(cell, Rest(resting=False), "rests_not")


def _write(cell: Cell, body: Rest, refusal: str) -> None:
    with one_step(cell) as step:
        me = cell.membership.persons[cell.membership.devices[cell.device]]
        if not me.has_voice:
            raise RefusedError("no_voice")
        if (me.status is Status.RESTING) == body.resting:
            raise RefusedError(refusal)
        step.act(body)
