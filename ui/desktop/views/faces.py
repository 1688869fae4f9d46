"""Choosing persons by their faces, in the order given; typing a few letters leaves those who fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desktop.presenters.ports import PersonCard
from ui.desktop.views.page import Desk
from ui.desktop.widgets.faces import FaceButton
from ui.desktop.widgets.flow import Flowing
from ui.desktop.widgets.search import SearchField
from ui.words.clean import folded, shortened

FILTER_FROM = 13  # persons from which looking is slower than typing
MOST_SHOWN = 14  # faces without a word typed: more would push the rest of the form away


class FacesField(QWidget):
    """The faces. ``chosen`` are the ids of those picked."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._look = desk.look
        self.buttons: dict[str, FaceButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.filter = SearchField(
            desk.look, desk.words.say("search_label"), desk.words.say("contribution_persons_filter")
        )
        self.filter.textChanged.connect(self._filter)
        self.filter.hide()
        column.addWidget(self.filter)
        self._flowing = Flowing(desk.look.px(4))
        column.addWidget(self._flowing)

    @property
    def chosen(self) -> frozenset[str]:
        """The ids of those picked."""
        return frozenset(person for person, button in self.buttons.items() if button.isChecked())

    def choose(self, persons: Iterable[str]) -> None:
        """Pick these, and nobody else."""
        wanted = set(persons)
        for person, button in self.buttons.items():
            button.setChecked(person in wanted)
        self._filter()

    def show_persons(self, persons: Sequence[PersonCard], chosen: Iterable[str]) -> None:
        """Offer these persons; those who were picked stay so."""
        kept = self.chosen or frozenset(chosen)
        if [person.id for person in persons] != list(self.buttons):
            for button in self.buttons.values():
                self._flowing.flow.removeWidget(button)
                button.deleteLater()
            self.buttons = {}
            for person in persons:
                button = FaceButton(self._look, person.id, shortened(person.name, 80))
                self.buttons[person.id] = button
                self._flowing.flow.addWidget(button)
        self.filter.setVisible(len(persons) >= FILTER_FROM)
        self.choose(kept)

    def _filter(self) -> None:
        sought = folded(self.filter.text())
        for place, button in enumerate(self.buttons.values()):
            fits = sought in folded(button.name) if sought else place < MOST_SHOWN
            button.setVisible(button.isChecked() or fits)
        self._flowing.refit()
