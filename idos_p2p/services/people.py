"""The persons of a cell: who belongs, by which acts, and which records tell about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """A person who belongs, and the records that tell about them: their own first, then the one they claimed."""

    person: PersonId
    status: Status
    chamber: Chamber
    devices: tuple[DeviceId, ...]
    records: tuple[str, ...]
    fields: Mapping[str, Value]
    since_ms: int | None
    why: tuple[Reason, ...]

    @property
    def name(self) -> str:
        """How the person calls themselves; empty until their record has arrived."""
        name = self.fields.get("name")
        return name if isinstance(name, str) else ""


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody records may point to: a member, or a person without a device whom others wrote down."""

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
    found = _members(cell.membership, listing(cell.store.reader, "person", {}, EVERYONE))
    return sorted(found, key=lambda member: (member.name.casefold(), member.person))


def everyone(cell: Cell) -> list[KnownPerson]:
    """Return members and the persons others wrote down, each once, by name."""
    records = listing(cell.store.reader, "person", {}, EVERYONE)
    joined = _members(cell.membership, records)
    taken = {record for member in joined for record in member.records}
    known = [
        KnownPerson(member.records[0], member.name, member.fields, True, member.records, member.devices)
        for member in joined
        if member.records
    ]
    known += [
        KnownPerson(view.id, view.title, view.fields, member=False, records=(view.id,))
        for view in records
        if view.id not in taken
    ]
    return sorted(known, key=lambda person: (person.name.casefold(), person.id))


def about(cell: Cell, record_id: str) -> tuple[tuple[str, ...], tuple[DeviceId, ...]]:
    """Return all records and devices of the person whom this person record (id or prefix) tells about."""
    view = find(cell.store.reader, record_id)
    for member in members(cell):
        if view.id in member.records:
            return member.records, member.devices
    return (view.id,), ()


def own_records(cell: Cell) -> tuple[tuple[str, ...], tuple[DeviceId, ...]]:
    """Return the records and devices of the person at this computer; nothing before they have a record."""
    mine = own_person(cell)
    return about(cell, mine) if mine else ((), ())


def _members(membership: Membership, records: Sequence[RecordView]) -> list[Member]:
    """Return everyone who belongs, with those of these person records that tell about them."""
    by_id = {view.id: view for view in records}
    own: dict[DeviceId, list[RecordView]] = {}
    for view in records:
        if not view.shared:
            own.setdefault(view.device, []).append(view)
    return [
        _member(person, [view for device in person.devices for view in own.get(device, ())], by_id)
        for person in membership.persons.values()
        if person.belongs
    ]


def _member(person: Person, written: Sequence[RecordView], by_id: Mapping[str, RecordView]) -> Member:
    own = sorted(written, key=lambda view: (view.record.seq, view.id))[:1]
    claimed = [view for view in [by_id.get(person.claims.hex() if person.claims else "")] if view is not None]
    fields: dict[str, Value] = {}
    for view in (*claimed, *own):  # what a person says of themselves stands before what others wrote
        fields.update(view.fields)
    return Member(
        person=person.id,
        status=person.status,
        chamber=person.chamber,
        devices=person.devices,
        records=tuple(view.id for view in (*own, *claimed)),
        fields=fields,
        since_ms=own[0].created_ms if own else None,
        why=person.why,
    )
