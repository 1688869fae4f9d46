"""One person: what they are in the cell, the acts that say so, and what can be proposed about them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.desktop.presenters import belonging
from ui.desktop.presenters.belonging import Belonger, MembersView
from ui.desktop.presenters.faces import face
from ui.desktop.theme.tokens import AVATAR
from ui.desktop.views.form import Form
from ui.desktop.views.gift_form import fill
from ui.desktop.views.page import Desk
from ui.desktop.views.thread_sheet import clear
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.choices import Choice
from ui.desktop.widgets.faces import Avatar
from ui.desktop.widgets.flow import Flowing
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import label


class MemberSheet(Sheet):
    """``story_wanted`` carries a record, ``confirm_wanted`` and ``recover_wanted`` a person among the acts."""

    story_wanted = Signal(str)
    confirm_wanted = Signal(str)
    recover_wanted = Signal(str)
    place_wanted = Signal()

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk.look, layer, desk.words.say("nav_members"), "", desk.words.say("close"))
        self.desk = desk
        self.person = ""

    def show_person(self, view: MembersView, one: Belonger) -> None:
        """Show a person; what was shown before goes."""
        words, look = self.desk.words, self.desk.look
        clear(self)
        self.person = one.member.id
        self.rename(belonging.name_of(words, one), "")
        head = QWidget()
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(12))
        row.addWidget(Avatar(look, AVATAR, face(one.member.name)), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label(belonging.standing(words, one), "body", "text2", wrap=True), 1)
        self.column.addWidget(head)
        if one.member.status == "guest" and view.voice:
            self.column.addWidget(label(words.say("member_confirm_why"), "body", wrap=True))
        self._add_facts(one)
        first = self._add_buttons(view, one)
        self.column.addStretch(1)
        self.open(first or self)

    def _add_facts(self, one: Belonger) -> None:
        words = self.desk.words
        told = belonging.facts(words, one, self.desk.today())
        if told:
            title = label(words.say("member_why"), "heading", "text2")
            title.setContentsMargins(0, self.desk.look.px(8), 0, 0)
            self.column.addWidget(title)
        for fact in told:
            self.column.addWidget(label(fact, "body", wrap=True))

    def _add_buttons(self, view: MembersView, one: Belonger) -> Button | None:
        say, look, person = self.desk.words.say, self.desk.look, one.member.id
        buttons: list[Button] = []

        def button_for(key: str, kind: str, icon: str, action: Callable[[], object]) -> None:
            buttons.append(Button(look, say(key), lambda: self._do(action), kind, icon))

        if one.member.mine:
            button_for("members_place", "primary", "circle-user-round", self.place_wanted.emit)
        if view.voice and one.member.status == "guest":
            button_for("member_confirm", "primary", "scale", lambda: self.confirm_wanted.emit(person))
        if belonging.may_recover(view, one):
            button_for("member_recover", "plain", "laptop", lambda: self.recover_wanted.emit(person))
        if one.record:
            button_for("member_story", "plain", "waypoints", lambda: self.story_wanted.emit(one.record))
        box = Flowing(look.px(8))
        for button in buttons:
            box.add(button)
        self.column.addSpacing(look.px(10))
        self.column.addWidget(box)
        return buttons[0] if buttons else None

    def _do(self, action: Callable[[], object]) -> None:
        self.close_sheet()
        action()


class RecoverForm(Form):
    """Proposes that a guest's computer becomes a person's. ``put_as`` carries the decision."""

    put_as = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk, layer, say("recovering_title", name=""), say("recovering_lead"))
        self.guest = Choice(desk.look)
        self.guest.entered.connect(self.save)
        self.field(say("recovering_guest"), self.guest, "guest")
        self.column.addWidget(label(say("recovering_care"), "caption", "text2", wrap=True))
        self.finish()
        self.save_button.rename(say("recovering_do"))
        self._person = self._wanted = ""

    def start(self, view: MembersView, one: Belonger) -> None:
        """Open the form for a person."""
        words = self.desk.words
        self._person = one.member.id
        self._wanted = words.say("recovering_title", name=belonging.name_of(words, one))
        self.rename(self._wanted, words.say("recovering_lead"))
        others = [each for each in belonging.guests(view) if each is not one]
        fill(self.guest, words.say("recovering_none"), belonging.named(others, words))
        self.open(self.guest)

    def save(self) -> None:
        """Put the proposal, or say what is missing."""
        person, guest, title = self._person, self.guest.currentData() or "", self._wanted
        if not guest:
            self.miss(belonging.missing_guest(self.desk.words))
            return
        done = self.desk.words.say("recovering_done")
        self.put(lambda port: port.belonging.recover(person, guest, title), done)

    def _written(self, record: object) -> None:
        super()._written(record)
        if isinstance(record, str):
            self.put_as.emit(record)

    def clear(self) -> None:
        """Choose nobody."""
        self.guest.setCurrentIndex(0)
