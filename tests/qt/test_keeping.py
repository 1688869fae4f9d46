"""What keeps the cell safe, in the window: its copies, the way back to one, and what a person is told of the disk."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QFileDialog, QPushButton

from idos_p2p.errors import RefusedError
from tests.qt.association import PLACE, MemoryCell, lively
from tests.qt.conftest import Opened, Opener
from tests.qt.memory_home import MemoryHome
from ui.desktop.presenters.ports import Notice, RecordsChanged, Stopped
from ui.desktop.views.settings import SettingsPage
from ui.desktop.widgets.cards import EmptyState
from ui.words.languages import words_for

FRENCH = words_for("fr")
CHANGED = RecordsChanged(frozenset(("00",)), frozenset(("project",)))


def settings(opened: Opened) -> SettingsPage:
    opened.shell.go("settings")
    opened.settle()
    page = opened.shell.page
    assert isinstance(page, SettingsPage)
    return page


def banner(opened: Opened) -> str:
    """Return what the banner above the pages says; nothing while there is none."""
    shown = opened.shell.notices.banner
    if shown is None:
        assert not opened.shell.notices.isVisible()
        return ""
    assert shown.isVisible()
    return shown.accessibleName()


def changed(opened: Opened, *notices: Notice) -> None:
    """Let the cell come to this condition, and something happen in it."""
    opened.cell.overview_now = replace(opened.cell.overview_now, notices=notices)
    opened.cell.tell(CHANGED)


def test_settings_tell_where_the_data_lives_and_each_copy(opened: Opened) -> None:
    page = settings(opened)
    assert page.data.place.text() == PLACE
    assert [line.text().partition(" à")[0].replace("\u00a0", " ") for line in page.copies.lines] == [
        "aujourd’hui",
        "hier",
        "ven. 20 nov.",
        "mar. 17 nov.",
    ]
    assert all("4," in line.text() and "Mo" in line.text() for line in page.copies.lines)
    assert len({button.accessibleName() for button in page.copies.buttons}) == 4


def test_settings_without_a_copy_say_when_the_first_is_made(open_window: Opener) -> None:
    cell = lively()
    cell.copies = []
    page = settings(open_window(MemoryHome(cell)))
    assert page.copies.buttons == []


def test_going_back_to_a_copy_asks_once_and_then_shows_the_cell_again(opened: Opened) -> None:
    page = settings(opened)
    page.copies.buttons[2].click()
    assert page.sheet.isVisible()
    assert page.sheet.keep.hasFocus()  # a return key typed too fast loses nothing
    before = opened.cell
    page.sheet.go_back.click()
    opened.qtbot.waitUntil(lambda: opened.home.asked != () and opened.window.shell is not None)
    opened.settle()
    assert before.closed
    assert opened.home.asked == ("restore", f"{PLACE}/copies/2026-11-20.idos-copy")
    assert banner(opened).startswith("Cet ordinateur montre une copie")


def test_keeping_the_cell_of_today_changes_nothing(opened: Opened) -> None:
    page = settings(opened)
    page.copies.buttons[0].click()
    page.sheet.keep.click()
    opened.settle()
    assert opened.home.asked == ()
    assert not opened.cell.closed


def test_a_copy_that_is_refused_leaves_the_cell_as_it_was(opened: Opened) -> None:
    opened.home.refusing = "copy_damaged"
    page = settings(opened)
    page.copies.buttons[0].click()
    page.sheet.go_back.click()
    opened.qtbot.waitUntil(lambda: opened.window.shell is not None and opened.home.asked != ())
    opened.settle()
    assert banner(opened) == ""
    assert opened.shell.toast.isVisible()


def test_a_copy_is_made_where_the_person_says(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    page = settings(opened)
    chosen = "stick/la cellule.idos-copy"
    offered: list[str] = []

    def choose(*asked: object) -> tuple[str, str]:
        offered.append(str(asked[-1]))
        return chosen, ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    page.copies.make.click()
    opened.settle()
    assert offered == ["cellule du 2026-11-22.idos-copy"]
    assert opened.cell.copies[0].path == chosen
    assert page.copies.make.isEnabled()


@pytest.mark.parametrize("code", ["full", "restored", "repaired", "repaired_new_device"])
def test_every_page_says_what_is_out_of_the_ordinary_in_the_words_of_the_command_line(
    opened: Opened, code: str
) -> None:
    changed(opened, Notice(code, 1_200))
    opened.qtbot.waitUntil(lambda: banner(opened) != "")
    assert banner(opened) == FRENCH.say(f"condition_{code}", count=1_200, number="1\u202f200")
    for name in opened.shell.pages:
        opened.shell.go(name)
        assert banner(opened) != ""
    changed(opened)
    opened.qtbot.waitUntil(lambda: banner(opened) == "")


def test_a_write_refused_for_want_of_room_is_said_on_every_page(opened: Opened) -> None:
    opened.cell.overview_now = replace(opened.cell.overview_now, notices=(Notice("full"),))
    opened.shell.trouble_came(RefusedError("store_full"))
    opened.qtbot.waitUntil(lambda: banner(opened) != "")
    assert opened.shell.toast.isVisible()


@pytest.mark.parametrize("how", ["a question", "the meetings"])
def test_damage_met_while_the_window_is_open_can_be_repaired_at_once(opened: Opened, how: str) -> None:
    if how == "a question":
        opened.shell.page.refused(RefusedError("store_damaged"))
    else:
        opened.shell.event_arrived(Stopped("store_damaged"))
    changed(opened, Notice("full"))
    opened.settle()
    assert banner(opened).startswith("Le fichier de la cellule est abîmé")
    button = opened.shell.notices.repair
    assert button is not None
    button.click()
    opened.qtbot.waitUntil(lambda: opened.home.asked == ("repair",) and opened.window.shell is not None)
    opened.settle()


def test_a_cell_that_does_not_open_because_it_is_damaged_offers_its_repair(open_window: Opener) -> None:
    opened = open_window(DamagedHome())
    state = opened.window.findChild(EmptyState)
    assert state is not None
    button = state.findChild(QPushButton)
    assert button is not None
    button.click()
    opened.qtbot.waitUntil(lambda: opened.window.shell is not None)
    opened.settle()


class DamagedHome(MemoryHome):
    """A home whose cell does not open until it is repaired."""

    def open(self) -> MemoryCell:
        raise RefusedError("store_damaged")
