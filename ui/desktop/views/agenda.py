"""Agenda: the meetings of a month, their slots, and who comes."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desktop.views.page import Desk, Page


class AgendaPage(Page):
    """The page. ``layer`` is the widget that forms cover."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        self.layer = layer
        self.head(desk.words.say("nav_agenda"), desk.words.say("agenda_lead"))
        self.body.addStretch(1)
