"""The four states of a computer in one line: a sign and a word each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.desktop.theme.icons import draw_icon
from ui.desktop.theme.look import Look

SIGN = 14  # pixels
LINE = 14  # between two states


class StepStrip(QWidget):
    """``show_steps`` takes the word of each state, whether it holds, and whether it is what keeps the next ones."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._steps: tuple[tuple[str, bool], ...] = ()
        self._trouble = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_steps(self, steps: Sequence[tuple[str, bool]], *, trouble: bool) -> None:
        """Show these states; ``trouble``: the first that does not hold is held up."""
        told = tuple(steps)
        if told != self._steps or trouble != self._trouble:
            self._steps, self._trouble = told, trouble
            self.update()

    def sizeHint(self) -> QSize:
        """Return one line."""
        return QSize(self._look.px(300), self._look.px(18))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the states from left to right."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("caption"))
        metrics, middle, left = painter.fontMetrics(), self.height() / 2, 0.0
        side, first_off = look.px(SIGN), True
        for number, (word, holds) in enumerate(self._steps):
            if number:
                painter.setPen(QPen(look.color("border_strong"), 1))
                painter.drawLine(QPointF(left, middle), QPointF(left + look.px(LINE), middle))
                left += look.px(LINE + 6)
            icon, tint = ("circle-check", "ok") if holds else ("circle-dashed", "text2")
            if not holds and first_off and number:
                first_off = False
                icon, tint = ("triangle-alert", "warn") if self._trouble else (icon, tint)
            draw_icon(painter, icon, look.tokens.color(tint), QRectF(left, middle - side / 2, side, side))
            left += side + look.px(4)
            painter.setPen(look.color("text" if holds else "text2"))
            wide = metrics.horizontalAdvance(word)
            area = QRectF(left, 0, wide + 2, self.height())
            painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), word)
            left += wide + look.px(6)
        painter.end()
