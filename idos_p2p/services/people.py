"""The persons of a cell: who belongs, by which acts, and which records tell about them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from idos_p2p.governance.matters import Chamber
from idos_p2p.governance.membership import Membership, Person, Reason, Status
from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.records.kinds import Value
from idos_p2p.services.cell import Cell
from idos_p2p.services.write import OWN_PERSON
from idos_p2p.views.records import RecordView, find, listing

EVERYONE = 10_000  # persons and person records in one cell: far beyond its 150 members


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the cell, and the records that tell about them: their own first, then the one they claimed.

    Whoever was bound to another computer has a second one of their own: what they wrote as a guest.
    """

    person: PersonId
    status: Status
    chamber: Chamber
    devices: tuple[DeviceId, ...]  # that write for them now
    records: tuple[str, ...]
    fields: Mapping[str, Value]
    since_ms: int | None
    why: tuple[Reason, ...]
    wrote: tuple[DeviceId, ...] = ()  # these, and those that did before they were lost or put away

    @property
    def name(self) -> str:
        """How the person calls themselves; empty until their record has arrived."""
        name = self.fields.get("name")
        return name if isinstance(name, str) else ""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody records may point to: who is or was of the cell, or a person whom others wrote down.

    ``devices`` are all that ever wrote for them.
    """

    id: str
    name: str
    fields: Mapping[str, Value]
    member: bool
    records: tuple[str, ...]
    devices: tuple[DeviceId, ...] = ()


def own_person(cell: Cell) -> str:
    """Return the id of this person's own record; empty until it is written."""
    known = cell.store.facts.get(OWN_PERSON)
    return known.decode() if known else ""


def members(cell: Cell) -> list[Member]:
    """Return everyone who belongs, by name."""
    return [member for member in _known(cell) if cell.membership.persons[member.person].belongs]


def everyone(cell: Cell) -> list[KnownPerson]:
    """Return members, those who were members, and the persons others wrote down, each once, by name."""
    records = listing(cell.store.reader, "person", {}, EVERYONE)
    joined = _members(cell.membership, records)
    taken = {record for member in joined for record in member.records}
    persons = cell.membership.persons
    known = [
        KnownPerson(
            id=one.records[0],
            name=one.name,
            fields=one.fields,
            member=persons[one.person].belongs,
            records=one.records,
            devices=one.wrote,
        )
        for one in joined
        if one.records
    ]
    known += [
        KnownPerson(view.id, view.title, view.fields, member=False, records=(view.id,))
        for view in records
        if view.id not in taken
    ]
    return sorted(known, key=lambda person: (person.name.casefold(), person.id))


def writers(cell: Cell) -> dict[DeviceId, str]:
    """Return who wrote with each device, by name, those who are gone included."""
    return {device: member.name for member in _known(cell) for device in member.wrote}


def about(cell: Cell, record_id: str) -> tuple[tuple[str, ...], tuple[DeviceId, ...]]:
    """Return all records and devices of the person whom this person record (id or prefix) tells about."""
    view = find(cell.store.reader, record_id)
    for member in _known(cell):
        if view.id in member.records:
            return member.records, member.wrote
    return (view.id,), ()


def own_records(cell: Cell) -> tuple[tuple[str, ...], tuple[DeviceId, ...]]:
    """Return the records and devices of the person at this computer; nothing before they have a record."""
    mine = own_person(cell)
    return about(cell, mine) if mine else ((), ())


def own_person_records(membership: Membership, records: Iterable[RecordView]) -> dict[PersonId, list[RecordView]]:
    """Return, of these person records, those that each person wrote of themselves: the one to follow first.

    That is the one of the device they came in with; a device that became theirs later brings the one it wrote before.
    """
    first: dict[DeviceId, RecordView] = {}
    for view in records:
        kept = first.get(view.device)
        if not view.shared and (kept is None or _order(view) < _order(kept)):
            first[view.device] = view
    found: dict[PersonId, list[RecordView]] = {}
    for device, view in first.items():
        person = membership.person_of(device)
        if person is not None:
            found.setdefault(person, []).append(view)
    return {
        person: sorted(views, key=lambda view: (_came_later(membership, person, view.device), *_order(view)))
        for person, views in found.items()
    }


def _order(view: RecordView) -> tuple[int, str]:
    return view.record.seq, view.id


def _came_later(membership: Membership, person: PersonId, device: DeviceId) -> bool:
    """Whether a device was somebody else's, a guest's, before it became this person's."""
    start = membership.starts.get(device)
    return start is not None and PersonId(start) != person


def _known(cell: Cell) -> list[Member]:
    """Return everyone who is or was of the cell, by name."""
    found = _members(cell.membership, listing(cell.store.reader, "person", {}, EVERYONE))
    return sorted(found, key=lambda member: (member.name.casefold(), member.person))


def _members(membership: Membership, records: Sequence[RecordView]) -> list[Member]:
    """Return everyone who is or was of the cell, with those of these person records that tell about them."""
    by_id = {view.id: view for view in records}
    own = own_person_records(membership, records)
    wrote: dict[PersonId, list[DeviceId]] = {}
    for device, person in membership.owners.items():
        wrote.setdefault(person, []).append(device)
    return [
        _member(person, own.get(person.id, ()), by_id, wrote.get(person.id, ()))
        for person in membership.persons.values()
    ]


def _member(
    person: Person, own: Sequence[RecordView], by_id: Mapping[str, RecordView], wrote: Iterable[DeviceId]
) -> Member:
    claimed = [view for view in [by_id.get(person.claims.hex() if person.claims else "")] if view is not None]
    fields: dict[str, Value] = {}
    for view in (*claimed, *reversed(own)):  # what a person says of themselves stands before what others wrote
        fields.update(view.fields)
    return Member(
        person=person.id,
        status=person.status,
        chamber=person.chamber,
        devices=person.devices,
        records=tuple(view.id for view in (*own[:1], *claimed, *own[1:])),
        fields=fields,
        since_ms=own[0].created_ms if own else None,
        why=person.why,
        wrote=tuple(sorted(wrote)),
    )
