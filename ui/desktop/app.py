"""The window's composition root: what is built once, in which order, and how it is taken down."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import shiboken6
from PySide6.QtCore import QByteArray, QLibraryInfo, QLocale, QSettings, QTranslator
from PySide6.QtWidgets import QApplication

from idos_p2p.clock import Clock, SystemClock
from ui.desktop.bridge import Bridge
from ui.desktop.presenters.ports import HomePort
from ui.desktop.theme.fonts import load_fonts
from ui.desktop.theme.look import Look, ThemeChoice
from ui.desktop.views.page import Desk
from ui.desktop.views.window import MainWindow
from ui.words.languages import words_for


@dataclass(frozen=True, slots=True)
class WindowOptions:
    """How the window is opened. ``settings`` is the file that keeps colours, text size and place; None keeps nothing.

    ``theme`` ("system", "light", "dark") and ``scale`` (percent) hold where the settings say nothing.
    """

    language: str = "fr"
    theme: str = "system"
    scale: int = 100
    settings: Path | None = None


def run_window(home: HomePort, options: WindowOptions, clock: Clock | None = None) -> int:
    """Open the window on this home and return the exit code once it is closed and the cell has stopped."""
    app = make_application(options.language)
    settings = QSettings(str(options.settings), QSettings.Format.IniFormat) if options.settings else None
    look = look_kept(settings, options)
    look.apply(app)
    bridge = Bridge(home)
    desk = Desk(look, bridge, words_for(options.language), clock or SystemClock())
    window = MainWindow(desk, app, settings)
    if settings is not None and isinstance(place := settings.value("geometry"), QByteArray):
        window.restoreGeometry(place)
    start(window)
    window.show()
    code = app.exec()
    take_down(window, bridge)
    shiboken6.delete(app)
    return code


def make_application(language: str) -> QApplication:
    """Return this process's application, in that language, with our letters; the one that exists is taken as it is."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        load_fonts()
        return running
    app = QApplication(["idos-p2p"])
    app.setApplicationName("IDOS")
    app.setStyle("Fusion")
    code = words_for(language).language.code
    QLocale.setDefault(QLocale("fr_FR" if code == "fr" else "en_GB"))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{code}", folder):  # Qt's own words: the menu of a text field, the calendar
        app.installTranslator(translator)
    load_fonts()
    return app


def look_kept(settings: QSettings | None, options: WindowOptions) -> Look:
    """Return the look the person chose last, else the one of the options."""
    theme, scale = options.theme, options.scale
    if settings is not None:
        kept_theme, kept_scale = str(settings.value("theme", theme)), str(settings.value("scale", scale))
        theme = kept_theme if kept_theme in set(ThemeChoice) else theme
        scale = int(kept_scale) if kept_scale.isdecimal() else scale
    return Look(ThemeChoice(theme), scale)


def start(window: MainWindow) -> None:
    """Open the home, or ask whose it is where several persons use this computer."""
    window.desk.bridge.ask_computer(lambda home: home.homes(), window.begin, window.show_trouble)


def take_down(window: MainWindow, bridge: Bridge) -> None:
    """Stop in order: no more answers, the cell (which finishes what it was given), then what was drawn."""
    bridge.stop()
    if bridge.cell is not None:
        bridge.cell.close()
    shiboken6.delete(window)
    shiboken6.delete(bridge)


def without_screen() -> None:
    """Draw into memory when there is no screen; to be called before anything of Qt is built."""
    if sys.platform.startswith("linux") and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
