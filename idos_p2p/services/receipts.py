"""Receipts of an erasure: each computer says, once, that no body of the erased record is left on it (design §5).

A receipt is a small record of this device's own that names what was erased by id. It is written after the bodies have
left the database and its files (``project``); the daily copies of the same home follow at once (``copies``). What a
computer that never comes back still holds, nobody can know: it is told as waiting.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from idos_p2p.ids import DeviceId, RecordName
from idos_p2p.limits import MAX_SET_MEMBERS
from idos_p2p.records.document import create
from idos_p2p.records.kinds import BY_NAME, REMOVED, code_of
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.project import is_purged, project_records
from idos_p2p.services.write import OWN_PERSON
from idos_p2p.views.receipts import devices_without, erased_by_prefix, receipted

_TOLD = "receipts told"  # the fact that says for which set of erasures every receipt was written


@dataclass(frozen=True, slots=True)
class Receipts:
    """How far an erasure has come: of the computers that write for somebody, each once."""

    record: str  # the erased record's id
    done: tuple[DeviceId, ...]  # no body of it is left there
    waiting: tuple[DeviceId, ...]  # they have not said so yet


def receipts(cell: Cell, record_id: str) -> Receipts | None:
    """Return the receipts of an erased record (id or prefix); None when no such erasure is known here."""
    whole = erased_by_prefix(cell.store.reader, record_id.strip().lower())
    if whole is None:
        return None
    counted = cell.membership.devices.keys() - set(cell.membership.succeeded.values())
    said = set(devices_without(cell.store.reader, whole))
    return Receipts(whole, tuple(sorted(counted & said)), tuple(sorted(counted - said)))


def write_receipts(cell: Cell) -> int:
    """Write this device's receipts for what was erased and has left this computer; return how many records they name.

    Each is named once by each device. Nothing is written while bodies may still be in the file, nor by a device that
    must not write.
    """
    if cell.restored or not cell.membership.effective(cell.device) or not is_purged(cell):
        return 0
    state = _state(cell)
    if cell.store.facts.get(_TOLD) == state:
        return 0
    known = receipted(cell.store.reader, cell.device)
    gone = [_gone(cell, record) for record in sorted(_erased(cell))]
    new = sorted({record for records in gone for record in records or ()} - known)
    if new or all(gone):
        _write(cell, new, state if all(gone) else b"")
    return len(new)


def _write(cell: Cell, records: Sequence[str], state: bytes) -> None:
    kind, today = BY_NAME["receipt"], day_of(cell.clock.now_ms())
    with cell.store.transaction():
        pen = cell.pen()
        names = []
        for start in range(0, len(records), MAX_SET_MEMBERS):
            some = list(records[start : start + MAX_SET_MEMBERS])
            for step in create(kind, {"records": some, REMOVED.name: today}, cell.device):
                names += [
                    RecordName(cell.device, entry.header.seq)
                    for entry in pen.write([cell.change(code_of(kind), step.body, None)])
                ]
        entries = pen.seal()
        projected = project_records(cell, names)
        cell.store.facts.set(_TOLD, state)
        if (cell.store.facts.get(OWN_PERSON) or b"").decode() in records:  # erased from another computer of theirs
            cell.store.facts.set(OWN_PERSON, b"")
    cell.tell(entries=entries, ids=projected.ids, kinds=projected.kinds)


def _erased(cell: Cell) -> set[RecordName]:
    """Return the records that their owner, or the cell, erased."""
    return {*cell.membership.erasures, *cell.membership.forgotten}


def _gone(cell: Cell, record: RecordName) -> tuple[str, ...]:
    """Return the ids of the records that stood at a name and whose bodies are all gone; none while any is here."""
    entries = cell.store.log.entries(cell.store.judgements.of_record(record))
    if any(entry.payload is not None for entry in entries):
        return ()
    return tuple(entry.id.hex() for entry in entries if entry.header.creates)


def _state(cell: Cell) -> bytes:
    """Return a few bytes that differ when the set of erasures does."""
    acts = b"".join(sorted([*cell.membership.erasures.values(), *cell.membership.forgotten.values()]))
    return len(acts).to_bytes(4, "big") + zlib.crc32(acts).to_bytes(4, "big")
