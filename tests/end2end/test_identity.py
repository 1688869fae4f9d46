"""Who one is, through the command line: a passphrase, a shared computer, a cell founded anew."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

from tests.end2end.laptop import ROOT, Laptop

FIRST, SECOND = "sept jardins", "cerise tambour"


def test_a_passphrase_is_set_later_changed_and_removed_for_one_person_of_a_computer(tmp_path: Path) -> None:
    computer = Laptop(tmp_path / "computer")
    zoe = Laptop(Path(computer.do("home", "add", "Zo\u00eb")["path"]), IDOS_NEW_PASSPHRASE=FIRST)
    zoe.do("cell", "create", "Le Jardin", "--as", "Zo\u00eb Lindqvist")
    assert zoe.do("cell", "passphrase")["protected"]
    assert zoe.fails("cell", "show").code == "passphrase_needed"
    wrong = Laptop(zoe.home, IDOS_PASSPHRASE="six jardins").fails("cell", "show")
    assert wrong.message.startswith("Ce n\u2019est pas la phrase secr\u00e8te")
    changed = Laptop(zoe.home, IDOS_PASSPHRASE=FIRST, IDOS_NEW_PASSPHRASE=SECOND)
    assert changed.do("cell", "passphrase")["copies"] == 1  # the copy of the day follows
    (home,) = [home for home in computer.do("home", "list")["homes"] if home["name"]]
    assert (home["name"], home["cells"], home["protected"]) == ("Zo\u00eb Lindqvist", 1, True)
    opened = Laptop(zoe.home, IDOS_PASSPHRASE=SECOND)
    assert [copy["passphrase"] for copy in opened.do("copy", "list")["copies"]] == ["current"]
    assert not opened.do("cell", "passphrase", "--remove")["protected"]
    assert Laptop(zoe.home).do("cell", "show")["name"] == "Le Jardin"


def test_whoever_sits_at_a_terminal_is_asked_and_sees_nothing_of_it(tmp_path: Path) -> None:
    ana = Laptop(tmp_path / "ana", IDOS_PASSPHRASE=FIRST)
    ana.do("cell", "create", "Le Jardin", "--as", "Ana")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "ui.command.main", "--home", str(ana.home), "cell", "show"],
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,  # no terminal but this one
    )
    os.close(theirs)
    shown = b""
    while b":" not in shown:
        shown += os.read(ours, 1024)
    os.write(ours, FIRST.encode() + b"\n")
    out, _ = process.communicate(timeout=60)
    os.close(ours)
    assert process.returncode == 0
    assert out.startswith("Le Jardin")
    assert "Phrase secr\u00e8te" in shown.decode()
    assert FIRST not in out


def test_whoever_left_alone_founds_anew_what_they_took_with_them(tmp_path: Path) -> None:
    ana = Laptop(tmp_path / "ana")
    ana.do("cell", "create", "Le Jardin", "--as", "Ana")
    ana.add("project", title="Compost", purpose="Rendre \u00e0 la terre.")
    out = tmp_path / "le mien"
    left = ana.do("cell", "leave", "--export", str(out))
    assert left["export"]["records"]["project"] == 1
    assert ana.fails("add", "page", "title=Encore").code == "no_longer_member"
    assert [condition["code"] for condition in ana.do("cell", "show")["conditions"]] == ["left"]
    suite = Laptop(tmp_path / "suite")
    made = suite.do("cell", "create", "La suite", "--as", "Ana", "--from", str(out))
    assert (made["records"], made["aside"]) == (1, 0)
    (project,) = suite.do("list", "project")
    assert (project["title"], project["author"]) == ("Compost", made["person"])
