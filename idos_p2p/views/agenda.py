"""Meetings to come and past ones, who signed up for which slot, and a person's own."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from idos_p2p.store.ports import Reader
from idos_p2p.views.around import Interaction, interactions
from idos_p2p.views.records import RecordView, find

_LAST_DAY = "9999-12-31"
_BETWEEN = """
    SELECT record.key, coalesce(json_extract(record.fields, '$.time'), '') FROM record
    WHERE record.kind = 'meeting' AND NOT record.removed AND record.day BETWEEN ? AND ?
    ORDER BY record.day, 2, record.id LIMIT ?
"""
_OF_PERSON = """
    WITH mine AS MATERIALIZED (SELECT number FROM subject WHERE id IN (SELECT unhex(value) FROM json_each(?)))
    SELECT record.key, coalesce(json_extract(record.fields, '$.time'), '') FROM record
    WHERE record.kind = 'meeting' AND NOT record.removed AND record.day BETWEEN ? AND ? AND (
        EXISTS (
            SELECT 1 FROM mine JOIN link ON link.record = record.key AND link.field = 'persons'
                AND link.subject = mine.number
        ) OR EXISTS (
            SELECT 1 FROM subject JOIN link AS signed ON signed.subject = subject.number AND signed.field = 'meeting'
            JOIN mine JOIN link ON link.record = signed.record AND link.field = 'persons' AND link.subject = mine.number
            WHERE subject.id = record.id
        )
    )
    ORDER BY record.day, 2, record.id LIMIT ?
"""
_SIGNUPS = """
    SELECT meeting.key, link.record FROM json_each(?) AS asked CROSS JOIN record AS meeting ON meeting.key = asked.value
    CROSS JOIN subject ON subject.id = meeting.id
    CROSS JOIN link ON link.subject = subject.number AND link.field = 'meeting'
    CROSS JOIN record AS signup ON signup.key = link.record AND signup.kind = 'signup'
    ORDER BY signup.created_ms, signup.id
"""


@dataclass(frozen=True, slots=True)
class Slot:
    """One slot of a meeting, and who signed up for it, in the order in which they did."""

    name: str  # empty: of those who come without a slot
    offered: bool  # one of the meeting's own; otherwise it was one when they signed up
    signups: tuple[Interaction, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with its slots: those it offers as their numbers and words go, then others that somebody chose."""

    interaction: Interaction
    slots: tuple[Slot, ...]

    @property
    def record(self) -> RecordView:
        """The meeting's own record."""
        return self.interaction.record


def agenda(reader: Reader, first: str, last: str, most: int, persons: Sequence[str] = ()) -> tuple[Meeting, ...]:
    """Return at most ``most`` meetings from one day to another, both included, by day, hour and id.

    ``last`` empty: however far. With ``persons``, the ids of one person's records, those alone that they signed up
    for or that name them.
    """
    asked = (first, last or _LAST_DAY, most)
    rows = reader.rows(_OF_PERSON, (json.dumps(list(persons)), *asked)) if persons else reader.rows(_BETWEEN, asked)
    return _meetings(reader, [key for key, _ in rows])


def meeting(reader: Reader, meeting_id: str) -> Meeting:
    """Return one meeting, by its id or a prefix; raise RefusedError as ``views.records.find``."""
    (found,) = _meetings(reader, [find(reader, meeting_id).key])
    return found


def _meetings(reader: Reader, keys: Sequence[int]) -> tuple[Meeting, ...]:
    rows = reader.rows(_SIGNUPS, (json.dumps(list(keys)),))
    by_meeting: defaultdict[int, list[Interaction]] = defaultdict(list)
    signups = interactions(reader, [signup for _, signup in rows])
    for (key, _), signup in zip(rows, signups, strict=True):
        by_meeting[key].append(signup)
    return tuple(
        Meeting(found, _slots(found.record, by_meeting[found.record.key])) for found in interactions(reader, keys)
    )


def _slots(record: RecordView, signups: Iterable[Interaction]) -> tuple[Slot, ...]:
    slots = record.fields.get("slots")
    offered = sorted(slots, key=_as_read) if isinstance(slots, list) else []
    by_name: defaultdict[str, list[Interaction]] = defaultdict(list)
    for signup in signups:
        name = signup.record.fields.get("slot")
        by_name[name if isinstance(name, str) else ""].append(signup)
    others = sorted(by_name.keys() - set(offered), key=_as_read)
    return tuple(Slot(name, name in offered, tuple(by_name[name])) for name in [*offered, *others])


def _as_read(slot: str) -> tuple[list[tuple[int, str]], str]:
    """Return what slots are sorted by: "9 h" stands before "11 h"."""
    parts = re.findall(r"[0-9]{1,9}|[^0-9]+|[0-9]", slot)
    return [(int(part), "") if part.isascii() and part.isdigit() else (-1, part.casefold()) for part in parts], slot
