"""The bin: what was taken away by mistake, or in earnest, comes back for thirty days; no clock erases anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from idos_p2p.errors import RefusedError
from idos_p2p.records.kinds import REMOVED
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.erase import erase_records
from idos_p2p.services.people import members
from idos_p2p.services.write import change
from idos_p2p.views.bin import removed
from idos_p2p.views.records import RecordView, find

KEPT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Binned:
    """A record in the bin."""

    view: RecordView
    since: str  # the day it was put there
    until: str  # the day from which it is due for erasing
    days_left: int  # of KEPT_DAYS; 0 or less: it is due
    own: bool  # this person owns it, so that they may erase it alone


def remove(cell: Cell, record_id: str) -> str:
    """Put a record in the bin, today by this computer's clock, and return its id; it stays on every computer.

    Raises RefusedError: ``remove_member`` for the record of somebody who belongs, and those of ``write.change``.
    """
    view = find(cell.store.reader, record_id)
    if any(view.id in member.records for member in members(cell)):
        raise RefusedError("remove_member", id=view.id, title=view.title)
    if not view.fields.get(REMOVED.name):
        change(cell, view.id, {REMOVED.name: day_of(cell.clock.now_ms())})
    return view.id


def put_back(cell: Cell, record_id: str) -> str:
    """Take a record out of the bin, and return its id.

    Raises RefusedError: ``not_in_bin``, and those of ``write.change``.
    """
    view = find(cell.store.reader, record_id)
    if not view.fields.get(REMOVED.name):
        raise RefusedError("not_in_bin", id=view.id, title=view.title)
    change(cell, view.id, {REMOVED.name: None})
    return view.id


def in_bin(cell: Cell, day: str) -> list[Binned]:
    """Return what lies in the bin on that day and may still come back from there, the last one put there first."""
    return [binned for binned in _all(cell, day) if binned.days_left > 0]


def past_its_days(cell: Cell, day: str) -> list[Binned]:
    """Return what lay in the bin for its thirty days by that day: due for erasing."""
    return [binned for binned in _all(cell, day) if binned.days_left <= 0]


def empty(cell: Cell) -> list[str]:
    """Erase what this person owns and has had in the bin for thirty days; return the ids. Raises as ``erase``."""
    own = [binned.view for binned in past_its_days(cell, day_of(cell.clock.now_ms())) if binned.own]
    erase_records(cell, [view.record for view in own])
    return [view.id for view in own]


def _all(cell: Cell, day: str) -> list[Binned]:
    found = []
    today = date.fromisoformat(day)
    for view in removed(cell.store.reader):
        since = _since(view)
        gone = max(0, (today - since).days)  # somebody's clock may be ahead
        until = since + timedelta(days=KEPT_DAYS)
        found.append(Binned(view, since.isoformat(), until.isoformat(), KEPT_DAYS - gone, _is_own(cell, view)))
    return found


def _since(view: RecordView) -> date:
    """Return the day a record was put in the bin; a peer may have written anything there, also the calendar's last."""
    try:
        said = date.fromisoformat(str(view.fields.get(REMOVED.name)))
    except ValueError:
        said = date.fromisoformat(day_of(view.touched_ms))
    return min(said, date.max - timedelta(days=KEPT_DAYS))


def _is_own(cell: Cell, view: RecordView) -> bool:
    person = cell.membership.person_of(cell.device)
    return not view.shared and person is not None and cell.membership.person_of(view.device) == person
