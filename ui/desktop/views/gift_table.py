"""The gifts of a year as a table, its sums at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from ui.desktop.models.table import TableModel
from ui.desktop.presenters.gifts import GiftRow
from ui.desktop.theme.tokens import CONTROL
from ui.desktop.views.page import Desk

COLUMNS = ("day", "donor", "what", "amount", "used", "left")
FIRST_NUMBER = 3
WIDTHS = (118, 0, 0, 100, 100, 100)  # pixels at 100 %; the columns of 0 share what room is left
BAR = 12  # the scroll bar of the style sheet


class GiftTable(QWidget):
    """The table and, below it, its sums in the same columns."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        say = desk.words.say
        headings = [say(f"gifts_column_{name}") for name in COLUMNS]
        self.model, self._sums = TableModel(headings, FIRST_NUMBER, self), TableModel(headings, FIRST_NUMBER, self)
        self.view, self.foot = QTableView(), QTableView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for table, model, name in (
            (self.view, self.model, "gifts_table_label"),
            (self.foot, self._sums, "gifts_sum"),
        ):
            table.setModel(model)
            table.setAccessibleName(say(name))
            table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
            table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
            table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
            table.setShowGrid(False)
            table.setWordWrap(False)
            table.setTabKeyNavigation(False)
            table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
            table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            table.verticalHeader().hide()
            table.verticalHeader().setDefaultSectionSize(desk.look.px(CONTROL))
            header = table.horizontalHeader()
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
            for place, width in enumerate(WIDTHS):
                mode = QHeaderView.ResizeMode.Fixed if width else QHeaderView.ResizeMode.Stretch
                header.setSectionResizeMode(place, mode)
                if width:
                    table.setColumnWidth(place, desk.look.px(width))
        self.foot.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.foot.horizontalHeader().hide()
        self.foot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.foot.setProperty("foot", "true")
        self.foot.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.foot.setFixedHeight(desk.look.px(CONTROL + 4))
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, desk.look.px(BAR), 0)  # its columns stand under those of the table
        below.addWidget(self.foot)
        column.addWidget(self.view, 1)
        column.addLayout(below)

    def show_rows(self, rows: Sequence[GiftRow], sums: tuple[str, ...]) -> None:
        """Show these gifts, and their sums."""
        self.model.show(rows)
        self._sums.show((GiftRow("", sums, " ".join(sums)),))
