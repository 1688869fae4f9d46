"""From the sheets of a folder to the records to write, in order, or to everything that has to be mended first. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from idos_p2p import limits
from idos_p2p.errors import RefusedError
from idos_p2p.papers.convert import Conversion, PlannedValue, Reference, Target, with_ids
from idos_p2p.papers.headings import IMPORT_ORDER
from idos_p2p.papers.known import is_named, name_key
from idos_p2p.papers.sheets import REF, ImportFault, Position, Row, Sheet, Sheets
from idos_p2p.records.kinds import BY_NAME, Kind, Value

__all__ = ["ImportPlan", "Known", "NewRecord", "Reference", "Skipped", "plan"]


class Known(Protocol):
    """What a plan asks of the cell (``known.KnownRecords`` answers)."""

    def find(self, kind: str, name: str) -> Sequence[str]:
        """Return the ids of the records of this kind that go by this name (as ``name_key`` compares), or by this id."""
        ...

    def same(self, kind: str, values: Mapping[str, Value]) -> Sequence[str]:
        """Return the ids of the records of this kind whose fields all equal these, defaults filled in."""
        ...


@dataclass(frozen=True, slots=True)
class NewRecord:
    """One record to write. Its links to records of the same import are places in ``ImportPlan.records``."""

    kind: str
    values: Mapping[str, PlannedValue]
    source: Position

    def with_ids(self, ids: Sequence[str]) -> dict[str, Value]:
        """Return the values to write, ``ids[i]`` being the id given to ``ImportPlan.records[i]``."""

        def known(target: Target) -> str:
            return ids[target.index] if isinstance(target, Reference) else target

        return {name: with_ids(value, known) for name, value in self.values.items()}


class Skipped(NamedTuple):
    """A row that adds nothing: the cell, or an earlier row, holds it already."""

    kind: str
    source: Position


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What an import would write. With any fault, nothing of it may be written."""

    records: tuple[NewRecord, ...]
    faults: tuple[ImportFault, ...]
    skipped: tuple[Skipped, ...]
    ignored: tuple[str, ...]  # files that no import reads

    def count(self) -> dict[str, tuple[int, int]]:
        """Return by kind how many records are new and how many rows are there already."""
        return {
            kind: (
                sum(record.kind == kind for record in self.records),
                sum(row.kind == kind for row in self.skipped),
            )
            for kind in BY_NAME
        }


def plan(sheets: Sheets, known: Known) -> ImportPlan:
    """Return what to write for these sheets in a cell that holds ``known``.

    Persons, projects and pages whose name is known are skipped, never overwritten; other rows are skipped when the
    cell holds a record with the very same fields, as many times as it does.
    At most ``limits.MAX_IMPORT_FAULTS`` faults are told, in the order of files, lines and columns.
    """
    planner = _Planner(known)
    faults = list(sheets.faults)
    for sheet in sheets.sheets:
        for row in sheet.rows:
            if len(faults) + len(planner.faults) >= limits.MAX_IMPORT_FAULTS:
                break
            planner.add(sheet, row)
    faults = sorted([*faults, *planner.faults], key=lambda fault: fault.position)[: limits.MAX_IMPORT_FAULTS]
    return ImportPlan(tuple(planner.records), tuple(faults), tuple(planner.skipped), sheets.ignored)


class _Planner:
    """One plan in the making: what was planned so far and the names it answers to."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._refs: dict[tuple[str, str], tuple[Target, Position]] = {}
        self._names: dict[tuple[str, str], tuple[Target, Row]] = {}
        self._met: dict[str, int] = {}  # by id: how many rows were found to be that record
        self.records: list[NewRecord] = []
        self.skipped: list[Skipped] = []
        self.faults: list[ImportFault] = []

    def add(self, sheet: Sheet, row: Row) -> None:
        """Plan one row. A row with a fault is planned too, so that others may refer to it without a second fault."""
        kind = BY_NAME[sheet.kind]
        conversion = Conversion(kind, self._resolve)
        values = conversion.values(sheet, row)
        self.faults.extend(conversion.faults)
        target = self._place_named(kind, row) if is_named(kind) else self._place_same(kind, values)
        if target is None:
            target = Reference(len(self.records))
            self.records.append(NewRecord(kind.name, values, row.position))
        else:
            self.skipped.append(Skipped(kind.name, row.position))
        self._remember(kind, row, target)

    def _place_named(self, kind: Kind, row: Row) -> Target | None:
        """Return the record that goes by the row's name already, in this import or in the cell, or None."""
        title = row.cells.get(kind.title)
        if title is None:
            return None
        earlier = self._names.get((kind.name, name_key(title.text)))
        if earlier is None:
            found = self._known.find(kind.name, title.text)
            return found[0] if found else None
        target, first = earlier
        if _texts(first) != _texts(row):
            fields = {"name": title.text, "file": first.position.file, "first_line": first.position.line}
            self.faults.append(ImportFault(title.position, "import_name_repeated", fields))
        return target

    def _place_same(self, kind: Kind, values: Mapping[str, PlannedValue]) -> Target | None:
        """Return the cell's record that this row repeats, or None. What links to something new repeats nothing."""
        if any(_is_to_new(value) for value in values.values()):
            return None
        found = self._known.same(kind.name, NewRecord(kind.name, values, Position("")).with_ids(()))
        met = self._met.get(found[0], 0) if found else 0
        if met >= len(found):
            return None
        self._met[found[0]] = met + 1
        return found[met]

    def _remember(self, kind: Kind, row: Row, target: Target) -> None:
        """Let later rows refer to this one by its name and its reference."""
        title = row.cells.get(kind.title)
        if title is not None and is_named(kind):
            self._names.setdefault((kind.name, name_key(title.text)), (target, row))
        ref = row.cells.get(REF)
        if ref is None:
            return
        _, first = self._refs.setdefault((kind.name, name_key(ref.text)), (target, ref.position))
        if first != ref.position:
            fields = {"ref": ref.text, "file": first.file, "first_line": first.line}
            self.faults.append(ImportFault(ref.position, "import_ref_repeated", fields))

    def _resolve(self, kinds: Sequence[str], name: str) -> Target:
        """Return what a name stands for. Raises RefusedError ``import_reference_unknown`` or ``…_ambiguous``.

        A name within this import comes before those of the cell; among several kinds, before the later ones.
        """
        wanted = kinds or IMPORT_ORDER
        for kind in wanted:
            key = (kind, name_key(name))
            if key in self._refs:
                return self._refs[key][0]
            if key in self._names and isinstance(self._names[key][0], Reference):
                return self._names[key][0]
        found = [identifier for kind in wanted for identifier in self._known.find(kind, name)]
        if not found:
            raise RefusedError("import_reference_unknown", kind=", ".join(kinds), name=name)
        if len(found) > 1:
            raise RefusedError("import_reference_ambiguous", kind=", ".join(kinds), name=name, count=len(found))
        return found[0]


def _is_to_new(value: PlannedValue) -> bool:
    """Tell whether a value links to a record that this import makes."""
    if isinstance(value, tuple | Mapping):
        return any(isinstance(target, Reference) for target in value)
    return isinstance(value, Reference)


def _texts(row: Row) -> dict[str, str]:
    """Return what a row says, without where."""
    return {name: cell.text for name, cell in row.cells.items() if name != REF}
