"""Erasing what a person owns: the bodies go from every computer, the headers stay and verify (design §3, §5)."""

from __future__ import annotations

from collections.abc import Sequence

from idos_p2p.errors import RefusedError
from idos_p2p.governance.acts import Erase
from idos_p2p.ids import DeviceId, RecordName
from idos_p2p.records.kinds import BY_NAME, SHARED
from idos_p2p.records.verdicts import Void, encode
from idos_p2p.services.cell import Cell
from idos_p2p.services.project import project_all
from idos_p2p.services.receipts import write_receipts
from idos_p2p.services.write import OWN_PERSON
from idos_p2p.views.bin import owned_by
from idos_p2p.views.records import find

_ERASED = encode(Void("erased"))


def erase(cell: Cell, record_id: str) -> int:
    """Erase a record that this person owns, here at once and on every other computer when it learns of it.

    Their own person's record takes all that they own with it: contributions, attestations, thanks, whatever only they
    could write. Returns how many records that is.
    Raises RefusedError: ``record_unknown``, ``erase_shared`` for what nobody owns alone, ``not_owner``,
    ``not_member_yet``, ``device_restored``.
    """
    cell.require_membership()
    view = find(cell.store.reader, record_id)
    if view.shared:
        raise RefusedError("erase_shared", id=view.id, title=view.title)
    if cell.membership.person_of(view.device) != cell.membership.person_of(cell.device):
        raise RefusedError("not_owner", id=view.id, title=view.title)
    records = owned(cell) if view.kind == "person" else [view.record]
    erase_records(cell, records, whole_person=view.kind == "person")
    return len(records)


def erase_records(cell: Cell, records: Sequence[RecordName], *, whole_person: bool = False) -> None:
    """Erase these records of this person's own, all in one step. Raises as ``erase``."""
    cell.require_membership()
    if not records:
        return
    try:
        with cell.store.transaction():
            cell.append([cell.act(Erase(record.device, record.seq)) for record in records])
            cell.refresh_membership()
            if whole_person:
                cell.store.facts.set(OWN_PERSON, b"")
    except BaseException:
        cell.forget_unsaved()
        raise
    cell.tell(entries=len(records))
    project_all(cell)
    write_receipts(cell)


def owned(cell: Cell) -> list[RecordName]:
    """Return all that this person owns and has not erased, what this program cannot read included.

    Receipts are no words of theirs, and stay.
    """
    person = cell.membership.person_of(cell.device)
    devices = {device for device, whose in cell.membership.owners.items() if whose == person}
    shown = owned_by(cell.store.reader, devices)
    known = set(shown)
    others = [
        record
        for record, verdicts in cell.store.judgements.by_record()
        if record.device in devices and record not in known and any(word != _ERASED for word in verdicts.values())
    ]
    return shown + [record for record in others if _is_owned(cell, record)]


def _is_owned(cell: Cell, record: RecordName) -> bool:
    receipt = BY_NAME["receipt"].code
    created = [held.entry.header for held in cell.store.log.at(DeviceId(record.device), record.seq)]
    return any(header.creates and not header.kind & SHARED and header.kind != receipt for header in created)
