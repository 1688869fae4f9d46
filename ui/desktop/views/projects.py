"""Projets: what the cell does together, as tiles."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QListView, QPlainTextEdit, QStackedWidget, QWidget

from idos_p2p.errors import Fault
from idos_p2p.limits import MAX_NAME_CHARACTERS
from ui.desktop.models.rows import RowsModel
from ui.desktop.presenters import projects
from ui.desktop.presenters.ports import CellPort, Event, MembersChanged, RecordsChanged
from ui.desktop.presenters.projects import Missing, ProjectTile
from ui.desktop.theme.tokens import SCROLL
from ui.desktop.views.form import Form
from ui.desktop.views.list_delegates import ProjectDelegate
from ui.desktop.views.lists import CardList
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.project_page import ProjectPane
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import EmptyState
from ui.desktop.widgets.search import SearchField

SHOWS = frozenset(("project", "contribution"))
TELLS = SHOWS | {
    "meeting",
    "need",
    "offer",
    "proposal",
    "comment",
    "thanks",
    "use",
    "gift",
    "person",
    "attestation",
    "page",
}
"""Kinds that a project's own page tells of."""


class ProjectsPage(Page):
    """The projects; ``place`` is the one whose page is shown, "" for the tiles. ``layer`` is what forms cover."""

    add_wanted = Signal(str)
    propose_wanted = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        look, say = desk.look, desk.words.say
        self._tiles: tuple[ProjectTile, ...] = ()
        head = self.head(say("nav_projects"), say("projects_lead"))
        self.search = SearchField(look, say("search_label"), say("search_projects"))
        self.search.setMinimumWidth(look.px(200))
        self.search.textChanged.connect(self._show)
        head.addWidget(self.search, 0, Qt.AlignmentFlag.AlignVCenter)
        self.new = Button(look, say("project_new"), self._open_form, "primary", "plus")
        head.addWidget(self.new, 0, Qt.AlignmentFlag.AlignVCenter)
        self.model: RowsModel[ProjectTile] = RowsModel(self)
        self.list = CardList(say("projects_label"), self.model, look.px(SCROLL))
        self._tile_delegate = ProjectDelegate(look, self.list)
        self.list.setItemDelegate(self._tile_delegate)
        self.list.setViewMode(QListView.ViewMode.IconMode)
        self.list.setMovement(QListView.Movement.Static)
        self.list.setUniformItemSizes(True)
        self.list.resized.connect(self._lay_out)
        self._empty = EmptyState(look, "folder-kanban", say("empty_projects"), say("empty_projects_why"))
        self._empty.offer(say("empty_projects_do"), "plus", self._open_form)
        self._nothing = EmptyState(look, "search", "", say("nothing_found_why"))
        self._stack = QStackedWidget()
        for widget in (QWidget(), self.list, self._empty, self._nothing):
            self._stack.addWidget(widget)
        self.body.addWidget(self._stack, 1)
        self.form = ProjectForm(desk, layer)
        self.form.saved.connect(self.written)
        self.pane = ProjectPane(desk, layer)
        self.pane.form.saved.connect(self.written)
        self.pane.record_wanted.connect(self.record_wanted)
        self.pane.add_wanted.connect(self.add_wanted)
        self.pane.failed.connect(self._lost)
        self.pane.propose_wanted.connect(self.propose_wanted)
        self.pane.done.connect(self._done)
        self.pane.gone_back.connect(lambda: self.record_wanted.emit("project", ""))
        self.pane.gifts_wanted.connect(lambda: self.record_wanted.emit("gifts", ""))
        self._stack.addWidget(self.pane)
        self.list.opened.connect(lambda tile: self.record_wanted.emit("project", tile.id))

    def _open_form(self) -> None:
        self.form.start()

    def _lay_out(self) -> None:
        self.list.setGridSize(self._tile_delegate.grid())

    def concerns(self, event: Event) -> bool:
        """Return whether a project or what was done in one changed."""
        if isinstance(event, MembersChanged):  # circles are named by acts
            return True
        return isinstance(event, RecordsChanged) and bool(event.kinds & (TELLS if self.place else SHOWS))

    def show_place(self, place: str) -> None:
        """Show a project's page, or the tiles."""
        super().show_place(place)
        self.head_box.setVisible(not place)
        self.refresh()
        if place:
            self._stack.setCurrentWidget(self.pane)
        else:
            self._show()

    def _done(self, sentence: str) -> None:
        self.said.emit(sentence)
        self.refresh()

    def _lost(self, fault: Fault) -> None:
        self.refused(fault)
        self.record_wanted.emit("project", "")

    def ask(self) -> None:
        """Read the projects, and the one that is shown."""
        if self.place:
            self.pane.show_project(self.place)
        words, today = self.desk.words, self.desk.today()

        def question(port: CellPort) -> tuple[ProjectTile, ...]:
            return projects.tiles(words, port.projects(), today)

        self.desk.bridge.ask(question, self._read, self.refused)

    def _read(self, tiles: tuple[ProjectTile, ...]) -> None:
        self._tiles = tiles
        self.answered()
        self._show()

    def _show(self) -> None:
        if self.place:
            return
        query = self.search.text() if self.search is not None else ""
        shown = projects.matching(self._tiles, query)
        self.model.show(shown)
        if shown:
            self._stack.setCurrentWidget(self.list)
        elif query:
            self._nothing.say(
                self.desk.words.say("nothing_found", query=query), self.desk.words.say("nothing_found_why")
            )
            self._stack.setCurrentWidget(self._nothing)
        else:
            self._stack.setCurrentWidget(self._empty)
        for widget in (self.search, self.new):
            if widget is not None:
                widget.setVisible(bool(self._tiles))


class ProjectForm(Form):
    """A new project: its name, what it is for, where."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk, layer, say("project_form"), say("project_form_lead"))
        self.title = QLineEdit()
        self.title.setMaxLength(MAX_NAME_CHARACTERS)
        self.title.setPlaceholderText(say("project_form_title_hint"))
        self.purpose = QPlainTextEdit()
        self.purpose.setTabChangesFocus(True)
        self.purpose.setFixedHeight(desk.look.px(96))
        self.purpose.setPlaceholderText(say("project_form_purpose_hint"))
        self.place = QLineEdit()
        self.place.setMaxLength(MAX_NAME_CHARACTERS)
        self.field(say("project_form_title"), self.title, "title")
        self.field(say("project_form_purpose"), self.purpose, "purpose")
        self.field(say("project_form_place"), self.place, "place")
        self.title.returnPressed.connect(self.save)
        self.place.returnPressed.connect(self.save)
        self.finish()

    def start(self) -> None:
        """Open the form."""
        self.open(self.title)

    def save(self) -> None:
        """Write the project, or say what is missing."""
        words = self.desk.words
        values = projects.project_values(words, self.title.text(), self.purpose.toPlainText(), self.place.text())
        if isinstance(values, Missing):
            self.miss(values)
            return
        self.write("project", values, words.say("project_saved", title=values["title"]))

    def clear(self) -> None:
        """Empty the fields after a save."""
        self.title.clear()
        self.purpose.clear()
        self.place.clear()
