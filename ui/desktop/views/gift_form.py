"""Noting a gift: who gave, how much or what, when, and what they wish."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QDate, QLocale
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from idos_p2p.limits import MAX_NAME_CHARACTERS
from ui.desktop.presenters.giving import GiftDraft, gift_values
from ui.desktop.presenters.ports import CellPort, PersonCard
from ui.desktop.presenters.projects import Missing
from ui.desktop.views.form import Form
from ui.desktop.views.page import Desk
from ui.desktop.widgets.choices import Choice, DayField
from ui.words.clean import shortened

FORMS = ("money", "goods", "service")


class GiftForm(Form):
    """A gift."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk, layer, say("gift_note"), say("gift_note_lead"))
        self.donor, self.kind = Choice(desk.look), Choice(desk.look)
        for form in FORMS:
            self.kind.addItem(say(f"gift_form_{form}"), form)
        self.amount, self.what, self.wish = QLineEdit(), QLineEdit(), QLineEdit()
        self.amount.setMaxLength(20)
        self.amount.setPlaceholderText(say("gift_amount_hint"))
        self.what.setMaxLength(MAX_NAME_CHARACTERS)
        self.what.setPlaceholderText(say("gift_what_hint"))
        self.wish.setMaxLength(2_000)
        self.wish.setPlaceholderText(say("gift_wish_hint"))
        self.day = day_field(desk)
        self.field(say("gift_donor"), self.donor, "donor")
        side_by_side(self, ((say("gift_form"), self.kind, "form"), (say("gift_amount"), self.amount, "amount")))
        self.field(say("gift_what"), self.what, "what")
        side_by_side(self, ((say("gift_day"), self.day, "day"),))
        self.field(say("gift_wish"), self.wish, "wish")
        for widget in (self.donor, self.kind, self.day):
            widget.entered.connect(self.save)
        for line in (self.amount, self.what, self.wish):
            line.returnPressed.connect(self.save)
        self.finish()

    def start(self) -> None:
        """Open the form with today."""
        today = self.desk.today()
        self.day.setMaximumDate(QDate(today.year, today.month, today.day))
        self.open(self.donor)
        self.desk.bridge.ask(_persons, self._show_persons)

    def _show_persons(self, persons: tuple[PersonCard, ...]) -> None:
        fill(self.donor, self.desk.words.say("gift_donor_none"), ((one.id, one.name) for one in persons))

    def draft(self) -> GiftDraft:
        """Return what the form holds."""
        return GiftDraft(
            donor=self.donor.currentData() or "",
            form=self.kind.currentData(),
            amount=self.amount.text(),
            what=self.what.text(),
            day=day_in(self.day),
            wish=self.wish.text(),
        )

    def save(self) -> None:
        """Write the gift, or say what is missing."""
        values = gift_values(self.desk.words, self.draft(), self.desk.today())
        if isinstance(values, Missing):
            self.miss(values)
            return
        self.write("gift", values, self.desk.words.say("gift_saved"))

    def clear(self) -> None:
        """Empty the fields after a save."""
        self.donor.setCurrentIndex(0)
        for line in (self.amount, self.what, self.wish):
            line.clear()


def _persons(port: CellPort) -> tuple[PersonCard, ...]:
    return port.persons()


def fill(choice: Choice, none: str, offers: Iterable[tuple[str, str]]) -> None:
    """Offer none and these, id and name, keeping what was chosen."""
    kept = choice.currentData()
    choice.clear()
    choice.addItem(none, "")
    for record, name in offers:
        choice.addItem(shortened(name, 60), record)
    choice.setCurrentIndex(max(0, choice.findData(kept)))


def day_field(desk: Desk) -> DayField:
    """Return a field of a day, today."""
    field = DayField(desk.look)
    field.setLocale(QLocale(desk.words.language.code))
    field.setDisplayFormat("ddd d MMM yyyy")
    today = desk.today()
    field.setDate(QDate(today.year, today.month, today.day))
    return field


def day_in(field: DayField) -> date:
    """Return the day a field holds."""
    return date(field.date().year(), field.date().month(), field.date().day())


def side_by_side(form: Form, fields: tuple[tuple[str, QWidget, str], ...]) -> None:
    """Add fields in one row."""
    px = form.desk.look.px
    row = QHBoxLayout()
    row.setSpacing(px(16))
    whole = form.column
    for words, widget, name in fields:
        form.column = QVBoxLayout()
        form.column.setSpacing(px(6))
        form.field(words, widget, name)
        row.addLayout(form.column, 1)
    form.column = whole
    form.column.addLayout(row)
