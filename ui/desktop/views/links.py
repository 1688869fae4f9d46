"""The card of the picture: its title, of which time, the picture, and what each colour and shape means."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from idos_p2p.errors import Fault
from ui.desktop.presenters import story
from ui.desktop.presenters.ports import CellPort
from ui.desktop.presenters.story import Picture
from ui.desktop.theme.tokens import CHIP
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import IconButton
from ui.desktop.widgets.cards import Card, Icon
from ui.desktop.widgets.flow import Flowing
from ui.desktop.widgets.graph import LinksGraph
from ui.desktop.widgets.text import ElidedLabel, chip, label


class LinksCard(Card):
    """The picture around somebody, or around a record put in the middle. ``opened`` carries a kind and an id."""

    opened = Signal(str, str)
    refused = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.look)
        self._desk = desk
        self._whose = ""  # the person of the page
        self._mine = True
        self._middle = ""  # what was put in the middle, when it is not them
        self._most = story.MOST_BESIDE  # wanted at most
        self._asked = 0  # how many there was room for
        self._waiting = False
        self._again = False
        look, say = desk.look, desk.words.say
        head = QHBoxLayout()
        head.setSpacing(look.px(8))
        self.back = IconButton(look, say("back"), self._recentre, "undo-2")
        self._title = ElidedLabel("card")
        head.addWidget(self.back)
        head.addWidget(self._title, 1)
        head.addWidget(chip(say("story_months"), "quiet", look.px(CHIP)), 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addLayout(head)
        self.graph = LinksGraph(look)
        self.graph.opened.connect(self.opened)
        self.graph.centred.connect(self.centre)
        self.graph.resized.connect(self._fit)
        self._empty = label(say("graph_empty"), "body", "text2", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.graph)
        self._stack.addWidget(self._empty)
        self.column.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        self._legend = Flowing(look.px(12))
        self._more = label("", "caption", "text2")
        foot.addWidget(self._legend, 1)
        foot.addWidget(self._more, 0, Qt.AlignmentFlag.AlignBottom)
        self.column.addLayout(foot)
        self._kinds: tuple[tuple[str, str, str], ...] = ()

    def around(self, person: str, *, mine: bool) -> None:
        """Show the picture around a person; what was in the middle is forgotten when it was of another."""
        if person != self._whose:
            self._middle = ""
        self._whose, self._mine = person, mine
        self.refresh()

    def centre(self, kind: str, record: str) -> None:
        """Put a node in the middle; of a person, their whole page is the better answer."""
        if kind == "person":
            self.opened.emit(kind, record)
            return
        self._middle = record
        self.refresh()

    def show_most(self, most: int) -> None:
        """Show at most so many nodes."""
        if most != self._most:
            self._most = most
            self.refresh()

    def _fit(self) -> None:
        if min(self._most, self.graph.capacity) != self._asked:
            self.refresh()

    def refresh(self) -> None:
        """Read the picture again; while an answer is on its way, once more after it."""
        if not self._whose or self.isHidden():
            return
        if self._waiting:
            self._again = True
            return
        self._waiting, self._again = True, False
        middle, most = self._middle or self._whose, min(self._most, self.graph.capacity)
        self._asked = most
        words = self._desk.words

        def question(port: CellPort) -> Picture:
            return story.picture(words, port.story.picture(middle, most), words.say("story_months"))

        self._desk.bridge.ask(question, self._read, self._not_read)

    def _recentre(self) -> None:
        self._middle = ""
        self.refresh()

    def _not_read(self, fault: Fault) -> None:
        self._waiting = False
        self._middle = ""
        self.refused.emit(fault)

    def _read(self, picture: Picture) -> None:
        self._waiting = False
        if picture.centre != (self._middle or self._whose):
            self.refresh()
            return
        say = self._desk.words.say
        self.back.setVisible(bool(self._middle))
        whole = say("story_links") if self._mine and not self._middle else say("story_links_of", name=picture.name)
        self._title.show_text(whole)
        self.graph.show_picture(picture)
        self._stack.setCurrentWidget(self.graph if picture.spots else self._empty)
        self._more.setText(picture.more)
        self._show_legend(picture.legend)
        if self._again:
            self.refresh()

    def _show_legend(self, kinds: tuple[tuple[str, str, str], ...]) -> None:
        if kinds == self._kinds:
            return
        self._kinds = kinds
        while (item := self._legend.flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for icon, tint, words in kinds:
            self._legend.add(self._sign(icon, tint, words))
        self._legend.refit()

    def _sign(self, icon: str, tint: str, words: str) -> QWidget:
        look = self._desk.look
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(4))
        row.addWidget(Icon(look, icon, tint, 16))
        row.addWidget(label(words, "caption", "text2"))
        return box
