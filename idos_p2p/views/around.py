"""Around a person: every record that links them, or that their devices wrote, as a story in time.

The order within a day is that of the authors' clocks, then of the ids, so that it is the same on every device.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from idos_p2p.ids import DeviceId
from idos_p2p.store.ports import Reader
from idos_p2p.views.records import RecordView, by_keys

# One ordered walk of the index for each subject; SQLite merges them and stops at the limit. They find the day at which
# the page ends: all of the page's days are then put in order.
_ONE_SUBJECT = """
    SELECT day, record FROM interaction
    WHERE subject = (SELECT number FROM subject WHERE id = ?) AND day < ? AND day >= ?
"""
_PAGE = """
    WITH edge AS (SELECT min(day) AS day FROM ({walks} ORDER BY day DESC, record DESC LIMIT ?))
    SELECT DISTINCT interaction.day, record.created_ms, record.id, record.key
    FROM subject JOIN interaction ON interaction.subject = subject.number
        AND interaction.day BETWEEN coalesce((SELECT day FROM edge), ?) AND ?
    JOIN record ON record.key = interaction.record
    WHERE subject.id IN (SELECT unhex(value) FROM json_each(?))
        AND (interaction.day, record.created_ms, record.id) < (?, ?, ?)
    ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT ?
"""
_LINKS = """
    SELECT link.record, link.field, subject.id, coalesce(other.kind, ''), coalesce(other.title, '')
    FROM link JOIN subject ON subject.number = link.subject LEFT JOIN record AS other ON other.id = subject.id
    WHERE link.record IN (SELECT value FROM json_each(?)) ORDER BY link.record, link.field, other.title, subject.id
"""
_ANSWERS = """
    SELECT answered, record FROM (
        SELECT found.answered AS answered, answer.key AS record, answer.day AS day, answer.created_ms AS moment,
            answer.id AS id, row_number() OVER (
                PARTITION BY found.answered ORDER BY answer.day DESC, answer.created_ms DESC, answer.id DESC
            ) AS place
        FROM (
            SELECT DISTINCT answered.key AS answered, link.record AS record
            FROM json_each(?) AS asked CROSS JOIN record AS answered ON answered.key = asked.value
            CROSS JOIN subject ON subject.id = answered.id
            CROSS JOIN link ON link.subject = subject.number AND link.field IN ('about', 'act', 'gifts')
        ) AS found CROSS JOIN record AS answer ON answer.key = found.record
    ) WHERE place <= ? ORDER BY answered, day, moment, id
"""
_MOST_WALKS = 400  # SQLite joins 500 at most
_LATEST_DAY = b""  # a blob sorts after every text
_LATEST_MOMENT = 2**63 - 1


class Cursor(NamedTuple):
    """Where a page of a story ended: the day, the moment and the id of its last item, the same on every device."""

    day: str
    moment: int  # milliseconds since 1970
    id: str  # hexadecimal digits

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Return what ``text`` gave; raise ValueError for anything else."""
        day, moment, entry = text.rsplit("/", 2)
        bytes.fromhex(entry)
        return cls(day, int(moment), entry)

    def text(self) -> str:
        """Return it as a word that a person or a script can hand back."""
        return f"{self.day}/{self.moment}/{self.id}"


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

    @property
    def place(self) -> Cursor:
        """Where it stands in a story."""
        return Cursor(self.record.day, self.record.created_ms, self.record.id)


@dataclass(frozen=True, slots=True)
class Interactions:
    """One page of a story, newest day first; ``next`` is None when nothing is older."""

    items: tuple[Interaction, ...]
    next: Cursor | None


def around(
    reader: Reader,
    persons: Sequence[str],
    devices: Sequence[DeviceId],
    most: int,
    before: Cursor | None = None,
    *,
    since: str = "",
) -> Interactions:
    """Return at most ``most`` records that link these ids or that these devices created, older than ``before``.

    ``persons`` are the ids of one person's records; a project's or a gift's id does as well. ``since`` is the first
    day told ("2026-01-01").
    """
    subjects: list[bytes] = sorted({bytes.fromhex(person) for person in persons} | set(devices))
    return _page(reader, walk(reader, subjects, most + 1, before, since=since), most)


def latest(reader: Reader, most: int, before: Cursor | None = None, *, since: str = "") -> Interactions:
    """Return at most ``most`` records of everyone, older than ``before``."""
    devices = [key for (key,) in reader.rows("SELECT DISTINCT key FROM device")]
    return _page(reader, walk(reader, devices, most + 1, before, since=since), most)


def interactions(reader: Reader, keys: Sequence[int]) -> list[Interaction]:
    """Return the records of these keys of the store, in that order, with their links; each must be there."""
    links: dict[int, list[Linked]] = {key: [] for key in keys}
    for key, field, target, kind, title in reader.rows(_LINKS, (json.dumps(keys),)):
        links[key].append(Linked(field, target.hex(), kind, title))
    return [
        Interaction(record, tuple(links[key])) for key, record in zip(keys, by_keys(reader, list(keys)), strict=True)
    ]


def answers(reader: Reader, keys: Sequence[int], most: int) -> dict[int, tuple[Interaction, ...]]:
    """Return what was said or made of these records: attestations, thanks, comments, and the uses of a gift or an act.

    By the key of the record that is answered, oldest first; at most the ``most`` newest of each.
    """
    rows = reader.rows(_ANSWERS, (json.dumps(list(keys)), most))
    told = sorted({answer for _, answer in rows})
    by_key = dict(zip(told, interactions(reader, told), strict=True))
    found: dict[int, list[Interaction]] = {}
    for answered, answer in rows:
        found.setdefault(answered, []).append(by_key[answer])
    return {answered: tuple(several) for answered, several in found.items()}


def walk(
    reader: Reader, subjects: Sequence[bytes], most: int, before: Cursor | None = None, *, since: str = ""
) -> list[tuple[Cursor, int]]:
    """Return the place and the key of at most ``most`` records of these subjects, newest first, each once.

    A subject is the id of a record that others link, or the key of a device that creates some.
    """
    found: dict[Cursor, int] = {}
    for start in range(0, len(subjects), _MOST_WALKS):
        found |= _walk_together(reader, subjects[start : start + _MOST_WALKS], most, before, since)
    return sorted(found.items(), reverse=True)[:most]


def _walk_together(
    reader: Reader, subjects: Sequence[bytes], most: int, before: Cursor | None, since: str
) -> dict[Cursor, int]:
    day: str | bytes = before.day if before else _LATEST_DAY
    place = (day, before.moment, bytes.fromhex(before.id)) if before else (day, _LATEST_MOMENT, b"")
    walks = " UNION ".join([_ONE_SUBJECT] * len(subjects))
    walked = [value for subject in subjects for value in (subject, day, since)]
    named = json.dumps([subject.hex() for subject in subjects])
    rows = reader.rows(_PAGE.format(walks=walks), (*walked, most, day, day, named, *place, most))
    return {Cursor(day, moment, entry.hex()): key for day, moment, entry, key in rows}


def _page(reader: Reader, found: Sequence[tuple[Cursor, int]], most: int) -> Interactions:
    shown = found[:most]
    items = tuple(interactions(reader, [key for _, key in shown]))
    return Interactions(items, shown[-1][0] if len(found) > most else None)
