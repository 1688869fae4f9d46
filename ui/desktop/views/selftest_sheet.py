"""« Quelqu'un n'apparaît pas ? »: the checks while they run, what they found, and the ways out."""

from __future__ import annotations

from concurrent.futures import Future

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from idos_p2p.errors import Fault
from sync.selftest.examine import Examined
from sync.selftest.observed import Way
from ui.desktop.presenters.selftest import Checked, CheckRow, WayOut, checked
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Banner, Icon, heading
from ui.desktop.widgets.focus import kept_focus
from ui.desktop.widgets.rows import empty
from ui.desktop.widgets.sheet import Sheet
from ui.desktop.widgets.text import label
from ui.words.clean import breakable

_WAY_ICONS = {Way.HOTSPOT: "wifi", Way.ADDRESS: "link", Way.USB: "usb"}


class SelftestSheet(Sheet):
    """``key_wanted`` asks for a key to be written. Closing it stops a check that runs."""

    key_wanted = Signal()

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say = desk.words.say
        super().__init__(desk.look, layer, say("help_missing"), say("check_lead"), say("close"))
        self._desk = desk
        self._running: Future[Examined] | None = None
        self.shown: Checked | None = None
        self._content = QVBoxLayout()
        self._content.setSpacing(desk.look.px(8))
        self.column.addLayout(self._content)
        self.column.addWidget(self._address_box())
        self.column.addStretch(1)
        self.stop = Button(desk.look, say("check_stop"), self.stop_check, "plain", "x")
        self.again = Button(desk.look, say("check_again"), self.check, "primary", "refresh-cw")
        self.foot.addStretch(1)
        self.foot.addWidget(self.stop)
        self.foot.addWidget(self.again)
        self.closed.connect(self._give_up)

    def _address_box(self) -> QWidget:
        look, say = self._desk.look, self._desk.words.say
        self._asking = QWidget()
        column = QVBoxLayout(self._asking)
        column.setContentsMargins(0, look.px(8), 0, 0)
        column.setSpacing(look.px(6))
        self._here = label("", "button_strong", wrap=True)
        self._here.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self._here)
        column.addWidget(label(say("check_address"), "button_strong"))
        column.addWidget(label(say("check_address_why"), "caption", "text2", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(look.px(8))
        self.address = QLineEdit()
        self.address.setPlaceholderText(say("check_address_hint"))
        self.address.setAccessibleName(say("check_address"))
        self.address.returnPressed.connect(self.check)
        row.addWidget(self.address, 1)
        row.addWidget(Button(look, say("check_address_do"), self.check))
        column.addLayout(row)
        return self._asking

    def start(self) -> None:
        """Open, and check at once."""
        self.shown = None
        self.open(self)
        self.check()

    def check(self) -> None:
        """Check now; the address that was typed is called too."""
        self._give_up()
        self._show_running()
        address = self.address.text().strip()
        self._running = self._desk.bridge.ask_work(
            lambda work, _tell: work.examine(address), self._found, self._refused
        )

    def stop_check(self) -> None:
        """Stop the check that runs."""
        self._give_up()
        self._say("quiet", "x", self._desk.words.say("check_stopped"))

    def _give_up(self) -> None:
        running, self._running = self._running, None
        if running is not None:
            running.cancel()

    def _show_running(self) -> None:
        say = self._desk.words.say
        self._say("here", "stethoscope", say("check_running"), say("check_running_why"))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(say("check_running"))
        self._content.addWidget(bar)
        self._set_running(running=True)

    def _set_running(self, *, running: bool) -> None:
        self.stop.setVisible(running)
        self.again.setVisible(not running)
        self._asking.setVisible(not running)
        focus = self.stop if running else self.again
        if not self.isHidden():
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, tone: str, icon: str, title: str, text: str = "") -> None:
        empty(self._content)
        self._content.addWidget(Banner(self._desk.look, tone, icon, title, text))
        self._set_running(running=False)

    def _refused(self, fault: Fault) -> None:
        self._running = None
        self._say("danger", "triangle-alert", self._desk.words.error(fault.code, fault.fields))

    def _found(self, examined: Examined) -> None:
        self._running = None
        words, look = self._desk.words, self._desk.look
        shown = self.shown = checked(words, examined)
        with kept_focus(self):
            self._say(shown.tone, shown.icon, shown.title)
            for row in shown.rows:
                if row.fault:
                    self._content.addWidget(self._row(row))
            if shown.ways:
                self._content.addWidget(heading(words.say("check_ways")))
                for way in shown.ways:
                    self._content.addWidget(self._way(way))
                self._content.addSpacing(look.px(4))
            for row in shown.rows:
                if not row.fault:
                    self._content.addWidget(self._row(row))
            self._here.setText(words.say("check_here", address=shown.here) if shown.here else "")
            self._here.setVisible(bool(shown.here))

    def _row(self, shown: CheckRow) -> QWidget:
        look = self._desk.look
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, look.px(2), 0, look.px(2))
        row.setSpacing(look.px(12))
        row.addWidget(Icon(look, shown.icon, shown.tint, 22), 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        tone = "danger" if shown.fault else "text"
        column.addWidget(label(f"{shown.title} · {shown.outcome}", "button_strong", tone))
        column.addWidget(label(breakable(shown.text), "body", "text" if shown.fault else "text2", wrap=True))
        row.addLayout(column, 1)
        box.setAccessibleName(shown.spoken)
        return box

    def _way(self, shown: WayOut) -> QWidget:
        look, say = self._desk.look, self._desk.words.say
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(12))
        row.addWidget(Icon(look, _WAY_ICONS[shown.way], "primary", 20))
        row.addWidget(label(shown.text, "body", wrap=True), 1)
        if shown.way is Way.USB:
            row.addWidget(Button(look, say("check_key"), self._to_key))
        return box

    def _to_key(self) -> None:
        self.close_sheet()
        self.key_wanted.emit()
