"""The store of a simulation: the same promises, kept in plain Python; nothing is written anywhere.

The log, the verdicts and the facts are an implementation of their own, so that each store proves the other right. The
read model is the same tables, on a database in memory, so that views run on both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import partial

from idos_p2p.errors import BugError
from idos_p2p.ids import Address, DeviceId, RecordName
from idos_p2p.log.chain import EMPTY, Height
from idos_p2p.log.entry import Entry
from idos_p2p.log.heights import Heights
from idos_p2p.log.segment import Sealed
from idos_p2p.store import migrations
from idos_p2p.store.database import Database
from idos_p2p.store.devices import Devices
from idos_p2p.store.log_tables import continues
from idos_p2p.store.ports import Facts, Judgements, Log, Reader, ReadModel
from idos_p2p.store.read_tables import ReadTables


class MemoryLog:
    """The log as lists."""

    def __init__(self, database: Database, judgements: MemoryJudgements) -> None:
        self._database = database
        self._judgements = judgements
        self._logs: dict[DeviceId, list[Entry]] = {}
        self._sealed: dict[DeviceId, list[Sealed]] = {}
        self._acts: list[Entry] = []

    def heights(self) -> Heights:
        """Return the height of every device's log."""
        return {device: Height(len(log), log[-1].id) for device, log in self._logs.items()}

    def append(self, sealed: Sealed, entries: Sequence[Entry]) -> None:
        """Keep a verified segment that continues its device's log; its entries await judgement."""
        continues(self.heights().get(sealed.device, EMPTY), sealed, entries)
        self._database.require_transaction()
        self._logs.setdefault(sealed.device, []).extend(entries)
        self._sealed.setdefault(sealed.device, []).append(sealed)
        acts = [entry for entry in entries if entry.header.is_act]
        self._acts.extend(acts)
        self._judgements.arrived(entries)
        self._database.undo.remember(lambda: self._take_back(sealed, len(acts)))

    def segments(self, device: DeviceId, start: int, most_bytes: int) -> list[bytes]:
        """Return the stored segments from the one that holds ``start``, at least one, until ``most_bytes``."""
        held: list[bytes] = []
        for sealed in self._sealed.get(device, ()):
            if sealed.end > start:
                if held and sum(map(len, held)) + len(sealed.blob) > most_bytes:
                    break
                held.append(sealed.blob)
        return held

    def entries(self, addresses: Iterable[Address]) -> list[Entry]:
        """Return the entries at these addresses, in that order; raise BugError when one is not in the log."""
        found = []
        for device, seq in addresses:
            log = self._logs.get(device, [])
            if not 0 <= seq < len(log):
                raise BugError("entry_absent", device=device.hex(), seq=seq)
            found.append(log[seq])
        return found

    def acts(self) -> list[Entry]:
        """Return every act of authority, in order of arrival."""
        return list(self._acts)

    def _take_back(self, sealed: Sealed, acts: int) -> None:
        del self._logs[sealed.device][sealed.first_seq :]
        del self._acts[len(self._acts) - acts :]
        self._sealed[sealed.device].pop()
        if not self._logs[sealed.device]:
            del self._logs[sealed.device]


class MemoryJudgements:
    """Verdicts in a dictionary, in order of arrival."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._verdicts: dict[Address, str] = {}
        self._entries: dict[RecordName, list[Address]] = {}
        self._record: dict[Address, RecordName] = {}

    def arrived(self, entries: Sequence[Entry]) -> None:
        """Await the judgement of the entries of records among these."""
        for entry in entries:
            record, address = entry.header.record, entry.header.address
            if record is not None:
                self._verdicts[address] = ""
                self._record[address] = record
                self._entries.setdefault(record, []).append(address)
                self._database.undo.remember(partial(self._depart, address))

    def unjudged(self, most: int) -> list[RecordName]:
        """Return at most ``most`` records that have an entry without a verdict, most recently arrived first."""
        waiting = (self._record[address] for address in reversed(self._verdicts) if not self._verdicts[address])
        return list(dict.fromkeys(waiting))[:most]

    def of_record(self, record: RecordName) -> list[Address]:
        """Return the addresses of all entries that name the record, in order of arrival."""
        return list(self._entries.get(record, ()))

    def judge(self, verdicts: Iterable[tuple[Address, str]]) -> None:
        """Keep these verdicts in place of earlier ones."""
        self._database.require_transaction()
        for address, verdict in verdicts:
            if address not in self._verdicts or not verdict:
                raise BugError("verdict_of_no_entry", seq=address.seq)
            self._set(address, verdict)

    def reopen(self, devices: Iterable[DeviceId]) -> None:
        """Forget the verdicts of all records that these devices wrote in, or created."""
        self._database.require_transaction()
        reopened = set(devices)
        for record, addresses in self._entries.items():
            if record.device in reopened or any(address.device in reopened for address in addresses):
                for address in addresses:
                    self._set(address, "")

    def forget(self) -> None:
        """Forget every verdict."""
        for address in self._verdicts:
            self._set(address, "")

    def verdicts(self) -> Mapping[str, int]:
        """Return how many entries have each verdict; '' counts those without one."""
        counts: dict[str, int] = {}
        for verdict in self._verdicts.values():
            counts[verdict] = counts.get(verdict, 0) + 1
        return counts

    def _set(self, address: Address, verdict: str) -> None:
        self._database.require_transaction()
        earlier = self._verdicts[address]
        self._verdicts[address] = verdict
        self._database.undo.remember(lambda: self._verdicts.update({address: earlier}))

    def _depart(self, address: Address) -> None:
        del self._verdicts[address]
        self._entries[self._record.pop(address)].remove(address)


class MemoryFacts:
    """Named values in a dictionary."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._values: dict[str, bytes] = {}

    def get(self, name: str) -> bytes | None:
        """Return the value of that name, or None."""
        return self._values.get(name)

    def set(self, name: str, value: bytes) -> None:
        """Keep a value under a name."""
        self._database.require_transaction()
        before = dict(self._values)
        self._values[name] = value
        self._database.undo.remember(lambda: self._restore(before))

    def _restore(self, values: dict[str, bytes]) -> None:
        self._values = values


class MemoryStore:
    """One cell's store in memory (``store/ports.py``)."""

    def __init__(self) -> None:
        self._database = Database(":memory:", key=None)
        migrations.migrate(self._database)
        judgements = MemoryJudgements(self._database)
        self.log: Log = MemoryLog(self._database, judgements)
        self.judgements: Judgements = judgements
        self.read_model: ReadModel = ReadTables(self._database, Devices(self._database), judgements.forget)
        self.facts: Facts = MemoryFacts(self._database)
        self.reader: Reader = self._database

    def transaction(self) -> AbstractContextManager[None]:
        """Return the transaction of one intention: all of it is kept when it ends, or nothing of it is."""
        return self._database.transaction()

    def check(self) -> list[str]:
        """Return nothing: there is no file to be damaged."""
        return []

    def close(self) -> None:
        """Let go of everything."""
        self._database.release()
