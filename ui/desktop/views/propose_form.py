"""A new proposal: about the cell, a project, a person, or the charter; put, or kept as a text in preparation."""

from __future__ import annotations

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from idos_p2p.errors import Fault
from idos_p2p.limits import MAX_NAME_CHARACTERS
from ui.desktop.presenters import proposing
from ui.desktop.presenters.deciding import Draft
from ui.desktop.presenters.projects import Missing
from ui.desktop.presenters.proposing import GONE, OF_PERSON, SEATS, Offers, Wish
from ui.desktop.views.form import Form
from ui.desktop.views.gift_form import day_field, day_in, fill
from ui.desktop.views.page import Desk
from ui.desktop.widgets.buttons import Button, Segments
from ui.desktop.widgets.choices import Choice
from ui.desktop.widgets.text import label
from ui.words.clean import shortened

TEXTS = ("text", "project")
"""What has a text that people may prepare together before it is put."""


class ProposeForm(Form):
    """``put_as`` carries the id of the decision once it is put; ``warned`` what went wrong before the form opened."""

    put_as = Signal(str)
    warned = Signal(str)

    def __init__(self, desk: Desk, layer: QWidget) -> None:
        say, px = desk.words.say, desk.look.px
        super().__init__(desk, layer, say("propose_title"), say("propose_lead"))
        self.offers: Offers | None = None
        self._wanted = Wish("text")
        self._seat = SEATS[0]
        self._kept = False  # the last wish was to keep the text in preparation
        self.about, self.project, self.person, self.page = (Choice(desk.look) for _ in range(4))
        self.title, self.body = QLineEdit(), QPlainTextEdit()
        self.title.setMaxLength(MAX_NAME_CHARACTERS)
        self.title.returnPressed.connect(self.save)
        self.title.setPlaceholderText(say("propose_name_hint"))
        self.body.setTabChangesFocus(True)
        self.body.setPlaceholderText(say("propose_body_hint"))
        self.body.setFixedHeight(px(120))
        self.review = day_field(desk)
        seats = [(seat, say(f"propose_seat_{seat}")) for seat in (*SEATS, GONE)]
        self.seat = Segments(desk.look, say("propose_seat"), seats, self._seat)
        self.seat.chosen.connect(self._choose_seat)
        self.field(say("propose_about"), self.about, "about")
        self.field(say("propose_project"), self.project, "project")
        self.field(say("propose_person"), self.person, "person")
        self.void = label("", "body", "danger", wrap=True)
        self.void.hide()
        self.column.addWidget(self.void)
        self.field(say("propose_seat"), self.seat, "seat")
        self.field(say("propose_page"), self.page, "page")
        self.field(say("propose_name"), self.title, "title")
        self.field(say("propose_body"), self.body, "body")
        self.field(say("propose_review"), self.review, "review")
        self.finish()
        self.save_button.rename(say("propose_do"))
        self.keep = Button(desk.look, say("propose_keep"), self.keep_it, "plain", "pencil")
        self.foot.insertWidget(self.foot.count() - 1, self.keep)
        self.about.currentIndexChanged.connect(self._choose_about)
        self.project.currentIndexChanged.connect(self._choose_project)
        self.person.currentIndexChanged.connect(self._choose_person)

    def start(self, about: str = "text", person: str = "", project: str = "") -> None:
        """Read what may be proposed, and open the form on one of it."""
        self.rename(self.desk.words.say("propose_title"), self.desk.words.say("propose_lead"))
        self._read_offers(Wish(about, person=person, project=project))

    def start_draft(self, draft: Draft) -> None:
        """Open the form on a text in preparation."""
        self.rename(self.desk.words.say("propose_draft_title"), self.desk.words.say("propose_draft_lead"))
        about = "project" if draft.project else "text"
        self._read_offers(Wish(about, draft.title, draft.body, draft.project, draft=draft.id))

    def _read_offers(self, wanted: Wish) -> None:
        self._wanted = wanted
        self.desk.bridge.ask(lambda port: port.proposing.offers(), self._open_on, self._not_read)

    def _not_read(self, fault: Fault) -> None:
        self.warned.emit(self.desk.words.error(fault.code, fault.fields))

    def _open_on(self, offers: Offers) -> None:
        words, wanted, today = self.desk.words, self._wanted, self.desk.today()
        self.offers = offers
        self.about.blockSignals(True)
        self.about.clear()
        for about in proposing.kinds(offers):
            if not wanted.draft or about in TEXTS:
                self.about.addItem(words.say(f"propose_about_{about}"), about)
        self.about.blockSignals(False)
        self.about.setCurrentIndex(max(0, self.about.findData(wanted.about)))
        none = words.say("propose_none")
        fill(self.page, none, ((one.id, one.name) for one in offers.pages))
        if wanted.draft or wanted.title:
            self.title.setText(wanted.title)
            self.body.setPlainText(wanted.body)
        self.review.setMinimumDate(QDate(today.year, today.month, today.day).addDays(1))
        later = proposing.year_later(today)
        self.review.setDate(QDate(later.year, later.month, later.day))
        self._choose_about()
        self.project.setCurrentIndex(max(0, self.project.findData(wanted.project)))
        self.person.setCurrentIndex(max(0, self.person.findData(wanted.person)))
        self.open(self.title if wanted.person or wanted.draft else self.about)

    @property
    def chosen(self) -> str:
        """What the proposal is about."""
        return self.about.currentData() or "text"

    def _choose_about(self) -> None:
        about, words = self.chosen, self.desk.words
        if self.offers is None:
            return
        none = words.say("propose_project_of_cell" if about == "seat" else "propose_none")
        fill(self.project, none, ((one.id, one.name) for one in self.offers.projects))
        members = proposing.offered(about, self.offers)
        fill(self.person, words.say("propose_none"), ((one.id, shortened(one.name, 60)) for one in members))
        self.show_field("project", shown=about in ("project", "seat") and bool(self.offers.projects))
        self.show_field("person", shown=about in OF_PERSON)
        self.show_field("seat", shown=about == "seat")
        self.show_field("page", shown=about == "charter")
        self.show_field("title", shown=about != "charter")
        self.show_field("body", shown=about != "charter")
        self.keep.setVisible(about in TEXTS)
        self._choose_project()
        self._choose_person()

    def _choose_project(self) -> None:
        of_project = self.chosen == "seat" and bool(self.project.currentData())
        self.seat.set_offered(GONE, offered=of_project)
        if not of_project and self._seat == GONE:
            self._choose_seat(SEATS[0])

    def _choose_seat(self, seat: str) -> None:
        self._seat = seat
        self.seat.choose(seat)

    def _choose_person(self) -> None:
        person = self.person.currentData() or ""
        if self.offers is not None:
            suggested = proposing.suggested(self.desk.words, self.typed(keep=False), self.offers)
            self.title.setPlaceholderText(suggested or self.desk.words.say("propose_name_hint"))
        excluding = self.chosen == "exclude" and bool(person)
        self.void.setVisible(excluding)
        if not excluding:
            return
        self.void.setText("")

        def counted(count: int) -> None:
            if self.person.currentData() == person:
                self.void.setText(proposing.void_words(self.desk.words, count))

        self.desk.bridge.ask(lambda port: port.proposing.void(person), counted, self._not_read)

    def typed(self, *, keep: bool) -> Wish:
        """Return what the form holds."""
        return Wish(
            about=self.chosen,
            title=self.title.text(),
            body=self.body.toPlainText(),
            project=self.project.currentData() or "",
            person=self.person.currentData() or "",
            page=self.page.currentData() or "",
            seat=self._seat,
            review=day_in(self.review).isoformat(),
            draft=self._wanted.draft,
            keep=keep,
        )

    def save(self) -> None:
        """Put the proposal, or say what is missing."""
        self._write(keep=False)

    def keep_it(self) -> None:
        """Keep the text in preparation, or say what is missing."""
        self._write(keep=True)

    def _write(self, *, keep: bool) -> None:
        words, offers = self.desk.words, self.offers
        if offers is None:
            return
        wish = proposing.wish(words, self.typed(keep=keep), offers, self.desk.today())
        if isinstance(wish, Missing):
            self.miss(wish)
            return
        self._kept = keep
        self.put(lambda port: port.proposing.put(wish), words.say("propose_kept" if keep else "propose_put_now"))

    def _written(self, record: object) -> None:
        super()._written(record)
        if isinstance(record, str) and not self._kept:
            self.put_as.emit(record)

    def clear(self) -> None:
        """Empty the fields after a save."""
        self.title.clear()
        self.body.clear()
