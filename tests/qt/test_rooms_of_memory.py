"""Dons, Boussole, Historique, Savoirs and Ctrl+K in a window on a real cell."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from idos_p2p.paths import Home
from sync.worker import CellWorker
from tests.qt.conftest import Opened, Opener
from tests.qt.memory_home import MemoryHome
from tests.qt.real_rooms import apart, filled
from ui.desktop.cell.running import RunningCell
from ui.desktop.presenters.ports import OpenedCell
from ui.desktop.views.compass import CompassPage
from ui.desktop.views.gifts import GiftsPage
from ui.desktop.views.line import LineButton
from ui.desktop.views.page import Page
from ui.desktop.views.pages import PagesPage
from ui.desktop.views.past import PastPage

Room = TypeVar("Room", bound=Page)


class RealHome(MemoryHome):
    """A home that has this cell."""

    def __init__(self, running: RunningCell) -> None:
        super().__init__()
        self._running = running

    def open(self) -> OpenedCell | None:
        return self._running


@pytest.fixture
def running(tmp_path: Path) -> RunningCell:
    """Give the cell, at work in a thread of its own; the window closes it."""
    return RunningCell(CellWorker(filled), Home(tmp_path), lambda: None)


@pytest.fixture
def torn(tmp_path: Path, open_window: Opener) -> Opened:
    """Give a window on a cell in which a project holds two versions of its place."""
    opened = open_window(RealHome(RunningCell(CellWorker(apart), Home(tmp_path), lambda: None)))
    opened.settle()
    return opened


@pytest.fixture
def real(running: RunningCell, open_window: Opener) -> Opened:
    """Give a window on it, everything read."""
    opened = open_window(RealHome(running))
    opened.window.activateWindow()
    opened.qtbot.waitUntil(opened.window.isActiveWindow)
    opened.settle()
    return opened


def go(real: Opened, name: str, kind: type[Room]) -> Room:
    """Show a page and wait for what it asks."""
    real.shell.go(name)
    real.settle()
    page = real.shell.page
    assert isinstance(page, kind)
    return page


def lines(sheet: QWidget) -> list[str]:
    """Return what the lines of a panel say."""
    return [button.accessibleName() for button in sheet.findChildren(LineButton) if not button.isHidden()]


def test_the_way_of_the_gifts_is_drawn_and_told_as_a_table_with_its_sums(real: Opened) -> None:
    page = go(real, "gifts", GiftsPage)
    titles = [placed.band.title for placed in page.streams.bands]
    assert titles == [
        "Mairie de Lormont",
        "Jardin partagé",
        "Reste à affecter",
        "Trois personnes en fauteuil jardinent",
        "Inès Costa",
    ]
    page.turn.click()
    assert page.table.isVisible()
    assert page.table.model.rowCount() == 1
    (sums,) = [[page.table.foot.model().index(0, column).data() for column in range(3, 6)] for _ in range(1)]
    assert [words.replace("\u202f", "").replace("\u00a0", " ") for words in sums] == ["100,00 €", "60,00 €", "40,00 €"]


def test_the_arrows_reach_a_use_and_enter_opens_its_thread(real: Opened) -> None:
    page = go(real, "gifts", GiftsPage)
    page.streams.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(page.streams, key)
    real.settle()
    assert page.thread_sheet.isVisible()
    told = lines(page.thread_sheet)
    assert any("Mairie de Lormont" in line for line in told)
    assert any("Monter les bacs" in line for line in told)
    assert any("pour Inès Costa" in line for line in told)


def test_a_gift_is_noted_and_taken_back_by_the_message(real: Opened) -> None:
    page = go(real, "gifts", GiftsPage)
    page.form.start()
    real.settle()
    page.form.donor.setCurrentIndex(page.form.donor.findText("Mairie de Lormont"))
    page.form.amount.setText("12,50")
    with real.qtbot.waitSignal(page.form.saved):
        QTest.keyClick(page.form.amount, Qt.Key.Key_Return)
    real.qtbot.waitUntil(lambda: page.table.model.rowCount() == 2)
    assert real.shell.toast.button.isVisible()
    real.shell.toast.button.click()
    real.qtbot.waitUntil(lambda: page.table.model.rowCount() == 1)
    real.settle()
    QTest.keyClick(real.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    real.qtbot.waitUntil(lambda: page.table.model.rowCount() == 2)


def test_a_use_takes_no_more_than_what_is_left(real: Opened) -> None:
    page = go(real, "gifts", GiftsPage)
    form = page.use_form
    form.start()
    real.settle()
    (amount,) = form.amounts.values()
    amount.setText("41")
    form.effect.setPlainText("Des graines")
    form.save()
    assert form.trouble.isVisible()
    amount.setText("40")
    with real.qtbot.waitSignal(form.saved):
        form.save()


def test_everything_is_found_from_anywhere_and_opened_where_it_is_at_home(real: Opened) -> None:
    QTest.keyClick(real.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    finder = real.shell.finder
    assert finder.isVisible()
    finder.field.setText("compost")
    real.qtbot.waitUntil(lambda: len(finder.model.rows) == 1)
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    real.settle()
    assert not finder.isVisible()
    assert real.shell.here == "pages"


def test_only_the_last_question_is_answered(real: Opened) -> None:
    real.shell.search()
    finder = real.shell.finder
    finder.field.setText("jardin")
    finder.ask()
    finder.field.setText("brouettes")
    finder.ask()
    real.settle()
    assert finder.model.rows == ()


def test_what_is_in_the_bin_comes_back(real: Opened) -> None:
    page = go(real, "past", PastPage)
    page.choose("bin")
    real.settle()
    (card,) = page.model.rows
    assert card.title == "Une brouette"
    page.list.setCurrentIndex(page.model.index(0))
    page.back.click()
    real.qtbot.waitUntil(lambda: page.model.rows == ())


def test_a_record_goes_back_to_an_earlier_version(real: Opened) -> None:
    page = go(real, "past", PastPage)
    card = next(card for card in page.model.rows if "Monter les bacs" in card.title)
    assert "a écrit 2" in card.text
    page.history_wanted.emit(card.id)
    real.settle()
    sheet = real.shell.past
    assert sheet.isVisible()
    backs = [button for button in sheet.backs() if button.isVisible()]
    assert len(backs) == 1
    with real.qtbot.waitSignal(sheet.written):
        backs[0].click()
    real.settle()
    told = [one.text() for one in sheet.findChildren(QLabel)]
    assert "1\u00a0h\u00a030" in told


def test_a_measure_opens_with_the_records_behind_it(real: Opened) -> None:
    page = go(real, "compass", CompassPage)
    measure = page.shown[0].measures[2]
    assert measure.figure == "1 sur 1 don"
    page.open_measure(measure)
    real.settle()
    assert lines(page.sheet) == ["Des bacs surélevés Don · dim.\u00a01\u00a0mars"]


def test_a_name_in_double_brackets_leads_where_it_says(real: Opened) -> None:
    page = go(real, "pages", PagesPage)
    real.settle()
    shown = page.pane.reader.toPlainText()
    assert "Jardin partagé" in shown
    assert "[[Jardin" not in shown
    assert "[[Ailleurs]]" in shown


@pytest.mark.qt_log_ignore("This plugin does not support")  # no screen, no window manager: nothing is raised
def test_titles_are_offered_after_two_brackets(real: Opened) -> None:
    page = go(real, "pages", PagesPage)
    page.pane.edit.click()
    editor = page.pane.editor
    editor.setFocus()
    editor.setPlainText("Voir [[Jard")
    cursor = editor.textCursor()
    cursor.movePosition(cursor.MoveOperation.End)
    editor.setTextCursor(cursor)
    editor.look()
    real.qtbot.waitUntil(lambda: editor.titles.stringList() == ["Jardin partagé"])
    editor.complete("Jardin partagé")
    assert editor.toPlainText() == "Voir [[Jardin partagé]]"


def test_a_file_is_attached_to_a_page_and_saved_elsewhere(real: Opened, tmp_path: Path) -> None:
    page = go(real, "pages", PagesPage)
    file = tmp_path / "recette.txt"
    file.write_text("Trois courges", encoding="utf-8")
    with real.qtbot.waitSignal(page.written):
        page.pane.attach_files([str(file)])
    real.qtbot.waitUntil(lambda: "1 pièce jointe" in page.pane.leads.accessibleName())
    page.pane.leads.click()
    (line,) = [one for one in page.sheet.findChildren(LineButton) if "recette.txt" in one.accessibleName()]
    folder = tmp_path / "ailleurs"
    folder.mkdir()
    with real.qtbot.waitSignal(page.said):
        page.save_file(page.model.rows[0].id, line.record, str(folder))
    assert (folder / "recette.txt").read_text(encoding="utf-8") == "Trois courges"


def test_a_file_that_is_not_there_is_said_and_nothing_is_attached(real: Opened, tmp_path: Path) -> None:
    page = go(real, "pages", PagesPage)
    with real.qtbot.waitSignal(page.warned) as warned:
        page.pane.attach_files([str(tmp_path / "nulle-part.txt")])
    assert "Rien n" in warned.args[0]


def test_a_page_that_is_opened_for_writing_and_left_is_as_it_was(real: Opened) -> None:
    page = go(real, "pages", PagesPage)
    body = "Coût\u202f: 9\u00a0€\nBulbes 🌷 et\u2028ail\n"
    real.bridge.ask(lambda port: port.set(page.model.rows[0].id, {"body": body}), lambda _nothing: None)
    real.settle()
    real.qtbot.waitUntil(lambda: "Bulbes" in page.pane.reader.toPlainText())
    page.pane.edit.click()
    assert page.pane.editor.text() == body.replace("\u2028", "\n")
    assert not page.pane.unsaved


def test_two_versions_are_shown_with_who_wrote_them_and_one_is_kept(torn: Opened) -> None:
    page = go(torn, "past", PastPage)
    card = next(card for card in page.model.rows if card.kind == "project")
    assert card.chips == ("2 versions",)
    page.history_wanted.emit(card.id)
    torn.settle()
    sheet = torn.shell.past
    keeps = {button.accessibleName(): button for button in sheet.keeps()}
    assert sorted(name.replace("\u202f", " ") for name in keeps) == [
        "Garder la version de Ana : Rue des Lilas",
        "Garder la version de Luc : Place du marché",
    ]
    with torn.qtbot.waitSignal(sheet.written):
        next(button for name, button in keeps.items() if "Luc" in name).click()
    torn.settle()
    assert sheet.keeps() == []
    assert "Place du marché" in [one.text() for one in sheet.findChildren(QLabel)]
