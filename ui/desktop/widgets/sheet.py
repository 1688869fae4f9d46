"""A panel over the page, for one gesture. It never stops what happens behind it, and Échap closes it."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui.desktop.theme.look import Look
from ui.desktop.widgets.buttons import IconButton
from ui.desktop.widgets.text import label

SIDE = 24


class Sheet(QWidget):
    """Covers its parent with a veil and shows a framed column in the middle; the Tab key stays inside."""

    closed = Signal()

    def __init__(self, look: Look, parent: QWidget, title: str, lead: str, close_words: str) -> None:
        super().__init__(parent)
        self._look = look
        self._page = parent
        self._before: QWidget | None = None
        self.setAccessibleName(title)
        self.frame = QFrame(self)
        self.frame.setProperty("frame", "sheet")
        outer = QVBoxLayout(self.frame)
        outer.setContentsMargins(look.px(SIDE), look.px(18), look.px(SIDE), look.px(20))
        outer.setSpacing(look.px(12))
        self._head_row = self._head(title, lead, close_words)
        outer.addLayout(self._head_row)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inner = QWidget()
        self._inner.setObjectName("scrolled")
        self.column = QVBoxLayout(self._inner)
        self.column.setContentsMargins(look.px(2), 0, look.px(6), 0)
        self.column.setSpacing(look.px(6))
        scroll.setWidget(self._inner)
        self._scroll = scroll
        outer.addWidget(scroll, 1)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(look.px(8))
        outer.addLayout(self.foot)
        parent.installEventFilter(self)
        self._inner.installEventFilter(self)
        self.hide()

    def open(self, first: QWidget) -> None:
        """Show the panel and put the keyboard on its first field."""
        self._before = QApplication.focusWidget()
        self._cover()
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_sheet(self) -> None:
        """Hide the panel and give the keyboard back; what was typed stays in its fields."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None and shiboken6.isValid(self._before):  # else made anew meanwhile
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._before = None
        self.closed.emit()

    def rename(self, title: str, lead: str) -> None:
        """Show another title; the panel shows another thing."""
        self.setAccessibleName(title)
        self._title.setText(title)
        self._lead.setText(lead)
        self._lead.setVisible(bool(lead))

    def _head(self, title: str, lead: str, close_words: str) -> QHBoxLayout:
        row = QHBoxLayout()
        column = QVBoxLayout()
        column.setSpacing(self._look.px(2))
        self._title, self._lead = label(title, "section", wrap=True), label(lead, "body", "text2", wrap=True)
        column.addWidget(self._title)
        column.addWidget(self._lead)
        if not lead:  # shown before it has a parent, it would be a window of its own
            self._lead.hide()
        row.addLayout(column, 1)
        row.addWidget(IconButton(self._look, close_words, self.close_sheet, "x"), 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _cover(self) -> None:
        parent = self._page
        self.setGeometry(parent.rect())
        margin = self._look.px(16)
        width = min(self._look.px(640), parent.width() - 2 * margin)
        inside = width - self._look.px(2 * SIDE)
        heights = (
            _height(self._head_row, inside),
            max(_height(self.column, inside - self._look.px(8)), self.column.sizeHint().height()),
            self.foot.sizeHint().height(),
        )
        wanted = sum(heights) + self._look.px(18 + 20 + 2 * 12) + 12
        height = min(wanted, parent.height() - 2 * margin)
        self.frame.setGeometry(
            (parent.width() - width) // 2, max(margin, (parent.height() - height) // 2), width, height
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the veil."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, 140 if self._look.tokens.dark else 90))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Échap."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_sheet()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the Tab key among the panel's own controls."""
        now: QWidget = QApplication.focusWidget() or self
        widget: QWidget = now
        while True:
            following = widget.nextInFocusChain() if forward else widget.previousInFocusChain()
            if following is None or following is now:
                return True
            widget = following
            tabbed = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
            if tabbed and self.isAncestorOf(widget) and widget.isVisibleTo(self) and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
                return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window, and of what the panel holds."""
        changed = QEvent.Type.LayoutRequest if watched is self._inner else QEvent.Type.Resize
        if event.type() == changed and not self.isHidden():
            self._cover()
        return super().eventFilter(watched, event)


def _height(layout: QLayout, width: int) -> int:
    """Return the height a layout takes at a width; its own where nothing in it wraps."""
    return layout.heightForWidth(width) if layout.hasHeightForWidth() else layout.sizeHint().height()
