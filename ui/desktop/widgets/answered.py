"""The persons of a chamber, and what each answered: a face, a name, and a sign that is also a word."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.desktop.presenters.decision import AnsweredFace
from ui.desktop.presenters.faces import first_name
from ui.desktop.theme.icons import draw_icon
from ui.desktop.theme.look import Look
from ui.desktop.theme.tokens import AVATAR
from ui.desktop.widgets.faces import draw_face
from ui.desktop.widgets.text import set_tooltip

SIGNS = {
    "consent": ("check", "ok"),
    "aside": ("circle-minus", "meeting"),
    "objection": ("hand", "danger"),
    "unheard": ("speech", "warn"),
}
"""The icon and the colour of each answer; who has not answered is a ring, with no sign."""


class AnsweredFaceView(QWidget):
    """One person; ``size`` is the circle at 100 %. What it shows is its name for screen readers, and its tooltip."""

    def __init__(self, look: Look, shown: AnsweredFace, size: int = AVATAR) -> None:
        super().__init__()
        self._look, self._shown, self._size = look, shown, size
        self._called = first_name(shown.name)
        self.setAccessibleName(shown.spoken)
        set_tooltip(self, shown.spoken)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        """Return the room for a circle and a first name."""
        return QSize(self._look.px(self._size * 1.72), self._look.px(self._size * 1.62))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circle, the sign of the answer, and the name."""
        look, painter = self._look, QPainter(self)
        side = look.px(self._size)
        circle = QRectF((self.width() - side) / 2, look.px(4), side, side)
        if self._shown.answer == "silent":
            self._draw_silent(painter, circle)
        else:
            draw_face(painter, look, self._shown.face, circle)
        sign = SIGNS.get(self._shown.answer)
        if sign is not None:
            self._draw_sign(painter, circle, *sign)
        font = look.font("caption")
        font.setPixelSize(max(font.pixelSize(), round(side * 0.27)))
        painter.setFont(font)
        painter.setPen(look.color("text2" if self._shown.answer == "silent" else "text"))
        line = QRectF(0, circle.bottom() + side * 0.08, self.width(), self.height() - circle.bottom() - side * 0.08)
        called = painter.fontMetrics().elidedText(self._called, Qt.TextElideMode.ElideRight, int(line.width()))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), called)
        painter.end()

    def _draw_silent(self, painter: QPainter, circle: QRectF) -> None:
        look = self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.color("border_strong"), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(look.color("surface2"))
        painter.drawEllipse(circle.adjusted(1, 1, -1, -1))
        font = look.font("button_strong")
        font.setPixelSize(round(circle.height() * 0.36))
        painter.setFont(font)
        painter.setPen(look.color("text2"))
        painter.drawText(circle, int(Qt.AlignmentFlag.AlignCenter), self._shown.face.initials)

    def _draw_sign(self, painter: QPainter, circle: QRectF, icon: str, tint: str) -> None:
        look = self._look
        side = circle.width() * 0.46
        plate = QRectF(circle.right() - side * 0.82, circle.bottom() - side * 0.82, side, side)
        painter.setPen(QPen(look.color("surface"), max(2.0, side * 0.1)))
        painter.setBrush(look.color(tint))
        painter.drawEllipse(plate)
        inset = side * 0.22
        draw_icon(painter, icon, look.tokens.on_primary, plate.adjusted(inset, inset, -inset, -inset))
