"""An invitation as squares, drawn at a whole number of pixels each: a scaled picture would be read badly."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from idos_p2p.identity.qr import Squares, squares_of
from ui.desktop.theme.look import Look

SIDE = 240  # at most; a square of the code is as many whole pixels as fit
DARK, LIGHT = QColor("#000000"), QColor("#FFFFFF")
"""In every theme: what reads a code expects dark on light."""


class QrCode(QWidget):
    """Shows a link. ``name`` says what it is; the link itself stands beside it."""

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._squares: Squares = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def module(self) -> int:
        """Pixels of one square."""
        return max(2, self._look.px(SIDE) // max(1, len(self._squares)))

    def show_link(self, link: str) -> None:
        """Show the code of a link."""
        self._squares = squares_of(link)
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the whole code, its quiet border included."""
        side = self.module * len(self._squares)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the squares."""
        side = self.module
        painter = QPainter(self)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(self.rect(), LIGHT)
        for top, row in enumerate(self._squares):
            for left, dark in enumerate(row):
                if dark:
                    painter.fillRect(left * side, top * side, side, side, DARK)
        painter.end()
