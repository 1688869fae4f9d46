"""A line that opens something: an icon, a title, words below; a button as wide as its place."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.desktop.presenters.lines import Line
from ui.desktop.theme.look import Look
from ui.desktop.views.drawing import Measure, Paragraph, draw_paragraph
from ui.desktop.widgets.cards import draw_badge

BADGE_SMALL = 30
LINES = 3


class LineButton(QAbstractButton):
    """``opened`` carries the record it stands for; without one it is only read."""

    opened = Signal(str)

    def __init__(self, look: Look, line: Line) -> None:
        super().__init__()
        self._look, self._icon, self._tint = look, line.icon, line.tint
        self._measure = Measure()
        self._title, self._text = line.title, line.text
        self.record = record = line.record
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if record else Qt.FocusPolicy.NoFocus)
        if record:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.clicked.connect(lambda: self.opened.emit(record))
        self.setAccessibleName(line.spoken)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit()

    def sizeHint(self) -> QSize:
        """Return its height at the width it has."""
        return QSize(self._look.px(200), self._height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height for the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(self._height())

    def _paragraphs(self) -> tuple[tuple[Paragraph, QFont, str], ...]:
        look = self._look
        room = max(60, self.width() - look.px(8 + BADGE_SMALL + 12 + 8))
        title, text = look.font("button_strong"), look.font("caption")
        return (
            (self._measure.paragraph(self._title, title, room, LINES), title, "text"),
            (self._measure.paragraph(self._text, text, room, LINES), text, "text2"),
        )

    def _height(self) -> int:
        look = self._look
        words = sum(paragraph.height for paragraph, _, _ in self._paragraphs())
        return round(max(words, look.px(BADGE_SMALL)) + look.px(12))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the badge and the words."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.record and (self.underMouse() or self.hasFocus()):
            painter.setBrush(look.color("surface2"))
            painter.setPen(QPen(look.color("focus"), 2) if self.hasFocus() else QPen(Qt.PenStyle.NoPen))
            painter.drawRoundedRect(frame, look.px(8), look.px(8))
        side = look.px(BADGE_SMALL)
        draw_badge(painter, look, self._icon, self._tint, QRectF(look.px(8), look.px(6), side, side))
        paragraphs = self._paragraphs()
        top = (self.height() - sum(paragraph.height for paragraph, _, _ in paragraphs)) / 2
        for paragraph, font, tone in paragraphs:
            place = QPointF(look.px(8 + BADGE_SMALL + 12), top)
            top += draw_paragraph(painter, paragraph, font, look.color(tone), place)
        painter.end()
