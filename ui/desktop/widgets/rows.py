"""Lines that open a record: for the few of a part of a page, where a list of its own would be too much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from ui.desktop.theme.look import Look
from ui.desktop.theme.tokens import CHIP
from ui.desktop.widgets.cards import Badge, Card
from ui.desktop.widgets.choices import ENTER
from ui.desktop.widgets.flow import Flowing
from ui.desktop.widgets.text import chip, label, set_tooltip


@dataclass(frozen=True, slots=True)
class RowWords:
    """What a line says. ``icon`` and ``tint`` name a drawing and a colour token."""

    icon: str
    tint: str
    title: str
    text: str = ""
    when: str = ""


class RecordRow(QFrame):
    """A line with an icon, a title and words; ``opened`` carries its id when it leads somewhere."""

    opened = Signal(str)

    def __init__(self, look: Look, said: RowWords, record: str = "") -> None:
        super().__init__()
        self._look, self._record = look, record
        self._over = False
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(8), look.px(8), look.px(8), look.px(8))
        row.setSpacing(look.px(12))
        row.addWidget(Badge(look, said.icon, said.tint, 32), 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout()
        self._column.setSpacing(look.px(2))
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        head.addWidget(label(said.title, "button_strong", wrap=True), 1)
        if said.when:
            head.addWidget(label(said.when, "caption", "text2"), 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)
        if said.text:
            self._column.addWidget(label(said.text, "body", "text2", wrap=True))
        row.addLayout(self._column, 1)
        if record:
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(" ".join(part for part in (said.when, said.title, said.text) if part))

    def add_chips(self, words: Sequence[str], warned: int) -> None:
        """Add small marks; the first ones ask for attention."""
        box = Flowing(self._look.px(6))
        for number, each in enumerate(words):
            made = chip(each, "warn" if number < warned else "quiet", self._look.px(CHIP))
            made.setMaximumWidth(self._look.px(320))
            set_tooltip(made, each)
            box.add(made)
        self._column.addSpacing(self._look.px(2))
        self._column.addWidget(box)

    def add_buttons(self, *buttons: QWidget) -> None:
        """Add what can be done of it."""
        box = Flowing(self._look.px(8))
        for button in buttons:
            box.add(button)
        self._column.addSpacing(self._look.px(4))
        self._column.addWidget(box)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open it."""
        if self._record and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self._record)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open it with Entrée or Espace."""
        if self._record and event.key() in (*ENTER, Qt.Key.Key_Space):
            self.opened.emit(self._record)
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be opened."""
        self._over = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Be quiet again."""
        self._over = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground under the pointer, and the ring of the keyboard."""
        if not self._record or not (self._over or self.hasFocus()):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = self.hasFocus()
        painter.setPen(QPen(self._look.color("focus"), 2) if ring else QPen(Qt.PenStyle.NoPen))
        painter.setBrush(self._look.color("surface2") if self._over else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), self._look.px(8), self._look.px(8))
        painter.end()


class RowsCard(Card):
    """A part of a page: its title, its lines, and what is said where there are none."""

    def __init__(self, look: Look, title: str) -> None:
        super().__init__(look)
        self._look = look
        self.column.setSpacing(look.px(2))
        self.setAccessibleName(title)
        self._title = label(title, "card", wrap=True)
        self.column.addWidget(self._title)

    def add(self, row: QWidget) -> None:
        """Add a line."""
        self.column.addWidget(row)

    def say(self, text: str) -> None:
        """Say that there is nothing."""
        if text:
            self.column.addWidget(label(text, "body", "text2", wrap=True))


def empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty(inner)
