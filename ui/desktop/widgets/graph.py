"""The picture of what links a person to others: one in the middle, the rest around, each kind always at its place.

Its reading twin is the timeline: screen readers hear the node on which the keyboard is, and the list tells it all.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from ui.desktop.presenters.story import Picture, Spot, neighbours
from ui.desktop.theme.icons import draw_icon
from ui.desktop.theme.look import Look
from ui.desktop.widgets.choices import ENTER
from ui.desktop.widgets.faces import draw_face
from ui.desktop.widgets.text import set_tooltip

MIDDLE = 54  # pixels of the one in the middle, at 100 %
NODE, SMALLER, SMALLEST = 38, 32, 27
FEWEST = 6
FEW, MANY = 16, 26  # nodes above which they are drawn smaller
PLATE = 0.85  # how much of the ground a label hides
LABEL_WIDTH = 116
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_ON = (Qt.Key.Key_Right, Qt.Key.Key_Down)


class LinksGraph(QWidget):
    """Draws a ``Picture``. ``opened`` and ``centred`` carry the kind and the id of a node."""

    opened = Signal(str, str)
    centred = Signal(str, str)
    resized = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._picture: Picture | None = None
        self._now = -1  # the spot on which the keyboard is
        self._hovered = -1
        self._clicked = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._single = QTimer(self)  # a second click may follow: then it was to put the node in the middle
        self._single.setSingleShot(True)
        self._single.timeout.connect(self._open_clicked)

    def sizeHint(self) -> QSize:
        """Return the room in which a dozen names are read."""
        return QSize(self._look.px(420), self._look.px(360))

    def show_picture(self, shown: Picture) -> None:
        """Show another picture; the keyboard stays on its node when it is still there."""
        kept = self.spot.id if self.spot is not None else ""
        self._picture = shown
        self._hovered = -1
        self._now = next((place for place, spot in enumerate(shown.spots) if spot.id == kept), -1)
        self.setAccessibleName(shown.spoken)
        self.update()

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The nodes, clockwise from the top."""
        return self._picture.spots if self._picture else ()

    @property
    def spot(self) -> Spot | None:
        """The node on which the keyboard is."""
        spots = self._picture.spots if self._picture else ()
        return spots[self._now] if 0 <= self._now < len(spots) else None

    @property
    def capacity(self) -> int:
        """How many nodes are told apart in the room there is."""
        px = self._look.px
        wide, high = max(1.0, self.width() / 2 - px(54)), max(1.0, self.height() / 2 - px(34))
        around = math.pi * (3 * (wide + high) - math.sqrt((3 * wide + high) * (wide + 3 * high)))
        return max(FEWEST, int(min(around / px(50), math.pi * wide * high / px(68) ** 2)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that there is room for more, or for fewer."""
        super().resizeEvent(event)
        self.resized.emit()

    def area_of(self, place: int) -> QRectF:
        """Return where a node is drawn."""
        spot, side = self.spots[place], self._side()
        middle = self._middle()
        room = QPointF(
            max(1.0, self.width() / 2 - self._look.px(54)), max(1.0, self.height() / 2 - side / 2 - self._look.px(22))
        )
        centre = QPointF(middle.x() + spot.x * room.x(), middle.y() - self._look.px(6) + spot.y * room.y())
        return QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)

    def _middle(self) -> QPointF:
        return QPointF(self.width() / 2, self.height() / 2)

    def _side(self) -> int:
        count = len(self._picture.spots) if self._picture else 0
        return self._look.px(NODE if count <= FEW else SMALLER if count <= MANY else SMALLEST)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines, then the nodes, then the names."""
        if self._picture is None:
            return
        picture, painter = self._picture, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        areas = [self.area_of(place) for place in range(len(self._picture.spots))]
        for spot, area in zip(self._picture.spots, areas, strict=True):
            pen = QPen(self._look.color("border_strong"), spot.width * self._look.scale / 100)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(self._middle(), area.center())
        for place, (spot, area) in enumerate(zip(self._picture.spots, areas, strict=True)):
            self._draw_node(painter, spot, area, chosen=place == self._now and self.hasFocus())
        middle = self._draw_middle(painter, picture)
        self._draw_labels(painter, picture, areas, middle)
        painter.end()

    def _draw_middle(self, painter: QPainter, picture: Picture) -> QRectF:
        look, side = self._look, self._look.px(MIDDLE)
        centre = self._middle()
        area = QRectF(centre.x() - side / 2, centre.y() - side / 2, side, side)
        painter.setPen(QPen(look.color("surface"), look.px(4)))
        painter.setBrush(look.color("surface"))
        painter.drawEllipse(area)
        if picture.centre_kind == "person":
            draw_face(painter, look, picture.face, area)
            return area
        from_kind = {icon: (icon, tint) for icon, tint, _ in picture.legend}
        icon, tint = from_kind.get("folder-kanban", ("file-text", "primary"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color(tint))
        painter.drawEllipse(area)
        inset = side * 0.28
        draw_icon(painter, icon, look.tokens.on_primary, area.adjusted(inset, inset, -inset, -inset))
        return area

    def _draw_node(self, painter: QPainter, spot: Spot, area: QRectF, *, chosen: bool) -> None:
        look = self._look
        if spot.face is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("surface"))
            painter.drawEllipse(area.adjusted(-2, -2, 2, 2))
            draw_face(painter, look, spot.face, area)
        else:
            painter.setPen(QPen(look.color(spot.tint), look.px(2)))
            painter.setBrush(look.color("surface"))
            self._outline(painter, spot.kind, area)
            inset = area.width() * 0.28
            draw_icon(painter, spot.icon, look.tokens.color(spot.tint), area.adjusted(inset, inset, -inset, -inset))
        if chosen:
            painter.setPen(QPen(look.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = area.adjusted(-5, -5, 5, 5)
            painter.drawRoundedRect(ring, look.px(10), look.px(10))

    def _outline(self, painter: QPainter, kind: str, area: QRectF) -> None:
        """Colour is never alone: projects are square, decisions stand on a corner, the rest is round."""
        if kind == "project":
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), self._look.px(8), self._look.px(8))
        elif kind == "proposal":
            middle = area.center()
            corners = (
                QPointF(middle.x(), area.top() - 2), QPointF(area.right() + 2, middle.y()),
                QPointF(middle.x(), area.bottom() + 2), QPointF(area.left() - 2, middle.y()),
            )  # fmt: skip
            painter.drawPolygon(QPolygonF(corners))
        else:
            painter.drawEllipse(area.adjusted(1, 1, -1, -1))

    def _draw_labels(self, painter: QPainter, picture: Picture, areas: list[QRectF], middle: QRectF) -> None:
        """Write the names that have room; the one looked at is written whatever it covers."""
        font = self._look.font("caption")
        painter.setFont(font)
        metrics = QFontMetricsF(font)
        own = metrics.elidedText(picture.name, Qt.TextElideMode.ElideRight, self._look.px(LABEL_WIDTH + 40))
        taken = [*areas, middle]
        taken.append(self._plate(painter, own, self._below(metrics, own, middle)))
        looked_at = {self._now if self.hasFocus() else -1, self._hovered}
        texts = [
            metrics.elidedText(spot.label, Qt.TextElideMode.ElideRight, self._look.px(LABEL_WIDTH))
            for spot in picture.spots
        ]
        for place, (text, area) in enumerate(zip(texts, areas, strict=True)):
            others = [one for one in taken if one is not area]
            offers = self._plates(metrics, text, area)
            free = next((one for one in offers if not any(map(one.intersects, others))), None)
            if free is not None and place not in looked_at:
                taken.append(self._plate(painter, text, free))
        for place in looked_at - {-1}:
            self._plate(painter, texts[place], self._below(metrics, texts[place], areas[place]))

    def _below(self, metrics: QFontMetricsF, text: str, area: QRectF) -> QRectF:
        width = metrics.horizontalAdvance(text) + self._look.px(8)
        left = min(max(0.0, area.center().x() - width / 2), self.width() - width)
        return QRectF(left, area.bottom() + self._look.px(3), width, metrics.height() + 1)

    def _plates(self, metrics: QFontMetricsF, text: str, area: QRectF) -> tuple[QRectF, ...]:
        """Return where a name may stand: below its node, above it, or on the side that is away from the middle."""
        below, gap = self._below(metrics, text, area), self._look.px(3)
        above = below.translated(0, area.top() - gap - below.bottom())
        beside = QRectF(0, area.center().y() - below.height() / 2, below.width(), below.height())
        right = area.center().x() >= self.width() / 2
        beside.moveLeft(area.right() + gap if right else area.left() - gap - below.width())
        whole = QRectF(self.rect())
        return tuple(one for one in (below, above, beside) if whole.contains(one))

    def _plate(self, painter: QPainter, text: str, rect: QRectF) -> QRectF:
        ground = QColor(self._look.color("surface"))
        ground.setAlphaF(PLATE)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(rect, self._look.px(4), self._look.px(4))
        painter.setPen(self._look.color("text"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), text)
        return rect

    def _at(self, point: QPointF) -> int:
        count = len(self._picture.spots) if self._picture else 0
        reach = max(0.0, (self._look.px(36) - self._side()) / 2)  # the smallest area to hit
        hits = [
            place
            for place in range(count)
            if self.area_of(place).adjusted(-reach, -reach, reach, reach).contains(point)
        ]
        return min(hits, key=lambda place: (self.area_of(place).center() - point).manhattanLength(), default=-1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the whole name of the node under the pointer."""
        place = self._at(event.position())
        if place != self._hovered:
            self._hovered = place
            over = self._picture.spots[place] if self._picture and place >= 0 else None
            set_tooltip(self, over.spoken if over else "")
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget what the pointer was on."""
        self._hovered = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the keyboard on the node that is clicked."""
        self._choose(self._at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the node: a person at once, another record when no second click follows."""
        self._clicked = self._at(event.position())
        if self._clicked < 0 or self._clicked != self._now or self._picture is None:
            return
        if self._picture.spots[self._clicked].kind == "person":
            self._open_clicked()
        elif not self._single.isActive():
            self._single.start(QApplication.doubleClickInterval())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Put the node in the middle."""
        self._single.stop()
        self._now = -1  # the release that follows opens nothing
        place = self._at(event.position())
        if self._picture and place >= 0:
            spot = self._picture.spots[place]
            self.centred.emit(spot.kind, spot.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go around the ring with the arrows, open with Entrée, put in the middle with Espace."""
        spots = self._picture.spots if self._picture else ()
        spot = self.spot
        if event.key() in (*_BACK, *_ON) and spots:
            self._choose(neighbours(spots, self._now, 1 if event.key() in _ON else -1))
        elif event.key() in ENTER and spot is not None:
            self.opened.emit(spot.kind, spot.id)
        elif event.key() == Qt.Key.Key_Space and spot is not None:
            self.centred.emit(spot.kind, spot.id)
        else:
            super().keyPressEvent(event)

    def _choose(self, place: int) -> None:
        self._now = place
        spot = self.spot
        self.setAccessibleDescription(spot.spoken if spot else "")
        self.update()

    def _open_clicked(self) -> None:
        spots = self._picture.spots if self._picture else ()
        if 0 <= self._clicked < len(spots):
            self.opened.emit(spots[self._clicked].kind, spots[self._clicked].id)
