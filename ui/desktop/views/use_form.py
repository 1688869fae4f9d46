"""Noting what gifts were used for: how much of which, for which project, for whom, with what effect."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from ui.desktop.presenters.giving import OpenGift, UseDraft, open_gift, use_values
from ui.desktop.presenters.ports import CellPort, PersonCard, ProjectCard
from ui.desktop.presenters.projects import Missing
from ui.desktop.theme.tokens import CONTROL
from ui.desktop.views.form import Form
from ui.desktop.views.gift_form import day_field, day_in, fill, side_by_side
from ui.desktop.views.page import Desk
from ui.desktop.widgets.choices import Choice
from ui.desktop.widgets.face_picker import FacePicker
from ui.desktop.widgets.text import ElidedLabel, label

GIFTS_HEIGHT = 176  # pixels at 100 %: four gifts
MOST_GIFTS = 30  # offered, the newest first

Choices = tuple[tuple[OpenGift, ...], tuple[ProjectCard, ...], tuple[PersonCard, ...]]


class UseForm(Form):
    """A use of gifts."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk, layer, say("use_note"), say("use_note_lead"))
        self._left: dict[str, int] = {}
        self.amounts: dict[str, QLineEdit] = {}
        self._gifts = QWidget()
        self._grid = QGridLayout(self._gifts)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(0, 1)
        self.effect = QPlainTextEdit()
        self.effect.setTabChangesFocus(True)
        self.effect.setFixedHeight(desk.look.px(72))
        self.effect.setPlaceholderText(say("use_effect_hint"))
        self.project, self.teller = Choice(desk.look), Choice(desk.look)
        self.day = day_field(desk)
        self.persons = FacePicker(desk.look, say("search_label"), say("contribution_persons_filter"))
        self.field(say("use_effect_label"), self.effect, "effect")
        self.field(say("use_gifts"), self._scrolled(), "gifts")
        side_by_side(self, ((say("use_teller"), self.teller, "teller"), (say("use_day"), self.day, "day")))
        self.field(say("use_project"), self.project, "project")
        self.field(say("use_persons"), self.persons, "persons")
        for widget in (self.project, self.teller, self.day):
            widget.entered.connect(self.save)
        self.finish()

    def _scrolled(self) -> QScrollArea:
        """Give the gifts a window of their own: there may be many, and what follows must be seen too."""
        self._gifts.setObjectName("scrolled")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedHeight(self.desk.look.px(GIFTS_HEIGHT))
        scroll.setWidget(self._gifts)
        return scroll

    def start(self) -> None:
        """Open the form with today."""
        today = self.desk.today()
        self.day.setMaximumDate(QDate(today.year, today.month, today.day))
        self.open(self.effect)
        words = self.desk.words

        def question(port: CellPort) -> Choices:
            offered = port.gifts.open_gifts()[:MOST_GIFTS]
            lines = tuple(open_gift(words, gift, donor, today) for gift, donor in offered)
            return lines, port.projects(), port.persons()

        self.desk.bridge.ask(question, self._show_choices)

    def _show_choices(self, choices: Choices) -> None:
        gifts, projects, persons = choices
        say = self.desk.words.say
        self._show_gifts(gifts)
        fill(self.project, say("use_project_none"), ((one.id, one.title) for one in projects))
        fill(self.teller, say("use_teller_me"), ((one.id, one.name) for one in persons if not one.mine))
        self.persons.show_persons((one.id, one.name) for one in persons)

    def _show_gifts(self, gifts: tuple[OpenGift, ...]) -> None:
        say, px = self.desk.words.say, self.desk.look.px
        typed = {gift: field.text() for gift, field in self.amounts.items()}
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.amounts = {}
        self._left = {gift.id: gift.left for gift in gifts}
        if not gifts:
            self._grid.addWidget(label(say("use_no_gift"), "body", "text2", wrap=True), 0, 0)
        for row, gift in enumerate(gifts):
            words, left, amount = ElidedLabel(), label(gift.hint, "caption", "text2"), QLineEdit()
            words.show_text(gift.line)
            amount.setFixedWidth(px(110))
            amount.setMinimumHeight(px(CONTROL - 2))
            amount.setMaxLength(20)
            amount.setText(typed.get(gift.id, ""))
            amount.setAccessibleName(say("use_gift_amount", gift=gift.line))
            amount.setPlaceholderText(say("gifts_column_amount"))
            amount.returnPressed.connect(self.save)
            self.amounts[gift.id] = amount
            for column, widget in enumerate((words, left, amount)):
                self._grid.addWidget(widget, row, column)

    def draft(self) -> UseDraft:
        """Return what the form holds."""
        return UseDraft(
            shares={gift: field.text() for gift, field in self.amounts.items()},
            project=self.project.currentData() or "",
            persons=self.persons.chosen,
            effect=self.effect.toPlainText(),
            teller=self.teller.currentData() or "",
            day=day_in(self.day),
        )

    def save(self) -> None:
        """Write the use, or say what is missing."""
        values = use_values(self.desk.words, self.draft(), self._left, self.desk.today())
        if isinstance(values, Missing):
            self.miss(values)
            return
        self.write("use", values, self.desk.words.say("use_saved"))

    def clear(self) -> None:
        """Empty the fields after a save."""
        for field in self.amounts.values():
            field.clear()
        self.effect.clear()
        self.persons.clear()
