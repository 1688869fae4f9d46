"""What a person must know of the cell on this computer before they go on: said on every page, in the same words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from idos_p2p.governance.membership import Status
from idos_p2p.ids import PersonId
from idos_p2p.services.alone import to_lose
from idos_p2p.services.cell import Cell
from idos_p2p.services.instance import put_back_ms
from idos_p2p.services.meetings import last_meeting
from idos_p2p.services.salvage import repaired
from idos_p2p.services.secret import is_split
from idos_p2p.services.space import is_full

TOLD_MS = 30 * 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Condition:
    """``code`` is "full", "left", "excluded", "repaired", "repaired_new_device", "restored", "split" or "alone".

    ``fields`` are for its sentence.
    """

    code: str
    fields: Mapping[str, int]


def conditions(cell: Cell) -> tuple[Condition, ...]:
    """Return what is out of the ordinary, the gravest first; empty on most days.

    That a copy was put back, or a repair made, is told until this computer was up to date with another one, and for
    ``TOLD_MS`` at most: whoever meets nobody knows it by then.
    """
    found = [Condition("full", {})] if is_full(cell) else []
    person = cell.membership.persons.get(cell.membership.person_of(cell.device) or PersonId(b""))
    if person is not None and person.status in {Status.LEFT, Status.EXCLUDED}:
        found.append(Condition(person.status.value, {}))
    known_since = max(last_meeting(cell) or 0, cell.clock.now_ms() - TOLD_MS)
    mended, back = repaired(cell.store), put_back_ms(cell.store)
    if mended is not None and mended.time_ms > known_since:
        found.append(Condition("repaired_new_device" if mended.own_lost else "repaired", {"count": mended.entries}))
    elif back is not None and back > known_since:
        found.append(Condition("restored", {}))
    if is_split(cell):
        found.append(Condition("split", {}))
    if lost := to_lose(cell):
        found.append(Condition("alone", {"count": lost}))
    return tuple(found)
