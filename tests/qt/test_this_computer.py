"""Who is there: the passphrase at the opening and in Réglages, several persons of one computer; all by the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.qt.association import lively
from tests.qt.conftest import Opened, Opener
from tests.qt.memory_home import MemoryHome
from ui.desktop.presenters.this_computer import HomeCard
from ui.desktop.views.first_run import FirstRunView
from ui.desktop.views.homes import HomesView
from ui.desktop.views.passphrase import PassphraseSheet, Wanted
from ui.desktop.views.settings import SettingsPage
from ui.desktop.views.unlock import UnlockView

PHRASE = "cerise tambour"


def settings(opened: Opened) -> SettingsPage:
    opened.shell.go("settings")
    opened.settle()
    page = opened.shell.page
    assert isinstance(page, SettingsPage)
    return page


def typed(field: QLineEdit, words: str) -> None:
    """Write words in the field that has the keyboard, and go on with Entrée."""
    assert QApplication.focusWidget() is field
    field.setText(words)
    field.returnPressed.emit()  # a whole keystroke would end in a page that the answer has replaced


def until_shown(opened: Opened, kind: type) -> None:
    opened.qtbot.waitUntil(lambda: isinstance(opened.window.centralWidget(), kind) and not opened.bridge.busy)


def chooser(opened: Opened) -> HomesView:
    until_shown(opened, HomesView)
    view = opened.window.centralWidget()
    assert isinstance(view, HomesView)
    return view


def test_a_protected_cell_asks_for_its_passphrase_and_opens_with_that_one_alone(open_window: Opener) -> None:
    opened = open_window(MemoryHome(lively(), passphrase=PHRASE))
    view = opened.window.centralWidget()
    assert isinstance(view, UnlockView)
    typed(view.phrase, "")
    assert view.trouble.text() == "Écrivez votre phrase secrète."
    typed(view.phrase, "cerises")
    opened.settle()
    assert view.trouble.text().startswith("Ce n’est pas la phrase secrète")
    assert view.phrase.selectedText()  # the next try replaces it
    typed(view.phrase, PHRASE)
    opened.qtbot.waitUntil(lambda: opened.window.shell is not None)
    opened.settle()


def test_what_is_typed_as_a_passphrase_is_never_shown(open_window: Opener) -> None:
    opened = open_window(MemoryHome(lively(), passphrase=PHRASE))
    view = opened.window.centralWidget()
    assert isinstance(view, UnlockView)
    QTest.keyClicks(view.phrase, PHRASE)
    assert PHRASE not in view.phrase.displayText()


def asked(page: SettingsPage, wanted: Wanted) -> PassphraseSheet:
    page.passphrase.buttons[wanted].click()
    return page.phrases


def test_a_passphrase_is_chosen_changed_and_taken_away_in_settings(opened: Opened) -> None:
    page = settings(opened)
    shown = [wanted for wanted, button in page.passphrase.buttons.items() if button.isVisible()]
    assert shown == [Wanted.CHOOSE]
    sheet = asked(page, Wanted.CHOOSE)
    sheet.fields["again"].setText("cerise tambours")
    typed(sheet.fields["new"], PHRASE)
    assert sheet.trouble.text().startswith("Les deux phrases ne sont pas les mêmes")
    sheet.fields["again"].setText(PHRASE)
    sheet.do.click()
    opened.settle()
    assert opened.home.passphrase == PHRASE
    shown = [wanted for wanted, button in page.passphrase.buttons.items() if button.isVisible()]
    assert shown == [Wanted.CHANGE, Wanted.REMOVE]
    sheet = asked(page, Wanted.REMOVE)
    typed(sheet.fields["old"], "cerises")
    opened.settle()
    assert sheet.trouble.text().startswith("Ce n’est pas la phrase secrète")
    sheet.fields["old"].clear()
    typed(sheet.fields["old"], PHRASE)
    opened.settle()
    assert opened.home.passphrase == ""


def test_a_computer_of_several_persons_asks_who_is_there_and_arrows_choose(open_window: Opener) -> None:
    home = MemoryHome(lively())
    home.cards = [HomeCard("computer", "Aïcha", protected=False, cells=1), HomeCard("b", "Zoë", True, 0)]
    opened = open_window(home)
    view = chooser(opened)
    assert [button.accessibleName() for button in view.buttons] == ["Aïcha", "Zoë"]
    QTest.keyClick(view.buttons[0], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is view.buttons[1]
    QTest.keyClick(view.buttons[1], Qt.Key.Key_Up)
    view.buttons[0].click()
    opened.qtbot.waitUntil(lambda: opened.window.shell is not None)
    opened.settle()
    assert home.at == "computer"


def test_another_person_gets_a_place_from_the_first_page(open_window: Opener) -> None:
    opened = open_window(MemoryHome())
    first = opened.window.centralWidget()
    assert isinstance(first, FirstRunView)
    first.others_wanted.emit()
    view = chooser(opened)
    view.other.click()
    typed(view.name, "Zoë")
    until_shown(opened, FirstRunView)
    assert opened.home.at == "computer/2"


def test_a_name_that_somebody_has_already_is_refused_in_a_sentence(open_window: Opener) -> None:
    home = MemoryHome()
    home.cards = [HomeCard("computer", "Aïcha", False, 0), HomeCard("b", "Zoë", False, 0)]
    opened = open_window(home)
    view = chooser(opened)
    view.other.click()
    typed(view.name, "Zoë")
    opened.settle()
    assert view.trouble.text().startswith("Quelqu’un s’appelle déjà «")
    assert view.name.hasFocus()


def test_changing_person_closes_the_cell_first(opened: Opened) -> None:
    page = settings(opened)
    page.change_person.click()
    view = chooser(opened)
    assert opened.cell.closed
    assert view.buttons[0].hasFocus()
    view.buttons[0].click()
    opened.qtbot.waitUntil(lambda: opened.window.shell is not None)
    opened.settle()
