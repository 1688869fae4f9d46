"""A short message over the page. A good one leaves by itself; trouble stays until it is read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ui.desktop.theme.look import Look
from ui.desktop.widgets.buttons import Button, IconButton
from ui.desktop.widgets.cards import Icon
from ui.desktop.widgets.text import label

SHOWN_MS = 6_000  # long enough to read two sentences
OFFERED_MS = 10_000  # and to think of what is offered


class Toast(QFrame):
    """One message at a time at the foot of its parent; it stays while the pointer is on it."""

    def __init__(self, look: Look, parent: QWidget, close_words: str) -> None:
        super().__init__(parent)
        self._look = look
        self._page = parent
        self.setProperty("frame", "toast")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(16), look.px(6), look.px(6), look.px(6))
        row.setSpacing(look.px(12))
        self._icon = Icon(look, "circle-check", "ok", 20)
        self._text = label("", wrap=True)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        self._do: Callable[[], object] | None = None
        self.button = Button(look, "", self._act, "quiet")
        row.addWidget(self.button)
        row.addWidget(IconButton(look, close_words, self.hide, "x"))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """The message shown last."""
        return self._text.text()

    def say(self, text: str, offer: str = "", do: Callable[[], object] | None = None) -> None:
        """Show that something went well, with one thing that can be done about it."""
        self._offer(offer, do)
        self._show(text, "ok")
        self._timer.start(OFFERED_MS if do else SHOWN_MS)

    def warn(self, text: str) -> None:
        """Show what went wrong, until it is closed or something else is said."""
        self._timer.stop()
        self._offer("", None)
        self._show(text, "danger")

    def _offer(self, words: str, do: Callable[[], object] | None) -> None:
        self._do = do
        self.button.setVisible(do is not None)
        if words:
            self.button.rename(words)

    def _act(self) -> None:
        do, self._do = self._do, None
        self.hide()
        if do is not None:
            do()

    def _show(self, text: str, tone: str) -> None:
        self._icon.show_icon("circle-check" if tone == "ok" else "triangle-alert", tone)
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self._settle()
        self.show()
        self.raise_()

    def _settle(self) -> None:
        parent = self._page
        most = parent.width() - 2 * self._look.px(24)
        wanted = self.fontMetrics().horizontalAdvance(self._text.text()) + self._look.px(120)
        if self._do is not None:
            wanted += self.button.sizeHint().width() + self._look.px(12)
        width = min(most, max(self._look.px(280), min(wanted, self._look.px(620))))
        self.setFixedWidth(width)
        self.adjustSize()
        height = max(self.heightForWidth(width), self.sizeHint().height())
        self.resize(width, height)
        self.move((parent.width() - width) // 2, parent.height() - height - self._look.px(24))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the page underneath."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._settle()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while it is being read."""
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Leave some time after."""
        if self.property("tone") == "ok":
            self._timer.start(SHOWN_MS)
