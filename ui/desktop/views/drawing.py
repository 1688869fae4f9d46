"""What the delegates share: rounded cards, and lines of text measured once."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption

from ui.desktop.theme.look import Look
from ui.desktop.theme.tokens import CHIP, RADIUS_CARD

MEASURED = 4_096  # paragraphs remembered: more than any screen shows, 2 MB or so


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text broken into lines for one width, the last one ended with an ellipsis where it was cut."""

    lines: tuple[str, ...]
    line_height: float

    @property
    def height(self) -> float:
        """Pixels it takes."""
        return len(self.lines) * self.line_height


class Measure:
    """Breaks text into lines, and remembers."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str, int, int], Paragraph] = OrderedDict()

    def paragraph(self, text: str, font: QFont, width: int, most_lines: int) -> Paragraph:
        """Return the text broken for a width in pixels, in at most so many lines."""
        key = (text, font.key(), width, most_lines)
        found = self._known.get(key)
        if found is None:
            found = _broken(text, font, width, most_lines)
            self._known[key] = found
            if len(self._known) > MEASURED:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(key)
        return found


def _broken(text: str, font: QFont, width: int, most_lines: int) -> Paragraph:
    metrics = QFontMetricsF(font)
    height = round(metrics.height() * 1.06)
    if not text:
        return Paragraph((), height)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    lines: list[str] = []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        start = line.textStart()
        # Qt counts UTF-16 units, Python characters: both agree once the text is cut as UTF-16.
        if len(lines) == most_lines - 1:
            rest = _utf16(text, start, None)
            lines.append(metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width))
            break
        lines.append(_utf16(text, start, start + line.textLength()).rstrip())
    layout.endLayout()
    return Paragraph(tuple(lines), height)


def _utf16(text: str, start: int, end: int | None) -> str:
    if text.isascii():
        return text[start:end]
    raw = text.encode("utf-16-le", "surrogatepass")
    return raw[2 * start : None if end is None else 2 * end].decode("utf-16-le", "replace")


def draw_paragraph(painter: QPainter, paragraph: Paragraph, font: QFont, color: QColor, top_left: QPointF) -> float:
    """Draw the lines and return the pixels they took."""
    painter.setFont(font)
    painter.setPen(color)
    ascent = QFontMetricsF(font).ascent()
    for number, line in enumerate(paragraph.lines):
        painter.drawText(QPointF(top_left.x(), top_left.y() + number * paragraph.line_height + ascent), line)
    return paragraph.height


def draw_card(painter: QPainter, look: Look, rect: QRectF, *, focused: bool, ground: str = "surface") -> None:
    """Draw a rounded surface, with the focus ring when the keyboard is on it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(look.color(ground))
    painter.setPen(QPen(look.color("focus"), 2) if focused else QPen(look.color("border"), 1))
    inset = 1.0 if focused else 0.5
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), look.px(RADIUS_CARD), look.px(RADIUS_CARD))


def chip_width(look: Look, text: str) -> float:
    """Return the pixels a chip takes."""
    return QFontMetricsF(look.font("caption")).horizontalAdvance(text) + 2 * look.px(12)


def draw_chip(
    painter: QPainter, look: Look, text: str, left_top: QPointF, room: float, *, tone: str = "quiet"
) -> float:
    """Draw a chip, cut to the room there is, and return the width it took."""
    grounds = {"quiet": ("surface2", "text2"), "ok": ("ok_soft", "ok"), "warn": ("warn_soft", "warn")}
    ground, ink = grounds[tone]
    width = min(chip_width(look, text), room)
    rect = QRectF(left_top.x(), left_top.y(), width, look.px(CHIP))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.color(ground))
    painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2)
    font = look.font("caption")
    painter.setFont(font)
    painter.setPen(look.color(ink))
    inner = rect.adjusted(look.px(12), 0, -look.px(10), 0)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, inner.width() + 2)
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
    return width
