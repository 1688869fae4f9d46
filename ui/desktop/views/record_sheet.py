"""The sheet of one record: what it says, who is in it, what was said of it, and the four things one may answer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from idos_p2p.errors import Fault
from ui.desktop.presenters import acts
from ui.desktop.presenters.acts import MOST_WORDS, Answer, RecordSheet
from ui.desktop.presenters.ports import CellPort, Named
from ui.desktop.presenters.projects import Missing
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Icon
from ui.desktop.widgets.flow import Flowing
from ui.desktop.widgets.rows import RecordRow, RowsCard, RowWords, empty
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import label
from ui.words.clean import breakable

_ICONS = {"present": "user-round", "right": "badge-check", "correction": "message-circle", "thanks": "heart"}


class RecordView(Sheet):
    """``record_wanted`` carries the kind and the id of another record; ``said`` the sentence of what was written."""

    record_wanted = Signal(str, str)
    history_wanted = Signal(str)
    said = Signal(str)
    warned = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk.look, layer, "", "", desk.words.say("close"))
        self.desk = desk
        self._me = ""
        self._record = ""
        self._says = ""  # the answer that is being written: "correction", "thanks" or ""
        self._wanted = ""  # an answer asked for before the sheet was read
        self._shown: RecordSheet | None = None
        self._busy = False
        self._content = QVBoxLayout()
        self._content.setSpacing(desk.look.px(8))
        self._around = QVBoxLayout()  # where one may go from here, and what was said of it
        self._around.setSpacing(desk.look.px(8))
        self.column.addLayout(self._content)
        self.column.addSpacing(desk.look.px(4))
        self.buttons: dict[str, Button] = {}
        box = Flowing(desk.look.px(8))
        for says in ("present", "right", "correction", "thanks"):
            button = Button(desk.look, desk.words.say(f"act_{says}"), partial(self.choose, says), "plain", _ICONS[says])
            self.buttons[says] = button
            box.add(button)
        self._answers = box
        self.column.addWidget(box)
        self._make_answer()
        self.column.addSpacing(desk.look.px(4))
        self.column.addLayout(self._around)
        self.column.addStretch(1)
        self.history = Button(desk.look, desk.words.say("past_history"), self._history, "quiet", "history")
        self.foot.addStretch(1)
        self.foot.addWidget(self.history)

    def show_record(self, record: str, me: str, answer: str = "") -> None:
        """Read a record and show it; ``answer`` opens one of the answers at once."""
        self._record, self._me, self._wanted = record, me, answer
        words, today = self.desk.words, self.desk.today()

        def question(port: CellPort) -> RecordSheet:
            return acts.record_sheet(words, port.acts.record(record), me, today)

        self.desk.bridge.ask(question, self._read, self._not_read)

    def _not_read(self, fault: Fault) -> None:
        self.warned.emit(self.desk.words.error(fault.code, fault.fields))

    def _read(self, shown: RecordSheet) -> None:
        if shown.card.id != self._record:
            return
        self._shown = shown
        self.rename(shown.title, shown.lead)
        empty(self._content)
        empty(self._around)
        self._tell(shown)
        for says, button in self.buttons.items():
            button.setVisible(bool(shown.thankable) if says == "thanks" else shown.attestable)
        self._answers.setVisible(bool(shown.thankable) or shown.attestable)
        self._answers.refit()
        self._write("")
        first = next((button for button in self.buttons.values() if not button.isHidden()), None)
        self.open(first if first is not None else self)
        if self._wanted:
            self.choose(self._wanted)
            self._wanted = ""

    def _tell(self, shown: RecordSheet) -> None:
        look, say = self.desk.look, self.desk.words.say
        if shown.words and shown.words != shown.title:
            self._content.addWidget(label(breakable(shown.words), "body", wrap=True))
        for icon, sentence in shown.facts:
            row = QHBoxLayout()
            row.setSpacing(look.px(10))
            row.addWidget(Icon(look, icon, "text2", 18))
            row.addWidget(label(sentence, "body", "text", wrap=True), 1)
            self._content.addLayout(row)
        if shown.goes:
            box = Flowing(look.px(8))
            for words, target in shown.goes:
                box.add(Button(look, words, partial(self._go, target), "pick"))
            self._around.addWidget(box)
            box.refit()
        if shown.answers:
            card = RowsCard(look, shown.answers_title)
            for answer in shown.answers:
                line = RecordRow(look, RowWords(answer.icon, answer.tint, answer.title, answer.text, answer.when))
                card.add(line)
            self._around.addWidget(card)
        elif shown.attestable:
            self._around.addWidget(label(say("record_no_answers"), "body", "text2", wrap=True))

    def _make_answer(self) -> None:
        look, say = self.desk.look, self.desk.words.say
        self._answer = QWidget()
        column = QVBoxLayout(self._answer)
        column.setContentsMargins(0, look.px(6), 0, 0)
        column.setSpacing(look.px(6))
        self._question = label("", "button_strong", wrap=True)
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(look.px(80))
        self._time_question = label(say("answer_time"), "button_strong")
        self.time = QLineEdit()
        self.time.setMaxLength(16)
        self.time.setPlaceholderText(say("contribution_time_hint"))
        self.time.setAccessibleName(say("answer_time"))
        self.trouble = label("", "body", "danger", wrap=True)
        self.send = Button(look, say("answer_send"), self.send_answer, "primary", "check")
        for widget in (self._question, self.words, self._time_question, self.time, self.trouble):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.send)
        column.addLayout(row)
        self.column.addWidget(self._answer)
        self._answer.hide()

    def choose(self, says: str) -> None:
        """Say that one was there, or that it is right; or open the words of a correction or of thanks."""
        if self._shown is None:
            return
        if says in ("present", "right"):
            self._put(Answer(self._record, says))
        else:
            self._write(says)
            self.words.setFocus()

    def _write(self, says: str) -> None:
        say = self.desk.words.say
        self._says = says
        self.trouble.hide()
        self._answer.setVisible(bool(says))
        if not says or self._shown is None:
            return
        self.words.clear()
        self.time.clear()
        names = self._shown.thankable_names
        self._question.setText(
            say("thank_for_names", names=names) if says == "thanks" else say("answer_words_correction")
        )
        self.words.setAccessibleName(say(f"answer_words_{says}"))
        self.words.setPlaceholderText(say(f"answer_words_{says}_hint"))
        for widget in (self._time_question, self.time):
            widget.setVisible(says == "correction")

    def send_answer(self) -> None:
        """Write what was typed, or say what is missing."""
        if self._shown is None or self._busy:
            return
        to = self._shown.thankable if self._says == "thanks" else ()
        typed = Answer(self._record, self._says, self.words.toPlainText()[:MOST_WORDS], to=to)
        answer = acts.answer_values(self.desk.words, typed, self.time.text())
        if isinstance(answer, Missing):
            self._complain(answer.sentence)
            (self.time if answer.field == "time" else self.words).setFocus()
            return
        self._put(answer)

    def _put(self, answer: Answer) -> None:
        if self._busy:
            return
        self._busy = True
        sentence = self.desk.words.say(f"answered_{answer.says}")

        def written(_record: str) -> None:
            self._busy = False
            self.said.emit(sentence)
            self.close_sheet()

        self.desk.bridge.ask(lambda port: port.acts.answer(answer), written, self._refused)

    def _refused(self, fault: Fault) -> None:
        self._busy = False
        sentence = self.desk.words.error(fault.code, fault.fields)
        if self._says:
            self._complain(sentence)
        else:
            self.warned.emit(sentence)

    def _complain(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.show()

    def _go(self, target: Named) -> None:
        self.close_sheet()
        self.record_wanted.emit(target.kind, target.id)

    def _history(self) -> None:
        self.close_sheet()
        self.history_wanted.emit(self._record)
