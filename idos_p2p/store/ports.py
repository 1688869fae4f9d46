"""What the services need of a store, named by need. Two stores keep it: SQLCipher, and memory for simulations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from idos_p2p.ids import Address, DeviceId, EntryId, RecordName
from idos_p2p.log.entry import Entry
from idos_p2p.log.heights import Heights
from idos_p2p.log.segment import Sealed
from idos_p2p.records.kinds import Value


class Log(Protocol):
    """The signed log, as received. Entries are the truth; all else is made from them."""

    def heights(self) -> Heights:
        """Return the height of every device's log."""
        ...

    def append(self, sealed: Sealed, entries: Sequence[Entry]) -> None:
        """Keep a verified segment that continues its device's log; its entries await judgement."""
        ...

    def segments(self, device: DeviceId, start: int, most_bytes: int) -> list[bytes]:
        """Return the stored segments from the one that holds ``start``, at least one, until ``most_bytes``."""
        ...

    def entries(self, addresses: Iterable[Address]) -> list[Entry]:
        """Return the entries at these addresses, in that order; raise BugError when one is not in the log."""
        ...

    def acts(self) -> list[Entry]:
        """Return every act of authority, in order of arrival."""
        ...


class Judgements(Protocol):
    """What was concluded of each entry of a record: its verdict as canonical text (``records/judge.py``).

    Acts of authority are judged by ``governance`` and have no verdict here.
    """

    def unjudged(self, most: int) -> list[RecordName]:
        """Return at most ``most`` records that have an entry without a verdict, most recently arrived first."""
        ...

    def of_record(self, record: RecordName) -> list[Address]:
        """Return the addresses of all entries that name the record, in order of arrival."""
        ...

    def judge(self, verdicts: Iterable[tuple[Address, str]]) -> None:
        """Keep these verdicts in place of earlier ones."""
        ...

    def reopen(self, devices: Iterable[DeviceId]) -> None:
        """Forget the verdicts of all records that these devices wrote in, or created."""
        ...

    def verdicts(self) -> Mapping[str, int]:
        """Return how many entries have each verdict; '' counts those without one."""
        ...


@dataclass(frozen=True, slots=True)
class Version:
    """One of several values that a field holds, and the entry and device that wrote it."""

    value: Value
    device: DeviceId
    entry: EntryId


@dataclass(frozen=True, slots=True)
class Projection:
    """A record as the read model holds it, made from its accepted entries alone."""

    record: RecordName
    id: EntryId
    kind: str
    shared: bool  # any person may write it; otherwise the person whose device created it alone
    created_ms: int
    touched_ms: int
    day: str  # the record's date, "2026-11-22", else the day it was created
    title: str  # one line
    words: str  # everything a search may find
    fields: Mapping[str, Value]
    versions: Mapping[str, Sequence[Version]]
    links: Sequence[tuple[str, str]]  # (field, hexadecimal id of the record it points to)


class ReadModel(Protocol):
    """The tables that views read; rebuilt from the log at any time with the same content."""

    def put(self, projections: Iterable[Projection]) -> None:
        """Replace what the read model holds of these records."""
        ...

    def drop(self, records: Iterable[RecordName]) -> None:
        """Remove these records from the read model."""
        ...

    def clear(self) -> None:
        """Empty the read model and forget every verdict, so that all is judged and projected again."""
        ...

    def dump(self) -> Iterable[str]:
        """Yield a canonical text of the read model by public ids, equal on equal content."""
        ...


class Facts(Protocol):
    """A few named values of this installation, kept in the same transactions as the rest."""

    def get(self, name: str) -> bytes | None:
        """Return the value of that name, or None."""
        ...

    def set(self, name: str, value: bytes) -> None:
        """Keep a value under a name."""
        ...


class Reader(Protocol):
    """Reads the read model's tables; the queries are in ``views``."""

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query, with what the open transaction has written."""
        ...


class Store(Protocol):
    """One cell's store: one writer, one file."""

    log: Log
    judgements: Judgements
    read_model: ReadModel
    facts: Facts
    reader: Reader

    def transaction(self) -> AbstractContextManager[None]:
        """Return the transaction of one intention: all of it is durable when it ends, or nothing of it is.

        Every change needs one, and none holds another: anything else is a BugError.
        """
        ...

    def check(self) -> list[str]:
        """Return the faults that the store finds in its own file; empty when it is sound."""
        ...

    def close(self) -> None:
        """Release the file; the store is not used afterwards."""
        ...
