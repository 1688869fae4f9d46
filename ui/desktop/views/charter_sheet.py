"""The charter in force, as it was adopted: shown to whoever comes in, who says that they read it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from idos_p2p.errors import Fault
from ui.desktop.presenters.belonging import Charter, accepted
from ui.desktop.presenters.ports import CellPort
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.reader import Reader
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import label

HEIGHT = 340


class CharterSheet(Sheet):
    """``done`` tells that it was read, ``warned`` that this could not be written."""

    done = Signal(str)
    warned = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk.look, layer, say("members_charter"), say("charter_lead"), say("close"))
        self.desk = desk
        self._record = ""
        self.text = Reader(desk.look, say("charter_label"))
        self.text.setMinimumHeight(desk.look.px(160))
        self.text.setFixedHeight(desk.look.px(HEIGHT))
        self.column.addWidget(self.text)
        self.known = label(say("charter_known"), "body", "text2", wrap=True)
        self.accept = Button(desk.look, say("charter_do"), self._accept, "primary", "check")
        self.foot.addWidget(self.known, 1)
        self.foot.addStretch(1)
        self.foot.addWidget(self.accept)

    def welcome(self) -> None:
        """Show the charter to somebody who came in just now, if there is one and they did not say that they read it."""

        def arrived(charter: Charter | None) -> None:
            if charter is not None and not accepted(charter):
                self.show_charter(charter)

        self.desk.bridge.ask(_charter, arrived, self._refused)

    def show_charter(self, charter: Charter) -> None:
        """Show the charter."""
        self._record = charter.page
        read = accepted(charter)
        self.rename(charter.title, self.desk.words.say("charter_lead"))
        self.text.show_markdown(charter.body)
        self.known.setVisible(read)
        self.accept.setVisible(not read)
        self.open(self.text if read else self.accept)

    def _accept(self) -> None:
        page, words = self._record, self.desk.words.say("charter_accepted")
        self.desk.bridge.ask(lambda port: port.belonging.accept(page, words), self._accepted, self._refused)

    def _accepted(self, _: None) -> None:
        self.close_sheet()
        self.done.emit(self.desk.words.say("charter_thanks"))

    def _refused(self, fault: Fault) -> None:
        self.warned.emit(self.desk.words.error(fault.code, fault.fields))


def _charter(port: CellPort) -> Charter | None:
    return port.belonging.all().charter
