"""Faces to pick from, with a field to find one among many."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desktop.theme.look import Look
from ui.desktop.widgets.faces import FaceButton
from ui.desktop.widgets.flow import Flowing
from ui.desktop.widgets.search import SearchField
from ui.words.clean import folded, shortened

FILTER_FROM = 13  # persons from which looking is slower than typing
MOST_SHOWN = 60  # faces at once; the others are found by typing


class FacePicker(QWidget):
    """Persons, of which any number is chosen."""

    def __init__(self, look: Look, name: str, hint: str) -> None:
        super().__init__()
        self._look = look
        self._faces: dict[str, FaceButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.filter = SearchField(look, name, hint)
        self.filter.textChanged.connect(self._filter)
        self.filter.hide()
        column.addWidget(self.filter)
        self._flowing = Flowing(look.px(4))
        column.addWidget(self._flowing)

    @property
    def chosen(self) -> frozenset[str]:
        """The ids of those chosen."""
        return frozenset(person for person, button in self._faces.items() if button.isChecked())

    def clear(self) -> None:
        """Choose nobody."""
        for button in self._faces.values():
            button.setChecked(False)
        self.filter.clear()

    def show_persons(self, persons: Iterable[tuple[str, str]]) -> None:
        """Show these persons, id and name, keeping who was chosen."""
        wanted = dict(persons)
        if list(wanted) != list(self._faces):
            chosen = self.chosen
            for button in self._faces.values():
                self._flowing.flow.removeWidget(button)
                button.deleteLater()
            self._faces = {}
            for person, name in wanted.items():
                button = FaceButton(self._look, person, shortened(name, 80))
                button.setChecked(person in chosen)
                self._faces[person] = button
                self._flowing.flow.addWidget(button)
        self.filter.setVisible(len(wanted) >= FILTER_FROM)
        self._filter()

    def _filter(self) -> None:
        sought, left = folded(self.filter.text()), MOST_SHOWN
        for button in self._faces.values():
            shown = button.isChecked() or (sought in folded(button.name) and left > 0)
            left -= shown
            button.setVisible(shown)
        self._flowing.refit()
