"""What a cell holds, in the simulator's words: the one module that asks the log's port, beside ``meeting``."""

from __future__ import annotations

from idos_p2p.ids import Address, DeviceId, EntryId
from idos_p2p.log.branches import forked_at
from idos_p2p.log.entry import Entry
from idos_p2p.records.verdicts import encode
from idos_p2p.services.cell import Cell
from idos_p2p.services.project import judge_record


def count_of(cell: Cell, device: DeviceId) -> int:
    """Return how long a device's log is here: of several branches, the longest."""
    return max((branch.height.count for branch in cell.logs().get(device, ())), default=0)


def entries_at(cell: Cell, device: DeviceId, seq: int) -> list[Entry]:
    """Return the entries held at one place: none, one, or several of a device that forked."""
    return [held.entry for held in cell.store.log.at(device, seq)]


def own_entries(cell: Cell, start: int) -> list[Entry]:
    """Return what this device has written from a place on, on its own line."""
    branches = cell.own_branches()
    if not branches or branches[0].height.count <= start:
        return []
    return cell.store.log.line(cell.device, 0, start, branches[0].height.count)


def all_ids(cell: Cell) -> set[EntryId]:
    """Return the ids of every entry held, on whichever branch."""
    return {
        entry.id
        for device, branches in cell.logs().items()
        for position, branch in enumerate(branches)
        for entry in cell.store.log.line(device, position, branch.first, branch.height.count)
    }


def holds(cell: Cell, entry: EntryId, address: Address) -> bool:
    """Say whether a cell holds this entry."""
    return cell.store.log.position(address.device, entry, address.seq) is not None


def forked(cell: Cell, device: DeviceId) -> bool:
    """Say whether a device's log has two histories here."""
    return forked_at(cell.logs().get(device, ())) is not None


def verdict_of(cell: Cell, entry_id: EntryId, address: Address) -> str:
    """Return what became of an entry of a record, judged anew."""
    for entry in entries_at(cell, *address):
        if entry.id == entry_id and entry.header.record is not None:
            verdict = judge_record(cell, entry.header.record).verdicts[entry.id]
            return encode(verdict)
    return "absent"
