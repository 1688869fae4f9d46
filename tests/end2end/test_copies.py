"""Copies, repair, and what a home refuses kindly, as a person meets them on the command line."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from idos_p2p.identity.keystore import load_keys
from idos_p2p.store.database import Database
from tests.end2end.conftest import Cell
from tests.end2end.laptop import NO_DISCOVERY, Laptop


def everything(laptop: Laptop) -> dict[str, str]:
    """Return the digest of each file of a home; the lock is whoever's looks at it."""
    return {
        str(path.relative_to(laptop.home)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(laptop.home.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def titles(laptop: Laptop) -> set[str]:
    return {record["title"] for record in laptop.do("list", "project")}


def spoil(path: Path, at: int) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(b"x" * 16)


def test_a_copy_is_made_listed_and_put_back(cell: Cell, tmp_path: Path) -> None:
    aicha = cell.aicha
    aicha.add("project", title="Avant")
    made = aicha.do("copy", "make", str(tmp_path / "clé.idos-copy"))
    assert (Path(made["path"]).exists(), made["protected"]) == (True, False)
    (daily,) = aicha.do("copy", "list")["copies"]
    assert daily["path"].endswith(".idos-copy")
    aicha.add("project", title="Après")
    restored = aicha.do("copy", "restore", made["path"])
    assert restored["entries"] == made["entries"]
    assert titles(aicha) == {"Avant"}
    assert [each["code"] for each in aicha.do("cell", "show")["conditions"]] == ["restored"]
    assert Path(restored["aside"], "cell.db").exists()


def test_a_process_that_holds_the_home_makes_copies_for_others_and_is_never_overtaken(
    cell: Cell, tmp_path: Path
) -> None:
    aicha = cell.aicha
    with aicha.serve(NO_DISCOVERY):
        made = aicha.do("copy", "make", str(tmp_path / "a.idos-copy"))
        assert aicha.fails("copy", "restore", made["path"]).code == "home_in_use"
        assert aicha.fails("repair").code == "home_in_use"
        assert aicha.do("copy", "list")["copies"] is not None


def test_a_damaged_cell_is_named_repaired_and_met_again(cell: Cell) -> None:
    aicha, karim = cell.aicha, cell.karim
    karim.add("project", title="Jardin")
    with karim.serve(NO_DISCOVERY) as serving:
        assert aicha.do("sync", "--peer", serving.endpoint, NO_DISCOVERY)["equal"]
        for copy in aicha.database.parent.glob("copies/*"):
            copy.unlink()
        spoil(aicha.database, 1000)
        failure = aicha.fails("list", "project")
        assert failure.code == "store_damaged"
        assert "idos-p2p repair" in failure.message
        repaired = aicha.do("repair")
        assert repaired["needed"]
        assert repaired["entries"] > 0
        assert not aicha.do("repair")["needed"]
        assert aicha.do("sync", "--peer", serving.endpoint, NO_DISCOVERY)["equal"]
    assert titles(aicha) == {"Jardin"}
    assert aicha.do("check", "--deep")["ok"]


@pytest.mark.parametrize("command", [("list", "project"), ("check",), ("rebuild",), ("repair",), ("copy", "make", "x")])
def test_the_cell_of_a_newer_program_is_refused_kindly_and_not_one_byte_of_the_home_changes(
    cell: Cell, command: tuple[str, ...]
) -> None:
    aicha = cell.aicha
    newer = Database.writable(str(aicha.database), load_keys(aicha.keys, "").store)
    with newer.transaction():
        newer.write("INSERT INTO migration (number, name) VALUES (9999, 'later')")
    newer.close()
    before = everything(aicha)
    failure = aicha.fails(*command)
    assert failure.code == "store_newer"
    assert "plus récent" in failure.message
    assert everything(aicha) == before
