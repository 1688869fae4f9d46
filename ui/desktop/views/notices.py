"""The banner above every page: what is out of the ordinary in this cell, and what to do."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.desktop.presenters.keeping import Strip, strip, strip_of
from ui.desktop.presenters.ports import Notice
from ui.desktop.theme.tokens import PAGE_SIDE
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Banner


class Notices(QWidget):
    """Shows the gravest while it lasts: a person does one thing at a time, and a small window has little room.

    ``repair_wanted`` is emitted by the button of a damaged cell.
    """

    repair_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.setObjectName("page")
        px = desk.look.px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(PAGE_SIDE), px(16), px(PAGE_SIDE), 0)
        self._shown: Strip | None = None
        self._damaged = False
        self.banner: Banner | None = None
        self.repair: Button | None = None
        self.hide()

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show the first of these conditions in place of the one shown before; damage is graver than any."""
        if not self._damaged:
            self._show(strip(self._desk.words, notices[0]) if notices else None)

    def show_damage(self, sentence: str) -> None:
        """Show that the cell's file is damaged, with a way to repair it; it stays until that is done."""
        if not self._damaged:
            self._damaged = True
            banner = self._show(strip_of(sentence))
            say = self._desk.words.say
            self.repair = Button(self._desk.look, say("repair_do"), self.repair_wanted.emit, "primary", "life-buoy")
            if banner is not None:
                banner.offer(self.repair)

    def _show(self, shown: Strip | None) -> Banner | None:
        if shown == self._shown:
            return self.banner
        if self.banner is not None:
            self.banner.deleteLater()
        self._shown, self.banner = shown, None
        if shown is not None:
            self.banner = Banner(self._desk.look, shown.tone, "triangle-alert", shown.title, shown.text)
            self.banner.setAccessibleName(f"{shown.title} {shown.text}")
            self._column.addWidget(self.banner)
        self.setVisible(shown is not None)
        return self.banner
