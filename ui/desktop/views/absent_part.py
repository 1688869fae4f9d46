"""Who is absent, what they lack, and the choice of who brings it to them."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desktop.presenters.parting import AbsentRow, Carrier, Carrying, Due, Parting
from ui.desktop.theme.tokens import AVATAR
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Banner, Card, Icon, heading
from ui.desktop.widgets.faces import Avatar
from ui.desktop.widgets.flow import Flowing
from ui.desktop.widgets.focus import kept_focus
from ui.desktop.widgets.rows import empty
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import ElidedLabel, label
from ui.words.clean import breakable


class AbsentPart(QWidget):
    """``choose_wanted`` and ``tell_wanted`` carry an ``AbsentRow``; ``back_wanted`` a relay to be taken back."""

    choose_wanted = Signal(object)
    tell_wanted = Signal(object)
    back_wanted = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.shown = Parting((), (), 0)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(desk.look.px(8))

    def show_parting(self, shown: Parting) -> None:
        """Show who is absent now."""
        if shown == self.shown and self._column.count():
            return
        self.shown = shown
        with kept_focus(self):
            empty(self._column)
            self._tell(shown)

    def _tell(self, shown: Parting) -> None:
        say, column = self._desk.words.say, self._column
        if shown.due:
            column.addWidget(heading(say("carrier_heading")))
            for due in shown.due:
                column.addWidget(self._due(due))
        if not shown.absent:
            column.addWidget(heading(say("away_none")))
            column.addWidget(label(say("away_none_why"), "body", "text2", wrap=True))
            return
        column.addWidget(heading(say("away_heading", count=len(shown.absent))))
        column.addWidget(label(say("away_lead"), "body", "text2", wrap=True))
        for row in shown.absent:
            column.addWidget(self._card(row))

    def _due(self, due: Due) -> Banner:
        tone, icon = ("equal", "send") if due.due else ("here", "send")
        return Banner(self._desk.look, tone, icon, breakable(due.text))

    def _card(self, row: AbsentRow) -> Card:
        look = self._desk.look
        card = Card(look)
        card.setAccessibleName(row.spoken)
        head = QHBoxLayout()
        head.setSpacing(look.px(14))
        head.addWidget(Avatar(look, AVATAR, row.face), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(look.px(3))
        name = ElidedLabel("card")
        name.show_text(row.name)
        column.addWidget(name)
        column.addWidget(label(f"{row.lacks} · {row.met}", "caption", "text2", wrap=True))
        for carrying in row.carrying:
            column.addWidget(self._carrying(carrying))
        buttons = self._buttons(row)
        if buttons is not None:
            column.addSpacing(look.px(2))
            column.addWidget(buttons)
        head.addLayout(column, 1)
        card.column.addLayout(head)
        return card

    def _carrying(self, carrying: Carrying) -> QWidget:
        look = self._desk.look
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(8))
        row.addWidget(Icon(look, "send", "ok", 18))
        row.addWidget(label(breakable(carrying.words), "button_strong", "ok", wrap=True), 1)
        back = Button(
            look, self._desk.words.say("carrier_back"), partial(self.back_wanted.emit, carrying.relay), "quiet"
        )
        back.setAccessibleName(carrying.spoken_back)
        row.addWidget(back)
        return box

    def _buttons(self, row: AbsentRow) -> Flowing | None:
        look, say = self._desk.look, self._desk.words.say
        made: list[Button] = []
        if row.needs and row.carriers and row.record:
            words = say("away_choose_other" if row.carrying else "away_choose")
            kind = "quiet" if row.carrying else "plain"
            choose = Button(look, words, partial(self.choose_wanted.emit, row), kind, "send")
            choose.setAccessibleName(say("away_choose_of", name=row.name))
            made.append(choose)
        if row.may_tell:
            tell = Button(look, say("away_tell"), partial(self.tell_wanted.emit, row), "quiet")
            tell.setAccessibleName(say("away_tell_of", name=row.name))
            made.append(tell)
        if not made:
            return None
        box = Flowing(look.px(8))
        for button in made:
            box.add(button)
        return box


class CarrierSheet(Sheet):
    """Whom one may choose. ``chosen`` carries the records of the absent person and of who brings it, and both names."""

    chosen = Signal(str, str, str, str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk.look, layer, "", "", desk.words.say("close"))
        self._desk = desk
        self.buttons: list[Button] = []
        self._content = QVBoxLayout()
        self._content.setSpacing(desk.look.px(6))
        self.column.addLayout(self._content)
        self.column.addStretch(1)

    def start(self, row: AbsentRow) -> None:
        """Offer those who are present, the likely ones first."""
        say = self._desk.words.say
        self.rename(say("away_choose_of", name=row.name), say("away_choose_lead"))
        empty(self._content)
        self.buttons = []
        if len(row.carriers) == 1:
            self._content.addWidget(label(say("away_choose_alone"), "body", "text2", wrap=True))
        for carrier in row.carriers:
            self._content.addWidget(self._carrier(row, carrier))
        self.open(self.buttons[0] if self.buttons else self)

    def _carrier(self, row: AbsentRow, carrier: Carrier) -> QWidget:
        look = self._desk.look
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, look.px(4), 0, look.px(4))
        line.setSpacing(look.px(12))
        line.addWidget(Avatar(look, 36, carrier.face))
        column = QVBoxLayout()
        column.setSpacing(0)
        name = ElidedLabel("button_strong")
        name.show_text(carrier.name)
        column.addWidget(name)
        if carrier.why:
            column.addWidget(label(breakable(carrier.why), "caption", "text2", wrap=True))
        line.addLayout(column, 1)
        pick = Button(look, self._desk.words.say("away_pick"), partial(self._choose, row, carrier), "plain", "check")
        pick.setAccessibleName(self._desk.words.say("away_pick_of", name=carrier.name))
        line.addWidget(pick)
        self.buttons.append(pick)
        return box

    def _choose(self, row: AbsentRow, carrier: Carrier) -> None:
        self.close_sheet()
        self.chosen.emit(row.record, carrier.record, row.name, carrier.name)
