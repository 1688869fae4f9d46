"""A USB key: writing the cell on it, looking at what a file brings, and taking it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from idos_p2p.errors import Fault
from idos_p2p.ids import DeviceId
from sync.carry.reading import Reading
from sync.carry.writing import SUFFIX, Written
from ui.desktop.presenters import carried
from ui.desktop.presenters.carried import Told, Volume
from ui.desktop.presenters.room_work import Progress, RoomWork
from ui.desktop.views.page import Desk
from ui.desktop.views.plugged import plugged
from ui.desktop.views.told_panel import ToldPanel, WorkPanel
from ui.desktop.widgets.buttons import Button, Segments
from ui.desktop.widgets.cards import Icon
from ui.desktop.widgets.focus import kept_focus
from ui.desktop.widgets.rows import empty
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import ElidedLabel, label
from ui.words.clean import one_line

WRITE, READ = "write", "read"
LOOK_MS = 2_000  # between two looks at what is plugged in


class KeySheet(Sheet):
    """Opened in one of two modes. What runs goes on when the sheet is closed: only its own button stops it.

    ``said`` carries what came of it when nobody sees the sheet any more.
    """

    said = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk.look, layer, say("key_title"), "", say("close"))
        self._desk = desk
        self._names: Mapping[DeviceId, str] = {}
        self._volumes: tuple[Volume, ...] | None = None
        self._files: tuple[Path, ...] = ()
        self._running: Future[Any] | None = None
        self._again: Callable[[], None] = self._show_choice
        self._path: Path | None = None
        offers = [(WRITE, say("key_write")), (READ, say("key_read"))]
        self.mode = Segments(desk.look, say("key_mode"), offers, WRITE)
        self.mode.chosen.connect(self.choose_mode)
        self.now = WRITE
        self._lead = label("", "body", "text2", wrap=True)
        self._choice = QVBoxLayout()
        self._choice.setSpacing(desk.look.px(6))
        self.panel, self.told = WorkPanel(desk), ToldPanel(desk)
        self.panel.stop.clicked.connect(self.stop_work)
        self._choosing = QWidget()
        choosing = QVBoxLayout(self._choosing)
        choosing.setContentsMargins(0, 0, 0, 0)
        choosing.setSpacing(desk.look.px(10))
        choosing.addWidget(self.mode, 0, Qt.AlignmentFlag.AlignLeft)
        choosing.addWidget(self._lead)
        choosing.addLayout(self._choice)
        for widget in (self._choosing, self.panel, self.told):
            self.column.addWidget(widget)
        self.column.addStretch(1)
        self._make_foot()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._see)
        self.closed.connect(self._timer.stop)

    def _make_foot(self) -> None:
        look, say = self._desk.look, self._desk.words.say
        self.other = Button(look, "", self._choose_other, "plain")
        self.retry = Button(look, say("key_again"), self._retry, "plain", "refresh-cw")
        self.take = Button(look, say("key_take"), self.take_file, "primary", "check")
        self.done = Button(look, say("key_done"), self.close_sheet, "primary")
        self.foot.addStretch(1)
        for button in (self.other, self.retry, self.take, self.done):
            self.foot.addWidget(button)

    def start(self, mode: str) -> None:
        """Open to write or to read; while something runs, to how far it is."""
        self._desk.bridge.ask_meeting(lambda meeting: meeting.names(), self._keep_names)
        if self._running is None:
            self.choose_mode(mode)
            self._timer.start()
        self.open(self.mode.button(mode) if self._running is None else self.panel.stop)

    def _keep_names(self, names: Mapping[DeviceId, str]) -> None:
        self._names = names

    def choose_mode(self, mode: str) -> None:
        """Write or read."""
        self.now = mode
        self.mode.choose(mode)
        self._show_choice()

    def _show_choice(self) -> None:
        self._show(self._choosing)
        say = self._desk.words.say
        self._lead.setText(say(f"key_{self.now}_lead"))
        self.other.rename(say("key_elsewhere" if self.now == WRITE else "key_other_file"))
        self._volumes = None
        self._see()

    def _see(self) -> None:
        """Look at what is plugged in; while one chooses, again every two seconds."""
        if self._choosing.isHidden():
            return
        volumes = plugged()
        roots = tuple(Path(volume.root) for volume in volumes)
        changed, self._volumes = volumes != self._volumes, volumes
        if self.now == WRITE:
            if changed:
                self._tell_choice()
            return
        found = partial(self._tell_files, changed)
        self._desk.bridge.ask_work(lambda work, _tell: work.bundles(roots), found, self._refused)

    def _tell_files(self, changed: bool, files: tuple[Path, ...]) -> None:  # bound by partial
        if (files != self._files or changed) and self.now == READ:
            self._files = files
            self._tell_choice()

    def _tell_choice(self) -> None:
        look, say, words = self._desk.look, self._desk.words.say, self._desk.words
        with kept_focus(self):
            empty(self._choice)
            volumes = self._volumes or ()
            if not volumes:
                self._choice.addWidget(label(say("key_none"), "body", wrap=True))
            elif self.now == READ and not self._files:
                self._choice.addWidget(label(say("key_no_files"), "body", wrap=True))
            for volume in volumes if self.now == WRITE else ():
                button = Button(look, say("key_write_on"), partial(self.write_to, Path(volume.root)), "plain")
                button.setAccessibleName(say("key_write_on_spoken", name=volume.name))
                button.setEnabled(not volume.read_only)
                self._choice.addWidget(self._line("usb", volume.name, carried.volume_line(words, volume), button))
            for path in self._files if self.now == READ and volumes else ():
                button = Button(look, say("key_look"), partial(self.look_at, path), "plain", "eye")
                button.setAccessibleName(say("key_look_spoken", name=path.name))
                line = carried.bundle_line(words, path, volumes)
                self._choice.addWidget(self._line("file-text", path.name, line, button))

    def _line(self, icon: str, title: str, text: str, button: Button) -> QWidget:
        look = self._desk.look
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, look.px(4), 0, look.px(4))
        row.setSpacing(look.px(12))
        row.addWidget(Icon(look, icon, "primary", 24))
        column = QVBoxLayout()
        column.setSpacing(0)
        name, line = ElidedLabel("button_strong"), ElidedLabel("caption", "text2")
        name.show_text(one_line(title))
        line.show_text(text)
        column.addWidget(name)
        column.addWidget(line)
        row.addLayout(column, 1)
        row.addWidget(button)
        return box

    def _choose_other(self) -> None:
        say = self._desk.words.say
        if self.now == WRITE:
            if folder := QFileDialog.getExistingDirectory(self, say("key_choose_folder")):
                self.write_to(Path(folder))
            return
        path, _ = QFileDialog.getOpenFileName(self, say("key_choose_file"), "", f"IDOS (*{SUFFIX})")
        if path:
            self.look_at(Path(path))

    def write_to(self, folder: Path) -> None:
        """Write the cell into that folder."""
        self._again = partial(self.write_to, folder)
        self._run("key_writing", lambda work, tell: work.write_bundle(folder, tell), self._written)

    def look_at(self, path: Path) -> None:
        """Tell what a file would bring."""
        self._again, self._path = partial(self.look_at, path), path
        self._run("key_looking", lambda work, tell: work.preview_bundle(path, tell), self._previewed)

    def take_file(self) -> None:
        """Take what the file brings that was looked at."""
        path = self._path
        if path is not None:
            self._again = self.take_file
            self._run("key_taking", lambda work, tell: work.read_bundle(path, tell), self._taken)

    def stop_work(self) -> None:
        """Stop what runs."""
        running, self._running = self._running, None
        if running is not None:
            running.cancel()
            self._tell(Told("quiet", "x", self._desk.words.error("carry_cancelled")), retry=True)

    def _run(
        self,
        words: str,
        question: Callable[[RoomWork, Progress], Future[Any]],
        answer: Callable[[Any], None],
    ) -> None:
        if self._running is not None:
            return
        self.panel.start(self._desk.words.say(words))
        self._show(self.panel)
        self._running = self._desk.bridge.ask_work(question, answer, self._refused, self.panel.progress)
        self.panel.stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _written(self, done: Written) -> None:
        self._tell(carried.written(self._desk.words, done))

    def _previewed(self, reading: Reading) -> None:
        self._tell(carried.previewed(self._desk.words, reading, self._names, self._desk.today()))

    def _taken(self, reading: Reading) -> None:
        told = carried.taken(self._desk.words, reading, self._names, self._desk.today())
        self._tell(told, retry=reading.stopped is not None)

    def _refused(self, fault: Fault) -> None:
        self._tell(Told("danger", "triangle-alert", self._desk.words.error(fault.code, fault.fields)), retry=True)

    def _tell(self, shown: Told, *, retry: bool = False) -> None:
        self._running = None
        self.told.show_told(shown)
        self._show(self.told)
        self.take.setVisible(shown.may_take)
        self.retry.setVisible(retry)
        self.done.setVisible(not shown.may_take)
        first = self.take if shown.may_take else self.retry if retry else self.done
        if self.isHidden():
            self.said.emit(shown.title)
        else:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _retry(self) -> None:
        self._again()

    def _show(self, shown: QWidget) -> None:
        for widget in (self._choosing, self.panel, self.told):
            widget.setVisible(widget is shown)
        self.other.setVisible(shown is self._choosing)
        for button in (self.retry, self.take, self.done):
            button.hide()
