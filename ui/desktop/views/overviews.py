"""Who is there and when one last met, read again when it may have changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from ui.desktop.presenters.ports import CellOverview
from ui.desktop.views.page import AGAIN_MS, Desk


class Overviews(QObject):
    """Reads who is there and when one last met, at most once every ``AGAIN_MS``."""

    def __init__(self, desk: Desk, parent: QObject, show: Callable[[CellOverview], None]) -> None:
        super().__init__(parent)
        self._desk = desk
        self._show = show
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AGAIN_MS)
        self._soon.timeout.connect(self.refresh)

    def refresh(self) -> None:
        """Ask now."""
        self._desk.bridge.ask(lambda port: port.overview(), self._read)

    def refresh_soon(self) -> None:
        """Ask shortly; what happens until then is in the same answer."""
        if not self._soon.isActive():
            self._soon.start()

    def _read(self, overview: CellOverview) -> None:
        self._show(overview)
