"""A new version of a decision: its text, and how each objection was taken up."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from idos_p2p.limits import MAX_NAME_CHARACTERS
from ui.desktop.presenters import proposing
from ui.desktop.presenters.decision import DecisionSheet
from ui.desktop.presenters.projects import Missing
from ui.desktop.presenters.proposing import Amendment
from ui.desktop.views.form import Form
from ui.desktop.views.gift_form import day_field, day_in
from ui.desktop.views.page import Desk

MOST_OBJECTIONS = 12  # taken up in one form; others are taken up where they stand


class AmendForm(Form):
    """``moved`` carries the id of the new version."""

    moved = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say, px = desk.words.say, desk.look.px
        super().__init__(desk, layer, say("amend_title"), say("amend_lead"))
        self.sheet: DecisionSheet | None = None
        self.taken: dict[str, QPlainTextEdit] = {}
        self.title, self.body = QLineEdit(), QPlainTextEdit()
        self.title.setMaxLength(MAX_NAME_CHARACTERS)
        self.title.returnPressed.connect(self.save)
        self.body.setTabChangesFocus(True)
        self.body.setFixedHeight(px(160))
        self.review = day_field(desk)
        self.field(say("propose_name"), self.title, "title")
        self.field(say("amend_text"), self.body, "body")
        self.field(say("propose_review"), self.review, "review")
        self._fixed = self.column.count()
        self.finish()
        self.save_button.rename(say("amend_do"))

    def start(self, sheet: DecisionSheet) -> None:
        """Open the form on a decision."""
        today = self.desk.today()
        self.sheet = sheet
        self.title.setText(sheet.title)
        self.body.setPlainText(sheet.body)
        self._set_day(proposing.year_later(today), today)
        self._ask_objections(sheet)
        self.open(self.title)

    def _set_day(self, day: date, today: date) -> None:
        self.review.setMinimumDate(QDate(today.year, today.month, today.day).addDays(1))
        self.review.setDate(QDate(day.year, day.month, day.day))

    def _ask_objections(self, sheet: DecisionSheet) -> None:
        """Offer a field for each objection that stands."""
        while self.column.count() > self._fixed:
            item = self.column.takeAt(self._fixed)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.taken = {}
        for comment, words in sheet.integrable[:MOST_OBJECTIONS]:
            text = QPlainTextEdit()
            text.setTabChangesFocus(True)
            text.setFixedHeight(self.desk.look.px(72))
            self.taken[comment] = text
            self.field(self.desk.words.say("amend_integrated", words=words), text, comment)
        self.column.addStretch(1)

    def save(self) -> None:
        """Put the new version, or say what is missing."""
        sheet = self.sheet
        if sheet is None:
            return
        typed = Amendment(
            title=self.title.text(),
            body=self.body.toPlainText(),
            review=day_in(self.review).isoformat(),
            integrated={comment: text.toPlainText() for comment, text in self.taken.items()},
        )
        change = proposing.amended(self.desk.words, typed)
        if isinstance(change, Missing):
            self.miss(change)
            return
        self.put(lambda port: port.proposing.amend(sheet.id, change), self.desk.words.say("amended_now"))

    def _written(self, record: object) -> None:
        super()._written(record)
        if isinstance(record, str):
            self.moved.emit(record)

    def clear(self) -> None:
        """Nothing: the next decision is read into the fields."""
