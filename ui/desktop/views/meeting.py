"""Rencontre: the room's sign, who is there, what the meeting brought, who is absent, the ways beside the network."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from idos_p2p.services.room_told import News, RoomTold
from ui.desktop.presenters import digest, fitting, parting
from ui.desktop.presenters.meeting import people
from ui.desktop.presenters.parting import AbsentRow
from ui.desktop.presenters.ports import CellOverview, Event, RecordsChanged
from ui.desktop.presenters.present import MeetingChanged, MeetingPort, RoomChanged, RoomNow
from ui.desktop.presenters.sign import sign
from ui.desktop.views.absent_part import AbsentPart, CarrierSheet
from ui.desktop.views.asked_part import AskedPart
from ui.desktop.views.carry_cards import FolderCard, KeyCard
from ui.desktop.views.digest_part import DigestPart, LackingSheet
from ui.desktop.views.invitation import Invitation
from ui.desktop.views.key_sheet import WRITE, KeySheet
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.people_here import ComputersSheet, PeopleHere
from ui.desktop.views.room_sign import LargeSign, RoomSign
from ui.desktop.views.scrolling import PageScroll
from ui.desktop.views.selftest_sheet import SelftestSheet
from ui.desktop.widgets.buttons import Button, Segments
from ui.desktop.widgets.cards import Banner

SIDE_WIDTH = 300
BESIDE_FROM = 920  # pixels at 100 % from which the cards of the side stand beside the list
PARTS = ("people", "brought", "absent", "asked")
"""The parts of the page, of which one is shown."""


class MeetingPage(Page):
    """The room."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        look, say = desk.look, desk.words.say
        self.now = RoomNow()
        self.told = RoomTold()
        self._followed = False  # whether an event has told who is present
        self.head(say("nav_meeting"), say("meeting_lead"))
        self.large = LargeSign(desk, layer)
        self.sign = RoomSign(desk, self.large)
        self.top.addWidget(self.sign)
        self._make_sheets(desk, layer)
        scroll = PageScroll(look)
        self._columns = scroll.column
        self._columns.setSpacing(look.px(20))
        self._columns.addLayout(self._left(), 1)
        self.side = QWidget()
        self._columns.addWidget(self.side, 0, Qt.AlignmentFlag.AlignTop)
        self._fill_side()
        self.body.addWidget(scroll, 1)
        self.show_part(PARTS[0])  # only now: what is shown before it has a parent would be a window of its own
        self._show_now()

    def _make_sheets(self, desk: Desk, layer: QWidget) -> None:
        self.computers, self.carriers = ComputersSheet(desk, layer), CarrierSheet(desk, layer)
        self.lacking = LackingSheet(desk, layer)
        self.carriers.chosen.connect(self.choose)
        self.key, self.selftest = KeySheet(desk, layer), SelftestSheet(desk, layer)
        self.key.said.connect(self.said)
        self.selftest.key_wanted.connect(partial(self.key.start, WRITE))
        self.lacking.record_wanted.connect(self.record_wanted)

    def _left(self) -> QVBoxLayout:
        look, say = self.desk.look, self.desk.words.say
        column = QVBoxLayout()
        column.setSpacing(look.px(12))
        self.part = Segments(look, say("part_label"), [(part, say(f"part_{part}")) for part in PARTS], PARTS[0])
        self.part.chosen.connect(self.show_part)
        column.addWidget(self.part, 0, Qt.AlignmentFlag.AlignLeft)
        self.people, self.brought = PeopleHere(self.desk), DigestPart(self.desk)
        self.absent, self.asked = AbsentPart(self.desk), AskedPart(self.desk)
        self.people.opened.connect(self._open_person)
        self.brought.record_wanted.connect(self.record_wanted)
        self.brought.end_wanted.connect(self.end_meeting)
        self.absent.choose_wanted.connect(self.carriers.start)
        self.absent.tell_wanted.connect(self._tell_lacking)
        self.absent.back_wanted.connect(self.withdraw)
        self.asked.record_wanted.connect(self.record_wanted)
        self.parts: dict[str, QWidget] = dict(
            zip(PARTS, (self.people, self.brought, self.absent, self.asked), strict=True)
        )
        for widget in self.parts.values():
            column.addWidget(widget)
        self.help = Banner(look, "help", "life-buoy", say("help_missing"), say("help_missing_why"))
        self.check = Button(look, say("help_missing_do"), self.selftest.start, "plain", "stethoscope")
        self.help.offer(self.check)
        column.addWidget(self.help)
        column.addStretch(1)
        return column

    def _fill_side(self) -> None:
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(self.desk.look.px(12))
        self.invitation = Invitation(self.desk)
        self.invitation.warned.connect(self.warned)
        self.invitation.said.connect(self.said)
        self.key_card, self.folder = KeyCard(self.desk), FolderCard(self.desk)
        self.key_card.wanted.connect(self.key.start)
        self.folder.said.connect(self.said)
        for card in (self.invitation, self.key_card, self.folder):
            column.addWidget(card)

    def leave(self) -> None:
        """Show no code any more: nobody sees it."""
        self.invitation.code.start()

    def show_part(self, part: str) -> None:
        """Show one part of the page."""
        self.part.choose(part)
        for name, widget in self.parts.items():
            widget.setVisible(name == part)
        self._show_help()

    def _show_help(self) -> None:
        self.help.setVisible(not self.people.isHidden() and self.now.meets)

    def concerns(self, event: Event) -> bool:
        """Return whether what is told beside the sign may have changed; the sign itself comes with its event."""
        return isinstance(event, MeetingChanged | RecordsChanged)

    def event_arrived(self, event: Event) -> None:
        """Show who is present at once; ask again for the rest when others are present, or something was written."""
        if isinstance(event, RoomChanged):
            others = self.now.sign.others
            self.now, self._followed = event.now, True
            if others != self.now.sign.others:
                super().event_arrived(MeetingChanged())
            if self.isVisible():
                self._show_now()
            return
        super().event_arrived(event)

    def show_overview(self, overview: CellOverview) -> None:
        """Show the name of the cell in the sign."""
        changed = self.overview is None or self.overview.name != overview.name
        super().show_overview(overview)
        if changed:
            self._show_now()

    def ask(self) -> None:
        """Read who is in the room, and what is told of it."""

        def question(meeting: MeetingPort) -> tuple[RoomNow, RoomTold]:
            return meeting.now(), meeting.told()

        self.desk.bridge.ask_meeting(question, self._read, self.refused)
        self.folder.ask()

    def _read(self, answer: tuple[RoomNow, RoomTold]) -> None:
        now, self.told = answer
        self.answered()
        if not self._followed:  # what came with an event is newer
            self.now = now
        self._show_now()
        self._show_told()

    def _show_now(self) -> None:
        words = self.desk.words
        name = self.overview.name if self.overview is not None else ""
        self.sign.show_sign(sign(words, name, self.now))
        for card in (self.key_card, self.folder, self.invitation):
            card.setVisible(self.now.meets)
        self._show_help()
        shown = people(words, self.now)
        self.people.show_people(shown)
        self.computers.follow({row.key: row for row in (*shown.cards, *shown.faces)})

    def _show_told(self) -> None:
        words, today = self.desk.words, self.desk.today()
        leaving = parting.parting(words, self.told, self.now.sign, today)
        fits = fitting.fitting(words, self.told, today)
        self.brought.show_digest(digest.brought(words, self.told, today))
        self.absent.show_parting(leaving)
        self.asked.show_fitting(fits)
        counts = (
            0,
            self.told.brought.entries,
            len(leaving.absent),
            len(fits.pairs) or len(fits.needs) + len(fits.offers),
        )
        for part, count in zip(PARTS, counts, strict=True):
            title = words.say(f"part_{part}")
            self.part.rename(part, words.say("part_counted", part=title, number=count) if count else title)

    def _open_person(self, key: str) -> None:
        shown = people(self.desk.words, self.now)
        row = next((row for row in (*shown.cards, *shown.faces) if row.key == key), None)
        if row is not None:
            self.computers.start(row)

    def _tell_lacking(self, row: AbsentRow) -> None:
        words = self.desk.words

        def read(news: News | None) -> None:
            self.lacking.show_digest(digest.lacking(words, row.name, news))

        self.desk.bridge.ask_meeting(lambda meeting: meeting.lacking(row.person), read, self.refused)

    def choose(self, absent: str, carrier: str, absent_name: str, carrier_name: str) -> None:
        """Write who brings it to an absent person."""
        said = self.desk.words.say("carrier_chosen", carrier=carrier_name, absent=absent_name)
        self.desk.bridge.ask_meeting(
            lambda meeting: meeting.choose(absent, carrier), lambda _relay: self.written.emit(said), self.refused
        )

    def withdraw(self, relay: str) -> None:
        """Take such a choice back."""
        said = self.desk.words.say("carrier_taken_back")
        self.desk.bridge.ask_meeting(
            lambda meeting: meeting.withdraw(relay), lambda _done: self.written.emit(said), self.refused
        )

    def end_meeting(self) -> None:
        """End the meeting by hand."""
        said = self.desk.words.say("digest_ended")
        self.desk.bridge.ask_work(
            lambda work, _tell: work.end_meeting(), lambda _ended: self.said.emit(said), self.refused
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the side beside the list, or under it where there is no room."""
        super().resizeEvent(event)
        px = self.desk.look.px
        beside = self.width() >= px(BESIDE_FROM)
        way = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(way)
        if beside:
            self.side.setFixedWidth(px(SIDE_WIDTH))
        else:
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(16_777_215)  # Qt's own "no limit"
