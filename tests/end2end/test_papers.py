"""What leaves one computer as files comes into another association, through the real command line."""

from __future__ import annotations

from pathlib import Path

from tests.end2end.conftest import Cell
from tests.end2end.laptop import Laptop


def test_an_association_starts_with_the_tables_of_another(cell: Cell, tmp_path: Path) -> None:
    person = cell.aicha.do("add", "person", "name==1+1")["id"]
    cell.aicha.do("add", "gift", f"donor={person}", "cents=1250", "date=2026-01-02", "wish=Été\u00a0: des outils")
    out = tmp_path / "sortie"
    exported = cell.aicha.do("export", str(out), "--format", "csv")
    assert (exported["records"]["gift"], exported["aside"]) == (1, 0)
    assert cell.aicha.do("export", str(out), "--format", "csv")["size"] == exported["size"]
    other = Laptop(tmp_path / "ailleurs")
    other.do("cell", "create", "Ailleurs", "--as", "Bea")
    preview = other.do("import", str(out), "--preview")
    assert {told["file"]: told["new"] for told in preview["files"]} == {"dons.csv": 1, "personnes.csv": 3}
    other.do("import", str(out))
    [gift] = other.do("list", "gift")
    assert (gift["cents"], gift["wish"]) == (1250, "Été\u00a0: des outils")
    assert other.do("show", gift["donor"])["name"] == "=1+1"
    assert other.do("export", str(tmp_path / "elle"), "--person", gift["donor"])["records"] == {
        "gift": 1,
        "person": 3,
    }  # the donor, who noted it there, and who brought it here


def test_a_folder_with_other_things_is_refused_in_a_sentence(cell: Cell, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("à moi", encoding="utf-8")
    said = cell.aicha.said("export", str(tmp_path))
    assert said.code == 1
    assert "export_folder_taken" in said.out
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "à moi"
