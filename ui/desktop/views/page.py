"""What every page of the window shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from idos_p2p.clock import Clock
from idos_p2p.errors import Fault
from ui.desktop.bridge import Bridge
from ui.desktop.presenters.ports import CellOverview, Event
from ui.desktop.theme.look import Look
from ui.desktop.theme.tokens import BLOCK, PAGE_SIDE, PAGE_TOP, SCROLL
from ui.desktop.widgets.search import SearchField
from ui.desktop.widgets.text import label
from ui.words import quantities
from ui.words.catalogue import Words

AGAIN_MS = 150  # between two readings while news pours in: the eye sees it live, the worker stays free


DAMAGED = "store_damaged"
"""The fault that a repair mends."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What the screens work with; built once, in the composition root."""

    look: Look
    bridge: Bridge
    words: Words
    clock: Clock

    def today(self) -> date:
        """Return the day it is on this computer."""
        return quantities.local(self.clock.now_ms()).date()


class Page(QWidget):
    """A page of the window. It reads when it is seen, reads again when something it shows has changed.

    A subclass asks in ``ask`` and calls ``answered`` when the answer is shown, or gives ``refused`` to the bridge.
    """

    said = Signal(str)
    written = Signal(str)  # something was saved: said, with a way to take it back
    warned = Signal(str)
    damaged = Signal(str)
    record_wanted = Signal(str, str)  # kind and id of a record one wants to see
    history_wanted = Signal(str)  # id of a record whose history one wants to see

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("page")
        self.desk = desk
        self.overview: CellOverview | None = None
        self.search: SearchField | None = None
        self.place = ""  # which of its records the page shows, where it can show several
        self._waiting = False
        self._again = False
        self._stale = True
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(AGAIN_MS)
        self._timer.timeout.connect(self.refresh)
        px = desk.look.px
        whole = QVBoxLayout(self)
        whole.setContentsMargins(px(PAGE_SIDE), px(PAGE_TOP), px(PAGE_SIDE - SCROLL), 0)
        whole.setSpacing(px(BLOCK))
        self.top = QVBoxLayout()  # what stays in place
        self.top.setContentsMargins(0, 0, px(SCROLL), 0)
        self.top.setSpacing(px(BLOCK))
        self.body = QVBoxLayout()  # what scrolls; its bar stands in the margin, beside the cards
        self.body.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(self.top)
        whole.addLayout(self.body, 1)

    def ask(self) -> None:
        """Put the page's question to the bridge."""
        self.answered()

    def concerns(self, event: Event) -> bool:
        """Return whether an event changes what this page shows."""
        return False

    def leave(self) -> None:
        """Be told that the person goes elsewhere: save what is open."""

    def show_place(self, place: str) -> None:
        """Show one of the page's records, or what it shows by itself for ""."""
        self.place = place

    def show_overview(self, overview: CellOverview) -> None:
        """Be told which cell this is and who sits here, at first and whenever it changes."""
        self.overview = overview

    def event_arrived(self, event: Event) -> None:
        """Read again if the event concerns this page: now when it is seen, else when it will be."""
        if self.concerns(event):
            self._stale = True
            if self.isVisible():
                self.refresh()

    def refresh(self) -> None:
        """Ask again; while an answer is on its way, once more after it."""
        if self._waiting:
            self._again = True
            return
        self._waiting, self._again, self._stale = True, False, False
        self.ask()

    def answered(self) -> None:
        """Note that the answer came."""
        self._waiting = False
        if self._again:
            self._timer.start()

    def refused(self, fault: Fault) -> None:
        """Say what went wrong."""
        self.answered()
        sentence = self.desk.words.error(fault.code, fault.fields)
        (self.damaged if fault.code == DAMAGED else self.warned).emit(sentence)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed while the page was out of sight."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def head(self, title: str, lead: str) -> QHBoxLayout:
        """Add the title of the page and return its row, for buttons on the right."""
        self.head_box = QWidget()
        row = QHBoxLayout(self.head_box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.desk.look.px(12))
        column = QVBoxLayout()
        column.setSpacing(self.desk.look.px(2))
        column.addWidget(label(title, "page"))
        column.addWidget(label(lead, "body", "text2", wrap=True))
        row.addLayout(column, 1)
        self.top.addWidget(self.head_box)
        return row
