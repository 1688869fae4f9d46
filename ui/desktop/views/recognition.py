"""Reconnaissance: what was given, attested and thanked, for oneself first and for anyone. Each line opens its proof."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui.desktop.presenters import recognition
from ui.desktop.presenters.acts import Answer
from ui.desktop.presenters.ports import CellOverview, CellPort, Event, PersonCard, RecordsChanged
from ui.desktop.presenters.recognition import Part, ProofRow, RecognitionSheet
from ui.desktop.theme.tokens import BLOCK
from ui.desktop.views.page import Desk, Page
from ui.desktop.views.scrolling import PageScroll
from ui.desktop.widgets.buttons import Button
from ui.desktop.widgets.cards import Card, EmptyState, FigureCard
from ui.desktop.widgets.choices import Choice
from ui.desktop.widgets.rows import RecordRow, RowsCard, RowWords, empty
from ui.desktop.widgets.text import label
from ui.words.clean import shortened

SHOWS = frozenset(("contribution", "attestation", "thanks", "person", "project"))
BESIDE_FROM = 900  # width of the page from which its parts stand in two columns

Read = tuple[str, int, RecognitionSheet, tuple[PersonCard, ...]]


class RecognitionPage(Page):
    """The page; ``place`` is the person it tells of, "" for the one who sits here."""

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        super().__init__(desk)
        self.layer = layer
        look, say = desk.look, desk.words.say
        self._me = ""
        self._shown: Read | None = None
        head = self.head(say("nav_recognition"), say("recognition_lead"))
        self.export = Button(look, say("recognised_export"), self._export, "plain", "download")
        head.addWidget(self.export, 0, Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        self.person, self.year = Choice(look), Choice(look)
        self.person.setAccessibleName(say("recognised_whom"))
        self.year.setAccessibleName(say("recognised_year"))
        for year in recognition.years(desk.today()):
            self.year.addItem(recognition.year_word(desk.words, year), year)
        self.story = Button(look, say("recognised_story"), self._go_story, "plain", "circle-user-round")
        for widget, stretch in ((self.person, 3), (self.year, 2), (self.story, 0)):
            row.addWidget(widget, stretch)
        row.addStretch(2)
        self.top.addLayout(row)
        self.person.currentIndexChanged.connect(self._chosen)
        self.year.currentIndexChanged.connect(self.refresh)
        self._scroll = PageScroll(look)
        self._scroll.column.setSpacing(look.px(BLOCK))
        self._nothing = EmptyState(look, "heart", say("recognised_nothing"), say("recognised_nothing_why"))
        self._stack = QStackedWidget()
        for page in (QWidget(), self._scroll, self._nothing):
            self._stack.addWidget(page)
        self.body.addWidget(self._stack, 1)

    def concerns(self, event: Event) -> bool:
        """Return whether something that recognises a person changed."""
        return isinstance(event, RecordsChanged) and bool(event.kinds & SHOWS)

    def show_place(self, place: str) -> None:
        """Tell of this person, or of the one who sits here."""
        super().show_place(place)
        self.refresh()

    def show_overview(self, overview: CellOverview) -> None:
        """Be told who sits here."""
        stranger = self._me != overview.person
        super().show_overview(overview)
        self._me = overview.person
        if stranger and self.isVisible():
            self.refresh()

    def ask(self) -> None:
        """Read what recognises the person, and whom one may choose."""
        whose, me = self.place or self._me, self._me
        year = self.year.currentData()
        if not whose:
            self.answered()
            return
        words, today = self.desk.words, self.desk.today()

        def question(port: CellPort) -> Read:
            found = port.recognition.of(whose, year)
            return whose, year, recognition.sheet(words, found, today, mine=whose == me), port.persons()

        self.desk.bridge.ask(question, self._read, self.refused)

    def _read(self, answer: Read) -> None:
        self.answered()
        whose, year, sheet, persons = answer
        self._offer(persons, whose)
        if whose != (self.place or self._me) or year != self.year.currentData():
            self.refresh()
            return
        if self._shown is not None and self._shown[:3] == answer[:3]:
            return
        self._shown = answer
        self._stack.setCurrentWidget(self._nothing if sheet.nothing else self._scroll)
        self._tell(sheet)

    def _offer(self, persons: tuple[PersonCard, ...], whose: str) -> None:
        ordered = sorted(persons, key=lambda one: one.id != self._me)
        self.person.blockSignals(True)
        if [self.person.itemData(place) for place in range(self.person.count())] != [one.id for one in ordered]:
            self.person.clear()
            for one in ordered:
                self.person.addItem(shortened(one.name, 60), one.id)
        self.person.setCurrentIndex(max(0, self.person.findData(whose)))
        self.person.blockSignals(False)

    def _chosen(self) -> None:
        person = self.person.currentData() or ""
        self.place = "" if person == self._me else person
        self.refresh()

    def _go_story(self) -> None:
        self.record_wanted.emit("person", self.place or self._me)

    def _export(self) -> None:
        say = self.desk.words.say
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        chosen = QFileDialog.getExistingDirectory(self, say("recognised_export_where"), documents)
        if chosen:
            self.write_page(chosen)

    def write_page(self, parent: str) -> None:
        """Write what concerns the person into a new folder of this one."""
        words, person = self.desk.words, self.place or self._me
        name = recognition.export_folder(words, self.person.currentText(), self.desk.today())
        folder, language = str(Path(parent) / name), words.language.code
        self.desk.bridge.ask(
            lambda port: port.recognition.export(person, folder, language),
            lambda count: self.said.emit(words.say("recognised_exported", count=count, name=name)),
            self.refused,
        )

    def _tell(self, sheet: RecognitionSheet) -> None:
        look, column = self.desk.look, self._scroll.column
        empty(column)
        row = QHBoxLayout()
        row.setSpacing(look.px(12))
        for figure in sheet.figures:
            card = FigureCard(look, figure.icon, figure.tint)
            card.show_figure(figure.value, figure.what)
            row.addWidget(card, 1)
        column.addLayout(row)
        if sheet.purpose or sheet.skills:
            column.addWidget(self._about(sheet))
        cards = [self._part(part) for part in sheet.parts]
        if self.width() >= look.px(BESIDE_FROM):
            column.addLayout(self._two(cards))
        else:
            for part in cards:
                column.addWidget(part)
        column.addStretch(1)

    def _two(self, cards: list[RowsCard]) -> QHBoxLayout:
        """Put the parts in two columns: what waits and what is attested first, thanks and sums beside."""
        px = self.desk.look.px
        row = QHBoxLayout()
        row.setSpacing(px(20))
        sides = (QVBoxLayout(), QVBoxLayout())
        for number, card in enumerate(cards):
            sides[number >= len(cards) - 3].addWidget(card)
        for side, stretch in zip(sides, (6, 5), strict=True):
            side.setSpacing(px(BLOCK))
            side.addStretch(1)
            row.addLayout(side, stretch)
        return row

    def _about(self, sheet: RecognitionSheet) -> Card:
        card = Card(self.desk.look)
        if sheet.purpose:
            card.column.addWidget(label(self.desk.words.say("thanks_words", words=sheet.purpose), "body", wrap=True))
        if sheet.skills:
            said = self.desk.words.say("recognised_own_skills", skills=sheet.skills)
            card.column.addWidget(label(said, "body", "text2", wrap=True))
        return card

    def _part(self, part: Part) -> RowsCard:
        card = RowsCard(self.desk.look, part.title)
        for row in part.rows:
            card.add(self._row(row))
        if not part.rows:
            card.say(part.empty)
        return card

    def _row(self, row: ProofRow) -> RecordRow:
        look, say = self.desk.look, self.desk.words.say
        line = RecordRow(look, RowWords(row.icon, row.tint, row.title, row.text, row.when), row.id)
        kind = "project" if row.icon == "folder-kanban" else "contribution"
        line.opened.connect(lambda record: self.record_wanted.emit(kind, record))
        if row.acts:
            line.add_buttons(
                Button(look, say("confirm_do"), partial(self._confirm, row.id), "plain", "check"),
                Button(
                    look, say("correct_do"), partial(self.record_wanted.emit, "correction", row.id), "quiet", "pencil"
                ),
            )
        return line

    def _confirm(self, act: str) -> None:
        sentence = self.desk.words.say("answered_right")
        self.desk.bridge.ask(
            lambda port: port.acts.answer(Answer(act, "right")), lambda _id: self.said.emit(sentence), self.refused
        )
