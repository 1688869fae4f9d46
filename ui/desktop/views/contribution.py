"""The one gesture: what several did together, noted in ten seconds. A sentence, a time, faces; more if one likes."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QWidget

from ui.desktop.presenters import noting
from ui.desktop.presenters.noting import QUICK_MINUTES, Choices, Draft, Noting, in_order, noting_of
from ui.desktop.presenters.ports import CellOverview
from ui.desktop.presenters.projects import Missing
from ui.desktop.theme.tokens import GAP
from ui.desktop.views.faces import FacesField
from ui.desktop.views.form import Form
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button, Segments
from ui.desktop.widgets.choices import Choice, DayField
from ui.desktop.widgets.flow import Flowing
from ui.desktop.widgets.text import ElidedLabel
from ui.words import quantities
from ui.words.clean import shortened

MOST_WHAT = 2_000  # characters of a sentence or two


class ContributionForm(Form):
    """The one gesture. ``saved`` carries the sentence to show."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk, layer, say("contribution_title"), say("contribution_lead"))
        self._me = ""
        self._last: Noting | None = None
        self._each = False
        self.last_button = Button(desk.look, say("last_time"), self.as_last_time, "pick", "history")
        self.last_words = ElidedLabel("caption", "text2")
        self._last_row = QWidget()
        row = QHBoxLayout(self._last_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.last_button)
        row.addWidget(self.last_words, 1)
        self._last_row.hide()
        self.column.addWidget(self._last_row)
        self.what = QLineEdit()
        self.what.setMaxLength(MOST_WHAT)
        self.what.setPlaceholderText(say("contribution_what_hint"))
        self.field(say("contribution_what"), self.what, "what")
        self.field(say("contribution_time"), self._time_row(), "time_row")
        self._fields["time"] = self.time
        self.persons = FacesField(desk)
        self.field(say("contribution_persons"), self.persons, "persons")
        self._day_and_project()
        self._meeting_and_how()
        self.thanks = QLineEdit()
        self.thanks.setMaxLength(MOST_WHAT)
        self.thanks.setPlaceholderText(say("contribution_thanks_hint"))
        self.field(say("contribution_thanks"), self.thanks, "thanks")
        for line in (self.what, self.time, self.thanks):
            line.returnPressed.connect(self.save)
        self.finish(say("contribution_enter"))

    def start(self, overview: CellOverview, project: str = "") -> None:
        """Open the form with today, and the person who sits here already chosen."""
        self._me = overview.person
        self.day.setMaximumDate(_qdate(self.desk))
        if self.what.text() == "":
            self.day.setDate(_qdate(self.desk))
        self.open(self.what)

        def shown(choices: Choices) -> None:
            self._show_choices(choices)
            if project:
                self.project.setCurrentIndex(max(0, self.project.findData(project)))

        self.desk.bridge.ask(lambda port: port.noting.choices(), shown)

    def as_last_time(self) -> None:
        """Fill the form with what this person noted last, for today."""
        last = self._last
        if last is None:
            return
        self.what.setText(shortened(last.what, MOST_WHAT))
        self.time.setText(quantities.duration(last.minutes) if last.minutes else "")
        self.project.setCurrentIndex(max(0, self.project.findData(last.project)))
        self.day.setDate(_qdate(self.desk))
        self.persons.choose(last.persons)
        self.what.setFocus()

    def draft(self) -> Draft:
        """Return what the form holds."""
        return Draft(
            what=self.what.text(),
            time=self.time.text(),
            day=date(self.day.date().year(), self.day.date().month(), self.day.date().day()),
            project=self.project.currentData() or "",
            persons=self.persons.chosen,
            meeting=self.meeting.currentData() or "",
            each=self._each,
            thanks=self.thanks.text(),
        )

    def save(self) -> None:
        """Write the contribution, or say what is missing."""
        wanted = noting_of(self.desk.words, self.draft(), self.desk.today())
        if isinstance(wanted, Missing):
            self.miss(wanted)
            return
        self.put(lambda port: port.noting.note(wanted), noting.saved_words(self.desk.words, wanted))

    def clear(self) -> None:
        """Empty the fields after a save."""
        self.what.clear()
        self.time.clear()
        self.project.setCurrentIndex(0)
        self.meeting.setCurrentIndex(0)
        self.thanks.clear()
        self.day.setDate(_qdate(self.desk))
        self.persons.choose((self._me,))

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
        say = self.desk.words.say
        self.day = DayField(self.desk.look)
        self.day.setLocale(QLocale(self.desk.words.language.code))
        self.day.setDisplayFormat("ddd d MMM yyyy")
        self.day.setDate(_qdate(self.desk))
        self.project = Choice(self.desk.look)
        self.project.addItem(say("contribution_no_project"), "")
        for widget in (self.day, self.project):
            widget.entered.connect(self.save)
        self.beside(
            (2, say("contribution_day"), self.day, "day"), (3, say("contribution_project"), self.project, "project")
        )

    def _meeting_and_how(self) -> None:
        say = self.desk.words.say
        self.meeting = Choice(self.desk.look)
        self.meeting.addItem(say("contribution_no_meeting"), "")
        self.meeting.entered.connect(self.save)
        offers = (("one", say("contribution_one")), ("each", say("contribution_each")))
        self.how = Segments(self.desk.look, say("contribution_how"), offers, "one")
        self.how.chosen.connect(self._choose_how)
        self.beside(
            (1, say("contribution_meeting"), self.meeting, "meeting"), (1, say("contribution_how"), self.how, "how")
        )

    def _choose_how(self, value: str) -> None:
        self._each = value == "each"

    def _show_choices(self, choices: Choices) -> None:
        say, words, today = self.desk.words.say, self.desk.words, self.desk.today()
        projects = [(shortened(project.title, 60), project.id) for project in choices.projects]
        held = [(noting.meeting_words(words, meeting, today), meeting.id) for meeting in choices.meetings]
        _offer(self.project, [(say("contribution_no_project"), ""), *projects])
        _offer(self.meeting, [(say("contribution_no_meeting"), ""), *held])
        self.persons.show_persons(in_order(choices.persons, choices.near, self._me), (self._me,))
        self._last = choices.last
        self._last_row.setVisible(choices.last is not None)
        if choices.last is not None:
            self.last_words.show_text(noting.last_words(words, choices.last))


def _offer(choice: Choice, offers: list[tuple[str, str]]) -> None:
    """Offer these words; what was chosen stays so."""
    kept = choice.currentData()
    choice.clear()
    for words, value in offers:
        choice.addItem(words, value)
    choice.setCurrentIndex(max(0, choice.findData(kept)))


def _qdate(desk: Desk) -> QDate:
    today = desk.today()
    return QDate(today.year, today.month, today.day)
