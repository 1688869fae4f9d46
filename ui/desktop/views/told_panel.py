"""Work that takes a while: how far it is, with a button that stops it, and then what came of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.desktop.presenters.carried import Told
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Banner
from ui.desktop.widgets.rows import empty
from ui.desktop.widgets.text import ElidedLabel, label
from ui.words import quantities
from ui.words.clean import breakable

FINE = 1_000  # steps of the bar


class WorkPanel(QWidget):
    """How far something is. ``stop`` is its button."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        look = desk.look
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(10))
        self.title = label("", "card", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self._far = label("", "caption", "text2")
        self.stop = Button(look, desk.words.say("key_stop"), _nothing, "plain", "x")
        for widget in (self.title, self.bar, self._far):
            column.addWidget(widget)
        column.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def start(self, title: str) -> None:
        """Begin: how far it is, is not known yet."""
        self.title.setText(title)
        self.bar.setAccessibleName(title)
        self.bar.setRange(0, 0)
        self._far.setText("")

    def progress(self, done: int, total: int) -> None:
        """Show how many bytes are done; 0 in all while that is not known."""
        if total <= 0:
            return
        words = self._desk.words
        done = min(done, total)
        self.bar.setRange(0, FINE)
        self.bar.setValue(done * FINE // total)
        far, all_of_it = quantities.byte_size(words, done), quantities.byte_size(words, total)
        self._far.setText(words.say("key_progress", done=far, total=all_of_it))


class ToldPanel(QWidget):
    """What came of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.shown: Told | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(desk.look.px(6))
        self.hide()

    def show_told(self, shown: Told) -> None:
        """Show it in place of what was told before."""
        self.shown = shown
        look = self._desk.look
        empty(self._column)
        self._column.addWidget(Banner(look, shown.tone, shown.icon, breakable(shown.title)))
        for line in shown.lines:
            self._column.addWidget(label(breakable(line), "body", "text2", wrap=True))
        for who, count in shown.rows:
            box = QWidget()
            row = QHBoxLayout(box)
            row.setContentsMargins(look.px(8), 0, look.px(8), 0)
            name = ElidedLabel("button_strong")
            name.show_text(who)
            row.addWidget(name, 1)
            row.addWidget(label(count, "body", "text2"))
            box.setAccessibleName(f"{who} : {count}")
            self._column.addWidget(box)
        for line in shown.more:
            self._column.addWidget(label(breakable(line), "body", wrap=True))


def _nothing() -> None:
    """The owner of the panel connects its button."""
