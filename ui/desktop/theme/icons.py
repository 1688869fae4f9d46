"""Lucide drawings in the colours of the moment, sharp at every size."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

RESOURCES = Path(__file__).parent.parent / "resources"
LARGE = 32  # pixels from which the drawing is traced with a finer line, or it looks swollen

ColorOf = Callable[[QIcon.Mode, QIcon.State], str]
"""Gives the colour when the icon is drawn, so that one icon follows the theme by itself."""


@lru_cache(maxsize=256)
def _drawing(name: str, color: str, stroke: str) -> bytes:
    """Return a drawing. The bytes are kept, not Qt's renderer: that one dies with the application."""
    drawing = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    drawing = drawing.replace("currentColor", color).replace('stroke-width="2"', f'stroke-width="{stroke}"')
    return drawing.encode()


def draw_icon(painter: QPainter, name: str, color: str, rect: QRectF) -> None:
    """Draw an icon of ``resources/icons`` into a square."""
    stroke = "1.5" if rect.width() >= LARGE else "1.75"
    QSvgRenderer(QByteArray(_drawing(name, color, stroke))).render(painter, rect)


class IconEngine(QIconEngine):
    """Draws one icon whose colour is asked for at each drawing."""

    def __init__(self, name: str, color_of: ColorOf) -> None:
        super().__init__()
        self._name = name
        self._color_of = color_of

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draw the icon into the largest square of the rectangle."""
        side = min(rect.width(), rect.height())
        square = QRectF(rect.x() + (rect.width() - side) / 2, rect.y() + (rect.height() - side) / 2, side, side)
        draw_icon(painter, self._name, self._color_of(mode, state), square)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return the icon as a pixmap of that size in device pixels."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """Return a copy, as Qt asks when icons are copied."""
        return IconEngine(self._name, self._color_of)
