"""Contributions: what was done together, newest first, by project, by person, by words."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QStackedWidget, QWidget

from ui.desktop.models.rows import RowsModel
from ui.desktop.presenters import timeline
from ui.desktop.presenters.acts import ActPage, ActQuery
from ui.desktop.presenters.ports import CellPort, Event, PersonCard, ProjectCard, RecordsChanged
from ui.desktop.presenters.timeline import PAGE, TimelineCard
from ui.desktop.theme.tokens import SCROLL
from ui.desktop.views.lists import CardList
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.timeline_delegate import TimelineDelegate
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import EmptyState
from ui.desktop.widgets.choices import Choice
from ui.desktop.widgets.search import SearchField
from ui.words.clean import shortened

SHOWS = frozenset(("contribution", "attestation", "person", "project", "use", "thanks"))
MOST_TYPED = 200  # characters looked for

Read = tuple[ActQuery, tuple[TimelineCard, ...], int | None]
Filters = tuple[tuple[ProjectCard, ...], tuple[PersonCard, ...]]


class ContributionsPage(Page):
    """The page. ``layer`` is the widget that forms cover; ``add_wanted`` asks for the one gesture."""

    add_wanted = Signal()

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        self.layer = layer
        look, say = desk.look, desk.words.say
        self._cards: tuple[TimelineCard, ...] = ()
        self._next: int | None = None
        self._loading = False
        head = self.head(say("nav_contributions"), say("contributions_lead"))
        self.new = Button(look, say("empty_around_do"), self.add_wanted.emit, "primary", "plus")
        head.addWidget(self.new, 0, Qt.AlignmentFlag.AlignVCenter)
        self.top.addLayout(self._filters())
        self.model: RowsModel[TimelineCard] = RowsModel(self, self._more)
        self.list = CardList(say("contributions_label"), self.model, look.px(SCROLL))
        self.list.setItemDelegate(TimelineDelegate(look, self.list))
        self.list.opened.connect(lambda card: self.record_wanted.emit(card.kind, card.id))
        self._empty = EmptyState(look, "hand-heart", say("empty_contributions"), say("empty_contributions_why"))
        self._empty.offer(say("empty_around_do"), "plus", self.add_wanted.emit)
        self._nothing = EmptyState(look, "search", say("filter_nothing"), say("filter_nothing_why"))
        self._stack = QStackedWidget()
        for widget in (QWidget(), self.list, self._empty, self._nothing):
            self._stack.addWidget(widget)
        self.body.addWidget(self._stack, 1)

    def _filters(self) -> QLayout:
        look, say = self.desk.look, self.desk.words.say
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        self.project, self.person = Choice(look), Choice(look)
        for choice, name, everything in (
            (self.project, "filter_project", "filter_all_projects"),
            (self.person, "filter_person", "filter_all_persons"),
        ):
            choice.setAccessibleName(say(name))
            choice.addItem(say(everything), "")
            choice.currentIndexChanged.connect(self._filter_changed)
            row.addWidget(choice, 2)
        self.search = SearchField(look, say("search_label"), say("search_contributions"))
        self.search.setMaxLength(MOST_TYPED)
        self.search.textChanged.connect(self._filter_changed)
        row.addWidget(self.search, 3)
        return row

    @property
    def query(self) -> ActQuery:
        """Which contributions are wanted."""
        words = self.search.text() if self.search is not None else ""
        return ActQuery(self.project.currentData() or "", self.person.currentData() or "", " ".join(words.split()))

    def concerns(self, event: Event) -> bool:
        """Return whether a contribution changed, or something that its card tells."""
        return isinstance(event, RecordsChanged) and bool(event.kinds & SHOWS)

    def ask(self) -> None:
        """Read the newest ones, and who and what may be chosen."""
        query, words, today = self.query, self.desk.words, self.desk.today()

        def question(port: CellPort) -> tuple[Read, Filters]:
            page = port.acts.page(query, PAGE, None)
            return _read_of(query, page, timeline.cards(words, page.items, today)), (port.projects(), port.persons())

        self.desk.bridge.ask(question, self._newest, self.refused)

    def _newest(self, answer: tuple[Read, Filters]) -> None:
        (query, cards, goes_on), filters = answer
        self.answered()
        if query != self.query:
            self.refresh()
            return
        self._offer(filters)
        older = tuple(card for card in self._cards if cards and card.order < cards[-1].order) if goes_on else ()
        self._cards = cards + older
        if not older:
            self._next = goes_on
        self._show()

    def _offer(self, filters: Filters) -> None:
        projects, persons = filters
        _fill(self.project, [(shortened(one.title, 60), one.id) for one in projects])
        _fill(self.person, [(shortened(one.name, 60), one.id) for one in persons])

    def _filter_changed(self) -> None:
        self._cards, self._next = (), None
        self.refresh()

    def _more(self) -> None:
        if self._loading or self._next is None:
            return
        self._loading = True
        query, before, words, today = self.query, self._next, self.desk.words, self.desk.today()

        def question(port: CellPort) -> tuple[int, Read]:
            page = port.acts.page(query, PAGE, before)
            return before, _read_of(query, page, timeline.cards(words, page.items, today))

        self.desk.bridge.ask(question, self._older, self.refused)

    def _older(self, answer: tuple[int, Read]) -> None:
        before, (query, cards, goes_on) = answer
        self._loading = False
        if query == self.query and before == self._next:  # else the list was read anew meanwhile
            self._cards += cards
            self._next = goes_on
        self._show()

    def _show(self) -> None:
        self.model.show(timeline.headed(self.desk.words, self._cards), goes_on=self._next is not None)
        if self._cards:
            self._stack.setCurrentWidget(self.list)
        elif self._next is not None:  # what fits may be older than what has been read
            self._more()
        else:
            self._stack.setCurrentWidget(self._empty if self.query == ActQuery() else self._nothing)


def _read_of(query: ActQuery, page: ActPage, cards: tuple[TimelineCard, ...]) -> Read:
    return query, cards, page.next


def _fill(choice: Choice, offers: list[tuple[str, str]]) -> None:
    """Offer these below the first word, which stands for all; what was chosen stays so."""
    if [choice.itemData(place) for place in range(1, choice.count())] == [value for _, value in offers]:
        return
    kept = choice.currentData()
    choice.blockSignals(True)
    while choice.count() > 1:
        choice.removeItem(1)
    for words, value in offers:
        choice.addItem(words, value)
    choice.setCurrentIndex(max(0, choice.findData(kept)))
    choice.blockSignals(False)
