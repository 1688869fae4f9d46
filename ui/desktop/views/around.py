"""Autour de moi: the person, and everything that links them to the others, newest first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.desktop.models.rows import RowsModel
from ui.desktop.presenters import timeline
from ui.desktop.presenters.home import Figure, home
from ui.desktop.presenters.ports import CellOverview, CellPort, Event, RecordsChanged
from ui.desktop.presenters.timeline import PAGE, TimelineCard
from ui.desktop.theme.tokens import AVATAR_LARGE, SCROLL
from ui.desktop.views.lists import CardList
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.timeline_delegate import TimelineDelegate
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import EmptyState, FigureCard
from ui.desktop.widgets.faces import Avatar
from ui.desktop.widgets.search import SearchField
from ui.desktop.widgets.text import ElidedLabel

SEARCH_WIDTH = 280
MOST_KEPT = 2_000  # cards kept at most at a piece of news; older ones are read again when one scrolls to them
NAMED_BY_OTHERS = frozenset(("person", "project"))  # their names stand on other records' cards


class AroundPage(Page):
    """The home page. ``add_wanted`` asks the window for the form of a contribution."""

    add_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._cards: tuple[TimelineCard, ...] = ()
        self._goes_on = False
        self._deep = False
        self._loading = False
        self._figures: list[FigureCard] = []
        self.top.addLayout(self._header())
        self._figure_row = QHBoxLayout()
        self._figure_row.setSpacing(desk.look.px(12))
        self.top.addLayout(self._figure_row)
        self.model: RowsModel[TimelineCard] = RowsModel(self, self._more)
        self.list = CardList(desk.words.say("timeline_label"), self.model, desk.look.px(SCROLL))
        self.list.setItemDelegate(TimelineDelegate(desk.look, self.list))
        self._empty = EmptyState(
            desk.look, "sprout", desk.words.say("empty_around"), desk.words.say("empty_around_why")
        )
        self._empty.offer(desk.words.say("empty_around_do"), "plus", self.add_wanted.emit)
        self._nothing = EmptyState(desk.look, "search", "", desk.words.say("nothing_found_why"))
        self._stack = QStackedWidget()
        self._blank = QWidget()
        for widget in (self._blank, self.list, self._empty, self._nothing):
            self._stack.addWidget(widget)
        self.body.addWidget(self._stack, 1)

    def _header(self) -> QLayout:
        look, say = self.desk.look, self.desk.words.say
        row = QHBoxLayout()
        row.setSpacing(look.px(14))
        self._avatar = Avatar(look, AVATAR_LARGE)
        self._name, self._line = ElidedLabel("page"), ElidedLabel("body", "text2")
        column = QVBoxLayout()
        column.setSpacing(look.px(2))
        column.addWidget(self._name)
        column.addWidget(self._line)
        row.addWidget(self._avatar)
        row.addLayout(column, 3)
        self.search = SearchField(look, say("search_label"), "")
        self.search.setMaximumWidth(look.px(SEARCH_WIDTH))
        self.search.textChanged.connect(self._show)
        row.addWidget(self.search, 2, Qt.AlignmentFlag.AlignVCenter)
        self.add_button = Button(look, say("add"), self.add_wanted.emit, "primary", "plus")
        row.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def concerns(self, event: Event) -> bool:
        """Return whether records changed; those already out of sight are then read again too."""
        if not isinstance(event, RecordsChanged):
            return False
        older = {card.id for card in self._cards[PAGE:]}
        self._deep = self._deep or bool(event.kinds & NAMED_BY_OTHERS) or not older.isdisjoint(event.ids)
        return True

    def show_overview(self, overview: CellOverview) -> None:
        """Show who this is."""
        stranger = self.overview is None or self.overview.person != overview.person
        super().show_overview(overview)
        shown = home(self.desk.words, overview)
        self._avatar.show_face(shown.face)
        self._name.show_text(shown.name)
        self._line.show_text(shown.line)
        if self.search is not None:
            self.search.setPlaceholderText(shown.search)
        self._show_figures(shown.figures)
        if stranger and self.isVisible():
            self.refresh()

    def _show_figures(self, figures: tuple[Figure, ...]) -> None:
        while len(self._figures) < len(figures):
            figure = figures[len(self._figures)]
            card = FigureCard(self.desk.look, figure.icon, figure.tint)
            self._figures.append(card)
            self._figure_row.addWidget(card, 1)
        for place, card in enumerate(self._figures):
            card.setVisible(place < len(figures))
            if place < len(figures):
                card.show_figure(figures[place].value, figures[place].what)

    def ask(self) -> None:
        """Read the newest cards; all that are kept, when an older one changed."""
        if self.overview is None:  # the window brings it, and asks again
            self.answered()
            return
        person = self.overview.person
        most = max(PAGE, min(len(self._cards), self._wanted())) if self._deep else PAGE
        self._deep = False
        words, today = self.desk.words, self.desk.today()

        def question(port: CellPort) -> tuple[bool, tuple[TimelineCard, ...]]:
            items = port.around(person, most, None)
            return len(items) == most, timeline.cards(words, items, today)

        self.desk.bridge.ask(question, self._newest, self.refused)

    def _newest(self, answer: tuple[bool, tuple[TimelineCard, ...]]) -> None:
        more, newest = answer
        older = tuple(card for card in self._cards if card.order < newest[-1].order) if more else ()
        kept = max(0, self._wanted() - len(newest))
        self._goes_on = len(older) > kept or (self._goes_on if older else more)
        self._cards = newest + older[:kept]
        self.answered()
        self._show()

    def _wanted(self) -> int:
        """Return how many cards to keep at a piece of news: what is seen and a page below, for each costs a layout."""
        last = self.list.indexAt(self.list.viewport().rect().bottomLeft())
        return min(MOST_KEPT, max(0, last.row()) + PAGE)

    def _more(self) -> None:
        if self._loading or not self._cards or self.overview is None:
            return
        self._loading = True
        person, before = self.overview.person, self._cards[-1].order
        words, today = self.desk.words, self.desk.today()

        def question(port: CellPort) -> tuple[int, tuple[TimelineCard, ...]]:
            return before, timeline.cards(words, port.around(person, PAGE, before), today)

        self.desk.bridge.ask(question, self._older, self.refused)

    def _older(self, answer: tuple[int, tuple[TimelineCard, ...]]) -> None:
        before, cards = answer
        self._loading = False
        if self._cards and self._cards[-1].order == before:  # else the list was read anew meanwhile
            self._cards += cards
            self._goes_on = len(cards) == PAGE
        self._show()

    def _show(self) -> None:
        query = self.search.text() if self.search is not None else ""
        shown = timeline.matching(self._cards, query)
        self.model.show(timeline.headed(self.desk.words, shown), goes_on=self._goes_on)
        if query and self._goes_on:  # what is looked for may be older than what has been read
            self._more()
        if shown:
            self._stack.setCurrentWidget(self.list)
        elif query:
            self._nothing.say(
                self.desk.words.say("nothing_found", query=query), self.desk.words.say("nothing_found_why")
            )
            self._stack.setCurrentWidget(self._nothing)
        else:
            self._stack.setCurrentWidget(self._empty)
        if self.search is not None:
            self.search.setVisible(bool(self._cards))
