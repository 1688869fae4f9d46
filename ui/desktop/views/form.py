"""A panel that writes one record: fields under their words, one strong button, Entrée saves."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from idos_p2p.errors import Fault
from idos_p2p.records.kinds import Value
from ui.desktop.presenters.ports import CellPort
from ui.desktop.presenters.projects import Missing
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.choices import ENTER
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import label


class Form(Sheet):
    """``saved`` carries the sentence to show once the record is durable."""

    saved = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget, title: str, lead: str) -> None:
        super().__init__(desk.look, layer, title, lead, desk.words.say("close"))
        self.desk = desk
        self._fields: dict[str, QWidget] = {}
        self._titles: dict[str, QWidget] = {}
        self._sentence = ""
        self._busy = False
        self.trouble = label("", "body", "danger", wrap=True)
        self.trouble.hide()

    def field(self, words: str, widget: QWidget, name: str) -> None:
        """Add a field under its words."""
        title = label(words, "button_strong")
        title.setContentsMargins(0, self.desk.look.px(6), 0, 0)
        title.setBuddy(widget)
        widget.setAccessibleName(words)
        self._fields[name], self._titles[name] = widget, title
        self.column.addWidget(title)
        self.column.addWidget(widget)

    def show_field(self, name: str, *, shown: bool) -> None:
        """Show a field and its words, or leave both out where they make no sense."""
        self._fields[name].setVisible(shown)
        self._titles[name].setVisible(shown)

    def beside(self, *fields: tuple[int, str, QWidget, str]) -> None:
        """Put fields beside each other: how much room each takes of the row, its words, its widget, its name."""
        px, whole = self.desk.look.px, self.column
        row = QHBoxLayout()
        row.setSpacing(px(16))
        for stretch, words, widget, name in fields:
            self.column = QVBoxLayout()
            self.column.setSpacing(px(6))
            self.field(words, widget, name)
            row.addLayout(self.column, stretch)
        self.column = whole
        self.column.addLayout(row)

    def finish(self, hint: str = "") -> None:
        """Add what stands at the foot, once every field is there."""
        self.column.addStretch(1)
        self.foot.addWidget(self.trouble, 1)
        if hint:
            self._hint = label(hint, "caption", "text2", wrap=True)
            self.foot.addWidget(self._hint, 1)
        else:
            self.foot.addStretch(1)
        self.save_button = Button(self.desk.look, self.desk.words.say("save"), self.save, "primary", "check")
        self.foot.addWidget(self.save_button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Save at Entrée, wherever in the form it was pressed; on a button that does something else, do that."""
        if event.key() not in ENTER:
            super().keyPressEvent(event)
            return
        focused = self.focusWidget()
        if isinstance(focused, QAbstractButton) and not focused.isCheckable():
            focused.click()
        else:
            self.save()

    def save(self) -> None:
        """Write what was typed, or say what is missing."""
        raise NotImplementedError

    def clear(self) -> None:
        """Empty the fields after a save."""
        raise NotImplementedError

    def miss(self, missing: Missing) -> None:
        """Say what is missing and go to its field."""
        self._mark(missing.field)
        self._complain(missing.sentence)
        self._fields[missing.field].setFocus()

    def write(self, kind: str, values: Mapping[str, Value], sentence: str) -> None:
        """Write the record; the panel closes when it is durable."""
        self.put(lambda port: port.add(kind, values), sentence)

    def put(self, work: Callable[[CellPort], object], sentence: str) -> None:
        """Let the cell do this; the panel closes when it is durable."""
        if self._busy:  # Entrée pressed twice is one wish
            return
        self._busy = True
        self._sentence = sentence
        self.desk.bridge.ask(work, self._written, self._refused)

    def _written(self, record: object) -> None:
        self._settle()
        self.clear()
        self.close_sheet()
        self.saved.emit(self._sentence)

    def _refused(self, fault: Fault) -> None:
        self._settle()
        self._complain(self.desk.words.error(fault.code, fault.fields))

    def _settle(self) -> None:
        self._busy = False
        self._mark("")
        self._complain("")

    def _complain(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))
        if hasattr(self, "_hint"):
            self._hint.setVisible(not sentence)

    def _mark(self, name: str) -> None:
        for known, widget in self._fields.items():
            wrong = known == name
            if bool(widget.property("wrong")) != wrong:
                widget.setProperty("wrong", wrong)
                widget.style().unpolish(widget)
                widget.style().polish(widget)
