"""A command loads what it needs: a process a command is the price of scripts and of the always-on peer's answers."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.meta.tree import ROOT

TOLD = """
import json, sys
from contextlib import redirect_stdout, suppress
from io import StringIO
from ui.command.main import main
with redirect_stdout(StringIO()), suppress(SystemExit):
    codes = [main(words) for words in json.loads(sys.argv[1])]
print(json.dumps({"codes": codes, "loaded": sorted(sys.modules)}))
"""

OF_OTHERS = (
    *("PySide6", "zeroconf", "segno", "spake2", "asyncio", "ssl", "http", "email", "xml", "csv", "sync.engine"),
    *("cryptography.x509", "cryptography.hazmat.primitives.asymmetric", "pyld", "ui.desktop"),
    *("idos_p2p.services.decide", "idos_p2p.services.export", "idos_p2p.services.check", "idos_p2p.views.ledger"),
)
"""What the window, the meetings, the papers, deciding and checking need, and a short command does not."""

OF_A_CELL = ("sqlcipher3", "nacl", "cryptography", "automerge", "zstandard", "idos_p2p.store", "idos_p2p.services.cell")
"""What a process needs that opens a cell, and one does not that asks the process which holds the home."""

MOST_MODULES = 460  # that a short command loads, the interpreter's own with them: some 0.4 ms each


def loaded_by(*commands: list[str]) -> list[str]:
    """Return the names of the modules that a new process has loaded once it has run these commands."""
    done = subprocess.run(
        [sys.executable, "-c", TOLD, json.dumps(commands)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    assert told["codes"] == [0] * len(commands), done.stderr
    return list(told["loaded"])


def among(loaded: list[str], names: tuple[str, ...]) -> list[str]:
    return [name for name in names if any(one == name or one.startswith(name + ".") for one in loaded)]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    loaded_by(["--home", str(folder), "cell", "create", "Le Jardin", "--as", "Ana"])
    return folder


@pytest.mark.parametrize(
    "words", [["list", "person"], ["add", "page", "title=La soupe"], ["cell", "show"]], ids=lambda words: words[0]
)
def test_a_short_command_loads_nothing_that_it_does_not_need(home: Path, words: list[str]) -> None:
    loaded = loaded_by(["--home", str(home), *words])
    assert among(loaded, OF_OTHERS) == []
    assert len(loaded) <= MOST_MODULES


def test_a_command_that_another_process_runs_loads_no_cell() -> None:
    assert among(loaded_by(), (*OF_OTHERS, *OF_A_CELL)) == []


def test_a_command_that_meets_others_opens_no_window(home: Path) -> None:
    assert among(loaded_by(["--home", str(home), "home", "list"]), ("PySide6", "ui.desktop", "zeroconf")) == []
