"""Records as lists and pages show them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from idos_p2p.errors import RefusedError
from idos_p2p.ids import DeviceId, RecordName
from idos_p2p.records.kinds import Value
from idos_p2p.store.ports import Reader, Version
from idos_p2p.store.read_tables import decode_fields, decode_versions

ID_DIGITS = 64
PREFIX_DIGITS = 4  # a shorter prefix of an id is a typing error sooner than a choice
AMBIGUOUS_SHOWN = 5  # ids named when a prefix fits several records

NOBODY_TWICE: Mapping[str, str] = MappingProxyType({})
"""What leads from further records of persons to the ones that stand for them, where each has one."""

SELECT_RECORD = """
    SELECT record.key, device.key, record.id, record.kind, record.shared,
        record.created_ms, record.touched_ms, record.day, record.title,
        record.fields, record.versions, record.contested
    FROM record JOIN device ON device.number = record.key >> 32
"""
_OF_KIND = "SELECT record.key FROM record WHERE NOT record.removed AND record.kind = ? "
_OF_ANY_KIND = "SELECT record.key FROM record WHERE NOT record.removed AND ? = '' "
_WHERE = """
    AND EXISTS (
        SELECT 1 FROM json_each(record.fields) AS field WHERE field.key = ? AND CASE field.type
            WHEN 'array' THEN EXISTS (SELECT 1 FROM json_each(field.value) AS word WHERE word.value = ?)
            WHEN 'object' THEN EXISTS (SELECT 1 FROM json_each(field.value) AS share WHERE share.key = ?)
            ELSE CAST(field.value AS TEXT) = ?
        END
    )
"""


@dataclass(frozen=True, slots=True)
class RecordView:
    """One record of the read model."""

    id: str  # 64 hexadecimal digits
    key: int  # in this store alone; grows with arrival
    record: RecordName
    kind: str
    shared: bool  # any person may write it; otherwise the person whose device created it alone
    created_ms: int
    touched_ms: int
    day: str  # "2026-11-22"
    title: str
    fields: Mapping[str, Value]
    versions: Mapping[str, Sequence[Version]]  # of the fields that hold several
    contested: bool  # nothing uncontested created it, its device having forked: shown, never summed

    @property
    def device(self) -> DeviceId:
        """The device that created the record."""
        return self.record.device


def view(row: tuple[Any, ...]) -> RecordView:
    """Return the record of a row of ``SELECT_RECORD``."""
    key, device, entry, kind, shared, created_ms, touched_ms, day, title, fields, versions, contested = row
    return RecordView(
        id=entry.hex(),
        key=key,
        record=RecordName(DeviceId(device), key & 0xFFFFFFFF),
        kind=kind,
        shared=bool(shared),
        created_ms=created_ms,
        touched_ms=touched_ms,
        day=day,
        title=title,
        fields=decode_fields(fields),
        versions=decode_versions(versions),
        contested=bool(contested),
    )


def listing(reader: Reader, kind: str, where: Mapping[str, str], limit: int) -> list[RecordView]:
    """Return at most ``limit`` records of a kind, or of all for "", sorted by id; none that is in the bin.

    ``where``: each field, as text, equals the value given, or contains it when the field is a set.
    """
    of_kind = _OF_KIND if kind else _OF_ANY_KIND
    values = [value for name, wanted in where.items() for value in (name, wanted, wanted, wanted)]
    # Keys first: sorting whole rows would carry every text along.
    rows = reader.rows(of_kind + _WHERE * len(where) + "ORDER BY record.id LIMIT ?", (kind, *values, limit))
    return by_keys(reader, [key for (key,) in rows])


def recent(reader: Reader, kind: str, limit: int) -> list[RecordView]:
    """Return at most ``limit`` records of a kind, the most recently touched first."""
    rows = reader.rows(_OF_KIND + "ORDER BY record.touched_ms DESC, record.id LIMIT ?", (kind, limit))
    return by_keys(reader, [key for (key,) in rows])


def changed_lately(reader: Reader, limit: int) -> list[RecordView]:
    """Return at most ``limit`` records of any kind, the most recently touched first; none that is in the bin."""
    rows = reader.rows(_OF_ANY_KIND + "ORDER BY record.touched_ms DESC, record.id LIMIT ?", ("", limit))
    return by_keys(reader, [key for (key,) in rows])


def find(reader: Reader, prefix: str) -> RecordView:
    """Return the record of this id, whole or a prefix that only one record has.

    Raises RefusedError: record_prefix_short (digits), record_unknown, record_ambiguous (ids: some of them).
    """
    digits = prefix.strip().lower()
    if len(digits) < PREFIX_DIGITS:
        raise RefusedError("record_prefix_short", prefix=prefix, digits=PREFIX_DIGITS)
    first, last = _bytes(digits.ljust(ID_DIGITS, "0")), _bytes(digits.ljust(ID_DIGITS, "f"))
    if first is None or last is None:
        raise RefusedError("record_unknown", prefix=prefix)
    rows = reader.rows(
        SELECT_RECORD + "WHERE record.id BETWEEN ? AND ? ORDER BY record.id LIMIT ?", (first, last, AMBIGUOUS_SHOWN)
    )
    if not rows:
        raise RefusedError("record_unknown", prefix=prefix)
    if len(rows) > 1:
        raise RefusedError("record_ambiguous", prefix=prefix, ids=tuple(row[2].hex() for row in rows))
    return view(rows[0])


def by_title(reader: Reader, kind: str, title: str) -> list[RecordView]:
    """Return the records of a kind that have exactly this title, sorted by id."""
    rows = reader.rows(
        SELECT_RECORD + "WHERE NOT record.removed AND record.kind = ? AND record.title = ? ORDER BY record.id",
        (kind, title),
    )
    return [view(row) for row in rows]


def by_keys(reader: Reader, keys: Sequence[int]) -> list[RecordView]:
    """Return the records of these keys of the store, in that order; each must be there."""
    rows = reader.rows(
        SELECT_RECORD + "JOIN json_each(?) AS wanted ON wanted.value = record.key ORDER BY wanted.key",
        (json.dumps(keys),),
    )
    return [view(row) for row in rows]


def titles(reader: Reader, ids: Iterable[str]) -> dict[str, str]:
    """Return the titles of these records by id; those that are not here are left out."""
    rows = reader.rows(
        "SELECT id, title FROM record WHERE id IN (SELECT unhex(value) FROM json_each(?))", (json.dumps(list(ids)),)
    )
    return {entry.hex(): title for entry, title in rows}


def titles_of(reader: Reader, names: Iterable[RecordName]) -> dict[RecordName, tuple[str, str]]:
    """Return the id and the title of each of these records; those that are not in sight, or contested, are left out."""
    wanted = {(name.device, name.seq): name for name in names}
    rows = reader.rows(
        "SELECT device.key, record.key & 4294967295, record.id, record.title"
        " FROM json_each(?) AS asked JOIN device ON device.key = unhex(asked.value ->> 0) AND device.parent IS NULL"
        " JOIN record ON record.key = (device.number << 32) + (asked.value ->> 1)"
        " WHERE NOT record.removed AND NOT record.contested",
        (json.dumps([(device.hex(), seq) for device, seq in wanted]),),
    )
    return {wanted[DeviceId(device), seq]: (entry.hex(), title) for device, seq, entry, title in rows}


def _bytes(digits: str) -> bytes | None:
    try:
        return bytes.fromhex(digits) if len(digits) == ID_DIGITS else None
    except ValueError:
        return None
