"""The stories of the window, on a cell in memory with a real worker thread."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton

from tests.qt import room_facts
from tests.qt.association import ME, MemoryCell, item, lively
from tests.qt.conftest import Opened, Opener
from tests.qt.memory_home import MemoryHome
from ui.desktop.presenters.first_run import Step
from ui.desktop.presenters.ports import RecordsChanged, Stopped
from ui.desktop.presenters.present import RoomChanged
from ui.desktop.presenters.timeline import PAGE
from ui.desktop.views.around import AroundPage
from ui.desktop.views.first_run import FirstRunView
from ui.desktop.views.meeting import MeetingPage
from ui.desktop.views.pages import PagesPage
from ui.desktop.views.projects import ProjectsPage


def _around(opened: Opened) -> AroundPage:
    page = opened.shell.pages["around"]
    assert isinstance(page, AroundPage)
    return page


def _pages(opened: Opened) -> PagesPage:
    opened.shell.go("pages")
    opened.settle()
    page = opened.shell.page
    assert isinstance(page, PagesPage)
    return page


def test_a_peer_s_record_arrives_live(opened: Opened) -> None:
    around = _around(opened)
    arrived = item(999, 0, title="Venu de loin", minutes=60, author="Karim", mine=False)
    opened.cell.items.append(replace(arrived, order=arrived.order + (1 << 20)))
    with opened.qtbot.waitSignal(around.model.rowsInserted):
        opened.cell.tell(RecordsChanged(frozenset((arrived.id,)), frozenset(("contribution",))))
    assert around.model.rows[0].text == "Venu de loin"
    assert around.model.rows[0].heading == "NOVEMBRE 2026"
    assert around.model.rows[1].heading == ""


def test_a_contribution_is_noted_with_the_keyboard_alone(opened: Opened) -> None:
    qtbot, shell = opened.qtbot, opened.shell
    QTest.keyClick(opened.window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = shell.contribution
    qtbot.waitUntil(lambda: form.project.count() > 1)
    form.what.setText("Tri des légumes")  # QTest types ASCII only
    QTest.keyClicks(form.what, " & soupe")
    QTest.keyClicks(form.time, "1h30")
    form.project.setCurrentIndex(1)
    form.persons.buttons[opened.cell.people[1].id].click()
    with qtbot.waitSignal(form.saved):
        QTest.keyClick(form.time, Qt.Key.Key_Return)
    written = opened.cell.items[-1]
    assert (written.title, written.minutes, written.project) == ("Tri des légumes & soupe", 90, "Épicerie solidaire")
    assert written.persons == ("Karim Ould-Ahmed",)
    qtbot.waitUntil(lambda: any("soupe" in row.text for row in _around(opened).model.rows))
    assert form.isHidden()
    assert shell.toast.text == "Contribution enregistrée."
    assert form.what.text() == ""


def test_oneself_is_chosen_at_first_and_a_quick_time_fills_the_field(opened: Opened) -> None:
    form = opened.shell.contribution
    opened.shell.add()
    opened.qtbot.waitUntil(lambda: ME in form.persons.buttons)
    assert form.draft().persons == {ME}
    two_hours = next(button for button in form._quick.buttons() if button.text() == "2\u00a0h")
    two_hours.click()
    assert form.draft().time == "2\u00a0h"
    form.time.setText("45 min")
    assert not two_hours.isChecked()


def test_enter_saves_from_a_quick_time_and_closes_from_the_closing_button(opened: Opened) -> None:
    qtbot, shell = opened.qtbot, opened.shell
    shell.add()
    form = shell.contribution
    qtbot.waitUntil(lambda: form.project.count() > 1)
    form.what.setText("Arrosage")
    buttons = form.findChildren(QAbstractButton)
    quick = next(button for button in buttons if button.text().split() == ["1", "h"])
    quick.setFocus()
    quick.click()
    with qtbot.waitSignal(form.saved):
        QTest.keyClick(quick, Qt.Key.Key_Return)
    assert opened.cell.items[-1].minutes == 60
    shell.add()
    form.what.setText("Pas encore")
    before = len(opened.cell.items)
    closing = next(button for button in form.findChildren(QAbstractButton) if button.accessibleName() == "Fermer")
    closing.setFocus()
    QTest.keyClick(closing, Qt.Key.Key_Return)
    opened.settle()
    assert form.isHidden()
    assert len(opened.cell.items) == before


def test_what_is_missing_is_said_and_what_was_typed_stays(opened: Opened) -> None:
    form = opened.shell.contribution
    opened.shell.add()
    opened.qtbot.waitUntil(lambda: ME in form.persons.buttons)
    form.what.setText("Bulbes")
    form.time.setText("bientôt")
    form.save()
    assert "Cette durée" in form.trouble.text()
    assert form.trouble.isVisible()
    QTest.keyClick(form.time, Qt.Key.Key_Escape)
    assert form.isHidden()
    opened.shell.add()
    assert form.what.text() == "Bulbes"


def test_a_refusal_keeps_the_form_open_with_the_reason(opened: Opened) -> None:
    form = opened.shell.contribution
    opened.shell.add()
    opened.qtbot.waitUntil(lambda: ME in form.persons.buttons)
    opened.cell.refusing = "no_such_code"
    form.what.setText("Bulbes")
    form.save()
    opened.qtbot.waitUntil(form.trouble.isVisible)
    assert "no_such_code" in form.trouble.text()
    assert not form.isHidden()
    opened.cell.refusing = ""
    with opened.qtbot.waitSignal(form.saved):
        form.save()  # the way is open again


def test_pressing_enter_twice_writes_once(opened: Opened) -> None:
    form = opened.shell.contribution
    opened.shell.add()
    opened.qtbot.waitUntil(lambda: ME in form.persons.buttons)
    before = len(opened.cell.items)
    form.what.setText("Bulbes")
    with opened.qtbot.waitSignal(form.saved):
        form.save()
        form.save()
    assert len(opened.cell.items) == before + 1


def test_a_long_timeline_is_read_page_by_page(open_window: Opener) -> None:
    cell = MemoryCell()
    cell.items = [item(number, number // 3) for number in range(1_000)]
    opened = open_window(MemoryHome(cell))
    around = _around(opened)
    opened.qtbot.waitUntil(lambda: around.model.rowCount() == PAGE)
    around.model.fetchMore(around.model.index(-1))
    opened.qtbot.waitUntil(lambda: around.model.rowCount() == 2 * PAGE)
    assert around.search is not None
    around.search.setText("bulbes")  # what is looked for may be anywhere: everything is read
    opened.qtbot.waitUntil(lambda: around.model.rowCount() == 1_000)
    around.search.setText("introuvable")
    assert around.model.rowCount() == 0


def _wait_for_more(opened: Opened, around: AroundPage, shown: int) -> None:
    opened.qtbot.waitUntil(lambda: around.model.rowCount() > shown)


def test_news_keep_the_place_one_has_scrolled_to(open_window: Opener) -> None:
    cell = MemoryCell()
    cell.items = [item(number, number // 3) for number in range(4 * PAGE)]
    opened = open_window(MemoryHome(cell))
    around = _around(opened)
    opened.qtbot.waitUntil(lambda: around.model.rowCount() == PAGE)
    while around.model.rowCount() < 3 * PAGE:
        shown = around.model.rowCount()
        around.list.scrollToBottom()
        _wait_for_more(opened, around, shown)
    place = around.list.indexAt(around.list.viewport().rect().center())
    seen = around.model.rows[place.row()].id
    cell.items.append(item(9_999, 0, order=(1 << 60), title="Tout neuf"))
    with opened.qtbot.waitSignal(around.model.rowsInserted):
        cell.tell(RecordsChanged(frozenset(("x",)), frozenset(("contribution",))))
    assert around.model.rows[0].title == "Tout neuf"
    assert around.model.place_of(seen) == place.row() + 1
    assert len({row.id for row in around.model.rows}) == around.model.rowCount()


def test_an_older_card_that_changed_is_read_again(open_window: Opener) -> None:
    cell = MemoryCell()
    cell.items = [item(number, number // 3) for number in range(2 * PAGE)]
    opened = open_window(MemoryHome(cell))
    around = _around(opened)
    opened.qtbot.waitUntil(lambda: around.model.rowCount() == PAGE)
    around.list.scrollToBottom()
    opened.qtbot.waitUntil(lambda: around.model.rowCount() == 2 * PAGE)
    old = cell.items[PAGE + 20]
    cell.items[PAGE + 20] = replace(old, title="Corrigé")
    cell.tell(RecordsChanged(frozenset((old.id,)), frozenset(("contribution",))))
    opened.qtbot.waitUntil(lambda: around.model.rows[PAGE + 20].title == "Corrigé")


def test_a_project_is_created_from_the_empty_page(open_window: Opener) -> None:
    opened = open_window(MemoryHome(MemoryCell()))
    opened.shell.go("projects")
    opened.settle()
    page = opened.shell.page
    assert isinstance(page, ProjectsPage)
    page.form.start()
    page.form.title.setText("Jardin partagé")
    with opened.qtbot.waitSignal(page.form.saved):
        QTest.keyClick(page.form.title, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.model.rows[0].title == "Jardin partagé"


def test_a_page_is_written_and_saved_on_leaving(opened: Opened) -> None:
    page = _pages(opened)
    page.pane.edit.click()
    page.pane.editor.appendPlainText("Dire merci en partant.")
    opened.shell.go("around")
    opened.settle()
    assert opened.cell.pages()[0].title == "Guide d’accueil"
    assert "Dire merci en partant." in opened.cell.texts[opened.cell.pages()[0].id].body


def test_a_peer_s_words_join_what_is_being_written(opened: Opened) -> None:
    page = _pages(opened)
    pane = page.pane
    pane.edit.click()
    page_id = page._chosen
    pane.editor.appendPlainText("De moi.")
    theirs = opened.cell.texts[page_id]
    opened.cell.texts[page_id] = replace(theirs, body="De Zoë.\n\n" + theirs.body)
    opened.cell.tell(RecordsChanged(frozenset((page_id,)), frozenset(("page",))))
    opened.settle()
    pane.save()
    opened.settle()
    for text in (opened.cell.texts[page_id].body, pane.editor.toPlainText()):
        assert text.startswith("De Zoë.")
        assert text.endswith("De moi.")
    opened.qtbot.waitUntil(lambda: "deux sont dans la page" in opened.shell.toast.text)


def test_an_untouched_page_follows_the_peers(opened: Opened) -> None:
    page = _pages(opened)
    page_id = page._chosen
    opened.cell.texts[page_id] = replace(opened.cell.texts[page_id], body="Tout neuf.")
    opened.cell.tell(RecordsChanged(frozenset((page_id,)), frozenset(("page",))))
    opened.qtbot.waitUntil(lambda: "Tout neuf." in page.pane.reader.toPlainText())


def test_a_new_page_opens_for_writing(opened: Opened) -> None:
    page = _pages(opened)
    page.new.click()
    opened.qtbot.waitUntil(lambda: page.pane.title_field.text() == "Nouvelle page")
    assert page.pane.title_field.isVisible()
    opened.settle()
    assert page.model.rows[0].id == page._chosen


def test_the_room_is_told_live_and_at_last_in_one_sign(opened: Opened) -> None:
    opened.shell.go("meeting")
    opened.settle()
    page = opened.shell.page
    assert isinstance(page, MeetingPage)
    assert page.sign.count.text() == "4\u00a0présents, 1\u00a0à\u00a0jour"
    whole = "12\u00a0présents, 12\u00a0à\u00a0jour"
    opened.cell.tell(RoomChanged(room_facts.equal(11)))
    opened.qtbot.waitUntil(lambda: page.sign.count.text() == whole)
    assert page.sign.title.text() == "Vous pouvez partir."
    assert page.sign.property("tone") == "equal"
    assert opened.shell.foot.first.text() == "Vous pouvez partir"
    assert opened.shell.foot.second.text() == whole
    assert opened.shell.buttons["meeting"].accessibleName().endswith(f"{whole}. Vous pouvez partir")


def test_an_invitation_is_made_and_copied(opened: Opened) -> None:
    opened.shell.go("meeting")
    page = opened.shell.page
    assert isinstance(page, MeetingPage)
    page.invitation.make.click()
    opened.qtbot.waitUntil(page.invitation.link.isVisible)
    page.invitation.copy.click()
    assert QApplication.clipboard().text().startswith("idos-p2p:join/")
    assert page.invitation.copy.accessibleName() == "Copié"


def test_a_cell_that_stops_says_so_and_the_message_stays(opened: Opened) -> None:
    opened.cell.tell(Stopped())
    opened.qtbot.waitUntil(lambda: "arrêtée" in opened.shell.toast.text)
    assert not opened.shell.toast._timer.isActive()


def test_keys_lead_to_every_page_and_to_the_search(opened: Opened) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    opened.window.activateWindow()
    for key, name in ((Qt.Key.Key_2, "projects"), (Qt.Key.Key_M, "meeting"), (Qt.Key.Key_8, "pages")):
        QTest.keyClick(opened.window, key, control)
        assert opened.shell.here == name
    opened.settle()
    QTest.keyClick(opened.window, Qt.Key.Key_F, control)
    assert QApplication.focusWidget() is opened.shell.page.search


def test_another_text_size_keeps_the_page_and_saves_what_is_open(opened: Opened) -> None:
    page = _pages(opened)
    page.pane.edit.click()
    page.pane.editor.appendPlainText("Avant d’agrandir.")
    opened.window.desk.look.resize(150)
    opened.settle()
    assert opened.shell.here == "pages"
    assert any("Avant d’agrandir." in text.body for text in opened.cell.texts.values())


@pytest.mark.parametrize(
    ("way", "typed"), [("create", "Les Semeuses"), ("join", "idos-p2p:join/1/ABC"), ("example", "")]
)
def test_the_first_run_leads_to_the_cell(open_window: Opener, way: str, typed: str) -> None:
    opened = open_window(MemoryHome())
    view = opened.window.centralWidget()
    assert isinstance(view, FirstRunView)
    _answer(view, "Aïcha Benali")
    assert view.state.step is Step.CHOICE
    button = view.findChild(QPushButton, way)
    assert button is not None
    button.click()
    if typed:
        _answer(view, typed)
    opened.qtbot.waitUntil(lambda: opened.window.shell is not None)
    assert opened.home.asked[0] == way
    assert opened.home.asked[-1] == "Aïcha Benali"
    opened.settle()


def _answer(view: FirstRunView, words: str) -> None:
    field = view._steps[view.state.step].findChild(QLineEdit, "answer")
    assert field is not None
    field.setText(words)
    QTest.keyClick(field, Qt.Key.Key_Return)


def test_a_refused_link_can_be_typed_again(open_window: Opener) -> None:
    opened = open_window(MemoryHome(refusing="nobody_answers"))
    view = opened.window.centralWidget()
    assert isinstance(view, FirstRunView)
    _answer(view, "Zoë")
    button = view.findChild(QPushButton, "join")
    assert button is not None
    button.click()
    _answer(view, "idos-p2p:join/1/ABC")
    opened.qtbot.waitUntil(lambda: view.state.step is Step.JOIN and bool(view.state.trouble))
    assert view._typed() == "idos-p2p:join/1/ABC"


def test_closing_saves_and_stops_the_cell(open_window: Opener) -> None:
    opened = open_window(MemoryHome(lively()))
    page = _pages(opened)
    page.pane.edit.click()
    page.pane.editor.appendPlainText("Dernier mot.")
    opened.window.close()
    opened.bridge.stop()
    opened.cell.close()
    assert any("Dernier mot." in text.body for text in opened.cell.texts.values())
