"""A page with one question in the middle of the window: a title, a few lines, what one answers with."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from ui.desktop.views.page import Desk
from ui.desktop.widgets.cards import Icon
from ui.desktop.widgets.text import label

WIDTH = 520


class QuestionView(QWidget):
    """Fills ``column`` from the top; ``show_trouble`` says in it what is wrong with the answer."""

    def __init__(self, desk: Desk, icon: str, title: str, lead: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAccessibleName(title)
        self.desk = desk
        px = desk.look.px
        inner = QWidget()
        inner.setObjectName("scrolled")
        row = QHBoxLayout(inner)
        row.addStretch(1)
        self._box = QWidget()
        self._box.setFixedWidth(px(WIDTH))
        row.addWidget(self._box)
        row.addStretch(1)
        self.column = QVBoxLayout(self._box)
        self.column.setContentsMargins(px(8), px(24), px(8), px(24))
        self.column.setSpacing(px(10))
        self.column.addStretch(2)
        self.column.addWidget(Icon(desk.look, icon, "primary", 56), 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(label(title, "page", wrap=True))
        self.column.addWidget(label(lead, "body", "text2", wrap=True))
        self.column.addSpacing(px(8))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.trouble = label("", "body", "danger", wrap=True)
        self.trouble.hide()

    def show_trouble(self, sentence: str) -> None:
        """Say what is wrong; nothing when the sentence is empty."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def end(self) -> None:
        """Leave the rest of the window empty: nothing is added after this."""
        self.column.addWidget(self.trouble)
        self.column.addStretch(3)


def secret_field(name: str) -> QLineEdit:
    """Return a field that shows nothing of what is typed in it."""
    field = QLineEdit()
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setInputMethodHints(
        Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhHiddenText
    )
    field.setAccessibleName(name)
    return field
