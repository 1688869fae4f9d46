"""The rooms in a real window: the picture by keys, somebody else's story and back, answers, slots, a project."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.qt.conftest import Opened
from ui.desktop.views.agenda import AgendaPage
from ui.desktop.views.around import AroundPage
from ui.desktop.views.contributions import ContributionsPage
from ui.desktop.views.projects import ProjectsPage
from ui.desktop.views.recognition import RecognitionPage

KARIM = f"{100:064x}"


def _around(opened: Opened) -> AroundPage:
    page = opened.shell.pages["around"]
    assert isinstance(page, AroundPage)
    return page


def test_the_picture_is_walked_with_the_arrows_and_entree_opens(opened: Opened, qtbot: QtBot) -> None:
    page = _around(opened)
    graph = page.links.graph
    qtbot.waitUntil(lambda: bool(graph.spots))
    graph.setFocus()
    for _ in graph.spots:
        QTest.keyClick(graph, Qt.Key.Key_Right)
        if graph.spot is not None and graph.spot.kind == "person":
            break
    assert graph.spot is not None
    assert graph.accessibleDescription() == graph.spot.spoken
    person = graph.spot.id
    QTest.keyClick(graph, Qt.Key.Key_Return)
    opened.settle()
    assert page.place == person
    assert not page.back.isHidden()


def test_one_comes_back_from_somebodys_story_with_alt_and_the_arrow(opened: Opened, qtbot: QtBot) -> None:
    page = _around(opened)
    opened.shell.open_record("person", KARIM)
    opened.settle()
    assert all("Karim" in card.spoken or card.chips for card in page.model.rows)
    QTest.keyClick(opened.shell, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page.place == "")
    opened.settle()
    assert len(page.model.rows) > 40
    QTest.keyClick(opened.shell, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: page.place == KARIM)


def test_a_narrow_window_shows_the_story_alone(opened: Opened, qtbot: QtBot) -> None:
    page = _around(opened)
    assert page.view == "both"
    opened.window.resize(1024, 640)
    qtbot.waitUntil(lambda: page.view == "thread")
    qtbot.waitUntil(lambda: not page.links.isVisible())
    assert page.list.isVisible()


def test_a_contribution_is_confirmed_and_thanked_for_on_its_sheet(opened: Opened, qtbot: QtBot) -> None:
    opened.shell.go("contributions")
    opened.settle()
    page, sheet = opened.shell.pages["contributions"], opened.shell.record
    assert isinstance(page, ContributionsPage)
    act = page.model.rows[1]
    page.list.opened.emit(act)
    qtbot.waitUntil(sheet.isVisible)
    QTest.mouseClick(sheet.buttons["thanks"], Qt.MouseButton.LeftButton)
    QTest.mouseClick(sheet.send, Qt.MouseButton.LeftButton)
    assert sheet.trouble.isVisible()  # thanks without words are none
    sheet.words.setPlainText("Pour la patience")
    QTest.mouseClick(sheet.send, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(sheet.isHidden)
    (thanks,) = opened.cell.answered
    assert (thanks.kind, thanks.title, len(thanks.people)) == ("thanks", "Pour la patience", 4)


def test_contributions_are_found_by_their_words(opened: Opened, qtbot: QtBot) -> None:
    opened.shell.go("contributions")
    opened.settle()
    page = opened.shell.pages["contributions"]
    assert isinstance(page, ContributionsPage)
    assert page.search is not None
    page.search.setText("café familles")
    qtbot.waitUntil(lambda: len(page.model.rows) == 1)
    page.search.setText("rien de tel")
    qtbot.waitUntil(lambda: not page.model.rows)


def test_one_gesture_notes_as_last_time(opened: Opened, qtbot: QtBot) -> None:
    form = opened.shell.contribution
    opened.shell.add()
    qtbot.waitUntil(lambda: form.project.count() > 1)
    form.what.setText("Tri")
    form.time.setText("1 h")
    form.save()
    qtbot.waitUntil(form.isHidden)
    opened.shell.add()
    qtbot.waitUntil(form.last_button.isVisible)
    form.as_last_time()
    assert (form.what.text(), form.time.text()) == ("Tri", "1\u00a0h")


def test_one_signs_up_for_a_slot_and_takes_it_back(opened: Opened, qtbot: QtBot) -> None:
    opened.shell.go("agenda")
    opened.settle()
    page = opened.shell.pages["agenda"]
    assert isinstance(page, AgendaPage)
    coming = opened.cell.held[1]
    page.show_meeting(coming.id)
    qtbot.waitUntil(page.sheet.isVisible)
    page.sheet.sign_up("9 h – 11 h")
    qtbot.waitUntil(lambda: any(slot.mine for slot in opened.cell.held[1].slots))
    opened.settle()
    page.sheet.take_back("ab" * 32)
    qtbot.waitUntil(lambda: not any(slot.mine for slot in opened.cell.held[1].slots))


def test_a_meetings_attendance_is_accepted_into_contributions(opened: Opened, qtbot: QtBot) -> None:
    page = opened.shell.pages["agenda"]
    assert isinstance(page, AgendaPage)
    held, before = opened.cell.held[0], len(opened.cell.items)
    page.sheet.proposed.start(held.id)
    qtbot.waitUntil(page.sheet.proposed.isVisible)
    assert "Bilan de saison" in page.sheet.proposed.words.text()
    QTest.mouseClick(page.sheet.proposed.accept, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(opened.cell.items) == before + 1)
    assert opened.cell.items[-1].minutes == 120


def test_a_persons_page_is_written_once_to_a_folder_of_its_own(opened: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    opened.shell.go("recognition")
    opened.settle()
    page = opened.shell.pages["recognition"]
    assert isinstance(page, RecognitionPage)
    page.write_page(str(tmp_path))
    qtbot.waitUntil(lambda: "Page de Aïcha Benali 2026-11-22" in opened.shell.toast.text)
    assert (tmp_path / "Page de Aïcha Benali 2026-11-22").is_dir()
    page.write_page(str(tmp_path))
    qtbot.waitUntil(lambda: opened.shell.toast.property("tone") == "danger")


def test_a_tile_opens_the_projects_page_whose_title_can_be_changed(opened: Opened, qtbot: QtBot) -> None:
    opened.shell.go("projects")
    opened.settle()
    page = opened.shell.pages["projects"]
    assert isinstance(page, ProjectsPage)
    tile = page.model.rows[0]
    page.list.opened.emit(tile)
    qtbot.waitUntil(page.pane.isVisible)
    opened.settle()
    assert page.place == tile.id
    QTest.mouseClick(page.pane.edit, Qt.MouseButton.LeftButton)
    page.pane.form.title.setText("Épicerie du Marronnier")
    page.pane.form.save()
    qtbot.waitUntil(page.pane.form.isHidden)
    assert "Épicerie du Marronnier" in [card.title for card in opened.cell.cards]
    QTest.mouseClick(page.pane.back, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(page.list.isVisible)
