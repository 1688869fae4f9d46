"""``check`` and ``rebuild``: is what this computer holds sound, and the views made anew; as documents."""

from __future__ import annotations

from collections.abc import Mapping

from idos_p2p.services.cell import Cell
from idos_p2p.services.check import check, check_deep, rebuild
from ui.command.table import Document, Options, Run


def _check(cell: Cell, options: Options) -> Document:
    checked = check_deep(cell) if options["deep"] else check(cell)
    told: dict[str, Document] = {
        "ok": not checked.faults,
        "entries": checked.entries,
        "faults": [{"code": fault.code, **fault.fields} for fault in checked.faults],
    }
    if options["deep"]:
        told |= {
            "signatures": checked.signatures,
            "changes": checked.changes,
            "missing": [{"device": address.device.hex(), "entry": address.seq} for address in checked.missing],
            "seconds": checked.milliseconds / 1_000,
        }
    return told


def _rebuild(cell: Cell, _options: Options) -> Document:
    return {"entries": rebuild(cell)}


COMMANDS: Mapping[str, Run] = {"check": _check, "rebuild": _rebuild}
