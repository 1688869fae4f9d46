"""Persons as circles with initials, to see and to pick."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.desktop.presenters.faces import Face, face, first_name
from ui.desktop.theme.icons import draw_icon
from ui.desktop.theme.look import Look
from ui.desktop.theme.tokens import AVATAR
from ui.desktop.widgets.text import set_tooltip


def draw_face(painter: QPainter, look: Look, shown: Face, rect: QRectF) -> None:
    """Draw a circle with initials."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(shown.tint))
    painter.drawEllipse(rect)
    if not shown.initials:
        inset = rect.height() * 0.25
        draw_icon(painter, "laptop", look.tokens.on_primary, rect.adjusted(inset, inset, -inset, -inset))
        return
    font = look.font("button_strong")
    font.setPixelSize(round(rect.height() * 0.36))
    painter.setFont(font)
    painter.setPen(look.color("on_primary"))
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), shown.initials)


class Avatar(QWidget):
    """A person's circle; what it shows is written beside it, so it says nothing to screen readers."""

    def __init__(self, look: Look, size: int, shown: Face | None = None) -> None:
        super().__init__()
        self._look = look
        self._face = shown or face("")
        self.setFixedSize(look.px(size), look.px(size))

    def show_face(self, shown: Face) -> None:
        """Show another face."""
        self._face = shown
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle."""
        painter = QPainter(self)
        draw_face(painter, self._look, self._face, QRectF(self.rect()))
        painter.end()


class FaceButton(QAbstractButton):
    """A person to pick: circle and first name; chosen shows a ring, a tick and a stronger name."""

    def __init__(self, look: Look, person: str, name: str) -> None:
        super().__init__()
        self._look = look
        self.person = person
        self.name = name
        self._called = first_name(name)
        self._face = face(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(name)
        set_tooltip(self, name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return the room for a circle and a first name."""
        return QSize(self._look.px(76), self._look.px(AVATAR + 34))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle, the name under it, and the signs of being chosen or focused."""
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = look.px(AVATAR)
        circle = QRectF((self.width() - side) / 2, look.px(6), side, side)
        if self.underMouse() or self.hasFocus():
            self._draw_ground(painter)
        draw_face(painter, look, self._face, circle)
        if self.isChecked():
            self._draw_tick(painter, circle)
        painter.setFont(look.font("button_strong" if self.isChecked() else "caption"))
        font = look.font("caption")
        font.setWeight(font.Weight.DemiBold if self.isChecked() else font.Weight.Normal)
        painter.setFont(font)
        painter.setPen(look.color("text"))
        line = QRectF(look.px(2), circle.bottom() + look.px(5), self.width() - look.px(4), look.px(18))
        called = painter.fontMetrics().elidedText(self._called, Qt.TextElideMode.ElideRight, int(line.width()))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignCenter), called)
        painter.end()

    def _draw_ground(self, painter: QPainter) -> None:
        look = self._look
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setBrush(look.color("surface2") if self.underMouse() else QColor(Qt.GlobalColor.transparent))
        painter.setPen(QPen(look.color("focus"), 2) if self.hasFocus() else QPen(Qt.PenStyle.NoPen))
        painter.drawRoundedRect(frame, look.px(8), look.px(8))

    def _draw_tick(self, painter: QPainter, circle: QRectF) -> None:
        look = self._look
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.color("primary"), 2))
        painter.drawEllipse(circle.adjusted(-3, -3, 3, 3))
        side = look.px(18)
        plate = QRectF(circle.right() - side + 4, circle.bottom() - side + 4, side, side)
        painter.setPen(QPen(look.color("surface"), 2))
        painter.setBrush(look.color("primary"))
        painter.drawEllipse(plate)
        inset = side * 0.2
        draw_icon(painter, "check", look.tokens.on_primary, plate.adjusted(inset, inset, -inset, -inset))
