"""A part of a page that scrolls as a whole, its bar in the page's margin."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QStyle, QWidget

from ui.desktop.theme.look import Look
from ui.desktop.theme.tokens import PAGE_TOP, SCROLL


class PageScroll(QScrollArea):
    """``column`` is the layout of what scrolls; its right edge stays where the rest of the page ends."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setObjectName("scrolled")
        self.column = QBoxLayout(QBoxLayout.Direction.TopToBottom, inner)
        self.setWidget(inner)
        self.verticalScrollBar().rangeChanged.connect(self._keep_edge)
        self._keep_edge(0, 0)

    def _keep_edge(self, least: int, most: int) -> None:
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self.verticalScrollBar())
        right = self._look.px(SCROLL) - (bar if most > least else 0)
        self.column.setContentsMargins(0, 0, right, self._look.px(PAGE_TOP))
