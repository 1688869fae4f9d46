"""Where a page is written: plain Markdown, a small toolbar, and the titles one may mean after ``[[``."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QDragEnterEvent, QKeyEvent, QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QListView, QPlainTextEdit, QWidget

from ui.desktop.presenters import knowing, markdown
from ui.desktop.presenters.knowing import MOST_TITLES
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import IconButton
from ui.desktop.widgets.text import set_tooltip

TOOLS = {
    "bold": ("bold", "Ctrl+B"),
    "italic": ("italic", "Ctrl+I"),
    "heading": ("heading", ""),
    "list": ("list", ""),
    "numbers": ("list-ordered", ""),
    "quote": ("quote", ""),
    "link": ("link", "Ctrl+L"),
}
PARAGRAPH = "\u2029"  # how Qt ends a line in a selection
_CHOOSE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)


class Editor(QPlainTextEdit):
    """The text of a page; its titles come from the cell as one types."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._asked = ""
        self.setTabChangesFocus(True)
        self.titles = QStringListModel(self)
        self.completer = QCompleter(self.titles, self)
        self._popup = QListView()
        self._popup.setProperty("kind", "popup")
        self._popup.setAccessibleName(desk.words.say("tool_link"))
        self.completer.setPopup(self._popup)
        self.completer.setWidget(self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.activated.connect(self.complete)
        self.textChanged.connect(self.look)
        self.cursorPositionChanged.connect(self._leave)

    def text(self) -> str:
        """Return the text, every character as it was put: Qt's plain text has no-break spaces made plain ones."""
        return self.document().toRawText().replace(PARAGRAPH, "\n")

    def tools(self) -> QWidget:
        """Return the toolbar, for the place above the text."""
        look, say = self._desk.look, self._desk.words.say
        box = QWidget()
        box.setAccessibleName(say("page_tools"))
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px(2))
        for name, (icon, keys) in TOOLS.items():
            words, act = say(f"tool_{name}"), partial(self.apply, name)
            button = IconButton(look, words, act, icon)
            if keys:
                shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
                set_tooltip(button, say("with_shortcut", name=words, keys=shown))
                shortcut = QShortcut(QKeySequence(keys), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
                shortcut.activated.connect(act)
            row.addWidget(button)
        row.addStretch(1)
        return box

    def apply(self, tool: str) -> None:
        """Do what a button of the toolbar says, to the words chosen or the line one is in."""
        cursor = self.textCursor()
        if tool in markdown.PREFIXES:
            self._prefix(cursor, tool)
        else:
            chosen = cursor.selectedText().replace(PARAGRAPH, "\n")
            mark = markdown.MARKS.get(tool)
            edited = markdown.marked(chosen, mark) if mark else markdown.bracketed(chosen)
            start = cursor.selectionStart()
            cursor.insertText(edited.text)
            cursor.setPosition(start + _units(edited.text[: edited.start]))
            kept = QTextCursor.MoveMode.KeepAnchor
            cursor.setPosition(start + _units(edited.text[: edited.end]), kept)
            self.setTextCursor(cursor)
        self.setFocus()
        self.look()

    def _prefix(self, cursor: QTextCursor, tool: str) -> None:
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        cursor.setPosition(start)
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(markdown.prefixed(cursor.selectedText().replace(PARAGRAPH, "\n"), tool))
        self.setTextCursor(cursor)

    def _typed(self) -> str | None:
        cursor = self.textCursor()
        before = cursor.block().text().encode("utf-16-le")[: 2 * cursor.positionInBlock()]
        return knowing.link_typed(before.decode("utf-16-le", "ignore"))

    def look(self) -> None:
        """Ask for titles when a name in double brackets is being typed."""
        typed = self._typed() if self.hasFocus() else None
        if typed is None:
            self._leave()
            return
        self._asked = typed
        self._desk.bridge.ask(
            lambda port: (typed, port.knowing.titles(typed, MOST_TITLES)), self._show_titles, lambda _fault: None
        )

    def _show_titles(self, answer: tuple[str, tuple[str, ...]]) -> None:
        typed, titles = answer
        if typed != self._asked or self._typed() != typed:
            return
        self.titles.setStringList(list(titles))
        if not titles:
            self._popup.hide()
            return
        place = self.cursorRect()
        place.setWidth(self._desk.look.px(320))
        self.completer.complete(place)

    def _leave(self) -> None:
        if self._popup.isVisible() and self._typed() is None:
            self._popup.hide()

    def complete(self, title: str) -> None:
        """Put a title in the place of what was typed of it."""
        typed = self._typed()
        if typed is None:
            return
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor, _units(typed))
        after = cursor.block().text().encode("utf-16-le")[2 * self.textCursor().positionInBlock() :]
        closed = after.decode("utf-16-le", "ignore").startswith("]]")
        cursor.insertText(title if closed else f"{title}]]")
        if closed:
            cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.MoveAnchor, 2)
        self.setTextCursor(cursor)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Leave files to the page around: they are attached, not written down by their addresses."""
        if event.mimeData().hasUrls():
            event.ignore()
        else:
            super().dragEnterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave to the list of titles the keys that choose in it."""
        if self._popup.isVisible() and event.key() in _CHOOSE:
            event.ignore()
            return
        super().keyPressEvent(event)


def _units(text: str) -> int:
    """Return the length as Qt counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
