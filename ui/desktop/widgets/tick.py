"""A box to tick, with our own sign: the style's is hardly seen in dark colours."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox

from ui.desktop.theme.icons import draw_icon
from ui.desktop.theme.look import Look
from ui.desktop.theme.tokens import CONTROL

SIDE = 20


class TickBox(QCheckBox):
    """A box and its words."""

    def __init__(self, look: Look, words: str) -> None:
        super().__init__(words)
        self._look = look
        self.setAccessibleName(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def sizeHint(self) -> QSize:
        """Return the room for the box and its words."""
        px = self._look.px
        wide = px(SIDE + 12) + self.fontMetrics().horizontalAdvance(self.text())
        return QSize(wide + px(8), px(CONTROL))

    def hitButton(self, pos: QPoint) -> bool:
        """Take a click on the words as well."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box, its sign, its words, and the ring of the keyboard."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.px(SIDE)
        box = QRectF(look.px(2), (self.height() - side) / 2, side, side).adjusted(1, 1, -1, -1)
        checked = self.isChecked()
        painter.setBrush(look.color("primary" if checked else "surface"))
        painter.setPen(QPen(look.color("focus" if self.hasFocus() else "border_strong"), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(box, look.px(4), look.px(4))
        if checked:
            inset = side * 0.15
            draw_icon(painter, "check", look.tokens.on_primary, box.adjusted(inset, inset, -inset, -inset))
        painter.setPen(look.color("text"))
        line = QRectF(self.rect()).adjusted(look.px(SIDE + 12), 0, 0, 0)
        words = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, int(line.width()))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), words)
        painter.end()
