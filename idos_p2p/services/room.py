"""The room beside its sign: what a meeting brought, who is absent and lacks what, who brings it, and what may fit."""

from __future__ import annotations

from collections.abc import Collection

from idos_p2p.ids import PersonId
from idos_p2p.services import absent as absent_persons
from idos_p2p.services.cell import Cell
from idos_p2p.services.gatherings import meeting
from idos_p2p.services.matches import matches
from idos_p2p.services.news import news, stretches
from idos_p2p.services.relays import relays
from idos_p2p.services.room_told import Gathering, News, RoomTold
from idos_p2p.services.voices import Voices, voices

lacking = absent_persons.lacking


def told(cell: Cell, present: Collection[PersonId]) -> RoomTold:
    """Return what is told of the room while these other persons are present; nobody, when no meeting is under way.

    It reads the read model, as it is: have what arrived projected first.
    """
    known = voices(cell)
    open_relays = relays(cell, present)
    fitting, others = matches(cell, known, present) if present else ((), ())
    mine = sorted((one for one in open_relays if one.due or one.mine), key=lambda one: not one.due)
    return RoomTold(
        meeting=_gathering(cell, known),
        brought=brought(cell, known),
        absent=absent_persons.absent(cell, known, present, open_relays),
        relays=tuple(mine),
        matches=fitting,
        asked=others,
    )


def brought(cell: Cell, known: Voices) -> News:
    """Return what arrived from others since the meeting under way began, or while the last one lasted.

    From this person's own other computers too: what they wrote there is news here.
    """
    kept = meeting(cell)
    if kept is None:
        return News(0)
    until = None if kept.running else kept.after
    return news(cell, known, stretches(cell, kept.before, until, {cell.device}))


def _gathering(cell: Cell, known: Voices) -> Gathering | None:
    kept = meeting(cell)
    if kept is None:
        return None
    return Gathering(kept.began_ms, known.all(kept.met - {known.me}), kept.ended_ms)
