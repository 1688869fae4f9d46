"""The foot of the sidebar: while others are present the room's sign in small, else what can be relied upon."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.desktop.presenters.home import Frame
from ui.desktop.presenters.sign import SmallSign
from ui.desktop.theme.tokens import ICON_NAV
from ui.desktop.views.page import Desk
from ui.desktop.widgets.cards import Icon
from ui.desktop.widgets.text import ElidedLabel, set_tooltip

SAVED = ("circle-check", "ok")


class FootCard(QFrame):
    """Two lines and an icon; folded, the icon alone, which tells both lines on hover."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        look = desk.look
        self.setProperty("frame", "card")
        self._saved = ("", "")
        self._sign = SmallSign()
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
        row.setSpacing(look.px(10))
        self._icon = Icon(look, *SAVED, ICON_NAV)
        row.addWidget(self._icon)
        self.first, self.second = ElidedLabel("body"), ElidedLabel("caption", "text2")
        self._words = QWidget()
        words = QVBoxLayout(self._words)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(0)
        words.addWidget(self.first)
        words.addWidget(self.second)
        row.addWidget(self._words, 1)

    def show_frame(self, shown: Frame) -> None:
        """Show that everything is saved and when one last met, unless others are present."""
        self._saved = (shown.saved, shown.met)
        self._tell()

    def show_sign(self, shown: SmallSign) -> None:
        """Show the room's sign, or what there is without one."""
        self._sign = shown
        self._tell()

    def fold(self, *, folded: bool) -> None:
        """Show the icon alone, or the words beside it."""
        self._words.setVisible(not folded)

    def _tell(self) -> None:
        sign = self._sign
        first, second = (sign.title, sign.count) if sign.count else self._saved
        self._icon.show_icon(*((sign.icon, sign.tint) if sign.count else SAVED))
        self.first.show_text(first)
        self.second.show_text(second)
        saved = "\n".join(self._saved) if sign.count else ""
        set_tooltip(self, "\n".join(part for part in (first, second, saved) if part))
        self.setAccessibleName(f"{first}. {second}")
