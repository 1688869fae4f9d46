"""The cards of Rencontre for those whom the network does not reach: a USB key, a shared folder."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from idos_p2p.errors import Fault
from idos_p2p.ids import DeviceId
from sync.carry.folder import Exchanged
from sync.carry.series import FolderStatus
from ui.desktop.presenters import carried
from ui.desktop.presenters.carried import Told
from ui.desktop.presenters.present import MeetingPort
from ui.desktop.views.key_sheet import READ, WRITE
from ui.desktop.views.page import Desk
from ui.desktop.views.told_panel import ToldPanel, WorkPanel
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Card, heading
from ui.desktop.widgets.text import ElidedLabel, label, set_tooltip

Answer = tuple[FolderStatus, Mapping[DeviceId, str]]


class KeyCard(Card):
    """``wanted`` carries whether to write or to read."""

    wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.look)
        look, say = desk.look, desk.words.say
        self.column.setContentsMargins(look.px(20), look.px(16), look.px(20), look.px(16))
        self.column.addWidget(heading(say("key_title")))
        self.column.addWidget(label(say("key_card_why"), "body", "text2", wrap=True))
        self.write = Button(look, say("key_write"), lambda: self.wanted.emit(WRITE), "plain", "usb")
        self.read = Button(look, say("key_read"), lambda: self.wanted.emit(READ), "plain", "eye")
        self.column.addWidget(self.write)
        self.column.addWidget(self.read)


class FolderCard(Card):
    """The folder that something else carries. ``said`` and ``warned`` carry sentences."""

    said = Signal(str)
    warned = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.look)
        look, say = desk.look, desk.words.say
        self._desk = desk
        self._path = ""
        self._names: Mapping[DeviceId, str] = {}
        self._running: Future[Exchanged] | None = None
        self.column.setContentsMargins(look.px(20), look.px(16), look.px(20), look.px(16))
        self.column.addWidget(heading(say("folder_title")))
        self.name = ElidedLabel("button_strong")
        self.line = label("", "body", "text2", wrap=True)
        self.trouble = label("", "body", "danger", wrap=True)
        self.panel, self.told = WorkPanel(desk), ToldPanel(desk)
        self.panel.stop.clicked.connect(self.stop_work)
        self.choose = Button(look, say("folder_choose"), self._choose, "plain", "folder-sync")
        self.look_now = Button(look, say("folder_look"), self._look_now, "plain", "refresh-cw")
        self.forget = Button(look, say("folder_forget"), self._forget, "quiet")
        for widget in (self.name, self.line, self.trouble, self.panel, self.told):
            self.column.addWidget(widget)
        for button in (self.choose, self.look_now, self.forget):
            self.column.addWidget(button)
        self.show_status(FolderStatus(None, None, "", 0, 0))

    def ask(self) -> None:
        """Read which folder it is, and how the last look at it ended."""

        def question(meeting: MeetingPort) -> Answer:
            return meeting.folder(), meeting.names()

        self._desk.bridge.ask_meeting(question, self._read)

    def _read(self, answer: Answer) -> None:
        status, self._names = answer
        self.show_status(status)

    def show_status(self, status: FolderStatus) -> None:
        """Show the folder, or what one would be for."""
        shown = carried.folder(self._desk.words, status, self._desk.today())
        self._path = shown.path and str(status.folder)
        self.name.show_text(shown.name)
        set_tooltip(self.name, shown.path)
        self.line.setText(shown.line)
        self.trouble.setText(shown.trouble)
        self.name.setVisible(bool(shown.path))
        self.trouble.setVisible(bool(shown.trouble))
        self._show_buttons()

    def _show_buttons(self) -> None:
        running = self._running is not None
        self.panel.setVisible(running)
        self.choose.setVisible(not self._path and not running)
        self.look_now.setVisible(bool(self._path) and not running)
        self.forget.setVisible(bool(self._path) and not running)

    def _choose(self) -> None:
        if folder := QFileDialog.getExistingDirectory(self, self._desk.words.say("folder_choose_title")):
            self.exchange(Path(folder))

    def _look_now(self) -> None:
        self.exchange(Path(self._path))

    def exchange(self, folder: Path) -> None:
        """Make it the shared folder, and exchange with it now."""
        if self._running is not None:
            return
        self.told.hide()
        self.panel.start(self._desk.words.say("folder_looking"))
        self._running = self._desk.bridge.ask_work(
            lambda work, tell: work.exchange_folder(folder, tell), self._exchanged, self._refused, self.panel.progress
        )
        self._show_buttons()

    def stop_work(self) -> None:
        """Stop the exchange that runs."""
        running, self._running = self._running, None
        if running is not None:
            running.cancel()
            self._tell(Told("quiet", "x", self._desk.words.error("carry_cancelled")))

    def _exchanged(self, done: Exchanged) -> None:
        self._tell(carried.exchanged(self._desk.words, done, self._names))

    def _refused(self, fault: Fault) -> None:
        self._tell(Told("danger", "triangle-alert", self._desk.words.error(fault.code, fault.fields)))

    def _tell(self, shown: Told) -> None:
        self._running = None
        self.told.show_told(shown)
        self.told.show()
        self._show_buttons()
        self.ask()

    def _forget(self) -> None:
        said = self._desk.words.say("folder_forgotten")

        def done(_nothing: object) -> None:
            self.told.hide()
            self.said.emit(said)
            self.ask()

        self._desk.bridge.ask_meeting(lambda meeting: meeting.forget_folder(), done, self._refused)
