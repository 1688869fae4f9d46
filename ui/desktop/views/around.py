"""Autour de moi, and around anyone: the person, the story of what links them to others, and the picture of it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.desktop.models.rows import RowsModel
from ui.desktop.presenters import deciding, story, timeline
from ui.desktop.presenters.deciding import Task
from ui.desktop.presenters.faces import face, first_name
from ui.desktop.presenters.home import Figure, figures_of, home
from ui.desktop.presenters.ports import CellOverview, CellPort, Event, MembersChanged, RecordsChanged
from ui.desktop.presenters.story import PersonHead
from ui.desktop.presenters.timeline import PAGE, TimelineCard
from ui.desktop.theme.tokens import AVATAR_LARGE, PAGE_TOP, SCROLL
from ui.desktop.views.links import LinksCard
from ui.desktop.views.lists import CardList
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.timeline_delegate import TimelineDelegate
from ui.desktop.views.waiting_strip import WaitingStrip
from ui.desktop.widgets.buttons import Button, IconButton, Segments
from ui.desktop.widgets.cards import EmptyState, FigureCard
from ui.desktop.widgets.faces import Avatar
from ui.desktop.widgets.search import SearchField
from ui.desktop.widgets.text import ElidedLabel
from ui.words.clean import shortened

SEARCH_WIDTH = 280
MOST_KEPT = 2_000  # cards kept at most at a piece of news; older ones are read again when one scrolls to them
BOTH_FROM = 1180  # width of the window, under which the story and the picture do not stand side by side
FIGURES_FROM = 640  # height of the page, under which the picture alone takes the place of the figures
NAMED_BY_OTHERS = frozenset(("person", "project"))  # their names stand on other records' cards


@dataclass(frozen=True, slots=True)
class Newest:
    """What the page reads at once: whose story, its newest cards, and what waits for the one who sits here."""

    whose: str  # "" for oneself
    head: PersonHead | None
    more: bool
    cards: tuple[TimelineCard, ...]
    waiting: tuple[Task, ...]


class AroundPage(Page):
    """The home page; ``place`` is the person whose story it shows, "" for the one who sits here.

    ``add_wanted`` asks the window for the form of a contribution, ``thank_wanted`` for the one of thanks to a person.
    """

    add_wanted = Signal()
    thank_wanted = Signal(str)
    guest_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._cards: tuple[TimelineCard, ...] = ()
        self._goes_on = False
        self._deep = False
        self._loading = False
        self._wish = "both"  # of "thread", "graph" and "both"
        self._figures: list[FigureCard] = []
        self.top.addLayout(self._header())
        self.waiting = WaitingStrip(desk)
        self.waiting.wanted.connect(self._do_task)
        self.top.addWidget(self.waiting)
        self._figure_row = QHBoxLayout()
        self._figure_row.setSpacing(desk.look.px(12))
        self.top.addLayout(self._figure_row)
        self.top.addLayout(self._tools())
        self._make_body()

    def _make_body(self) -> None:
        desk, say, px = self.desk, self.desk.words.say, self.desk.look.px
        self.model: RowsModel[TimelineCard] = RowsModel(self, self._more)
        self.list = CardList(say("timeline_label"), self.model, px(SCROLL))
        self.list.setItemDelegate(TimelineDelegate(desk.look, self.list))
        self.list.opened.connect(lambda card: self.record_wanted.emit(card.kind, card.id))
        self._empty = EmptyState(desk.look, "sprout", say("empty_around"), say("empty_around_why"))
        self._empty.offer(say("empty_around_do"), "plus", self.add_wanted.emit)
        self._empty_other = EmptyState(desk.look, "sprout", say("empty_story"), say("empty_story_why"))
        self._nothing = EmptyState(desk.look, "search", "", say("nothing_found_why"))
        self._stack = QStackedWidget()
        self._blank = QWidget()
        for widget in (self._blank, self.list, self._empty, self._empty_other, self._nothing):
            self._stack.addWidget(widget)
        self.links = LinksCard(desk)
        self.links.opened.connect(self.record_wanted)
        self.links.refused.connect(self.refused)
        self._beside = QWidget()
        column = QVBoxLayout(self._beside)
        column.setContentsMargins(0, 0, px(SCROLL), px(PAGE_TOP))
        column.addWidget(self.links)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._stack, 6)
        row.addWidget(self._beside, 5)
        self.body.addLayout(row, 1)

    def _header(self) -> QLayout:
        look, say = self.desk.look, self.desk.words.say
        row = QHBoxLayout()
        row.setSpacing(look.px(14))
        self.back = IconButton(look, say("story_back"), lambda: self.record_wanted.emit("person", ""), "chevron-left")
        self.back.hide()
        self._avatar = Avatar(look, AVATAR_LARGE)
        self._name, self._line = ElidedLabel("page"), ElidedLabel("body", "text2")
        column = QVBoxLayout()
        column.setSpacing(look.px(2))
        column.addWidget(self._name)
        column.addWidget(self._line)
        row.addWidget(self.back)
        row.addWidget(self._avatar)
        row.addLayout(column, 1)
        self.thank_button = Button(
            look, say("story_thank"), lambda: self.thank_wanted.emit(self.place), "plain", "heart"
        )
        row.addWidget(self.thank_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.add_button = Button(look, say("add"), self.add_wanted.emit, "primary", "plus")
        row.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _tools(self) -> QLayout:
        look, say = self.desk.look, self.desk.words.say
        row = QHBoxLayout()
        offers = [(name, say(f"story_{name}")) for name in ("thread", "graph", "both")]
        self.views = Segments(look, say("story_view"), offers, self._wish, ("list", "waypoints", "columns-2"))
        self.views.chosen.connect(self.look_at)
        row.addWidget(self.views)
        row.addStretch(1)
        self.search = SearchField(look, say("search_label"), "")
        self.search.setMaximumWidth(look.px(SEARCH_WIDTH))
        self.search.setMinimumWidth(look.px(SEARCH_WIDTH // 2))
        self.search.textChanged.connect(self._show)
        row.addWidget(self.search, 2)
        return row

    @property
    def view(self) -> str:
        """What is seen: "thread", "graph" or "both"."""
        roomy = self.window().width() >= self.desk.look.px(BOTH_FROM)
        return self._wish if roomy or self._wish != "both" else "thread"

    def look_at(self, view: str) -> None:
        """Show the story ("thread"), the picture ("graph") or both, where there is room."""
        self._wish = view
        self._lay_out()

    def _lay_out(self) -> None:
        """Show the story, the picture or both, as there is room."""
        roomy = self.window().width() >= self.desk.look.px(BOTH_FROM)
        self.views.set_offered("both", offered=roomy)
        self.views.choose(self.view)
        self._stack.setVisible(self.view != "graph")
        self._beside.setVisible(self.view != "thread")
        self.links.setVisible(self.view != "thread")
        self.links.show_most(story.MOST_BESIDE if self.view == "both" else story.MOST_ALONE)
        if self.view != "thread" and self._person:
            self.links.around(self._person, mine=not self.place)
        crowded = self.view == "graph" or not self.waiting.isHidden()
        low = crowded and self.height() < self.desk.look.px(FIGURES_FROM)
        for card in self._figures:
            card.setVisible(not low)
        if self.search is not None:
            self.search.setVisible(bool(self._cards) and self.view != "graph")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the picture out where both would be too narrow to read."""
        super().resizeEvent(event)
        if event.size() != event.oldSize():
            self._lay_out()

    def show_place(self, place: str) -> None:
        """Show the story of another person, or one's own again for ""."""
        mine = self.overview.person if self.overview else ""
        place = "" if place == mine else place
        if place == self.place:
            return
        super().show_place(place)
        self._cards, self._goes_on = (), False
        self.model.show(())
        self._stack.setCurrentWidget(self._blank)
        self.back.setVisible(bool(place))
        if self.search is not None:
            self.search.clear()
        if self.overview is not None:
            self.show_overview(self.overview)
        self.refresh()

    def concerns(self, event: Event) -> bool:
        """Return whether records changed; those already out of sight are then read again too."""
        if isinstance(event, MembersChanged):  # an act may bring what waits, or take it away
            return True
        if not isinstance(event, RecordsChanged):
            return False
        older = {card.id for card in self._cards[PAGE:]}
        self._deep = self._deep or bool(event.kinds & NAMED_BY_OTHERS) or not older.isdisjoint(event.ids)
        return True

    def show_overview(self, overview: CellOverview) -> None:
        """Show who this is."""
        stranger = self.overview is None or self.overview.person != overview.person
        super().show_overview(overview)
        if not self.place:
            shown = home(self.desk.words, overview)
            self._avatar.show_face(shown.face)
            self._name.show_text(shown.name)
            self._line.show_text(shown.line)
            if self.search is not None:
                self.search.setPlaceholderText(shown.search)
            self._show_figures(shown.figures)
        if stranger and self.isVisible():
            self.refresh()

    def _do_task(self, task: Task | None) -> None:
        if task is not None and task.kind == "guest":
            self.guest_wanted.emit(task.target)
        else:
            self.record_wanted.emit("decision", task.target if task is not None else "")

    def _show_head(self, head: PersonHead) -> None:
        words = self.desk.words
        name = shortened(head.name, 120) or words.say("nobody")
        self._avatar.show_face(face(name))
        self._name.show_text(name)
        self._line.show_text(story.head_line(words, head))
        if self.search is not None:
            self.search.setPlaceholderText(words.say("search_around", name=first_name(name)))
        self._show_figures(figures_of(words, head.figures) if head.figures else ())

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

    @property
    def _person(self) -> str:
        return self.place or (self.overview.person if self.overview else "")

    def ask(self) -> None:
        """Read the newest cards; all that are kept, when an older one changed."""
        if self.overview is None:  # the window brings it, and asks again
            self.answered()
            return
        person, other = self._person, self.place
        most = max(PAGE, min(len(self._cards), self._wanted())) if self._deep else PAGE
        self._deep = False
        words, today = self.desk.words, self.desk.today()

        def question(port: CellPort) -> Newest:
            items = port.around(person, most, None)
            head = port.story.person(other) if other else None
            waiting = () if other else deciding.tasks(words, port.deciding.waiting())
            return Newest(other, head, len(items) == most, timeline.cards(words, items, today), waiting)

        self.desk.bridge.ask(question, self._newest, self.refused)
        if self.view != "thread":
            self.links.around(person, mine=not other)

    def _newest(self, answer: Newest) -> None:
        whose, head, more, newest = answer.whose, answer.head, answer.more, answer.cards
        if whose != self.place:  # one went on meanwhile
            self.answered()
            self.refresh()
            return
        self.waiting.show_tasks(answer.waiting)
        self._lay_out()
        if head is not None:
            self._show_head(head)
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
        person, before = self._person, self._cards[-1].order
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
            self._stack.setCurrentWidget(self._empty_other if self.place else self._empty)
        if self.search is not None:
            self.search.setVisible(bool(self._cards) and self.view != "graph")
