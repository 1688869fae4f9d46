"""The page of one thing inside a room: a head that stays, what scrolls below it, in two columns where there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desktop.theme.tokens import BLOCK
from ui.desktop.views.page import Desk
from ui.desktop.views.scrolling import PageScroll
from ui.desktop.widgets.rows import empty

BESIDE_FROM = 860  # width from which the page has two columns


class Pane(QWidget):
    """``gone_back`` asks for the list; ``done`` carries the sentence of what was written, ``failed`` the fault."""

    gone_back = Signal()
    record_wanted = Signal(str, str)
    done = Signal(str)
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        px = desk.look.px
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(px(BLOCK))
        self.head = QHBoxLayout()
        self.head.setSpacing(px(12))
        self.head.setContentsMargins(0, 0, px(26), 0)
        whole.addLayout(self.head)
        self.content = PageScroll(desk.look)
        self.content.column.setSpacing(px(BLOCK))
        whole.addWidget(self.content, 1)

    @property
    def has_room(self) -> bool:
        """Whether two columns fit side by side."""
        return self.width() >= self.desk.look.px(BESIDE_FROM)

    def clear(self) -> None:
        """Show nothing: another thing is read."""
        empty(self.head)
        empty(self.content.column)
        self.content.verticalScrollBar().setValue(0)

    def put_beside(self, columns: Sequence[tuple[Sequence[QWidget], int]]) -> None:
        """Put columns side by side under what is there, each with its share of the width."""
        both = QHBoxLayout()
        both.setSpacing(self.desk.look.px(20))
        for several, stretch in columns:
            side = QVBoxLayout()
            side.setSpacing(self.desk.look.px(BLOCK))
            for widget in several:
                side.addWidget(widget)
            side.addStretch(1)
            both.addLayout(side, stretch)
        self.content.column.addLayout(both)
