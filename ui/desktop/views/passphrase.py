"""The part of Réglages about the passphrase: choosing one, changing it, taking it away."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from idos_p2p.errors import Fault
from ui.desktop.presenters.this_computer import trouble_of
from ui.desktop.views.page import Desk
from ui.desktop.views.questions import secret_field
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Card, heading
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import label


class Wanted(StrEnum):
    """What one wants of the passphrase."""

    CHOOSE = "choose"
    CHANGE = "change"
    REMOVE = "take_away"


_DO = {Wanted.CHOOSE: "phrase_do", Wanted.CHANGE: "phrase_do_change", Wanted.REMOVE: "phrase_do_remove"}


class PassphraseCard(Card):
    """Whether there is one, and what can be done about it. ``open_sheet`` is called with what is wanted."""

    def __init__(self, desk: Desk, open_sheet: Callable[[Wanted], None]) -> None:
        super().__init__(desk.look)
        self._say = desk.words.say
        self.column.addWidget(heading(self._say("phrase_title")))
        self.line = label("", "body", "text2", wrap=True)
        self.column.addWidget(self.line)
        row = QHBoxLayout()
        self.buttons = {
            wanted: Button(desk.look, self._say(f"phrase_{wanted.value}"), partial(open_sheet, wanted))
            for wanted in Wanted
        }
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.show_state(protected=False)

    def show_state(self, *, protected: bool) -> None:
        """Show what can be done of a cell that has a passphrase here, or of one that has none."""
        self.line.setText(self._say("phrase_there" if protected else "phrase_none"))
        for wanted, button in self.buttons.items():
            button.setVisible((wanted is not Wanted.CHOOSE) == protected)


class PassphraseSheet(Sheet):
    """Asks for the passphrase of today where there is one, and twice for the new one. ``done`` says if there is one."""

    done = Signal(bool)

    def __init__(self, desk: Desk, layer: QWidget, wanted: Wanted) -> None:
        say = desk.words.say
        lead = "" if wanted is Wanted.REMOVE else say("phrase_lead")
        title = say(f"phrase_{wanted.value}").removesuffix("…")
        super().__init__(desk.look, layer, title, lead, say("phrase_cancel"))
        self._desk = desk
        self._wanted = wanted
        names = {Wanted.CHOOSE: ("new", "again"), Wanted.CHANGE: ("old", "new", "again"), Wanted.REMOVE: ("old",)}
        self.fields: dict[str, QLineEdit] = {}
        for name in names[wanted]:
            self.column.addWidget(label(say(f"phrase_field_{name}"), "button_strong"))
            field = secret_field(say(f"phrase_field_{name}"))
            field.returnPressed.connect(self._go_on)
            self.column.addWidget(field)
            self.fields[name] = field
        self.trouble = label("", "body", "danger", wrap=True)
        self.trouble.hide()
        self.column.addWidget(self.trouble)
        self.do = Button(desk.look, say(_DO[wanted]), self._go_on, "primary")
        self.foot.addStretch(1)
        self.foot.addWidget(Button(desk.look, say("phrase_cancel"), self.close_sheet))
        self.foot.addWidget(self.do)
        self.closed.connect(self.deleteLater)

    def begin(self) -> None:
        """Show it, with the keyboard on the first field."""
        self.open(next(iter(self.fields.values())))

    def _typed(self, name: str) -> str:
        field = self.fields.get(name)
        return field.text() if field is not None else ""

    def _go_on(self) -> None:
        before, after = self._typed("old"), self._typed("new")
        if self._wanted is not Wanted.REMOVE:
            trouble = trouble_of(self._desk.words, after, self._typed("again"))
            if trouble:
                self._show_trouble(trouble)
                return
        if not self.do.isEnabled():
            return
        self.do.setEnabled(False)
        self._desk.bridge.ask_computer(lambda home: home.protect(before, after), self._done, self._refused)

    def _done(self, protected: object) -> None:
        self.close_sheet()
        self.done.emit(bool(protected))

    def _refused(self, fault: Fault) -> None:
        self.do.setEnabled(True)
        self._show_trouble(self._desk.words.error(fault.code, fault.fields))

    def _show_trouble(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        next(iter(self.fields.values())).setFocus(Qt.FocusReason.OtherFocusReason)
