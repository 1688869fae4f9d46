"""Historique: the latest changes in words, and the bin."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ui.desktop.models.rows import ROW, RowsModel
from ui.desktop.presenters import past
from ui.desktop.presenters.ports import CellPort, Event, RecordsChanged
from ui.desktop.presenters.timeline import TimelineCard
from ui.desktop.theme.tokens import SCROLL
from ui.desktop.views.lists import CardList
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.timeline_delegate import TimelineDelegate
from ui.desktop.widgets.buttons import Button, Segments
from ui.desktop.widgets.cards import EmptyState

Cards = tuple[TimelineCard, ...]


class PastPage(Page):
    """The page. ``layer`` is the widget that panels cover."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        look, say = desk.look, desk.words.say
        self.layer = layer
        self.shown = "latest"
        head = self.head(say("nav_past"), say("past_lead"))
        self.undo = Button(look, say("undo_last"), lambda: None, "plain", "undo-2")
        self.redo = Button(look, say("redo"), lambda: None, "plain", "redo-2")
        for button in (self.redo, self.undo):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        offers = [("latest", say("past_latest")), ("bin", say("past_bin"))]
        self.choice = Segments(look, say("past_view"), offers, "latest")
        self.choice.chosen.connect(self.choose)
        self.back = Button(look, say("bin_back"), self._put_back, "plain", "archive-restore")
        row.addWidget(self.choice)
        row.addStretch(1)
        row.addWidget(self.back)
        self.top.addLayout(row)
        self.model: RowsModel[TimelineCard] = RowsModel(self)
        self.list = CardList(say("past_latest"), self.model, look.px(SCROLL))
        self.list.setItemDelegate(TimelineDelegate(look, self.list))
        self.list.opened.connect(self._opened)
        self.list.selectionModel().currentChanged.connect(self._follow)
        self._empty = EmptyState(look, "history", "", "")
        self._stack = QStackedWidget()
        for widget in (QWidget(), self.list, self._empty):
            self._stack.addWidget(widget)
        self.body.addWidget(self._stack, 1)
        self._follow()

    def choose(self, shown: str) -> None:
        """Show the latest changes, or the bin."""
        self.shown = shown
        self.choice.choose(shown)
        self.refresh()

    def concerns(self, event: Event) -> bool:
        """Return whether records changed."""
        return isinstance(event, RecordsChanged)

    def ask(self) -> None:
        """Read what is shown."""
        words, today, shown = self.desk.words, self.desk.today(), self.shown

        def question(port: CellPort) -> tuple[str, Cards]:
            if shown == "bin":
                return shown, past.bin_cards(words, port.past.bin())
            return shown, past.latest_cards(words, port.past.latest(past.MOST_LATEST), today)

        self.desk.bridge.ask(question, self._read, self.refused)

    def _read(self, answer: tuple[str, Cards]) -> None:
        shown, cards = answer
        self.answered()
        if shown != self.shown:  # the other one was chosen meanwhile, and is on its way
            return
        say = self.desk.words.say
        self.list.setAccessibleName(say(f"past_{shown}"))
        self.model.show(cards)
        name = "empty_bin" if shown == "bin" else "empty_past"
        self._empty.say(say(name), say(f"{name}_why"))
        self._stack.setCurrentWidget(self.list if cards else self._empty)
        self._follow()

    def _current(self) -> TimelineCard | None:
        card: TimelineCard | None = self.list.currentIndex().data(ROW)
        return card

    def _follow(self) -> None:
        card = self._current()
        self.back.setVisible(self.shown == "bin" and bool(self.model.rows))
        self.back.setEnabled(card is not None)
        if card is not None:
            self.back.setAccessibleName(self.desk.words.say("bin_back_spoken", title=card.title))

    def _opened(self, card: TimelineCard) -> None:
        self.history_wanted.emit(card.id)

    def _put_back(self) -> None:
        card = self._current()
        if card is None:
            return

        def done(_nothing: object) -> None:
            self.written.emit(self.desk.words.say("bin_back_done", title=card.title))

        self.desk.bridge.ask(lambda port: port.past.put_back(card.id), done, self.refused)
