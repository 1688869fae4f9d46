"""The tables open in LibreOffice, as a French person opens them: accents, numbers and days right, and no formula."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from idos_p2p.papers.formats import Format
from idos_p2p.services.cell import Cell
from idos_p2p.services.export import export
from idos_p2p.services.people import own_person
from idos_p2p.services.write import add
from tests.contract.papers.moving import bring_in, content
from tests.simulation.devices import Surroundings

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
FRENCH = "CSV:59,34,76,1,,1036,false,false"  # ";" between cells, quotes, UTF-8, from the first line, numbers in French
BACK = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,true,false,false"  # the same way back, words between quotes

Cells = list[tuple[str, str]]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the profile of a LibreOffice of this test alone."""
    if shutil.which("soffice") is None:
        pytest.skip("needs LibreOffice (apt-get install libreoffice-calc-nogui)")
    return (tmp_path_factory.mktemp("office") / "profile").as_uri()


@pytest.fixture
def cell() -> Iterator[Cell]:
    around = Surroundings(1)
    yield around.found('=HYPERLINK("https://example.org";"Été")')
    around.close()


def _convert(office: str, table: Path, to: str, folder: Path) -> Path:
    command = ["soffice", f"-env:UserInstallation={office}", "--headless", f"--infilter={FRENCH}"]
    command += ["--convert-to", to, "--outdir", str(folder), str(table)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return folder / f"{table.stem}.{to.partition(':')[0]}"


def _rows(sheet: Path) -> list[Cells]:
    """Return the type and the value of each cell of a flat OpenDocument sheet; a formula is a type of its own."""
    rows = []
    for row in ElementTree.parse(sheet).getroot().iter(f"{TABLE}table-row"):
        cells: Cells = []
        for cell in row.iter(f"{TABLE}table-cell"):
            kind = "formula" if f"{TABLE}formula" in cell.attrib else cell.get(f"{OFFICE}value-type", "")
            said = "\n".join("".join(line.itertext()) for line in cell.iter(f"{TEXT}p"))
            value = cell.get(f"{OFFICE}value") or cell.get(f"{OFFICE}date-value") or said
            cells += [(kind, value)] * int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        rows.append(cells)
    return rows


def test_accents_numbers_and_days_are_right_and_nothing_is_a_formula(office: str, cell: Cell, tmp_path: Path) -> None:
    person = own_person(cell)
    add(cell, "gift", {"donor": person, "cents": 123_456, "date": "2026-01-02", "what": "+33 6", "wish": "@SUM(A1)\né"})
    add(cell, "contribution", {"what": "Œuvre « d’été »", "date": "2026-02-03", "minutes": 90, "persons": [person]})
    export(cell, tmp_path / "out", Format.CSV)
    heading, gift = _rows(_convert(office, tmp_path / "out" / "dons.csv", "fods", tmp_path))[:2]
    assert [said for _, said in heading[:8]] == [
        *("ref", "donateur", "forme", "montant", "quoi", "jour", "souhait", "pièces jointes"),
    ]
    assert gift[1:7] == [
        ("string", '\'=HYPERLINK("https://example.org";"Été")'),
        ("string", "argent"),
        ("float", "1234.56"),
        ("string", "'+33 6"),
        ("date", "2026-01-02"),
        ("string", "'@SUM(A1)\né"),
    ]
    _, contribution = _rows(_convert(office, tmp_path / "out" / "contributions.csv", "fods", tmp_path))[:2]
    assert contribution[1:5] == [
        ("string", "Œuvre « d’été »"),
        ("date", "2026-02-03"),
        ("string", "temps"),
        ("float", "90"),
    ]


def test_what_a_spreadsheet_saved_again_comes_in_with_the_same_content(office: str, cell: Cell, tmp_path: Path) -> None:
    person = own_person(cell)
    gift = add(cell, "gift", {"donor": person, "cents": 1_250, "date": "2026-01-02", "wish": '-2\n"deux"; trois'})
    add(cell, "use", {"gifts": {gift: 1_000}, "persons": [person], "date": "2026-01-03", "effect": "=A1 \U0001f331"})
    export(cell, tmp_path / "out", Format.CSV)
    saved = tmp_path / "saved"
    saved.mkdir()
    for table in sorted((tmp_path / "out").glob("*.csv")):
        _convert(office, table, BACK, saved)
    other = Surroundings(2).found("Bea")
    bring_in(other, saved)
    assert [told for told in content(other) if not told.startswith('["person"')] == content(cell)
