"""Dons: where each gift went, as a drawing and as a table."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from ui.desktop.models.rows import ROW
from ui.desktop.presenters import gift_thread, gifts
from ui.desktop.presenters.gift_thread import ThreadView
from ui.desktop.presenters.gifts import GiftsView
from ui.desktop.presenters.ports import CellPort, Event, RecordsChanged
from ui.desktop.theme.tokens import PAGE_TOP, SCROLL
from ui.desktop.views.gift_form import GiftForm
from ui.desktop.views.gift_table import GiftTable
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.thread_sheet import ThreadSheet
from ui.desktop.views.use_form import UseForm
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Card, EmptyState, FigureCard, heading
from ui.desktop.widgets.choices import Choice
from ui.desktop.widgets.streams import Streams
from ui.desktop.widgets.text import label

SHOWS = frozenset(("gift", "use", "person", "project"))
Answer = tuple[tuple[int, ...], int, GiftsView]


class GiftsPage(Page):
    """The page. ``layer`` is the widget that forms cover."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        look, say = desk.look, desk.words.say
        self.layer = layer
        self._year = 0  # 0: the latest
        self.thread_sheet, self.form, self.use_form = (
            ThreadSheet(desk, layer),
            GiftForm(desk, layer),
            UseForm(desk, layer),
        )
        self.thread_sheet.wanted.connect(self.open_thread)
        for form in (self.form, self.use_form):
            form.saved.connect(self.written)
        self._make_head()
        self.streams = Streams(look, say("gifts_flow_label"))
        self.streams.chosen.connect(self.open_thread)
        self.table = GiftTable(desk)
        self.table.view.activated.connect(self._row_chosen)
        self.table.view.clicked.connect(self._row_chosen)
        self._empty = EmptyState(look, "gift", say("empty_gifts"), say("empty_gifts_why"))
        self._empty.offer(say("gift_note"), "plus", self.form.start)
        self._stack = QStackedWidget()
        self._full = self._whole()
        for widget in (QWidget(), self._full, self._empty):
            self._stack.addWidget(widget)
        self.body.addWidget(self._stack, 1)
        self.body.setContentsMargins(0, 0, look.px(SCROLL), look.px(PAGE_TOP))

    def _make_head(self) -> None:
        look, say = self.desk.look, self.desk.words.say
        head = self.head(say("nav_gifts"), say("gifts_lead"))
        self.years = Choice(look)
        self.years.setMinimumContentsLength(6)
        self.years.setAccessibleName(say("gifts_year"))
        self.years.activated.connect(self._year_chosen)
        self.use = Button(look, say("use_note"), self._note_use, "plain", "hand-coins")
        self.new = Button(look, say("gift_note"), self.form.start, "primary", "plus")
        for widget in (self.years, self.use, self.new):
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def _whole(self) -> QWidget:
        look, say = self.desk.look, self.desk.words.say
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(16))
        card = Card(look)
        row = QHBoxLayout()
        row.addWidget(heading(say("gifts_way")), 1)
        self.turn = Button(look, say("gifts_as_table"), self._turn, "quiet", "table")
        row.addWidget(self.turn)
        card.column.addLayout(row)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.streams.setObjectName("scrolled")
        scroll.setWidget(self.streams)
        self._both = QStackedWidget()
        self._both.addWidget(scroll)
        self._both.addWidget(self.table)
        card.column.addWidget(self._both, 1)
        self.notes = label("", "caption", "warn", wrap=True)
        card.column.addWidget(self.notes)
        column.addWidget(card, 1)
        figures = QHBoxLayout()
        figures.setSpacing(look.px(12))
        self._figures = (
            FigureCard(look, "gift", "gift"),
            FigureCard(look, "heart", "thanks"),
            FigureCard(look, "banknote", "knowledge"),
        )
        for figure in self._figures:
            figures.addWidget(figure, 1)
        column.addLayout(figures)
        return box

    def concerns(self, event: Event) -> bool:
        """Return whether a gift, a use, or somebody or something they name changed."""
        return isinstance(event, RecordsChanged) and bool(event.kinds & SHOWS)

    def ask(self) -> None:
        """Read the gifts of the year."""
        words, today, wanted = self.desk.words, self.desk.today(), self._year

        def question(port: CellPort) -> Answer:
            years = port.gifts.years()
            year = wanted or (years[0] if years else today.year)
            return years, year, gifts.gifts_view(words, port.gifts.year(year), today)

        self.desk.bridge.ask(question, self._read, self.refused)

    def _read(self, answer: Answer) -> None:
        years, year, shown = answer
        self.answered()
        self.years.clear()
        for each in years or (year,):
            self.years.addItem(str(each), each)
        self.years.setCurrentIndex(max(0, self.years.findData(year)))
        self.years.setVisible(len(years) > 1)
        self.use.setVisible(bool(years))
        self.streams.show_drawing(shown.drawing)
        self.table.show_rows(shown.rows, shown.sums)
        self.notes.setText(shown.notes)
        self.notes.setVisible(bool(shown.notes))
        say = self.desk.words.say
        values = (shown.received, shown.arrived, shown.left)
        names = (say("gifts_received_year", year=year), say("gifts_arrived"), say("gifts_left"))
        for figure, value, name in zip(self._figures, values, names, strict=True):
            figure.show_figure(value, name)
        self._stack.setCurrentWidget(self._full if shown.rows else self._empty)

    def open_thread(self, record: str) -> None:
        """Show the thread of a record."""
        words, today = self.desk.words, self.desk.today()

        def question(port: CellPort) -> ThreadView:
            return gift_thread.thread_view(words, port.gifts.thread(record), today)

        self.desk.bridge.ask(question, self.thread_sheet.show_thread, self.refused)

    def _row_chosen(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is not None:
            self.open_thread(row.id)

    def _year_chosen(self) -> None:
        self._year = self.years.currentData() or 0
        self.refresh()

    def _note_use(self) -> None:
        self.use_form.start()

    def _turn(self) -> None:
        table = self._both.currentWidget() is not self.table
        self._both.setCurrentIndex(int(table))
        self.turn.set_icon("waypoints" if table else "table")
        self.turn.rename(self.desk.words.say("gifts_as_drawing" if table else "gifts_as_table"))
