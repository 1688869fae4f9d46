"""Who is in the room: cards for those not up to date yet, faces for the others, and how far each computer is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from ui.desktop.presenters.meeting import ComputerHere, People, PersonRow, Step
from ui.desktop.theme.tokens import AVATAR, RADIUS_CARD
from ui.desktop.views.page import Desk
from ui.desktop.widgets.cards import Icon, heading
from ui.desktop.widgets.choices import ENTER
from ui.desktop.widgets.faces import Avatar
from ui.desktop.widgets.flow import Flowing
from ui.desktop.widgets.rows import empty
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.steps import StepStrip
from ui.desktop.widgets.text import ElidedLabel, label, set_tooltip
from ui.words.clean import breakable

TILE = 216  # pixels of a face with its name


class PersonCardFrame(QFrame):
    """One person; ``opened`` asks for their computers, by click, Entrée or Espace."""

    opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        look = self._look = desk.look
        self._say = desk.words.say
        self._key, self._over = "", False
        self.setProperty("frame", "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        row.setSpacing(look.px(14))
        self._avatar = Avatar(look, AVATAR)
        self.name = ElidedLabel("card")
        self.line = label("", "caption", "text2", wrap=True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.steps = StepStrip(look)
        self._done = Icon(look, "circle-check", "ok", 24)
        column = QVBoxLayout()
        column.setSpacing(look.px(5))
        column.addStretch(1)
        for widget in (self.name, self.progress, self.line, self.steps):
            column.addWidget(widget)
        column.addStretch(1)
        row.addWidget(self._avatar)
        row.addLayout(column, 1)
        row.addWidget(self._done)

    def show_row(self, row: PersonRow) -> None:
        """Show a person's state."""
        self._key = row.key
        self._avatar.show_face(row.face)
        self.name.show_text(row.name)
        self.line.setText(breakable(row.line))
        self.setAccessibleName(row.spoken)
        self.progress.setVisible(row.share is not None)
        self.progress.setAccessibleName(row.spoken)
        self.progress.setValue(round((row.share or 0.0) * 1000))
        self._done.setVisible(row.done)
        slowest = _slowest(row.computers)
        self.steps.setVisible(slowest is not None and not row.done)
        if slowest is not None:
            self.steps.show_steps([(step.title, step.holds) for step in slowest.steps], trouble=row.trouble)
        opens = bool(row.computers)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if opens else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        set_tooltip(self, self._say("people_details") if opens else "")
        tone = "danger" if row.trouble else "text2"
        if self.line.property("tone") != tone:
            self.line.setProperty("tone", tone)
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ask for the computers."""
        if self.focusPolicy() is not Qt.FocusPolicy.NoFocus and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self._key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ask for the computers with Entrée or Espace."""
        if event.key() in (*ENTER, Qt.Key.Key_Space) and self.focusPolicy() is not Qt.FocusPolicy.NoFocus:
            self.opened.emit(self._key)
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be opened."""
        self._over = self.focusPolicy() is not Qt.FocusPolicy.NoFocus
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Be quiet again."""
        self._over = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card, and the ring of the keyboard."""
        super().paintEvent(event)
        if not self._over and not self.hasFocus():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QPen(self._look.color("focus"), 2) if self.hasFocus() else QPen(self._look.color("border_strong"), 1)
        painter.setPen(ring)
        radius = self._look.px(RADIUS_CARD)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), radius, radius)
        painter.end()


class FaceTile(QWidget):
    """A person who is up to date, among many."""

    def __init__(self, desk: Desk, row: PersonRow) -> None:
        super().__init__()
        look = desk.look
        self.setFixedWidth(look.px(TILE))
        line = QHBoxLayout(self)
        line.setContentsMargins(0, look.px(2), 0, look.px(2))
        line.setSpacing(look.px(8))
        line.addWidget(Avatar(look, 32, row.face))
        name = ElidedLabel("body")
        name.show_text(row.name)
        line.addWidget(name, 1)
        line.addWidget(Icon(look, "check", "ok", 16))
        self.setAccessibleName(row.spoken)


class PeopleHere(QWidget):
    """The part of the page. ``opened`` carries the key of a person whose computers one wants to see."""

    opened = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        look, say = desk.look, desk.words.say
        self.cards: dict[str, PersonCardFrame] = {}
        self._faces: tuple[PersonRow, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(8))
        self.heading = heading("")
        self.alone = label(say("people_none_why"), "body", "text2", wrap=True)
        column.addWidget(self.heading)
        column.addWidget(self.alone)
        self._list = QVBoxLayout()
        self._list.setSpacing(look.px(8))
        column.addLayout(self._list)
        self._faces_heading = heading("")
        self.faces = Flowing(look.px(8))
        column.addWidget(self._faces_heading)
        column.addWidget(self.faces)

    def show_people(self, shown: People) -> None:
        """Show who is present; whoever was there before keeps their card, and with it the keyboard."""
        self.heading.setText(shown.heading)
        self.alone.setVisible(not shown.cards and not shown.faces)
        here = {row.key for row in shown.cards}
        for key in [key for key in self.cards if key not in here]:
            card = self.cards.pop(key)
            self._list.removeWidget(card)
            card.deleteLater()
        for place, row in enumerate(shown.cards):
            self._put(place, row)
        self._faces_heading.setText(shown.faces_heading)
        self._faces_heading.setVisible(bool(shown.faces and shown.cards))
        self.faces.setVisible(bool(shown.faces))
        if [(row.key, row.name) for row in shown.faces] != [(row.key, row.name) for row in self._faces]:
            empty(self.faces.flow)
            for row in shown.faces:
                self.faces.add(FaceTile(self._desk, row))
            self.faces.refit()
        self._faces = shown.faces

    def _put(self, place: int, row: PersonRow) -> None:
        card = self.cards.get(row.key)
        if card is None:
            card = self.cards[row.key] = PersonCardFrame(self._desk)
            card.opened.connect(self.opened)
        if self._list.indexOf(card) != place:
            self._list.insertWidget(place, card)
        card.show_row(row)


class ComputersSheet(Sheet):
    """How far each computer of one person is: four states, each with its reason."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk.look, layer, say("people_details"), say("people_details_lead"), say("close"))
        self._desk = desk
        self._shown: PersonRow | None = None
        self._content = QVBoxLayout()
        self._content.setSpacing(desk.look.px(10))
        self.column.addLayout(self._content)
        self.column.addStretch(1)

    def start(self, row: PersonRow) -> None:
        """Show one person's computers."""
        self._tell(row)
        self.open(self)

    def follow(self, rows: dict[str, PersonRow]) -> None:
        """Show how far they are by now; somebody who left is shown as they were."""
        if self._shown is not None and not self.isHidden() and self._shown.key in rows:
            row = rows[self._shown.key]
            if row != self._shown:
                self._tell(row)

    def _tell(self, row: PersonRow) -> None:
        self._shown = row
        say = self._desk.words.say
        self.rename(say("people_details_of", name=row.name), say("people_details_lead"))
        empty(self._content)
        for computer in row.computers:
            if len(row.computers) > 1:
                self._content.addWidget(heading(computer.title))
            for step in computer.steps:
                self._content.addWidget(self._step(step))

    def _step(self, step: Step) -> QWidget:
        look, say = self._desk.look, self._desk.words.say
        icon, tint = ("circle-check", "ok") if step.holds else ("circle-dashed", "text2")
        if step.trouble:
            icon, tint = "triangle-alert", "danger"
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(12))
        row.addWidget(Icon(look, icon, tint, 22), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(label(step.title, "button_strong"))
        column.addWidget(label(breakable(step.reason), "body", "text2", wrap=True))
        row.addLayout(column, 1)
        box.setAccessibleName(
            say("spoken_step", title=step.title, state=say("step_yes" if step.holds else "step_no"), reason=step.reason)
        )
        return box


def _slowest(computers: tuple[ComputerHere, ...]) -> ComputerHere | None:
    """Return the computer that is least far."""
    return min(computers, key=lambda one: sum(step.holds for step in one.steps), default=None)
