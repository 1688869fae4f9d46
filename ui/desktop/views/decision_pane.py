"""One decision, whole: its text, its two chambers with faces, its rounds, and one's own answer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from idos_p2p.errors import Fault
from idos_p2p.governance.acts import Answer
from ui.desktop.presenters import decision
from ui.desktop.presenters.answering import Ballot
from ui.desktop.presenters.decision import ChamberSheet, DecisionSheet, Round, Word
from ui.desktop.presenters.ports import CellPort
from ui.desktop.views.decision_forms import DecisionForms
from ui.desktop.views.page import Desk
from ui.desktop.views.pane import Pane
from ui.desktop.views.round_steps import round_steps
from ui.desktop.widgets.answered import AnsweredFaceView
from ui.desktop.widgets.buttons import Button, IconButton, Segments
from ui.desktop.widgets.cards import Banner, Card, heading
from ui.desktop.widgets.flow import Flowing
from ui.desktop.widgets.focus import kept_focus
from ui.desktop.widgets.rows import RecordRow, RowWords, empty
from ui.desktop.widgets.text import label
from ui.words.clean import breakable

COLUMNS = (13, 8)  # of which the text and the rounds take the wider one
ANSWERS = ((Answer.CONSENT, "check"), (Answer.ASIDE, "circle-minus"), (Answer.OBJECTION, "hand"))


class DecisionPane(Pane):
    """The page of one decision, inside Décisions. ``projected`` asks for the large view.

    ``changed`` carries the decision as it was read anew.
    """

    projected = Signal()
    changed = Signal(object)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        self.decision = ""
        self.sheet: DecisionSheet | None = None
        self.at = ""  # the round that is shown
        self.rounds: Segments | None = None
        self.answers: dict[Answer, Button] = {}
        self._busy = False
        self._wide = True
        self.forms = DecisionForms(desk, layer)
        self.forms.done.connect(self.done)
        self.forms.moved.connect(lambda record: self.record_wanted.emit("decision", record))

    def show_decision(self, named: str) -> None:
        """Read a decision and show it."""
        if named != self.decision:
            self.sheet, self.at = None, ""
            self.clear()
        self.decision = named
        words, today = self.desk.words, self.desk.today()

        def question(port: CellPort) -> tuple[str, DecisionSheet]:
            return named, decision.sheet(words, port.deciding.one(named), today)

        self.desk.bridge.ask(question, self._read, self._not_read)

    def _not_read(self, fault: Fault) -> None:
        self.failed.emit(fault)

    def _read(self, answer: tuple[str, DecisionSheet]) -> None:
        named, sheet = answer
        if named != self.decision:
            return
        self._busy = False
        if sheet != self.sheet:
            self.sheet = sheet
            self.at = self.at or sheet.at
            with kept_focus(self):
                self._tell(sheet)
            self.changed.emit(sheet)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns under each other where there is little room."""
        super().resizeEvent(event)
        wide = self.has_room
        if wide != self._wide:
            self._wide = wide
            if self.sheet is not None:
                with kept_focus(self):
                    self._tell(self.sheet)

    def _tell(self, sheet: DecisionSheet) -> None:
        self._tell_head(sheet)
        column = self.content.column
        empty(column)
        column.addWidget(self._banner(sheet))
        left = [self._text(sheet), self._rounds(sheet)]
        right = [self._mine(sheet), self._chambers(sheet), self._why(sheet)]
        if self._wide:
            self.put_beside(list(zip((left, right), COLUMNS, strict=True)))
        else:
            for widget in (left[0], right[0], right[1], left[1], right[2]):
                column.addWidget(widget)
        column.addStretch(1)

    def _tell_head(self, sheet: DecisionSheet) -> None:
        look, say = self.desk.look, self.desk.words.say
        empty(self.head)
        self.back = IconButton(look, say("deciding_back"), self.gone_back.emit, "chevron-left")
        self.head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(look.px(4))
        words.addWidget(label(breakable(sheet.title), "page", wrap=True))
        words.addWidget(label(sheet.by, "body", "text2", wrap=True))
        self.head.addLayout(words, 1)
        self.project_button = Button(look, say("deciding_project_it"), self.projected.emit, "plain", "presentation")
        buttons = [self.project_button]
        if sheet.may_close:
            buttons.append(Button(look, say("deciding_close"), self._close, "quiet", "x"))
        if sheet.may_amend:
            buttons.insert(0, Button(look, say("deciding_amend"), self.amend, "plain", "pencil"))
        if self._wide:
            for button in buttons:
                self.head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            return
        box = Flowing(look.px(8))
        for button in buttons:
            box.add(button)
        words.addWidget(box)

    def _banner(self, sheet: DecisionSheet) -> Banner:
        look, say = self.desk.look, self.desk.words.say
        banner = Banner(look, *sheet.banner)
        if sheet.may_ratify:
            banner.offer(Button(look, say("deciding_ratify"), self._ratify, "plain", "scale"))
        return banner

    def _text(self, sheet: DecisionSheet) -> Card:
        look, say = self.desk.look, self.desk.words.say
        card = Card(look)
        card.column.addWidget(heading(say("deciding_text")))
        if sheet.body:
            card.column.addWidget(label(breakable(sheet.body), "body", wrap=True))
        elif not sheet.does:
            card.column.addWidget(label(say("deciding_no_text"), "body", "text2", wrap=True))
        for sentence in sheet.does:
            card.column.addWidget(label(sentence, "button_strong", wrap=True))
        for note in (*sheet.notes, sheet.review):
            card.column.addWidget(label(note, "body", "text2", wrap=True))
        box = Flowing(look.px(8))
        if sheet.project is not None:
            words = say("deciding_project", name=sheet.project.name)
            box.add(Button(look, words, partial(self._go, "project", sheet.project.id), "pick", "folder-kanban"))
        if sheet.replaces:
            previous = partial(self._go, "decision", sheet.replaces)
            box.add(Button(look, say("deciding_previous"), previous, "pick", "history"))
        if sheet.replaced_by:
            following = partial(self._go, "decision", sheet.replaced_by)
            box.add(Button(look, say("deciding_next"), following, "pick", "arrow-right"))
        if box.flow.count():
            card.column.addWidget(box)
        return card

    def _go(self, kind: str, record: str) -> None:
        self.record_wanted.emit(kind, record)

    def _rounds(self, sheet: DecisionSheet) -> Card:
        look = self.desk.look
        card = Card(look)
        room = self.content.width() - look.px(26 + 34)
        self.rounds = round_steps(
            self.desk, sheet.rounds, self.at, room * COLUMNS[0] // sum(COLUMNS) if self._wide else room
        )
        self.rounds.chosen.connect(self.show_round)
        card.column.addWidget(self.rounds, 0, Qt.AlignmentFlag.AlignLeft)
        self._round = QVBoxLayout()
        self._round.setSpacing(look.px(4))
        card.column.addLayout(self._round)
        self.show_round(self.at)
        return card

    def show_round(self, name: str) -> None:
        """Show another round."""
        sheet, look = self.sheet, self.desk.look
        if sheet is None or self.rounds is None:
            return
        self.at = name
        self.rounds.choose(name)
        shown = sheet.round(name)
        empty(self._round)
        self._round.addWidget(label(shown.lead, "body", "text2", wrap=True))
        for word in shown.words:
            self._round.addWidget(self._word(word))
        if not shown.words:
            self._round.addWidget(self._nothing(shown))
        if shown.offer:
            icon = {"clarification": "message-circle-question", "objection": "hand"}.get(name, "message-circle")
            offer = Button(look, shown.offer, partial(self.speak, name), "plain", icon)
            self._round.addWidget(offer, 0, Qt.AlignmentFlag.AlignLeft)

    def _nothing(self, shown: Round) -> QLabel:
        nothing = label(shown.empty, "body", wrap=True)
        nothing.setContentsMargins(0, self.desk.look.px(4), 0, self.desk.look.px(4))
        return nothing

    def _word(self, word: Word) -> RecordRow:
        look, say = self.desk.look, self.desk.words.say
        row = RecordRow(look, RowWords(word.icon, word.tint, word.title, breakable(word.text), word.when))
        if word.inner:
            row.setContentsMargins(look.px(32), 0, 0, 0)
        if word.notes:
            row.add_chips(word.notes, word.warned)
        acts = {"integrate": "puzzle", "countersign": "signature", "contest": "x"}
        if word.act:
            row.add_buttons(
                Button(look, say(f"deciding_{word.act}"), partial(self._act, word), "plain", acts[word.act])
            )
        return row

    def _mine(self, sheet: DecisionSheet) -> Card:
        look, say, mine = self.desk.look, self.desk.words.say, sheet.mine
        card = Card(look)
        card.column.addWidget(heading(mine.title))
        card.column.addWidget(label(mine.text, "body", "text2", wrap=True))
        self.answers = {}
        if mine.may:
            box = Flowing(look.px(8))
            for answer, icon in ANSWERS:
                kind = "primary" if answer is Answer.CONSENT and not mine.now else "pick"
                button = Button(look, say(f"deciding_{answer.value}"), partial(self.answer, answer), kind, icon)
                button.setCheckable(kind == "pick")
                button.setChecked(mine.now == answer.value)
                self.answers[answer] = button
                box.add(button)
            card.column.addWidget(box)
            card.column.addWidget(label(say("deciding_aside_why"), "caption", "text2", wrap=True))
        if sheet.speakers:
            spoken = Button(look, say("deciding_spoken"), self.note_spoken, "quiet", "speech")
            card.column.addWidget(spoken, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _chambers(self, sheet: DecisionSheet) -> Card:
        look, say = self.desk.look, self.desk.words.say
        card = Card(look)
        for place, chamber in enumerate(sheet.chambers):
            if place:
                card.column.addSpacing(look.px(8))
            card.column.addWidget(heading(chamber.title))
            if chamber.count:
                card.column.addWidget(label(chamber.count, "body", "text2", wrap=True))
            if chamber.faces:
                card.column.addWidget(faces(self.desk, chamber))
            missing = say("deciding_reached") if chamber.reached else chamber.missing or chamber.empty
            if not missing:
                continue
            card.column.addWidget(label(missing, "button_strong", "ok" if chamber.reached else "text", wrap=True))
        return card

    def _why(self, sheet: DecisionSheet) -> Card:
        card = Card(self.desk.look)
        card.column.addWidget(heading(self.desk.words.say("deciding_why")))
        for sentence in sheet.why:
            card.column.addWidget(label(sentence, "body", "text2", wrap=True))
        return card

    def answer(self, answer: Answer) -> None:
        """Answer for oneself: at once, but for an objection, which has its reason."""
        sheet = self.sheet
        if sheet is None or not sheet.mine.may:
            return
        if self.answers.get(answer):  # Qt toggled it: what counts is what was written
            self.answers[answer].setChecked(sheet.mine.now == answer.value)
        if answer is Answer.OBJECTION:
            self.forms.object_to(sheet)
        elif not self._busy and sheet.mine.now != answer.value:
            self._busy = True
            said = self.forms.say_done(f"deciding_answered_{answer.value}")
            self.desk.bridge.ask(lambda port: port.answering.say(sheet.id, Ballot(answer)), said, self._refused)

    def speak(self, name: str) -> None:
        """Open the form of what one says in a round."""
        if self.sheet is None:
            return
        if name == "objection":
            self.answer(Answer.OBJECTION)
        else:
            self.forms.speak(self.sheet, name)

    def note_spoken(self) -> None:
        """Open the form of an answer that somebody without a computer spoke."""
        if self.sheet is not None:
            self.forms.note_spoken(self.sheet)

    def amend(self) -> None:
        """Open the form of a new version."""
        if self.sheet is not None:
            self.forms.amend_it(self.sheet)

    def _close(self) -> None:
        if self.sheet is not None:
            self.forms.close_it(self.sheet)

    def _ratify(self) -> None:
        sheet = self.sheet
        if sheet is None or self._busy:
            return
        self._busy = True
        title = self.desk.words.say("deciding_ratify_title", title=sheet.title)
        self.desk.bridge.ask(lambda port: port.proposing.ratify(sheet.id, title), self._ratified, self._refused)

    def _ratified(self, proposal: str) -> None:
        self._busy = False
        self._go("decision", proposal)

    def _act(self, word: Word) -> None:
        if word.act == "integrate":
            self.forms.integrate(word)
        elif not self._busy:
            self._busy = True
            if word.act == "countersign":
                said = self.forms.say_done("deciding_countersigned")
                self.desk.bridge.ask(lambda port: port.answering.countersign(word.id), said, self._refused)
            else:
                contested = self.forms.say_done("deciding_contested_now")
                self.desk.bridge.ask(lambda port: port.answering.contest(word.id), contested, self._refused)

    def _refused(self, fault: Fault) -> None:
        self._busy = False
        self.failed.emit(fault)


def faces(desk: Desk, chamber: ChamberSheet, size: int = 44) -> Flowing:
    """Return the faces of a chamber."""
    box = Flowing(desk.look.px(2))
    for one in chamber.faces:
        box.add(AnsweredFaceView(desk.look, one, size))
    return box
