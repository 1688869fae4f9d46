"""Noting what was done together, in ten seconds: a sentence, a time, faces."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from ui.desktop.presenters.contribution import QUICK_MINUTES, Draft, contribution_values
from ui.desktop.presenters.ports import CellOverview, CellPort, PersonCard, ProjectCard
from ui.desktop.presenters.projects import Missing
from ui.desktop.theme.tokens import GAP
from ui.desktop.views.form import Form
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.choices import Choice, DayField
from ui.desktop.widgets.faces import FaceButton
from ui.desktop.widgets.flow import Flowing
from ui.desktop.widgets.search import SearchField
from ui.words import quantities
from ui.words.clean import folded, shortened

MOST_WHAT = 2_000  # characters of a sentence or two
FILTER_FROM = 13  # persons from which looking is slower than typing

Choices = tuple[tuple[ProjectCard, ...], tuple[PersonCard, ...]]


class ContributionForm(Form):
    """The one gesture. ``saved`` carries the sentence to show."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk, layer, say("contribution_title"), say("contribution_lead"))
        self._me = ""
        self._faces: dict[str, FaceButton] = {}
        self.what = QLineEdit()
        self.what.setMaxLength(MOST_WHAT)
        self.what.setPlaceholderText(say("contribution_what_hint"))
        self.field(say("contribution_what"), self.what, "what")
        self.field(say("contribution_time"), self._time_row(), "time_row")
        self._fields["time"] = self.time
        self._day_and_project()
        self.field(say("contribution_persons"), self._persons(), "persons")
        for line in (self.what, self.time):
            line.returnPressed.connect(self.save)
        self.finish(say("contribution_enter"))

    def start(self, overview: CellOverview) -> None:
        """Open the form with today, and the person who sits here already chosen."""
        self._me = overview.person
        self.day.setMaximumDate(_qdate(self.desk))
        if self.what.text() == "":
            self.day.setDate(_qdate(self.desk))
        self.open(self.what)
        self.desk.bridge.ask(_choices, self._show_choices)

    def draft(self) -> Draft:
        """Return what the form holds."""
        return Draft(
            what=self.what.text(),
            time=self.time.text(),
            day=date(self.day.date().year(), self.day.date().month(), self.day.date().day()),
            project=self.project.currentData() or "",
            persons=frozenset(person for person, button in self._faces.items() if button.isChecked()),
        )

    def save(self) -> None:
        """Write the contribution, or say what is missing."""
        values = contribution_values(self.desk.words, self.draft(), self.desk.today())
        if isinstance(values, Missing):
            self.miss(values)
            return
        self.write("contribution", values, self.desk.words.say("contribution_saved"))

    def clear(self) -> None:
        """Empty the fields after a save."""
        self.what.clear()
        self.time.clear()
        self.project.setCurrentIndex(0)
        self.day.setDate(_qdate(self.desk))
        for person, button in self._faces.items():
            button.setChecked(person == self._me)

    def _time_row(self) -> QWidget:
        px, say = self.desk.look.px, self.desk.words.say
        box = Flowing(px(GAP))
        self._quick = QButtonGroup(self)
        self._quick.setExclusive(False)  # none is chosen when another time is typed
        for minutes in QUICK_MINUTES:
            words = quantities.duration(minutes)
            button = Button(self.desk.look, words, lambda: None, "pick")
            button.setCheckable(True)
            button.setProperty("words", words)
            self._quick.addButton(button)
            box.flow.addWidget(button)
        self._quick.buttonClicked.connect(self._quick_chosen)
        self.time = QLineEdit()
        self.time.setPlaceholderText(say("contribution_time_hint"))
        self.time.setAccessibleName(say("contribution_time_label"))
        self.time.setMaxLength(16)
        self.time.setFixedWidth(px(130))
        self.time.textChanged.connect(self._time_typed)
        box.flow.addWidget(self.time)
        return box

    def _quick_chosen(self, button: Button) -> None:
        self.time.setText(button.property("words") if button.isChecked() else "")

    def _time_typed(self, text: str) -> None:
        minutes = quantities.minutes_typed(text)
        for button in self._quick.buttons():
            same = minutes is not None and quantities.duration(minutes) == button.property("words")
            button.setChecked(same)

    def _day_and_project(self) -> None:
        px, say = self.desk.look.px, self.desk.words.say
        self.day = DayField(self.desk.look)
        self.day.setLocale(QLocale(self.desk.words.language.code))
        self.day.setDisplayFormat("ddd d MMM yyyy")
        self.day.setDate(_qdate(self.desk))
        self.project = Choice(self.desk.look)
        self.project.addItem(say("contribution_no_project"), "")
        for widget in (self.day, self.project):
            widget.entered.connect(self.save)
        row = QHBoxLayout()
        row.setSpacing(px(16))
        whole = self.column
        for stretch, words, widget, name in (
            (2, say("contribution_day"), self.day, "day"),
            (3, say("contribution_project"), self.project, "project"),
        ):
            self.column = QVBoxLayout()
            self.column.setSpacing(px(6))
            self.field(words, widget, name)
            row.addLayout(self.column, stretch)
        self.column = whole
        self.column.addLayout(row)

    def _persons(self) -> QWidget:
        px = self.desk.look.px
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        self.person_filter = SearchField(
            self.desk.look, self.desk.words.say("search_label"), self.desk.words.say("contribution_persons_filter")
        )
        self.person_filter.textChanged.connect(self._filter)
        self.person_filter.hide()
        column.addWidget(self.person_filter)
        self._flowing = Flowing(px(4))
        column.addWidget(self._flowing)
        return box

    def _show_choices(self, choices: Choices) -> None:
        projects, persons = choices
        kept = self.project.currentData()
        self.project.clear()
        self.project.addItem(self.desk.words.say("contribution_no_project"), "")
        for project in projects:
            self.project.addItem(shortened(project.title, 60), project.id)
        self.project.setCurrentIndex(max(0, self.project.findData(kept)))
        self._show_faces(persons)

    def _show_faces(self, persons: tuple[PersonCard, ...]) -> None:
        chosen = {person for person, button in self._faces.items() if button.isChecked()}
        ordered = sorted(persons, key=lambda one: one.id != self._me)  # oneself first, the others by name
        if [person.id for person in ordered] != list(self._faces):
            for button in self._faces.values():
                self._flowing.flow.removeWidget(button)
                button.deleteLater()
            self._faces = {}
            for person in ordered:
                button = FaceButton(self.desk.look, person.id, shortened(person.name, 80))
                button.setChecked(person.id in chosen or (not chosen and person.id == self._me))
                self._faces[person.id] = button
                self._flowing.flow.addWidget(button)
        self.person_filter.setVisible(len(persons) >= FILTER_FROM)
        self._filter()

    def _filter(self) -> None:
        sought = folded(self.person_filter.text())
        for button in self._faces.values():
            button.setVisible(button.isChecked() or sought in folded(button.name))
        self._flowing.refit()


def _choices(port: CellPort) -> Choices:
    return port.projects(), port.persons()


def _qdate(desk: Desk) -> QDate:
    today = desk.today()
    return QDate(today.year, today.month, today.day)
