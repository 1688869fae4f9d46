"""Ctrl+K: one field over the window, and below it what has these words."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from idos_p2p.errors import Fault
from ui.desktop.models.rows import RowsModel
from ui.desktop.presenters import finding
from ui.desktop.presenters.ports import CellPort
from ui.desktop.presenters.timeline import TimelineCard
from ui.desktop.theme.tokens import SCROLL
from ui.desktop.views.lists import CardList
from ui.desktop.views.page import Desk
from ui.desktop.views.timeline_delegate import TimelineDelegate
from ui.desktop.widgets.cards import EmptyState
from ui.desktop.widgets.choices import ENTER
from ui.desktop.widgets.search import SearchField
from ui.desktop.widgets.sheet import Sheet

WIDTH, HEIGHT = 760, 600  # pixels at 100 %
PAUSE_MS = 60  # between two keys of a fast hand

Cards = tuple[TimelineCard, ...]


class FindSheet(Sheet):
    """``wanted`` carries the kind and id of the record one wants to see."""

    wanted = Signal(str, str)
    warned = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk.look, layer, say("find_title"), "", say("close"))
        self.desk = desk
        self._asked = ""  # the question on its way
        self.field = SearchField(desk.look, say("find_title"), say("find_hint"))
        self.field.textChanged.connect(self._typed)
        self.field.installEventFilter(self)
        self.model: RowsModel[TimelineCard] = RowsModel(self)
        self.list = CardList(say("find_label"), self.model, desk.look.px(SCROLL))
        self.list.setItemDelegate(TimelineDelegate(desk.look, self.list))
        self.list.opened.connect(self._open)
        self._nothing = EmptyState(desk.look, "search", say("find_start"), say("find_start_why"))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing)
        self._stack.addWidget(self.list)
        self.column.addWidget(self.field)
        self.column.addWidget(self._stack, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.ask)

    def start(self) -> None:
        """Open with what was looked for last, ready to be typed over."""
        self.open(self.field)
        self.field.selectAll()
        if self.field.text():
            self.ask()

    def _cover(self) -> None:
        """Take a fixed place: results come and go under the field, which stays where it is."""
        parent, px = self._page, self._look.px
        self.setGeometry(parent.rect())
        width = min(px(WIDTH), parent.width() - px(32))
        height = min(px(HEIGHT), parent.height() - px(32))
        self.frame.setGeometry(QRect((parent.width() - width) // 2, (parent.height() - height) // 2, width, height))

    def _typed(self) -> None:
        if not self.field.text().strip():
            self._pause.stop()
            self._asked = ""
            self._show((), "")
        else:
            self._pause.start()

    def ask(self) -> None:
        """Ask for what is typed now; an earlier question is not answered any more."""
        query = self.field.text()
        self._asked = query
        words, today = self.desk.words, self.desk.today()

        def question(port: CellPort) -> tuple[str, Cards]:
            found = port.finding.find(query, finding.MOST_OF_A_KIND)
            return query, finding.found_cards(words, found, query, today)

        self.desk.bridge.ask(question, self._answered, self._refused)

    def _answered(self, answer: tuple[str, Cards]) -> None:
        query, cards = answer
        if query == self._asked:  # the last question wins, however the answers come
            self._show(cards, query)

    def _show(self, cards: Cards, query: str) -> None:
        say = self.desk.words.say
        self.model.show(cards)
        if cards:
            self.list.setCurrentIndex(self.model.index(0))
            self._stack.setCurrentWidget(self.list)
            return
        if query:
            self._nothing.say(say("nothing_found", query=query), say("nothing_found_why"))
        else:
            self._nothing.say(say("find_start"), say("find_start_why"))
        self._stack.setCurrentWidget(self._nothing)

    def _open(self, card: TimelineCard) -> None:
        self.close_sheet()
        self.wanted.emit(card.kind, card.id)

    def _refused(self, fault: Fault) -> None:
        self.warned.emit(self.desk.words.error(fault.code, fault.fields))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Entrée reach the list while one types."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in ENTER:
                self._enter()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
                self.list.keyPressEvent(event)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close_sheet()
                return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self.model.rows) and self._asked == self.field.text():
            self._open(self.model.rows[row])
