"""Rencontre on real parts: two processes meet on loopback, and the window says so, tests itself, and writes a key."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from sync.room import SignState
from sync.selftest.observed import Check, Outcome
from tests.end2end.laptop import BY_MDNS, Laptop
from tests.qt.test_live_arrival import WITHIN_MS, shell_of, window_on
from ui.desktop.views.meeting import MeetingPage
from ui.desktop.views.window import MainWindow
from ui.words.languages import words_for

FR = words_for("fr")


def rencontre(window: MainWindow) -> MeetingPage:
    """Return the page, shown."""
    shell = shell_of(window)
    shell.go("meeting")
    page = shell.page
    assert isinstance(page, MeetingPage)
    return page


@pytest.mark.blocking
def test_two_who_meet_may_leave_and_the_window_says_what_it_can_do_beside(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    aicha, karim = Laptop(tmp_path / "aicha"), Laptop(tmp_path / "karim")
    aicha.do("cell", "create", "Les Semeuses", "--as", "Aïcha Benali")
    link = aicha.do("cell", "invite")["link"]
    with aicha.serve(*BY_MDNS) as serving:
        karim.do("cell", "join", link, "--as", "Karim Ould-Ahmed", *BY_MDNS)
        with window_on(karim.home, qapp, qtbot) as window:
            page = rencontre(window)
            serving.until("up_to_date")
            aicha.add("page", title="Écrit pendant la rencontre")
            qtbot.waitUntil(
                lambda: page.now.sign.state is SignState.MAY_LEAVE and page.told.brought.entries > 0,
                timeout=WITHIN_MS,
            )
            assert page.sign.count.text() == "2\u00a0présents, 2\u00a0à\u00a0jour"
            assert page.sign.title.text() == "Vous pouvez partir."
            assert shell_of(window).foot.first.text() == "Vous pouvez partir"
            assert [card.name.text() for card in page.people.cards.values()] == [
                "Karim Ould-Ahmed (vous)",
                "Aïcha Benali",
            ]
            _check(page, qtbot)
            _carry(page, qtbot, tmp_path)
            page.end_meeting()
            qtbot.waitUntil(
                lambda: page.told.meeting is not None and page.told.meeting.ended_ms is not None, timeout=WITHIN_MS
            )


def _check(page: MeetingPage, qtbot: QtBot) -> None:
    page.selftest.start()
    qtbot.waitUntil(lambda: page.selftest.shown is not None, timeout=WITHIN_MS)
    shown = page.selftest.shown
    assert shown is not None
    assert len(shown.rows) == len(Check)
    heard = next(row for row in shown.rows if row.title == FR.say("check_hearing"))
    assert heard.outcome == FR.say(f"outcome_{Outcome.OK.value}")  # the other one shows itself
    page.selftest.close_sheet()


def _carry(page: MeetingPage, qtbot: QtBot, tmp_path: Path) -> None:
    key, shared = tmp_path / "key", tmp_path / "shared"
    key.mkdir()
    shared.mkdir()
    page.key.write_to(key)
    qtbot.waitUntil(lambda: page.key.told.shown is not None, timeout=WITHIN_MS)
    assert page.key.told.shown is not None
    assert page.key.told.shown.title == FR.say("carry_take_out")
    (bundle,) = key.iterdir()
    page.key.told.shown = None
    page.key.look_at(bundle)
    qtbot.waitUntil(lambda: page.key.told.shown is not None, timeout=WITHIN_MS)
    assert page.key.told.shown.title == FR.say("carry_equal")  # type: ignore[attr-defined]  # told anew meanwhile
    page.folder.exchange(shared)
    qtbot.waitUntil(lambda: page.folder.name.text() == "shared", timeout=WITHIN_MS)
    assert list(shared.iterdir())
