"""The code that one reads out: shown in large, until it is said, ended, or hidden again."""

from __future__ import annotations

from concurrent.futures import Future

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from idos_p2p.errors import Fault
from ui.desktop.presenters.codes import CameIn, ShownCode
from ui.desktop.presenters.place import until
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.flow import Flowing
from ui.desktop.widgets.text import label

LARGE = 40  # pixels of the code, which is read across a table
STOPPED = "pairing_stopped"


class CodePanel(QWidget):
    """``came_in`` carries who came; ``device`` codes add a computer of the person here."""

    came_in = Signal(object)
    showing = Signal(bool)  # whether a code is shown now

    def __init__(self, desk: Desk, *, device: bool = False) -> None:
        super().__init__()
        self.desk = desk
        self.concerned = False
        self._device = device
        self._wait: Future[CameIn] | None = None
        say, px = desk.words.say, desk.look.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        self.line = label(say("code_why"), "body", "text2", wrap=True)
        self.code = _LargeCode(desk)
        self.until = label("", "caption", "text2", wrap=True)
        self.trouble = label("", "body", "danger", wrap=True)
        self.came = label("", "card", "ok", wrap=True)
        self.show_button = Button(desk.look, say("code_show"), self.show_code, "primary", "speech")
        self.cancel = Button(desk.look, say("code_cancel"), self.hide_code, "plain", "x")
        self.allow = Button(desk.look, say("code_allow"), self._allow, "primary", "check")
        self._buttons = Flowing(px(8))
        for button in (self.show_button, self.cancel, self.allow):
            self._buttons.add(button)
        for widget in (self.line, self.code, self.until, self.came, self.trouble, self._buttons):
            column.addWidget(widget)
        self._reset()

    @property
    def shows(self) -> bool:
        """Whether a code is shown now."""
        return self._wait is not None

    def start(self) -> None:
        """Begin anew: no code is shown."""
        self.hide_code()
        self.came.hide()
        self._complain("")

    def show_code(self) -> None:
        """Ask for a new code; the old one is good no more."""
        self._forget_wait()
        self.came.hide()
        self._complain("")
        device, concerned = self._device, self.concerned
        self.desk.bridge.ask_code(
            lambda codes: codes.show(device=device, concerned=concerned), self._shown, self._refused
        )

    def hide_code(self) -> None:
        """Show no code any more."""
        if self._wait is not None:
            self._forget_wait()
            self.desk.bridge.hide_code()
        self._reset()

    def _shown(self, shown: ShownCode) -> None:
        if not self.isVisible():  # the panel was closed meanwhile
            self.desk.bridge.hide_code()
            return
        self.code.show_code(shown.code)
        self.until.setText(until(self.desk.words, shown, self.desk.clock.now_ms()))
        self.line.setText(self.desk.words.say("code_read"))
        for widget in (self.code, self.until, self.cancel):
            widget.show()
        self.show_button.hide()
        self.allow.hide()
        self._buttons.refit()
        self._complain("" if shown.endpoint else self.desk.words.say("code_nowhere"))
        self.cancel.setFocus()
        self.showing.emit(True)
        self._wait = self.desk.bridge.ask_code(lambda codes: codes.wait(), self._came, self._refused)

    def _came(self, who: CameIn) -> None:
        self._wait = None
        self._reset()
        words = self.desk.words
        name = who.name or words.say("nobody")
        self.came.setText(words.say("device_came") if self._device else words.say("code_came", name=name))
        self.came.show()
        self.show_button.rename(words.say("code_again"))
        self.came_in.emit(who)

    def _refused(self, fault: Fault) -> None:
        if fault.code == "code_replaced":  # by a newer one of this very panel
            return
        self._wait = None
        self._reset()
        words = self.desk.words
        stopped = fault.code == STOPPED
        self._complain(words.say("code_stopped") if stopped else words.error(fault.code, fault.fields))
        self.show_button.setVisible(not stopped)
        self.allow.setVisible(stopped)
        self._buttons.refit()

    def _allow(self) -> None:
        self.desk.bridge.ask_code(lambda codes: codes.allow_again(), self._allowed, self._refused)

    def _allowed(self, _: None) -> None:
        self.show_code()

    def _forget_wait(self) -> None:
        wait, self._wait = self._wait, None
        if wait is not None:
            wait.cancel()

    def _reset(self) -> None:
        self.line.setText(self.desk.words.say("code_why"))
        for widget in (self.code, self.until, self.cancel, self.allow):
            widget.hide()
        self.show_button.show()
        self._buttons.refit()
        self.showing.emit(False)

    def _complain(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))


class _LargeCode(QLabel):
    """The code in letters as large as its line allows; it can be read by the keyboard's reader, and selected."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", "primary")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )

    def show_code(self, code: str) -> None:
        """Show a code."""
        self.setText(code)
        self.setAccessibleName(f"{self._desk.words.say('code_label')} {code}")
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return the height of its line: the letters follow the width."""
        return QSize(1, self._desk.look.px(LARGE + 24))

    def sizeHint(self) -> QSize:
        """Return the same."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the letters to the width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        font: QFont = self._desk.look.font("page")
        size = self._desk.look.px(LARGE)
        font.setPixelSize(size)
        wide = QFontMetrics(font).horizontalAdvance(self.text())
        if wide > self.width() > 1:
            size = max(12, size * self.width() // wide - 1)
        self.setStyleSheet(f"font-size: {size}px; font-weight: 600;")
