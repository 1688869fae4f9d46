"""Two processes on real parts: a peer's record, sent over TLS, shows in a real window without a gesture."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from idos_p2p.clock import SystemClock
from idos_p2p.paths import Home
from idos_p2p.services.found import Surroundings
from tests.end2end.laptop import BY_MDNS, LOOPBACK, Laptop
from ui.command.demo.cast import ASSOCIATION
from ui.command.window import socket_beside
from ui.desktop.app import make_application, start, take_down
from ui.desktop.bridge import Bridge
from ui.desktop.cell.home import ComputerHome
from ui.desktop.presenters.ports import RecordsChanged
from ui.desktop.theme.look import Look, ThemeChoice
from ui.desktop.views.around import AroundPage
from ui.desktop.views.page import Desk
from ui.desktop.views.shell import Shell
from ui.desktop.views.window import DESIGNED_FOR, MainWindow
from ui.words.languages import words_for

WITHIN_MS = 60_000


@contextmanager
def window_on(home: Path, app: QApplication, qtbot: QtBot) -> Iterator[MainWindow]:
    """Open the window that a person would have on this home, meeting others on loopback."""
    make_application("fr")
    look = Look(ThemeChoice.LIGHT)
    look.apply(app)
    around = Surroundings(Home(home), SystemClock(), secrets.token_bytes)
    computer = ComputerHome(around, "", (LOOPBACK,), discovery=True, association=ASSOCIATION, attend=socket_beside)
    bridge = Bridge(computer)
    window = MainWindow(Desk(look, bridge, words_for("fr"), SystemClock()), app, None)
    window.resize(DESIGNED_FOR)
    try:
        start(window)
        window.show()
        qtbot.waitUntil(lambda: window.shell is not None and not bridge.busy, timeout=WITHIN_MS)
        yield window
    finally:
        take_down(window, bridge)


def shell_of(window: MainWindow) -> Shell:
    """Return the pages of an open window."""
    assert window.shell is not None
    return window.shell


def titles(window: MainWindow) -> list[str]:
    """Return what the timeline shows."""
    page = shell_of(window).pages["around"]
    assert isinstance(page, AroundPage)
    return [row.spoken for row in page.model.rows]


@pytest.mark.blocking
def test_a_record_written_on_another_laptop_appears_in_the_open_window(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    aicha, karim = Laptop(tmp_path / "aicha"), Laptop(tmp_path / "karim")
    aicha.do("cell", "create", "Les Semeuses", "--as", "Aïcha Benali")
    link = aicha.do("cell", "invite")["link"]
    with aicha.serve(*BY_MDNS) as serving:
        joined = karim.do("cell", "join", link, "--as", "Karim Ould-Ahmed", *BY_MDNS)
        with window_on(karim.home, qapp, qtbot) as window:
            serving.until("up_to_date")
            before = titles(window)
            with qtbot.waitSignal(
                window.desk.bridge.event_arrived,
                timeout=WITHIN_MS,
                check_params_cb=lambda event: isinstance(event, RecordsChanged) and "contribution" in event.kinds,
            ):
                aicha.add(
                    "contribution",
                    what="Semis de tomates à deux 🍅",
                    date="2026-11-22",
                    minutes="90",
                    persons=joined["person"],
                )
            qtbot.waitUntil(lambda: any("Semis de tomates" in title for title in titles(window)), timeout=WITHIN_MS)
            assert not any("Semis de tomates" in title for title in before)
            # The commands of this home go through the window's own process, with the same result.
            assert json.loads(karim.listed("contribution"))[0]["minutes"] == 90
            page = karim.add("page", title="Écrit pendant que la fenêtre est ouverte")
            qtbot.waitUntil(lambda: page in aicha.listed("page"), timeout=WITHIN_MS)
