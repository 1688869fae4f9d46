"""Open needs and offers, and which of them say a word."""

from __future__ import annotations

import json
from collections.abc import Collection

from idos_p2p.store.ports import Reader
from idos_p2p.store.words import folded
from idos_p2p.views.records import RecordView, by_keys

_OPEN = """
    SELECT key FROM record
    WHERE kind IN ('need', 'offer') AND NOT removed AND NOT contested
        AND coalesce(fields ->> '$.state', 'open') = 'open' AND coalesce(fields ->> '$.until', '9999-12-31') >= ?
    ORDER BY touched_ms DESC, id LIMIT ?
"""
_SAYING = """
    SELECT rowid FROM search WHERE search MATCH ? AND rowid IN (SELECT value FROM json_each(?))
"""
_SAID = "SELECT count(*) FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)"


def open_asked(reader: Reader, day: str, most: int) -> list[RecordView]:
    """Return at most ``most`` needs and offers that are open on a day, the most recently touched first."""
    return by_keys(reader, [key for (key,) in reader.rows(_OPEN, (day, most))])


def saying(reader: Reader, beginning: str, keys: Collection[int]) -> frozenset[int]:
    """Return those of these records, by key, that have a word which begins so; accents and case make no difference."""
    rows = reader.rows(_SAYING, (_question(beginning), json.dumps(list(keys))))
    return frozenset(key for (key,) in rows)


def said_by(reader: Reader, beginning: str, most: int) -> int:
    """Return how many records have a word that begins so, counted up to ``most``."""
    ((count,),) = reader.rows(_SAID, (_question(beginning), most))
    return int(count)


def _question(beginning: str) -> str:
    return '"' + folded(beginning).replace('"', '""') + '"*'
