"""PNGs of every screen, drawn without a screen, to be looked at by people and in the demo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QApplication

from idos_p2p.clock import Clock, SystemClock
from idos_p2p.errors import RefusedError
from ui.desktop.app import make_application, without_screen
from ui.desktop.bridge import Bridge
from ui.desktop.presenters.first_run import FirstRun, Step
from ui.desktop.presenters.keeping import CopyRow
from ui.desktop.presenters.ports import Notice, OpenedCell
from ui.desktop.theme.look import Look, ThemeChoice
from ui.desktop.views.agenda import AgendaPage
from ui.desktop.views.around import AroundPage
from ui.desktop.views.behind import rooms_of_memory
from ui.desktop.views.contributions import ContributionsPage
from ui.desktop.views.keeping import RestoreSheet
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.places import NAMES
from ui.desktop.views.room_pictures import rooms_of_meeting
from ui.desktop.views.shell import Shell
from ui.desktop.views.window import DESIGNED_FOR, MainWindow
from ui.words.languages import words_for

P = TypeVar("P", bound=Page)

SMALL = QSize(1024, 640)
LAYOUT_TURNS = 6  # a height that follows from a width, which follows from a scroll bar that comes or goes


@dataclass(frozen=True, slots=True)
class Format:
    """One way to look at a screen."""

    name: str
    theme: ThemeChoice
    size: QSize
    scale: int


FORMATS = (
    Format("light", ThemeChoice.LIGHT, DESIGNED_FOR, 100),
    Format("dark", ThemeChoice.DARK, DESIGNED_FOR, 100),
    Format("light-small-130", ThemeChoice.LIGHT, SMALL, 130),
)


def take_pictures(cell: OpenedCell, folder: Path, language: str = "fr", clock: Clock | None = None) -> tuple[Path, ...]:
    """Write a PNG of each screen in each format and return their paths; the cell stays open and unchanged."""
    folder.mkdir(parents=True, exist_ok=True)
    taken: list[Path] = []
    with _studio(language) as (app, bridge):
        for form in FORMATS:
            look = Look(form.theme, form.scale)
            look.apply(app)
            desk = Desk(look, bridge, words_for(language), clock or SystemClock())
            window = _window(desk, app, form.size)
            taken += _first_run(window, folder, form)
            taken += _screens(window.show_cell(cell), window, folder, form)
            taken += _out_of_the_ordinary(window, cell, folder, form)
            _put_away(window)
    return tuple(taken)


def window_picture(
    cell: OpenedCell, path: Path, language: str = "fr", clock: Clock | None = None, theme: str = "light"
) -> Path:
    """Write a PNG of the window on this cell as it opens, 1366×768, and return its path; the cell stays open."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with _studio(language) as (app, bridge):
        look = Look(ThemeChoice(theme))
        look.apply(app)
        window = _window(Desk(look, bridge, words_for(language), clock or SystemClock()), app, DESIGNED_FOR)
        window.show_cell(cell)
        _save(window, path)
        _put_away(window)
    return path


@contextmanager
def _studio(language: str) -> Iterator[tuple[QApplication, Bridge]]:
    without_screen()
    mine = QApplication.instance() is None
    app = make_application(language)
    bridge = Bridge()
    try:
        yield app, bridge
    finally:
        bridge.stop()
        shiboken6.delete(bridge)
        if mine:
            shiboken6.delete(app)


def _window(desk: Desk, app: QApplication, size: QSize) -> MainWindow:
    window = MainWindow(desk, app, None)
    window.resize(size)
    window.show()
    return window


def _first_run(window: MainWindow, folder: Path, form: Format) -> list[Path]:
    view = window.show_first_run()
    taken = []
    for state in (FirstRun(), FirstRun(Step.CHOICE, "Aïcha Benali"), FirstRun(Step.JOIN, "Aïcha Benali")):
        view.show_state(state)
        taken.append(_save(window, folder / f"first-run-{state.step.value}-{form.name}.png"))
    return taken


def _screens(shell: Shell, window: MainWindow, folder: Path, form: Format) -> list[Path]:
    taken = []
    for name in NAMES:
        shell.go(name)
        taken.append(_save(window, folder / f"{name}-{form.name}.png"))
    shell.go("around")
    _settle(window)
    shell.add()
    taken.append(_save(window, folder / f"contribution-{form.name}.png"))
    shell.contribution.close_sheet()
    taken += _rooms(shell, window, folder, form)
    return taken


def _page(shell: Shell, kind: type[P]) -> P:
    return next(page for page in shell.pages.values() if isinstance(page, kind))


def _rooms(shell: Shell, window: MainWindow, folder: Path, form: Format) -> list[Path]:
    """What is behind the pages: the picture alone, somebody else's story, a project, a record, a meeting, forms."""
    taken: list[Path] = []

    def seen(name: str) -> None:
        taken.append(_save(window, folder / f"{name}-{form.name}.png"))

    around, acts, agenda = _page(shell, AroundPage), _page(shell, ContributionsPage), _page(shell, AgendaPage)
    around.look_at("graph")
    seen("links")
    spots = around.links.graph.spots
    around.look_at("both")
    persons = [spot.id for spot in spots if spot.kind == "person"]
    projects = [spot.id for spot in spots if spot.kind == "project"]
    for name, kind, ids in (("story", "person", persons), ("project", "project", projects)):
        if ids:
            shell.open_record(kind, ids[0])
            seen(name)
    shell.go("contributions")
    _settle(window)
    if acts.model.rows:
        shell.open_record("contribution", acts.model.rows[0].id)
        seen("record")
        shell.record.close_sheet()
    shell.say_thanks(persons[0] if persons else "")
    seen("thanks")
    shell.thank.close_sheet()
    shell.go("agenda")
    _settle(window)
    if agenda.model.rows:
        agenda.show_meeting(agenda.model.rows[-1].id)
        seen("meeting-sheet")
        agenda.sheet.close_sheet()
    agenda.form.start(agenda.month)
    seen("meeting-form")
    agenda.form.close_sheet()
    rooms_of_memory(shell, lambda: _settle(window), seen)
    rooms_of_meeting(shell, lambda: _settle(window), seen)
    return taken


def _out_of_the_ordinary(window: MainWindow, cell: OpenedCell, folder: Path, form: Format) -> list[Path]:
    """What is seen when a disk has failed, or a copy is to be put back."""
    taken = []
    shell = window.show_cell(cell)
    shell.go("settings")
    _settle(window)
    copy = CopyRow("", "mar. 17 nov. à 14 h 05", "", "")
    RestoreSheet(window.desk, shell, copy, lambda: None).open(shell)
    taken.append(_save(window, folder / f"restore-{form.name}.png"))
    shell = window.show_cell(cell)
    _settle(window)
    damage = RefusedError("store_damaged")
    shell.notices.show_notices([Notice("restored")])
    taken.append(_save(window, folder / f"restored-{form.name}.png"))
    shell.notices.show_damage(window.desk.words.error(damage.code))
    taken.append(_save(window, folder / f"damaged-{form.name}.png"))
    window.show_trouble(damage)
    taken.append(_save(window, folder / f"trouble-{form.name}.png"))
    return taken


def _save(window: MainWindow, path: Path) -> Path:
    _settle(window)
    window.grab().save(str(path), "PNG")
    return path


def _settle(window: MainWindow) -> None:
    """Wait until every question is answered and what the answers changed is laid out."""
    bridge = window.desk.bridge
    _turn(lambda loop: QTimer.singleShot(0, loop.quit))
    while bridge.busy:
        _turn(lambda loop: bridge.became_idle.connect(loop.quit))
        _turn(lambda loop: QTimer.singleShot(0, loop.quit))
    for _ in range(LAYOUT_TURNS):
        _turn(lambda loop: QTimer.singleShot(0, loop.quit))


def _turn(until: Callable[[QEventLoop], object]) -> None:
    loop = QEventLoop()
    until(loop)
    loop.exec()


def _put_away(window: MainWindow) -> None:
    window.close()
    shiboken6.delete(window)
