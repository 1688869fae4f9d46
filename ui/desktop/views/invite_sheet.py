"""Inviting: by a code that is read out, by a link or its picture, or a person who has no computer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from idos_p2p.errors import Fault
from idos_p2p.limits import MAX_NAME_CHARACTERS
from ui.desktop.presenters.belonging import MembersView
from ui.desktop.views.code_panel import CodePanel
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button, Segments
from ui.desktop.widgets.qr import QrCode
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import label
from ui.words.clean import one_line

WAYS = ("code", "link", "none")
SEATS = ("carrying", "concerned")


class InviteSheet(Sheet):
    """``came`` tells that somebody came in, with the sentence to show."""

    came = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say, px = desk.words.say, desk.look.px
        super().__init__(desk.look, layer, say("inviting_title"), say("inviting_lead"), say("close"))
        self.desk = desk
        self.concerned = False
        ways = [(way, say(f"inviting_{way}")) for way in WAYS]
        self.way = Segments(desk.look, say("inviting_way"), ways, WAYS[0])
        self.way.chosen.connect(self.choose_way)
        seats = [(seat, say(f"inviting_seat_{seat}")) for seat in SEATS]
        self.seat = Segments(desk.look, say("inviting_seat"), seats, SEATS[0])
        self.seat.chosen.connect(self.choose_seat)
        self.trouble = label("", "body", "danger", wrap=True)
        self.trouble.hide()
        self.code = CodePanel(desk)
        self.code.came_in.connect(lambda who: self.came.emit(say("code_came", name=who.name or say("nobody"))))
        self.places = dict(zip(WAYS, (self.code, self._link(), self._deviceless()), strict=True))
        self.stack = _OneOf()
        for widget in self.places.values():
            self.stack.add(widget)
        self.seats, seat_column = _box(desk)
        seat_column.setSpacing(px(6))
        seat_column.addWidget(label(say("inviting_seat"), "button_strong"))
        seat_column.addWidget(self.seat, 0, Qt.AlignmentFlag.AlignLeft)
        seat_column.addWidget(label(say("inviting_seat_why"), "caption", "text2", wrap=True))
        self.column.addWidget(self.seats)
        self.column.addWidget(label(say("inviting_way"), "button_strong"))
        self.column.addWidget(self.way, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addSpacing(px(8))
        self.column.addWidget(self.stack)
        self.column.addWidget(self.trouble)
        self.column.addStretch(1)
        self.code.showing.connect(self.seats.setHidden)  # room for the code, whose place is settled now
        self.closed.connect(self.code.start)

    def start(self, view: MembersView) -> None:
        """Open the panel; a cell that meets nobody shows no code."""
        self.way.set_offered("code", offered=view.meets)
        self.code.start()
        self._no_link()
        self.name.clear()
        self.choose_way("code" if view.meets else "link")
        self.open(self.way.button("code" if view.meets else "link"))

    def choose_way(self, way: str) -> None:
        """Show another way to invite."""
        if way != "code":
            self.code.start()
        self._no_link()
        self._complain("")
        self.way.choose(way)
        self.stack.show_one(self.places[way])

    def choose_seat(self, seat: str) -> None:
        """Choose the chamber of who comes; what was made for another one is not shown any more."""
        self.concerned = self.code.concerned = seat == "concerned"
        self.seat.choose(seat)
        self.code.start()
        self._no_link()

    def _link(self) -> QWidget:
        look, say = self.desk.look, self.desk.words.say
        box, column = _box(self.desk)
        column.addWidget(label(say("link_why"), "body", "text2", wrap=True))
        self.make = Button(look, say("link_make"), self.make_link, "primary", "link")
        self.qr = QrCode(look, say("link_qr"))
        self.link = QLineEdit()
        self.link.setReadOnly(True)
        self.link.setAccessibleName(say("link_label"))
        self.copy = Button(look, say("copy"), self._copy, "primary", "copy")
        self.care = label(say("link_care"), "caption", "text2", wrap=True)
        column.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.link)
        column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.care)
        return box

    def _deviceless(self) -> QWidget:
        say = self.desk.words.say
        box, column = _box(self.desk)
        column.addWidget(label(say("admit_why"), "body", "text2", wrap=True))
        column.addWidget(label(say("admit_name"), "button_strong"))
        self.name = QLineEdit()
        self.name.setMaxLength(MAX_NAME_CHARACTERS)
        self.name.setAccessibleName(say("admit_name"))
        self.name.setPlaceholderText(say("admit_name_hint"))
        self.name.returnPressed.connect(self.admit)
        self.bring_in = Button(self.desk.look, say("admit_do"), self.admit, "primary", "user-round-plus")
        column.addWidget(self.name)
        column.addWidget(self.bring_in, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def make_link(self) -> None:
        """Ask for a link for one person."""
        concerned = self.concerned
        self.desk.bridge.ask(lambda port: port.belonging.link(concerned=concerned), self._made, self._refused)

    def admit(self) -> None:
        """Bring in the person without a computer, or say what is missing."""
        name, concerned = one_line(self.name.text()), self.concerned
        if not name:
            self._complain(self.desk.words.say("admit_needs"))
            self.name.setFocus()
            return
        self.desk.bridge.ask(
            lambda port: port.belonging.admit(name, concerned=concerned), partial(self._admitted, name), self._refused
        )

    def _made(self, link: str) -> None:
        self._complain("")
        self.qr.show_link(link)
        self.link.setText(link)
        self.link.setCursorPosition(0)
        self.copy.rename(self.desk.words.say("copy"))
        self.make.hide()
        self.seats.hide()
        for widget in (self.qr, self.link, self.copy, self.care):
            widget.show()
        self.copy.setFocus()

    def _no_link(self) -> None:
        self.make.show()
        self.seats.setVisible(not self.code.shows)
        for widget in (self.qr, self.link, self.copy, self.care):
            widget.hide()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.link.text())
        self.copy.rename(self.desk.words.say("copied"))

    def _admitted(self, name: str, _person: str) -> None:
        self.close_sheet()
        self.came.emit(self.desk.words.say("admitting_done", name=name))

    def _refused(self, fault: Fault) -> None:
        self._complain(self.desk.words.error(fault.code, fault.fields))

    def _complain(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))


class _OneOf(QWidget):
    """Shows one of several widgets, and is as high as that one."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def add(self, widget: QWidget) -> None:
        """Take one more."""
        self._column.addWidget(widget)
        widget.hide()

    def show_one(self, shown: QWidget) -> None:
        """Show this one alone."""
        for place in range(self._column.count()):
            item = self._column.itemAt(place)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setVisible(widget is shown)


def _box(desk: Desk) -> tuple[QWidget, QVBoxLayout]:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(desk.look.px(8))
    return box, column
