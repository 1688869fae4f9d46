"""CSV as RFC 4180 and French spreadsheets write it, with the line of every cell.

The standard ``csv`` module tells neither where a cell of a many-line row begins nor where an open quote stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from idos_p2p.papers.sheets import MisreadError

SEPARATORS = (";", ",", "\t")
"""Tried in this order when the first line holds equally many: French spreadsheets write ";"."""

_END_OF_LINE = re.compile(r"\r\n|\r|\n")


def _cell_pattern(separator: str) -> re.Pattern[str]:
    """Return what matches one cell (quoted in group 1, bare in group 2) and what ends it (group 3)."""
    bare = rf'(?:[^"\r\n{separator}][^\r\n{separator}]*)?'
    # Possessive loops: a doubled quote is never taken apart to find a closing one.
    return re.compile(rf'(?:"([^"]*+(?:""[^"]*+)*+)"|({bare}))({separator}|\r\n|\r|\n|\Z)')


_CELL = {separator: _cell_pattern(separator) for separator in SEPARATORS}


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell as written, unquoted, and the line (from 1) on which it begins."""

    line: int
    text: str
    quoted: bool = False  # its writer meant every blank of it


def separator_of(text: str) -> str:
    """Return the separator found most often in the first line that is not empty, outside quotes."""
    first = next((line for line in _END_OF_LINE.split(text) if line.strip()), "")
    outside = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=outside.count)


def read_rows(text: str) -> Iterator[list[RawCell]]:
    """Yield the rows of a table, empty lines left out.

    Raises MisreadError ``import_quote_open`` (a quote that never closes) or ``import_quote_stray`` (words after a
    closing quote).
    """
    pattern = _CELL[separator_of(text)]
    place, line = 0, 1
    row: list[RawCell] = []
    while place < len(text):
        match = pattern.match(text, place)
        if match is None:
            raise _unreadable(text, place, line, len(row) + 1)
        quoted, bare, ending = match.groups()
        row.append(RawCell(line, bare) if quoted is None else RawCell(line, quoted.replace('""', '"'), quoted=True))
        line += len(_END_OF_LINE.findall(match.group()))
        place = match.end()
        if ending in SEPARATORS and place < len(text):
            continue
        if ending in SEPARATORS:  # the file ends with a separator: its last cell is empty
            row.append(RawCell(line, ""))
        if any(cell.text.strip() for cell in row):
            yield row
        row = []


def _unreadable(text: str, place: int, line: int, column: int) -> MisreadError:
    """Say why no cell can be read at a place that begins with a quote."""
    closing = re.compile(r'"[^"]*+(?:""[^"]*+)*+"').match(text, place)
    return MisreadError("import_quote_open" if closing is None else "import_quote_stray", line, column)
