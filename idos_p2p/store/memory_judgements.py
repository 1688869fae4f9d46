"""The verdicts of a simulation: the same promises as the tables', kept in dictionaries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from idos_p2p.errors import BugError
from idos_p2p.ids import DeviceId, RecordName
from idos_p2p.store.database import Database
from idos_p2p.store.ports import Held, Key


class MemoryJudgements:
    """Verdicts in a dictionary, in order of arrival."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._verdicts: dict[Key, str] = {}
        self._entries: dict[RecordName, list[Key]] = {}
        self._record: dict[Key, RecordName] = {}
        self._writer: dict[Key, DeviceId] = {}
        self._arrival: dict[Key, int] = {}
        self._written: dict[Key, int] = {}  # milliseconds, by the author's clock
        self._arrivals = 0
        self._open: set[Key] = set()  # without a verdict

    def arrived(self, held: Held) -> None:
        """Await the judgement of an entry, if it is one of a record."""
        header = held.entry.header
        if header.record is not None:
            self._verdicts[held.key] = ""
            self._record[held.key] = header.record
            self._writer[held.key] = header.device
            self._arrival[held.key] = self._arrivals = self._arrivals + 1
            self._written[held.key] = header.time_ms
            self._open.add(held.key)
            self._entries.setdefault(header.record, []).append(held.key)
            self._database.undo.remember(partial(self._depart, held.key))

    def unjudged(self, most: int) -> list[RecordName]:
        """Return at most ``most`` records that have an entry without a verdict, most recently written first."""
        waiting = sorted(self._open, key=lambda key: (self._written[key], self._arrival[key]), reverse=True)
        return list(dict.fromkeys(self._record[key] for key in waiting))[:most]

    def of_record(self, record: RecordName) -> list[Key]:
        """Return the handles of all entries that name the record, on any branch, in order of arrival."""
        return list(self._entries.get(record, ()))

    def judge(self, verdicts: Iterable[tuple[Key, str]]) -> None:
        """Keep these verdicts in place of earlier ones."""
        self._database.require_transaction()
        for key, verdict in verdicts:
            if key not in self._verdicts or not verdict:
                raise BugError("verdict_of_no_entry", key=key)
            self._set(key, verdict)

    def reopen(self, devices: Iterable[DeviceId]) -> None:
        """Forget the verdicts of all records that these devices wrote in, or created, on any branch."""
        self._database.require_transaction()
        reopened = set(devices)
        for record, keys in self._entries.items():
            if record.device in reopened or any(self._writer[key] in reopened for key in keys):
                self.reopen_record(record)

    def reopen_record(self, record: RecordName) -> None:
        """Forget the verdicts of all entries that name the record."""
        self._database.require_transaction()
        for key in self._entries.get(record, ()):
            self._set(key, "")

    def forget(self) -> None:
        """Forget every verdict."""
        for key in self._verdicts:
            self._set(key, "")

    def verdicts(self) -> Mapping[str, int]:
        """Return how many entries have each verdict; '' counts those without one."""
        counts: dict[str, int] = {}
        for verdict in self._verdicts.values():
            counts[verdict] = counts.get(verdict, 0) + 1
        return counts

    def applied(self, keys: Iterable[Key]) -> frozenset[RecordName]:
        """Return the records that those of these entries name whose change is applied."""
        return frozenset(self._record[key] for key in keys if self._verdicts.get(key) in {"applied", "kept"})

    def by_record(self) -> Iterator[tuple[RecordName, Mapping[Key, str]]]:
        """Yield each record that has entries, with their verdicts; '' where there is none. For reading alone."""
        for record, keys in self._entries.items():
            if keys:
                yield record, {key: self._verdicts[key] for key in keys}

    def _set(self, key: Key, verdict: str) -> None:
        self._database.require_transaction()
        earlier = self._verdicts[key]
        self._put(key, verdict)
        self._database.undo.remember(partial(self._put, key, earlier))

    def _put(self, key: Key, verdict: str) -> None:
        self._verdicts[key] = verdict
        if verdict:
            self._open.discard(key)
        else:
            self._open.add(key)

    def _depart(self, key: Key) -> None:
        del self._verdicts[key], self._writer[key], self._arrival[key], self._written[key]
        self._open.discard(key)
        self._entries[self._record.pop(key)].remove(key)
