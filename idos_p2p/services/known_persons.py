"""Everybody whom records name, each once, for the views that count persons."""

from __future__ import annotations

from idos_p2p.records.kinds import Value
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import everyone
from idos_p2p.views.persons import Persons


def known_persons(cell: Cell) -> Persons:
    """Return which records and devices are one person: a member's own, the one they claimed, and all their devices."""
    known = everyone(cell)
    return Persons(
        records={record: person.id for person in known for record in person.records},
        devices={device: person.id for person in known for device in person.devices},
        names={person.id: person.name for person in known},
        roles={person.id: _words(person.fields.get("roles")) for person in known},
    )


def _words(value: Value) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else ()
