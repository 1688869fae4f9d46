"""A cell founded anew from the export of another: nobody with a voice is left, or half of two are gone (design §5).

The tables come in as any import does, each record with who wrote it. The founder's own record stands for the person of
that name. What tables cannot say is attached, as it was told, to a page: nothing of the export is left behind.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from idos_p2p.errors import RefusedError
from idos_p2p.services.attach import attach, take_in
from idos_p2p.services.cell import Cell
from idos_p2p.services.export_folder import MANIFEST
from idos_p2p.services.export_tables import ASIDE_FILE
from idos_p2p.services.found import Surroundings, found
from idos_p2p.services.load import carry_out, plan_import
from idos_p2p.services.write import add

UNKNOWN_FILE = "unknown.jsonl"


@dataclass(frozen=True, slots=True)
class Refounded:
    """A new cell, open, and what came into it."""

    cell: Cell
    records: int
    attachments: int
    aside: int  # files of what tables do not say, attached to a page


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the new cell is called, until when, and who founds it."""

    name: str
    person: str
    roles: Sequence[str]
    term: str


def found_from(around: Surroundings, beginning: Beginning, directory: Path, aside_title: str) -> Refounded:
    """Found a cell and bring in an export made of tables: all of it, or there is no new cell.

    ``aside_title`` is that of the page that what tables do not say is attached to.
    Raises RefusedError: ``found_from_damaged`` (path), ``import_faults``, and those of ``found`` and ``take_in``.
    """
    _require_export(directory)
    cell = found(around, beginning.name, beginning.person, beginning.roles, beginning.term)
    try:
        written = carry_out(cell, plan_import(cell, directory))
        taken = sum(take_in(cell, path) for path in _files(directory / "attachments"))
        aside = [path for path in map(directory.joinpath, (*ASIDE_FILE.values(), UNKNOWN_FILE)) if path.is_file()]
        if aside:
            page = add(cell, "page", {"title": aside_title})
            for path in aside:
                attach(cell, page, path)
    except BaseException:
        cell.close()
        shutil.rmtree(around.home.cell_folder(cell.id))
        raise
    return Refounded(cell, len(written), taken, len(aside))


def _require_export(directory: Path) -> None:
    """Refuse a folder that does not say that it is a whole export made of tables."""
    try:
        told = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
        whole = told["contains"] == "csv" and told["files"] == len(_files(directory)) - 1
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RefusedError("found_from_damaged", path=str(directory)) from error
    if not whole:
        raise RefusedError("found_from_damaged", path=str(directory))


def _files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.rglob("*") if path.is_file())
