"""Bringing in what an association already has, from CSV and Markdown files: all of it, or nothing and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from idos_p2p.errors import RefusedError
from idos_p2p.papers.known import KnownRecords
from idos_p2p.papers.plan import ImportPlan, NewRecord, plan
from idos_p2p.papers.reading import read_directory
from idos_p2p.records.kinds import REMOVED, Value
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import everyone
from idos_p2p.services.write import add_all
from idos_p2p.views.whole import slices


def plan_import(cell: Cell, directory: Path) -> ImportPlan:
    """Return what importing this directory would write, and its faults by file, line and column.

    Raises RefusedError: ``import_directory_missing``, ``import_empty``, ``not_member_yet``.
    """
    cell.require_membership()
    others = [
        (view.id, view.kind, view.fields)
        for found in slices(cell.store.reader)
        for view in found
        if view.kind != "person" or view.fields.get(REMOVED.name)
    ]
    persons = [(person.id, "person", person.fields) for person in everyone(cell)]
    return plan(read_directory(directory), KnownRecords([*persons, *others]))


def carry_out(cell: Cell, planned: ImportPlan) -> list[str]:
    """Write what was planned, all of it or nothing, and return the new ids.

    Raises RefusedError("import_faults") when the plan has faults, and those of ``write.add_all``.
    """
    if planned.faults:
        raise RefusedError("import_faults", count=len(planned.faults))
    return add_all(cell, [(record.kind, _values(record)) for record in planned.records])


def _values(record: NewRecord) -> Callable[[Sequence[str]], Mapping[str, Value]]:
    return record.with_ids
