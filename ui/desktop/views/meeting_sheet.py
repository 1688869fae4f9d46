"""A meeting's sheet: when, where, what about, who comes when; signing up; and noting the time of those who came."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from idos_p2p.errors import Fault
from ui.desktop.presenters import agenda, noting
from ui.desktop.presenters.agenda import MeetingSheet, SlotRow
from ui.desktop.presenters.noting import Proposed
from ui.desktop.presenters.ports import CellPort, Named
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Icon, heading
from ui.desktop.widgets.rows import RecordRow, RowsCard, RowWords, empty
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import label
from ui.words import quantities
from ui.words.clean import breakable, shortened


class MeetingSheetView(Sheet):
    """``said`` and ``warned`` carry sentences; ``record_wanted`` the kind and the id of another record."""

    said = Signal(str)
    warned = Signal(str)
    record_wanted = Signal(str, str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk.look, layer, "", "", desk.words.say("close"))
        self.desk = desk
        self._meeting = ""
        self._busy = False
        self._content = QVBoxLayout()
        self._content.setSpacing(desk.look.px(8))
        self.column.addLayout(self._content)
        self.column.addStretch(1)
        self.proposed = ProposedSheet(desk, layer)
        self.proposed.said.connect(self.said)
        self.proposed.warned.connect(self.warned)
        self.note = Button(desk.look, desk.words.say("proposed_do"), self._propose, "plain", "hand-heart")
        self.foot.addWidget(self.note)
        self.foot.addStretch(1)

    def show_meeting(self, meeting: str) -> None:
        """Read a meeting and show it."""
        self._meeting = meeting
        words, today = self.desk.words, self.desk.today()

        def question(port: CellPort) -> MeetingSheet:
            return agenda.meeting_sheet(words, port.agenda.meeting(meeting), today)

        self.desk.bridge.ask(question, self._read, self._refused)

    def _read(self, shown: MeetingSheet) -> None:
        self._busy = False
        if shown.id != self._meeting:
            return
        look, say = self.desk.look, self.desk.words.say
        self.rename(shown.title, shown.lead)
        empty(self._content)
        for icon, sentence in shown.facts:
            row = QHBoxLayout()
            row.setSpacing(look.px(10))
            row.addWidget(Icon(look, icon, "text2", 18))
            row.addWidget(label(sentence, "body", wrap=True), 1)
            self._content.addLayout(row)
        for title, text in ((say("meeting_agenda"), shown.agenda), (say("meeting_report"), shown.report)):
            if text:
                self._content.addWidget(heading(title))
                self._content.addWidget(label(breakable(text), "body", wrap=True))
        if shown.came:
            self._content.addWidget(label(shown.came, "body", wrap=True))
        if shown.slots:
            self._content.addWidget(self._slots(shown.slots))
        if shown.project is not None and shown.project.name:
            self._content.addWidget(self._project(shown.project))
        self.note.setVisible(shown.past and shown.attended)
        self.open(self)

    def _slots(self, slots: tuple[SlotRow, ...]) -> RowsCard:
        look, say = self.desk.look, self.desk.words.say
        card = RowsCard(look, say("meeting_slots"))
        for slot in slots:
            row = RecordRow(look, RowWords("users-round", "meeting", slot.title, slot.people))
            if slot.action == "sign_up":
                row.add_buttons(Button(look, say("sign_up"), partial(self.sign_up, slot.slot), "plain", "check"))
            elif slot.action == "take_back":
                row.add_buttons(Button(look, say("take_back"), partial(self.take_back, slot.signup), "quiet", "x"))
            card.add(row)
        return card

    def _project(self, project: Named) -> QWidget:
        words = self.desk.words.say(
            "go_to", kind=self.desk.words.say("kind_one_project"), name=shortened(project.name, 48)
        )
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Button(self.desk.look, words, partial(self._go, project), "pick"))
        row.addStretch(1)
        return box

    def _go(self, project: Named) -> None:
        self.close_sheet()
        self.record_wanted.emit("project", project.id)

    def sign_up(self, slot: str) -> None:
        """Sign up for a slot of the meeting that is shown."""
        meeting = self._meeting
        self._do(lambda port: port.agenda.sign_up(meeting, slot), "signed_up")

    def take_back(self, signup: str) -> None:
        """Take a sign-up back."""
        self._do(lambda port: port.agenda.take_back(signup), "taken_back")

    def _do(self, work: Callable[[CellPort], object], sentence: str) -> None:
        if self._busy:
            return
        self._busy = True
        said = self.desk.words.say(sentence)

        def done(_answer: object) -> None:
            self.said.emit(said)
            self.show_meeting(self._meeting)

        self.desk.bridge.ask(work, done, self._refused)

    def _refused(self, fault: Fault) -> None:
        self._busy = False
        self.warned.emit(self.desk.words.error(fault.code, fault.fields))

    def _propose(self) -> None:
        self.close_sheet()
        self.proposed.start(self._meeting)


class ProposedSheet(Sheet):
    """What a meeting's attendance suggests to note: nothing is written until somebody accepts."""

    said = Signal(str)
    warned = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk.look, layer, say("proposed_title"), say("proposed_lead"), say("close"))
        self.desk = desk
        self._proposed: Proposed | None = None
        self.words = label("", "card", wrap=True)
        self._already = label("", "body", "text2", wrap=True)
        self.column.addWidget(self.words)
        self.column.addWidget(self._already)
        self.column.addStretch(1)
        self.accept = Button(desk.look, say("proposed_accept"), self._accept, "primary", "check")
        self.foot.addStretch(1)
        self.foot.addWidget(self.accept)

    def start(self, meeting: str) -> None:
        """Read what a meeting suggests, and show it."""
        self.desk.bridge.ask(lambda port: port.noting.proposed(meeting), self._show, self._refused)

    def _show(self, proposed: Proposed) -> None:
        words = self.desk.words
        self._proposed = proposed
        self.words.setText(noting.proposed_words(words, proposed))
        names = [shortened(one.name, 40) for one in proposed.already]
        self._already.setText(
            words.say("proposed_already", names=quantities.names(words, names)) if names and proposed.names else ""
        )
        self.accept.setVisible(bool(proposed.names))
        self.open(self.accept if proposed.names else self)

    def _accept(self) -> None:
        proposed = self._proposed
        if proposed is None:
            return
        self._proposed = None  # accepted twice is one wish
        noted, words = proposed.noting, self.desk.words

        def written(ids: tuple[str, ...]) -> None:
            self.close_sheet()
            self.said.emit(words.say("contribution_saved_each", count=len(ids)))

        self.desk.bridge.ask(lambda port: port.noting.note(noted), written, self._refused)

    def _refused(self, fault: Fault) -> None:
        self.warned.emit(self.desk.words.error(fault.code, fault.fields))
