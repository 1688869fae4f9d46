"""The look of the moment: light or dark, at the person's text size. Built once, handed to every widget."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from ui.desktop.theme.icons import IconEngine
from ui.desktop.theme.palette import palette
from ui.desktop.theme.stylesheet import stylesheet
from ui.desktop.theme.tokens import DARK, FAMILY, LIGHT, SCALES, TYPES, Tokens, mixed


class ThemeChoice(StrEnum):
    """What the person asked for."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Look(QObject):
    """Colours, sizes, fonts and icons; ``colors_changed`` and ``scale_changed`` tell when they are others."""

    colors_changed = Signal()
    scale_changed = Signal()

    def __init__(self, choice: ThemeChoice = ThemeChoice.SYSTEM, scale: int = 100) -> None:
        super().__init__()
        self.choice = choice
        self.scale = _offered(scale)
        self._fonts: dict[tuple[str, int], QFont] = {}
        self.tokens: Tokens = self._wanted()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    def apply(self, app: QApplication) -> None:
        """Set the palette, the style sheet and the base font of the whole application."""
        app.setPalette(palette(self.tokens))
        app.setFont(self.font("body"))
        app.setStyleSheet(stylesheet(self.tokens, self.scale / 100))

    def choose(self, choice: ThemeChoice) -> None:
        """Follow another wish for colours."""
        self.choice = choice
        self._system_changed()

    def resize(self, scale: int) -> None:
        """Take another text size, percent; the nearest one offered."""
        scale = _offered(scale)
        if scale != self.scale:
            self.scale = scale
            self.scale_changed.emit()

    def step(self, direction: int) -> None:
        """Take the next text size up (1) or down (-1), the first one at 0."""
        place = SCALES.index(self.scale) + direction if direction else 0
        self.resize(SCALES[max(0, min(place, len(SCALES) - 1))])

    def px(self, pixels: float) -> int:
        """Return a length given at 100 %, at the person's text size."""
        return round(pixels * self.scale / 100)

    def font(self, role: str) -> QFont:
        """Return the font of a role of ``tokens.TYPES``."""
        known = self._fonts.get((role, self.scale))
        if known is not None:
            return QFont(known)  # a copy: shared by Qt until somebody changes theirs
        size = TYPES[role]
        font = QFont(FAMILY)
        font.setPixelSize(self.px(size.px))
        font.setWeight(QFont.Weight(size.weight))
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        self._fonts[role, self.scale] = font
        return QFont(font)

    def color(self, name: str) -> QColor:
        """Return the colour of a token."""
        return QColor(self.tokens.color(name))

    def ground(self, name: str) -> QColor:
        """Return the quiet ground on which an icon of that colour stands."""
        return QColor(mixed(self.tokens.color(name), self.tokens.surface, 0.24 if self.tokens.dark else 0.14))

    def icon(self, name: str, tint: str = "text2", chosen: str = "") -> QIcon:
        """Return an icon that follows the theme; ``chosen`` is its colour when its button is checked."""

        def color_of(mode: QIcon.Mode, state: QIcon.State) -> str:
            if mode == QIcon.Mode.Disabled:
                return self.tokens.text_disabled
            return self.tokens.color(chosen if chosen and state == QIcon.State.On else tint)

        return QIcon(IconEngine(name, color_of))

    def _system_changed(self) -> None:
        tokens = self._wanted()
        if tokens is not self.tokens:
            self.tokens = tokens
            self.colors_changed.emit()

    def _wanted(self) -> Tokens:
        if self.choice is ThemeChoice.SYSTEM:
            return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT
        return DARK if self.choice is ThemeChoice.DARK else LIGHT


def _offered(scale: int) -> int:
    return min(SCALES, key=lambda offered: abs(offered - scale))
