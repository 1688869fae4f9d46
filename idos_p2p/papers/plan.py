"""From the sheets of a folder to the records to write, in order, or to everything that has to be mended first. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from idos_p2p import limits
from idos_p2p.errors import RefusedError
from idos_p2p.papers.convert import Conversion, PlannedValue, Reference, Target, with_ids
from idos_p2p.papers.headings import IMPORT_ORDER
from idos_p2p.papers.known import is_named, name_key
from idos_p2p.papers.sheets import REF, Cell, ImportFault, LeftAside, Position, Row, Sheet, Sheets
from idos_p2p.records.kinds import BY_NAME, REMOVED, Kind, Value

__all__ = ["ImportPlan", "Known", "NewRecord", "Reference", "Skipped", "plan"]

_IDENTIFIER = re.compile(r"[0-9a-f]{64}")
_DEEPEST = 100  # rows that lead to each other against the order of the files


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
    left: tuple[LeftAside, ...] = ()  # what a file of another program holds and this one does not take

    def count(self) -> dict[str, tuple[int, int]]:
        """Return by kind how many records are new and how many rows are there already."""
        new = Counter(record.kind for record in self.records)
        already = Counter(row.kind for row in self.skipped)
        return {kind: (new[kind], already[kind]) for kind in BY_NAME}

    def count_by_file(self) -> dict[str, dict[str, tuple[int, int]]]:
        """Return by file, and by kind within it, how many records are new and how many rows are there already."""
        new = Counter((record.source.file, record.kind) for record in self.records)
        already = Counter((row.source.file, row.kind) for row in self.skipped)
        found: dict[str, dict[str, tuple[int, int]]] = {}
        for file, kind in sorted(new.keys() | already.keys()):
            found.setdefault(file, {})[kind] = (new[file, kind], already[file, kind])
        return found


def plan(sheets: Sheets, known: Known) -> ImportPlan:
    """Return what to write for these sheets in a cell that holds ``known``.

    The order of rows does not matter: what others point to is planned before them. Persons, projects and pages whose
    name is known are skipped, never overwritten, and so is a row whose ``ref`` is the id of a record; other rows are
    skipped when the cell holds a record with the very same fields, as many times as it does.
    At most ``limits.MAX_IMPORT_FAULTS`` faults are told, in the order of files, lines and columns.
    """
    planner = _Planner(known)
    faults = list(sheets.faults)
    rows = [planner.register(sheet, row) for sheet in sheets.sheets for row in sheet.rows]
    for row in rows:
        if len(faults) + len(planner.faults) >= limits.MAX_IMPORT_FAULTS:
            break
        planner.target(row)
    faults = sorted([*faults, *planner.faults], key=lambda fault: fault.position)[: limits.MAX_IMPORT_FAULTS]
    return ImportPlan(tuple(planner.records), tuple(faults), tuple(planner.skipped), sheets.ignored, sheets.left)


@dataclass(slots=True)
class _Line:
    """One row, and what became of it."""

    sheet: Sheet
    row: Row
    kind: Kind
    first: _Line | None = None  # the earlier row that says the same under the same name
    target: Target | None = None
    busy: bool = False  # being planned: what it points to must not point back

    @property
    def ref(self) -> Cell | None:
        """The cell that names the row within its import."""
        return self.row.cells.get(REF)


class _Planner:
    """One plan in the making: the names its rows answer to, and what was planned so far."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._refs: dict[tuple[str, str], _Line] = {}
        self._names: dict[tuple[str, str], list[_Line]] = {}
        self._met: set[str] = set()  # the cell's records that a row was found to be
        self._places: dict[tuple[str, str], int] = {}  # in lists of such records: where the next look begins
        self._depth = 0
        self.records: list[NewRecord] = []
        self.skipped: list[Skipped] = []
        self.faults: list[ImportFault] = []

    def register(self, sheet: Sheet, row: Row) -> _Line:
        """Let other rows refer to this one by its name and its reference."""
        line = _Line(sheet, row, BY_NAME[sheet.kind])
        if line.ref is not None:
            first = self._refs.setdefault((sheet.kind, name_key(line.ref.text)), line)
            if first is not line and first.ref is not None:
                place = first.ref.position
                fields = {"ref": line.ref.text, "file": place.file, "first_line": place.line}
                self.faults.append(ImportFault(line.ref.position, "import_ref_repeated", fields))
        title = row.cells.get(line.kind.title)
        if title is not None and is_named(line.kind) and REMOVED.name not in row.cells:
            self._register_name(line, title)
        return line

    def _register_name(self, line: _Line, title: Cell) -> None:
        """Note a name. Given twice it is one record, unless each row has a reference of its own."""
        others = self._names.setdefault((line.kind.name, name_key(title.text)), [])
        if not others or (line.ref is not None and others[0].ref is not None):
            others.append(line)
            return
        line.first = others[0]
        if _texts(line.first.row) != _texts(line.row):
            place = line.first.row.position
            fields = {"name": title.text, "file": place.file, "first_line": place.line}
            self.faults.append(ImportFault(title.position, "import_name_repeated", fields))

    def target(self, line: _Line, name: str = "") -> Target:
        """Return what a row stands for, planned now if it was not. One with a fault is planned like any other.

        Raises RefusedError("import_reference_circular") for a row that is being planned.
        """
        if line.target is not None:
            return line.target
        if line.busy or self._depth > _DEEPEST:
            raise RefusedError("import_reference_circular", name=name)
        line.busy = True
        self._depth += 1
        line.target = self._plan(line)
        self._depth -= 1
        line.busy = False
        return line.target

    def _plan(self, line: _Line) -> Target:
        kind, row = line.kind, line.row
        if line.first is not None:
            self.skipped.append(Skipped(kind.name, row.position))
            return self.target(line.first)
        conversion = Conversion(kind, self._resolve)
        values = conversion.values(line.sheet, row)
        self.faults.extend(conversion.faults)
        known = self._known_as(line, values)
        if known is not None:
            self._met.add(known)
            self.skipped.append(Skipped(kind.name, row.position))
            return known
        self.records.append(NewRecord(kind.name, values, row.position))
        return Reference(len(self.records) - 1)

    def _known_as(self, line: _Line, values: Mapping[str, PlannedValue]) -> str | None:
        """Return the cell's record that a row is, or None."""
        if line.ref is not None and _IDENTIFIER.fullmatch(line.ref.text):
            itself = self._known.find(line.kind.name, line.ref.text)
            if itself:
                return itself[0]
        title = line.row.cells.get(line.kind.title)
        if not is_named(line.kind) or REMOVED.name in line.row.cells:
            return self._not_met("same", self._same(line.kind, values))
        if title is None:
            return None
        found = self._known.find(line.kind.name, title.text)
        same = self._not_met("same", self._same(line.kind, values))
        if same is not None or line.ref is None:
            return same or (found[0] if found else None)
        return self._not_met("name", found)

    def _same(self, kind: Kind, values: Mapping[str, PlannedValue]) -> Sequence[str]:
        """Return the cell's records that say just this. What links to something new repeats nothing."""
        if any(_is_to_new(value) for value in values.values()):
            return ()
        return self._known.same(kind.name, NewRecord(kind.name, values, Position("")).with_ids(()))

    def _not_met(self, among: str, found: Sequence[str]) -> str | None:
        """Return the first of these records that no row was found to be, or None.

        The look goes on where the last one ended, so that a thousand equal rows are not a million looks.
        """
        if not found:
            return None
        place = self._places.get((among, found[0]), 0)
        while place < len(found) and found[place] in self._met:
            place += 1
        self._places[among, found[0]] = place
        return found[place] if place < len(found) else None

    def _resolve(self, kinds: Sequence[str], name: str) -> Target:
        """Return what a name stands for. Raises RefusedError ``import_reference_unknown`` or ``…_ambiguous``.

        A name within this import comes before those of the cell; among several kinds, before the later ones.
        """
        wanted = kinds or IMPORT_ORDER
        for kind in wanted:
            key = (kind, name_key(name))
            if key in self._refs:
                return self.target(self._refs[key], name)
            lines = self._names.get(key, ())
            if len(lines) > 1:
                raise RefusedError("import_reference_ambiguous", kind=", ".join(kinds), name=name, count=len(lines))
            if lines and isinstance(target := self.target(lines[0], name), Reference):
                return target
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
