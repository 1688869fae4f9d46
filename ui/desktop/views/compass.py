"""Boussole: the four values, measured from the cell’s own records; never about one person."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desktop.views.page import Desk, Page


class CompassPage(Page):
    """The page. ``layer`` is the widget that forms cover."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        self.layer = layer
        self.head(desk.words.say("nav_compass"), desk.words.say("compass_lead"))
        self.body.addStretch(1)
