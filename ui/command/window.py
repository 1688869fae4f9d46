"""Opens the window on a home, with the local socket beside it, and takes its picture."""

from __future__ import annotations

import os
from argparse import Namespace
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from idos_p2p.services.found import Surroundings
from sync.node import Node
from sync.worker import CellWorker
from ui.command.demo.cast import ASSOCIATION
from ui.command.meeting import beside
from ui.desktop.app import WindowOptions, run_window, without_screen
from ui.desktop.cell.home import ComputerHome, quiet_cell
from ui.desktop.cell.running import Attend
from ui.desktop.pictures import take_pictures, window_picture


def open_window(around: Surroundings, options: Namespace, language: str) -> int:
    """Open the window and return its exit code once it is closed."""
    without_screen()
    interfaces = tuple(options.interfaces) or None
    home = ComputerHome(
        around,
        options.cell or "",
        interfaces,
        discovery=not options.no_discovery,
        association=ASSOCIATION,
        attend=socket_beside,
    )
    around.home.path.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = around.home.path / "window.ini"
    return run_window(home, WindowOptions(language=language, settings=kept))


def socket_beside(around: Surroundings) -> Attend:
    """Return what goes on beside a window that meets others: the commands of the same home, the copy of each day."""

    def attend(node: Node, worker: CellWorker) -> AbstractAsyncContextManager[None]:
        return beside(node, worker, around)

    return attend


def picture(around: Surroundings, path: Path, language: str) -> Path:
    """Write the picture of the window as it opens on this home, and return its path."""
    cell = quiet_cell(around, "")
    try:
        return window_picture(cell, path, language)
    finally:
        cell.close()


def pictures(around: Surroundings, folder: Path, language: str) -> tuple[Path, ...]:
    """Write a picture of every screen on this home, and return their paths."""
    cell = quiet_cell(around, "")
    try:
        return take_pictures(cell, folder, language)
    finally:
        cell.close()


def has_screen() -> bool:
    """Whether this computer shows windows; on Linux a display must be named."""
    return os.name == "nt" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
