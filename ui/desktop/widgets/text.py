"""The one place where words become labels and tooltips: always plain text, whatever was written (security §3.4)."""

from __future__ import annotations

import html

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStyle, QStyleOption, QWidget


def label(text: str, role: str = "body", tone: str = "text", *, wrap: bool = False) -> QLabel:
    """Return a label in a role of ``theme.tokens.TYPES`` and the colour of a token; ``wrap`` lets it take lines."""
    made = _Wrapped() if wrap else QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("role", role)
    made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        made.setSizePolicy(policy)
    made.setText(text)
    return made


def chip(text: str, tone: str, height: int) -> QLabel:
    """Return a small pill; ``tone`` is "quiet", "ok" or "warn"."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("chip", tone)
    made.setFixedHeight(height)
    made.setText(text)
    return made


def set_tooltip(widget: QWidget, text: str) -> None:
    """Explain a widget on hover; the words are escaped, because tooltips guess at rich text."""
    widget.setToolTip(f"<span style='white-space:pre'>{html.escape(text)}</span>" if text else "")


def button_words(text: str) -> str:
    """Return words for a button: an ampersand people wrote is no shortcut mark."""
    return text.replace("&", "&&")


class _Wrapped(QLabel):
    """Lines of words. Left to itself, Qt would ask for the height they take in a column one word wide."""

    def minimumSizeHint(self) -> QSize:
        """Return one line: the height for the true width follows from the layout."""
        return QSize(1, self.fontMetrics().height())


class ElidedLabel(QLabel):
    """One line that ends with an ellipsis where its place ends; the whole text is in its tooltip and its name."""

    def __init__(self, role: str = "body", tone: str = "text") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show one line of text."""
        self.setText(text)
        self.setAccessibleName(text)
        set_tooltip(self, text)

    def minimumSizeHint(self) -> QSize:
        """Return the height of a line: any width will do."""
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the text, cut to the width there is."""
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        style: QStyle = self.style()
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        style.drawItemText(painter, self.rect(), flags, option.palette, True, shown, self.foregroundRole())
        painter.end()


def key_caps(text: str) -> QLabel:
    """Return the name of a key or of several, drawn as a key."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setProperty("key", "true")
    made.setText(text)
    return made
