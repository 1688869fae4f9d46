"""What the screens ask, answered by the services. Everything here runs in the cell's worker thread."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from idos_p2p.governance.matters import Chamber
from idos_p2p.ids import DeviceId
from idos_p2p.limits import INVITE_DAYS
from idos_p2p.log.branches import size
from idos_p2p.paths import Home
from idos_p2p.records.kinds import Value
from idos_p2p.services.alone import note_copy
from idos_p2p.services.cell import Cell
from idos_p2p.services.circles import without_concerned
from idos_p2p.services.condition import conditions
from idos_p2p.services.copies import Copy, daily_copies, make_copy, source_of
from idos_p2p.services.invite import invite
from idos_p2p.services.meetings import last_meeting
from idos_p2p.services.passphrase import is_protected
from idos_p2p.services.people import everyone, members, own_person, writers
from idos_p2p.services.who import who
from idos_p2p.services.write import add, change
from idos_p2p.views.projects import cards
from idos_p2p.views.records import find, recent
from ui.desktop.cell.acts import Acts, me_of
from ui.desktop.cell.agenda import Agenda
from ui.desktop.cell.belonging import Belonging, Place
from ui.desktop.cell.compass import CompassRoom
from ui.desktop.cell.deciding import Answering, Circles, Deciding
from ui.desktop.cell.finding import FindRoom
from ui.desktop.cell.gifts import GiftRoom
from ui.desktop.cell.items import opening, text_of, words_of
from ui.desktop.cell.knowing import KnowRoom
from ui.desktop.cell.noting import Gesture
from ui.desktop.cell.past import PastRoom
from ui.desktop.cell.project_page import Projects
from ui.desktop.cell.proposing import Proposing
from ui.desktop.cell.recognition import Recognitions
from ui.desktop.cell.story import Stories
from ui.desktop.presenters.ports import (
    CellOverview,
    CopyCard,
    Keeping,
    Notice,
    PageCard,
    PageText,
    PersonCard,
    ProjectCard,
    TimelineItem,
)

MOST_CARDS = 1_000


class CellScreens:
    """The window's ``CellPort``."""

    def __init__(self, cell: Cell, home: Home, *, example: bool) -> None:
        self._cell = cell
        self._home = home
        self._example = example
        self.finding = FindRoom(cell)
        self.compass = CompassRoom(cell)
        self.gifts = GiftRoom(cell)
        self.knowing = KnowRoom(cell)
        self.past = self.undoing = PastRoom(cell)
        self.story = Stories(cell)
        self.acts = Acts(cell)
        self.noting = Gesture(cell, self.projects, self.persons)
        self.recognition = Recognitions(cell)
        self.project_page = Projects(cell)
        self.agenda = Agenda(cell)
        self.deciding, self.answering = Deciding(cell), Answering(cell)
        self.belonging, self.place = Belonging(cell, meets=not example), Place(cell)
        self.proposing, self.circles = Proposing(cell), Circles(cell)

    def overview(self) -> CellOverview:
        """Return the cell and who sits here."""
        cell = self._cell
        genesis = cell.membership.genesis
        mine = own_person(cell)
        me = next((member for member in members(cell) if cell.device in member.devices), None)
        roles = me.fields.get("roles") if me else None
        return CellOverview(
            name=genesis.name if genesis else "",
            person=mine,
            person_name=me.name if me else "",
            roles=tuple(roles) if isinstance(roles, list) else (),
            since_ms=me.since_ms if me else None,
            members=len(cell.membership.persons),
            devices=len(cell.membership.devices),
            entries=sum(map(size, cell.logs().values())),
            last_meeting_ms=last_meeting(cell),
            example=self._example,
            figures=self.story.figures(me_of(cell, who(cell))) if me else None,
            notices=tuple(Notice(each.code, each.fields.get("count", 0)) for each in conditions(cell)),
        )

    def around(self, person: str, most: int, before: int | None) -> tuple[TimelineItem, ...]:
        """Return at most ``most`` interactions of a person, newest first, older than the ``order`` given."""
        return self.story.around(person, most, before)

    def projects(self) -> tuple[ProjectCard, ...]:
        """Return the projects: open ones first, then by title."""
        alone = without_concerned(self._cell)
        found = [
            ProjectCard(
                id=card.record.id,
                title=card.record.title,
                purpose=text_of(card.record.fields, "purpose"),
                state=text_of(card.record.fields, "state"),
                place=text_of(card.record.fields, "place"),
                persons=card.persons,
                minutes=card.minutes,
                last_day=card.last_day if card.contributions else "",
                without_concerned=card.record.id in alone,
            )
            for card in cards(self._cell.store.reader, MOST_CARDS, who(self._cell).same)
        ]
        return tuple(sorted(found, key=lambda card: (card.state != "open", card.title.casefold())))

    def pages(self) -> tuple[PageCard, ...]:
        """Return the pages, most recently changed first."""
        names = self._authors()
        return tuple(
            PageCard(
                id=view.id,
                title=view.title,
                opening=opening(text_of(view.fields, "body")),
                author=names.get(view.device, ""),
                changed_ms=view.touched_ms,
            )
            for view in recent(self._cell.store.reader, "page", MOST_CARDS)
        )

    def page(self, page_id: str) -> PageText:
        """Return one page."""
        view = find(self._cell.store.reader, page_id)
        return PageText(
            id=view.id,
            title=view.title,
            body=text_of(view.fields, "body"),
            licence=text_of(view.fields, "licence"),
            author=self._authors().get(view.device, ""),
            changed_ms=view.touched_ms,
        )

    def persons(self) -> tuple[PersonCard, ...]:
        """Return the persons of the cell, by name."""
        mine = own_person(self._cell)
        return tuple(
            PersonCard(person.id, person.name, words_of(person.fields, "roles"), mine=person.id == mine)
            for person in everyone(self._cell)
        )

    def add(self, kind: str, values: Mapping[str, Value]) -> str:
        """Write a record and return its public id; it is durable when this returns."""
        return add(self._cell, kind, values)

    def set(self, record_id: str, values: Mapping[str, Value]) -> None:
        """Change fields of a record; text is written as the difference to what it is now."""
        change(self._cell, record_id, values)

    def invite(self) -> str:
        """Return a new invitation link, for one newcomer."""
        return invite(self._cell, 1, INVITE_DAYS, Chamber.CARRYING).link()

    def keeping(self) -> Keeping:
        """Return where the data lives, and the copies."""
        copies = daily_copies(self._home, self._cell.id)
        protected = is_protected(self._home, self._cell.id)
        return Keeping(str(self._home.cell_folder(self._cell.id)), tuple(map(_copy_card, copies)), protected)

    def make_copy(self, path: str) -> CopyCard:
        """Make a checked copy there, with the keys that open it, and return it."""
        source = source_of(self._home, self._cell)
        made = make_copy(source, Path(path), self._cell.clock.now_ms())
        note_copy(self._cell)
        return _copy_card(made)

    def _authors(self) -> dict[DeviceId, str]:
        return writers(self._cell)


def _copy_card(copy: Copy) -> CopyCard:
    return CopyCard(str(copy.path), copy.made_ms, copy.size)
