"""Ma place: my computers, resting, and leaving; each step that cannot be taken back asks once more, by its name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from idos_p2p.errors import Fault
from ui.desktop.presenters import belonging
from ui.desktop.presenters.belonging import MembersView, OneDevice
from ui.desktop.presenters.place import Leaving, left_words
from ui.desktop.presenters.ports import CellPort
from ui.desktop.views.code_panel import CodePanel
from ui.desktop.views.page import Desk
from ui.desktop.views.thread_sheet import clear
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import label
from ui.desktop.widgets.tick import TickBox


class PlaceSheet(Sheet):
    """``done`` carries the sentence of what was done."""

    done = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk.look, layer, desk.words.say("place_title"), "", desk.words.say("close"))
        self.desk = desk
        self.adding, self.leaving, self.removing = (
            DeviceSheet(desk, layer),
            LeaveSheet(desk, layer),
            RemoveSheet(desk, layer),
        )
        for sheet in (self.leaving, self.removing):
            sheet.done.connect(self.done)
        self.removals: dict[str, Button] = {}

    def show_place(self, view: MembersView) -> None:
        """Show the place of the person here."""
        say, look = self.desk.words.say, self.desk.look
        me = view.me
        clear(self)
        self.rename(say("place_title"), belonging.standing(self.desk.words, me) if me else "")
        self.trouble = label("", "body", "danger", wrap=True)
        self.trouble.hide()
        self._heading("place_devices")
        self.removals = {}
        for device in view.devices:
            self.column.addWidget(self._device(device))
        self.add = Button(look, say("device_add"), lambda: self._go(self.adding.start), "plain", "plus")
        self.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.setVisible(view.meets)
        self._heading("rest_head")
        self.column.addWidget(label(say("rest_why"), "body", "text2", wrap=True))
        resting = me is not None and me.member.status == "resting"
        words = say("resting_back" if resting else "rest_do")
        self.rest = Button(look, words, partial(self._rest, not resting), "plain", "clock")
        self.rest.setVisible(view.voice)
        self.column.addWidget(self.rest, 0, Qt.AlignmentFlag.AlignLeft)
        self._heading("leave_head")
        self.leave = Button(look, say("leave_open"), lambda: self._go(self.leaving.start), "plain", "log-out")
        self.column.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.trouble)
        self.column.addStretch(1)
        self.open(self.add if view.meets else self.leave)

    def _heading(self, key: str) -> None:
        title = label(self.desk.words.say(key), "card")
        title.setContentsMargins(0, self.desk.look.px(10), 0, 0)
        self.column.addWidget(title)

    def _device(self, device: OneDevice) -> QWidget:
        words, box = self.desk.words, QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        name = belonging.device_name(words, device)
        row.addWidget(label(name, "body"))
        row.addWidget(label(words.say("own_entries", count=device.entries), "body", "text2"), 1)
        if not device.here:
            take = Button(
                self.desk.look,
                words.say("device_remove"),
                lambda: self._go(lambda: self.removing.start(device)),
                "quiet",
            )
            take.setAccessibleName(words.say("device_remove_spoken", name=name))
            self.removals[device.id] = take
            row.addWidget(take)
        return box

    def _go(self, start: Callable[[], object]) -> None:
        self.close_sheet()
        start()

    def _rest(self, resting: bool) -> None:
        def rested(_: None) -> None:
            self.close_sheet()
            self.done.emit(self.desk.words.say("resting_done" if resting else "rest_back_done"))

        self.desk.bridge.ask(lambda port: port.place.rest(resting=resting), rested, self._refused)

    def _refused(self, fault: Fault) -> None:
        self.trouble.setText(self.desk.words.error(fault.code, fault.fields))
        self.trouble.show()


class DeviceSheet(Sheet):
    """Shows a code for another computer of the person here."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk.look, layer, say("device_add_title"), say("device_add_lead"), say("close"))
        self.panel = CodePanel(desk, device=True)
        self.column.addWidget(self.panel)
        self.column.addStretch(1)
        self.closed.connect(self.panel.start)

    def start(self) -> None:
        """Open it."""
        self.panel.start()
        self.open(self.panel.show_button)


class AskSheet(Sheet):
    """Asks once more: a title, the word that keeps, and the strong one that says what will be done."""

    done = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget, asked: tuple[str, str, str], act: Callable[[], None]) -> None:
        title, keep, do = asked
        super().__init__(desk.look, layer, desk.words.say(title), "", desk.words.say("close"))
        self.desk = desk
        self.why = label("", "body", wrap=True)
        self.column.addWidget(self.why)
        self.trouble = label("", "body", "danger", wrap=True)
        self.keep = Button(desk.look, desk.words.say(keep), self.close_sheet)
        self.do = Button(desk.look, desk.words.say(do), act, "primary")
        self.foot.addStretch(1)
        self.foot.addWidget(self.keep)
        self.foot.addWidget(self.do)

    def complain(self, sentence: str) -> None:
        """Say what is wrong."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def ask(self, work: Callable[[CellPort], object], sentence: Callable[[object], str]) -> None:
        """Let the cell do this, and say the sentence."""
        self.do.setEnabled(False)

        def did(answer: object) -> None:
            self.do.setEnabled(True)
            self.close_sheet()
            self.done.emit(sentence(answer))

        self.desk.bridge.ask(work, did, self._refused)

    def _refused(self, fault: Fault) -> None:
        self.do.setEnabled(True)
        self.complain(self.desk.words.error(fault.code, fault.fields))


class RemoveSheet(AskSheet):
    """Asks before one of one's computers is taken away."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk, layer, ("device_remove_title", "phrase_cancel", "device_remove_do"), self.act)
        self._device = ""
        self.column.addWidget(self.trouble)
        self.column.addStretch(1)

    def start(self, device: OneDevice) -> None:
        """Ask about this computer."""
        words = self.desk.words
        self._device = device.id
        self.why.setText(words.say("device_remove_why", name=belonging.device_name(words, device)))
        self.complain("")
        self.open(self.keep)

    def act(self) -> None:
        """Take the computer away."""
        device = self._device
        self.ask(lambda port: port.place.revoke(device), lambda _: self.desk.words.say("device_removed"))


class LeaveSheet(AskSheet):
    """Asks before somebody leaves, and offers to take along and to erase what is theirs."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk, layer, ("leave_title", "leave_keep", "leave_do"), self.act)
        say = desk.words.say
        self.folder = ""
        self.why.setText(say("leave_why"))
        self.take, self.erase = TickBox(desk.look, say("leave_take")), TickBox(desk.look, say("leave_erase"))
        self.choose = Button(desk.look, say("leave_folder"), self._choose, "plain", "download")
        self.where = label("", "caption", "text2", wrap=True)
        take_why = label(say("leave_take_why"), "caption", "text2", wrap=True)
        for widget in (self.take, take_why, self.where, self.erase, self.trouble):
            self.column.addWidget(widget)
        self.column.insertWidget(3, self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)
        self.take.toggled.connect(self._taking)

    def start(self) -> None:
        """Ask."""
        self.take_to("")
        for box in (self.take, self.erase):
            box.setChecked(False)
        self._taking(taking=False)
        self.complain("")
        self.open(self.keep)

    def _taking(self, taking: bool) -> None:
        self.choose.setVisible(taking)
        self.where.setVisible(taking and bool(self.folder))

    def _choose(self) -> None:
        say = self.desk.words.say
        path, _ = QFileDialog.getSaveFileName(self, say("leave_folder"), say("leave_folder_name"))
        if path:
            self.take_to(path)

    def take_to(self, path: str) -> None:
        """Write what is theirs to this folder, which is made then."""
        self.folder = path
        self.where.setText(path)
        self._taking(self.take.isChecked())

    def act(self) -> None:
        """Leave, or say what is missing."""
        words = self.desk.words
        if self.take.isChecked() and not self.folder:
            self.complain(words.say("leave_folder_none"))
            self.choose.setFocus()
            return
        leaving = Leaving(self.folder if self.take.isChecked() else "", self.erase.isChecked())

        def told(erased: object) -> str:
            return left_words(words, erased if isinstance(erased, int) else 0, leaving.folder)

        self.ask(lambda port: port.place.leave(leaving, words.language.code), told)
