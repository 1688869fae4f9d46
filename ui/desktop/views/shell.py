"""The frame around the pages: the sidebar, the keys, the messages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from idos_p2p.errors import Fault
from ui.desktop.presenters.home import frame
from ui.desktop.presenters.ports import CellOverview, Event, Stopped
from ui.desktop.presenters.present import RoomChanged, RoomNow
from ui.desktop.presenters.sign import small_sign
from ui.desktop.theme.tokens import FOLD_BELOW, SIDEBAR, SIDEBAR_ICONS
from ui.desktop.views.agenda import AgendaPage
from ui.desktop.views.around import AroundPage
from ui.desktop.views.compass import CompassPage
from ui.desktop.views.contribution import ContributionForm
from ui.desktop.views.contributions import ContributionsPage
from ui.desktop.views.decisions import DecisionsPage
from ui.desktop.views.find_sheet import FindSheet
from ui.desktop.views.foot import FootCard
from ui.desktop.views.gifts import GiftsPage
from ui.desktop.views.meeting import MeetingPage
from ui.desktop.views.members import MembersPage
from ui.desktop.views.notices import Notices
from ui.desktop.views.overviews import Overviews
from ui.desktop.views.page import DAMAGED, Desk, Page
from ui.desktop.views.pages import PagesPage
from ui.desktop.views.past import PastPage
from ui.desktop.views.past_sheet import PastSheet
from ui.desktop.views.places import FOOT, HOMES, ICONS, KEYS, NAMES
from ui.desktop.views.projects import ProjectsPage
from ui.desktop.views.recognition import RecognitionPage
from ui.desktop.views.record_sheet import RecordView
from ui.desktop.views.settings import SettingsPage
from ui.desktop.views.thank import ThankForm
from ui.desktop.views.undoing import Undoing
from ui.desktop.widgets.buttons import IconButton, NavButton
from ui.desktop.widgets.cards import Icon
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import ElidedLabel, set_tooltip
from ui.desktop.widgets.toast import Toast


class Shell(QWidget):
    """Everything one sees once there is a cell.

    ``repair_wanted``, ``restore_wanted`` (a copy's path) and ``person_wanted`` ask for the cell to be closed first.
    """

    repair_wanted = Signal()
    restore_wanted = Signal(str)
    person_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.content = QStackedWidget()
        self.content.setObjectName("content")
        self.here = NAMES[0]
        self.pages: dict[str, Page] = {}
        self.buttons: dict[str, NavButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._make_sidebar()
        row.addWidget(self.sidebar)
        column = QVBoxLayout()
        column.setSpacing(0)
        self.notices = Notices(desk)
        self.notices.repair_wanted.connect(self.repair_wanted)
        column.addWidget(self.notices)
        column.addWidget(self.content, 1)
        row.addLayout(column, 1)
        self._trail: list[tuple[str, str]] = []  # pages seen before, and the record each showed
        self._ahead: list[tuple[str, str]] = []
        self.contribution, self.thank = ContributionForm(desk, self), ThankForm(desk, self)
        self.record, self.past, self.finder = RecordView(desk, self), PastSheet(desk, self), FindSheet(desk, self)
        self._make_pages()
        self.toast = Toast(desk.look, self.content, desk.words.say("toast_close"))
        self.undoing = Undoing(desk, self.toast, self._warn)
        self.record.history_wanted.connect(self.past.show_record)
        for written in (self.contribution.saved, self.thank.saved, self.record.said, self.past.written):
            written.connect(self.undoing.say)
        for page in self.pages.values():
            page.written.connect(self.undoing.say)
        for warned in (self.record.warned, self.past.warned, self.finder.warned):
            warned.connect(self._warn)
        for wanted in (self.record.record_wanted, self.finder.wanted):
            wanted.connect(self.open_record)
        self._make_keys()
        self.desk.bridge.event_arrived.connect(self.event_arrived)
        self.desk.bridge.trouble_came.connect(self.trouble_came)
        self._overviews = Overviews(desk, self, self._show_overview)
        self.go(self.here)
        self._overviews.refresh()
        self.desk.bridge.ask_meeting(lambda meeting: meeting.now(), self._show_room)

    def _make_pages(self) -> None:
        around = AroundPage(self.desk)
        around.add_wanted.connect(self.add)
        around.thank_wanted.connect(self.say_thanks)
        around.guest_wanted.connect(self.confirm_guest)
        projects = ProjectsPage(self.desk, self)
        projects.add_wanted.connect(self.add)
        projects.propose_wanted.connect(self.propose)
        contributions = ContributionsPage(self.desk, self)
        contributions.add_wanted.connect(self.add)
        settings = SettingsPage(self.desk, self)
        settings.go_back.connect(self.restore_wanted)
        settings.person_wanted.connect(self.person_wanted)
        past = PastPage(self.desk, self)
        past.undo.clicked.connect(self._undo)
        past.redo.clicked.connect(self._redo)
        members = MembersPage(self.desk, self)
        members.confirm_wanted.connect(self.confirm_guest)
        made: tuple[Page, ...] = (
            around,
            projects,
            contributions,
            RecognitionPage(self.desk, self),
            GiftsPage(self.desk, self),
            DecisionsPage(self.desk, self),
            AgendaPage(self.desk, self),
            PagesPage(self.desk, self),
            CompassPage(self.desk, self),
            past,
            members,
            MeetingPage(self.desk, self),
            settings,
        )
        for name, page in zip(NAMES, made, strict=True):
            self.pages[name] = page
            page.setAccessibleName(self.desk.words.say(f"nav_{name}"))
            self.content.addWidget(page)
            page.said.connect(self._say)
            page.warned.connect(self._warn)
            page.damaged.connect(self.notices.show_damage)
            page.history_wanted.connect(self.past.show_record)
            page.record_wanted.connect(self.open_record)

    def _make_sidebar(self) -> None:
        px = self.desk.look.px
        self.sidebar = QWidget()
        self.sidebar.setObjectName("sidebar")
        self.sidebar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self.sidebar)
        column.setContentsMargins(px(12), px(14), px(12), px(12))
        column.setSpacing(px(4))
        column.addWidget(self._cell_head())
        column.addSpacing(px(8))
        group = QButtonGroup(self)
        for name in NAMES:
            if name == FOOT:
                column.addStretch(1)
            words = self.desk.words.say(f"nav_{name}")
            key = QKeySequence(KEYS[name])
            shown = key.toString(QKeySequence.SequenceFormat.NativeText)
            tooltip = self.desk.words.say("with_shortcut", name=words, keys=shown)
            button = NavButton(self.desk.look, words, ICONS[name], tooltip)
            button.clicked.connect(lambda _checked=False, name=name: self.go(name))
            group.addButton(button)
            self.buttons[name] = button
            column.addWidget(button)
        column.addSpacing(px(8))
        self.foot = FootCard(self.desk)
        column.addWidget(self.foot)

    def _cell_head(self) -> QWidget:
        look = self.desk.look
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(look.px(4), 0, 0, 0)
        row.setSpacing(look.px(10))
        row.addWidget(Icon(look, "sprout", "primary", 28))
        self._cell, self._members = ElidedLabel("card"), ElidedLabel("caption", "text2")
        self._cell_words = QWidget()
        words = QVBoxLayout(self._cell_words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(self._cell)
        words.addWidget(self._members)
        row.addWidget(self._cell_words, 1)
        keys = QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText)
        searching = self.desk.words.say("find_button")
        self.search_button = IconButton(look, searching, self.search, "search")
        set_tooltip(self.search_button, self.desk.words.say("with_shortcut", name=searching, keys=keys))
        row.addWidget(self.search_button)
        box.setFixedHeight(look.px(40))
        return box

    def _make_keys(self) -> None:
        for name, code in KEYS.items():  # a button's own shortcut would act a tenth of a second late
            key = QShortcut(QKeySequence(code), self)
            key.activated.connect(partial(self._go_by_key, name))
        for keys, action in (
            (QKeySequence(QKeySequence.StandardKey.New), self.add),
            (QKeySequence(QKeySequence.StandardKey.Find), self._find),
            (QKeySequence("Ctrl+K"), self.search),
            (QKeySequence("Ctrl+Z"), self._undo),
            (QKeySequence("Ctrl+Shift+Z"), self._redo),
            (QKeySequence("Alt+Left"), self.back),
            (QKeySequence("Alt+Right"), self.forward),
        ):
            QShortcut(keys, self).activated.connect(action)

    @property
    def page(self) -> Page:
        """The page one sees."""
        return self.pages[self.here]

    def go(self, name: str, place: str = "") -> None:
        """Show a page, on one of its records if one is given; what was open on the one before is saved."""
        seen = (self.here, self.page.place)
        if seen != (name, place):
            self._trail.append(seen)
            self._ahead.clear()
        self._go(name, place)

    def back(self) -> None:
        """Show again what was seen before."""
        self._walk(self._trail, self._ahead)

    def forward(self) -> None:
        """Show what one came back from."""
        self._walk(self._ahead, self._trail)

    def _walk(self, trail: list[tuple[str, str]], other: list[tuple[str, str]]) -> None:
        if trail and not self._covered():
            other.append((self.here, self.page.place))
            self._go(*trail.pop())

    def open_record(self, kind: str, record: str) -> None:
        """Show a record where it is at home: a person's story, a project's page, else a sheet over this page."""
        overview = self.page.overview
        if kind in HOMES:
            self.go(HOMES[kind], record)
            page = self.page
            if isinstance(page, PagesPage):
                page.choose(record)
        elif kind in NAMES:
            self.go(kind)
        elif kind != "purpose" and overview is not None:
            self.record.show_record(record, overview.person, "correction" if kind == "correction" else "")

    def propose(self, project: str) -> None:
        """Open the form of a proposal to a project's circles."""
        self.go("decisions")
        page = self.page
        if isinstance(page, DecisionsPage):
            page.propose_for(project)

    def confirm_guest(self, person: str) -> None:
        """Open the form of a proposal to confirm the arrival of a guest."""
        self.go("decisions")
        page = self.page
        if isinstance(page, DecisionsPage):
            page.confirm_guest(person)

    def welcome(self) -> None:
        """Show the charter to somebody who came in just now."""
        page = self.pages["members"]
        if isinstance(page, MembersPage):
            page.charter_sheet.welcome()

    def say_thanks(self, person: str) -> None:
        """Open the form of thanks."""
        overview = self.page.overview
        if overview is not None and not self._covered():
            self.thank.start(overview, person)

    def _go(self, name: str, place: str) -> None:
        self.page.leave()
        self.pages[name].show_place(place)
        self.here = name
        self.buttons[name].setChecked(True)
        self.content.setCurrentWidget(self.pages[name])
        self.page.setFocus()  # or the keyboard would fall on whatever comes first in the window

    def _go_by_key(self, name: str) -> None:
        if not self._covered():
            self.go(name)

    def add(self, project: str = "") -> None:
        """Open the form of a contribution, from wherever one is; for a project, if one is given."""
        overview = self.page.overview
        if overview is not None and not self._covered():
            self.contribution.start(overview, project if isinstance(project, str) else "")

    def search(self) -> None:
        """Open the search of everything, from wherever one is."""
        if not self._covered():
            self.finder.start()

    def leave(self) -> None:
        """Save what is open; the window closes or is made anew."""
        self.page.leave()

    @Slot(object)
    def event_arrived(self, event: Event) -> None:
        """Pass an event on to the pages, and read again who is there and when one last met."""
        if isinstance(event, Stopped):
            self._tell_fault(event.code or "cell_stopped", {})
            return
        if isinstance(event, RoomChanged):
            self._show_room(event.now)
        self._overviews.refresh_soon()
        for page in self.pages.values():
            page.event_arrived(event)

    def _show_room(self, now: RoomNow) -> None:
        """Show the room's sign in small."""
        words = self.desk.words
        shown = small_sign(words, now)
        self.foot.show_sign(shown)
        spoken = words.say("nav_meeting_spoken", sign=shown.spoken) if shown.spoken else words.say("nav_meeting")
        self.buttons["meeting"].show_badge(shown.badge, shown.tint, spoken)

    @Slot(object)
    def trouble_came(self, fault: Fault) -> None:
        """Say what went wrong where no page took it."""
        self._tell_fault(fault.code, fault.fields)

    def _tell_fault(self, code: str, fields: Mapping[str, object]) -> None:
        sentence = self.desk.words.error(code, fields)
        if code == DAMAGED:
            self.notices.show_damage(sentence)
        else:
            self._warn(sentence)

    def _show_overview(self, overview: CellOverview) -> None:
        shown = frame(self.desk.words, overview, self.desk.today())
        self._cell.show_text(shown.cell)
        self._members.show_text(shown.members)
        self.foot.show_frame(shown)
        self.notices.show_notices(overview.notices)
        for page in self.pages.values():
            page.show_overview(overview)

    def _say(self, text: str) -> None:
        self.toast.say(text)

    def _warn(self, text: str) -> None:
        self.toast.warn(text)
        self._overviews.refresh_soon()  # what was refused may last: a full disk is said on every page

    def _undo(self) -> None:
        if not self._covered():
            self.undoing.undo()

    def _redo(self) -> None:
        if not self._covered():
            self.undoing.redo()

    def _covered(self) -> bool:
        return any(not sheet.isHidden() for sheet in self.findChildren(Sheet))

    def _find(self) -> None:
        search = self.page.search
        if search is not None and search.isVisible() and not self._covered():
            search.setFocus(Qt.FocusReason.ShortcutFocusReason)
            search.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the sidebar where there is little room."""
        super().resizeEvent(event)
        look = self.desk.look
        folded = self.width() < look.px(FOLD_BELOW)
        self.sidebar.setFixedWidth(look.px(SIDEBAR_ICONS if folded else SIDEBAR))
        for button in self.buttons.values():
            button.fold(folded=folded)
        self.foot.fold(folded=folded)
        self.foot.show()
        layout = self.sidebar.layout()
        if layout is not None and layout.minimumSize().height() > self.height():
            self.foot.hide()  # the pages come first where there is little height
        for words in (self._cell_words, self.search_button):
            words.setVisible(not folded)
