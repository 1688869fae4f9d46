"""Needs and offers of those present: what may fit side by side, then the others."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desktop.presenters.fitting import AskedLine, Fitting, Pair
from ui.desktop.presenters.lines import icon_of, tint_of
from ui.desktop.views.page import Desk
from ui.desktop.widgets.cards import Card, Icon, heading
from ui.desktop.widgets.focus import kept_focus
from ui.desktop.widgets.rows import RecordRow, RowWords, empty
from ui.desktop.widgets.text import label
from ui.words.clean import breakable


class AskedPart(QWidget):
    """``record_wanted`` carries kind and id of a need or an offer."""

    record_wanted = Signal(str, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: Fitting | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(desk.look.px(8))

    def show_fitting(self, shown: Fitting) -> None:
        """Show the needs and offers of those present."""
        if shown == self._shown:
            return
        self._shown = shown
        with kept_focus(self):
            empty(self._column)
            self._tell(shown)

    def _tell(self, shown: Fitting) -> None:
        say, column = self._desk.words.say, self._column
        if shown.empty:
            column.addWidget(label(shown.empty, "body", "text2", wrap=True))
        if shown.pairs:
            column.addWidget(heading(say("fitting_pairs", count=len(shown.pairs))))
            column.addWidget(label(say("fitting_lead"), "body", "text2", wrap=True))
            for pair in shown.pairs:
                column.addWidget(self._pair(pair))
        for title, lines in ((say("fitting_needs"), shown.needs), (say("fitting_offers"), shown.offers)):
            if lines:
                column.addSpacing(self._desk.look.px(4))
                column.addWidget(heading(title))
                card = Card(self._desk.look)
                card.column.setSpacing(0)
                for line in lines:
                    card.column.addWidget(self._line(line))
                column.addWidget(card)

    def _pair(self, pair: Pair) -> Card:
        look = self._desk.look
        card = Card(look)
        card.column.setSpacing(0)
        card.column.addWidget(self._line(pair.need))
        card.column.addWidget(self._line(pair.offer))
        foot = QHBoxLayout()
        foot.setContentsMargins(look.px(8), look.px(6), look.px(8), 0)
        foot.setSpacing(look.px(10))
        foot.addWidget(Icon(look, "message-circle", "primary", 18))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(breakable(pair.talk), "button_strong", "primary", wrap=True))
        words.addWidget(label(breakable(pair.why), "caption", "text2", wrap=True))
        foot.addLayout(words, 1)
        card.column.addLayout(foot)
        return card

    def _line(self, line: AskedLine) -> RecordRow:
        said = RowWords(icon_of(line.kind), tint_of(line.kind), breakable(line.title), breakable(line.text))
        row = RecordRow(self._desk.look, said, line.record)
        row.setAccessibleName(line.spoken)
        row.opened.connect(lambda record: self.record_wanted.emit(line.kind, record))
        return row
