"""Streams drawn from left to right (a Sankey diagram): bands in columns, ribbons between them, all in proportion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from ui.desktop.presenters.gifts import Band, Drawing, Ribbon
from ui.desktop.theme.look import Look
from ui.desktop.widgets.choices import ENTER
from ui.desktop.widgets.text import set_tooltip

BAR, GAP, LABEL, LAST_LABEL = 12, 14, 36, 190  # pixels at 100 %
THINNEST = 2.0
HALVINGS = 40  # until the scale is exact to a thousandth of a pixel


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a band stands: its bar, and the words beside it."""

    band: Band
    bar: QRectF
    label: QRectF


@dataclass(frozen=True, slots=True)
class Drawn:
    """Where a ribbon runs."""

    ribbon: Ribbon
    path: QPainterPath
    left: QRectF
    right: QRectF


def column_height(cents: Sequence[int], scale: float, slot: float, gap: float) -> float:
    """Return the pixels a column takes when a cent is ``scale`` high and a band with its words at least ``slot``."""
    return sum(max(slot, each * scale) for each in cents) + gap * max(0, len(cents) - 1)


def scale_for(columns: Sequence[Sequence[int]], height: float, slot: float, gap: float) -> float:
    """Return the pixels of one cent at which the fullest column just fits."""
    low, high = 0.0, height
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        fits = all(column_height(column, middle, slot, gap) <= height for column in columns)
        low, high = (middle, high) if fits else (low, middle)
    return low


class Streams(QWidget):
    """``chosen`` carries the record whose thread is wanted: of a band or a ribbon that was clicked or entered."""

    chosen = Signal(str)

    def __init__(self, look: Look, name: str) -> None:
        super().__init__()
        self._look = look
        self._name = name
        self._drawing = Drawing()
        self._placed: dict[str, Placed] = {}
        self._drawn: list[Drawn] = []
        self._at = ""  # the band on which the keyboard is
        self._over: str | Ribbon | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        look.colors_changed.connect(self.update)

    def show_drawing(self, drawing: Drawing) -> None:
        """Show another drawing."""
        self._drawing = drawing
        if self._at not in {band.key for band in drawing.bands}:
            self._at = ""
        self.setMinimumHeight(self._least())
        self._place()
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the least it takes."""
        return QSize(self._look.px(600), self._least())

    @property
    def bands(self) -> tuple[Placed, ...]:
        """Where each band stands now."""
        return tuple(self._placed.values())

    def _columns(self) -> list[list[Band]]:
        several: dict[int, list[Band]] = {}
        for band in self._drawing.bands:
            several.setdefault(band.column, []).append(band)
        return [several[column] for column in sorted(several)]

    def _least(self) -> int:
        most = max((len(column) for column in self._columns()), default=0)
        return self._look.px(16) + most * self._look.px(LABEL + GAP)

    def _place(self) -> None:
        """Place the bands, then the ribbons between them."""
        px = self._look.px
        columns = self._columns()
        self._placed, self._drawn = {}, []
        if not columns:
            return
        top, height, slot, gap = px(8), self.height() - px(16), px(LABEL), px(GAP)
        scale = scale_for([[band.cents for band in column] for column in columns], height, slot, gap)
        last = min(px(LAST_LABEL), self.width() // 4)
        step = (self.width() - last - px(BAR + 8)) / max(1, len(columns) - 1)
        for number, column in enumerate(columns):
            left, place = px(4) + number * step, float(top)
            room = (last if number == len(columns) - 1 else step) - px(BAR + 20)
            for band in column:
                bar = QRectF(left, place, px(BAR), max(THINNEST, band.cents * scale))
                label = QRectF(bar.right() + px(8), place, room, max(slot, bar.height()))
                self._placed[band.key] = Placed(band, bar, label)
                place += max(slot, bar.height()) + gap
        self._join(scale)

    def _join(self, scale: float) -> None:
        used_out: dict[str, float] = {}
        used_in: dict[str, float] = {}
        order = {band.key: number for number, band in enumerate(self._drawing.bands)}
        for ribbon in sorted(self._drawing.ribbons, key=lambda one: (order[one.source], order[one.target])):
            source, target = self._placed[ribbon.source].bar, self._placed[ribbon.target].bar
            height = ribbon.cents * scale
            out, into = used_out.get(ribbon.source, 0.0), used_in.get(ribbon.target, 0.0)
            used_out[ribbon.source], used_in[ribbon.target] = out + height, into + height
            left = QRectF(source.right(), source.top() + out, 0, max(1.0, height))
            right = QRectF(target.left(), target.top() + into, 0, max(1.0, height))
            self._drawn.append(Drawn(ribbon, _ribbon(left, right), left, right))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everything at the new size."""
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ribbons, bars, words, and the ring of the keyboard."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for drawn in self._drawn:
            self._draw_ribbon(painter, drawn)
        for placed in self._placed.values():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._look.color(placed.band.tint))
            painter.drawRoundedRect(placed.bar, min(3.0, placed.bar.height() / 2), min(3.0, placed.bar.height() / 2))
            self._draw_words(painter, placed)
        if self.hasFocus() and self._at in self._placed:
            bar = self._placed[self._at].bar
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._look.color("focus"), 2))
            painter.drawRoundedRect(bar.adjusted(-4, -4, 4, 4), 5, 5)
        painter.end()

    def _draw_ribbon(self, painter: QPainter, drawn: Drawn) -> None:
        look, ribbon = self._look, drawn.ribbon
        strong = ribbon is self._over or self._over in (ribbon.source, ribbon.target)
        gradient = QLinearGradient(drawn.left.topLeft(), QPointF(drawn.right.left(), drawn.left.top()))
        for place, key in ((0.0, ribbon.source), (1.0, ribbon.target)):
            color = QColor(look.color(self._placed[key].band.tint))
            color.setAlphaF(0.46 if strong else 0.30)
            gradient.setColorAt(place, color)
        painter.setBrush(gradient)
        painter.drawPath(drawn.path)

    def _draw_words(self, painter: QPainter, placed: Placed) -> None:
        look, band, label = self._look, placed.band, placed.label
        strong, caption = look.font("button_strong"), look.font("caption")
        strong.setPixelSize(look.px(13))
        title, amount = QFontMetricsF(strong), QFontMetricsF(caption)
        both = title.height() + amount.height()
        top = label.top() + max(0.0, (min(label.height(), max(placed.bar.height(), both)) - both) / 2)
        painter.setPen(look.color("text"))
        elide, line = Qt.TextElideMode.ElideRight, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for words, font, metrics in ((band.title, strong, title), (band.amount, caption, amount)):
            painter.setFont(font)
            rect = QRectF(label.left(), top, label.width(), metrics.height())
            painter.drawText(rect, line, metrics.elidedText(words, elide, label.width()))
            top += metrics.height()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell in words what is under the pointer."""
        over = self._under(event.position())
        if over == self._over:
            return
        self._over = over
        spoken = self._spoken(over)
        set_tooltip(self, spoken)
        opens = bool(self._record(over))
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Show everything alike again."""
        self._over = None
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the thread of what was clicked."""
        under = self._under(event.position())
        if isinstance(under, str):
            self._at = under
        if record := self._record(under):
            self.chosen.emit(record)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from band to band with the arrows, open with Entrée."""
        steps = {
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            self._walk(*step)
        elif event.key() in ENTER and (record := self._record(self._at)):
            self.chosen.emit(record)
        else:
            super().keyPressEvent(event)

    def _walk(self, across: int, down: int) -> None:
        columns = self._columns()
        if not columns:
            return
        places = {band.key: (x, y) for x, column in enumerate(columns) for y, band in enumerate(column)}
        x, y = places.get(self._at, (0, 0))
        if self._at:
            x = max(0, min(x + across, len(columns) - 1))
            y = max(0, min(y + down, len(columns[x]) - 1))
        self._at = columns[x][y].key
        self._tell()
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the keyboard on the first band."""
        super().focusInEvent(event)
        if not self._at:
            self._walk(0, 0)
        self.update()

    def _tell(self) -> None:
        now = self._placed.get(self._at)
        self.setAccessibleDescription(now.band.spoken if now else "")

    def _under(self, point: QPointF) -> str | Ribbon | None:
        for placed in self._placed.values():
            if placed.bar.adjusted(-4, -2, 4, 2).contains(point):
                return placed.band.key
        return next((drawn.ribbon for drawn in self._drawn if drawn.path.contains(point)), None)

    def _record(self, under: str | Ribbon | None) -> str:
        if isinstance(under, Ribbon):
            return under.record
        return self._placed[under].band.record if under in self._placed else ""

    def _spoken(self, under: str | Ribbon | None) -> str:
        if isinstance(under, Ribbon):
            return under.spoken
        return self._placed[under].band.spoken if under in self._placed else ""


def _ribbon(left: QRectF, right: QRectF) -> QPainterPath:
    """Return the way between two edges, level at both ends."""
    middle = (left.left() + right.left()) / 2
    path = QPainterPath(left.topLeft())
    path.cubicTo(QPointF(middle, left.top()), QPointF(middle, right.top()), right.topLeft())
    path.lineTo(right.bottomLeft())
    path.cubicTo(QPointF(middle, right.bottom()), QPointF(middle, left.bottom()), left.bottomLeft())
    path.closeSubpath()
    return path
