"""A list to choose from and a day, with our own signs: a styled Qt field loses its arrow."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QWidget

from ui.desktop.theme.icons import draw_icon
from ui.desktop.theme.look import Look
from ui.desktop.theme.tokens import CONTROL, ICON

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Choice(QComboBox):
    """One of several. ``entered`` tells that Entrée was pressed."""

    entered = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(look.px(CONTROL))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field and its sign."""
        super().paintEvent(event)
        _draw_sign(self, self._look, "chevron-down")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Entrée, which saves the form."""
        if event.key() in ENTER:
            self.entered.emit()
            return
        super().keyPressEvent(event)


class DayField(QDateEdit):
    """A day, typed or taken from a calendar. ``entered`` tells that Entrée was pressed."""

    entered = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedHeight(look.px(CONTROL))
        self.setCalendarPopup(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field and its sign."""
        super().paintEvent(event)
        _draw_sign(self, self._look, "calendar")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell of Entrée, which saves the form."""
        if event.key() in ENTER:
            self.entered.emit()
            return
        super().keyPressEvent(event)


def _draw_sign(widget: QWidget, look: Look, name: str) -> None:
    side = look.px(ICON)
    painter = QPainter(widget)
    rect = QRectF(widget.width() - side - look.px(10), (widget.height() - side) / 2, side, side)
    draw_icon(painter, name, look.tokens.text2, rect)
    painter.end()
