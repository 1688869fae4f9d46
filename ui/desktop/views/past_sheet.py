"""Any record in words, its versions and its history, as a panel."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from idos_p2p.errors import Fault
from ui.desktop.presenters import past
from ui.desktop.presenters.past import Apart, Moment, RecordShown, VersionCard
from ui.desktop.presenters.ports import CellPort
from ui.desktop.views.page import Desk
from ui.desktop.views.thread_sheet import clear
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Card
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import label
from ui.words.clean import breakable

MOST_MOMENTS = 12  # at first; the others on a click


class PastSheet(Sheet):
    """Shows one record; ``written`` carries what was changed through it."""

    written = Signal(str)
    warned = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk.look, layer, desk.words.say("past_history"), "", desk.words.say("close"))
        self.desk = desk
        self._shown: RecordShown | None = None
        self._all = False
        self._backs: list[Button] = []
        self._keeps: list[Button] = []
        say = desk.words.say
        self.bin = Button(desk.look, say("bin_remove"), self._remove, "plain", "trash-2")
        self.back = Button(desk.look, say("bin_back"), self._put_back, "primary", "archive-restore")
        self.foot.addWidget(self.bin)
        self.foot.addStretch(1)
        self.foot.addWidget(self.back)

    def show_record(self, record: str) -> None:
        """Read a record and show it."""
        words, today = self.desk.words, self.desk.today()
        self._all = False
        self.desk.bridge.ask(
            lambda port: past.record_shown(words, port.past.record(record), today), self._show, self._refused
        )

    def backs(self) -> list[Button]:
        """Return the buttons that go back to a version, the newest first."""
        return self._backs

    def keeps(self) -> list[Button]:
        """Return the buttons that keep one of several versions."""
        return self._keeps

    def _show(self, shown: RecordShown) -> None:
        self._shown = shown
        self._backs, self._keeps = [], []
        clear(self)
        self.rename(shown.title, shown.lead)
        self.column.addWidget(self._fields(shown))
        for apart in shown.apart:
            self.column.addWidget(self._apart(apart))
        head = label(self.desk.words.say("past_history"), "card")
        head.setContentsMargins(0, self.desk.look.px(12), 0, 0)
        self.column.addWidget(head)
        moments = shown.moments if self._all else shown.moments[:MOST_MOMENTS]
        for moment in moments:
            self.column.addWidget(self._moment(moment))
        if len(moments) < len(shown.moments):
            more = Button(self.desk.look, self.desk.words.say("past_more"), self._show_all, "quiet", "history")
            self.column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)
        self.bin.setVisible(not shown.binned)
        self.back.setVisible(shown.binned)
        if self.isHidden():
            self.open(self)

    def _show_all(self) -> None:
        self._all = True
        if self._shown is not None:
            self._show(self._shown)

    def _fields(self, shown: RecordShown) -> QWidget:
        px = self.desk.look.px
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(6))
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(shown.fields):
            grid.addWidget(label(name, "body", "text2"), row, 0, Qt.AlignmentFlag.AlignTop)
            words = label(breakable(value), "body", wrap=True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(words, row, 1)
        return box

    def _apart(self, apart: Apart) -> QWidget:
        look, say = self.desk.look, self.desk.words.say
        card = Card(look)
        card.column.addWidget(label(apart.head, "card"))
        card.column.addWidget(label(say("apart_why"), "body", "text2", wrap=True))
        for version in apart.versions:
            row = QHBoxLayout()
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(label(version.who, "caption", "text2"))
            column.addWidget(label(breakable(version.words), "button_strong", wrap=True))
            row.addLayout(column, 1)
            keep = Button(look, say("apart_keep"), partial(self._keep, apart.field, version), "plain", "check")
            keep.setAccessibleName(say("apart_keep_spoken", who=version.who, value=version.words))
            self._keeps.append(keep)
            row.addWidget(keep)
            card.column.addLayout(row)
        return card

    def _moment(self, moment: Moment) -> QWidget:
        look, say = self.desk.look, self.desk.words.say
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, look.px(2), 0, look.px(2))
        column = QVBoxLayout()
        column.setSpacing(look.px(2))
        column.addWidget(label(moment.head, "button_strong", wrap=True))
        for change in moment.changes:
            column.addWidget(label(breakable(change), "caption", "text2", wrap=True))
        row.addLayout(column, 1)
        if moment.back:
            back = Button(look, say("past_back"), partial(self._restore, moment), "quiet", "history")
            back.setAccessibleName(say("past_back_spoken", moment=moment.head))
            self._backs.append(back)
            row.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _keep(self, field: str, version: VersionCard) -> None:
        self._change(lambda port, record: port.set(record, {field: version.value}), "apart_kept")

    def _restore(self, moment: Moment) -> None:
        self._change(lambda port, record: port.past.restore(record, moment.entry), "past_restored")

    def _remove(self) -> None:
        self._change(lambda port, record: port.past.remove(record), "bin_remove_done", closes=True)

    def _put_back(self) -> None:
        self._change(lambda port, record: port.past.put_back(record), "bin_back_done", closes=True)

    def _change(self, work: Callable[[CellPort, str], None], key: str, *, closes: bool = False) -> None:
        shown = self._shown
        if shown is None:
            return

        def done(_nothing: object) -> None:
            self.written.emit(self.desk.words.say(key, title=shown.title))
            if closes:
                self.close_sheet()
            else:
                self.show_record(shown.id)

        self.desk.bridge.ask(lambda port: work(port, shown.id), done, self._refused)

    def _refused(self, fault: Fault) -> None:
        self.warned.emit(self.desk.words.error(fault.code, fault.fields))
