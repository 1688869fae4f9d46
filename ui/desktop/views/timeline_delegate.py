"""How a card of the timeline is drawn. Nothing is decided here: the card holds every word."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.desktop.models.rows import ROW
from ui.desktop.presenters.timeline import TimelineCard
from ui.desktop.theme.look import Look
from ui.desktop.theme.tokens import BADGE, CHIP, GAP
from ui.desktop.views.drawing import MEASURED, Measure, draw_card, draw_chip, draw_paragraph
from ui.desktop.views.lists import CardList
from ui.desktop.widgets.cards import draw_badge

MOST_LINES = 3


class TimelineDelegate(QStyledItemDelegate):
    """Draws badge, title, day, text and chips in a rounded card, the month above the first card of each month."""

    def __init__(self, look: Look, view: CardList) -> None:
        super().__init__(view)
        self._look = look
        self._view = view
        self._measure = Measure()
        self._heights: dict[str, tuple[TimelineCard, int, int]] = {}  # the list asks for all of them at each arrival

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the height of a card at the width of the view."""
        card: TimelineCard = index.data(ROW)
        width = self._view.card_width()
        known = self._heights.get(card.id)
        if known is not None and known[0] is card and known[1] == width:
            return QSize(width, known[2])
        height = round(self._height(card, width))
        if len(self._heights) > MEASURED:
            self._heights.clear()
        self._heights[card.id] = (card, width, height)
        return QSize(width, height)

    def _text_left(self) -> int:
        return self._look.px(16 + BADGE + 12)

    def _heading(self, card: TimelineCard) -> int:
        if not card.heading:
            return 0
        return self._look.px(32)

    def _height(self, card: TimelineCard, width: int) -> float:
        look = self._look
        inner = width - self._text_left() - look.px(16)
        title = self._measure.paragraph(card.title, look.font("card"), self._title_room(card, inner), 2)
        text = self._measure.paragraph(card.text, look.font("body"), inner, MOST_LINES)
        height = look.px(14) + title.height + text.height + look.px(14)
        if card.text:
            height += look.px(2)
        if card.chips:
            height += look.px(CHIP + 6)
        return self._heading(card) + max(height, look.px(BADGE + 28)) + look.px(GAP)

    def _title_room(self, card: TimelineCard, inner: int) -> int:
        when = QFontMetricsF(self._look.font("caption")).horizontalAdvance(card.when)
        return round(inner - when - self._look.px(16))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the card."""
        card: TimelineCard = index.data(ROW)
        look = self._look
        area = QRectF(option.rect)
        area.setWidth(self._view.card_width())
        painter.save()
        heading = self._heading(card)
        if heading:
            line = QRectF(area.x() + look.px(6), area.y(), area.width(), heading - look.px(8))
            painter.setFont(look.font("heading"))
            painter.setPen(look.color("text2"))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft), card.heading)
        frame = area.adjusted(0, heading, 0, -look.px(GAP))
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        draw_card(painter, look, frame, focused=focused)
        self._draw_inside(painter, card, frame)
        painter.restore()

    def _draw_inside(self, painter: QPainter, card: TimelineCard, frame: QRectF) -> None:
        look = self._look
        badge = QRectF(frame.x() + look.px(16), frame.y() + look.px(14), look.px(BADGE), look.px(BADGE))
        self.draw_mark(painter, card, badge)
        left = frame.x() + self._text_left() - 1
        inner = round(frame.right() + 1 - look.px(16) - left - 1)
        top = frame.y() + look.px(14)
        self._draw_day(painter, card, frame, top)
        font = look.font("card")
        title = self._measure.paragraph(card.title, font, self._title_room(card, inner), 2)
        top += draw_paragraph(painter, title, font, look.color("text"), QPointF(left, top))
        if card.text:
            top += look.px(2)
            body = look.font("body")
            text = self._measure.paragraph(card.text, body, inner, MOST_LINES)
            top += draw_paragraph(painter, text, body, look.color("text2"), QPointF(left, top))
        room = float(inner)
        place = QPointF(left, top + look.px(6))
        for number, words in enumerate(card.chips):
            if room < look.px(60):
                break
            tone = "warn" if number < card.warned else "quiet"
            used = draw_chip(painter, look, words, place, room, tone=tone) + look.px(8)
            place.setX(place.x() + used)
            room -= used

    def draw_mark(self, painter: QPainter, card: TimelineCard, place: QRectF) -> None:
        """Draw the badge of the card's kind."""
        draw_badge(painter, self._look, card.icon, card.tint, place)

    def _draw_day(self, painter: QPainter, card: TimelineCard, frame: QRectF, top: float) -> None:
        look = self._look
        painter.setFont(look.font("caption"))
        painter.setPen(look.color("text2"))
        line = QRectF(frame.x(), top + look.px(1), frame.width() - look.px(16), look.px(18))
        painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), card.when)
