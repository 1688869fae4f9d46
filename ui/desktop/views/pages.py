"""Savoirs: the pages of the cell, a list on the left, reading or writing on the right."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.desktop.models.rows import ROW, RowsModel
from ui.desktop.presenters import pages
from ui.desktop.presenters.pages import PageRow
from ui.desktop.presenters.ports import CellPort, Event, PageText, RecordsChanged
from ui.desktop.theme.tokens import PAGE_TOP, SCROLL
from ui.desktop.views.leads_sheet import LeadsSheet
from ui.desktop.views.list_delegates import PageDelegate
from ui.desktop.views.lists import CardList
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.page_pane import PagePane
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import EmptyState
from ui.desktop.widgets.search import SearchField

LIST_WIDTH = 320


class PagesPage(Page):
    """The knowledge of the cell. ``layer`` is the widget that panels cover."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        say = desk.words.say
        self._rows: tuple[PageRow, ...] = ()
        self._chosen = ""  # the page on the right
        self._write_next = ""  # a page just made: opened for writing
        head = self.head(say("nav_pages"), say("pages_lead"))
        self.new = Button(desk.look, say("page_new"), self._create, "primary", "pencil")
        head.addWidget(self.new, 0, Qt.AlignmentFlag.AlignVCenter)
        self.model: RowsModel[PageRow] = RowsModel(self)
        self.list = CardList(say("pages_label"), self.model, desk.look.px(SCROLL))
        self.list.setItemDelegate(PageDelegate(desk.look, self.list))
        self.list.selectionModel().currentChanged.connect(self._current_changed)
        self.pane = PagePane(desk)
        self.pane.said.connect(self.said)
        self.pane.warned.connect(self.warned)
        self.sheet = LeadsSheet(desk, layer)
        self.pane.leads_wanted.connect(self.sheet.show_leads)
        for wanted in (self.pane.record_wanted, self.sheet.wanted):
            wanted.connect(self.record_wanted)
        self.sheet.file_wanted.connect(self._choose_folder)
        self.pane.written.connect(self.written)
        self.pane.history_wanted.connect(self.history_wanted)
        self._empty = EmptyState(desk.look, "book-open", say("empty_pages"), say("empty_pages_why"))
        self._empty.offer(say("empty_pages_do"), "pencil", self._create)
        self._stack = QStackedWidget()
        self._full = self._columns()
        for widget in (QWidget(), self._full, self._empty):
            self._stack.addWidget(widget)
        self.body.addWidget(self._stack, 1)
        self.body.setContentsMargins(0, 0, desk.look.px(SCROLL), desk.look.px(PAGE_TOP))

    def _columns(self) -> QWidget:
        px, say = self.desk.look.px, self.desk.words.say
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(4))
        left = QVBoxLayout()
        left.setSpacing(px(12))
        self.search = SearchField(self.desk.look, say("search_label"), say("search_pages"))
        self.search.textChanged.connect(self._show)
        over = QHBoxLayout()
        over.setContentsMargins(0, 0, px(SCROLL), 0)
        over.addWidget(self.search)
        left.addLayout(over)
        left.addWidget(self.list, 1)
        row.addLayout(left, LIST_WIDTH)
        row.addWidget(self.pane, 2 * LIST_WIDTH)
        return box

    def concerns(self, event: Event) -> bool:
        """Return whether a page changed."""
        return isinstance(event, RecordsChanged) and "page" in event.kinds

    def leave(self) -> None:
        """Save what is being written."""
        self.pane.save()

    def choose(self, page_id: str) -> None:
        """Show a page, now or as soon as the list is read."""
        self._chosen = page_id
        place = self.model.place_of(page_id)
        if place >= 0:
            self.list.setCurrentIndex(self.model.index(place))

    def ask(self) -> None:
        """Read the list of pages, and the one on the right again."""
        words, today, chosen = self.desk.words, self.desk.today(), self._chosen

        def question(port: CellPort) -> tuple[tuple[PageRow, ...], PageText | None]:
            cards = port.pages()
            known = any(card.id == chosen for card in cards)
            return pages.rows(words, cards, today), port.page(chosen) if known else None

        self.desk.bridge.ask(question, self._read, self.refused)

    def _read(self, answer: tuple[tuple[PageRow, ...], PageText | None]) -> None:
        self._rows, page = answer
        self.answered()
        self._show()
        if page is not None and page.id == self._chosen:
            self.pane.news(page)

    def _show(self) -> None:
        query = self.search.text() if self.search is not None else ""
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        self.model.show(pages.matching(self._rows, query))
        place = self.model.place_of(self._chosen)
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        selection.setCurrentIndex(self.model.index(place) if place >= 0 else QModelIndex(), flag)
        selection.blockSignals(False)
        self.list.viewport().update()
        self._stack.setCurrentWidget(self._full if self._rows else self._empty)
        self.new.setVisible(bool(self._rows))
        if not self._chosen and self.model.rows:
            self.list.setCurrentIndex(self.model.index(0))

    def _current_changed(self, now: QModelIndex, before: QModelIndex) -> None:
        row: PageRow | None = now.data(ROW)
        if row is None:
            return
        self.pane.save()
        self._chosen = row.id
        page_id = row.id
        self.desk.bridge.ask(lambda port: port.page(page_id), self._opened, self.refused)

    def _opened(self, page: PageText) -> None:
        if page.id != self._chosen:
            return
        writing = page.id == self._write_next
        self._write_next = ""
        self.pane.show_page(page, writing=writing)

    def _choose_folder(self, page: str, file: str) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.desk.words.say("page_file_folder"))
        if folder:
            self.save_file(page, file, folder)

    def save_file(self, page: str, file: str, folder: str) -> None:
        """Write an attachment into a folder, and say where it is."""

        def saved(path: str) -> None:
            self.said.emit(self.desk.words.say("page_file_saved", path=path))

        self.desk.bridge.ask(lambda port: port.knowing.save_file(page, file, folder), saved, self.refused)

    def _create(self) -> None:
        title = self.desk.words.say("page_first_title")
        self.pane.save()
        self.desk.bridge.ask(lambda port: port.add("page", {"title": title, "body": ""}), self._created, self.refused)

    def _created(self, page_id: str) -> None:
        self._chosen = self._write_next = page_id
        self.desk.bridge.ask(lambda port: port.page(page_id), self._opened, self.refused)
        self.refresh()
