"""Attachments read through: those that should be here and are not what they were, and files that are none."""

from __future__ import annotations

from idos_p2p.ids import BlobHash
from idos_p2p.records.attachments import named
from idos_p2p.services.cell import Cell
from idos_p2p.services.check_log import CheckFault
from idos_p2p.store.ports import BlobFault
from idos_p2p.views.attachments import members_of


def check_attachments(cell: Cell) -> list[CheckFault]:
    """Return what is wrong with the attachments of this computer. One that has not come yet is no fault."""
    return [_told(cell, fault) for fault in cell.store.blobs.faults()]


def _told(cell: Cell, fault: BlobFault) -> CheckFault:
    code = f"attachment_{fault.code}"
    if fault.code == "unknown":
        return CheckFault(code, {"file": fault.name})
    names = named(members_of(cell.store.reader, BlobHash(bytes.fromhex(fault.name))))
    name = next((one.name for one in names if one.hash.hex() == fault.name), "")
    return CheckFault(code, {"hash": fault.name, "name": name})
