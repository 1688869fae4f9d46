"""Rencontre in a window: the sign, the choice of a carrier, a key, a folder, the self-test; by keyboard, stoppable."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from idos_p2p.errors import RefusedError
from idos_p2p.ids import DeviceId
from sync.carry.reading import Reading
from sync.carry.series import FolderStatus
from sync.carry.writing import Written
from tests.qt import room_facts
from tests.qt.association import NOON_MS, lively
from tests.qt.conftest import Opened, Opener
from tests.qt.memory_home import MemoryHome
from ui.desktop.presenters.carried import Volume
from ui.desktop.presenters.present import RoomChanged, RoomNow
from ui.desktop.views import key_sheet
from ui.desktop.views.key_sheet import READ, WRITE
from ui.desktop.views.meeting import PARTS, MeetingPage
from ui.words.languages import words_for

FR = words_for("fr")
KEY = Path("/media/cle")
BUNDLE = KEY / "2026-11-21-a1b2c3d4.idos-bundle"


def meeting(opened: Opened) -> MeetingPage:
    """Return the page, shown and read."""
    opened.shell.go("meeting")
    opened.settle()
    page = opened.shell.page
    assert isinstance(page, MeetingPage)
    return page


def happens(opened: Opened, now: RoomNow) -> None:
    """Let the room change, as a meeting tells it."""
    opened.cell.nearby = now
    opened.cell.tell(RoomChanged(now))
    opened.settle()


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> list[Volume]:
    """Give the disks that are plugged in, to be changed by a test."""
    volumes = [Volume(str(KEY), "CLÉ_DU_LOCAL", 14_200_000_000)]
    monkeypatch.setattr(key_sheet, "plugged", lambda: tuple(volumes))
    return volumes


def test_the_large_sign_covers_the_window_until_escape(opened: Opened) -> None:
    page = meeting(opened)
    happens(opened, room_facts.equal(11))
    page.sign.button.click()
    assert page.large.geometry() == opened.shell.rect()
    assert "12\u00a0présents, 12\u00a0à\u00a0jour. Vous pouvez partir." in page.large.accessibleName()
    opened.window.activateWindow()
    opened.qtbot.waitUntil(page.large.hasFocus)
    QTest.keyClick(page.large, Qt.Key.Key_Escape)
    assert page.large.isHidden()


def test_the_large_sign_leaves_when_everybody_has_left(opened: Opened) -> None:
    page = meeting(opened)
    happens(opened, room_facts.equal(11))
    page.sign.open_large()
    happens(opened, RoomNow(visible=True))
    assert page.large.isHidden()
    assert page.sign.button.isHidden()
    assert opened.shell.foot.second.text() == "Vu ensemble mar.\u00a017\u00a0nov."


def test_the_sign_in_the_sidebar_is_on_every_page(opened: Opened) -> None:
    opened.shell.go("gifts")
    happens(opened, room_facts.held_up())
    assert opened.shell.foot.first.text() == "Quelque chose bloque"
    assert opened.shell.buttons["meeting"].accessibleName() == (
        "Rencontre\u202f: 3\u00a0présents, 2\u00a0à\u00a0jour. Quelque chose bloque"
    )


def test_a_card_keeps_the_keyboard_while_the_room_moves_on(opened: Opened) -> None:
    page = meeting(opened)
    opened.window.activateWindow()
    karim = next(card for card in page.people.cards.values() if card.name.text() == "Karim Ould-Ahmed")
    karim.setFocus()
    opened.qtbot.waitUntil(karim.hasFocus)
    happens(opened, room_facts.crowd(39, 12))
    assert karim.hasFocus()
    QTest.keyClick(karim, Qt.Key.Key_Return)
    assert not page.computers.isHidden()
    assert page.computers.accessibleName() == "Karim Ould-Ahmed\u202f: où en est chaque ordinateur"


def test_forty_persons_fit_the_width_of_a_narrow_window(open_window: Opener) -> None:
    opened = open_window(MemoryHome(lively()))
    opened.window.resize(1024, 640)
    page = meeting(opened)
    happens(opened, room_facts.crowd(39, 3))
    assert page.sign.count.text() == "40\u00a0présents, 37\u00a0à\u00a0jour"
    for part in PARTS:
        page.show_part(part)
        opened.settle()
        assert page.parts[part].width() <= page.width()
        inner = page.parts[part].parentWidget()
        assert inner is not None
        assert inner.minimumSizeHint().width() <= page.width()


def test_somebody_chooses_who_brings_it_to_an_absent_person(opened: Opened) -> None:
    page = meeting(opened)
    page.part.button("absent").click()
    choose = _named(page.absent, "Qui apporte ses nouveautés à Olga Ivanova\u202f?")
    QTest.mouseClick(choose, Qt.MouseButton.LeftButton)
    page.carriers.buttons[0].click()
    opened.settle()
    olga, elodie = room_facts.voice("Olga Ivanova"), room_facts.voice("Élodie Garçon")
    assert opened.cell.carried == [(olga.record, elodie.record)]
    assert "Élodie Garçon apporte ses nouveautés à Olga Ivanova" in opened.shell.toast.text
    back = _named(page.absent, "Retirer\u202f: Karim Ould-Ahmed n’apporte plus ses nouveautés à Lucie Petit")
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    opened.settle()
    assert opened.cell.taken_back == ["dd" * 32]


def test_what_somebody_lacks_is_told_on_a_sheet_that_leads_to_the_records(opened: Opened) -> None:
    page = meeting(opened)
    page.show_part("absent")
    QTest.mouseClick(_named(page.absent, "Ce qui manque à Olga Ivanova"), Qt.MouseButton.LeftButton)
    opened.settle()
    assert page.lacking.accessibleName() == "Ce qui manque à Olga Ivanova\u202f: 36 nouveautés"


def test_the_meeting_is_ended_by_hand(opened: Opened) -> None:
    page = meeting(opened)
    page.show_part("brought")
    QTest.mouseClick(_named(page.brought, "Terminer la rencontre"), Qt.MouseButton.LeftButton)
    opened.settle()
    assert opened.cell.table.ended == 1


@pytest.mark.usefixtures("plugged")
def test_a_key_is_written_with_progress_and_may_be_taken_out_at_the_end(opened: Opened) -> None:
    page = meeting(opened)
    page.key_card.write.click()
    _named(page.key, "Écrire sur CLÉ_DU_LOCAL").click()  # type: ignore[attr-defined]  # a button
    asked = opened.cell.table.last
    assert (asked.what, asked.about) == ("write", str(KEY))
    assert asked.progress is not None
    asked.progress(48_000_000, 112_000_000)
    opened.qtbot.waitUntil(lambda: page.key.panel.bar.value() == 428)
    asked.future.set_result(Written(BUNDLE, 1_912, 5, 4_200_000, 0, 0))
    opened.settle()
    assert page.key.told.shown is not None
    assert page.key.told.shown.title == "Vous pouvez retirer la clé USB."
    assert not page.key.done.isHidden()


@pytest.mark.usefixtures("plugged")
def test_what_is_written_is_stopped_by_its_button_and_begun_again(opened: Opened) -> None:
    page = meeting(opened)
    page.key.start(WRITE)
    page.key.write_to(KEY)
    page.key.panel.stop.click()
    assert opened.cell.table.last.future.cancelled()
    assert page.key.told.shown is not None
    assert page.key.told.shown.title == FR.error("carry_cancelled")
    page.key.retry.click()
    assert len(opened.cell.table.asked) == 2
    opened.cell.table.last.future.set_exception(RefusedError("bundle_pulled_out", path=str(KEY)))
    opened.settle()
    assert page.key.told.shown.title == FR.error("bundle_pulled_out")
    assert not page.key.retry.isHidden()


@pytest.mark.usefixtures("plugged")
def test_what_goes_on_behind_a_closed_sheet_is_said_at_its_end(opened: Opened) -> None:
    page = meeting(opened)
    page.key.start(WRITE)
    page.key.write_to(KEY)
    page.key.close_sheet()
    opened.shell.go("around")
    asked = opened.cell.table.last
    assert not asked.future.cancelled()
    asked.future.set_result(Written(BUNDLE, 1_912, 5, 4_200_000, 0, 0))
    opened.settle()
    assert opened.shell.toast.text == "Vous pouvez retirer la clé USB."


@pytest.mark.usefixtures("plugged")
def test_a_file_is_looked_at_before_anything_of_it_is_kept(opened: Opened) -> None:
    opened.cell.table.files = (BUNDLE,)
    page = meeting(opened)
    page.key.start(READ)
    opened.settle()
    _named(page.key, f"Regarder {BUNDLE.name}").click()  # type: ignore[attr-defined]  # a button
    device = room_facts.device("Zoë Martin").device or DeviceId(b"")
    brings = Reading(device, NOON_MS, 9, {device: 24}, 0, 0, False, frozenset(), (), None)
    opened.cell.table.last.future.set_result(brings)
    opened.settle()
    assert page.key.told.shown is not None
    assert page.key.told.shown.rows == (("Zoë Martin", "24 nouveautés"),)
    page.key.take.click()
    assert opened.cell.table.last.what == "read"
    opened.cell.table.last.future.set_result(brings)
    opened.settle()
    assert page.key.take.isHidden()
    assert page.key.told.shown.title.startswith("24 nouveautés sont arrivées")


def test_a_key_that_is_plugged_in_appears_by_itself(opened: Opened, plugged: list[Volume]) -> None:
    key = plugged.pop()
    page = meeting(opened)
    page.key.start(WRITE)
    assert FR.say("key_none") in [label.text() for label in page.key.findChildren(QWidget) if hasattr(label, "text")]
    plugged.append(key)
    opened.qtbot.waitUntil(lambda: bool(_all_named(page.key, "Écrire sur CLÉ_DU_LOCAL")))


def test_a_shared_folder_is_chosen_exchanged_with_and_left(opened: Opened) -> None:
    page = meeting(opened)
    page.folder.exchange(Path("/srv/nuage"))
    assert not page.folder.panel.isHidden()
    opened.cell.shared = FolderStatus(Path("/srv/nuage"), NOON_MS, "", 1, 2)
    opened.cell.table.last.future.set_exception(RefusedError("folder_busy"))
    opened.settle()
    assert page.folder.name.text() == "nuage"
    assert page.folder.told.shown is not None
    assert page.folder.told.shown.title == FR.error("folder_busy")
    page.folder.forget.click()
    opened.settle()
    assert page.folder.name.isHidden()
    assert opened.cell.shared.folder is None


def test_the_self_test_runs_beside_the_window_and_closing_stops_it(opened: Opened) -> None:
    page = meeting(opened)
    page.check.click()
    asked = opened.cell.table.last
    assert asked.what == "examine"
    assert not page.selftest.stop.isHidden()
    page.selftest.stop.click()
    assert asked.future.cancelled()
    page.selftest.address.setText("192.168.1.20")
    page.selftest.check()
    opened.cell.table.last.future.set_exception(RefusedError("endpoint_unreadable", text="192.168.1.20"))
    opened.settle()
    assert opened.cell.table.last.about == "192.168.1.20"
    page.selftest.again.click()
    page.selftest.close_sheet()
    assert opened.cell.table.last.future.cancelled()


@pytest.mark.usefixtures("plugged")
def test_every_control_of_the_page_and_its_sheets_has_a_name(opened: Opened) -> None:
    page = meeting(opened)
    for part in PARTS:
        page.show_part(part)
        opened.settle()
        assert _nameless(page) == []
    page.carriers.start(page.absent.shown.absent[0])
    page.key.start(WRITE)
    page.sign.open_large()
    page.selftest.start()  # it goes on until somebody answers
    QApplication.sendPostedEvents()
    assert _nameless(opened.shell) == []


def test_the_example_meets_nobody_and_offers_nothing_that_would_need_others(opened: Opened) -> None:
    page = meeting(opened)
    happens(opened, RoomNow(meets=False))
    assert page.sign.title.text() == FR.say("sign_example")
    assert page.help.isHidden()
    assert page.key_card.isHidden()


def _nameless(root: QWidget) -> list[str]:
    return [
        type(widget).__name__
        for widget in root.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and not _spoken(widget)
    ]


def _spoken(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def _all_named(root: QWidget, name: str) -> list[QWidget]:
    QApplication.sendPostedEvents()
    return [
        widget
        for widget in root.findChildren(QWidget)
        if widget.accessibleName() == name and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]


def _named(root: QWidget, name: str) -> QWidget:
    return _all_named(root, name)[0]
