"""The thread of one gift, one use, one project or one person, as a panel."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desktop.presenters.gift_thread import ThreadView
from ui.desktop.views.line import LineButton
from ui.desktop.views.page import Desk
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import label


class ThreadSheet(Sheet):
    """Shows a thread; ``wanted`` carries another record whose thread is asked for."""

    wanted = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk.look, layer, desk.words.say("gifts_way"), "", desk.words.say("close"))
        self.desk = desk

    def show_thread(self, shown: ThreadView) -> None:
        """Show a thread in place of the one shown before."""
        clear(self)
        self.rename(shown.title, shown.sums)
        if shown.sentence:
            self.column.addWidget(label(shown.sentence, "section", "primary", wrap=True))
        if shown.empty:
            self.column.addWidget(label(shown.empty, "body", "text2", wrap=True))
        first: LineButton | None = None
        for head, steps in shown.parts:
            title = label(head, "heading", "text2")
            title.setContentsMargins(0, self.desk.look.px(8), 0, 0)
            self.column.addWidget(title)
            for step in steps:
                line = LineButton(self.desk.look, step)
                line.opened.connect(self.wanted)
                self.column.addWidget(line)
                first = first or line
        self.column.addStretch(1)
        self.open(first or self)


def clear(sheet: Sheet) -> None:
    """Take everything out of a panel's column."""
    while (item := sheet.column.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
