"""Contributions: what was done together, newest first, and the one gesture that notes it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desktop.views.page import Desk, Page


class ContributionsPage(Page):
    """The page. ``layer`` is the widget that forms cover."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        self.layer = layer
        self.head(desk.words.say("nav_contributions"), desk.words.say("contributions_lead"))
        self.body.addStretch(1)
