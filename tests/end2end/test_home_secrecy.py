"""Nothing that people write can be read in the files of a home, and it opens with its own key alone (issue 2)."""

from __future__ import annotations

import hashlib
import shutil
import signal
from pathlib import Path

import pytest

from tests.end2end.conftest import Cell
from tests.end2end.laptop import NO_DISCOVERY, Laptop

NAME, TITLE, BODY, SKILL, CHANGED, SOUGHT = (
    "framboisiers", "mirabellier", "ciboulette", "verveine", "pimprenelle", "estragon"
)  # fmt: skip
PLANTED = (NAME, TITLE, BODY, SKILL, CHANGED, SOUGHT, "Semeuses", "Ould-Ahmed", "Benali")


def found_in(place: Path) -> set[str]:
    """Return the planted words, and more that must stay unread, that any file under this place holds."""
    contents = {file: file.read_bytes() for file in sorted(place.rglob("*")) if file.is_file()}
    assert contents
    needles = {word.encode(encoding) for word in PLANTED for encoding in ("utf-8", "utf-16-le", "utf-16-be")}
    needles |= {word.upper().encode() for word in PLANTED} | {b"SQLite format", b"CREATE TABLE", b"idos:"}
    return {
        f"{needle!r} in {file.name}" for file, content in contents.items() for needle in needles if needle in content
    }


def fingerprint(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def test_no_planted_word_is_in_any_file_of_either_home_even_after_a_power_cut(cell: Cell, tmp_path: Path) -> None:
    person = cell.aicha.add("person", name=f"Ana {NAME}", skills=SKILL)
    aicha, karim = (Laptop(laptop.home, IDOS_LOG="DEBUG") for laptop in (cell.aicha, cell.karim))
    with aicha.serve(NO_DISCOVERY) as serving, karim.serve(NO_DISCOVERY) as other:
        page = cell.aicha.add("page", title=TITLE, body=f"Où pousse la {BODY} ?")
        assert cell.karim.do("sync", "--peer", serving.endpoint)["equal"]
        other.until("up_to_date")
        cell.karim.do("set", page, f"body=Où pousse la {CHANGED} ?")
        serving.until("received")
        assert [item["id"] for item in cell.aicha.do("search", CHANGED)["items"]] == [page]
        assert [item["id"] for item in cell.karim.do("search", NAME)["items"]] == [person]
        assert cell.karim.do("search", SOUGHT)["items"] == []
        serving.kill()
        other.kill()
    assert all(open_laptop.log() for open_laptop in (serving, other)), "the logs were to say all they can"
    for laptop in (cell.aicha, cell.karim):
        copies = set(laptop.home.rglob("*.idos-copy"))
        assert copies, "the copy of the day is looked into as well"
        names = {file.name for file in laptop.home.rglob("*") if file.is_file() and file not in copies}
        assert names == {"lock", "serving", "keys", "cell.db", "cell.db-wal", "cell.db-shm", "instance", "ballast"}
        assert laptop.database.with_name("cell.db-wal").stat().st_size > 0, "the log was to lie open, not checkpointed"
    assert found_in(tmp_path) == set()  # both homes, and the programs' own logs beside them
    assert cell.aicha.do("check", "--deep")["ok"]
    assert cell.karim.do("show", page)["body"] == f"Où pousse la {CHANGED} ?"
    assert found_in(tmp_path) == set()


def test_the_scan_finds_what_lies_open(tmp_path: Path) -> None:
    (tmp_path / "notes").write_text(f"{TITLE}\n{BODY.upper()}", encoding="utf-8")
    (tmp_path / "notes-16").write_text(SKILL, encoding="utf-16-le")
    assert len(found_in(tmp_path)) == 3


def test_a_home_with_the_keys_of_another_does_not_open_and_is_not_touched(cell: Cell) -> None:
    before = fingerprint(cell.aicha.database)
    own = cell.aicha.keys.read_bytes()
    shutil.copyfile(cell.karim.keys, cell.aicha.keys)
    for words in (("add", "page", "title=Essai"), ("sync", NO_DISCOVERY)):
        failure = cell.aicha.fails(*words)
        assert (failure.code, failure.exit) == ("store_key", 1)
        assert failure.err.count("\n") == 1
    assert fingerprint(cell.aicha.database) == before
    cell.aicha.keys.write_bytes(own)
    assert cell.aicha.do("check", "--deep")["ok"]


@pytest.mark.parametrize("damage", [b"", b"\x00" * 64, b"not a file of keys"], ids=["empty", "zeros", "words"])
def test_damaged_keys_are_told_in_a_sentence(cell: Cell, damage: bytes) -> None:
    before = fingerprint(cell.aicha.database)
    cell.aicha.keys.write_bytes(damage)
    failure = cell.aicha.fails("cell", "show")
    assert (failure.code, failure.exit) == ("keys_damaged", 1)
    assert fingerprint(cell.aicha.database) == before


def test_a_home_made_with_a_passphrase_opens_with_that_one_alone(tmp_path: Path) -> None:
    laptop = Laptop(tmp_path / "home", IDOS_PASSPHRASE="l’été, 4 saisons 🌱")
    laptop.do("cell", "create", "Les Semeuses", "--as", "Aïcha Benali")
    before = fingerprint(laptop.database)
    for passphrase, code in (("", "passphrase_needed"), ("l’hiver", "passphrase_wrong")):
        failure = Laptop(laptop.home, IDOS_PASSPHRASE=passphrase).fails("cell", "show")
        assert (failure.code, failure.exit) == (code, 1)
        assert failure.err.count("\n") == 1
        assert fingerprint(laptop.database) == before
    assert laptop.do("cell", "show")["name"] == "Les Semeuses"


def test_what_a_killed_command_leaves_opens_again(cell: Cell) -> None:
    with cell.aicha.serve(NO_DISCOVERY) as serving:
        page = cell.aicha.add("page", title=TITLE)
        serving.kill()
    assert serving.process.returncode == -signal.SIGKILL
    assert cell.aicha.do("show", page)["title"] == TITLE
    assert cell.aicha.do("check", "--deep")["ok"]
