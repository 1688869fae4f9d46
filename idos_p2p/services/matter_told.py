"""What a proposal would do, told with names and titles."""

from __future__ import annotations

from collections.abc import Iterable

from idos_p2p.governance.matters import (
    Chambers,
    Charter,
    Confirm,
    Cut,
    Exclude,
    Forget,
    Matter,
    PutToRest,
    Ratify,
    Rebind,
    Text,
)
from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.services.cell import Cell
from idos_p2p.services.put_text import find_at
from idos_p2p.services.told import CutTold, MatterTold
from idos_p2p.services.voices import Voices

CODES: dict[type[Matter], str] = {
    Text: "text",
    Confirm: "confirm",
    Exclude: "exclude",
    PutToRest: "rest",
    Rebind: "rebind",
    Chambers: "chambers",
    Charter: "charter",
    Forget: "forget",
    Ratify: "ratify",
}
"""The code of each matter, which ``ui/words`` says."""


def matter_told(cell: Cell, known: Voices, matter: Matter) -> MatterTold:
    """Return what a matter is about."""
    code = CODES[type(matter)]
    match matter:
        case Confirm(person=person):
            return MatterTold(code, persons=(known.of(PersonId(person)),))
        case Exclude(person=person, cuts=cuts) | Rebind(person=person, cuts=cuts):
            void = sum(cut.void for cut in cuts_told(cell, cuts))
            return MatterTold(code, persons=(known.of(PersonId(person)),), void_entries=void)
        case PutToRest(persons=persons):
            return MatterTold(code, persons=known.all(persons))
        case Chambers(concerned=concerned, carrying=carrying, gone=gone):
            return MatterTold(code, concerned=known.all(concerned), carrying=known.all(carrying), gone=known.all(gone))
        case Forget(records=records):
            views = [view for place in records if (view := find_at(cell, place))]
            titles = tuple((view.id, view.title) for view in views)
            return MatterTold(code, records=titles, record_count=len(records))
        case Ratify(decision=decision):
            return MatterTold(code, decision=decision.hex())
        case Text() | Charter():
            return MatterTold(code)


def cuts_told(cell: Cell, cuts: Iterable[Cut]) -> tuple[CutTold, ...]:
    """Return, for each cut, how many entries of the device count, and how many that are held here do not."""
    logs = cell.logs()
    told = []
    for cut in cuts:
        device = DeviceId(cut.device)
        branches = logs.get(device, ())
        ends = {position: branch.height.count for position, branch in enumerate(branches)}
        held = sum(branch.height.count - branch.first for branch in branches)
        on_line = any(
            end >= cut.count and cell.store.log.line(device, position, cut.count - 1, cut.count)[0].id == cut.head
            for position, end in ends.items()
        )
        told.append(CutTold(device, cut.count, max(0, held - cut.count) if on_line else held))
    return tuple(told)
