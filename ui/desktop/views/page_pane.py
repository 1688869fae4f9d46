"""One page: read it, or write in it. What is written is saved after a pause and on leaving, joined with the others'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QTextCursor
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from idos_p2p.errors import Fault
from idos_p2p.limits import MAX_NAME_CHARACTERS
from ui.desktop.presenters import knowing, pages
from ui.desktop.presenters.knowing import PageLeads
from ui.desktop.presenters.pages import Saved
from ui.desktop.presenters.ports import CellPort, PageText
from ui.desktop.views.editor import Editor
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button, IconButton
from ui.desktop.widgets.cards import EmptyState
from ui.desktop.widgets.reader import Reader
from ui.desktop.widgets.text import label
from ui.words.clean import shortened

PAUSE_MS = 1_200  # without a key, before what was written is saved


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a save on its way was made from."""

    page_id: str
    title: str
    body: str


class PagePane(QFrame):
    """Shows one page at a time."""

    said = Signal(str)
    warned = Signal(str)
    record_wanted = Signal(str, str)
    history_wanted = Signal(str)
    leads_wanted = Signal(object)
    written = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("frame", "card")
        self.desk = desk
        self.setAcceptDrops(True)
        self._page: PageText | None = None  # as it was when the editor last agreed with the cell
        self._sent: _Sent | None = None
        self._text = ""  # as it is being read
        self._linked = ("", "")  # a text, and the same with its links
        self._leads: PageLeads | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.save)
        say = desk.words.say
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        column.addWidget(self._stack)
        self._choose = EmptyState(desk.look, "book-open", say("page_choose"), say("page_choose_why"))
        self._reading, self._writing = self._reading_side(), self._writing_side()
        for widget in (self._choose, self._reading, self._writing):
            self._stack.addWidget(widget)

    def _side(self) -> tuple[QWidget, QVBoxLayout, QHBoxLayout]:
        px = self.desk.look.px
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(px(24), px(20), px(16), px(12))
        column.setSpacing(px(8))
        head = QHBoxLayout()
        head.setSpacing(px(12))
        column.addLayout(head)
        return box, column, head

    def _reading_side(self) -> QWidget:
        look, say = self.desk.look, self.desk.words.say
        box, column, head = self._side()
        titles = QVBoxLayout()
        titles.setSpacing(look.px(2))
        self.title, self.about = label("", "section", wrap=True), label("", "caption", "text2", wrap=True)
        titles.addWidget(self.title)
        titles.addWidget(self.about)
        head.addLayout(titles, 1)
        self.attach = IconButton(look, say("page_attach"), self._choose_file, "paperclip")
        head.addWidget(self.attach, 0, Qt.AlignmentFlag.AlignTop)
        self.history = IconButton(look, say("page_history"), self._show_history, "history")
        head.addWidget(self.history, 0, Qt.AlignmentFlag.AlignTop)
        self.edit = Button(look, say("page_edit"), self._start_writing, "plain", "pencil")
        head.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        self._hollow = label(say("page_empty_body"), "body", "text2", wrap=True)
        self.reader = Reader(look, say("page_body_label"))
        self.reader.link_chosen.connect(self._link_chosen)
        column.addSpacing(look.px(6))
        column.addWidget(self._hollow)
        self.reader.record_chosen.connect(self.record_wanted)
        column.addWidget(self.reader, 1)
        self.leads = Button(look, "", self._show_leads, "quiet", "waypoints")
        self.leads.hide()
        column.addWidget(self.leads, 0, Qt.AlignmentFlag.AlignLeft)
        return box

    def _writing_side(self) -> QWidget:
        look, say = self.desk.look, self.desk.words.say
        box, column, head = self._side()
        self.title_field = QLineEdit()
        self.title_field.setProperty("kind", "title")
        self.title_field.setMaxLength(MAX_NAME_CHARACTERS)
        self.title_field.setAccessibleName(say("page_title_label"))
        self.title_field.setPlaceholderText(say("page_title_hint"))
        head.addWidget(self.title_field, 1)
        head.addWidget(Button(look, say("page_read"), self._stop_writing, "plain", "eye"))
        self.editor = Editor(self.desk)
        self.editor.setAccessibleName(say("page_body_label"))
        self.editor.setPlaceholderText(say("page_body_hint"))
        self.state = label("", "caption", "text2")
        column.addWidget(self.editor.tools())
        column.addWidget(self.editor, 1)
        column.addWidget(self.state)
        self.title_field.textEdited.connect(self._typed)
        self.editor.textChanged.connect(self._typed)
        return box

    @property
    def unsaved(self) -> bool:
        """Whether the editor holds words that the cell has not."""
        page = self._page
        if page is None or self._stack.currentWidget() is not self._writing:
            return False
        return self.editor.text() != pages.in_lines(page.body) or self.title_field.text() not in ("", page.title)

    def show_page(self, page: PageText, *, writing: bool) -> None:
        """Show a page, to read or to write in."""
        self._pause.stop()
        self._sent = None
        self._page = page
        self._show_reading()
        self._stack.setCurrentWidget(self._reading)
        if writing:
            self._start_writing()
            self.title_field.setFocus()
            self.title_field.selectAll()

    def news(self, page: PageText) -> None:
        """Take the page as it is now; words being written stay, and are joined with it when they are saved."""
        if self._page is None or self._page.id != page.id:
            self.show_page(page, writing=False)
            return
        if self.unsaved or self._sent is not None:
            return
        self._page = page
        self._show_reading()
        if self._stack.currentWidget() is self._writing:
            self._put(page.body)
            self.title_field.setText(page.title)

    def save(self) -> None:
        """Write what the cell has not yet; nothing happens when there is nothing."""
        self._pause.stop()
        page = self._page
        if page is None or self._sent is not None or not self.unsaved:
            return
        title, body = self.title_field.text(), self.editor.text()
        self._sent = _Sent(page.id, title, body)
        self.state.setText(self.desk.words.say("saving"))
        self.desk.bridge.ask(lambda port: pages.save_page(port, page, title, body), self._saved, self._not_saved)

    def _saved(self, saved: Saved) -> None:
        sent, self._sent = self._sent, None
        if sent is None or self._page is None or sent.page_id != self._page.id:
            return
        typed = self.editor.text()
        self._page = saved.page
        self._put(pages.merged(sent.body, typed, saved.page.body))
        self._show_reading()
        self.state.setText(self.desk.words.say("saved"))
        if saved.merged:
            self.said.emit(self.desk.words.say("page_merged"))
        if self.unsaved:
            self._pause.start()

    def _not_saved(self, fault: Fault) -> None:
        self._sent = None
        sentence = self.desk.words.error(fault.code, fault.fields)
        self.state.setText(sentence)
        self.warned.emit(sentence)

    def _typed(self) -> None:
        if self.unsaved:
            self.state.setText(self.desk.words.say("saving"))
            self._pause.start()

    def _start_writing(self) -> None:
        if self._page is None:
            return
        self._stack.setCurrentWidget(self._writing)
        self.title_field.setText(self._page.title)
        self._put(self._page.body)
        self.state.setText(self.desk.words.say("saved"))
        self.editor.setFocus()

    def _stop_writing(self) -> None:
        self.save()
        self._show_reading(self.editor.text())
        if self._sent is None:
            self._stack.setCurrentWidget(self._reading)
        else:  # the answer brings the page as everyone has it
            QTimer.singleShot(0, self._read_when_saved)

    def _read_when_saved(self) -> None:
        self._stack.setCurrentWidget(self._reading)

    def _show_reading(self, body: str | None = None) -> None:
        if self._page is None:
            return
        shown = pages.reading(self.desk.words, self._page, self.desk.today())
        text = shown.body if body is None else body
        self.title.setText(shown.title)
        self.about.setText(shown.about)
        self._link(text)
        self.reader.setVisible(bool(text.strip()))
        self._hollow.setVisible(not text.strip())

    def _link(self, text: str) -> None:
        """Show a text, its names in double brackets as links once the cell has told where they lead."""
        self._text = text
        if "[[" not in text or self._linked[0] != text:
            self.reader.show_markdown(text)
        page = self._page.id if self._page is not None else ""
        words, today = self.desk.words, self.desk.today()

        def question(port: CellPort) -> tuple[str, str, PageLeads]:
            leads = knowing.page_leads(words, port.knowing.leads(page), today)
            return text, knowing.linked(text, port.knowing.resolve(text)), leads

        self.desk.bridge.ask(question, self._show_linked, lambda _fault: None)

    def _show_linked(self, answer: tuple[str, str, PageLeads]) -> None:
        text, linked, leads = answer
        if text != self._text or self._page is None or leads.id != self._page.id:
            return
        self._linked = (text, linked)
        self.reader.show_markdown(linked)
        self._leads = leads
        self.leads.setVisible(bool(leads.strip))
        if leads.strip:
            self.leads.rename(leads.strip)
            self.leads.setAccessibleName(self.desk.words.say("leads_see", strip=leads.strip))

    def _show_leads(self) -> None:
        if self._leads is not None:
            self.leads_wanted.emit(self._leads)

    def _choose_file(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.desk.words.say("page_attach_title"))
        if path:
            self.attach_files([path])

    def attach_files(self, paths: Sequence[str]) -> None:
        """Attach copies of these files to the page that is shown."""
        page = self._page
        if page is None:
            return

        def attached(name: str) -> None:
            self.written.emit(self.desk.words.say("page_attached", name=shortened(name, 60)))
            self._link(self._text)

        for path in paths:
            self.desk.bridge.ask(
                partial(_attach, page.id, path),
                attached,
                lambda fault: self.warned.emit(self.desk.words.error(fault.code, fault.fields)),
            )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files of this computer, to attach them."""
        if self._page is not None and _files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Attach the files that were dropped."""
        self.attach_files(_files(event.mimeData()))
        event.acceptProposedAction()

    def _show_history(self) -> None:
        if self._page is not None:
            self.history_wanted.emit(self._page.id)

    def _put(self, text: str) -> None:
        """Make the editor hold this text, touching only what differs: the cursor and undo stay."""
        now, text = self.editor.text(), pages.in_lines(text)
        if now == text:
            return
        start = 0
        while start < min(len(now), len(text)) and now[start] == text[start]:
            start += 1
        end = 0
        while end < min(len(now), len(text)) - start and now[-1 - end] == text[-1 - end]:
            end += 1
        cursor = QTextCursor(self.editor.document())
        cursor.setPosition(_units(now[:start]))
        cursor.setPosition(_units(now[: len(now) - end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(text[start : len(text) - end])

    def _link_chosen(self, address: str) -> None:
        self.said.emit(self.desk.words.say("link_shown", address=address))


def _attach(page: str, path: str, port: CellPort) -> str:
    return port.knowing.attach(page, path)


def _files(dropped: QMimeData) -> list[str]:
    return [url.toLocalFile() for url in dropped.urls() if url.isLocalFile()]


def _units(text: str) -> int:
    """Return the length as Qt counts it, in UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2
