"""PNGs of every screen, without a screen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.meta.tree import ROOT
from tests.qt.association import NoonClock, lively
from ui.desktop.pictures import FORMATS, take_pictures, window_picture


@pytest.mark.usefixtures("qapp")
def test_each_screen_is_drawn_in_each_format(tmp_path: Path) -> None:
    cell = lively()
    lively_items = tuple(cell.items)
    taken = take_pictures(cell, tmp_path / "pictures", clock=NoonClock())
    cell.close()
    assert len(taken) == len(set(taken)) == 50 * len(FORMATS)
    for form in FORMATS:
        image = QImage(str(tmp_path / "pictures" / f"around-{form.name}.png"))
        assert image.size() == form.size
    assert len(cell.items) == len(lively_items)  # nothing was written


@pytest.mark.usefixtures("qapp")
def test_the_demo_gets_one_picture_of_the_window(tmp_path: Path) -> None:
    cell = lively()
    path = window_picture(cell, tmp_path / "deep" / "window.png", clock=NoonClock())
    cell.close()
    image = QImage(str(path))
    assert (image.width(), image.height()) == (1366, 768)
    assert len({image.pixel(x, 52) for x in range(1366)}) > 10  # something is drawn there


def test_one_application_after_another_can_draw(tmp_path: Path) -> None:
    """Nothing of Qt's may outlive its application: the next one would crash on it."""
    script = (
        "from pathlib import Path\n"
        "from tests.qt.association import NoonClock, lively\n"
        "from ui.desktop.pictures import window_picture\n"
        "for name in ('one', 'two'):\n"
        "    cell = lively()\n"
        f"    window_picture(cell, Path({str(tmp_path)!r}) / name, clock=NoonClock())\n"
        "    cell.close()\n"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
