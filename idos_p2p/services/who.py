"""Who is who: the one person behind several records and devices, and whose act or words a record is."""

from __future__ import annotations

from collections.abc import Mapping

from idos_p2p.records.kinds import Value
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import everyone
from idos_p2p.views.around import Interaction
from idos_p2p.views.persons import Party, Persons
from idos_p2p.views.records import find

VOICES: Mapping[str, str] = {
    "contribution": "persons",
    "signup": "persons",
    "relay": "persons",
    "offer": "persons",
    "need": "persons",
    "gift": "donor",
    "attestation": "from",
    "thanks": "from",
    "comment": "from",
    "use": "from",
}
"""The field of each kind that says whose act or whose words it is."""


def who(cell: Cell) -> Persons:
    """Return who is known to the cell now: a member's own record, the one they claimed, and all their devices."""
    known = everyone(cell)
    return Persons(
        records={record: person.id for person in known for record in person.records},
        devices={device: person.id for person in known for device in person.devices},
        names={person.id: person.name for person in known},
        roles={person.id: _words(person.fields.get("roles")) for person in known},
    )


def party_of(cell: Cell, known: Persons, record_id: str) -> Party:
    """Return the person whom this record (id or prefix) tells about; of any other record, what stands for it alone.

    Raises RefusedError: ``record_unknown``, ``record_ambiguous``, ``record_prefix_short``.
    """
    found = find(cell.store.reader, record_id)
    party = known.party(found.id)
    return party if party.id else Party(found.id, found.title, (found.id,))


def voices(known: Persons, item: Interaction) -> tuple[Party, ...]:
    """Return whose act or words a record is: those it names, otherwise who wrote it."""
    author = known.author(item.record.device)
    return _named(known, item) or ((author,) if author.id and not item.record.shared else ())


def on_behalf(known: Persons, item: Interaction) -> bool:
    """Say whether somebody wrote it for others, being none of those whose act or words it is."""
    named = _named(known, item)
    return bool(named) and known.author(item.record.device) not in named


def _named(known: Persons, item: Interaction) -> tuple[Party, ...]:
    field = VOICES.get(item.record.kind)
    return known.several(link.id for link in item.links if link.field == field)


def _words(value: Value) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else ()
