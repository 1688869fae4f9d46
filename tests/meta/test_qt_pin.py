"""The version of Qt for Python is held, and does not crash this Python."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys

from tests.meta.tree import ROOT

PINNED = "6.11.3"  # 6.12.0 loses a reference of True at each emit: CPython 3.11 dies after some 600

EMIT = """
from PySide6.QtCore import QObject, Signal
class Bell(QObject):
    rung = Signal(object)
heard = []
bell = Bell()
bell.rung.connect(heard.append)
for number in range(5_000):
    bell.rung.emit(number)
print(len(heard))
"""


def test_qt_for_python_is_pinned() -> None:
    assert f"PySide6-Essentials=={PINNED}" in (ROOT / "requirements/run.in").read_text()
    assert f"\npyside6-essentials=={PINNED} " in (ROOT / "requirements/run.lock").read_text()
    assert importlib.metadata.version("PySide6-Essentials") == PINNED


def test_five_thousand_signals_survive() -> None:
    done = subprocess.run([sys.executable, "-c", EMIT], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "5000\n"), done.stderr
