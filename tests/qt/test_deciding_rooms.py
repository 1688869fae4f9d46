"""Décisions, the projected view, the two circles and what waits, in a window on a real cell that decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from idos_p2p.governance.acts import Answer
from idos_p2p.governance.decisions import State
from idos_p2p.paths import Home
from idos_p2p.services.answer import say
from idos_p2p.services.cell import Cell
from sync.worker import CellWorker
from tests.qt.conftest import Opened, Opener
from tests.qt.decided import Room, decided, room
from tests.qt.memory_home import MemoryHome
from tests.simulation.devices import share
from ui.desktop.cell.running import RunningCell
from ui.desktop.presenters.ports import OpenedCell
from ui.desktop.views.around import AroundPage
from ui.desktop.views.decisions import DecisionsPage
from ui.desktop.views.projection import PLACES
from ui.desktop.views.projects import ProjectsPage
from ui.desktop.widgets.answered import AnsweredFaceView


class RealHome(MemoryHome):
    """A home that has this cell."""

    def __init__(self, running: RunningCell) -> None:
        super().__init__()
        self._running = running

    def open(self) -> OpenedCell | None:
        return self._running


@dataclass
class Seen:
    """A window on Ana's computer, and the room around it, which only its worker touches."""

    opened: Opened
    running: RunningCell
    room: Room

    def decisions(self, place: str = "") -> DecisionsPage:
        """Show Décisions, or one of them by its name in the room."""
        self.opened.shell.open_record("decision", self.room.ids.get(place, place))
        self.settle()
        page = self.opened.shell.page
        assert isinstance(page, DecisionsPage)
        return page

    def settle(self) -> None:
        """Wait until every question has its answer."""
        self.opened.settle()

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.opened.qtbot.waitUntil(condition)


def _opened(make: Callable[[], Room], tmp_path: Path, open_window: Opener) -> Seen:
    made: list[Room] = []

    def build() -> Cell:
        made.append(make())
        return made[0].ana

    running = RunningCell(CellWorker(build), Home(tmp_path), lambda: None)
    opened = open_window(RealHome(running))
    opened.window.activateWindow()
    opened.qtbot.waitUntil(opened.window.isActiveWindow)
    opened.settle()
    return Seen(opened, running, made[0])


@pytest.fixture
def seen(tmp_path: Path, open_window: Opener) -> Seen:
    """Give a window on a cell that decided something of everything."""
    return _opened(decided, tmp_path, open_window)


@pytest.fixture
def bare(tmp_path: Path, open_window: Opener) -> Seen:
    """Give a window on a cell of three in which nobody proposed anything."""
    return _opened(room, tmp_path, open_window)


def labels(widget: QWidget) -> list[str]:
    """Return what is written in a part of the window."""
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def button(widget: QWidget, words: str) -> QPushButton:
    """Return the button of that name."""
    return next(one for one in widget.findChildren(QPushButton) if one.accessibleName() == words and one.isVisible())


def faces(page: DecisionsPage) -> dict[str, str]:
    """Return who is shown, and what they answered."""
    found = [one.accessibleName() for one in page.pane.findChildren(AnsweredFaceView) if one.isVisible()]
    return {name.strip(): said.strip() for name, _, said in (one.partition(":") for one in found)}


def test_the_keyboard_alone_opens_what_waits_answers_it_and_comes_back(seen: Seen) -> None:
    page = seen.decisions()
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    seen.settle()
    assert page.place == seen.room.ids["unanswered"]
    answer = page.pane.answers[Answer.CONSENT]
    answer.setFocus()
    QTest.keyClick(answer, Qt.Key.Key_Space)
    seen.until(lambda: page.pane.sheet is not None and page.pane.sheet.mine.now == "consent")
    assert seen.opened.shell.toast.text == "Votre accord est noté."
    seen.until(lambda: faces(page).get("Ana Ruiz") == "accepte")
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == "J’accepte"  # the keyboard stays, though the page was made anew
    QTest.keyClick(seen.opened.window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page.place == ""


def test_an_objection_needs_its_ground_and_its_words_and_is_then_in_its_round(seen: Seen) -> None:
    page = seen.decisions("unanswered")
    page.pane.answers[Answer.OBJECTION].click()
    form = page.pane.forms.objection
    assert form.isVisible()
    form.save()
    assert form.trouble.text() == "Choisissez ce que l’objection protège."
    form.ground.setCurrentIndex(form.ground.findData("risk"))
    form.words.setPlainText("Les enfants n’auront plus de repas.")
    form.save()
    seen.until(lambda: not form.isVisible())
    seen.until(lambda: page.pane.sheet is not None and page.pane.sheet.mine.now == "objection")
    page.pane.show_round("objection")
    seen.settle()
    assert "Les enfants n’auront plus de repas." in labels(page.pane)


def test_an_answer_that_comes_from_another_computer_is_seen_at_once(seen: Seen) -> None:
    page = seen.decisions("unanswered")
    assert faces(page)["Luc Mbaye"] == "n’a pas encore répondu"

    def arrives() -> None:
        say(seen.room.luc, seen.room.ids["unanswered"], Answer.ASIDE)
        share(seen.room.luc, seen.room.ana)

    seen.running.submit(arrives).result()
    seen.until(lambda: faces(page).get("Luc Mbaye") == "s’écarte")


def test_a_spoken_answer_counts_once_a_second_person_says_that_they_heard_it(seen: Seen) -> None:
    page = seen.decisions("open")
    assert faces(page)["Rose Lambert"].startswith("réponse notée")
    page.pane.show_round("consent")
    seen.settle()
    button(page.pane, "Je l’ai entendu aussi").click()
    seen.until(lambda: faces(page).get("Rose Lambert") == "accepte")


def test_a_spoken_answer_is_noted_for_who_has_no_computer(seen: Seen) -> None:
    page = seen.decisions("unanswered")
    page.pane.note_spoken()
    form = page.pane.forms.spoken
    form.save()
    assert form.trouble.text() == "Choisissez la personne qui a parlé."
    assert not form.ground.isVisible()
    form.who.setCurrentIndex(1)
    form.save()
    seen.until(lambda: not form.isVisible())
    seen.until(lambda: faces(page).get("Rose Lambert", "").startswith("réponse notée"))


def test_the_projected_view_goes_through_the_rounds_by_arrows_in_large_letters(seen: Seen) -> None:
    page = seen.decisions("unanswered")
    page.pane.project_button.click()
    shown = page.projection
    assert shown.isVisible()
    assert shown.geometry() == seen.opened.shell.rect()
    assert shown.line * 20 >= shown.height()
    places = [shown.at]
    for _ in PLACES[1:]:
        QTest.keyClick(QApplication.focusWidget() or shown, Qt.Key.Key_Right)
        places.append(shown.at)
    assert tuple(places) == PLACES
    seen.settle()
    assert faces_of(shown) >= {"Luc Mbaye", "Zoé Petit", "Ana Ruiz"}
    QTest.keyClick(QApplication.focusWidget() or shown, Qt.Key.Key_Home)
    assert shown.at == PLACES[0]
    seen.settle()
    assert "Fermer l’accueil en août" in labels(shown)
    QTest.keyClick(QApplication.focusWidget() or shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert page.place


def faces_of(widget: QWidget) -> set[str]:
    """Return the names of the persons who are shown."""
    found = [one.accessibleName() for one in widget.findChildren(AnsweredFaceView) if one.isVisible()]
    return {name.partition(":")[0].strip() for name in found}


def test_a_question_asked_from_the_projected_view_is_seen_there(seen: Seen) -> None:
    page = seen.decisions("unanswered")
    page.pane.project_button.click()
    page.projection.go("clarification")
    seen.settle()
    button(page.projection, "Poser une question").click()
    form = page.pane.forms.words
    seen.until(form.isVisible)
    form.words.setPlainText("Et les urgences ?")
    form.save()
    seen.until(lambda: "Et les urgences ?" in labels(page.projection))
    assert page.projection.isVisible()


def test_a_proposal_is_put_and_its_page_is_shown(bare: Seen) -> None:
    page = bare.decisions()
    button(page, "Nouvelle proposition").click()
    bare.settle()
    form = page.form
    assert form.isVisible()
    QTest.keyClick(form.title, Qt.Key.Key_Return)
    assert form.trouble.text() == "Dites la proposition en une phrase."
    form.title.setText("Une réunion par mois")
    QTest.keyClick(form.title, Qt.Key.Key_Return)
    bare.until(lambda: page.pane.sheet is not None and page.pane.sheet.title == "Une réunion par mois")
    assert page.pane.sheet is not None
    assert page.pane.sheet.state is State.OPEN


def test_a_text_is_kept_then_completed_and_put(bare: Seen) -> None:
    page = bare.decisions()
    page.propose()
    bare.settle()
    page.form.title.setText("Semer")
    page.form.keep.click()
    bare.until(lambda: [row.kind for row in page.model.rows] == ["draft"])
    bare.opened.shell.open_record("proposal", page.model.rows[0].id)  # as from a search: nobody put it yet
    bare.until(page.form.isVisible)
    assert page.place == ""
    assert page.form.title.text() == "Semer"
    page.form.title.setText("Semer des fèves")
    page.form.save()
    bare.until(lambda: page.pane.sheet is not None and page.pane.sheet.title == "Semer des fèves")


def test_an_exclusion_says_what_would_be_set_aside(seen: Seen) -> None:
    page = seen.decisions()
    page.propose()
    seen.settle()
    form = page.form
    form.about.setCurrentIndex(form.about.findData("exclude"))
    form.person.setCurrentIndex(form.person.findText("Karim"))
    seen.until(lambda: bool(form.void.text()))
    assert "serait écarté" in form.void.text()
    assert form.title.placeholderText() == "Exclure Karim"


def test_withdrawing_asks_first_and_cannot_be_answered_after(seen: Seen) -> None:
    page = seen.decisions("open")
    button(page.pane, "Retirer").click()
    sheet = page.pane.forms.closing
    assert sheet.isVisible()
    QTest.keyClick(sheet.confirm, Qt.Key.Key_Space)
    seen.until(lambda: page.pane.sheet is not None and page.pane.sheet.state is State.CLOSED)
    assert page.pane.answers == {}


def test_the_circles_of_a_project_are_named_by_faces_and_the_warning_goes(seen: Seen) -> None:
    seen.opened.shell.go("projects")
    seen.settle()
    page = seen.opened.shell.page
    assert isinstance(page, ProjectsPage)
    alone = next(tile for tile in page.model.rows if tile.warning)
    seen.opened.shell.open_record("project", alone.id)
    seen.settle()
    assert "Ce projet n’a encore personne de concerné" in labels(page.pane)
    button(page.pane, "Nommer les cercles").click()
    form = page.pane.circles_form
    seen.until(lambda: bool(form.concerned.buttons))
    form.save()
    assert form.trouble.text() == "Nommez au moins une personne concernée."
    for field, name in ((form.concerned, "Luc Mbaye"), (form.carrying, "Ana Ruiz")):
        next(one for one in field.buttons.values() if one.name == name).click()
    form.save()
    seen.until(lambda: "Ce projet n’a encore personne de concerné" not in labels(page.pane))
    seen.settle()
    assert button(page.pane, "Quitter ce cercle").isEnabled()


def test_what_waits_stands_on_the_home_page_and_leads_to_where_it_is_done(seen: Seen) -> None:
    seen.opened.shell.go("around")
    seen.settle()
    page = seen.opened.shell.page
    assert isinstance(page, AroundPage)
    assert page.waiting.isVisible()
    assert [task.kind for task in page.waiting.tasks] == ["answer", "countersign", "guest", "guest"]
    page.waiting.buttons[0].click()
    seen.settle()
    assert seen.opened.shell.page.place == seen.room.ids["unanswered"]
    seen.opened.shell.go("around")
    guest = next(task for task in page.waiting.tasks if task.kind == "guest" and "Karim" in task.title)
    page.waiting.wanted.emit(guest)
    decisions = seen.opened.shell.page
    assert isinstance(decisions, DecisionsPage)
    seen.until(decisions.form.isVisible)
    assert (decisions.form.chosen, decisions.form.person.currentText()) == ("confirm", "Karim")


def test_nothing_waits_where_nothing_was_proposed(bare: Seen) -> None:
    page = bare.opened.shell.pages["around"]
    assert isinstance(page, AroundPage)
    assert not page.waiting.isVisible()


@pytest.mark.parametrize("place", ["open", "late", "withdrawn"])
def test_every_control_of_a_decision_and_of_the_projected_view_has_a_name(seen: Seen, place: str) -> None:
    page = seen.decisions(place)
    page.pane.project_button.click()
    page.projection.go("consent")
    for root in (page.pane, page.projection):
        for widget in root.findChildren(QWidget):
            if widget.isVisibleTo(root) and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                found = QAccessible.queryAccessibleInterface(widget)
                assert found is not None
                assert found.text(QAccessible.Text.Name), widget
