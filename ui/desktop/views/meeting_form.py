"""A new meeting: its name, when, where, what about, and the slots for which one signs up."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from idos_p2p.limits import MAX_NAME_CHARACTERS
from ui.desktop.presenters import agenda
from ui.desktop.presenters.agenda import MeetingDraft
from ui.desktop.presenters.ports import ProjectCard
from ui.desktop.presenters.projects import Missing
from ui.desktop.views.form import Form
from ui.desktop.views.page import Desk
from ui.desktop.widgets.choices import Choice, DayField
from ui.words.clean import shortened


class MeetingForm(Form):
    """The form; ``saved`` carries the sentence to show."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say, px = desk.words.say, desk.look.px
        super().__init__(desk, layer, say("meeting_form"), say("meeting_form_lead"))
        self.title, self.time, self.duration, self.where = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        for line in (self.title, self.where):
            line.setMaxLength(MAX_NAME_CHARACTERS)
        for line in (self.time, self.duration):
            line.setMaxLength(16)
        self.title.setPlaceholderText(say("meeting_form_title_hint"))
        self.time.setPlaceholderText(say("meeting_form_time_hint"))
        self.duration.setPlaceholderText(say("meeting_form_duration_hint"))
        self.agenda, self.slots = QPlainTextEdit(), QPlainTextEdit()
        self.slots.setPlaceholderText(say("meeting_form_slots_hint"))
        for text in (self.agenda, self.slots):
            text.setTabChangesFocus(True)
            text.setFixedHeight(px(72))
        self.day = DayField(desk.look)
        self.day.setLocale(QLocale(desk.words.language.code))
        self.day.setDisplayFormat("ddd d MMM yyyy")
        self.project = Choice(desk.look)
        self.project.addItem(say("contribution_no_project"), "")
        self.field(say("meeting_form_title"), self.title, "title")
        self.beside(
            (2, say("meeting_form_day"), self.day, "day"),
            (1, say("meeting_form_time"), self.time, "time"),
            (1, say("meeting_form_duration"), self.duration, "duration"),
        )
        self.beside(
            (1, say("meeting_form_place"), self.where, "place"),
            (1, say("contribution_project"), self.project, "project"),
        )
        self.field(say("meeting_form_agenda"), self.agenda, "agenda")
        self.field(say("meeting_form_slots"), self.slots, "slots")
        for entered in (self.day.entered, self.project.entered, self.title.returnPressed, self.time.returnPressed):
            entered.connect(self.save)
        self.finish()

    def start(self, month: date) -> None:
        """Open the form, on today or the first day of a month to come."""
        if not self.title.text():
            day = max(month, self.desk.today())
            self.day.setDate(QDate(day.year, day.month, day.day))
        self.open(self.title)
        self.desk.bridge.ask(lambda port: port.projects(), self._offer)

    def _offer(self, projects: tuple[ProjectCard, ...]) -> None:
        kept = self.project.currentData()
        self.project.clear()
        self.project.addItem(self.desk.words.say("contribution_no_project"), "")
        for project in projects:
            self.project.addItem(shortened(project.title, 60), project.id)
        self.project.setCurrentIndex(max(0, self.project.findData(kept)))

    def save(self) -> None:
        """Write the meeting, or say what is missing."""
        day = self.day.date()
        draft = MeetingDraft(
            title=self.title.text(),
            day=date(day.year(), day.month(), day.day()),
            time=self.time.text(),
            duration=self.duration.text(),
            place=self.where.text(),
            agenda=self.agenda.toPlainText(),
            slots=self.slots.toPlainText(),
            project=self.project.currentData() or "",
        )
        values = agenda.meeting_values(self.desk.words, draft)
        if isinstance(values, Missing):
            self.miss(values)
            return
        self.write("meeting", values, self.desk.words.say("meeting_saved", title=shortened(str(values["title"]), 80)))

    def clear(self) -> None:
        """Empty the fields after a save."""
        for line in (self.title, self.time, self.duration, self.where):
            line.clear()
        self.agenda.clear()
        self.slots.clear()
        self.project.setCurrentIndex(0)
