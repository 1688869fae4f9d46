"""What recognises one person of a cell."""

from __future__ import annotations

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell
from idos_p2p.services.who import who
from idos_p2p.views.period import ALWAYS, Period
from idos_p2p.views.recognition import Recognition, recognition
from idos_p2p.views.records import find

MOST_ACTS = 200  # acts, or thanks, that one answer tells


def recognition_of(cell: Cell, person_id: str, period: Period = ALWAYS, most: int = MOST_ACTS) -> Recognition:
    """Return what recognises the person whom this record (id or prefix) tells about.

    Raises RefusedError: ``not_a_person``, and those of ``views.records.find``.
    """
    person = find(cell.store.reader, person_id)
    if person.kind != "person":
        raise RefusedError("not_a_person", kind=person.kind, title=person.title)
    return recognition(cell.store.reader, who(cell), person, period, most)
