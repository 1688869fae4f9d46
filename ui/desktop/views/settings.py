"""Réglages: how the window looks, what this computer keeps and its copies, and the keys that do things."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QFileDialog, QGridLayout, QWidget

from idos_p2p.errors import Fault
from ui.desktop.presenters.keeping import CopyRow, copy_name, copy_row
from ui.desktop.presenters.ports import CopyCard, Keeping
from ui.desktop.theme.look import ThemeChoice
from ui.desktop.theme.tokens import SCALES
from ui.desktop.views.keeping import CopiesCard, DataCard, RestoreSheet
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.passphrase import PassphraseCard, PassphraseSheet, Wanted
from ui.desktop.views.scrolling import PageScroll
from ui.desktop.widgets.buttons import Button, Segments
from ui.desktop.widgets.cards import Card, heading
from ui.desktop.widgets.text import key_caps, label

PAGE_KEYS = "Ctrl+1 … 9, 0"
SHORTCUTS = (
    ("shortcut_add", "Ctrl+N"),
    ("shortcut_pages", PAGE_KEYS),
    ("shortcut_back", "Alt+Left"),
    ("shortcut_search", "Ctrl+F"),
    ("shortcut_find", "Ctrl+K"),
    ("shortcut_undo", "Ctrl+Z"),
    ("shortcut_zoom", "Ctrl++"),
    ("shortcut_close", "Esc"),
)
COLUMN_WIDTH = 760


class SettingsPage(Page):
    """Colours and text size, at once and kept; where the data lives, and the copies.

    ``go_back`` carries the path of a copy that is to take the place of the cell; ``person_wanted`` asks who is there.
    """

    go_back = Signal(str)
    person_wanted = Signal()

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        self._layer = layer
        say = desk.words.say
        self.head(say("nav_settings"), say("settings_lead"))
        scroll = PageScroll(desk.look)
        column = scroll.column
        column.setSpacing(desk.look.px(12))
        self.data = DataCard(desk)
        self.copies = CopiesCard(desk, self._confirm, self._make_copy)
        self.passphrase = PassphraseCard(desk, self._ask_passphrase)
        cards = (self.data, self.passphrase, self.copies, self._persons(), self._keys())
        for card in (self._colours(), self._sizes(), *cards):
            card.setMaximumWidth(desk.look.px(COLUMN_WIDTH))
            column.addWidget(card)
        column.addStretch(1)
        self.body.addWidget(scroll, 1)

    def ask(self) -> None:
        """Ask where the data lives, and for the copies."""
        self.desk.bridge.ask(lambda port: port.keeping(), self._show_keeping, self.refused)

    def showEvent(self, event: QShowEvent) -> None:
        """Read again: a copy may have been made since."""
        self._stale = True
        super().showEvent(event)

    def _show_keeping(self, keeping: Keeping) -> None:
        self.data.show_place(keeping.place)
        self.passphrase.show_state(protected=keeping.protected)
        today = self.desk.today()
        self.copies.show_copies(tuple(copy_row(self.desk.words, copy, today) for copy in keeping.copies))
        self.answered()

    def _ask_passphrase(self, wanted: Wanted) -> None:
        self.phrases = PassphraseSheet(self.desk, self._layer, wanted)
        self.phrases.done.connect(self._passphrase_done)
        self.phrases.begin()

    def _passphrase_done(self, protected: object) -> None:
        self.passphrase.show_state(protected=bool(protected))
        self.said.emit(self.desk.words.say("phrase_is_set" if protected else "phrase_is_gone"))

    def _persons(self) -> Card:
        say = self.desk.words.say
        card = Card(self.desk.look)
        card.column.addWidget(heading(say("homes_card")))
        card.column.addWidget(label(say("homes_card_why"), "body", "text2", wrap=True))
        self.change_person = Button(
            self.desk.look, say("homes_switch"), self.person_wanted.emit, "plain", "users-round"
        )
        card.column.addWidget(self.change_person, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _confirm(self, copy: CopyRow) -> None:
        self.sheet = RestoreSheet(self.desk, self._layer, copy, lambda: self.go_back.emit(copy.path))
        self.sheet.open(self.sheet.keep)

    def _make_copy(self) -> None:
        say = self.desk.words.say
        offered = copy_name(self.desk.words, self.desk.today())
        path, _ = QFileDialog.getSaveFileName(self, say("settings_copy_make_title"), offered)
        if path:
            self.make_copy_at(path)

    def make_copy_at(self, path: str) -> None:
        """Make a copy there, and say when it is done."""
        self.copies.make.setEnabled(False)
        self.said.emit(self.desk.words.say("settings_copy_making"))
        self.desk.bridge.ask(lambda port: port.make_copy(path), self._copy_made, self._copy_refused)

    def _copy_made(self, copy: CopyCard) -> None:
        self.copies.make.setEnabled(True)
        self.said.emit(self.desk.words.say("settings_copy_made", path=copy.path))

    def _copy_refused(self, fault: Fault) -> None:
        self.copies.make.setEnabled(True)
        self.refused(fault)

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
