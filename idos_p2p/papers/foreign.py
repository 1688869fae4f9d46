"""What other programs export, taken as it is: the actions of Bénévalibre, the members, hours and accounts of Paheko.

A table is recognised by its headings, whatever its file is called (docs/import.md says where they were found). One
that holds several kinds of records becomes several sheets, each cell with its place in the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from idos_p2p import limits
from idos_p2p.papers.cells import joined
from idos_p2p.papers.headings import plain
from idos_p2p.papers.known import name_key
from idos_p2p.papers.layout import tidy
from idos_p2p.papers.sheets import Cell, ImportFault, LeftAside, MisreadError, Position, Row, Sheet
from idos_p2p.papers.table import RawCell, read_rows

Line = Mapping[str, Cell]
"""The filled cells of one row by their heading, made plain."""


@dataclass(slots=True)
class Taken:
    """What a file of another program gives."""

    file: str
    rows: dict[str, list[Row]] = field(default_factory=dict)  # by kind
    faults: list[ImportFault] = field(default_factory=list)
    left: list[LeftAside] = field(default_factory=list)
    _names: set[tuple[str, str]] = field(default_factory=set)
    _rows_left: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, line: int, cells: Mapping[str, Cell | None]) -> None:
        """Note a record."""
        held = {name: cell for name, cell in cells.items() if cell is not None}
        self.rows.setdefault(kind, []).append(Row(Position(self.file, line), held))

    def named(self, kind: str, title: str, cell: Cell, more: Mapping[str, Cell | None] | None = None) -> None:
        """Note a record that goes by its name, once."""
        key = (kind, name_key(cell.text))
        if key not in self._names:
            self._names.add(key)
            self.add(kind, cell.position.line, {title: cell, **(more or {})})

    def leave(self, code: str) -> None:
        """Note a row that is no record of a cell."""
        self._rows_left[code] += 1

    def close(self, columns: Counter[str]) -> None:
        """Tell what was left, the columns by their headings first."""
        self.left = [LeftAside(self.file, "column", count, heading) for heading, count in sorted(columns.items())]
        self.left += [LeftAside(self.file, code, count) for code, count in sorted(self._rows_left.items())]

    @property
    def sheets(self) -> list[Sheet]:
        """The file as sheets, one a kind."""
        return [Sheet(self.file, kind, tuple(rows)) for kind, rows in self.rows.items()]


@dataclass(frozen=True, slots=True)
class Program:
    """One kind of export: the headings that tell it, those that are read, and how a row is taken."""

    needs: frozenset[str]
    reads: frozenset[str]
    take: Callable[[Taken, int, Line], None]
    carries: frozenset[str] = frozenset()  # of a row that goes on with the one before: what it does not say again


def read_foreign(file: str, text: str, room: int) -> Taken | None:
    """Return what a table of another program gives, or None where the first row is not of one. ``room`` bounds rows."""
    try:
        lines = read_rows(text)
        heading = next(lines, None)
        program = None if heading is None else recognised([cell.text for cell in heading])
        if heading is None or program is None:
            return None
    except MisreadError:
        return None  # told by whoever reads it as a table of ours
    taken = Taken(file)
    columns: Counter[str] = Counter()
    try:
        for count, line in enumerate(_lines(file, [tidy(cell.text) for cell in heading], lines, program)):
            if count == room:
                fault = ImportFault(Position(file), "import_rows_too_many", {"limit": limits.MAX_IMPORT_ROWS})
                taken.faults.append(fault)
                break
            number, cells = line
            columns.update(cell.position.heading for name, cell in cells.items() if name not in program.reads)
            program.take(taken, number, cells)
    except MisreadError as error:
        taken.faults.append(ImportFault(Position(file, error.line, error.column), error.code))
    taken.close(columns)
    return taken


def recognised(headings: Sequence[str]) -> Program | None:
    """Return the program whose export begins with these headings, or None."""
    found = {plain(heading) for heading in headings}
    return next((program for program in _PROGRAMS if program.needs <= found), None)


def _lines(
    file: str, headings: Sequence[str], rows: Iterator[list[RawCell]], program: Program
) -> Iterator[tuple[int, Line]]:
    """Yield each row's line and filled cells; a cell beyond the last heading is under none."""
    before: Line = {}
    for row in rows:
        cells = {
            plain(heading): Cell(Position(file, raw.line, number, heading), said)
            for number, (heading, raw) in enumerate(zip(headings, row, strict=False), start=1)
            if (said := tidy(raw.text))
        }
        if program.carries and not program.carries & cells.keys():
            cells = {**{name: cell for name, cell in before.items() if name in program.carries}, **cells}
        before = cells
        yield row[0].line, cells


def _together(cells: Sequence[Cell | None], between: str) -> Cell | None:
    """Return several cells as one, at the place of the first that is filled."""
    held = [cell for cell in cells if cell is not None]
    return Cell(held[0].position, between.join(cell.text for cell in held)) if held else None


def _listed(cell: Cell) -> Cell:
    """Return a name as a list of one: it may hold a comma."""
    return Cell(cell.position, joined([cell.text]))


def _said(cell: Cell, text: str) -> Cell:
    return Cell(cell.position, text)


def _amount(cell: Cell | None) -> Cell | None:
    """Return an amount that says something: nothing where it is zero."""
    return None if cell is None or not cell.text.strip("0., €") else cell


def _take_action(taken: Taken, number: int, line: Line) -> None:
    """Take one action of Bénévalibre, its person and its project."""
    person = _together([line.get("prenom"), line.get("nom")], " ") or line.get("pseudo")
    if person is None:
        taken.leave("nobody")
        return
    taken.named("person", "name", person)
    project = line.get("projet")
    if project is not None:
        taken.named("project", "title", project)
    what = _together([line.get("titre"), line.get("description")], "\n\n")
    fields = {"what": what, "date": line.get("date"), "minutes": line.get("duree"), "project": project}
    taken.add("contribution", number, {**fields, "persons": _listed(person)})


def _name_of_member(line: Line) -> Cell | None:
    whole = next((line[name] for name in ("nom prenom", "nom et prenom", "prenom et nom") if name in line), None)
    return whole or _together([line.get("prenom"), line.get("nom")], " ")


def _take_member(taken: Taken, _number: int, line: Line) -> None:
    """Take one member of Paheko: a name and the ways to reach them, no more than a cell needs."""
    name = _name_of_member(line)
    if name is None:
        taken.leave("nobody")
        return
    reach = _together([line.get("adresse e mail"), line.get("numero de telephone")], " · ")
    taken.named("person", "name", name, {"reach": reach})


def _take_hours(taken: Taken, number: int, line: Line) -> None:
    """Take one line of Paheko's time tracking."""
    person = line.get("nom")
    if person is None:
        taken.leave("nobody")
        return
    taken.named("person", "name", person)
    what = _together([line.get("categorie") or line.get("tache"), line.get("notes")], "\n\n")
    fields = {"what": what or _said(person, "–"), "date": line.get("date"), "minutes": line.get("duree")}
    taken.add(
        "contribution", number, {**fields, "cents": _amount(line.get("valorisation")), "persons": _listed(person)}
    )


_WAIVED = ("75412",)  # waived expenses of volunteers: what somebody did, not what they handed over
_GIFTS: Mapping[str, str] = {"754": "money", "870": "goods", "871": "service"}
"""Accounts of the French plan for associations, credited by a gift, and its form."""


def _take_entry(taken: Taken, number: int, line: Line) -> None:
    """Take one line of Paheko's accounts where it is a gift, or a waived expense."""
    account = line.get("compte de credit") or line.get("numero compte")
    amount = _amount(line.get("montant") or line.get("credit"))
    code = account.text if account is not None else ""
    form = next((form for start, form in _GIFTS.items() if code.startswith(start)), None)
    if account is None or form is None or amount is None:
        taken.leave("entries")
        return
    person = line.get("membres associes")
    if person is None or "," in person.text:  # several members: nobody can say who gave how much
        taken.leave("nobody")
        return
    taken.named("person", "name", person)
    what, date = line.get("libelle"), line.get("date")
    if code.startswith(_WAIVED):
        fields = {"what": what, "date": date, "form": _said(account, "expense"), "cents": amount}
        taken.add("contribution", number, {**fields, "persons": _listed(person)})
    else:
        taken.add(
            "gift",
            number,
            {"donor": person, "date": date, "form": _said(account, form), "cents": amount, "what": what},
        )


_ACTION = frozenset({"prenom", "nom", "pseudo", "titre", "description", "date", "duree", "projet"})
_MEMBER = frozenset(
    {"nom prenom", "nom et prenom", "prenom et nom", "nom", "prenom", "adresse e mail", "numero de telephone"}
)
_ENTRY = frozenset({"libelle", "date", "membres associes", "numero d ecriture"})
_DEBIT = frozenset({"compte de debit", "debit", "type", "statut", "libelle compte"})  # the other side of a gift

_PROGRAMS = (
    Program(
        frozenset({"pseudo", "titre", "date", "duree", "en attente de moderation"}),
        _ACTION | {"duree en heures", "association"},  # the first is the duration again, the second this association
        _take_action,
    ),
    Program(
        frozenset({"nom", "date", "duree", "annee", "semaine"}),
        frozenset({"nom", "categorie", "tache", "notes", "date", "duree", "valorisation", "annee", "semaine"}),
        _take_hours,
    ),
    Program(
        frozenset({"numero d ecriture", "libelle", "date", "compte de debit", "compte de credit", "montant"}),
        _ENTRY | _DEBIT | {"compte de credit", "montant"},
        _take_entry,
    ),
    Program(
        frozenset({"numero d ecriture", "libelle", "date", "numero compte", "debit", "credit"}),
        _ENTRY | _DEBIT | {"numero compte", "credit"},
        _take_entry,
        carries=_ENTRY,
    ),
    Program(frozenset({"numero de membre", "nom prenom"}), _MEMBER, _take_member),
    Program(frozenset({"numero de membre", "nom et prenom"}), _MEMBER, _take_member),
    Program(frozenset({"numero de membre", "nom", "prenom"}), _MEMBER, _take_member),
)
