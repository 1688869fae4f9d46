"""The store of a simulation: the same promises, kept in plain Python; nothing is written anywhere.

The log, the verdicts and the facts are an implementation of their own, so that each store proves the other right. The
read model is the same tables, on a database in memory, so that views run on both.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

from idos_p2p.store import migrations
from idos_p2p.store.database import Database
from idos_p2p.store.devices import Devices
from idos_p2p.store.memory_blobs import MemoryBlobs
from idos_p2p.store.memory_judgements import MemoryJudgements
from idos_p2p.store.memory_log import MemoryLog
from idos_p2p.store.ports import Blobs, Facts, Judgements, Log, Reader, ReadModel
from idos_p2p.store.read_tables import ReadTables


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
        devices = Devices(self._database)
        judgements = MemoryJudgements(self._database)
        self.log: Log = MemoryLog(self._database, devices, judgements)
        self.judgements: Judgements = judgements
        self.read_model: ReadModel = ReadTables(self._database, devices, judgements.forget)
        self.facts: Facts = MemoryFacts(self._database)
        self.reader: Reader = self._database
        self.blobs: Blobs = MemoryBlobs(self._database)

    def transaction(self) -> AbstractContextManager[None]:
        """Return the transaction of one intention: all of it is kept when it ends, or nothing of it is."""
        return self._database.transaction()

    def check(self) -> list[str]:
        """Return nothing: there is no file to be damaged."""
        return []

    def purge(self) -> None:
        """Do nothing: there is no file that holds what was erased."""

    def close(self) -> None:
        """Let go of everything."""
        self._database.release()
