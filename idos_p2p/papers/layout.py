"""From a file's text to a sheet: which column holds which field, and the front matter of a page. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

from idos_p2p import limits
from idos_p2p.papers.cells import rearmed
from idos_p2p.papers.headings import field_under
from idos_p2p.papers.sheets import ASIDE, Cell, ImportFault, MisreadError, Position, Row, Sheet
from idos_p2p.papers.table import RawCell, read_rows
from idos_p2p.records.kinds import BY_NAME, FieldType

_FENCE = "---"
_END_OF_LINE = re.compile(r"\r\n|\r|\n")
_QUOTED = re.compile(r'".*"')
_TITLE = re.compile(r"# +(.+?)(?: +#+)? *")


def _plain_lines(text: str) -> str:
    """Return text in composed letters (NFC), with plain ends of line."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def tidy(text: str) -> str:
    """Return text in composed letters (NFC), with plain ends of line, without blanks around it."""
    return _plain_lines(text).strip()


def read_table(file: str, kind: str, text: str, room: int) -> tuple[Sheet, list[ImportFault]]:
    """Return the rows of a table and what is wrong with its shape. ``room`` bounds the rows.

    After a quote that cannot be read, the rows before it are kept, so that their faults are told in the same breath.
    """
    faults: list[ImportFault] = []
    rows: list[Row] = []
    places: dict[str, Position] = {}
    try:
        lines = read_rows(text)
        heading = next(lines, None)
        if heading is None:
            return Sheet(file, kind, ()), [ImportFault(Position(file), "import_table_empty")]
        columns = _Columns(file, kind, heading)
        places = columns.places
        faults.extend(columns.faults)
        for cells in lines:
            if len(rows) == room:
                fault = ImportFault(
                    Position(file, cells[0].line), "import_rows_too_many", {"limit": limits.MAX_IMPORT_ROWS}
                )
                faults.append(fault)
                break
            rows.append(columns.row(cells, faults))
    except MisreadError as error:
        faults.append(ImportFault(Position(file, error.line, error.column), error.code))
    return Sheet(file, kind, tuple(rows), places), faults


class _Columns:
    """The first row of a table: what each column holds."""

    def __init__(self, file: str, kind: str, heading: Sequence[RawCell]) -> None:
        self._file = file
        self._kind = kind
        self._headings = [tidy(cell.text) for cell in heading]
        self._fields: list[str] = []
        self.places: dict[str, Position] = {}
        self.faults: list[ImportFault] = []
        for number, (cell, name) in enumerate(zip(heading, self._headings, strict=True), start=1):
            field = (field_under(kind, name) or "") if name else ""
            position = Position(file, cell.line, number, name)
            if name and not field:
                self.faults.append(ImportFault(position, "import_heading_unknown", {"kind": kind}))
            elif field and field in self._fields:
                self.faults.append(ImportFault(position, "import_heading_repeated", {"field": field}))
                field = ""
            elif field:
                self.places[field] = position
            self._fields.append(field)
        self.faults.extend(
            ImportFault(Position(file, heading[0].line), "import_heading_missing", {"field": field.name})
            for field in BY_NAME[kind].fields
            if field.required and field.name not in self._fields
        )

    def _is_text(self, name: str) -> bool:
        """Tell whether a field is a text of several lines, whose blanks stay as they are."""
        field = BY_NAME[self._kind].field(name)
        return field is not None and field.type is FieldType.TEXT

    def row(self, cells: Sequence[RawCell], faults: list[ImportFault]) -> Row:
        """Return the filled cells of a row by field, adding to ``faults`` those that stand under no heading."""
        found: dict[str, Cell] = {}
        columns = zip_longest(cells, self._headings[: len(cells)], self._fields[: len(cells)], fillvalue=None)
        for number, (cell, heading, field) in enumerate(columns, start=1):
            if cell is None or not (text := tidy(cell.text)) or field == ASIDE:
                continue
            position = Position(self._file, cell.line, number, heading or "")
            if field:
                meant = cell.quoted and self._is_text(field)
                found[field] = Cell(position, rearmed(_plain_lines(cell.text) if meant else text))
            elif not heading:
                faults.append(ImportFault(position, "import_cell_without_heading", {"value": text}))
        return Row(Position(self._file, cells[0].line), found)


def read_page(file: str, text: str) -> tuple[Sheet, list[ImportFault]]:
    """Return a Markdown file as a sheet of one row: front matter where there is one, title, body."""
    lines = _END_OF_LINE.split(text)  # not splitlines: a page may hold U+2028, which ends no line of a file
    cells: dict[str, Cell] = {}
    faults: list[ImportFault] = []
    start = 0
    if lines and lines[0].strip() == _FENCE:
        end = next((number for number, line in enumerate(lines[1:], start=1) if line.strip() == _FENCE), None)
        if end is None:
            return Sheet(file, "page", ()), [ImportFault(Position(file, 1), "import_front_matter_open")]
        for number, line in enumerate(lines[1:end], start=2):
            _read_property(Position(file, number), line, cells, faults)
        start = end + 1
    while start < len(lines) and not lines[start].strip():
        start += 1
    if "title" not in cells and start < len(lines) and (match := _TITLE.fullmatch(lines[start])):
        cells["title"] = Cell(Position(file, start + 1), tidy(match[1]))
        start += 1
    if "title" not in cells:
        faults.append(ImportFault(Position(file, start + 1), "import_title_missing"))
    if body := tidy("\n".join(lines[start:])):
        cells["body"] = Cell(Position(file, start + 1), body)
    return Sheet(file, "page", (Row(Position(file, 1), cells),)), faults


def quoted(value: str) -> str:
    """Return a value of the front matter that ``unquoted`` gives back."""
    return f'"{value}"' if _QUOTED.fullmatch(value) else value


def unquoted(value: str) -> str:
    """Return a value of the front matter without the quotes around it."""
    return value[1:-1] if _QUOTED.fullmatch(value) else value


def _read_property(position: Position, line: str, cells: dict[str, Cell], faults: list[ImportFault]) -> None:
    """Read one ``key: value`` line of a page's front matter."""
    if not line.strip():
        return
    key, colon, value = line.partition(":")
    field = field_under("page", key)
    if not colon or field is None or field == "body":
        faults.append(ImportFault(position, "import_front_matter_unknown", {"value": line.strip()}))
    elif field in cells:
        faults.append(ImportFault(position, "import_heading_repeated", {"field": field}))
    elif text := unquoted(tidy(value)):
        cells[field] = Cell(position._replace(heading=key.strip()), text)
