"""A window on a cell in memory, in our own look; taken down in order after each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.qt.association import MemoryCell, NoonClock, lively
from tests.qt.memory_home import MemoryHome
from ui.desktop.app import make_application, start, take_down
from ui.desktop.bridge import Bridge
from ui.desktop.theme.look import Look, ThemeChoice
from ui.desktop.views.page import Desk
from ui.desktop.views.shell import Shell
from ui.desktop.views.window import DESIGNED_FOR, MainWindow
from ui.words.languages import words_for


@dataclass
class Opened:
    """A window, and what stands behind it."""

    window: MainWindow
    cell: MemoryCell
    home: MemoryHome
    bridge: Bridge
    qtbot: QtBot

    @property
    def shell(self) -> Shell:
        """The pages."""
        shell = self.window.shell
        assert shell is not None
        return shell

    def settle(self) -> None:
        """Wait until every question has its answer and nothing more was asked."""
        self.qtbot.waitUntil(lambda: not self.bridge.busy)
        QApplication.sendPostedEvents()


Opener = Callable[[MemoryHome], Opened]


@pytest.fixture
def open_window(qapp: QApplication, qtbot: QtBot) -> Iterator[Opener]:
    """Give a function that opens a window on a home."""
    made: list[Opened] = []

    def opened(home: MemoryHome) -> Opened:
        make_application("fr")
        look = Look(ThemeChoice.LIGHT)
        look.apply(qapp)
        bridge = Bridge(home)
        window = MainWindow(Desk(look, bridge, words_for("fr"), NoonClock()), qapp, None)
        window.resize(DESIGNED_FOR)
        start(window)
        window.show()
        cell = home.cell or MemoryCell()
        if home.cell is None:
            cell.close()  # a first run: the cell is made later, by the home
        made.append(Opened(window, cell, home, bridge, qtbot))
        qtbot.waitUntil(lambda: not bridge.busy)
        return made[-1]

    yield opened
    for each in made:
        take_down(each.window, each.bridge)
    qapp.setStyleSheet("")


@pytest.fixture
def opened(open_window: Opener) -> Opened:
    """Give a window on a lively cell, everything read."""
    made = open_window(MemoryHome(lively()))
    made.settle()
    return made
