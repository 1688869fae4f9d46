"""Buttons: the strong one, the others, the ones that pick, the ones of the sidebar."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton

from ui.desktop.theme.look import Look
from ui.desktop.theme.tokens import CONTROL, ICON, ICON_NAV
from ui.desktop.widgets.text import button_words, set_tooltip

EN_SPACE = "\u2002"  # Fusion leaves 4 px between an icon and its words, whatever the style sheet says


class Button(QPushButton):
    """A button with words. ``kind`` is "primary", "plain", "quiet" or "pick"; a click does ``action``."""

    def __init__(
        self, look: Look, words: str, action: Callable[[], object], kind: str = "plain", icon: str = ""
    ) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._look = look
        self._icon_name = icon
        self.rename(words)
        if icon:
            self.setIconSize(QSize(look.px(ICON), look.px(ICON)))
        self.clicked.connect(action)

    def rename(self, words: str, kind: str = "") -> None:
        """Show other words, and be of another kind."""
        self.setText(f"{EN_SPACE if self._icon_name else ''}{button_words(words)}")
        self.setAccessibleName(words)
        if kind:
            self.setProperty("kind", kind)
            self.style().unpolish(self)
            self.style().polish(self)
        if self._icon_name:
            tint = {"primary": "on_primary", "quiet": "primary"}.get(self.property("kind"), "text")
            self.setIcon(self._look.icon(self._icon_name, tint))

    def set_icon(self, icon: str) -> None:
        """Show another icon, from the next ``rename`` on."""
        self._icon_name = icon


class IconButton(QPushButton):
    """A button with an icon alone; its words are its name and its tooltip."""

    def __init__(self, look: Look, words: str, action: Callable[[], object], icon: str) -> None:
        super().__init__()
        self.setProperty("kind", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(words)
        set_tooltip(self, words)
        self.setIcon(look.icon(icon, "text2"))
        self.setIconSize(QSize(look.px(ICON), look.px(ICON)))
        self.setFixedSize(look.px(CONTROL), look.px(CONTROL))
        self.setStyleSheet("padding: 0;")
        self.clicked.connect(action)


class NavButton(QPushButton):
    """An entry of the sidebar; folded, it shows its icon and tells its words on hover."""

    def __init__(self, look: Look, words: str, icon: str, tooltip: str) -> None:
        super().__init__()
        self._words = words
        self._tooltip = tooltip
        self.setProperty("kind", "nav")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._shown_icon = look.icon(icon, "text2", chosen="primary")
        self.setIcon(self._shown_icon)
        self.setIconSize(QSize(look.px(ICON_NAV), look.px(ICON_NAV)))
        self._look = look
        self._badge = ("", "")
        self.setAccessibleName(words)
        self.fold(folded=False)

    def show_badge(self, text: str, tint: str, spoken: str) -> None:
        """Show a small count at the end of the entry, in the colour of a token, or none; be called as it is spoken."""
        self._badge = (text, tint)
        self.setAccessibleName(spoken)
        self.fold(folded=bool(self.property("folded")))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entry, and its count over it."""
        super().paintEvent(event)
        text, tint = self._badge
        if not text:
            return
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = look.font("heading")
        painter.setFont(font)
        wide = painter.fontMetrics().horizontalAdvance(text) + look.px(14)
        high = look.px(20)
        left = (self.width() - wide) / 2 if self.property("folded") else self.width() - wide - look.px(10)
        plate = QRectF(left, (self.height() - high) / 2, wide, high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(tint))
        painter.drawRoundedRect(plate, high / 2, high / 2)
        painter.setPen(look.color("on_primary"))
        painter.drawText(plate, int(Qt.AlignmentFlag.AlignCenter), text)
        painter.end()

    def fold(self, *, folded: bool) -> None:
        """Show the icon alone, or the icon and its words; a count stands in the place of the icon alone."""
        self.setProperty("folded", folded)
        self.setIcon(QIcon() if folded and self._badge[0] else self._shown_icon)
        self.setText("" if folded else f"{EN_SPACE}{button_words(self._words)}")
        set_tooltip(self, self._tooltip)
        self.style().unpolish(self)
        self.style().polish(self)


class Segments(QFrame):
    """Two to five words of which one is chosen."""

    chosen = Signal(str)

    def __init__(
        self, look: Look, name: str, offers: Sequence[tuple[str, str]], now: str, icons: Sequence[str] = ()
    ) -> None:
        super().__init__()
        self.setProperty("frame", "segments")
        self._buttons: dict[str, QPushButton] = {}
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(*[look.px(3)] * 4)
        row.setSpacing(look.px(2))
        self._group = QButtonGroup(self)
        for place, (value, words) in enumerate(offers):
            button = QPushButton(button_words(words))
            if icons:
                button.setText(f"{EN_SPACE}{button_words(words)}")
                button.setIcon(look.icon(icons[place], "text"))
                button.setIconSize(QSize(look.px(ICON), look.px(ICON)))
            self._buttons[value] = button
            button.setProperty("kind", "segment")
            button.setCheckable(True)
            button.setChecked(value == now)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setAccessibleName(f"{name} : {words}")
            button.setProperty("value", value)
            self._group.addButton(button)
            row.addWidget(button)
        self._group.buttonClicked.connect(lambda button: self.chosen.emit(button.property("value")))

    def choose(self, value: str) -> None:
        """Show another choice, without telling anyone."""
        self._buttons[value].setChecked(True)

    def rename(self, value: str, words: str) -> None:
        """Show other words for one of the choices; only of a row without icons."""
        button = self._buttons[value]
        button.setText(button_words(words))
        button.setAccessibleName(f"{self.accessibleName()} : {words}")

    def button(self, value: str) -> QPushButton:
        """Return the button of one of the words."""
        return self._buttons[value]

    def set_offered(self, value: str, *, offered: bool) -> None:
        """Show one of the words, or leave it out where it makes no sense."""
        self._buttons[value].setVisible(offered)
