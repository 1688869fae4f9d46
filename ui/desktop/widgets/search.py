"""A field to find something in the page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from ui.desktop.theme.icons import draw_icon
from ui.desktop.theme.look import Look
from ui.desktop.theme.tokens import ICON

CUT_LINE = QKeySequence.StandardKey.DeleteEndOfLine
MOST_QUERY = 100  # characters; nobody looks for more


class SearchField(QLineEdit):
    """A field with a magnifier; Échap empties it, and goes on to the window when it is empty."""

    def __init__(self, look: Look, name: str, hint: str) -> None:
        super().__init__()
        self.setProperty("kind", "search")
        self.setMaxLength(MOST_QUERY)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self._look = look
        self.setTextMargins(look.px(26), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field and its magnifier."""
        super().paintEvent(event)
        side = self._look.px(ICON)
        painter = QPainter(self)
        rect = QRectF(self._look.px(10), (self.height() - side) / 2, side, side)
        draw_icon(painter, "search", self._look.tokens.text2, rect)
        painter.end()

    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+K to the window: here it would cut the line."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.matches(CUT_LINE):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Échap empty the field first."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            event.accept()
            return
        super().keyPressEvent(event)
