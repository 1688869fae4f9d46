"""The panels of a decision: an objection, what somebody said, a spoken answer, how an objection is lifted, an end."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from idos_p2p.errors import Fault
from idos_p2p.governance.acts import Answer
from ui.desktop.presenters import answering
from ui.desktop.presenters.answering import GROUNDS
from ui.desktop.presenters.decision import DecisionSheet, Word
from ui.desktop.presenters.ports import PersonCard
from ui.desktop.presenters.projects import Missing
from ui.desktop.views.amend_form import AmendForm
from ui.desktop.views.form import Form
from ui.desktop.views.gift_form import fill
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button, Segments
from ui.desktop.widgets.choices import Choice
from ui.desktop.widgets.sheet import Sheet

F = TypeVar("F", bound=Form)

SPOKEN = (Answer.CONSENT, Answer.ASIDE, Answer.OBJECTION)


def words_field(desk: Desk, height: int = 96) -> QPlainTextEdit:
    """Return a field of several lines."""
    text = QPlainTextEdit()
    text.setTabChangesFocus(True)
    text.setFixedHeight(desk.look.px(height))
    return text


class DecisionForms(QObject):
    """The panels, one of each. ``done`` carries a sentence, ``moved`` the decision that took this one's place."""

    done = Signal(str)
    moved = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(layer)
        self.desk, self._layer = desk, layer

    @cached_property
    def objection(self) -> ObjectionForm:
        """The form of an objection; each panel is made when it is first opened."""
        return self._made(ObjectionForm(self.desk, self._layer))

    @cached_property
    def spoken(self) -> SpokenForm:
        """The form of a spoken answer."""
        return self._made(SpokenForm(self.desk, self._layer))

    @cached_property
    def words(self) -> SayForm:
        """The form of a question or of a reaction."""
        return self._made(SayForm(self.desk, self._layer))

    @cached_property
    def integration(self) -> IntegrateForm:
        """The form of how an objection is taken up."""
        return self._made(IntegrateForm(self.desk, self._layer))

    @cached_property
    def version(self) -> AmendForm:
        """The form of a new version."""
        made = self._made(AmendForm(self.desk, self._layer))
        made.moved.connect(self.moved)
        return made

    @cached_property
    def closing(self) -> CloseSheet:
        """What asks before a proposal is withdrawn."""
        made = CloseSheet(self.desk, self._layer)
        made.done.connect(self.done)
        return made

    def _made(self, form: F) -> F:
        form.saved.connect(self.done)
        return form

    def say_done(self, key: str) -> Callable[[object], None]:
        """Return what says that something was done; that it was adopted, where the answer says so."""
        words = self.desk.words

        def said(adopted: object) -> None:
            self.done.emit(answering.outcome(words, key, adopted=adopted is True))

        return said

    def object_to(self, sheet: DecisionSheet) -> None:
        """Open the form of an objection."""
        self.objection.start(sheet)

    def speak(self, sheet: DecisionSheet, name: str) -> None:
        """Open the form of a question or of a reaction."""
        self.words.start(sheet, name)

    def note_spoken(self, sheet: DecisionSheet) -> None:
        """Open the form of a spoken answer."""
        self.spoken.start(sheet)

    def integrate(self, word: Word) -> None:
        """Open the form of how an objection is lifted."""
        self.integration.start(word)

    def amend_it(self, sheet: DecisionSheet) -> None:
        """Open the form of a new version."""
        self.version.start(sheet)

    def close_it(self, sheet: DecisionSheet) -> None:
        """Ask before a proposal is withdrawn."""
        self.closing.start(sheet)


class AnswerForm(Form):
    """What an objection, and a spoken answer, have in common: the ground, and the words."""

    def __init__(self, desk: Desk, layer: QWidget, name: str) -> None:
        super().__init__(desk, layer, desk.words.say(f"{name}_title"), desk.words.say(f"{name}_lead"))
        self.sheet: DecisionSheet | None = None
        self.ground = Choice(desk.look)
        self.ground.addItem(desk.words.say("propose_none"), "")
        for ground in GROUNDS:
            self.ground.addItem(desk.words.say(f"deciding_ground_{ground.value}"), ground.value)
        self.words = words_field(desk)

    def write_ballot(self, answer: Answer, voter: str, done: str) -> None:
        """Write the answer, or say what is missing."""
        sheet, words = self.sheet, self.desk.words
        if sheet is None:
            return
        ballot = answering.ballot(words, answer, self.ground.currentData(), self.words.toPlainText(), voter)
        if isinstance(ballot, Missing):
            self.miss(ballot)
            return
        self.put(lambda port: port.answering.say(sheet.id, ballot), done)

    def _written(self, record: object) -> None:
        self._sentence = answering.outcome(self.desk.words, self._sentence, adopted=record is True)
        super()._written(record)

    def clear(self) -> None:
        """Empty the fields after a save."""
        self.words.clear()
        self.ground.setCurrentIndex(0)


class ObjectionForm(AnswerForm):
    """An objection: what it protects, and in which words."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk, layer, "objection")
        self.field(say("objection_ground"), self.ground, "ground")
        self.field(say("objection_words"), self.words, "words")
        self.finish()
        self.save_button.rename(say("objection_do"))

    def start(self, sheet: DecisionSheet) -> None:
        """Open the form on a decision."""
        self.sheet = sheet
        self.open(self.ground)

    def save(self) -> None:
        """Write the objection, or say what is missing."""
        self.write_ballot(Answer.OBJECTION, "", "deciding_answered_objection")


class SpokenForm(AnswerForm):
    """The answer of somebody without a computer, noted by one who heard it."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk, layer, "spoken")
        self._answer = Answer.CONSENT
        self.who = Choice(desk.look)
        offers = [(one.value, say(f"deciding_{one.value}")) for one in SPOKEN]
        self.answer = Segments(desk.look, say("spoken_answer"), offers, Answer.CONSENT.value)
        self.answer.chosen.connect(self.choose)
        self.field(say("spoken_who"), self.who, "voter")
        self.field(say("spoken_answer"), self.answer, "answer")
        self.field(say("objection_ground"), self.ground, "ground")
        self.field(say("spoken_words"), self.words, "words")
        self.finish()
        self.save_button.rename(say("spoken_do"))

    def start(self, sheet: DecisionSheet) -> None:
        """Open the form on a decision."""
        self.sheet = sheet
        fill(self.who, self.desk.words.say("propose_none"), ((one.person.hex(), one.name) for one in sheet.speakers))
        self.choose(Answer.CONSENT.value)
        self.open(self.who)

    def choose(self, answer: str) -> None:
        """Take the answer that was spoken; an objection has a ground, and nothing else has."""
        self._answer = Answer(answer)
        self.answer.choose(answer)
        self.show_field("ground", shown=self._answer is Answer.OBJECTION)

    def save(self) -> None:
        """Write the answer, or say what is missing."""
        if not self.who.currentData():
            self.miss(Missing("voter", self.desk.words.say("deciding_need_speaker")))
            return
        self.write_ballot(self._answer, self.who.currentData(), "deciding_answered_spoken")


class SayForm(Form):
    """A question or a reaction, of oneself or of somebody else in the room."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk, layer, say("round_reaction"), say("round_reaction_lead"))
        self.sheet: DecisionSheet | None = None
        self._round = ""
        self.who, self.words = Choice(desk.look), words_field(desk)
        self.field(say("say_words"), self.words, "words")
        self.field(say("say_who"), self.who, "who")
        self.finish()
        self.save_button.rename(say("say_do"))

    def start(self, sheet: DecisionSheet, name: str) -> None:
        """Open the form for a round of a decision."""
        say = self.desk.words.say
        self.sheet, self._round = sheet, name
        self.rename(say(f"round_{name}_do"), say(f"round_{name}_lead"))
        self.open(self.words)
        self.desk.bridge.ask(lambda port: port.persons(), self._show_persons)

    def _show_persons(self, persons: tuple[PersonCard, ...]) -> None:
        fill(self.who, self.desk.words.say("say_me"), ((one.id, one.name) for one in persons if not one.mine))

    def save(self) -> None:
        """Write it, or say what is missing."""
        sheet, name, teller = self.sheet, self._round, self.who.currentData() or ""
        said = answering.said_words(self.desk.words, self.words.toPlainText())
        if isinstance(said, Missing):
            self.miss(said)
        elif sheet is not None:
            self.put(
                lambda port: port.answering.comment(sheet.id, said, name, teller),
                self.desk.words.say("deciding_said_now"),
            )

    def clear(self) -> None:
        """Empty the fields after a save."""
        self.words.clear()
        self.who.setCurrentIndex(0)


class IntegrateForm(Form):
    """How an objection is lifted."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk, layer, say("integrate_title"), say("integrate_lead"))
        self._comment = ""
        self.words = words_field(desk, 120)
        self.field(say("integrate_words"), self.words, "words")
        self.finish()
        self.save_button.rename(say("say_do"))

    def start(self, word: Word) -> None:
        """Open the form on an objection."""
        self._comment = word.id
        self.rename(self.desk.words.say("integrate_title"), f"{word.title} — {word.text[:160]}")
        self.open(self.words)

    def save(self) -> None:
        """Write it, or say what is missing."""
        comment = self._comment
        said = answering.said_words(self.desk.words, self.words.toPlainText())
        if isinstance(said, Missing):
            self.miss(said)
        else:
            self.put(
                lambda port: port.answering.integrate(comment, said), self.desk.words.say("deciding_integrated_now")
            )

    def clear(self) -> None:
        """Empty the field after a save."""
        self.words.clear()


class CloseSheet(Sheet):
    """Asks before a proposal is withdrawn: that cannot be taken back."""

    done = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk.look, layer, say("deciding_close_title"), say("deciding_close_lead"), say("close"))
        self.desk = desk
        self._decision = ""
        self.column.addStretch(1)
        self.foot.addStretch(1)
        self.confirm = Button(desk.look, say("deciding_close_do"), self._close, "primary", "x")
        self.foot.addWidget(self.confirm)

    def start(self, sheet: DecisionSheet) -> None:
        """Ask."""
        self._decision = sheet.id
        self.open(self.confirm)

    def _close(self) -> None:
        named, self._decision = self._decision, ""
        self.close_sheet()
        if named:  # pressed twice is one wish
            self.desk.bridge.ask(lambda port: port.answering.close(named), self._closed, self._refused)

    def _closed(self, _answer: object) -> None:
        self.done.emit(self.desk.words.say("deciding_closed_now"))

    def _refused(self, fault: Fault) -> None:
        self.desk.bridge.trouble_came.emit(fault)
