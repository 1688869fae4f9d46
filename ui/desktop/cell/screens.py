"""What the screens ask, answered by the services. Everything here runs in the cell's worker thread."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from markdown_it import MarkdownIt

from idos_p2p.governance.acts import Chamber
from idos_p2p.ids import DeviceId
from idos_p2p.log.branches import size
from idos_p2p.paths import Home
from idos_p2p.records.kinds import Value
from idos_p2p.services.cell import Cell
from idos_p2p.services.condition import conditions
from idos_p2p.services.copies import Copy, daily_copies, make_copy, source_of
from idos_p2p.services.invite import DEFAULT_DAYS, invite
from idos_p2p.services.meetings import last_meeting
from idos_p2p.services.people import everyone, members, own_person, own_records
from idos_p2p.services.who import who
from idos_p2p.services.write import add, change
from idos_p2p.views.around import Cursor, Interaction, around
from idos_p2p.views.figures import figures
from idos_p2p.views.projects import cards
from idos_p2p.views.records import find, recent
from ui.desktop.cell.finding import FindRoom
from ui.desktop.cell.gifts import GiftRoom
from ui.desktop.cell.past import PastRoom
from ui.desktop.presenters.ports import (
    CellOverview,
    CopyCard,
    Figures,
    Keeping,
    Notice,
    PageCard,
    PageText,
    PersonCard,
    ProjectCard,
    TimelineItem,
)

MOST_CARDS = 1_000
OPENING_CHARACTERS = 160
OPENING_SOURCE_CHARACTERS = 1_000  # of the page, read for its opening
DAY_BYTES, MOMENT_BYTES, ID_BYTES = 10, 8, 32  # of an item's place in a story, as one number
_READ = frozenset({"text", "code_inline", "softbreak", "hardbreak"})


class CellScreens:
    """The window's ``CellPort``."""

    def __init__(self, cell: Cell, home: Home, *, example: bool) -> None:
        self._cell = cell
        self._home = home
        self._example = example
        self.finding = FindRoom(cell)
        self.gifts = GiftRoom(cell)
        self.past = self.undoing = PastRoom(cell)

    def overview(self) -> CellOverview:
        """Return the cell and who sits here."""
        cell = self._cell
        genesis = cell.membership.genesis
        mine = own_person(cell)
        me = next((member for member in members(cell) if cell.device in member.devices), None)
        roles = me.fields.get("roles") if me else None
        records, devices = own_records(cell)
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
            figures=self._figures(records) if devices else None,
            notices=tuple(Notice(each.code, each.fields.get("count", 0)) for each in conditions(cell)),
        )

    def around(self, person: str, most: int, before: int | None) -> tuple[TimelineItem, ...]:
        """Return at most ``most`` interactions of a person, newest first, older than the ``order`` given."""
        records, devices = own_records(self._cell)
        names = {device: member.name for member in members(self._cell) for device in member.devices}
        cursor = _cursor(before) if before is not None else None
        items: list[TimelineItem] = []
        while len(items) < most:
            page = around(self._cell.store.reader, records, devices, most, cursor)
            items += [
                self._item(found, records, names)
                for found in page.items
                if found.record.kind != "person" or found.record.id in records  # those I only wrote down are no story
            ]
            cursor = page.next
            if cursor is None:
                break
        return tuple(items[:most])

    def projects(self) -> tuple[ProjectCard, ...]:
        """Return the projects: open ones first, then by title."""
        found = [
            ProjectCard(
                id=card.record.id,
                title=card.record.title,
                purpose=_text(card.record.fields, "purpose"),
                state=_text(card.record.fields, "state"),
                place=_text(card.record.fields, "place"),
                persons=card.persons,
                minutes=card.minutes,
                last_day=card.last_day if card.contributions else "",
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
                opening=_opening(_text(view.fields, "body")),
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
            body=_text(view.fields, "body"),
            licence=_text(view.fields, "licence"),
            author=self._authors().get(view.device, ""),
            changed_ms=view.touched_ms,
        )

    def persons(self) -> tuple[PersonCard, ...]:
        """Return the persons of the cell, by name."""
        mine = own_person(self._cell)
        return tuple(
            PersonCard(person.id, person.name, _words(person.fields, "roles"), mine=person.id == mine)
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
        return invite(self._cell, 1, DEFAULT_DAYS, Chamber.CARRYING).link()

    def keeping(self) -> Keeping:
        """Return where the data lives, and the copies."""
        copies = daily_copies(self._home, self._cell.id)
        return Keeping(str(self._home.cell_folder(self._cell.id)), tuple(_copy_card(copy) for copy in copies))

    def make_copy(self, path: str) -> CopyCard:
        """Make a checked copy there, with the keys that open it, and return it."""
        source = source_of(self._home, self._cell)
        return _copy_card(make_copy(source, Path(path), self._cell.clock.now_ms()))

    def _authors(self) -> dict[DeviceId, str]:
        return {device: member.name for member in members(self._cell) for device in member.devices}

    def _figures(self, records: tuple[str, ...]) -> Figures:
        year = date.fromtimestamp(self._cell.clock.now_ms() / 1000).year  # noqa: DTZ012  # the year as the wall says it
        counted = figures(self._cell.store.reader, records, f"{year}-01-01", who(self._cell).same)
        return Figures(counted.minutes, counted.contributions, counted.persons, counted.projects)

    def _item(self, found: Interaction, mine: tuple[str, ...], names: Mapping[DeviceId, str]) -> TimelineItem:
        view = found.record
        others = [link.title for link in found.links if link.kind == "person" and link.id not in mine and link.title]
        project = next((link.title for link in found.links if link.field == "project"), "")
        return TimelineItem(
            id=view.id,
            kind=view.kind,
            order=_order(found.place),
            day=view.day,
            title=view.title,
            text=_other_words(view.kind, view.fields),
            persons=tuple(dict.fromkeys(others)),
            project=project,
            minutes=_number(view.fields, "minutes"),
            cents=_cents(view.fields),
            author=names.get(view.device, ""),
            mine=self._is_mine(view.device),
            contested=view.contested,
        )

    def _is_mine(self, device: DeviceId) -> bool:
        """Say whether this person wrote with that device: this one, or one whose place it took."""
        person = self._cell.membership.person_of(device)
        return device == self._cell.device or (
            person is not None and person == self._cell.membership.person_of(self._cell.device)
        )


def _copy_card(copy: Copy) -> CopyCard:
    return CopyCard(str(copy.path), copy.made_ms, copy.size)


def _order(place: Cursor) -> int:
    day = place.day.encode()[:DAY_BYTES].ljust(DAY_BYTES)
    return int.from_bytes(day + place.moment.to_bytes(MOMENT_BYTES) + bytes.fromhex(place.id))


def _cursor(order: int) -> Cursor:
    place = order.to_bytes(DAY_BYTES + MOMENT_BYTES + ID_BYTES)
    moment = int.from_bytes(place[DAY_BYTES:-ID_BYTES])
    return Cursor(place[:DAY_BYTES].decode(errors="ignore").rstrip(), moment, place[-ID_BYTES:].hex())


def _other_words(kind: str, fields: Mapping[str, Value]) -> str:
    """Return what a card says below its title."""
    name = {"project": "purpose", "person": "purpose", "page": "body"}.get(kind, "")
    return _opening(_text(fields, name)) if name else ""


def _opening(markdown: str) -> str:
    """Return the first words of a page as they read, without the signs of Markdown."""
    words: list[str] = []
    for token in MarkdownIt("commonmark", {"html": False}).parse(markdown[:OPENING_SOURCE_CHARACTERS]):
        if token.type == "inline":
            words += [child.content or " " for child in token.children or () if child.type in _READ] + [" "]
    text = " ".join("".join(words).split())
    return text if len(text) <= OPENING_CHARACTERS else text[:OPENING_CHARACTERS].rpartition(" ")[0] + "…"


def _text(fields: Mapping[str, Value], name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def _words(fields: Mapping[str, Value], name: str) -> tuple[str, ...]:
    value = fields.get(name)
    return tuple(value) if isinstance(value, list) else ()


def _number(fields: Mapping[str, Value], name: str) -> int | None:
    value = fields.get(name)
    return value if isinstance(value, int) else None


def _cents(fields: Mapping[str, Value]) -> int | None:
    shares = fields.get("gifts")
    return sum(shares.values()) if isinstance(shares, dict) else _number(fields, "cents")
