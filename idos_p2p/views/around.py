"""Around a person: every record that links them, or that their devices wrote, as a story in time."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from idos_p2p.ids import DeviceId
from idos_p2p.store.ports import Reader
from idos_p2p.views.records import RecordView, by_keys

# One ordered walk of the index for each subject; SQLite merges them and stops at the limit.
_ONE_SUBJECT = """
    SELECT day, record FROM interaction
    WHERE subject = (SELECT number FROM subject WHERE id = ?) AND (day, record) < (?, ?)
"""
_NEWEST_FIRST = " ORDER BY day DESC, record DESC LIMIT ?"
_LINKS = """
    SELECT link.record, link.field, subject.id, coalesce(other.kind, ''), coalesce(other.title, '')
    FROM link JOIN subject ON subject.number = link.subject LEFT JOIN record AS other ON other.id = subject.id
    WHERE link.record IN (SELECT value FROM json_each(?)) ORDER BY link.record, link.field, other.title, subject.id
"""
_MOST_WALKS = 400  # SQLite joins 500 at most
_LATEST_DAY = b""  # a blob sorts after every text
_LATEST_KEY = 2**63 - 1


class Cursor(NamedTuple):
    """Where a page of a timeline ended; it means something to the store that gave it alone."""

    day: str
    key: int


@dataclass(frozen=True, slots=True)
class Linked:
    """One link of a record; kind and title are empty while the record it points to is not here."""

    field: str
    id: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Interaction:
    """A record with whom and what it links."""

    record: RecordView
    links: tuple[Linked, ...]


@dataclass(frozen=True, slots=True)
class Interactions:
    """One page of a timeline, newest day first; ``next`` is None when nothing is older."""

    items: tuple[Interaction, ...]
    next: Cursor | None


def around(
    reader: Reader, persons: Sequence[str], devices: Sequence[DeviceId], most: int, before: Cursor | None = None
) -> Interactions:
    """Return at most ``most`` records that link these ids or that these devices created, older than ``before``.

    ``persons`` are the ids of one person's records; a project's or a gift's id does as well.
    """
    subjects: list[bytes] = sorted({bytes.fromhex(person) for person in persons} | set(devices))
    return _page(reader, _walk(reader, subjects, most + 1, before), most)


def latest(reader: Reader, most: int, before: Cursor | None = None) -> Interactions:
    """Return at most ``most`` records of everyone, older than ``before``."""
    devices = [key for (key,) in reader.rows("SELECT DISTINCT key FROM device")]
    found = [
        row
        for start in range(0, len(devices), _MOST_WALKS)
        for row in _walk(reader, devices[start : start + _MOST_WALKS], most + 1, before)
    ]
    return _page(reader, sorted(found, reverse=True)[: most + 1], most)


def _walk(reader: Reader, subjects: Sequence[bytes], most: int, before: Cursor | None) -> list[tuple[str, int]]:
    """Return the day and the key of at most ``most`` records of these subjects, newest first, each once."""
    if not subjects:
        return []
    edge = before or (_LATEST_DAY, _LATEST_KEY)
    walks = " UNION ".join([_ONE_SUBJECT] * len(subjects))
    parameters = [value for subject in subjects for value in (subject, *edge)]
    return reader.rows(walks + _NEWEST_FIRST, (*parameters, most))


def _page(reader: Reader, rows: list[tuple[str, int]], most: int) -> Interactions:
    shown = rows[:most]
    keys = [key for _, key in shown]
    links: dict[int, list[Linked]] = {key: [] for key in keys}
    for key, field, target, kind, title in reader.rows(_LINKS, (json.dumps(keys),)):
        links[key].append(Linked(field, target.hex(), kind, title))
    records = by_keys(reader, keys)
    items = tuple(Interaction(record, tuple(links[key])) for key, record in zip(keys, records, strict=True))
    return Interactions(items, Cursor(*shown[-1]) if len(rows) > most else None)
