"""Agenda: the meetings of a month, one meeting whole, and what is needed and offered beside them."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLayout, QStackedWidget, QWidget

from ui.desktop.models.rows import RowsModel
from ui.desktop.presenters import agenda
from ui.desktop.presenters.ports import CellPort, Event, RecordsChanged
from ui.desktop.presenters.timeline import TimelineCard
from ui.desktop.theme.tokens import BLOCK, SCROLL
from ui.desktop.views.lists import CardList
from ui.desktop.views.meeting_form import MeetingForm
from ui.desktop.views.meeting_sheet import MeetingSheetView
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.scrolling import PageScroll
from ui.desktop.views.timeline_delegate import TimelineDelegate
from ui.desktop.widgets.buttons import Button, IconButton
from ui.desktop.widgets.cards import EmptyState
from ui.desktop.widgets.rows import RecordRow, RowsCard, RowWords, empty
from ui.desktop.widgets.text import label
from ui.words import quantities

SHOWS = frozenset(("meeting", "signup", "need", "offer", "project", "person", "contribution"))

Cards = tuple[TimelineCard, ...]
Read = tuple[date, Cards, Cards, Cards]


class AgendaPage(Page):
    """The page; a meeting given as ``place`` is shown on its sheet. ``layer`` is the widget that forms cover."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        self.layer = layer
        look, say = desk.look, desk.words.say
        self.month = desk.today().replace(day=1)
        self._calls: tuple[Cards, Cards] | None = None
        head = self.head(say("nav_agenda"), say("agenda_lead"))
        self.export = Button(look, say("agenda_export"), self._export, "plain", "download")
        self.new = Button(look, say("agenda_new"), lambda: self.form.start(self.month), "primary", "plus")
        for button in (self.export, self.new):
            head.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.top.addLayout(self._months())
        self.model: RowsModel[TimelineCard] = RowsModel(self)
        self.list = CardList(say("agenda_label"), self.model, look.px(SCROLL))
        self.list.setItemDelegate(TimelineDelegate(look, self.list))
        self.list.opened.connect(lambda card: self.show_meeting(card.id))
        self._empty = EmptyState(look, "calendar-days", say("agenda_empty"), say("agenda_empty_why"))
        self._empty.offer(say("agenda_new"), "plus", lambda: self.form.start(self.month))
        self._stack = QStackedWidget()
        for widget in (QWidget(), self.list, self._empty):
            self._stack.addWidget(widget)
        self.beside = PageScroll(look)
        self.beside.column.setSpacing(look.px(BLOCK))
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self._stack, 6)
        row.addWidget(self.beside, 5)
        self.body.addLayout(row, 1)
        self.form = MeetingForm(desk, layer)
        self.form.saved.connect(self.written)
        self.sheet = MeetingSheetView(desk, layer)
        self.sheet.said.connect(self.written)
        self.sheet.warned.connect(self.warned)
        self.sheet.record_wanted.connect(self.record_wanted)

    def _months(self) -> QLayout:
        look, say = self.desk.look, self.desk.words.say
        row = QHBoxLayout()
        row.setSpacing(look.px(4))
        self._month = label("", "section")
        self.previous = IconButton(look, say("agenda_previous"), partial(self._move, -1), "chevron-left")
        self.following = IconButton(look, say("agenda_next"), partial(self._move, 1), "chevron-right")
        self.now = Button(look, say("agenda_today"), self._go_today, "quiet")
        for widget in (self.previous, self.following, self._month, self.now):
            row.addWidget(widget)
        row.addStretch(1)
        self._say_month()
        return row

    def concerns(self, event: Event) -> bool:
        """Return whether a meeting, or something told beside it, changed."""
        return isinstance(event, RecordsChanged) and bool(event.kinds & SHOWS)

    def show_place(self, place: str) -> None:
        """Show the sheet of a meeting over the agenda."""
        super().show_place("")  # the sheet is no page of its own: one comes back to the agenda
        if place:
            self.show_meeting(place)

    def show_meeting(self, meeting: str) -> None:
        """Read a meeting and show its sheet."""
        self.sheet.show_meeting(meeting)

    def ask(self) -> None:
        """Read the month, and what is open."""
        month, words, today = self.month, self.desk.words, self.desk.today()
        first, last = agenda.month_days(month)

        def question(port: CellPort) -> Read:
            found = port.agenda.between(first, last)
            return (
                month,
                agenda.rows(words, found.meetings, today),
                agenda.calls(words, found.needs, today),
                agenda.calls(words, found.offers, today),
            )

        self.desk.bridge.ask(question, self._read, self.refused)

    def _read(self, answer: Read) -> None:
        month, meetings, needs, offers = answer
        self.answered()
        if month != self.month:
            self.refresh()
            return
        self.model.show(meetings)
        self._stack.setCurrentWidget(self.list if meetings else self._empty)
        if self._calls != (needs, offers):
            self._calls = (needs, offers)
            self._tell_calls()

    def _tell_calls(self) -> None:
        say = self.desk.words.say
        empty(self.beside.column)
        for name, cards in zip(("needs", "offers"), self._calls or ((), ()), strict=True):
            card = RowsCard(self.desk.look, say(f"agenda_{name}"))
            for each in cards:
                row = RecordRow(self.desk.look, RowWords(each.icon, each.tint, each.title, each.text), each.id)
                if each.chips:
                    row.add_chips(each.chips, each.warned)
                row.opened.connect(partial(self.record_wanted.emit, each.kind))
                card.add(row)
            if not cards:
                card.say(say(f"agenda_{name}_none"))
            self.beside.column.addWidget(card)
        self.beside.column.addStretch(1)

    def _say_month(self) -> None:
        words = quantities.month(self.desk.words, self.month)
        self._month.setText(words[:1].upper() + words[1:])
        self.now.setVisible(self.month != self.desk.today().replace(day=1))

    def _move(self, step: int) -> None:
        self.month = agenda.moved(self.month, step)
        self._say_month()
        self.refresh()

    def _go_today(self) -> None:
        self.month = self.desk.today().replace(day=1)
        self._say_month()
        self.refresh()

    def _export(self) -> None:
        say = self.desk.words.say
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        offered = str(Path(folder) / say("agenda_export_name"))
        path, _ = QFileDialog.getSaveFileName(self, say("agenda_export_title"), offered, "iCalendar (*.ics)")
        if path:
            self.write_calendar(path)

    def write_calendar(self, path: str) -> None:
        """Write the meetings to come to a file."""
        say = self.desk.words.say
        self.desk.bridge.ask(
            lambda port: port.agenda.calendar(path),
            lambda count: self.said.emit(say("agenda_exported", count=count)),
            self.refused,
        )
