"""« En attente de moi » on the home page: the first things that wait, each a button that leads to where it is done."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from ui.desktop.presenters.deciding import Task
from ui.desktop.theme.look import Look
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Icon
from ui.desktop.widgets.focus import kept_focus
from ui.desktop.widgets.rows import empty
from ui.desktop.widgets.text import label, set_tooltip
from ui.words.clean import shortened

MOST_SHOWN = 2
MOST_WORDS = 44  # characters of a button


class WaitingStrip(QFrame):
    """Hidden while nothing waits. ``wanted`` carries what is to be done, None for all of it."""

    wanted = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        look: Look = desk.look
        self.tasks: tuple[Task, ...] = ()
        self.buttons: list[Button] = []
        self.setProperty("frame", "banner")
        self.setProperty("tone", "hidden")
        self.setAccessibleName(desk.words.say("waiting_title"))
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), look.px(7), look.px(8), look.px(7))
        row.setSpacing(look.px(10))
        row.addWidget(Icon(look, "scale", "warn", 20))
        row.addWidget(label(desk.words.say("waiting_title"), "card"))
        self._row = QHBoxLayout()
        self._row.setSpacing(look.px(8))
        row.addLayout(self._row, 1)
        self.hide()

    def show_tasks(self, tasks: tuple[Task, ...]) -> None:
        """Show what waits."""
        if tasks == self.tasks and self.buttons:
            return
        self.tasks = tasks
        self.fill()
        self.setVisible(bool(tasks))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as there is room for."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width() and self.tasks:
            with kept_focus(self):
                self.fill()

    def fill(self) -> None:
        """Show as many things as there is room for, and how many there are."""
        empty(self._row)
        self.buttons = []
        room = self.width() - self.desk.look.px(330)
        for task in self.tasks[:MOST_SHOWN]:
            button = Button(
                self.desk.look, shortened(task.title, MOST_WORDS), partial(self.wanted.emit, task), "pick", task.icon
            )
            button.setAccessibleName(task.spoken)
            set_tooltip(button, f"{task.title}\n{task.text}")
            room -= button.sizeHint().width() + self.desk.look.px(8)
            if room < 0 and self.buttons:
                button.deleteLater()
                break
            self.buttons.append(button)
            self._row.addWidget(button)
        self._row.addStretch(1)
        more = self.desk.words.say("waiting_all", count=len(self.tasks))
        self.all = Button(self.desk.look, more, partial(self.wanted.emit, None), "quiet", "arrow-right")
        self._row.addWidget(self.all, 0, Qt.AlignmentFlag.AlignRight)
