"""Réglages: how the window looks on this computer, and the keys that do things."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.desktop.theme.look import ThemeChoice
from ui.desktop.theme.tokens import SCALES
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.scrolling import PageScroll
from ui.desktop.widgets.buttons import Segments
from ui.desktop.widgets.cards import Card, heading
from ui.desktop.widgets.text import key_caps, label

PAGE_KEYS = "Ctrl+1 … 5"
SHORTCUTS = (
    ("shortcut_add", "Ctrl+N"),
    ("shortcut_pages", PAGE_KEYS),
    ("shortcut_search", "Ctrl+F"),
    ("shortcut_zoom", "Ctrl++"),
    ("shortcut_close", "Esc"),
)
COLUMN_WIDTH = 760


class SettingsPage(Page):
    """Colours and text size, at once and kept."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        say = desk.words.say
        self.head(say("nav_settings"), say("settings_lead"))
        scroll = PageScroll(desk.look)
        column = scroll.column
        column.setSpacing(desk.look.px(12))
        for card in (self._colours(), self._sizes(), self._keys()):
            card.setMaximumWidth(desk.look.px(COLUMN_WIDTH))
            column.addWidget(card)
        column.addStretch(1)
        self.body.addWidget(scroll, 1)

    def _colours(self) -> Card:
        look, say = self.desk.look, self.desk.words.say
        offers = [(choice.value, say(f"settings_theme_{choice.value}")) for choice in ThemeChoice]
        self.theme = Segments(look, say("settings_theme"), offers, look.choice.value)
        self.theme.chosen.connect(self._theme_chosen)
        return self._card(say("settings_theme"), self.theme)

    def _sizes(self) -> Card:
        look, say = self.desk.look, self.desk.words.say
        offers = [(str(scale), say("settings_scale_value", count=scale)) for scale in SCALES]
        self.scale = Segments(look, say("settings_scale"), offers, str(look.scale))
        self.scale.chosen.connect(self._scale_chosen)
        return self._card(say("settings_scale"), self.scale)

    def _card(self, title: str, control: QWidget) -> Card:
        card = Card(self.desk.look)
        card.column.addWidget(heading(title))
        card.column.addWidget(control, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _keys(self) -> Card:
        say = self.desk.words.say
        card = Card(self.desk.look)
        card.column.addWidget(heading(say("settings_shortcuts")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.desk.look.px(16))
        grid.setVerticalSpacing(self.desk.look.px(8))
        for row, (key, keys) in enumerate(SHORTCUTS):
            shown = QKeySequence(keys.partition(" ")[0]).toString(QKeySequence.SequenceFormat.NativeText)
            shown += keys[len(keys.partition(" ")[0]) :]
            grid.addWidget(key_caps(shown), row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(label(say(key), "body", "text2"), row, 1)
        grid.setColumnStretch(1, 1)
        card.column.addLayout(grid)
        return card

    def _theme_chosen(self, value: str) -> None:
        self.desk.look.choose(ThemeChoice(value))

    def _scale_chosen(self, value: str) -> None:
        self.desk.look.resize(int(value))
