"""CSV as spreadsheets write it: every cell back, on its own line of the file."""

from __future__ import annotations

import csv
import io
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.papers.sheets import MisreadError
from idos_p2p.papers.table import SEPARATORS, read_rows, separator_of

ANY_CELL = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
PLAIN_HEADINGS = st.lists(st.text("abcdé'", min_size=1, max_size=6), min_size=2, max_size=6)


def _texts(table: str) -> list[list[str]]:
    return [[cell.text for cell in row] for row in read_rows(table)]


@given(PLAIN_HEADINGS, st.data(), st.sampled_from(SEPARATORS), st.sampled_from(["\n", "\r\n", "\r"]))
def test_what_a_spreadsheet_wrote_reads_back_the_same(
    headings: list[str], data: st.DataObject, separator: str, end: str
) -> None:
    rows = data.draw(st.lists(st.lists(ANY_CELL, min_size=len(headings), max_size=len(headings)), max_size=8))
    stream = io.StringIO()
    # Python's writer, alone of its kind, leaves the end of a line bare where lines end otherwise: quoted there.
    bare = not any(sign in cell for row in rows for cell in row for sign in "\r\n")
    quoting: Literal[0, 1] = csv.QUOTE_MINIMAL if bare else csv.QUOTE_ALL
    csv.writer(stream, delimiter=separator, lineterminator=end, quoting=quoting).writerows([headings, *rows])
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    assert _texts(stream.getvalue()) == [headings, *filled]


@given(st.lists(st.lists(ANY_CELL, min_size=2, max_size=4), min_size=1, max_size=6))
def test_every_cell_tells_the_line_it_begins_on(rows: list[list[str]]) -> None:
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", lineterminator="\n", quoting=csv.QUOTE_ALL).writerows([["a", "b"], *rows])
    table = stream.getvalue()
    lines = io.StringIO(table, newline="").readlines()
    for row in read_rows(table):
        for cell in row:
            first = cell.text.replace('"', '""').splitlines()[:1]
            assert '"' + (first[0] if first else "") in lines[cell.line - 1]


@pytest.mark.parametrize(
    ("table", "separator"),
    [
        ("nom;rôles\n", ";"),
        ("name,roles\n", ","),
        ("nom\trôles\n", "\t"),
        ('"nom, prénom";rôles\n', ";"),
        ("\n\nname,roles\n", ","),
        ("nom\n", ";"),
    ],
)
def test_the_separator_is_the_one_of_the_first_line(table: str, separator: str) -> None:
    assert separator_of(table) == separator


def test_a_cell_may_hold_lines_quotes_and_separators() -> None:
    assert _texts('nom;mot\nZoë;"elle dit ""oui"";\r\npuis rit"\n') == [
        ["nom", "mot"],
        ["Zoë", 'elle dit "oui";\r\npuis rit'],
    ]


def test_empty_lines_are_no_rows_and_the_last_line_needs_no_end() -> None:
    rows = list(read_rows("nom;lieu\n\n;\nAya;"))
    assert [[cell.text for cell in row] for row in rows] == [["nom", "lieu"], ["Aya", ""]]
    assert rows[1][0].line == 4


@pytest.mark.parametrize(
    ("table", "code", "line", "column"),
    [
        ('a;b\nx;"never closed\nmore\n', "import_quote_open", 2, 2),
        ('a;b\n"one\ntwo";x\ny;"z" tail\n', "import_quote_stray", 4, 2),
        ('"a" b;c\n', "import_quote_stray", 1, 1),
        ('a\n"""b\n', "import_quote_open", 2, 1),
    ],
)
def test_a_quote_that_cannot_be_read_is_told_where_it_stands(table: str, code: str, line: int, column: int) -> None:
    with pytest.raises(MisreadError) as refused:
        list(read_rows(table))
    assert (refused.value.code, refused.value.line, refused.value.column) == (code, line, column)
