"""Everything a cell holds, in slices of bounded size: what leaves it as files, and what an import is compared with."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from idos_p2p.ids import DeviceId
from idos_p2p.store.ports import Reader
from idos_p2p.views.records import SELECT_RECORD, RecordView, view

SLICE = 500  # records held at once
_FIRST = -1  # below every key

_ALIKE = """
    EXISTS (
        SELECT 1 FROM record AS other
        WHERE other.name = record.name AND other.kind = record.kind AND other.name <> '' AND other.key <> record.key
    )
"""
_TARGETS = f"""
    SELECT record.id, record.key, record.kind, record.title, record.name <> '' AND NOT {_ALIKE}
    FROM record WHERE record.id IN (SELECT unhex(value) FROM json_each(?))
"""  # noqa: S608  # both are constants
_LINKING = """
    SELECT DISTINCT link.record FROM link JOIN subject ON subject.number = link.subject
    WHERE subject.id IN (SELECT unhex(value) FROM json_each(?))
"""
_ABOUT = """
    SELECT DISTINCT link.record FROM link JOIN subject ON subject.number = link.subject
    WHERE link.field = 'about' AND subject.id IN (
        SELECT record.id FROM record JOIN json_each(?) AS wanted ON wanted.value = record.key
    )
"""
_LED_TO = """
    SELECT DISTINCT other.key, other.kind FROM link
    JOIN subject ON subject.number = link.subject JOIN record AS other ON other.id = subject.id
    WHERE link.record IN (SELECT value FROM json_each(?))
"""
_OF_DEVICES = """
    SELECT record.key FROM device JOIN record
    ON record.key BETWEEN device.number << 32 AND (device.number << 32) + 4294967295
    WHERE device.key IN (SELECT unhex(value) FROM json_each(?))
"""

_WRITERS = """
    SELECT DISTINCT device.key FROM device WHERE device.number IN (SELECT DISTINCT value >> 32 FROM json_each(?))
"""
_TOLD = " AND record.kind <> 'receipt' ORDER BY record.key LIMIT ?"


@dataclass(frozen=True, slots=True)
class Target:
    """A record that others lead to."""

    key: int
    kind: str
    title: str
    alone: bool  # no other record of its kind goes by this name; never so in the bin


@dataclass(frozen=True, slots=True)
class Portion:
    """What concerns one person: the keys of their records, and of the persons these name."""

    records: frozenset[int]
    persons: frozenset[int]  # others than themselves: known by their name alone
    devices: frozenset[DeviceId]  # that wrote these records


def slices(reader: Reader, kind: str = "") -> Iterator[Sequence[RecordView]]:
    """Yield all records of a kind, or of every kind for "", in order of arrival, those in the bin included.

    Without receipts of erasures: they are of this cell's computers, and say nothing anywhere else. Between two slices
    others may write: what arrives meanwhile comes at the end.
    """
    where = "WHERE record.kind = ? AND record.key > ?" if kind else "WHERE ? = '' AND record.key > ?"
    last = _FIRST
    while True:
        rows = reader.rows(SELECT_RECORD + where + _TOLD, (kind, last, SLICE))
        if not rows:
            return
        found = [view(row) for row in rows]
        yield found
        last = found[-1].key


def targets(reader: Reader, ids: Iterable[str]) -> dict[str, Target]:
    """Return the records of these ids that are here."""
    rows = reader.rows(_TARGETS, (json.dumps(list(ids)),))
    return {entry.hex(): Target(key, kind, title, alone=bool(alone)) for entry, key, kind, title, alone in rows}


def portion(reader: Reader, records: Sequence[str], devices: Sequence[DeviceId]) -> Portion:
    """Return what concerns one person: what they wrote, what names them, what was said about it, and all it leads to.

    ``records`` and ``devices`` are the person's.
    """
    ids = json.dumps(list(records))
    own = {target.key for target in targets(reader, records).values()}
    found = own | _keys(reader, _LINKING, ids)
    found |= _keys(reader, _OF_DEVICES, json.dumps([device.hex() for device in devices]))
    found |= _keys(reader, _ABOUT, json.dumps(sorted(found)))
    persons: set[int] = set()
    fresh: Collection[int] = found
    while fresh:
        led_to = reader.rows(_LED_TO, (json.dumps(sorted(fresh)),))
        persons.update(key for key, kind in led_to if kind == "person")
        fresh = {key for key, kind in led_to if kind != "person"} - found
        found |= fresh
    writers = reader.rows(_WRITERS, (json.dumps(sorted(found)),))
    return Portion(frozenset(found), frozenset(persons - own), frozenset(DeviceId(key) for (key,) in writers))


def _keys(reader: Reader, sql: str, parameter: str) -> set[int]:
    return {key for (key,) in reader.rows(sql, (parameter,))}
