"""Relays: of those present, people choose who brings somebody absent what they lack. A choice is a record of its own."""

from __future__ import annotations

from collections.abc import Collection

from idos_p2p.ids import PersonId
from idos_p2p.services.cell import Cell
from idos_p2p.services.room_told import Relay


def choose(cell: Cell, absent: str, carrier: str) -> str:
    """Write that ``carrier`` brings ``absent`` what they lack, and return the id of the record.

    Both are an id or a prefix, of a person or of their record. Nothing is written, and the id of the record that stands
    is returned, when the same was chosen and is not done. Raises RefusedError: ``relay_same`` (name) for one and the
    same person, ``relay_without_computer`` (name) for one of them who has none, ``person_unknown`` and those of
    ``services.voices.person_named`` and ``services.write.add``.
    """
    raise NotImplementedError


def relays(cell: Cell, present: Collection[PersonId] = (), *, done: bool = False) -> tuple[Relay, ...]:
    """Return what was chosen and is open, or with ``done`` all of it: by the absent person's name, then the carrier's.

    ``present``: the other persons in the room, by which a relay is due.
    """
    raise NotImplementedError


def close_carried(cell: Cell, equal: Collection[PersonId]) -> tuple[str, ...]:
    """Close the relays that are done, and return their ids: this computer holds the same as one of each of these.

    Those of which the person at this computer is the carrier, and the absent person is one of ``equal``: exactly one of
    the two sides writes it.
    """
    raise NotImplementedError
