"""What our tables call things is understood when they come back, and told in the document of imports."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from idos_p2p.papers.headings import (
    HEADINGS,
    IMPORT_ORDER,
    KIND_OF_FILE,
    choice_named,
    field_under,
    kind_of_table,
    plain,
)
from idos_p2p.papers.own_words import Language, choice, column, columns, file_stem
from idos_p2p.papers.sheets import ASIDE, REF
from idos_p2p.records.kinds import BY_NAME, Kind
from tests.meta.tree import ROOT

LANGUAGES = pytest.mark.parametrize("language", get_args(Language))
EVERY_KIND = pytest.mark.parametrize("kind", [BY_NAME[name] for name in IMPORT_ORDER], ids=lambda kind: kind.name)
IMPORT = (ROOT / "docs/import.md").read_text(encoding="utf-8")


@LANGUAGES
@EVERY_KIND
def test_each_heading_and_file_name_of_ours_is_understood(kind: Kind, language: Language) -> None:
    fields = [REF, *(field.name for field in kind.fields), ASIDE]
    assert [field_under(kind.name, heading) for heading in columns(kind, language)] == fields
    assert kind_of_table(file_stem(kind.name, language)) == kind.name
    assert kind_of_table(f"{file_stem(kind.name, language)}-2") == kind.name


@LANGUAGES
@EVERY_KIND
def test_each_choice_is_understood(kind: Kind, language: Language) -> None:
    for field in kind.fields:
        assert [choice_named(choice(word, language)) for word in field.choices] == list(field.choices)


def _rows() -> dict[str, list[str]]:
    """Return what the table of headings says, by kind: the row of each field as text."""
    rows: dict[str, list[str]] = {}
    kind = ""
    for line in IMPORT.split("\n"):
        cells = [cell.strip() for cell in line.split("|")[1:-1]]
        if len(cells) == 4 and re.match(r"`\w+`", cells[1]):
            kind = cells[0] or kind
            rows.setdefault(kind, []).append(line)
    return rows


@EVERY_KIND
def test_each_field_and_french_heading_is_told_in_the_document(kind: Kind) -> None:
    told = _rows()
    rows = "\n".join([*told[kind.name], *told["any"]])
    for field in kind.fields:
        assert f"`{field.name}`" in rows
        assert column(field.name, "fr") in rows or field.name == column(field.name, "fr")
    said = {plain(heading) for row in rows.split("\n") for heading in row.split("|")[3].split(",")}
    assert set(HEADINGS[kind.name]) <= said | {"ref", "aside"}


@EVERY_KIND
def test_each_file_name_is_told_in_the_document(kind: Kind) -> None:
    row = next(line for line in IMPORT.split("\n") if line.startswith(f"| {kind.name} | `"))
    assert {name for name, of in KIND_OF_FILE.items() if of == kind.name} <= set(re.findall(r"`(\w+)`", row))


@EVERY_KIND
def test_no_heading_stands_for_a_field_that_the_kind_has_not(kind: Kind) -> None:
    known = {field.name for field in kind.fields} | {REF, ASIDE}
    wrong = {heading for heading, field in HEADINGS[kind.name].items() if field not in known}
    assert wrong <= {"pieces jointes", "piece jointe", "ecrit par", "written by"}  # in the tables of most kinds


def test_everything_but_receipts_comes_in_and_goes_out() -> None:
    assert set(BY_NAME) - set(IMPORT_ORDER) == {"receipt"}
