"""The read model in tables: records, their links, whom they concern and when, and the search index."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from idos_p2p.ids import DeviceId, EntryId, RecordName
from idos_p2p.records.kinds import Value
from idos_p2p.records.mentions import name_key
from idos_p2p.store import sums
from idos_p2p.store.database import Database
from idos_p2p.store.devices import Devices, key_of
from idos_p2p.store.lines import is_id, written
from idos_p2p.store.ports import Projection, Stray, Version
from idos_p2p.store.strays import strays
from idos_p2p.store.words import folded

_KEY, _WORDS = 0, 8  # places in a record row
_TOLD_AS_THEY_ARE = ("kind", "created_ms", "touched_ms", "day", "title", "words")
_encode = msgspec.json.Encoder(order="sorted").encode
# Any: a kind that this program does not know may hold what no field type of ours does; it is shown as it is.
_decode_fields = msgspec.json.Decoder(dict[str, Any]).decode
_decode_versions = msgspec.json.Decoder(dict[str, list[tuple[Any, str, str]]]).decode

# The index reads the words of a row it forgets from the record: this comes before the record itself goes.
_DELETES = (
    "DELETE FROM search WHERE rowid = ?",
    """DELETE FROM interaction WHERE record = ?1 AND day = (SELECT day FROM record WHERE key = ?1) AND subject IN (
        SELECT subject FROM link WHERE record = ?1
        UNION SELECT subject.number FROM device JOIN subject ON subject.id = device.key WHERE device.number = ?1 >> 32)
    """,
    "DELETE FROM link WHERE record = ?",
    "DELETE FROM mention WHERE record = ?",
    "DELETE FROM record WHERE key = ?",
)

_CLEARS = (
    "DELETE FROM interaction",
    "DELETE FROM link",
    "DELETE FROM mention",
    "DELETE FROM work",
    "DELETE FROM subject",
)
_CLEAR_SOME = "DELETE FROM record WHERE key IN (SELECT key FROM record ORDER BY key LIMIT 4000)"


def decode_fields(text: str) -> Mapping[str, Value]:
    """Return the fields that a record row holds."""
    return _decode_fields(text)


def decode_versions(text: str | None) -> Mapping[str, Sequence[Version]]:
    """Return the versions that a record row holds."""
    if text is None:
        return {}
    return {
        field: tuple(
            Version(value, DeviceId(bytes.fromhex(device)), EntryId(bytes.fromhex(entry)))
            for value, device, entry in versions
        )
        for field, versions in _decode_versions(text).items()
    }


class ReadTables:
    """The tables that views read (``store/ports.py``)."""

    def __init__(self, database: Database, devices: Devices, forget_verdicts: Callable[[], None]) -> None:
        self._database = database
        self._devices = devices
        self._forget_verdicts = forget_verdicts

    def put(self, projections: Iterable[Projection]) -> None:
        """Replace what the read model holds of these records, each by its creating entry."""
        self._database.require_transaction()
        by_key = {projection.creation: projection for projection in projections}
        # The index writes itself out at each rowid that is not above the last one: never give it an unsorted batch.
        ordered = sorted(by_key)
        self._delete(ordered)
        concerned = {key: _concerned(by_key[key]) for key in ordered}
        numbers = self._number({subject for subjects in concerned.values() for _, subject in subjects})
        links, interactions = [], set()
        mentions = [(key, name) for key in ordered for name in sorted(by_key[key].mentions)]
        for key in ordered:
            for field, subject in concerned[key]:
                number = numbers[subject]
                interactions.add((number, by_key[key].day, key))
                if field:
                    links.append((key, field, number))
        records = [_record_row(key, by_key[key]) for key in ordered]
        insert = self._database.write_many
        insert("INSERT INTO record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", records)
        insert("INSERT INTO mention (record, name) VALUES (?, ?)", mentions)
        insert("INSERT INTO link (record, field, subject) VALUES (?, ?, ?)", sorted(links))
        insert("INSERT INTO interaction (subject, day, record) VALUES (?, ?, ?)", sorted(interactions))
        insert("INSERT INTO search (rowid, words) VALUES (?, ?)", ((row[_KEY], row[_WORDS]) for row in records))
        sums.add(self._database, ordered)

    def drop(self, records: Iterable[RecordName]) -> None:
        """Remove from the read model every record created at these places, on any branch."""
        self._database.require_transaction()
        self._delete([key_of(chain, record.seq) for record in records for chain in self._devices.chains(record.device)])

    def clear(self) -> None:
        """Empty the read model and forget every verdict, so that all is judged and projected again."""
        self._database.write("INSERT INTO search (search) VALUES ('delete-all')")
        for statement in _CLEARS:
            self._database.write(statement)
        # Records have triggers: one statement for all would keep in memory whatever it takes back if it fails.
        while self._database.rows("SELECT 1 FROM record LIMIT 1"):
            self._database.write(_CLEAR_SOME)
        self._forget_verdicts()

    def dump(self) -> Iterator[str]:
        """Yield a canonical text of the read model by public ids, equal on equal content."""
        rows = self._database.stream(
            "SELECT key, id, shared, fields, versions, contested, ("
            "SELECT json_group_array(json_array(field, target)) FROM"
            " (SELECT link.field AS field, lower(hex(subject.id)) AS target FROM link"
            " JOIN subject ON subject.number = link.subject WHERE link.record = record.key ORDER BY 1, 2)"
            "), (SELECT json_group_array(name) FROM"
            " (SELECT mention.name AS name FROM mention WHERE mention.record = record.key ORDER BY 1)"
            "), kind, created_ms, touched_ms, day, title, words FROM record ORDER BY id"
        )
        for key, entry, shared, fields, versions, contested, links, mentions, *rest in rows:
            device, seq = self._devices.record(key)
            line = {
                "id": entry.hex(),
                "record": [device.hex(), seq],
                "shared": bool(shared),
                "fields": json.loads(fields),
                "versions": json.loads(versions or "{}"),
                "contested": bool(contested),
                "links": json.loads(links),
                "mentions": json.loads(mentions),
                **dict(zip(_TOLD_AS_THEY_ARE, rest, strict=True)),
            }
            yield written(line)

    def strays(self) -> Iterator[Stray]:
        """Yield the rows beside the records that do not follow from them; for a check, outside a transaction."""
        return strays(self._database)

    def _number(self, subjects: set[str]) -> dict[str, int]:
        """Return the numbers of these subjects, given now to those that have none."""
        named = json.dumps(sorted(subjects))
        self._database.write(
            "INSERT INTO subject (id) SELECT unhex(value) FROM json_each(?) WHERE TRUE ON CONFLICT DO NOTHING", (named,)
        )
        return dict(
            self._database.rows(
                "SELECT value, number FROM json_each(?) JOIN subject ON subject.id = unhex(value)", (named,)
            )
        )

    def _delete(self, keys: Sequence[int]) -> None:
        present = self._database.rows(
            "SELECT key FROM record WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key", (json.dumps(keys),)
        )
        if present:
            sums.take_away(self._database, [key for (key,) in present])
            for statement in _DELETES:
                self._database.write_many(statement, present)


def _concerned(projection: Projection) -> set[tuple[str, str]]:
    """Return whom the record concerns, by field; under no field, the device that created it."""
    if projection.removed:
        return set()
    linked = {link for link in projection.links if is_id(link[1]) and link[0]}
    linked.add(("", projection.record.device.hex()))
    return linked


def _record_row(key: int, projection: Projection) -> tuple[object, ...]:
    versions = {
        field: [(version.value, version.device.hex(), version.entry.hex()) for version in several]
        for field, several in projection.versions.items()
    }
    return (
        key,
        projection.id,
        projection.kind,
        projection.shared,
        projection.created_ms,
        projection.touched_ms,
        projection.day,
        projection.title,
        folded(projection.words),
        _encode(projection.fields).decode(),
        _encode(versions).decode() if versions else None,
        projection.contested,
        "" if projection.removed else name_key(projection.title),
    )
