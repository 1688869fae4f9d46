"""Membres, inviting, Ma place and the charter, in a window on a real cell."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from idos_p2p.errors import RefusedError
from idos_p2p.governance.matters import Chamber, Charter
from idos_p2p.paths import Home
from idos_p2p.services.cell import Cell
from idos_p2p.services.decide import put
from idos_p2p.services.leave import leave
from idos_p2p.services.matters import admit_without_device
from idos_p2p.services.write import add
from sync.worker import CellWorker
from tests.contract.services.test_devices import added
from tests.qt.conftest import Opened, Opener
from tests.qt.decided import Room, adopt, room
from tests.qt.memory_home import MemoryHome
from tests.simulation.devices import Surroundings
from ui.desktop.cell.running import RunningCell
from ui.desktop.presenters import first_run
from ui.desktop.presenters.codes import CameIn, CodePort, ShownCode
from ui.desktop.presenters.first_run import FirstRun, Step, Way
from ui.desktop.presenters.ports import CellPort, Event, OpenedCell
from ui.desktop.presenters.present import MeetingPort
from ui.desktop.presenters.room_work import RoomWork
from ui.desktop.views.decisions import DecisionsPage
from ui.desktop.views.first_run import FirstRunView
from ui.desktop.views.members import MembersPage

Answer = TypeVar("Answer")


@dataclass
class TableCodes:
    """The codes of a cell that meets others, without a network: a test says who comes in."""

    waiting: list[Future[CameIn]] = field(default_factory=list)
    asked: list[tuple[bool, bool]] = field(default_factory=list)
    stopped: bool = False
    hidden: int = 0

    def show(self, *, device: bool = False, concerned: bool = False) -> Future[ShownCode]:
        self.asked.append((device, concerned))
        shown: Future[ShownCode] = Future()
        if self.stopped:
            shown.set_exception(RefusedError("pairing_stopped", count=3))
        else:
            shown.set_result(ShownCode("7-cerise-tambour", 10, "127.0.0.1:4000"))
        return shown

    def wait(self) -> Future[CameIn]:
        self.waiting.append(Future())
        return self.waiting[-1]

    def hide(self) -> None:
        self.hidden += 1

    def allow_again(self) -> Future[None]:
        self.stopped = False
        allowed: Future[None] = Future()
        allowed.set_result(None)
        return allowed


class TableCell:
    """A running cell whose codes are those of the test."""

    def __init__(self, running: RunningCell) -> None:
        self._running = running
        self.table = TableCodes()

    @property
    def codes(self) -> CodePort:
        return self.table

    @property
    def work(self) -> RoomWork:
        return self._running.work

    @property
    def port(self) -> CellPort:
        return self._running.port

    @property
    def meeting(self) -> MeetingPort:
        return self._running.meeting

    def submit(self, work: Callable[[], Answer]) -> Future[Answer]:
        return self._running.submit(work)

    def listen(self, listener: Callable[[Event], None]) -> None:
        self._running.listen(listener)

    def close(self) -> None:
        self._running.close()


class TableHome(MemoryHome):
    """A home that has this cell."""

    def __init__(self, running: TableCell) -> None:
        super().__init__()
        self._table = running

    def open(self) -> OpenedCell | None:
        return self._table


@dataclass
class Seen:
    """A window on Ana's computer, on Membres."""

    opened: Opened
    room: Room
    page: MembersPage
    codes: TableCodes

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.opened.qtbot.waitUntil(condition)

    @property
    def said(self) -> str:
        """What the window said last."""
        return self.opened.shell.toast.text


def _room() -> Room:
    made = room()
    around = Surroundings(9)
    made.others.append(around.joined(made.ana, "Karim Diallo"))
    admit_without_device(made.ana, "Rose Lambert", Chamber.CARRYING)
    made.meet()
    page = add(made.ana, "page", {"title": "Notre charte", "body": "On s’écoute."})
    adopt(made, put(made.ana, page, Charter()).id)
    leave(made.zoe)
    added(Surroundings(11), made.ana)
    made.meet()
    return made


@pytest.fixture
def seen(tmp_path: Path, open_window: Opener) -> Seen:
    """Give a window on a cell of members, a guest, somebody without a computer, and somebody who left."""
    made: list[Room] = []

    def build() -> Cell:
        made.append(_room())
        return made[0].ana

    running = TableCell(RunningCell(CellWorker(build), Home(tmp_path), lambda: None))
    opened = open_window(TableHome(running))
    opened.window.activateWindow()
    opened.settle()
    opened.shell.go("members")
    opened.settle()
    page = opened.shell.page
    assert isinstance(page, MembersPage)
    return Seen(opened, made[0], page, running.table)


def labels(widget: QWidget) -> list[str]:
    """Return what is written in a part of the window."""
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def button(widget: QWidget, words: str) -> QAbstractButton:
    """Return the button of that name."""
    return next(
        one for one in widget.findChildren(QAbstractButton) if one.accessibleName() == words and one.isVisible()
    )


def test_everyone_is_there_by_groups_and_those_who_left_are_folded(seen: Seen) -> None:
    rows = seen.page.model.rows
    assert [row.title for row in rows] == ["Karim Diallo", "Rose Lambert", "Ana Ruiz", "Luc Mbaye"]
    assert rows[1].text.split(" · ") == [
        "Personne invitée\u202f: lit et écrit, pas encore de voix",
        "parmi les personnes qui portent",
        "sans ordinateur",
    ]
    seen.page.gone.click()
    assert seen.page.model.rows[-1].title == "Zoé Petit"


def test_the_keyboard_alone_reads_the_facts_of_a_guest_and_proposes_to_confirm(seen: Seen) -> None:
    seen.page.list.setFocus()
    QTest.keyClick(seen.page.list, Qt.Key.Key_Return)
    assert seen.page.one.isVisible()
    assert any(line.startswith("La porte lui a été ouverte, par Ana Ruiz") for line in labels(seen.page.one))
    QTest.keyClick(button(seen.page.one, "Proposer de confirmer"), Qt.Key.Key_Space)
    seen.opened.settle()
    page = seen.opened.shell.page
    assert isinstance(page, DecisionsPage)
    assert page.form.isVisible()
    assert page.form.person.currentText() == "Karim Diallo"


def test_a_code_is_shown_in_large_until_somebody_comes_in(seen: Seen) -> None:
    seen.page.invite.click()
    sheet = seen.page.inviting
    sheet.choose_seat("concerned")
    sheet.code.show_button.click()
    seen.until(lambda: bool(seen.codes.waiting))
    assert sheet.code.code.text() == "7-cerise-tambour"
    assert seen.codes.asked == [(False, True)]
    seen.codes.waiting[0].set_result(CameIn("Nour", "aa"))
    seen.until(lambda: "Nour est dans la cellule." in labels(sheet))
    assert not sheet.code.code.isVisible()


def test_closing_the_panel_hides_the_code_and_three_wrong_ones_need_a_person(seen: Seen) -> None:
    seen.page.invite.click()
    sheet = seen.page.inviting
    sheet.code.show_button.click()
    seen.until(lambda: bool(seen.codes.waiting))
    sheet.close_sheet()
    assert seen.codes.hidden == 1
    assert seen.codes.waiting[0].cancelled()
    seen.codes.stopped = True
    seen.page.invite.click()
    sheet.code.show_button.click()
    seen.until(sheet.code.allow.isVisible)
    assert not sheet.code.show_button.isVisible()
    sheet.code.allow.click()
    seen.until(lambda: len(seen.codes.waiting) == 2)
    sheet.close_sheet()


def test_a_link_has_its_picture_in_whole_pixels(seen: Seen) -> None:
    seen.page.invite.click()
    sheet = seen.page.inviting
    sheet.way.button("link").click()
    sheet.make.click()
    seen.until(sheet.qr.isVisible)
    assert sheet.link.text().startswith("idos")
    assert sheet.qr.width() % sheet.qr.module == 0
    sheet.close_sheet()


def test_resting_coming_back_and_leaving_are_said(seen: Seen) -> None:
    page = seen.page
    page.place_button.click()
    button(page.own, "Me reposer").click()
    seen.until(lambda: page.view is not None and page.view.me is not None and page.view.me.member.status == "resting")
    page.place_button.click()
    button(page.own, "Revenir").click()
    seen.until(lambda: page.view is not None and page.view.me is not None and page.view.me.member.status == "confirmed")
    page.place_button.click()
    button(page.own, "Quitter la cellule…").click()
    leaving = page.own.leaving
    leaving.take.setChecked(True)
    leaving.act()
    assert leaving.trouble.text() == "Choisissez d’abord le dossier."
    leaving.take.setChecked(False)
    button(leaving, "Quitter la cellule").click()
    seen.until(lambda: page.view is not None and not page.view.belongs)
    assert not page.invite.isVisible()


def test_the_charter_is_shown_to_who_comes_in_and_read_once(seen: Seen) -> None:
    seen.opened.shell.welcome()
    sheet = seen.page.charter_sheet
    seen.until(sheet.isVisible)
    assert "On s’écoute." in sheet.text.toPlainText()
    sheet.accept.click()
    seen.until(lambda: not sheet.isVisible())
    seen.opened.settle()
    seen.opened.shell.welcome()
    seen.opened.settle()
    assert not sheet.isVisible()


def test_somebody_is_brought_back_on_the_computer_of_a_guest(seen: Seen) -> None:
    luc = next(row for row in seen.page.model.rows if row.title == "Luc Mbaye")
    seen.page.show_person(luc.id)
    button(seen.page.one, "Faire revenir sur un autre ordinateur…").click()
    form = seen.page.recovering
    form.save()
    assert form.trouble.text() == "Choisissez avec quel ordinateur la personne est revenue."
    form.guest.setCurrentIndex(1)
    form.save()
    seen.until(lambda: seen.opened.shell.here == "decisions")


def test_another_computer_of_mine_is_taken_away_once_it_was_asked_again(seen: Seen) -> None:
    page = seen.page
    page.place_button.click()
    [take] = page.own.removals.values()
    take.click()
    removing = page.own.removing
    assert removing.keep.hasFocus()  # Entrée pressed too soon takes nothing away
    removing.do.click()
    seen.until(lambda: page.view is not None and len(page.view.devices) == 1)
    assert seen.said == "C’est fait\u202f: cet ordinateur n’écrit plus pour vous."


def test_who_leaves_takes_along_what_is_theirs(seen: Seen, tmp_path: Path) -> None:
    page = seen.page
    page.place_button.click()
    page.own.leave.click()
    leaving = page.own.leaving
    leaving.take.setChecked(True)
    leaving.take_to(str(tmp_path / "à moi"))
    leaving.do.click()
    seen.until(lambda: page.view is not None and not page.view.belongs)
    assert any((tmp_path / "à moi").iterdir())
    assert "à moi" in seen.said


def test_a_code_for_another_computer_of_mine_is_shown_as_such(seen: Seen) -> None:
    page = seen.page
    page.place_button.click()
    page.own.add.click()
    panel = page.own.adding.panel
    panel.show_button.click()
    seen.until(lambda: bool(seen.codes.waiting))
    assert seen.codes.asked == [(True, False)]
    seen.codes.waiting[0].set_result(CameIn("Ana Ruiz", "aa"))
    seen.until(panel.came.isVisible)
    page.own.adding.close_sheet()


def test_somebody_without_a_computer_is_brought_in_by_name(seen: Seen) -> None:
    seen.page.invite.click()
    sheet = seen.page.inviting
    sheet.way.button("none").click()
    sheet.admit()
    assert sheet.trouble.text() == "Écrivez le nom de cette personne."
    sheet.name.setText("Odile Faure")
    sheet.admit()
    seen.until(lambda: any(row.title == "Odile Faure" for row in seen.page.model.rows))


def test_a_second_computer_is_said_to_be_one_before_any_name(open_window: Opener) -> None:
    opened = open_window(MemoryHome())
    view = opened.window.centralWidget()
    assert isinstance(view, FirstRunView)
    button(view, "C’est mon deuxième ordinateur").click()
    assert view.state == FirstRun(Step.DEVICE, "", Way.DEVICE)
    button(view, "Retour").click()
    assert view.state.step is Step.NAME
    opened.settle()


def test_the_first_run_completes_the_code_of_a_second_computer(open_window: Opener) -> None:
    home = MemoryHome()
    opened = open_window(home)
    view = opened.window.centralWidget()
    assert isinstance(view, FirstRunView)
    view.show_state(first_run.chosen(FirstRun(Step.CHOICE, "Aïcha"), Way.DEVICE))
    field = next(one for one in view.findChildren(QLineEdit) if one.isVisible())
    QTest.keyClicks(field, "7 ceri")
    button(view, "7-cerise-").click()
    assert field.hasFocus()
    QTest.keyClicks(field, "tamb")
    QTest.keyClick(field, Qt.Key.Key_Return)
    opened.qtbot.waitUntil(lambda: opened.window.shell is not None)
    assert home.asked[-1] == "7-cerise-tambour"
    opened.settle()
