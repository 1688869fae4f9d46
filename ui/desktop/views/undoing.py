"""Taking back what was just written: on the message after each save, and by the keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from idos_p2p.errors import Fault
from ui.desktop.presenters import past
from ui.desktop.presenters.past import Taken
from ui.desktop.views.page import Desk
from ui.desktop.widgets.toast import Toast


class Undoing(QObject):
    """Asks for it, one at a time, and tells what came of it."""

    def __init__(self, desk: Desk, toast: Toast, warn: Callable[[str], None]) -> None:
        super().__init__(toast)
        self._desk = desk
        self._toast = toast
        self._warn = warn
        self._busy = False

    @Slot(str)
    def say(self, text: str) -> None:
        """Show that something was saved, with a way to take it back."""
        self._toast.say(text, self._desk.words.say("undo"), self.undo)

    def undo(self) -> None:
        """Take back what this computer wrote last."""
        if not self._busy:
            self._busy = True
            self._desk.bridge.ask(lambda port: port.undoing.undo(), self._undone, self._refused)

    def redo(self) -> None:
        """Write again what was taken back last."""
        if not self._busy:
            self._busy = True
            self._desk.bridge.ask(lambda port: port.undoing.redo(), self._redone, self._refused)

    def _undone(self, taken: Taken) -> None:
        self._busy = False
        words = self._desk.words
        self._toast.say(past.taken_words(words, taken, "undo"), words.say("redo"), self.redo)

    def _redone(self, taken: Taken) -> None:
        self._busy = False
        self.say(past.taken_words(self._desk.words, taken, "redo"))

    def _refused(self, fault: Fault) -> None:
        self._busy = False
        self._warn(self._desk.words.error(fault.code, fault.fields))
