"""The window as the command opens it: from nothing to a clean end, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.meta.tree import ROOT

RUN = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from tests.qt.association import NoonClock, lively
from tests.qt.memory_home import MemoryHome
from ui.desktop.app import WindowOptions, make_application, run_window

app = make_application("fr")
QTimer.singleShot(400, app.closeAllWindows)
home = MemoryHome(lively() if sys.argv[1] == "cell" else None)
code = run_window(home, WindowOptions(settings=Path(sys.argv[2]), scale=int(sys.argv[3])), NoonClock())
print(code, home.cell is None or home.cell.closed)
"""


@pytest.mark.parametrize("begins", ["cell", "first run"])
def test_the_window_opens_closes_and_leaves_nothing_running(tmp_path: Path, begins: str) -> None:
    settings = tmp_path / "window.ini"
    for scale in ("130", "100"):
        command = [sys.executable, "-c", RUN, begins, str(settings), scale]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, done.stdout) == (0, "0 True\n"), done.stderr
    assert "geometry" in settings.read_text()
