"""The window: the first run while there is no cell, then the cell."""

from __future__ import annotations

from PySide6.QtCore import QSettings, QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget

from ui.desktop.presenters.ports import OpenedCell
from ui.desktop.views.first_run import FirstRunView
from ui.desktop.views.page import Desk
from ui.desktop.views.shell import Shell
from ui.desktop.widgets.cards import EmptyState

DESIGNED_FOR = QSize(1366, 768)
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

    def show_first_run(self) -> FirstRunView:
        """Ask who is here, and how they come in."""
        view = FirstRunView(self.desk)
        view.opened.connect(self.show_cell)
        self.setCentralWidget(view)
        return view

    def show_trouble(self, sentence: str) -> None:
        """Say why the cell of this home cannot be opened; nothing else is offered, so that nothing is overwritten."""
        say = self.desk.words.say
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.addWidget(EmptyState(self.desk.look, "triangle-alert", say("trouble_open"), sentence))
        self.setCentralWidget(page)

    def show_cell(self, cell: OpenedCell) -> Shell:
        """Show a running cell."""
        self.desk.bridge.attach(cell)
        return self._build_shell()

    def _build_shell(self) -> Shell:
        shell = Shell(self.desk)
        self.setCentralWidget(shell)
        return shell

    def _colors_changed(self) -> None:
        self.desk.look.apply(self._app)
        self._keep()

    def _scale_changed(self) -> None:
        self.desk.look.apply(self._app)
        self._keep()
        shell = self.shell
        if shell is None:
            self.show_first_run()
            return
        shell.leave()
        self._build_shell().go(shell.here)

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
