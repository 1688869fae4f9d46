"""The first page of a protected cell: the passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from idos_p2p.errors import Fault
from ui.desktop.presenters.ports import OpenedCell
from ui.desktop.views.page import Desk
from ui.desktop.views.questions import QuestionView, secret_field
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.text import label

LOCKED = frozenset({"passphrase_needed", "passphrase_wrong"})
"""The faults that the right passphrase mends."""


class UnlockView(QuestionView):
    """Asks for the passphrase until the cell opens. ``opened`` carries the running cell, ``failed`` another fault."""

    opened = Signal(object)
    failed = Signal(object)
    others_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        say = desk.words.say
        super().__init__(desk, "lock", say("unlock_title"), say("unlock_lead"))
        self.phrase = secret_field(say("unlock_title"))
        self.phrase.returnPressed.connect(self._open)
        self.column.addWidget(self.phrase)
        row = QHBoxLayout()
        self.others = Button(desk.look, say("homes_switch"), self.others_wanted.emit, "quiet")
        self.do = Button(desk.look, say("unlock_do"), self._open, "primary", "arrow-right")
        row.addWidget(self.others)
        row.addStretch(1)
        row.addWidget(self.do)
        self.column.addLayout(row)
        self.end()
        self.column.insertWidget(self.column.count() - 1, label(say("unlock_lost"), "body", "text2", wrap=True))

    def begin(self, fault: Fault) -> None:
        """Put the keyboard on the field; that there is a passphrase at all is said by the page."""
        self.phrase.setFocus()
        if fault.code == "passphrase_wrong":
            self.show_trouble(self.desk.words.error(fault.code, fault.fields))

    def _open(self) -> None:
        typed = self.phrase.text()
        if not typed:
            self.show_trouble(self.desk.words.say("unlock_needed"))
            return
        if not self.do.isEnabled():
            return  # one try at a time: each takes a second
        self.show_trouble("")
        self.do.setEnabled(False)
        self.do.rename(self.desk.words.say("unlock_working"))
        self.desk.bridge.ask_home(lambda home: home.unlock(typed), self._opened, self._refused)

    def _opened(self, cell: OpenedCell | None) -> None:
        self.opened.emit(cell)

    def _refused(self, fault: Fault) -> None:
        self.do.setEnabled(True)
        self.do.rename(self.desk.words.say("unlock_do"))
        if fault.code in LOCKED:
            self.phrase.selectAll()
            self.begin(fault)
        else:
            self.failed.emit(fault)
