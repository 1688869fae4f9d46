"""Is what this installation holds sound? And the read model made anew from the log."""

from __future__ import annotations

from dataclasses import dataclass

from idos_p2p.errors import RefusedError
from idos_p2p.governance.evaluation import evaluate
from idos_p2p.governance.past import act_of
from idos_p2p.identity.keys import verify
from idos_p2p.ids import Address
from idos_p2p.log.branches import size
from idos_p2p.services.cell import Cell
from idos_p2p.services.check_attachments import check_attachments
from idos_p2p.services.check_log import CheckFault, read_log
from idos_p2p.services.check_records import compare_records
from idos_p2p.services.project import project_all


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, and the faults found. What follows them is told by a deep check."""

    entries: int
    faults: tuple[CheckFault, ...]
    signatures: int = 0  # one closes each segment, and vouches for all that leads to it
    changes: int = 0  # that went through the gate again
    missing: tuple[Address, ...] = ()  # bodies that have not come yet, which is no fault: they are asked of every peer
    milliseconds: int = 0


def check(cell: Cell) -> Check:
    """Check the store's own file, and that no entry awaits its verdict."""
    faults = [CheckFault("file", {"detail": detail}) for detail in cell.store.check()]
    if not faults:
        project_all(cell)
    return Check(sum(map(size, cell.logs().values())), tuple(faults))


def check_deep(cell: Cell) -> Check:
    """Also verify every header, signature and payload, and make every verdict and view anew from the log to compare.

    Each stage stands on the one before: what a damaged file, log or act explains is not told again of the records.
    """
    begun = cell.clock.now_ms()
    shallow = check(cell)
    try:
        log = read_log(cell)
        faults = [*shallow.faults, *log.faults]
        changes = 0
        if not any(fault.code.startswith("act_") for fault in faults):
            faults += _compare_membership(cell)
            records = compare_records(cell, log)
            faults += records.faults
            changes = records.changes
        faults += check_attachments(cell)
    except RefusedError as refused:  # a page that cannot be read: the file's own check has named it
        if not shallow.faults:
            raise
        return Check(shallow.entries, (*shallow.faults, CheckFault("unreadable", {"cause": refused.code})))
    return Check(log.entries, tuple(faults), log.signatures, changes, log.missing, cell.clock.now_ms() - begun)


def rebuild(cell: Cell) -> int:
    """Empty the read model and make it anew from the log; return how many entries were judged."""
    with cell.store.transaction():
        cell.store.read_model.clear()
        cell.refresh_membership()
    project_all(cell)
    return sum(cell.store.judgements.verdicts().values())


def _compare_membership(cell: Cell) -> list[CheckFault]:
    acts = [act_of(held.entry, held.previous) for held in cell.store.log.acts()]
    return [] if evaluate(cell.id, acts, verify) == cell.membership else [CheckFault("membership", {})]
