"""Under a field in which a code is typed: the words that are meant, from four letters on, each a button."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit

from ui.desktop.presenters.first_run import offered
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.flow import Flowing
from ui.desktop.widgets.rows import empty


class CodeOffers(Flowing):
    """Takes no room while there is nothing to offer; Tab leads to it from the field."""

    def __init__(self, desk: Desk, field: QLineEdit) -> None:
        super().__init__(desk.look.px(8))
        self._desk = desk
        self._field = field
        self.offers: tuple[str, ...] = ()
        self.buttons: list[Button] = []
        self.setAccessibleName(desk.words.say("first_offers"))
        field.textChanged.connect(self._show)
        self.hide()

    def _show(self, typed: str) -> None:
        found = offered(typed)
        if found == self.offers:
            return
        self.offers = found
        empty(self.flow)
        self.buttons = []
        for code in found:
            button = Button(self._desk.look, code, partial(self._take, code), "pick")
            self.buttons.append(button)
            self.add(button)
        self.setVisible(bool(found))
        self.refit()

    def _take(self, code: str) -> None:
        self._field.setFocus()
        self._field.setText(code)
