"""The story around anyone: what links them to others, and why they say they are here, in one order of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from idos_p2p.ids import EntryId
from idos_p2p.records.history import Edition, history
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.project import judge_record
from idos_p2p.services.who import on_behalf, party_of, voices, who
from idos_p2p.views.around import Cursor, Interaction, Interactions, answers, around
from idos_p2p.views.graph import Graph, Node, graph
from idos_p2p.views.persons import Party, Persons
from idos_p2p.views.records import find

MOST_ANSWERS = 20  # shown below one act; its own page has them all
MOST_NODES = 40  # of a picture, beyond which faces are too small to read
GRAPH_DAYS = 92  # what a picture tells of unless somebody says since when: the last three months

_PURPOSE = "purpose"
_AFTER = "01"  # put behind an entry's id: a purpose stands just above the record that the same entry created


@dataclass(frozen=True, slots=True)
class Act:
    """A record in somebody's story, who wrote it, for whom, and what others said or made of it."""

    record: Interaction
    author: Party
    voices: tuple[Party, ...]  # whose act or words it is: named in it, otherwise its author
    persons: tuple[Party, ...]  # everyone it links, each once, by name
    on_behalf: bool  # somebody wrote it for others, being none of them
    answers: tuple[Act, ...]  # attestations, thanks, comments, uses; oldest first, at most the last ``MOST_ANSWERS``

    @property
    def place(self) -> Cursor:
        """Where it stands in a story."""
        return self.record.place


@dataclass(frozen=True, slots=True)
class Purpose:
    """What somebody is here for, as it was written on one day; empty where it was taken away."""

    person: Party
    day: str
    moment: int  # milliseconds since 1970
    entry: str  # hexadecimal id of the entry that wrote it
    text: str
    author: Party
    contested: bool  # a version, of a device that forked

    @property
    def place(self) -> Cursor:
        """Where it stands in a story."""
        return Cursor(self.day, self.moment, self.entry + _AFTER)


@dataclass(frozen=True, slots=True)
class Story:
    """One page of a story, newest first; ``next`` is None when nothing is older."""

    person: Party
    items: tuple[Act | Purpose, ...]
    next: Cursor | None


def story(cell: Cell, person: str, most: int, before: Cursor | None = None, *, since: str = "") -> Story:
    """Return at most ``most`` moments of anyone's story, by the id or a prefix of one of their records.

    ``since`` is the first day told. Records of other persons that they merely wrote down are no part of it. Raises
    RefusedError as ``views.records.find``.
    """
    known = who(cell)
    party = party_of(cell, known, person)
    found: list[Interaction] = []
    page = Interactions((), before)
    while len(found) <= most:
        page = around(cell.store.reader, party.records, party.devices, most + 1, page.next, since=since)
        found += [item for item in page.items if _belongs(item, party)]
        if page.next is None:
            break
    told: list[Act | Purpose] = [*acts(cell, known, found)]
    told += [
        purpose
        for purpose in purposes(cell, known, party)
        if purpose.day >= since and (before is None or purpose.place < before)
    ]
    told.sort(key=lambda item: item.place, reverse=True)
    return Story(party, tuple(told[:most]), told[most - 1].place if len(told) > most > 0 else None)


def latest_acts(cell: Cell, known: Persons, record_id: str, most: int) -> tuple[Act, ...]:
    """Return the newest acts that link one record, a project or a gift."""
    return acts(cell, known, around(cell.store.reader, [record_id], [], most).items)


def acts(cell: Cell, known: Persons, items: Sequence[Interaction]) -> tuple[Act, ...]:
    """Return these interactions with who wrote them and what others said or made of them."""
    answered = answers(cell.store.reader, [item.record.key for item in items], MOST_ANSWERS)
    return tuple(_act(known, item, answered.get(item.record.key, ())) for item in items)


def purposes(cell: Cell, known: Persons, party: Party) -> tuple[Purpose, ...]:
    """Return each purpose a person gave, newest first; of those that one hand wrote on one day, the last alone."""
    told: list[Purpose] = []
    for record in party.records:
        view = find(cell.store.reader, record)
        worlds = judge_record(cell, view.record).of(EntryId(bytes.fromhex(record))) if view.kind == "person" else []
        told += _dated([_purpose(known, party, edition) for edition in history(worlds) if _PURPOSE in edition.changes])
    return tuple(sorted(told, key=lambda purpose: purpose.place, reverse=True))


def _dated(purposes: Sequence[Purpose]) -> Iterator[Purpose]:
    """Yield those of one record that said something new, the last of each hand's day."""
    told = sorted(purposes, key=lambda purpose: purpose.place)
    last = {(purpose.day, purpose.author.id, purpose.contested): purpose for purpose in told}
    before = ""
    for purpose in sorted(last.values(), key=lambda purpose: purpose.place):
        if purpose.text.strip() != before:
            yield purpose
        before = purpose.text.strip()


def picture(cell: Cell, person: str, *, since: str = "", most: int = MOST_NODES) -> Graph:
    """Return the graph around anyone or anything, since a day: the last ``GRAPH_DAYS`` where none is given."""
    known = who(cell)
    party = party_of(cell, known, person)
    faces = _faces(known)
    if party.id not in known.parties:
        view = find(cell.store.reader, party.id)
        faces[bytes.fromhex(party.id)] = Node(view.id, view.kind, view.title)
    return graph(cell.store.reader, party.id, faces, since or _months_ago(cell), most)


def _belongs(item: Interaction, party: Party) -> bool:
    return item.record.kind != "person" or item.record.id in party.records


def _act(known: Persons, item: Interaction, answered: tuple[Interaction, ...]) -> Act:
    return Act(
        record=item,
        author=known.author(item.record.device),
        voices=voices(known, item),
        persons=known.several(link.id for link in item.links if link.kind == "person"),
        on_behalf=on_behalf(known, item),
        answers=tuple(_act(known, answer, ()) for answer in answered),
    )


def _purpose(known: Persons, party: Party, edition: Edition) -> Purpose:
    text = edition.changes[_PURPOSE]
    return Purpose(
        person=party,
        day=day_of(edition.time_ms),
        moment=edition.time_ms,
        entry=edition.entry.hex(),
        text=text if isinstance(text, str) else "",
        author=known.author(edition.device),
        contested=edition.contested,
    )


def _faces(known: Persons) -> dict[bytes, Node]:
    nodes = {person: Node(person, "person", name) for person, name in known.names.items()}
    return {
        **{bytes.fromhex(record): nodes[person] for record, person in known.records.items()},
        **{bytes(device): nodes[person] for device, person in known.devices.items()},
    }


def _months_ago(cell: Cell) -> str:
    now = datetime.fromtimestamp(cell.clock.now_ms() / 1000, UTC)
    return (now - timedelta(days=GRAPH_DAYS)).date().isoformat()
