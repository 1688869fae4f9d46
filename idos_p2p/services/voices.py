"""Who is meant where acts name persons: each person's name, their record, and the person whom somebody means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from idos_p2p.errors import RefusedError
from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.records.mentions import name_key
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import EVERYONE
from idos_p2p.views.records import PREFIX_DIGITS, RecordView, find, listing


@dataclass(frozen=True, slots=True)
class Voice:
    """A person as acts know them, with the record that stands for them and their name: empty while it is not here."""

    person: PersonId
    record: str
    name: str


@dataclass(frozen=True, slots=True)
class Voices:
    """Every person that the acts of a cell ever brought in, those who left included."""

    by_person: Mapping[PersonId, Voice]
    by_record: Mapping[str, PersonId]
    by_device: Mapping[DeviceId, PersonId]
    me: PersonId | None  # the person at this computer

    def of(self, person: PersonId) -> Voice:
        """Return that person; one whose acts have not arrived has no name."""
        return self.by_person.get(person) or Voice(person, "", "")

    def all(self, persons: Iterable[bytes]) -> tuple[Voice, ...]:
        """Return these persons by name."""
        return tuple(sorted(map(self.of, map(PersonId, persons)), key=by_name))

    def writer(self, device: DeviceId) -> Voice:
        """Return the person for whom a device writes, or wrote."""
        person = self.by_device.get(device)
        return self.of(person) if person is not None else Voice(PersonId(b""), "", "")


def by_name(voice: Voice) -> tuple[str, bytes]:
    """Return what persons are sorted by."""
    return name_key(voice.name), voice.person


def voices(cell: Cell) -> Voices:
    """Return who is who among those whom acts name."""
    membership = cell.membership
    views = listing(cell.store.reader, "person", {}, EVERYONE)
    records: dict[PersonId, list[RecordView]] = {person: [] for person in membership.persons}
    for view in sorted(views, key=lambda view: (view.record.seq, view.id)):
        person = None if view.shared else membership.person_of(view.device)
        if person is not None and not records.get(person, [view]):
            records[person].append(view)
    by_id = {view.id: view for view in views}
    for one in membership.persons.values():
        claimed = by_id.get(one.claims.hex()) if one.claims else None
        if claimed is not None:
            records[one.id].append(claimed)
    return Voices(
        by_person={person: _voice(person, found) for person, found in records.items()},
        by_record={view.id: person for person, found in records.items() for view in found},
        by_device=dict(membership.owners),
        me=membership.person_of(cell.device),
    )


def person_named(cell: Cell, known: Voices, named: str) -> PersonId:
    """Return the person whom an id or a prefix of it means: of a record about them, or their own among the acts.

    Raises RefusedError: ``person_unknown`` (prefix) for a record of nobody who was ever admitted, and
    ``record_ambiguous``, ``record_prefix_short`` as ``views.records.find``.
    """
    wanted = named.strip().lower()
    found = [person for person in known.by_person if person.hex().startswith(wanted)]
    if len(wanted) >= PREFIX_DIGITS and len(found) == 1:
        return found[0]
    try:
        person = known.by_record.get(find(cell.store.reader, named).id)
    except RefusedError as error:
        if error.code != "record_unknown":
            raise
        person = None
    if person is None:
        raise RefusedError("person_unknown", prefix=named)
    return person


def _voice(person: PersonId, records: list[RecordView]) -> Voice:
    names = [view.title for view in records if view.title]
    return Voice(person, records[0].id if records else "", names[0] if names else "")
