"""The room's sign: large on Rencontre, and over the whole window to be read across a room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from ui.desktop.presenters.sign import SignShown
from ui.desktop.theme.icons import draw_icon
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button, IconButton
from ui.desktop.widgets.cards import Icon
from ui.desktop.widgets.text import label

TINTS = {"here": "primary", "equal": "ok", "hidden": "warn", "help": "warn", "quiet": "text2"}
"""The colour of the sign's drawing, by its tone."""

CENTRED = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)

GROUNDS = {"here": "soft", "equal": "ok_soft", "hidden": "warn_soft", "help": "warn_soft", "quiet": "surface2"}


class RoomSign(QFrame):
    """The sign at the head of the page. ``large`` opens it over the window; there is nothing to count while alone."""

    def __init__(self, desk: Desk, large: LargeSign) -> None:
        super().__init__()
        look, say = desk.look, desk.words.say
        self._large = large
        self._shown: SignShown | None = None
        self.setProperty("frame", "banner")
        row = QHBoxLayout(self)
        row.setContentsMargins(look.px(20), look.px(12), look.px(16), look.px(12))
        row.setSpacing(look.px(18))
        self._icon, self._small = Icon(look, "wifi", "primary", 52), Icon(look, "wifi", "primary", 24)
        row.addWidget(self._icon)
        row.addWidget(self._small)
        column = QVBoxLayout()
        column.setSpacing(look.px(2))
        self.count = FittedLine(look.font("sign"))
        self.title = label("", "section", wrap=True)
        self.text = label("", "body", "text2", wrap=True)
        for widget in (self.count, self.title, self.text):
            column.addWidget(widget)
        row.addLayout(column, 1)
        side = QVBoxLayout()
        side.setSpacing(look.px(6))
        self.button = Button(look, say("sign_large"), self.open_large, "plain", "maximize-2")
        self._from_here = label(say("sign_from_here"), "caption", "text2")
        side.addWidget(self.button)
        side.addStretch(1)
        side.addWidget(self._from_here, 0, Qt.AlignmentFlag.AlignRight)
        row.addLayout(side)

    def show_sign(self, shown: SignShown) -> None:
        """Show what the sign says."""
        if shown == self._shown:
            return
        self._shown = shown
        counting = bool(shown.count)
        for icon in (self._icon, self._small):
            icon.show_icon(shown.icon, TINTS[shown.tone])
        self._icon.setVisible(counting)
        self._small.setVisible(not counting)
        self.count.show_text(shown.count)
        self.title.setText(shown.title)
        self.text.setText(shown.text)
        for widget in (self.count, self.button, self._from_here):
            widget.setVisible(counting)
        self.title.setProperty("role", "section" if counting else "card")
        self.setProperty("tone", shown.tone)
        polished: tuple[QWidget, ...] = (self.title, self)
        for part in polished:
            part.style().unpolish(part)
            part.style().polish(part)
        self.setAccessibleName(shown.spoken)
        self._large.show_sign(shown)

    def open_large(self) -> None:
        """Show the sign over the whole window."""
        self._large.start(self.button)


class FittedLine(QLabel):
    """One line in the letters given, or in smaller ones where its place is too narrow for them."""

    def __init__(self, font: QFont) -> None:
        super().__init__()
        self._font = font
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show one line of text."""
        self.setText(text)
        self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a line; any width will do."""
        return QSize(0, QFontMetrics(self._font).height())

    minimumSizeHint = sizeHint  # as Qt names it

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        painter = QPainter(self)
        font = QFont(self._font)
        wide = QFontMetrics(font).horizontalAdvance(self.text())
        if wide > self.width() > 0:
            font.setPixelSize(max(1, font.pixelSize() * self.width() // (wide + 1)))
        painter.setFont(font)
        painter.setPen(self.palette().color(self.foregroundRole()))
        flags = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(self.rect(), flags, self.text())
        painter.end()


class LargeSign(QWidget):
    """Covers the window until Échap, in letters as large as it allows."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(layer)
        self._desk = desk
        self._shown: SignShown | None = None
        self._back: QWidget | None = None
        self._full = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.leave_button = IconButton(desk.look, desk.words.say("sign_large_leave"), self.leave, "x")
        corner = QVBoxLayout(self)
        corner.setContentsMargins(*[desk.look.px(20)] * 4)
        corner.addWidget(self.leave_button, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        corner.addStretch(1)
        corner.addWidget(label(desk.words.say("sign_large_keys"), "caption", "text2"))
        for keys, action in (("Esc", self.leave), ("F11", self._fill_screen)):
            key = QShortcut(QKeySequence(keys), self)
            key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            key.activated.connect(action)
        layer.installEventFilter(self)
        self.hide()

    def show_sign(self, shown: SignShown) -> None:
        """Show what the sign says now; once nobody is present any more, there is nothing to show large."""
        self._shown = shown
        name = self._desk.words.say("sign_large_name")
        self.setAccessibleName(f"{name}. {shown.spoken}")
        if not shown.count:
            self.leave()
        self.update()

    def start(self, back: QWidget) -> None:
        """Cover the window; ``back`` takes the keyboard again afterwards."""
        self._back = back
        self._cover()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Give the window back."""
        if self.isHidden():
            return
        if self._full:
            self._fill_screen()
        self.hide()
        if self._back is not None:
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_screen(self) -> None:
        window = self.window()
        self._full = not window.isFullScreen()
        window.setWindowState(window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _cover(self) -> None:
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._cover()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the count, and under it whether one may leave."""
        shown = self._shown
        if shown is None:
            return
        look, painter = self._desk.look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.color(GROUNDS[shown.tone]))
        wide, high = self.width() * 0.88, float(self.height())
        left = (self.width() - wide) / 2
        icon = high * 0.15
        tint = TINTS[shown.tone]
        square = QRectF((self.width() - icon) / 2, high * 0.08, icon, icon)
        draw_icon(painter, shown.icon, look.tokens.color(tint), square)
        for text, top, part, weight, tone in (
            (shown.count, 0.26, 0.28, QFont.Weight.Bold, "text"),
            (shown.title, 0.56, 0.17, QFont.Weight.DemiBold, tint),
            (shown.text, 0.76, 0.16, QFont.Weight.Normal, "text2"),
        ):
            area = QRectF(left, high * top, wide, high * part)
            painter.setFont(self._fitting(text, area, weight))
            painter.setPen(look.color(tone))
            painter.drawText(area, CENTRED, text)
        painter.end()

    def _fitting(self, text: str, area: QRectF, weight: QFont.Weight) -> QFont:
        """Return the largest letters with which the words fit the area."""
        size = area.height() * (0.45 if weight is QFont.Weight.Normal else 1.0)
        font = QFont(self._desk.look.font("page"))
        font.setWeight(weight)
        while size > self._desk.look.px(14):
            font.setPixelSize(round(size))
            needed = QFontMetricsF(font).boundingRect(area, CENTRED, text)
            if needed.height() <= area.height() and needed.width() <= area.width():
                break
            size *= 0.94
        return font
