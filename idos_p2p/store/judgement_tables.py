"""Verdicts and named values in tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from itertools import groupby
from operator import itemgetter

from idos_p2p.errors import BugError
from idos_p2p.ids import DeviceId, RecordName
from idos_p2p.store.database import Database
from idos_p2p.store.devices import Devices, span
from idos_p2p.store.ports import Key


class JudgementTables:
    """What was concluded of each entry of a record (``store/ports.py``)."""

    def __init__(self, database: Database, devices: Devices) -> None:
        self._database = database
        self._devices = devices

    def unjudged(self, most: int) -> list[RecordName]:
        """Return at most ``most`` records that have an entry without a verdict, most recently written first."""
        found: dict[int, None] = {}
        rows = self._database.stream(
            "SELECT record FROM judgement WHERE verdict IS NULL ORDER BY written_ms DESC, arrival DESC"
        )
        with closing(rows):
            while len(found) < most and (row := next(rows, None)) is not None:
                found[row[0]] = None
        return [self._devices.record(key) for key in found]

    def of_record(self, record: RecordName) -> list[Key]:
        """Return the handles of all entries that name the record, on any branch, in order of arrival."""
        key = self._devices.known_key(record)
        rows = self._database.rows("SELECT key FROM judgement WHERE record = ? ORDER BY arrival", (key,))
        return [Key(entry) for (entry,) in rows]

    def judge(self, verdicts: Iterable[tuple[Key, str]]) -> None:
        """Keep these verdicts in place of earlier ones."""
        self._database.require_transaction()
        rows = [(verdict, key) for key, verdict in verdicts]
        changed = self._database.write_many("UPDATE judgement SET verdict = ? WHERE key = ?", rows)
        if changed != len(rows):
            raise BugError("verdict_of_no_entry", asked=len(rows), found=changed)

    def reopen(self, devices: Iterable[DeviceId]) -> None:
        """Forget the verdicts of all records that these devices wrote in, or created, on any branch."""
        self._database.require_transaction()
        for device in devices:
            for place, chain in enumerate(self._devices.chains(device)):
                self._database.write(
                    "UPDATE judgement SET verdict = NULL WHERE verdict IS NOT NULL AND record IN ("
                    "SELECT record FROM judgement WHERE key BETWEEN ?1 AND ?2"
                    " UNION SELECT record FROM judgement WHERE ?3 AND record BETWEEN ?1 AND ?2)",
                    (*span(chain), place == 0),  # its first chain names its records
                )

    def reopen_record(self, record: RecordName) -> None:
        """Forget the verdicts of all entries that name the record."""
        self._database.write(
            "UPDATE judgement SET verdict = NULL WHERE verdict IS NOT NULL AND record = ?",
            (self._devices.known_key(record),),
        )

    def forget(self) -> None:
        """Forget every verdict."""
        self._database.write("UPDATE judgement SET verdict = NULL WHERE verdict IS NOT NULL")

    def verdicts(self) -> Mapping[str, int]:
        """Return how many entries have each verdict; '' counts those without one."""
        return dict(self._database.rows("SELECT coalesce(verdict, ''), count(*) FROM judgement GROUP BY 1"))

    def by_record(self) -> Iterator[tuple[RecordName, Mapping[Key, str]]]:
        """Yield each record that has entries, with their verdicts; '' where there is none. For reading alone."""
        rows = self._database.stream(
            "SELECT record, key, coalesce(verdict, '') FROM judgement ORDER BY record, arrival"
        )
        with closing(rows):
            for record, entries in groupby(rows, key=itemgetter(0)):
                yield self._devices.record(record), {Key(key): verdict for _, key, verdict in entries}


class FactTable:
    """A few named values of this installation (``store/ports.py``)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, name: str) -> bytes | None:
        """Return the value of that name, or None."""
        rows = self._database.rows("SELECT value FROM fact WHERE name = ?", (name,))
        return rows[0][0] if rows else None

    def set(self, name: str, value: bytes) -> None:
        """Keep a value under a name."""
        self._database.write(
            "INSERT INTO fact (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, value),
        )
