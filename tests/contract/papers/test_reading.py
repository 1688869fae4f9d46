"""A folder on the disk: what is read, what is not, and nothing from outside it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from idos_p2p import limits
from idos_p2p.errors import RefusedError
from idos_p2p.papers.reading import read_directory
from idos_p2p.papers.sheets import Sheets


def _write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _faults(sheets: Sheets) -> list[tuple[str, str, int]]:
    return [(fault.code, fault.file, fault.line) for fault in sheets.faults]


def test_a_folder_is_read_whole_persons_and_projects_first(tmp_path: Path) -> None:
    _write(tmp_path, "zoe/dons-2026.csv", "donateur;date\nZoë;2026-01-01\n")
    _write(tmp_path, "zoe/Contributions 2026.CSV", "quoi;date;qui\nSemis;2026-01-01;Zoë\n")
    _write(tmp_path, "zoe/pages/recettes/mafé.md", "# Mafé\n")
    _write(tmp_path, "zoe/projets.csv", "titre\nJardin\n")
    _write(tmp_path, "zoe/usages.csv", "dons;date;effet\nd: 1;2026-01-01;Oui\n")
    _write(tmp_path, "membres.csv", "nom\nZoë\n")
    sheets = read_directory(tmp_path)
    assert sheets.faults == ()
    assert [(sheet.kind, sheet.file) for sheet in sheets.sheets] == [
        ("person", "membres.csv"),
        ("project", "zoe/projets.csv"),
        ("page", "zoe/pages/recettes/mafé.md"),
        ("contribution", "zoe/Contributions 2026.CSV"),
        ("gift", "zoe/dons-2026.csv"),
        ("use", "zoe/usages.csv"),
    ]


def test_a_byte_order_mark_and_decomposed_letters_change_nothing(tmp_path: Path) -> None:
    _write(tmp_path, "persons.csv", b"\xef\xbb\xbfnom;contact\r\n" + "Zoe\u0308;E\u0301lodie\r\n".encode())
    row = read_directory(tmp_path).sheets[0].rows[0]
    assert row.position.line == 2
    assert row.cells["reach"].text == "Élodie"


def test_what_no_import_reads_is_told_and_what_is_hidden_is_not(tmp_path: Path) -> None:
    _write(tmp_path, "persons.csv", "nom\nZoë\n")
    _write(tmp_path, "README.md", "# Lisez-moi\n")
    _write(tmp_path, "photos/jardin.jpg", b"\xff\xd8")
    _write(tmp_path, ".git/persons.csv", "nom\nPersonne\n")
    _write(tmp_path, ".DS_Store", b"\0")
    sheets = read_directory(tmp_path)
    assert (len(sheets.sheets), sheets.faults) == (1, ())
    assert sheets.ignored == ("README.md", "photos/jardin.jpg")


def test_a_table_whose_name_says_no_kind_is_a_fault(tmp_path: Path) -> None:
    _write(tmp_path, "adhérents.csv", "nom\nZoë\n")
    assert _faults(read_directory(tmp_path)) == [("import_file_unknown", "adhérents.csv", 0)]


def test_bytes_that_are_no_utf8_are_told_by_line(tmp_path: Path) -> None:
    _write(tmp_path, "persons.csv", "nom\nZoé\n".encode() + "Noël\n".encode("latin-1"))
    assert _faults(read_directory(tmp_path)) == [("import_not_utf8", "persons.csv", 3)]


def test_a_link_out_of_the_folder_is_refused_and_its_target_not_read(tmp_path: Path) -> None:
    secret = _write(tmp_path, "outside/persons.csv", "nom\nSecret\n")
    inside = tmp_path / "inside"
    _write(inside, "projects.csv", "titre\nJardin\n")
    (inside / "persons.csv").symlink_to(secret)
    (inside / "more").symlink_to(secret.parent, target_is_directory=True)
    (inside / "gifts.csv").symlink_to(inside / "gone.csv")
    sheets = read_directory(inside)
    assert [sheet.file for sheet in sheets.sheets] == ["projects.csv"]
    assert sorted(_faults(sheets)) == [
        ("import_link_outside", name, 0) for name in ("gifts.csv", "more", "persons.csv")
    ]


def test_a_link_inside_the_folder_is_ignored_for_its_target_is_read(tmp_path: Path) -> None:
    _write(tmp_path, "a/persons.csv", "nom\nZoë\n")
    (tmp_path / "persons.csv").symlink_to(tmp_path / "a" / "persons.csv")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    sheets = read_directory(tmp_path)
    assert [sheet.file for sheet in sheets.sheets] == ["a/persons.csv"]
    assert (sheets.faults, sheets.ignored) == ((), ("loop", "persons.csv"))


def test_a_pipe_does_not_hold_the_import(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "persons.csv")
    assert _faults(read_directory(tmp_path)) == [("import_file_unreadable", "persons.csv", 0)]


def test_files_rows_and_folders_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path, "a/persons.csv", "nom\nAya\nZoë\n")
    _write(tmp_path, "b/persons.csv", "nom\nNoël\n" + "\n" * 100)
    monkeypatch.setattr(limits, "MAX_IMPORT_ROWS", 1)
    monkeypatch.setattr(limits, "MAX_IMPORT_FILE_BYTES", 60)
    assert _faults(read_directory(tmp_path)) == [
        ("import_rows_too_many", "a/persons.csv", 3),
        ("import_file_too_large", "b/persons.csv", 0),
    ]
    monkeypatch.setattr(limits, "MAX_IMPORT_FILE_BYTES", 1000)
    monkeypatch.setattr(limits, "MAX_IMPORT_BYTES", 60)
    assert ("import_folder_too_large", "b/persons.csv", 0) in _faults(read_directory(tmp_path))
    monkeypatch.setattr(limits, "MAX_IMPORT_FILES", 1)
    assert ("import_files_too_many", ".", 0) in _faults(read_directory(tmp_path))


def test_a_folder_that_is_not_there_or_holds_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="import_directory_missing"):
        read_directory(tmp_path / "nowhere")
    _write(tmp_path, "note.txt", "rien")
    with pytest.raises(RefusedError, match="import_empty"):
        read_directory(tmp_path)
