"""What leaves a cell as tables comes into another one whole, whatever people wrote in it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idos_p2p.papers.formats import Format
from idos_p2p.papers.table import read_rows
from idos_p2p.records.fields import clean_line
from idos_p2p.services.cell import Cell
from idos_p2p.services.export import export
from idos_p2p.services.load import plan_import
from idos_p2p.services.write import add, change
from tests.contract.papers.moving import ASSOCIATION, bring_in, content
from tests.simulation.devices import Surroundings

HOSTILE = st.text(
    st.one_of(
        st.sampled_from("=+-@\t\n\r'\"|\\,;:# \u00a0\u202e\u200f\ufeff\uff1d\uff0b\uff0d\uff20€[]`*_<>"),
        st.sampled_from("aé\u0301œÅ\u212b\ufb01\U0001f469\U0001f3fd\u200d\U0001f33e\U0001f44d\u05d0\u05d1ج日本"),
        st.characters(exclude_categories=["Cs"]),
    ),
    min_size=1,
    max_size=12,
)
ARMED = set("=+-@\t\r\uff1d\uff0b\uff0d\uff20")
CENTS = st.integers(0, 2**53)


@pytest.fixture(scope="module")
def semeuses() -> Iterator[Cell]:
    """Return the cell of the invented association."""
    around = Surroundings(1)
    cell = around.found("Fondatrice")
    bring_in(cell, ASSOCIATION)
    yield cell
    around.close()


@pytest.fixture(scope="module")
def arrived(semeuses: Cell, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cell]:
    """Return another cell, into which its tables came."""
    around, folder = Surroundings(2), tmp_path_factory.mktemp("moving") / "out"
    export(semeuses, folder, Format.CSV)
    cell = around.found("Autre")
    bring_in(cell, folder)
    yield cell
    around.close()


def _tables(folder: Path) -> str:
    """Return all tables of a folder but the persons that cells began with, ids numbered as they come."""
    numbers: dict[str, str] = {}
    text = "\n".join(path.read_bytes().decode("utf-8-sig") for path in sorted(folder.glob("*.csv")))
    text = re.sub(r'"[0-9a-f]{64}";"(Fondatrice|Autre)".*\r\n', "", text)
    return re.sub(r"[0-9a-f]{64}", lambda found: numbers.setdefault(found[0], str(len(numbers))), text)


def test_the_association_leaves_and_comes_in_with_the_same_content(semeuses: Cell, arrived: Cell) -> None:
    there = [told for told in content(arrived) if '"Fondatrice"' not in told]
    assert there == content(semeuses)
    assert len(there) > 1_700


def test_what_came_in_leaves_again_as_the_same_tables(semeuses: Cell, arrived: Cell, tmp_path: Path) -> None:
    export(semeuses, tmp_path / "one", Format.CSV)
    export(arrived, tmp_path / "two", Format.CSV)
    assert _tables(tmp_path / "two") == _tables(tmp_path / "one")


def test_english_tables_say_the_same_as_french_ones(semeuses: Cell, arrived: Cell, tmp_path: Path) -> None:
    export(semeuses, tmp_path / "en", Format.CSV, language="en")
    assert (tmp_path / "en" / "gifts.csv").read_text(encoding="utf-8-sig").startswith('"ref","donor","form","amount"')
    planned = plan_import(arrived, tmp_path / "en")
    assert planned.faults == ()
    assert {record.kind for record in planned.records} <= _LEADING_ON  # to records of this very import, under new ids


_LEADING_ON = {"use", "attestation", "thanks", "signup"}


def test_pages_leave_as_markdown_and_come_in_with_their_fields(semeuses: Cell, tmp_path: Path) -> None:
    export(semeuses, tmp_path / "out", Format.MARKDOWN)
    other = Surroundings(2).found("Autre")
    bring_in(other, tmp_path / "out")
    pages = [told for told in content(semeuses, signed=False) if told.startswith('["page"')]
    assert content(other, signed=False) == pages  # whoever brings a page in is who wrote it there
    assert len(pages) > 15


def test_tables_and_pages_of_one_export_say_the_same_thing_once(semeuses: Cell, arrived: Cell, tmp_path: Path) -> None:
    export(semeuses, tmp_path / "out", Format.MARKDOWN)
    assert plan_import(arrived, tmp_path / "out").records == ()


def test_what_left_a_cell_comes_back_to_it_as_nothing_new(semeuses: Cell, tmp_path: Path) -> None:
    export(semeuses, tmp_path / "out", Format.CSV)
    planned = plan_import(semeuses, tmp_path / "out")
    assert (planned.faults, planned.records) == ((), ())


def test_namesakes_records_in_the_bin_and_later_links_come_in_apart(tmp_path: Path) -> None:
    cell = Surroundings(1).found("Ana")
    one, two = (add(cell, "person", {"name": "Marie", "reach": reach}) for reach in ("06", "07"))
    add(cell, "person", {"name": "marie", "removed": "2026-02-01"})
    meeting = add(cell, "meeting", {"title": "Marie", "date": "2026-01-02", "persons": [two]})
    add(cell, "thanks", {"to": [one], "words": "Merci.", "date": "2026-01-03", "about": meeting})
    first, second = (add(cell, "page", {"title": title}) for title in ("Un", "Deux"))
    change(cell, first, {"origins": [second]})
    comment = add(cell, "comment", {"about": first, "words": "Oui."})
    answer = add(cell, "comment", {"about": comment, "words": "Non."})
    change(cell, first, {"attachments": [f"{'ab' * 32} plan, de|la\\cour.pdf"]})
    add(cell, "comment", {"about": answer, "words": "Si.", "removed": "2026-02-03"})
    export(cell, tmp_path / "out", Format.CSV)
    other = Surroundings(2).found("Bea")
    bring_in(other, tmp_path / "out")
    assert [told for told in content(other) if '"Ana"' not in told] == content(cell)
    assert plan_import(other, tmp_path / "out").records == ()


def test_pages_made_from_each_other_come_in_without_the_last_link_which_is_told_aside(tmp_path: Path) -> None:
    cell = Surroundings(1).found("Ana")
    one = add(cell, "page", {"title": "Un"})
    two = add(cell, "page", {"title": "Deux", "origins": [one]})
    change(cell, one, {"origins": [two]})
    exported = export(cell, tmp_path / "out", Format.CSV)
    assert exported.aside == 1
    other = Surroundings(2).found("Bea")
    bring_in(other, tmp_path / "out")
    told = [told for told in content(other) if told.startswith('["page"')]
    assert len(told) == 2
    assert sum("origins" in each for each in told) >= 1


@settings(max_examples=40, deadline=None)
@given(st.lists(HOSTILE, min_size=12, max_size=12), CENTS, st.integers(0, 2**53))
def test_whatever_people_write_comes_back_to_the_letter(words: list[str], cents: int, minutes: int) -> None:
    cell = Surroundings(1).found("Ana")
    clean = [word if word.strip() and _says(word) else f"x{word}" for word in words]
    person = add(cell, "person", {"name": clean[0], "skills": clean[1:4], "purpose": clean[4], "reach": clean[5]})
    gift = add(
        cell,
        "gift",
        {"donor": person, "cents": cents, "date": "2026-01-01", "what": clean[6], "wish": clean[7]},
    )
    page = add(cell, "page", {"title": clean[8], "body": clean[9], "sources": clean[10:12]})
    add(cell, "use", {"gifts": {gift: cents}, "persons": [person], "date": "2026-01-02", "effect": clean[3]})
    add(
        cell,
        "contribution",
        {"what": clean[2], "date": "2026-01-03", "minutes": minutes, "persons": [person], "place": clean[1]},
    )
    add(cell, "comment", {"about": page, "words": clean[7]})
    with TemporaryDirectory() as folder:
        out = Path(folder, "out")
        exported = export(cell, out, Format.CSV)
        other = Surroundings(2).found("Bea")
        bring_in(other, out)
        assert exported.aside == 0
        assert [told for told in content(other) if '"Ana"' not in told] == content(cell)
        for table in out.glob("*.csv"):
            assert not _armed(table.read_text(encoding="utf-8-sig"))
        shutil.rmtree(out)
        if clean[9].strip() == clean[9]:
            export(cell, out, Format.MARKDOWN)
            third = Surroundings(3).found("Cleo")
            bring_in(third, out)
            pages = [told for told in content(cell, signed=False) if told.startswith('["page"')]
            assert content(third, signed=False) == pages


def _says(word: str) -> bool:
    """Tell whether something of a word is left on one line, and does not say "nothing" to a comparison by name."""
    return bool(clean_line(word).strip())


def _armed(table: str) -> list[str]:
    """Return the cells of words that a spreadsheet might run."""
    return [cell.text for row in read_rows(table) for cell in row if cell.quoted and cell.text[:1] in ARMED]
