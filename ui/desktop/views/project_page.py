"""A project, whole: what it is for, who is in it, what it needs, what comes, what was done and given."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from idos_p2p.errors import Fault
from idos_p2p.limits import MAX_NAME_CHARACTERS
from ui.desktop.presenters import project_page
from ui.desktop.presenters.ports import CellPort, Named
from ui.desktop.presenters.project_page import STATES, Block, ProjectDraft, ProjectSheet, ProjectView
from ui.desktop.presenters.projects import Missing
from ui.desktop.theme.tokens import CHIP
from ui.desktop.views.circles_card import CirclesCard, CirclesForm, LeaveCircleSheet
from ui.desktop.views.form import Form
from ui.desktop.views.page import Desk
from ui.desktop.views.pane import Pane
from ui.desktop.widgets.buttons import Button, IconButton, Segments
from ui.desktop.widgets.cards import Card, FigureCard, Icon, heading
from ui.desktop.widgets.faces import FaceButton
from ui.desktop.widgets.flow import Flowing
from ui.desktop.widgets.rows import RecordRow, RowsCard, RowWords, empty
from ui.desktop.widgets.text import chip, label
from ui.words.clean import breakable, shortened


class ProjectPane(Pane):
    """The page of one project, inside Projets. ``add_wanted`` asks for the gesture."""

    add_wanted = Signal(str)
    gifts_wanted = Signal()
    propose_wanted = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        self.project = ""
        self._view: ProjectView | None = None
        self._sheet: ProjectSheet | None = None
        self.form = ProjectEdit(desk, layer)
        self.circles_form, self.leaving = CirclesForm(desk, layer), LeaveCircleSheet(desk, layer)
        self.circles_form.saved.connect(self.done)
        self.leaving.done.connect(self.done)
        self.leaving.refused.connect(self.failed)

    def show_project(self, project: str) -> None:
        """Read a project and show it."""
        if project != self.project:
            self._sheet = None
            self.clear()
        self.project = project
        words, today = self.desk.words, self.desk.today()

        def question(port: CellPort) -> tuple[ProjectView, ProjectSheet]:
            view = port.project_page.read(project)
            return view, project_page.sheet(words, view, today)

        self.desk.bridge.ask(question, self._read, self._not_read)

    def _not_read(self, fault: Fault) -> None:
        self.failed.emit(fault)

    def _read(self, answer: tuple[ProjectView, ProjectSheet]) -> None:
        view, sheet = answer
        if view.id != self.project:
            return
        self._view = view
        if sheet != self._sheet:
            self._sheet = sheet
            self._tell(sheet)

    def _tell(self, sheet: ProjectSheet) -> None:
        look = self.desk.look
        self._tell_head(sheet)
        column = self.content.column
        empty(column)
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        for figure in sheet.figures:
            card = FigureCard(look, figure.icon, figure.tint)
            card.show_figure(figure.value, figure.what)
            row.addWidget(card, 1)
        column.addLayout(row)
        left = [self._about(sheet), *self._blocks(sheet.left)]
        right = [*self._circles(sheet), self._persons(sheet), *self._blocks(sheet.right), self._thread(sheet)]
        if self.has_room:
            self.put_beside(((left, 6), (right, 5)))
        else:
            for widget in (*left, *right):
                column.addWidget(widget)
        column.addStretch(1)

    def _tell_head(self, sheet: ProjectSheet) -> None:
        look, say = self.desk.look, self.desk.words.say
        empty(self.head)
        self.back = IconButton(look, say("project_back"), self.gone_back.emit, "chevron-left")
        self.head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(look.px(4))
        words.addWidget(label(breakable(sheet.title), "page", wrap=True))
        line = QHBoxLayout()
        line.setSpacing(look.px(8))
        line.addWidget(chip(sheet.state, sheet.tone, look.px(CHIP)))
        if sheet.place:
            line.addWidget(Icon(look, "map-pin", "text2", 16))
            line.addWidget(label(sheet.place, "body", "text2"))
        line.addStretch(1)
        words.addLayout(line)
        self.head.addLayout(words, 1)
        self.edit = Button(look, say("project_edit"), self._edit, "plain", "pencil")
        self.add = Button(look, say("add"), lambda: self.add_wanted.emit(self.project), "primary", "plus")
        for button in (self.edit, self.add):
            self.head.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def _edit(self) -> None:
        if self._view is not None:
            self.form.start(self._view)

    def _about(self, sheet: ProjectSheet) -> Card:
        card = Card(self.desk.look)
        card.column.addWidget(heading(self.desk.words.say("project_purpose")))
        card.column.addWidget(label(breakable(sheet.purpose), "body", wrap=True))
        if sheet.needed:
            card.column.addWidget(heading(self.desk.words.say("project_needed")))
            card.column.addWidget(label(breakable(sheet.needed), "body", wrap=True))
        return card

    def _circles(self, sheet: ProjectSheet) -> list[CirclesCard]:
        if sheet.circles is None:
            return []
        card = CirclesCard(self.desk, sheet.circles)
        card.person_wanted.connect(partial(self.record_wanted.emit, "person"))
        card.open_wanted.connect(partial(self.circles_form.start, sheet.id))
        card.leave_wanted.connect(partial(self.leaving.start, sheet.id))
        return [card]

    def _persons(self, sheet: ProjectSheet) -> Card:
        look = self.desk.look
        card = Card(look)
        card.column.addWidget(heading(sheet.persons_words))
        box = Flowing(look.px(4))
        for person in sheet.persons:
            face = FaceButton(look, person.id, shortened(person.name, 80))
            face.setCheckable(False)
            face.clicked.connect(partial(self._go_person, person))
            box.add(face)
        card.column.addWidget(box)
        return card

    def _go_person(self, person: Named) -> None:
        self.record_wanted.emit("person", person.id)

    def _blocks(self, blocks: tuple[Block, ...]) -> list[RowsCard]:
        made = []
        for block in blocks:
            if not block.cards and not block.empty:
                continue
            card = RowsCard(self.desk.look, block.title)
            for each in block.cards:
                row = RecordRow(
                    self.desk.look, RowWords(each.icon, each.tint, each.title, each.text, each.when), each.id
                )
                if each.chips:
                    row.add_chips(each.chips, each.warned)
                row.opened.connect(partial(self.record_wanted.emit, each.kind))
                card.add(row)
            if not block.cards:
                card.say(block.empty)
            if block.name == "decisions" and self._sheet is not None and self._sheet.may_propose:
                words, propose = self.desk.words.say("project_propose"), partial(self.propose_wanted.emit, self.project)
                card.column.addWidget(
                    Button(self.desk.look, words, propose, "quiet", "plus"), 0, Qt.AlignmentFlag.AlignLeft
                )
            made.append(card)
        return made

    def _thread(self, sheet: ProjectSheet) -> Card:
        look, say = self.desk.look, self.desk.words.say
        card = Card(look)
        card.column.addWidget(heading(say("project_thread_title")))
        card.column.addWidget(label(sheet.thread, "body", "text2", wrap=True))
        button = Button(look, say("project_thread_go"), self.gifts_wanted.emit, "quiet", "gift")
        card.column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return card


class ProjectEdit(Form):
    """Changing a project: only what differs is written, so that others' words stay."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say, px = desk.words.say, desk.look.px
        super().__init__(desk, layer, say("project_edit_title"), say("project_edit_lead"))
        self._view: ProjectView | None = None
        self._state = "open"
        self.title, self.place = QLineEdit(), QLineEdit()
        for line in (self.title, self.place):
            line.setMaxLength(MAX_NAME_CHARACTERS)
            line.returnPressed.connect(self.save)
        self.purpose, self.needs = QPlainTextEdit(), QPlainTextEdit()
        for text in (self.purpose, self.needs):
            text.setTabChangesFocus(True)
            text.setFixedHeight(px(96))
        offers = [(state, say(f"project_{state}")) for state in STATES]
        self.state = Segments(desk.look, say("project_form_state"), offers, "open")
        self.state.chosen.connect(self._choose_state)
        self.field(say("project_form_title"), self.title, "title")
        self.field(say("project_form_purpose"), self.purpose, "purpose")
        self.field(say("project_form_state"), self.state, "state")
        self.field(say("project_form_place"), self.place, "place")
        self.field(say("project_form_needs"), self.needs, "needs")
        self.finish()

    def start(self, view: ProjectView) -> None:
        """Open the form on a project."""
        self._view = view
        self.title.setText(view.title)
        self.purpose.setPlainText(view.purpose)
        self.place.setText(view.place)
        self.needs.setPlainText(view.needed)
        self._state = view.state if view.state in STATES else "open"
        self.state.choose(self._state)
        self.open(self.title)

    def _choose_state(self, state: str) -> None:
        self._state = state

    def save(self) -> None:
        """Write what differs, or say what is missing."""
        view = self._view
        if view is None:
            return
        draft = ProjectDraft(
            title=self.title.text(),
            purpose=self.purpose.toPlainText(),
            state=self._state,
            place=self.place.text(),
            needed=self.needs.toPlainText(),
        )
        values = project_page.edited(self.desk.words, draft)
        if isinstance(values, Missing):
            self.miss(values)
            return
        changed = project_page.changed(view, values)
        self.put(lambda port: port.set(view.id, changed), self.desk.words.say("project_edited"))

    def clear(self) -> None:
        """Nothing: the next project is read into the fields."""
