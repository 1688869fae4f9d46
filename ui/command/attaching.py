"""``attach``, ``attachments``, ``detach`` and ``save``: the files that belong to a record, as documents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from idos_p2p.services.attach import Attachment, attach, attachments, chosen, detach, export_attachment
from idos_p2p.services.cell import Cell
from idos_p2p.views.records import find
from ui.command.table import Document, Run


def attachment(one: Attachment) -> dict[str, Document]:
    """Return an attachment as every answer tells it."""
    return {"hash": one.hash, "name": one.name, "size": one.size, "type": one.media_type}


def _attach(cell: Cell, options: Mapping[str, Any]) -> Document:
    view = find(cell.store.reader, options["id"])
    return {"id": view.id, **attachment(attach(cell, view.id, Path(options["file"])))}


def _attachments(cell: Cell, options: Mapping[str, Any]) -> Document:
    return {"items": [attachment(one) for one in attachments(cell, options["id"])]}


def _detach(cell: Cell, options: Mapping[str, Any]) -> Document:
    view = find(cell.store.reader, options["id"])
    return {"id": view.id, **attachment(detach(cell, view.id, options["name"]))}


def _save(cell: Cell, options: Mapping[str, Any]) -> Document:
    one = chosen(cell, options["id"], options["name"])
    return {**attachment(one), "path": str(export_attachment(cell, one, Path(options["directory"])))}


COMMANDS: Mapping[str, Run] = {
    "attach": _attach,
    "attachments": _attachments,
    "detach": _detach,
    "save": _save,
}
