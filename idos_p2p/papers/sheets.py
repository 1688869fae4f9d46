"""What an import reads from a folder, before anything is judged: tables, rows, cells, and where each one stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from idos_p2p.errors import RefusedError

REF = "ref"
"""The column that names a row inside one import (``don-014``), for kinds whose records have no name of their own."""

ASIDE = "aside"
"""The column of our own tables that says where the rest of a record is told; an import passes over it."""


class Position(NamedTuple):
    """Where something stands in the folder. Numbers count from 1; 0 means the whole row, or the whole file."""

    file: str  # relative to the folder, with "/" on every system
    line: int = 0  # of the physical file, so that an editor finds it even when a cell holds several lines
    column: int = 0  # counted in cells, as a spreadsheet does
    heading: str = ""  # what the first row says above it


@dataclass(frozen=True, slots=True)
class ImportFault:
    """One thing the person has to mend in their files: a code and fields, the words are in ``ui``."""

    position: Position
    code: str
    fields: Mapping[str, object] = field(default_factory=dict)

    @property
    def file(self) -> str:
        """The file's name, relative to the folder."""
        return self.position.file

    @property
    def line(self) -> int:
        """The line from 1, or 0 for the whole file."""
        return self.position.line

    @property
    def column(self) -> int:
        """The column from 1, or 0 for the whole row."""
        return self.position.column

    @property
    def heading(self) -> str:
        """The heading of that column, as written in the file."""
        return self.position.heading


class MisreadError(RefusedError):
    """A file whose text cannot be read on from a line and column, both from 1 (column 0: the whole line)."""

    def __init__(self, code: str, line: int, column: int = 0) -> None:
        super().__init__(code)
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell's text, without the blanks around it, and where it begins."""

    position: Position
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """The filled cells of one row, by field name (or ``REF``). An empty cell is absent."""

    position: Position
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file: the kind of its records and its rows. A Markdown page is a sheet of one row, without columns."""

    file: str
    kind: str
    rows: tuple[Row, ...]
    columns: Mapping[str, Position] = field(default_factory=dict)  # by field name: where its heading stands


@dataclass(frozen=True, slots=True)
class LeftAside:
    """Something of another program's file that has no place in a cell, told so that nobody believes it came in."""

    file: str
    code: str  # "column", "entries" (of the accounts, that are no gift) or "nobody" (rows that name no person)
    count: int  # filled cells of the column, or rows
    heading: str = ""  # of the column


@dataclass(frozen=True, slots=True)
class Sheets:
    """A folder as read. ``ignored`` are the files that no import reads, told so that nobody believes they were."""

    sheets: tuple[Sheet, ...]
    faults: tuple[ImportFault, ...] = ()
    ignored: tuple[str, ...] = ()
    left: tuple[LeftAside, ...] = ()
