"""Where a page leads: who names it, what it comes from, what came of it, its sources and its files."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.desktop.presenters.knowing import FILE, PageLeads
from ui.desktop.views.line import LineButton
from ui.desktop.views.page import Desk
from ui.desktop.views.thread_sheet import clear
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import label


class LeadsSheet(Sheet):
    """``wanted`` carries the kind and id of a record one wants to see; ``file_wanted``, a page and a file of it."""

    wanted = Signal(str, str)
    file_wanted = Signal(str, str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk.look, layer, desk.words.say("nav_pages"), "", desk.words.say("close"))
        self.desk = desk
        self._shows = ""

    def show_leads(self, leads: PageLeads) -> None:
        """Show where a page leads."""
        clear(self)
        self._shows = leads.id
        self.rename(self.desk.words.say("leads_title", title=leads.title), "")
        first: LineButton | None = None
        for head, lines in leads.parts:
            title = label(head, "heading", "text2")
            title.setContentsMargins(0, self.desk.look.px(8), 0, 0)
            self.column.addWidget(title)
            for line in lines:
                button = LineButton(self.desk.look, line)
                button.opened.connect(partial(self._go, line.kind))
                self.column.addWidget(button)
                first = first or (button if line.record else None)
        self.column.addStretch(1)
        self.open(first or self)

    def _go(self, kind: str, record: str) -> None:
        self.close_sheet()
        if kind == FILE:
            self.file_wanted.emit(self._shows, record)
        else:
            self.wanted.emit(kind, record)
