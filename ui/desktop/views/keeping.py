"""The parts of Réglages about what is kept: where the data lives, and the copies one may go back to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.desktop.presenters.keeping import CopyRow
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Card, heading
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import label


class DataCard(Card):
    """Where the data lives."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.look)
        say = desk.words.say
        self.column.addWidget(heading(say("settings_data")))
        self.column.addWidget(label(say("settings_data_place"), "body", "text2", wrap=True))
        self.place = label("", wrap=True)
        self.place.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.place.setAccessibleName(say("settings_data_place"))
        self.column.addWidget(self.place)

    def show_place(self, place: str) -> None:
        """Show the folder as it is: people copy it from here."""
        self.place.setText(place)


class CopiesCard(Card):
    """The copies, each with a way back to it, and a way to make one elsewhere."""

    def __init__(self, desk: Desk, go_back: Callable[[CopyRow], None], make: Callable[[], None]) -> None:
        super().__init__(desk.look)
        self._desk = desk
        self._go_back = go_back
        say = desk.words.say
        self.column.addWidget(heading(say("settings_copies")))
        self.column.addWidget(label(say("settings_copies_why"), "body", "text2", wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(desk.look.px(4))
        self.column.addLayout(self._rows)
        self.make = Button(desk.look, say("settings_copy_make"), make, "plain", "copy")
        self.column.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        self.lines: list[QLabel] = []
        self.buttons: list[Button] = []

    def show_copies(self, rows: tuple[CopyRow, ...]) -> None:
        """Show these copies in place of those shown before."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.lines, self.buttons = [], []
        if not rows:
            self._rows.addWidget(label(self._desk.words.say("settings_copies_none"), "body", "text2", wrap=True))
        for row in rows:
            self._rows.addWidget(self._row(row))

    def _row(self, shown: CopyRow) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        line = label(shown.line, wrap=True)
        button = Button(
            self._desk.look, self._desk.words.say("settings_copy_back"), partial(self._go_back, shown), "quiet"
        )
        button.setAccessibleName(shown.spoken)
        row.addWidget(line, 1)
        row.addWidget(button)
        self.lines.append(line)
        self.buttons.append(button)
        return box


class RestoreSheet(Sheet):
    """Asks once before a copy takes the place of the cell, and says what is kept aside."""

    def __init__(self, desk: Desk, layer: QWidget, copy: CopyRow, go_back: Callable[[], None]) -> None:
        say = desk.words.say
        super().__init__(desk.look, layer, say("restore_title", moment=copy.moment), "", say("restore_cancel"))
        self.column.addWidget(label(say("restore_lead"), "body", wrap=True))
        self.keep = Button(desk.look, say("restore_cancel"), self.close_sheet)
        self.go_back = Button(desk.look, say("restore_do"), go_back, "primary")
        self.foot.addStretch(1)
        self.foot.addWidget(self.keep)
        self.foot.addWidget(self.go_back)
        self.closed.connect(self.deleteLater)
