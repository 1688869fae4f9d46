"""How a project's tile and a page's row are drawn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.desktop.models.rows import ROW
from ui.desktop.presenters.pages import PageRow
from ui.desktop.presenters.projects import ProjectTile
from ui.desktop.theme.icons import draw_icon
from ui.desktop.theme.look import Look
from ui.desktop.theme.tokens import BADGE, CHIP, GAP
from ui.desktop.views.drawing import Measure, chip_width, draw_card, draw_chip, draw_paragraph
from ui.desktop.views.lists import CardList
from ui.desktop.widgets.cards import draw_badge

Index = QModelIndex | QPersistentModelIndex
NARROWEST_TILE = 320  # pixels at 100 %: below, one column less
TILE_HEIGHT = 172
TILE_GAP = 12
PURPOSE_LINES = 3


class ProjectDelegate(QStyledItemDelegate):
    """Draws a project as a tile; tiles share the width of the view in equal columns."""

    def __init__(self, look: Look, view: CardList) -> None:
        super().__init__(view)
        self._look = look
        self._view = view
        self._measure = Measure()

    def grid(self) -> QSize:
        """Return the size of one tile with its gap."""
        width = self._view.card_width() + self._look.px(TILE_GAP)
        columns = max(1, width // self._look.px(NARROWEST_TILE))
        return QSize(width // columns, self._look.px(TILE_HEIGHT + TILE_GAP))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of one tile with its gap."""
        return self.grid()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the tile."""
        tile: ProjectTile = index.data(ROW)
        look = self._look
        painter.save()
        frame = QRectF(option.rect).adjusted(0, 0, -look.px(TILE_GAP), -look.px(TILE_GAP))
        draw_card(painter, look, frame, focused=bool(option.state & QStyle.StateFlag.State_HasFocus))
        badge = QRectF(frame.x() + look.px(16), frame.y() + look.px(16), look.px(BADGE), look.px(BADGE))
        draw_badge(painter, look, "folder-kanban", "project", badge)
        self._draw_head(painter, tile, frame, badge)
        left = frame.x() + look.px(16)
        inner = round(frame.width() - look.px(32))
        body = look.font("body")
        text = self._measure.paragraph(tile.purpose, body, inner, PURPOSE_LINES - bool(tile.warning))
        draw_paragraph(painter, text, body, look.color("text2"), QPointF(left, badge.bottom() + look.px(10)))
        if tile.warning:
            self._draw_warning(painter, tile.warning, frame)
        self._draw_foot(painter, tile, frame)
        painter.restore()

    def _draw_head(self, painter: QPainter, tile: ProjectTile, frame: QRectF, badge: QRectF) -> None:
        look = self._look
        left = badge.right() + look.px(12)
        chip = min(chip_width(look, tile.state), look.px(120))
        chip_left = frame.right() - look.px(16) - chip
        middle = badge.center().y()
        draw_chip(painter, look, tile.state, QPointF(chip_left, middle - look.px(CHIP) / 2), chip, tone=tile.tone)
        font = look.font("card")
        room = chip_left - look.px(10) - left
        title = self._measure.paragraph(tile.title, font, round(room), 2)
        draw_paragraph(painter, title, font, look.color("text"), QPointF(left, middle - title.height / 2))

    def _draw_warning(self, painter: QPainter, words: str, frame: QRectF) -> None:
        look = self._look
        sign = QRectF(frame.x() + look.px(16), frame.bottom() - look.px(54), look.px(16), look.px(16))
        draw_icon(painter, "triangle-alert", look.tokens.warn, sign)
        font = look.font("caption")
        font.setWeight(font.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(look.color("warn"))
        line = QRectF(sign.right() + look.px(6), sign.y() - 1, frame.right() - sign.right() - look.px(22), look.px(18))
        shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    def _draw_foot(self, painter: QPainter, tile: ProjectTile, frame: QRectF) -> None:
        look = self._look
        font = look.font("caption")
        metrics = QFontMetricsF(font)
        line = QRectF(frame.x() + look.px(16), frame.bottom() - look.px(32), frame.width() - look.px(32), look.px(18))
        painter.setPen(look.color("text2"))
        painter.setFont(font)
        left = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        shown = metrics.elidedText(tile.foot, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, left, shown)
        used = metrics.horizontalAdvance(shown) + look.px(16)
        room = line.width() - used - look.px(20)
        if not tile.place or room < look.px(50):
            return
        place = metrics.elidedText(tile.place, Qt.TextElideMode.ElideRight, room)
        start = line.right() - metrics.horizontalAdvance(place)
        painter.drawText(QRectF(start, line.y(), room, line.height()), left, place)
        pin = QRectF(start - look.px(18), line.center().y() - look.px(7), look.px(14), look.px(14))
        draw_icon(painter, "map-pin", look.tokens.text2, pin)


class PageDelegate(QStyledItemDelegate):
    """Draws a page in the list: its title, its first words, who wrote last."""

    def __init__(self, look: Look, view: CardList) -> None:
        super().__init__(view)
        self._look = look
        self._view = view
        self._measure = Measure()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row at the width of the view."""
        row: PageRow = index.data(ROW)
        width = self._view.card_width()
        return QSize(width, round(self._height(row, width)))

    def _height(self, row: PageRow, width: int) -> float:
        look = self._look
        inner = width - look.px(30)
        title = self._measure.paragraph(row.title, look.font("card"), inner, 2)
        opening = self._measure.paragraph(row.opening, look.font("body"), inner, 2)
        return look.px(12) + title.height + opening.height + look.px(4 + 16 + 12) + look.px(GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row; the chosen one stands on the quiet colour of the cell, with a bar at its edge."""
        row: PageRow = index.data(ROW)
        look = self._look
        painter.save()
        frame = QRectF(option.rect).adjusted(0, 0, 0, -look.px(GAP))
        frame.setWidth(self._view.card_width())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        draw_card(painter, look, frame, focused=focused, ground="soft" if chosen else "surface")
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("primary"))
            bar = QRectF(frame.x() + look.px(5), frame.y() + look.px(12), look.px(3), frame.height() - look.px(24))
            painter.drawRoundedRect(bar, 1.5, 1.5)
        left, top = frame.x() + look.px(15), frame.y() + look.px(12)
        inner = self._view.card_width() - look.px(30)
        for text, role, tone, most in ((row.title, "card", "text", 2), (row.opening, "body", "text2", 2)):
            font = look.font(role)
            paragraph = self._measure.paragraph(text, font, inner, most)
            top += draw_paragraph(painter, paragraph, font, look.color(tone), QPointF(left, top))
        caption = look.font("caption")
        line = self._measure.paragraph(row.line, caption, inner, 1)
        draw_paragraph(painter, line, caption, look.color("text2"), QPointF(left, top + look.px(4)))
        painter.restore()
