"""Saying thank you, from wherever one is: to whom, and for what."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.desktop.presenters import acts
from ui.desktop.presenters.acts import MOST_WORDS, Answer
from ui.desktop.presenters.noting import Choices, in_order
from ui.desktop.presenters.ports import CellOverview
from ui.desktop.presenters.projects import Missing
from ui.desktop.views.faces import FacesField
from ui.desktop.views.form import Form
from ui.desktop.views.page import Desk


class ThankForm(Form):
    """Thanks that are about no act in particular; ``saved`` carries the sentence to show."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk, layer, say("thank_title"), say("thank_lead"))
        self._me = ""
        self._wanted: tuple[str, ...] = ()
        self.faces = FacesField(desk)
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(desk.look.px(96))
        self.words.setPlaceholderText(say("answer_words_thanks_hint"))
        self.field(say("thank_whom"), self.faces, "persons")
        self.field(say("answer_words_thanks"), self.words, "words")
        self.finish()

    def start(self, overview: CellOverview, person: str) -> None:
        """Open the form, with a person chosen if one is given."""
        self._me = overview.person
        self._wanted = (person,) if person else ()
        self.faces.choose(())
        self.open(self.words)
        self.desk.bridge.ask(lambda port: port.noting.choices(), self._show_choices)

    def _show_choices(self, choices: Choices) -> None:
        others = [person for person in in_order(choices.persons, choices.near, self._me) if person.id != self._me]
        self.faces.show_persons(others, self._wanted)

    def save(self) -> None:
        """Write the thanks, or say what is missing."""
        words = self.desk.words
        to = tuple(sorted(self.faces.chosen))
        answer = acts.answer_values(words, Answer("", "thanks", self.words.toPlainText()[:MOST_WORDS], to=to), "")
        if isinstance(answer, Missing):
            self.miss(answer)
        elif not to:
            self.miss(Missing("persons", words.say("thank_needs_person")))
        else:
            self.put(lambda port: port.acts.answer(answer), words.say("answered_thanks"))

    def clear(self) -> None:
        """Empty the fields after a save."""
        self.words.clear()
        self.faces.choose(())
