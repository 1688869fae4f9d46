"""``import`` and ``export``: what comes in and goes out as files, as documents."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from idos_p2p.papers.formats import Format
from idos_p2p.papers.own_words import Language
from idos_p2p.papers.plan import ImportPlan
from idos_p2p.services.cell import Cell
from idos_p2p.services.export import export
from idos_p2p.services.load import carry_out, plan_import
from ui.command.table import Document, Options, Run


def _import(cell: Cell, options: Options) -> Document:
    planned = plan_import(cell, Path(options["directory"]))
    if planned.faults or options["preview"]:
        return _import_document(planned, entries=0)
    before = cell.own_height()
    carry_out(cell, planned)
    return _import_document(planned, entries=cell.own_height() - before)


def _import_document(planned: ImportPlan, *, entries: int) -> Document:
    return {
        "entries": entries,
        "records": {kind: new for kind, (new, _) in sorted(planned.count().items())},
        "already": {kind: known for kind, (_, known) in sorted(planned.count().items())},
        "files": [
            {"file": file, "kind": kind, "new": new, "already": known}
            for file, kinds in planned.count_by_file().items()
            for kind, (new, known) in kinds.items()
        ],
        "left": [
            {"file": left.file, "code": left.code, "count": left.count, "heading": left.heading}
            for left in planned.left
        ],
        "ignored": list(planned.ignored),
        "faults": [
            {
                "file": fault.file,
                "line": fault.line,
                "column": fault.column,
                "heading": fault.heading,
                "code": fault.code,
                "fields": dict(fault.fields),
            }
            for fault in planned.faults
        ],
    }


def _export(cell: Cell, options: Options) -> Document:
    language: Language = options["headings"]
    return exported(cell, Path(options["directory"]), Format(options["format"]), language, options["person"])


def exported(cell: Cell, directory: Path, wanted: Format, language: Language, person: str) -> Document:
    """Write an export, and return what it holds."""
    done = export(cell, directory, wanted, language=language, person=person)
    return {
        "path": str(done.path),
        "format": done.format.value,
        "records": dict(done.records),
        "removed": done.removed,
        "contested": done.contested,
        "unknown": done.unknown,
        "aside": done.aside,
        "attachments": done.attachments,
        "attachments_absent": done.attachments_absent,
        "files": done.files,
        "size": done.size,
    }


COMMANDS: Mapping[str, Run] = {"import": _import, "export": _export}
