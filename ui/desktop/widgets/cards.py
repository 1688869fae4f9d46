"""Cards, badges, banners, figures, and what stands where there is nothing yet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.desktop.theme.icons import draw_icon
from ui.desktop.theme.look import Look
from ui.desktop.theme.tokens import BADGE, BLOCK
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.text import label


class Icon(QWidget):
    """An icon in the colour of a token; decoration, said in words beside it."""

    def __init__(self, look: Look, name: str, tint: str, size: int) -> None:
        super().__init__()
        self._look, self._name, self._tint = look, name, tint
        self.setFixedSize(look.px(size), look.px(size))

    def show_icon(self, name: str, tint: str) -> None:
        """Show another icon."""
        self._name, self._tint = name, tint
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_icon(painter, self._name, self._look.tokens.color(self._tint), QRectF(self.rect()))
        painter.end()


def draw_badge(painter: QPainter, look: Look, name: str, tint: str, rect: QRectF) -> None:
    """Draw an icon on its quiet ground."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.ground(tint))
    painter.drawRoundedRect(rect, look.px(10), look.px(10))
    inset = rect.width() * 0.24
    draw_icon(painter, name, look.tokens.color(tint), rect.adjusted(inset, inset, -inset, -inset))


class Badge(QWidget):
    """An icon on its quiet ground."""

    def __init__(self, look: Look, name: str, tint: str, size: int = BADGE) -> None:
        super().__init__()
        self._look, self._name, self._tint = look, name, tint
        self.setFixedSize(look.px(size), look.px(size))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the badge."""
        painter = QPainter(self)
        draw_badge(painter, self._look, self._name, self._tint, QRectF(self.rect()))
        painter.end()


class Card(QFrame):
    """A framed surface with a column in it."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("frame", "card")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(look.px(16), look.px(14), look.px(16), look.px(14))
        self.column.setSpacing(look.px(8))


class FigureCard(QFrame):
    """A number and what it counts."""

    def __init__(self, look: Look, icon: str, tint: str) -> None:
        super().__init__()
        self.setProperty("frame", "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(14), look.px(10), look.px(14), look.px(10))
        row.setSpacing(look.px(12))
        self._look = look
        self._badge = Badge(look, icon, tint, 40)
        row.addWidget(self._badge)
        column = QVBoxLayout()
        column.setSpacing(0)
        self._value, self._what = label("", "number"), label("", "caption", "text2", wrap=True)
        self._what.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._value)
        column.addWidget(self._what, 1)
        row.addLayout(column, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the words the whole width where there is little of it."""
        super().resizeEvent(event)
        self._badge.setVisible(self.width() >= self._look.px(180))

    def show_figure(self, value: str, what: str) -> None:
        """Show a number and what it counts."""
        self._value.setText(value)
        self._what.setText(what)


class Banner(QFrame):
    """A coloured strip with an icon, a sentence and its reason."""

    def __init__(self, look: Look, tone: str, icon: str, title: str = "", text: str = "") -> None:
        super().__init__()
        self.setProperty("frame", "banner")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(look.px(16), look.px(12), look.px(16), look.px(12))
        self._row.setSpacing(look.px(14))
        self._icon = Icon(look, icon, "primary", 24)
        self._title, self._text = label("", "card", wrap=True), label("", "body", "text2", wrap=True)
        column = QVBoxLayout()
        column.setSpacing(look.px(2))
        column.addWidget(self._title)
        column.addWidget(self._text)
        side = Qt.AlignmentFlag.AlignTop if tone == "help" else Qt.AlignmentFlag.AlignVCenter
        self._row.addWidget(self._icon, 0, side)
        self._row.addLayout(column, 1)
        self.show_banner(tone, icon, title, text)

    def offer(self, button: Button) -> None:
        """Add what can be done about it, on the right."""
        self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_banner(self, tone: str, icon: str, title: str, text: str) -> None:
        """Show another sentence; ``tone`` is "here", "equal", "hidden", "help", "danger" or "quiet"."""
        tints = {
            "here": "primary",
            "equal": "ok",
            "hidden": "warn",
            "help": "warn",
            "danger": "danger",
            "quiet": "text2",
        }
        self._icon.show_icon(icon, tints[tone])
        self._title.setText(title)
        self._text.setText(text)
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)


class EmptyState(QWidget):
    """What a screen says when there is nothing yet: an icon, what it is for, one thing to do."""

    def __init__(self, look: Look, icon: str, title: str, text: str) -> None:
        super().__init__()
        self._look = look
        self._column = QVBoxLayout(self)
        self._column.setSpacing(look.px(6))
        self._column.addStretch(2)
        self._column.addWidget(Icon(look, icon, "primary", 72), 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addSpacing(look.px(8))
        self._title, self._text = label(title, "section", wrap=True), label(text, "body", "text2", wrap=True)
        for line in (self._title, self._text):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self._column.addWidget(line)
        self._column.addSpacing(look.px(BLOCK - 6))
        self._column.addStretch(3)

    def offer(self, words: str, icon: str, action: Callable[[], object]) -> None:
        """Add the one thing to do."""
        place = self._column.count() - 1
        button = Button(self._look, words, action, "primary", icon)
        self._column.insertWidget(place, button, 0, Qt.AlignmentFlag.AlignHCenter)

    def say(self, title: str, text: str) -> None:
        """Show other words."""
        self._title.setText(title)
        self._text.setText(text)


def heading(text: str) -> QLabel:
    """Return the title of a part of a page."""
    return label(text, "card")
