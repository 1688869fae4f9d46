"""A field to find something in the page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.desktop.theme.look import Look

MOST_QUERY = 100  # characters; nobody looks for more


class SearchField(QLineEdit):
    """A field with a magnifier; Échap empties it, and goes on to the window when it is empty."""

    def __init__(self, look: Look, name: str, hint: str) -> None:
        super().__init__()
        self.setProperty("kind", "search")
        self.setMaxLength(MOST_QUERY)
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.addAction(look.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.setClearButtonEnabled(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Échap empty the field first."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            event.accept()
            return
        super().keyPressEvent(event)
