"""Who is there? The persons of this computer, and a place for another one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from idos_p2p.errors import Fault
from idos_p2p.limits import MAX_NAME_CHARACTERS
from ui.desktop.presenters.this_computer import HomeCard, home_line, home_name
from ui.desktop.views.page import Desk
from ui.desktop.views.questions import QuestionView
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Badge
from ui.desktop.widgets.text import label


class HomesView(QuestionView):
    """A button for each person; up and down go from one to the next. ``chosen`` carries the path of a home."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, cards: tuple[HomeCard, ...]) -> None:
        say = desk.words.say
        super().__init__(desk, "users-round", say("homes_title"), say("homes_lead"))
        self.buttons = [self._button(card) for card in cards]
        for button in self.buttons:
            self.column.addWidget(button)
        self.other = Button(desk.look, say("homes_other"), self.ask_name, "quiet", "plus")
        self.column.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        self._asking = self._name_box()
        self._asking.hide()
        self.column.addWidget(self._asking)
        self.end()

    def begin(self) -> None:
        """Put the keyboard on the first person."""
        self.buttons[0].setFocus()

    def ask_name(self) -> None:
        """Ask how another person is called."""
        self.other.hide()
        self._asking.show()
        self.name.setFocus()

    def _button(self, card: HomeCard) -> QPushButton:
        look, words = self.desk.look, self.desk.words
        name, line = home_name(words, card), home_line(words, card)
        button = QPushButton()
        button.setProperty("kind", "way")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setAccessibleName(name)
        button.setAccessibleDescription(line)
        button.setAutoDefault(True)  # Entrée chooses, as the space bar does
        row = QHBoxLayout(button)
        row.setContentsMargins(look.px(16), look.px(14), look.px(16), look.px(14))
        row.setSpacing(look.px(14))
        row.addWidget(Badge(look, "lock" if card.protected else "circle-user-round", "contribution", 44))
        column = QVBoxLayout()
        column.setSpacing(look.px(2))
        column.addStretch(1)
        for said in (label(name, "card"), label(line, "body", "text2", wrap=True)):
            said.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(said)
        column.addStretch(1)
        row.addLayout(column, 1)
        button.clicked.connect(partial(self.chosen.emit, card.path))
        return button

    def _name_box(self) -> QWidget:
        look, say = self.desk.look, self.desk.words.say
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(10))
        column.addWidget(label(say("homes_name"), "button_strong"))
        self.name = QLineEdit()
        self.name.setAccessibleName(say("homes_name"))
        self.name.setMaxLength(MAX_NAME_CHARACTERS)
        self.name.returnPressed.connect(self._add)
        column.addWidget(self.name)
        column.addWidget(label(say("homes_name_why"), "body", "text2", wrap=True))
        self.do = Button(look, say("homes_do"), self._add, "primary")
        column.addWidget(self.do, 0, Qt.AlignmentFlag.AlignRight)
        return box

    def _add(self) -> None:
        name = self.name.text()
        self.show_trouble("")
        self.desk.bridge.ask_computer(lambda home: home.add_home(name), self._added, self._refused)

    def _added(self, card: HomeCard) -> None:
        self.chosen.emit(card.path)

    def _refused(self, fault: Fault) -> None:
        self.show_trouble(self.desk.words.error(fault.code, fault.fields))
        self.name.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from one person to the next with the arrows."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        focused = [place for place, button in enumerate(self.buttons) if button.hasFocus()]
        if event.key() in steps and focused:
            self.buttons[(focused[0] + steps[Qt.Key(event.key())]) % len(self.buttons)].setFocus()
            return
        super().keyPressEvent(event)
