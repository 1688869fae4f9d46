"""Boussole: what the cell does of its four values, counted from its own records."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui.desktop.presenters import compass
from ui.desktop.presenters.compass import MeasureSheet, MeasureShown, ValueShown
from ui.desktop.presenters.ports import CellPort, Event, RecordsChanged
from ui.desktop.theme.tokens import BLOCK
from ui.desktop.views.line import LineButton
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.scrolling import PageScroll
from ui.desktop.views.thread_sheet import clear
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Badge, Card
from ui.desktop.widgets.choices import Choice
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import label
from ui.desktop.widgets.year_bars import YearBars

BESIDE_FROM = 980  # width of the page from which the values stand in two columns
YEARS_OFFERED = 6


class CompassPage(Page):
    """The page. ``layer`` is the widget that panels cover."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        self.layer = layer
        look, say = desk.look, desk.words.say
        self.shown: tuple[ValueShown, ...] = ()
        self._cards: list[Card] = []
        head = self.head(say("nav_compass"), say("compass_lead"))
        self.years = Choice(look)
        self.years.setMinimumContentsLength(6)
        self.years.setAccessibleName(say("compass_year"))
        for year in range(desk.today().year, desk.today().year - YEARS_OFFERED, -1):
            self.years.addItem(str(year), year)
        self.years.activated.connect(self.refresh)
        head.addWidget(self.years, 0, Qt.AlignmentFlag.AlignVCenter)
        self._scroll = PageScroll(look)
        self._grid = QGridLayout()
        self._grid.setSpacing(look.px(BLOCK))
        self._scroll.column.addLayout(self._grid)
        self._scroll.column.addWidget(label(say("compass_about"), "caption", "text2", wrap=True))
        self._scroll.column.addStretch(1)
        self.body.addWidget(self._scroll, 1)
        self.sheet = MeasurePanel(desk, layer)
        self.sheet.wanted.connect(self.record_wanted)

    def concerns(self, event: Event) -> bool:
        """Return whether records changed: each kind is in one measure or another."""
        return isinstance(event, RecordsChanged)

    def ask(self) -> None:
        """Read the measures of the year."""
        words, year = self.desk.words, int(self.years.currentData())

        def question(port: CellPort) -> tuple[ValueShown, ...]:
            return compass.compass_shown(words, port.compass.year(year, compass.YEARS_BEFORE))

        self.desk.bridge.ask(question, self._read, self.refused)

    def _read(self, shown: tuple[ValueShown, ...]) -> None:
        self.answered()
        if shown == self.shown:
            return
        self.shown = shown
        for card in self._cards:
            self._grid.removeWidget(card)
            card.deleteLater()
        self._cards = [self._card(value) for value in shown]
        self._arrange()

    def _card(self, value: ValueShown) -> Card:
        look = self.desk.look
        card = Card(look)
        head = QHBoxLayout()
        head.setSpacing(look.px(12))
        head.addWidget(Badge(look, value.icon, value.tint))
        head.addWidget(label(value.name, "card", wrap=True), 1)
        card.column.addLayout(head)
        for measure in value.measures:
            line = QFrame()
            line.setFixedHeight(1)
            line.setProperty("frame", "rule")
            card.column.addWidget(line)
            card.column.addLayout(self._measure(value, measure))
        card.column.addStretch(1)
        return card

    def _measure(self, value: ValueShown, measure: MeasureShown) -> QHBoxLayout:
        look, say = self.desk.look, self.desk.words.say
        row = QHBoxLayout()
        row.setSpacing(look.px(16))
        column = QVBoxLayout()
        column.setSpacing(look.px(2))
        column.addWidget(label(measure.name, "button_strong", wrap=True))
        column.addWidget(label(measure.figure, "section", wrap=True))
        column.addWidget(label(measure.definition, "caption", "text2", wrap=True))
        see = Button(look, say("compass_see"), partial(self.open_measure, measure), "quiet", "list")
        see.setAccessibleName(say("compass_see_spoken", name=measure.name))
        row.addLayout(column, 1)
        years = say("compass_bars", years=" ".join(bar.spoken for bar in measure.bars))
        right = QVBoxLayout()
        right.addWidget(YearBars(look, measure.bars, value.tint, years))
        right.addWidget(see, 0, Qt.AlignmentFlag.AlignRight)
        right.addStretch(1)
        row.addLayout(right)
        return row

    def open_measure(self, measure: MeasureShown) -> None:
        """Show a measure with the records behind it."""
        words, today, year = self.desk.words, self.desk.today(), int(self.years.currentData())

        def question(port: CellPort) -> MeasureSheet:
            return compass.measure_sheet(words, port.compass.records(measure.key, year), measure, today)

        self.desk.bridge.ask(question, self.sheet.show_measure, self.refused)

    def _arrange(self) -> None:
        columns = 2 if self.width() >= self.desk.look.px(BESIDE_FROM) else 1
        for number, card in enumerate(self._cards):
            self._grid.addWidget(card, number // columns, number % columns)
        for column in range(2):
            self._grid.setColumnStretch(column, int(column < columns))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the values in one column where there is little room."""
        super().resizeEvent(event)
        self._arrange()


class MeasurePanel(Sheet):
    """One measure; ``wanted`` carries kind and id of a record behind it."""

    wanted = Signal(str, str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk.look, layer, desk.words.say("nav_compass"), "", desk.words.say("close"))
        self.desk = desk

    def show_measure(self, shown: MeasureSheet) -> None:
        """Show a measure in place of the one shown before."""
        clear(self)
        self.rename(shown.title, shown.definition)
        self.column.addWidget(label(shown.figure, "section", "primary", wrap=True))
        for year in shown.years:
            self.column.addWidget(label(year, "caption", "text2"))
        first: LineButton | None = None
        for head, lines in shown.parts:
            title = label(head, "heading", "text2")
            title.setContentsMargins(0, self.desk.look.px(8), 0, 0)
            self.column.addWidget(title)
            for line in lines:
                button = LineButton(self.desk.look, line)
                button.opened.connect(partial(self._go, line.kind))
                self.column.addWidget(button)
                first = first or button
        self.column.addStretch(1)
        self.open(first or self)

    def _go(self, kind: str, record: str) -> None:
        self.close_sheet()
        self.wanted.emit(kind, record)
