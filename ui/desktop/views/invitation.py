"""The card that invites: by a code that is read out in the room, or by a link."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from idos_p2p.errors import Fault
from ui.desktop.views.code_panel import CodePanel
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Card, heading
from ui.desktop.widgets.text import label


class Invitation(Card):
    """Shows a code, or makes a link for somebody who joins and copies it. ``said`` carries who came in."""

    said = Signal(str)
    warned = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.look)
        self._desk = desk
        self._busy = False
        look, say = desk.look, desk.words.say
        self.column.setContentsMargins(look.px(20), look.px(18), look.px(20), look.px(18))
        self.column.setSpacing(look.px(12))
        self.column.addWidget(heading(say("invite_title")))
        self.code = CodePanel(desk)
        self.code.came_in.connect(lambda who: self.said.emit(say("code_came", name=who.name or say("nobody"))))
        self.column.addWidget(self.code)
        self._why = label(say("invite_why"), "caption", "text2", wrap=True)
        self.column.addWidget(self._why)
        self.link = QLineEdit()
        self.link.setReadOnly(True)
        self.link.setAccessibleName(say("invite_label"))
        self.copy = Button(look, say("copy"), self._copy, "primary", "copy")
        self._care = label(say("invite_care"), "caption", "text2", wrap=True)
        self.make = Button(look, say("invite_do"), self._make, "quiet", "link")
        for widget in (self.link, self.copy, self._care, self.make):
            self.column.addWidget(widget)
        for widget in (self.link, self.copy, self._care):
            widget.hide()

    def _make(self) -> None:
        if self._busy:  # a second click is the same wish
            return
        self._busy = True
        self._desk.bridge.ask(lambda port: port.invite(), self._made, self._refused)

    def _made(self, link: str) -> None:
        self._busy = False
        self.link.setText(link)
        self.link.setCursorPosition(0)
        for widget in (self.link, self.copy, self._care):
            widget.show()
        self.copy.rename(self._desk.words.say("copy"))
        self.make.rename(self._desk.words.say("invite_again"))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.link.text())
        self.copy.rename(self._desk.words.say("copied"))

    def _refused(self, fault: Fault) -> None:
        self._busy = False
        self.warned.emit(self._desk.words.error(fault.code, fault.fields))
