"""Membres: everyone of the cell, by groups; inviting, one's own place, and the charter."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.desktop.models.rows import RowsModel
from ui.desktop.presenters import belonging
from ui.desktop.presenters.belonging import MembersView
from ui.desktop.presenters.faces import face
from ui.desktop.presenters.ports import Event, MembersChanged, RecordsChanged
from ui.desktop.presenters.timeline import TimelineCard
from ui.desktop.theme.tokens import SCROLL
from ui.desktop.views.charter_sheet import CharterSheet
from ui.desktop.views.invite_sheet import InviteSheet
from ui.desktop.views.lists import CardList
from ui.desktop.views.member_sheet import MemberSheet, RecoverForm
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.place_sheet import PlaceSheet
from ui.desktop.views.timeline_delegate import TimelineDelegate
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.faces import draw_face
from ui.desktop.widgets.search import SearchField

SHOWS = frozenset(("person", "comment"))
SEARCH_FROM = 8  # persons: fewer are seen at a glance


class MembersPage(Page):
    """The page. ``confirm_wanted`` carries the guest whose arrival is to be confirmed by a decision."""

    confirm_wanted = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        look, say = desk.look, desk.words.say
        self.view: MembersView | None = None
        self._gone = False
        head = self.head(say("nav_members"), say("members_lead"))
        self.charter = Button(look, say("members_charter"), self.show_charter, "plain", "file-text")
        self.place_button = Button(look, say("members_place"), self.show_own_place, "plain", "circle-user-round")
        self.invite = Button(look, say("members_invite"), self.start_invite, "primary", "user-round-plus")
        for button in (self.charter, self.place_button, self.invite):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            button.hide()
        self.search = SearchField(look, say("members_search"), say("members_search"))
        self.search.textChanged.connect(self._show)
        self.gone = Button(look, "", self._fold, "quiet", "users-round")
        tools = QHBoxLayout()
        tools.addWidget(self.search, 2)
        tools.addWidget(self.gone)
        tools.addStretch(1)
        self.top.addLayout(tools)
        self.search.hide()
        self.gone.hide()
        self.model: RowsModel[TimelineCard] = RowsModel(self)
        self.list = CardList(say("members_label"), self.model, look.px(SCROLL))
        self.list.setItemDelegate(MemberDelegate(look, self.list))
        self.list.opened.connect(lambda card: self.show_person(card.id))
        self.body.addWidget(self.list, 1)
        self._make_sheets(desk, layer)

    def _make_sheets(self, desk: Desk, layer: QWidget) -> None:
        self.one, self.recovering = MemberSheet(desk, layer), RecoverForm(desk, layer)
        self.inviting, self.own = InviteSheet(desk, layer), PlaceSheet(desk, layer)
        self.charter_sheet = CharterSheet(desk, layer)
        self.one.story_wanted.connect(lambda record: self.record_wanted.emit("person", record))
        self.one.confirm_wanted.connect(self.confirm_wanted)
        self.one.recover_wanted.connect(self._recover)
        self.one.place_wanted.connect(self.show_own_place)
        self.recovering.saved.connect(self.said)
        self.recovering.put_as.connect(lambda decision: self.record_wanted.emit("decision", decision))
        for told in (self.inviting.came, self.own.done, self.charter_sheet.done):
            told.connect(self._done)
        self.charter_sheet.warned.connect(self.warned)

    def concerns(self, event: Event) -> bool:
        """Return whether an act came, or the record of a person."""
        return isinstance(event, MembersChanged) or (isinstance(event, RecordsChanged) and bool(event.kinds & SHOWS))

    def ask(self) -> None:
        """Read who belongs."""
        self.desk.bridge.ask(lambda port: port.belonging.all(), self._read, self.refused)

    def _read(self, view: MembersView) -> None:
        self.answered()
        self.view = view
        count = belonging.count_gone(view)
        key = "members_gone_hide" if self._gone else "members_gone_show"
        self.gone.rename(self.desk.words.say(key, count=count))
        self.gone.setVisible(bool(count))
        if self.search is not None:
            self.search.setVisible(len(view.people) >= SEARCH_FROM)
        self.charter.setVisible(view.charter is not None)
        self.place_button.setVisible(view.belongs)
        self.invite.setVisible(view.belongs)
        self._show()

    def _show(self) -> None:
        if self.view is not None and self.search is not None:
            self.model.show(belonging.rows(self.desk.words, self.view, self.search.text(), gone=self._gone))

    def _fold(self) -> None:
        self._gone = not self._gone
        if self.view is not None:
            self._read(self.view)

    def show_person(self, person: str) -> None:
        """Show one person."""
        one = belonging.by_id(self.view, person) if self.view is not None else None
        if self.view is not None and one is not None:
            self.one.show_person(self.view, one)

    def start_invite(self) -> None:
        """Open the panel of inviting; a guest is told who may."""
        if self.view is None:
            return
        if self.view.voice:
            self.inviting.start(self.view)
        else:
            self.warned.emit(self.desk.words.say("inviting_guest"))

    def show_own_place(self) -> None:
        """Open the panel of one's own place."""
        if self.view is not None:
            self.own.show_place(self.view)

    def show_charter(self) -> None:
        """Open the charter in force."""
        if self.view is not None and self.view.charter is not None:
            self.charter_sheet.show_charter(self.view.charter)

    def _recover(self, person: str) -> None:
        one = belonging.by_id(self.view, person) if self.view is not None else None
        if self.view is not None and one is not None:
            self.recovering.start(self.view, one)

    def _done(self, sentence: str) -> None:
        self.said.emit(sentence)
        self.refresh()


class MemberDelegate(TimelineDelegate):
    """Draws a person's face where the timeline draws the badge of a kind."""

    def draw_mark(self, painter: QPainter, card: TimelineCard, place: QRectF) -> None:
        """Draw the face."""
        draw_face(painter, self._look, face(card.title), place)
