"""Verdicts and named values in tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing

from idos_p2p.errors import BugError
from idos_p2p.ids import Address, DeviceId, RecordName
from idos_p2p.store.database import Database
from idos_p2p.store.devices import Devices


class JudgementTables:
    """What was concluded of each entry of a record (``store/ports.py``)."""

    def __init__(self, database: Database, devices: Devices) -> None:
        self._database = database
        self._devices = devices

    def unjudged(self, most: int) -> list[RecordName]:
        """Return at most ``most`` records that have an entry without a verdict, most recently arrived first."""
        found: dict[int, None] = {}
        rows = self._database.stream("SELECT record FROM judgement WHERE verdict IS NULL ORDER BY arrival DESC")
        with closing(rows):
            while len(found) < most and (row := next(rows, None)) is not None:
                found[row[0]] = None
        return [self._devices.record(key) for key in found]

    def of_record(self, record: RecordName) -> list[Address]:
        """Return the addresses of all entries that name the record, in order of arrival."""
        key = self._devices.known_key(record)
        rows = self._database.rows("SELECT key FROM judgement WHERE record = ? ORDER BY arrival", (key,))
        return [self._devices.address(entry) for (entry,) in rows]

    def judge(self, verdicts: Iterable[tuple[Address, str]]) -> None:
        """Keep these verdicts in place of earlier ones."""
        self._database.require_transaction()
        rows = [(verdict, self._devices.known_key(address)) for address, verdict in verdicts]
        changed = self._database.write_many("UPDATE judgement SET verdict = ? WHERE key = ?", rows)
        if changed != len(rows):
            raise BugError("verdict_of_no_entry", asked=len(rows), found=changed)

    def reopen(self, devices: Iterable[DeviceId]) -> None:
        """Forget the verdicts of all records that these devices wrote in, or created."""
        self._database.require_transaction()
        for device in devices:
            span = self._devices.span(device)
            if span is not None:
                self._database.write(
                    "UPDATE judgement SET verdict = NULL WHERE verdict IS NOT NULL AND record IN ("
                    "SELECT record FROM judgement WHERE key BETWEEN ?1 AND ?2"
                    " UNION SELECT record FROM judgement WHERE record BETWEEN ?1 AND ?2)",
                    span,
                )

    def forget(self) -> None:
        """Forget every verdict."""
        self._database.write("UPDATE judgement SET verdict = NULL WHERE verdict IS NOT NULL")

    def verdicts(self) -> Mapping[str, int]:
        """Return how many entries have each verdict; '' counts those without one."""
        return dict(self._database.rows("SELECT coalesce(verdict, ''), count(*) FROM judgement GROUP BY 1"))


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
