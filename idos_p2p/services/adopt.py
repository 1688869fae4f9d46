"""The person whom this device was bound to: their record becomes its own one here."""

from __future__ import annotations

from idos_p2p.ids import PersonId
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import EVERYONE, own_person_records
from idos_p2p.services.write import OWN_PERSON
from idos_p2p.views.records import listing


def adopt_person(cell: Cell) -> bool:
    """Let the record of the person whom this device was bound to be their own one here; say whether it changed."""
    person = cell.membership.devices.get(cell.device)
    start = cell.membership.starts.get(cell.device)
    if person is None or start is None or PersonId(start) == person:
        return False  # nobody else's device before
    views = listing(cell.store.reader, "person", {}, EVERYONE)
    found = own_person_records(cell.membership, views).get(person)
    if not found or found[0].id.encode() == cell.store.facts.get(OWN_PERSON):
        return False
    with cell.store.transaction():
        cell.store.facts.set(OWN_PERSON, found[0].id.encode())
    cell.tell_members_changed()
    return True
