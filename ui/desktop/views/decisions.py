"""Décisions: what waits, what is open, what was decided; one decision whole; and the projected view."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from idos_p2p.errors import Fault
from ui.desktop.models.rows import RowsModel
from ui.desktop.presenters import deciding
from ui.desktop.presenters.deciding import ALL, OF_CELL, DecisionsView, Draft
from ui.desktop.presenters.decision import DecisionSheet
from ui.desktop.presenters.ports import CellPort, Event, MembersChanged, Named, RecordsChanged
from ui.desktop.presenters.timeline import TimelineCard
from ui.desktop.theme.tokens import SCROLL
from ui.desktop.views.decision_pane import DecisionPane
from ui.desktop.views.lists import CardList
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.projection import Projection
from ui.desktop.views.propose_form import ProposeForm
from ui.desktop.views.timeline_delegate import TimelineDelegate
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import EmptyState
from ui.desktop.widgets.choices import Choice

SHOWS = frozenset(("proposal", "comment", "page", "person", "project"))

Listed = tuple[str, DecisionsView, tuple[TimelineCard, ...], tuple[Named, ...]]


class DecisionsPage(Page):
    """The page; ``place`` is the decision that is shown, "" for the list. ``layer`` is what forms cover."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        look, say = desk.look, desk.words.say
        self.of = ALL
        self._view: DecisionsView | None = None
        head = self.head(say("nav_decisions"), say("decisions_lead"))
        self.filter = Choice(look)
        self.filter.setAccessibleName(say("decisions_filter"))
        self.filter.setMinimumWidth(look.px(220))
        self.filter.addItem(say("decisions_all"), ALL)
        self.filter.currentIndexChanged.connect(self._narrow)
        self.new = Button(look, say("decisions_new"), self.propose, "primary", "plus")
        for widget in (self.filter, self.new):
            head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self.model: RowsModel[TimelineCard] = RowsModel(self)
        self.list = CardList(say("decisions_label"), self.model, look.px(SCROLL))
        self.list.setItemDelegate(TimelineDelegate(look, self.list))
        self.list.opened.connect(self._open)
        self._empty = EmptyState(look, "scale", say("decisions_empty"), say("decisions_empty_why"))
        self._empty.offer(say("decisions_new"), "plus", self.propose)
        self._empty_guest = EmptyState(look, "scale", say("decisions_empty"), say("decisions_empty_guest"))
        self._none = EmptyState(look, "scale", say("decisions_none_of"), say("decisions_none_of_why"))
        self._make_places(desk, layer)
        self._stack = QStackedWidget()
        for each in (QWidget(), self.list, self._empty, self._empty_guest, self._none, self.pane):
            self._stack.addWidget(each)
        self.body.addWidget(self._stack, 1)

    def _make_places(self, desk: Desk, layer: QWidget) -> None:
        self.pane, self.form = DecisionPane(desk, layer), ProposeForm(desk, layer)
        self.projection = Projection(desk, layer)
        self.pane.gone_back.connect(lambda: self.record_wanted.emit("decision", ""))
        self.pane.record_wanted.connect(self.record_wanted)
        self.pane.done.connect(self._done)
        self.pane.failed.connect(self._failed)
        self.pane.projected.connect(self._project)
        self.pane.changed.connect(self.projection.show_sheet)
        self.projection.spoke.connect(self.pane.speak)
        self.projection.answered.connect(self.pane.answer)
        self.projection.noted.connect(self.pane.note_spoken)
        self.form.saved.connect(self.said)
        self.form.warned.connect(self.warned)
        self.form.put_as.connect(lambda decision: self.record_wanted.emit("decision", decision))

    def propose(self) -> None:
        """Open the form of a new proposal."""
        self.form.start()

    def propose_for(self, project: str) -> None:
        """Open the form of a new proposal to a project's circles."""
        self.form.start("project", project=project)

    def confirm_guest(self, person: str) -> None:
        """Open the form of a proposal to confirm the arrival of a guest."""
        self.form.start("confirm", person=person)

    def concerns(self, event: Event) -> bool:
        """Return whether an act came, or words that are shown here."""
        return isinstance(event, MembersChanged) or (isinstance(event, RecordsChanged) and bool(event.kinds & SHOWS))

    def show_place(self, place: str) -> None:
        """Show a decision, or the list."""
        super().show_place(place)
        self.projection.leave()
        self.head_box.setVisible(not place)
        if place and self._waiting:  # the list is on its way: the decision need not wait for it
            self.pane.show_decision(place)
        self.refresh()
        if place:
            self._stack.setCurrentWidget(self.pane)
        else:
            self._show()

    def leave(self) -> None:
        """The projected view belongs to its decision."""
        self.projection.leave()

    def ask(self) -> None:
        """Read the decisions, and the one that is shown."""
        if self.place:
            self.pane.show_decision(self.place)
        words, today, of = self.desk.words, self.desk.today(), self.of

        def question(port: CellPort) -> Listed:
            view = port.deciding.all()
            return of, view, deciding.rows(words, view, of, today), deciding.projects_in(words, view)

        self.desk.bridge.ask(question, self._read, self.refused)

    def _read(self, answer: Listed) -> None:
        of, self._view, rows, projects = answer
        self.answered()
        if of != self.of:
            self.refresh()
            return
        self.model.show(rows)
        self._fill_filter(projects)
        self._show()

    def _show(self) -> None:
        view = self._view
        if self.place or view is None:
            return
        something = bool(view.decisions or view.drafts or view.waiting.count)
        if self.model.rows:
            self._stack.setCurrentWidget(self.list)
        elif something:
            self._stack.setCurrentWidget(self._none)
        else:
            self._stack.setCurrentWidget(self._empty if view.voice else self._empty_guest)
        self.filter.setVisible(something)
        self.new.setVisible(view.voice and something)

    def _fill_filter(self, projects: tuple[Named, ...]) -> None:
        say = self.desk.words.say
        offers = [(ALL, say("decisions_all")), (OF_CELL, say("decisions_of_cell"))]
        offers += [(one.id, one.name) for one in projects]
        there = [(self.filter.itemData(place), self.filter.itemText(place)) for place in range(self.filter.count())]
        if there == offers:
            return
        self.filter.blockSignals(True)
        self.filter.clear()
        for of, name in offers:
            self.filter.addItem(name, of)
        self.filter.setCurrentIndex(max(0, self.filter.findData(self.of)))
        self.filter.blockSignals(False)

    def _narrow(self) -> None:
        self.of = self.filter.currentData() or ALL
        self.refresh()

    def _open(self, card: TimelineCard) -> None:
        if card.kind == "draft":
            self.show_draft(card.id)
        elif card.kind == "guest":
            self.confirm_guest(card.id.partition(":")[2])
        else:
            target = next((one.target for one in self._tasks() if one.key == card.id), card.id)
            self.record_wanted.emit("decision", target)

    def _tasks(self) -> tuple[deciding.Task, ...]:
        return deciding.tasks(self.desk.words, self._view.waiting) if self._view is not None else ()

    def show_draft(self, record: str) -> None:
        """Open a text in preparation."""
        self.desk.bridge.ask(lambda port: port.deciding.draft(record), self._edit_draft, self.refused)

    def _edit_draft(self, draft: Draft | None) -> None:
        if draft is not None:
            self.form.start_draft(draft)

    def _project(self) -> None:
        if self.pane.sheet is not None:
            self.projection.start(self.pane.sheet, self.pane.at)

    def _done(self, sentence: str) -> None:
        self.said.emit(sentence)
        self.refresh()

    def _failed(self, fault: Fault) -> None:
        if fault.code == "decision_unknown" and self.place:  # a text that nobody put yet
            self.show_draft(self.place)
            self.record_wanted.emit("decision", "")
            return
        self.warned.emit(self.desk.words.error(fault.code, fault.fields))

    def shown(self) -> DecisionSheet | None:
        """Return the decision that is shown, once it is read."""
        return self.pane.sheet if self.place else None
