"""What has been kept for as long as it may be: told when somebody asks, and erased by nobody but a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from idos_p2p.records.processing import PROCESSINGS, Processing, Since, months_after, months_before
from idos_p2p.services.bin import past_its_days
from idos_p2p.services.cell import Cell
from idos_p2p.services.day import day_of
from idos_p2p.services.people import everyone
from idos_p2p.views.records import RecordView, find
from idos_p2p.views.retention import dated_before, last_day

BIN = "bin"
"""Why a record is due that nobody put back within the days of the bin."""


@dataclass(frozen=True, slots=True)
class Due:
    """A record, or fields of it, whose time is over."""

    record: str  # id
    kind: str
    title: str
    processing: str  # a name of ``records/processing.py``, or BIN
    fields: tuple[str, ...]  # those that hold something and belong to it; all of the record's for BIN
    counted_from: str  # a day
    since: str  # the day its time ended
    own: bool  # this person may erase it alone; otherwise it is for its owner, or a decision


def due(cell: Cell, day: str) -> list[Due]:
    """Return what is due for erasing on a day, what has been so for longest first.

    A record that says no day of its own counts from the day it was written.
    """
    found = _from_bin(cell, day)
    for processing in PROCESSINGS:
        if processing.since is Since.RECORD:
            found += _dated(cell, processing, day)
        elif processing.since is Since.LEAVING:
            found += _of_those_who_left(cell, processing, day)
    return sorted(found, key=lambda each: (each.since, each.record))


def _dated(cell: Cell, processing: Processing, day: str) -> list[Due]:
    before = months_before(day, processing.months)
    return [
        _due(cell, view, processing, _day(view))
        for kind in processing.fields
        for view in dated_before(cell.store.reader, kind, before)
    ]


def _of_those_who_left(cell: Cell, processing: Processing, day: str) -> list[Due]:
    """Return the records of persons who do not belong, of whom nothing has told for long enough."""
    before = months_before(day, processing.months)
    found = []
    for person in everyone(cell):
        if person.member:
            continue
        for record in person.records:
            view = find(cell.store.reader, record)
            last = max(last_day(cell.store.reader, person.records), _day(view))
            if last < before:
                found.append(_due(cell, view, processing, last))
    return found


def _from_bin(cell: Cell, day: str) -> list[Due]:
    return [
        Due(
            record=binned.view.id,
            kind=binned.view.kind,
            title=binned.view.title,
            processing=BIN,
            fields=tuple(binned.view.fields),
            counted_from=binned.since,
            since=binned.until,
            own=binned.own,
        )
        for binned in past_its_days(cell, day)
    ]


def _day(view: RecordView) -> str:
    """Return the day of a record; that on which it was written where a peer wrote anything but a day."""
    try:
        return date.fromisoformat(view.day).isoformat()
    except ValueError:
        return day_of(view.created_ms)


def _due(cell: Cell, view: RecordView, processing: Processing, counted_from: str) -> Due:
    person = cell.membership.person_of(cell.device)
    return Due(
        record=view.id,
        kind=view.kind,
        title=view.title,
        processing=processing.name,
        fields=tuple(name for name in processing.fields[view.kind] if name in view.fields),
        counted_from=counted_from,
        since=months_after(counted_from, processing.months),
        own=not view.shared and person is not None and cell.membership.person_of(view.device) == person,
    )
