"""Rencontre: who is in the room, how far each has come, and the invitation."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
)

from idos_p2p.errors import Fault
from ui.desktop.presenters.meeting import PeerRow, Room, room
from ui.desktop.presenters.ports import CellOverview, Event, MeetingPort, PeerCard, PeersChanged
from ui.desktop.theme.tokens import AVATAR
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.scrolling import PageScroll
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Banner, Card, Icon, heading
from ui.desktop.widgets.faces import Avatar
from ui.desktop.widgets.text import ElidedLabel, label

INVITE_WIDTH = 300
BESIDE_FROM = 760  # pixels at 100 % from which the invitation stands beside the list


class PeerCardFrame(QFrame):
    """One computer nearby."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        look = desk.look
        self.setProperty("frame", "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), look.px(14), look.px(16), look.px(14))
        row.setSpacing(look.px(14))
        self._avatar = Avatar(look, AVATAR)
        self._name = ElidedLabel("card")
        self._line = label("", "caption", "text2", wrap=True)
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 1000)
        self._done = Icon(look, "circle-check", "ok", 24)
        column = QVBoxLayout()
        column.setSpacing(look.px(5))
        column.addStretch(1)
        for widget in (self._name, self._progress, self._line):
            column.addWidget(widget)
        column.addStretch(1)
        row.addWidget(self._avatar)
        row.addLayout(column, 1)
        row.addWidget(self._done)

    def show_row(self, row: PeerRow) -> None:
        """Show a computer's state."""
        self._avatar.show_face(row.face)
        self._name.show_text(row.name)
        self._line.setText(row.line)
        self.setAccessibleName(row.spoken)
        self._progress.setVisible(row.share is not None)
        self._progress.setAccessibleName(row.spoken)
        self._progress.setValue(round((row.share or 0.0) * 1000))
        self._done.setVisible(row.done)
        tone = "danger" if row.trouble else "text2"
        if self._line.property("tone") != tone:
            self._line.setProperty("tone", tone)
            self._line.style().unpolish(self._line)
            self._line.style().polish(self._line)


class MeetingPage(Page):
    """The room."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        look, say = desk.look, desk.words.say
        self._cards: dict[str, PeerCardFrame] = {}
        self.head(say("nav_meeting"), say("meeting_lead"))
        self.banner = Banner(look, "hidden", "wifi-off", say("meeting_hidden"), say("meeting_hidden_why"))
        self.top.addWidget(self.banner)
        scroll = PageScroll(look)
        self._columns = scroll.column
        self._columns.setSpacing(look.px(16))
        self._columns.addLayout(self._left(), 1)
        self.invitation = Invitation(desk)
        self.invitation.warned.connect(self.warned)
        self._columns.addWidget(self.invitation, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(scroll, 1)

    def _left(self) -> QVBoxLayout:
        look, say = self.desk.look, self.desk.words.say
        column = QVBoxLayout()
        column.setSpacing(look.px(8))
        self.heading = heading(say("meeting_none"))
        column.addWidget(self.heading)
        self._list = QVBoxLayout()
        self._list.setSpacing(look.px(8))
        column.addLayout(self._list)
        column.addWidget(Banner(look, "help", "life-buoy", say("help_missing"), say("help_missing_why")))
        column.addStretch(1)
        return column

    def concerns(self, event: Event) -> bool:
        """Return whether somebody came, went, or moved on."""
        return isinstance(event, PeersChanged)

    def show_overview(self, overview: CellOverview) -> None:
        """Show the name of the cell in the banner."""
        changed = self.overview is None or self.overview.name != overview.name
        super().show_overview(overview)
        if changed and self.isVisible():
            self.refresh()

    def ask(self) -> None:
        """Read who is in the room."""

        def question(meeting: MeetingPort) -> tuple[bool, tuple[PeerCard, ...]]:
            return meeting.visible(), meeting.peers()

        self.desk.bridge.ask_meeting(question, self._read, self.refused)

    def _read(self, answer: tuple[bool, tuple[PeerCard, ...]]) -> None:
        visible, peers = answer
        self.answered()
        name = self.overview.name if self.overview is not None else ""
        self._show(room(self.desk.words, name, peers, visible=visible))

    def _show(self, shown: Room) -> None:
        banner = shown.banner
        self.banner.show_banner(banner.tone, banner.icon, banner.title, banner.text)
        self.heading.setText(shown.heading)
        here = {row.device for row in shown.rows}
        for device in [device for device in self._cards if device not in here]:
            card = self._cards.pop(device)
            self._list.removeWidget(card)
            card.deleteLater()
        for place, row in enumerate(shown.rows):
            card = self._cards.get(row.device) or PeerCardFrame(self.desk)
            self._cards[row.device] = card
            if self._list.indexOf(card) != place:
                self._list.insertWidget(place, card)
            card.show_row(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the invitation beside the list, or under it where there is no room."""
        super().resizeEvent(event)
        px = self.desk.look.px
        beside = self.width() >= px(BESIDE_FROM)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(way)
        if beside:
            self.invitation.setFixedWidth(px(INVITE_WIDTH))
        else:
            self.invitation.setMinimumWidth(0)
            self.invitation.setMaximumWidth(16_777_215)  # Qt's own "no limit"


class Invitation(Card):
    """Makes a link for somebody who joins, and copies it."""

    warned = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.look)
        self._desk = desk
        self._busy = False
        look, say = desk.look, desk.words.say
        self.column.setContentsMargins(look.px(20), look.px(18), look.px(20), look.px(18))
        self.column.setSpacing(look.px(12))
        self.column.addWidget(heading(say("invite_title")))
        self._why = label(say("invite_why"), "body", "text2", wrap=True)
        self.column.addWidget(self._why)
        self.link = QLineEdit()
        self.link.setReadOnly(True)
        self.link.setAccessibleName(say("invite_label"))
        self.copy = Button(look, say("copy"), self._copy, "primary", "copy")
        self._care = label(say("invite_care"), "caption", "text2", wrap=True)
        self.make = Button(look, say("invite_do"), self._make, "primary", "user-round-plus")
        for widget in (self.link, self.copy, self._care, self.make):
            self.column.addWidget(widget)
        for widget in (self.link, self.copy, self._care):
            widget.hide()

    def _make(self) -> None:
        if self._busy:  # a second click is the same wish
            return
        self._busy = True
        self._desk.bridge.ask(lambda port: port.invite(), self._made, self._refused)

    def _made(self, link: str) -> None:
        self._busy = False
        self.link.setText(link)
        self.link.setCursorPosition(0)
        for widget in (self.link, self.copy, self._care):
            widget.show()
        self.copy.rename(self._desk.words.say("copy"))
        self.make.rename(self._desk.words.say("invite_again"), "plain")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.link.text())
        self.copy.rename(self._desk.words.say("copied"))

    def _refused(self, fault: Fault) -> None:
        self._busy = False
        self.warned.emit(self._desk.words.error(fault.code, fault.fields))
