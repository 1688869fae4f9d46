"""The window: the first run while there is no cell, then the cell."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QSettings, QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QWidget

from idos_p2p.errors import Fault
from ui.desktop.presenters.ports import HomePort, OpenedCell
from ui.desktop.presenters.this_computer import ComputerPort, HomeCard
from ui.desktop.views.first_run import FirstRunView
from ui.desktop.views.homes import HomesView
from ui.desktop.views.page import DAMAGED, Desk
from ui.desktop.views.shell import Shell
from ui.desktop.views.unlock import LOCKED, UnlockView
from ui.desktop.widgets.cards import EmptyState

DESIGNED_FOR = QSize(1366, 768)
LINE_WIDTH = 640  # a sentence is read in two or three lines
SMALLEST = QSize(720, 520)


class MainWindow(QMainWindow):
    """Holds one view; made anew at another text size, because lengths are fixed when widgets are built."""

    closing = Signal()

    def __init__(self, desk: Desk, app: QApplication, settings: QSettings | None) -> None:
        super().__init__()
        self.desk = desk
        self._app = app
        self._settings = settings
        self.setWindowTitle(desk.words.say("app_name"))
        self.setWindowIcon(desk.look.icon("sprout", "primary"))
        self.setMinimumSize(SMALLEST)
        self.resize(DESIGNED_FOR)
        desk.look.colors_changed.connect(self._colors_changed)
        desk.look.scale_changed.connect(self._scale_changed)
        for keys, action in (
            (QKeySequence.keyBindings(QKeySequence.StandardKey.ZoomIn), lambda: desk.look.step(1)),
            (QKeySequence.keyBindings(QKeySequence.StandardKey.ZoomOut), lambda: desk.look.step(-1)),
            ([QKeySequence("Ctrl+0")], lambda: desk.look.step(0)),
        ):
            shortcut = QShortcut(self)
            shortcut.setKeys(keys)
            shortcut.activated.connect(action)

    @property
    def shell(self) -> Shell | None:
        """The pages, once there is a cell."""
        view = self.centralWidget()
        return view if isinstance(view, Shell) else None

    def begin(self, homes: tuple[HomeCard, ...]) -> None:
        """Open the only home of this computer, or ask whose it is."""
        if len(homes) > 1:
            self.show_homes(homes)
        else:
            self.open_home()

    def open_home(self) -> None:
        """Show the cell of the home if there is one, else the first run."""
        self.desk.bridge.ask_home(lambda home: home.open(), self._home_opened, self.show_trouble)

    def _home_opened(self, cell: OpenedCell | None) -> None:
        if cell is None:
            self.show_first_run()
        else:
            self.show_cell(cell)

    def show_homes(self, homes: tuple[HomeCard, ...]) -> HomesView:
        """Ask who is there."""
        view = HomesView(self.desk, homes)
        view.chosen.connect(self._choose_home)
        self.setCentralWidget(view)
        view.begin()
        return view

    def _homes_told(self, homes: tuple[HomeCard, ...]) -> None:
        self.show_homes(homes)

    def _choose_home(self, path: str) -> None:
        bridge = self.desk.bridge
        bridge.ask_computer(lambda home: home.choose(path), lambda _: self.open_home(), self.show_trouble)

    def change_person(self) -> None:
        """Close the cell, if one is open, and ask who is there."""
        # The button that asked for this is of the view that goes: let its click end first.
        QTimer.singleShot(0, self, self._ask_who)

    def _ask_who(self) -> None:
        cell = self._let_go()
        self._show_state("users-round", self.desk.words.say("homes_closing" if cell else "unlock_working"), "")

        def closed_first(home: ComputerPort) -> tuple[HomeCard, ...]:
            if cell is not None:
                cell.close()
            return home.homes()

        self.desk.bridge.ask_computer(closed_first, self._homes_told, self.show_trouble)

    def show_first_run(self) -> FirstRunView:
        """Ask who is here, and how they come in."""
        view = FirstRunView(self.desk)
        view.opened.connect(self.show_cell)
        view.others_wanted.connect(self.change_person)
        self.setCentralWidget(view)
        return view

    def show_trouble(self, fault: Fault) -> None:
        """Say why the cell of this home cannot be opened; what is damaged may be repaired, nothing else is offered."""
        words = self.desk.words
        if fault.code in LOCKED:
            self.show_unlock(fault)
            return
        state = self._show_state("triangle-alert", words.say("trouble_open"), words.error(fault.code, fault.fields))
        if fault.code == DAMAGED:
            state.offer(words.say("repair_do"), "life-buoy", self.repair)

    def show_unlock(self, fault: Fault) -> UnlockView:
        """Ask for the passphrase of the cell, and say what is wrong with the one that was given."""
        view = UnlockView(self.desk)
        view.opened.connect(self._home_opened)
        view.failed.connect(self.show_trouble)
        view.others_wanted.connect(self.change_person)
        self.setCentralWidget(view)
        view.begin(fault)
        return view

    def show_cell(self, cell: OpenedCell) -> Shell:
        """Show a running cell."""
        self.desk.bridge.attach(cell)
        return self._build_shell()

    def repair(self) -> None:
        """Close the cell, keep what can be read of it, and show it again."""
        self._reopen("repair_working", lambda home: home.repair())

    def restore(self, path: str) -> None:
        """Close the cell, put a copy in its place, and show it; if that is refused, the cell as it was."""
        self._reopen("restore_working", lambda home: home.restore(path))

    def _reopen(self, said: str, work: Callable[[HomePort], OpenedCell]) -> None:
        # The button that asked for this is of the view that goes: let its click end first.
        QTimer.singleShot(0, self, lambda: self._close_and(said, work))

    def _let_go(self) -> OpenedCell | None:
        """Take down what is shown, and return the cell that was open, to be closed."""
        shell = self.shell
        if shell is not None:
            shell.leave()
        cell = self.desk.bridge.detach()
        view = self.takeCentralWidget()
        if view is not None:
            shiboken6.delete(view)
        return cell

    def _close_and(self, said: str, work: Callable[[HomePort], OpenedCell]) -> None:
        bridge, cell = self.desk.bridge, self._let_go()
        self._show_state("life-buoy", self.desk.words.say(said), "")

        def closed_first(home: HomePort) -> OpenedCell:
            if cell is not None:
                cell.close()
            return work(home)

        bridge.ask_home(closed_first, self._reopened, self._not_reopened)

    def _reopened(self, cell: OpenedCell | None) -> None:
        if cell is not None:
            self.show_cell(cell)

    def _not_reopened(self, fault: Fault) -> None:
        """Show the cell as it was, and say why it is not what was asked for."""

        def opened(cell: OpenedCell | None) -> None:
            if cell is not None:
                self.show_cell(cell).trouble_came(fault)

        self.desk.bridge.ask_home(lambda home: home.open(), opened, self.show_trouble)

    def _show_state(self, icon: str, title: str, text: str) -> EmptyState:
        page = QWidget()
        page.setObjectName("page")
        row = QHBoxLayout(page)
        state = EmptyState(self.desk.look, icon, title, text)
        state.setMaximumWidth(self.desk.look.px(LINE_WIDTH))
        row.addWidget(state)
        self.setCentralWidget(page)
        return state

    def _build_shell(self) -> Shell:
        shell = Shell(self.desk)
        shell.repair_wanted.connect(self.repair)
        shell.restore_wanted.connect(self.restore)
        shell.person_wanted.connect(self.change_person)
        self.setCentralWidget(shell)
        return shell

    def _colors_changed(self) -> None:
        self.desk.look.apply(self._app)
        self._keep()

    def _scale_changed(self) -> None:
        self.desk.look.apply(self._app)
        self._keep()
        shell = self.shell
        if shell is not None:
            shell.leave()
            self._build_shell().go(shell.here)
        elif self.desk.bridge.cell is None and isinstance(self.centralWidget(), FirstRunView):
            self.show_first_run()

    def _keep(self) -> None:
        if self._settings is not None:
            self._settings.setValue("theme", self.desk.look.choice.value)
            self._settings.setValue("scale", self.desk.look.scale)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is open, then close."""
        shell = self.shell
        if shell is not None:
            shell.leave()
        if self._settings is not None:
            self._settings.setValue("geometry", self.saveGeometry())
        self.closing.emit()
        super().closeEvent(event)
