"""The two circles of a project, on its page: their faces, what is missing, naming them, leaving one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from idos_p2p.errors import Fault
from ui.desktop.presenters import circles
from ui.desktop.presenters.circles import CircleSide, CirclesSheet, Member
from ui.desktop.presenters.ports import PersonCard
from ui.desktop.presenters.projects import Missing
from ui.desktop.views.faces import FacesField
from ui.desktop.views.form import Form
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Banner, Card, heading
from ui.desktop.widgets.faces import FaceButton
from ui.desktop.widgets.flow import Flowing
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import label


class CirclesCard(Card):
    """``person_wanted`` carries a person's record; ``open_wanted`` and ``leave_wanted`` ask for their panels."""

    person_wanted = Signal(str)
    open_wanted = Signal()
    leave_wanted = Signal()

    def __init__(self, desk: Desk, sheet: CirclesSheet) -> None:
        super().__init__(desk.look)
        self.desk = desk
        say = desk.words.say
        self.setAccessibleName(say("circles_title"))
        self.column.addWidget(heading(say("circles_title")))
        if sheet.warning:
            self.column.addWidget(Banner(desk.look, "help", "triangle-alert", sheet.warning, sheet.why))
        for side in sheet.sides:
            self._tell(side)
        if sheet.offer == "open":
            button = Button(desk.look, say("circles_open"), self.open_wanted.emit, "plain", "users-round")
        elif sheet.offer == "leave":
            button = Button(desk.look, say("circles_leave"), self.leave_wanted.emit, "quiet", "log-out")
        else:
            return
        box = Flowing(desk.look.px(8))
        box.add(button)
        self.column.addWidget(box)

    def _tell(self, side: CircleSide) -> None:
        look = self.desk.look
        self.column.addWidget(label(side.title, "button_strong", "text2"))
        if not side.persons:
            self.column.addWidget(label(side.empty, "body", "text2", wrap=True))
            return
        box = Flowing(look.px(4))
        for person in side.persons:
            face = FaceButton(look, person.record, person.name)
            face.setCheckable(False)
            face.clicked.connect(partial(self._go, person.record))
            box.add(face)
        self.column.addWidget(box)

    def _go(self, record: str) -> None:
        if record:
            self.person_wanted.emit(record)


class CirclesForm(Form):
    """Naming the two circles of a project that one opened."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk, layer, say("circles_form"), say("circles_form_lead"))
        self.project = ""
        self.concerned, self.carrying = FacesField(desk), FacesField(desk)
        self.field(say("circles_form_concerned"), self.concerned, "concerned")
        self.field(say("circles_form_carrying"), self.carrying, "carrying")
        self.finish()
        self.save_button.rename(say("circles_do"))

    def start(self, project: str) -> None:
        """Open the form on a project."""
        self.project = project
        self.open(self.save_button)
        self.desk.bridge.ask(lambda port: port.circles.members(), self._show_members)

    def _show_members(self, members: tuple[Member, ...]) -> None:
        there = [one for one in members if one.status != "excluded"]
        cards = [PersonCard(one.id, one.name, mine=one.mine) for one in there]
        self.concerned.show_persons(cards, ())
        self.carrying.show_persons(cards, ())
        first = next(iter(self.concerned.buttons.values()), None)
        if first is not None:
            first.setFocus()

    def save(self) -> None:
        """Name the circles, or say what is wrong."""
        project = self.project
        found = circles.chosen(self.desk.words, self.concerned.chosen, self.carrying.chosen)
        if isinstance(found, Missing):
            self.miss(found)
            return
        concerned, carrying = found
        self.put(lambda port: port.circles.open(project, concerned, carrying), self.desk.words.say("circles_opened"))

    def clear(self) -> None:
        """Nobody is picked for the next project."""
        self.concerned.choose(())
        self.carrying.choose(())


class LeaveCircleSheet(Sheet):
    """Asks before one leaves a circle: coming back takes a decision."""

    done = Signal(str)
    refused = Signal(object)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk.look, layer, say("circles_leave_title"), say("circles_leave_lead"), say("close"))
        self.desk = desk
        self._project = ""
        self.column.addStretch(1)
        self.foot.addStretch(1)
        self.confirm = Button(desk.look, say("circles_leave"), self._leave, "primary", "log-out")
        self.foot.addWidget(self.confirm)

    def start(self, project: str) -> None:
        """Ask."""
        self._project = project
        self.open(self.confirm)

    def _leave(self) -> None:
        project, self._project = self._project, ""
        self.close_sheet()
        if project:  # pressed twice is one wish
            self.desk.bridge.ask(lambda port: port.circles.leave(project), self._left, self._refused)

    def _left(self, _answer: object) -> None:
        self.done.emit(self.desk.words.say("circles_left"))

    def _refused(self, fault: Fault) -> None:
        self.refused.emit(fault)
