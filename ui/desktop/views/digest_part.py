"""What a meeting brought, by person and by project; and, on a sheet, what somebody absent lacks."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desktop.presenters.digest import Digest, ItemLine, ShareRow
from ui.desktop.theme.tokens import BADGE
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Badge, Card, heading
from ui.desktop.widgets.faces import Avatar
from ui.desktop.widgets.focus import kept_focus
from ui.desktop.widgets.rows import RecordRow, RowWords, empty
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import label
from ui.words.clean import breakable


class DigestPart(QWidget):
    """``record_wanted`` carries kind and id of a record; ``end_wanted`` asks for the meeting to be ended by hand."""

    record_wanted = Signal(str, str)
    end_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shown: Digest | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(desk.look.px(8))

    def show_digest(self, shown: Digest) -> None:
        """Show a digest in place of the one before."""
        if shown == self._shown:
            return
        self._shown = shown
        with kept_focus(self):
            empty(self._column)
            self._tell(shown)

    def _tell(self, shown: Digest) -> None:
        look, say, column = self._desk.look, self._desk.words.say, self._column
        column.addLayout(self._head(shown))
        for sentence in filter(None, (shown.empty, shown.joined)):
            column.addWidget(label(breakable(sentence), "body", wrap=True))
        for title, rows in ((say("digest_persons"), shown.persons), (say("digest_projects"), shown.projects)):
            if rows:
                column.addSpacing(look.px(4))
                column.addWidget(heading(title))
                for row in rows:
                    column.addWidget(self._share(row))
        if shown.decisions:
            column.addSpacing(look.px(4))
            column.addWidget(heading(say("digest_decisions")))
            card = Card(look)
            for line in shown.decisions:
                card.column.addWidget(self._line(line))
            column.addWidget(card)

    def _head(self, shown: Digest) -> QHBoxLayout:
        look = self._desk.look
        head = QHBoxLayout()
        head.setSpacing(look.px(12))
        words = QVBoxLayout()
        words.setSpacing(look.px(2))
        if shown.heading:
            words.addWidget(label(shown.heading, "card", wrap=True))
        if shown.lead:
            words.addWidget(label(breakable(shown.lead), "body", "text2", wrap=True))
        head.addLayout(words, 1)
        if shown.running:
            end = Button(look, self._desk.words.say("digest_end"), self.end_wanted.emit, "quiet")
            head.addWidget(end, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _share(self, row: ShareRow) -> Card:
        look = self._desk.look
        card = Card(look)
        card.column.setSpacing(look.px(4))
        card.setAccessibleName(f"{row.name}. {row.line}")
        head = QHBoxLayout()
        head.setSpacing(look.px(12))
        mark = Avatar(look, BADGE, row.face) if row.face is not None else Badge(look, "folder-kanban", "project")
        head.addWidget(mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label(breakable(row.name), "button_strong", wrap=True))
        words.addWidget(label(row.line, "caption", "text2", wrap=True))
        head.addLayout(words, 1)
        card.column.addLayout(head)
        for line in row.items:
            card.column.addWidget(self._line(line))
        if row.more:
            card.column.addWidget(label(row.more, "caption", "text2"))
        return card

    def _line(self, line: ItemLine) -> RecordRow:
        row = RecordRow(
            self._desk.look, RowWords(line.icon, line.tint, breakable(line.title), breakable(line.text)), line.record
        )
        row.opened.connect(lambda record: self.record_wanted.emit(line.kind, record))
        return row


class LackingSheet(Sheet):
    """What an absent person lacks. ``record_wanted`` as of ``DigestPart``."""

    record_wanted = Signal(str, str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk.look, layer, desk.words.say("away_tell"), "", desk.words.say("close"))
        self.part = DigestPart(desk)
        self.part.record_wanted.connect(self._go)
        self.column.addWidget(self.part)
        self.column.addStretch(1)

    def show_digest(self, shown: Digest) -> None:
        """Show what they lack."""
        self.rename(shown.heading, shown.lead)
        self.part.show_digest(replace(shown, heading="", lead=""))
        self.open(self)

    def _go(self, kind: str, record: str) -> None:
        self.close_sheet()
        self.record_wanted.emit(kind, record)
