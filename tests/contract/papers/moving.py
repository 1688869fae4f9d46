"""Cells that exports leave and imports enter, and what one holds whatever its records are called."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ui.command
from idos_p2p.ids import DeviceId
from idos_p2p.records.kinds import BY_NAME
from idos_p2p.services.cell import Cell
from idos_p2p.services.load import carry_out, plan_import
from idos_p2p.views.records import RecordView
from idos_p2p.views.whole import slices

ASSOCIATION = Path(ui.command.__path__[0], "association")


def bring_in(cell: Cell, directory: Path) -> list[str]:
    """Import a folder, in which nothing may be wrong."""
    planned = plan_import(cell, directory)
    assert planned.faults == ()
    return carry_out(cell, planned)


def content(cell: Cell, *, signed: bool = True) -> list[str]:
    """Return all records but those that their cell began with, each as text in which links are what they lead to.

    ``signed``: by who wrote it, whether it says so itself or the hand that wrote it does.
    """
    records = [view for found in slices(cell.store.reader) for view in found]
    hands = {view.device: view.id for view in records if view.kind == "person" and not view.shared}
    fields = {view.id: (view.kind, _signed(view, hands if signed else {})) for view in records}
    begun = {view.id for view in records if view.kind == "person" and not view.shared}
    return sorted(_told(record, fields, set()) for record in fields if record not in begun)


def _signed(view: RecordView, hands: Mapping[DeviceId, str]) -> dict[str, Any]:
    fields = dict(view.fields)
    for name in ("author", "from"):
        if BY_NAME[view.kind].field(name) and not fields.get(name) and view.device in hands:
            fields[name] = fields.get("author") or hands[view.device]
    return fields


def _told(record: str, fields: dict[str, tuple[str, dict[str, Any]]], above: set[str]) -> str:
    """Return a record as text: ids in it become what they stand for, one that leads back to itself a sign."""
    kind, values = fields[record]

    def named(value: Any) -> Any:
        if isinstance(value, str) and value in fields:
            return "…" if value in above else _told(value, fields, above | {record})
        if isinstance(value, list):
            return sorted(map(named, value))
        if isinstance(value, dict):
            return sorted((named(key), share) for key, share in value.items())
        return value

    return json.dumps([kind, {name: named(value) for name, value in sorted(values.items())}], ensure_ascii=False)


def lines(path: Path) -> list[dict[str, Any]]:
    """Return what a file of JSON Lines holds."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]
