"""A list of cards that scrolls smoothly and is walked through with the arrows."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from ui.desktop.models.rows import ROW
from ui.desktop.widgets.choices import ENTER

STEP = 24  # pixels a turn of the wheel moves, three times over


class CardList(QListView):
    """A QListView without a frame whose rows take the width there is; ``scroll`` pixels are kept for its bar.

    ``opened`` carries the row that was clicked, or on which Entrée was pressed.
    """

    resized = Signal()
    opened = Signal(object)

    def __init__(self, name: str, model: QAbstractItemModel, scroll: int) -> None:
        super().__init__()
        self._scroll = scroll
        self.setModel(model)
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(STEP)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(False)
        self.clicked.connect(self._open)
        # Heights follow the width: they are measured again once the new width is settled, not at each pixel.
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(0)
        self._settle.timeout.connect(self.scheduleDelayedItemsLayout)

    def card_width(self) -> int:
        """Return the pixels of a row: the same whether the scroll bar shows or not."""
        return self.width() - self._scroll

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the rows again at the new width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()
            self._settle.start()

    def _open(self, index: QModelIndex) -> None:
        row = index.data(ROW)
        if row is not None:
            self.opened.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the row on which the keyboard is."""
        if event.key() in ENTER and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Put the keyboard on a row, so that it is seen where it is."""
        super().focusInEvent(event)
        model = self.model()
        if not self.currentIndex().isValid() and model.rowCount():
            self.setCurrentIndex(model.index(0, 0))
