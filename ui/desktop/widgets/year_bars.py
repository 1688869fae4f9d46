"""A small bar for each year, on one scale from nothing to all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.desktop.presenters.compass import Bar
from ui.desktop.theme.look import Look
from ui.desktop.widgets.text import set_tooltip

BAR_WIDTH, BAR_HEIGHT, STEP, WORDS = 18, 40, 38, 18  # pixels at 100 %


class YearBars(QWidget):
    """Drawn for the eye; the same is said in words in its tooltip, its name and the sheet of the measure."""

    def __init__(self, look: Look, bars: Sequence[Bar], tint: str, name: str) -> None:
        super().__init__()
        self._look, self._bars, self._tint = look, tuple(bars), tint
        self.setAccessibleName(name)
        set_tooltip(self, "\n".join(bar.spoken for bar in bars))
        self.setFixedSize(look.px(STEP) * max(1, len(self._bars)), look.px(BAR_HEIGHT + WORDS))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars and the years below."""
        look, px, painter = self._look, self._look.px, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font("caption"))
        for number, bar in enumerate(self._bars):
            left = number * px(STEP) + (px(STEP) - px(BAR_WIDTH)) / 2
            whole = QRectF(left, 0, px(BAR_WIDTH), px(BAR_HEIGHT))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("surface2"))
            if bar.share is None:
                painter.drawRoundedRect(QRectF(left, px(BAR_HEIGHT - 2), px(BAR_WIDTH), px(2)), 1, 1)
            else:
                painter.drawRoundedRect(whole, px(3), px(3))
                painter.setBrush(look.color(self._tint))
                height = max(2.0, whole.height() * bar.share)
                filled = QRectF(left, whole.bottom() - height, whole.width(), height)
                painter.drawRoundedRect(filled, min(px(3), height / 2), min(px(3), height / 2))
            painter.setPen(look.color("text2"))
            words = QRectF(number * px(STEP), px(BAR_HEIGHT), px(STEP), px(WORDS))
            painter.drawText(words, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom), bar.year)
        painter.end()
