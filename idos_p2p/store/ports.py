"""What the services need of a store, named by need. Two stores keep it: SQLCipher, and memory for simulations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NewType, Protocol

from idos_p2p.ids import Address, BlobHash, DeviceId, EntryId, RecordName
from idos_p2p.log.branches import Logs
from idos_p2p.log.entry import Entry, Payload
from idos_p2p.log.segment import Sealed
from idos_p2p.records.kinds import REMOVED, Value
from idos_p2p.records.mentions import mentions, name_key

Key = NewType("Key", int)
"""The store's handle of one entry; it means nothing outside the store that gave it. It stays while the entry does."""


@dataclass(frozen=True, slots=True)
class Held:
    """An entry and its handle."""

    key: Key
    entry: Entry


@dataclass(frozen=True, slots=True)
class HeldAct:
    """An act of authority, and the id of the nearest earlier act on its own line; None when it is the first there."""

    entry: Entry
    previous: EntryId | None


class Log(Protocol):
    """The signed log, each entry once. Entries are the truth; all else is made from them."""

    def logs(self) -> Logs:
        """Return the branches of every device's log. A position stays for ever; new branches come at the end."""
        ...

    def append(self, sealed: Sealed, entries: Sequence[Entry]) -> int:
        """Keep a verified segment that begins, continues or leaves a branch; return the position of its branch.

        What its first entry builds on decides: the head of a branch is continued; another entry is left there by a
        new branch; at place 0 the log begins, or begins a second time. Its entries await judgement; a body that is
        absent is missing from now on. Raises BugError("log_hole") when the first entry builds on nothing that is held,
        or is held itself.
        """
        ...

    def at(self, device: DeviceId, seq: int) -> list[Held]:
        """Return the entries at this place, by position: none, one, or several where the device forked."""
        ...

    def position(self, device: DeviceId, entry: EntryId, seq: int) -> int | None:
        """Return the branch that holds this entry at this place among its own; None when it is not held."""
        ...

    def line(self, device: DeviceId, branch: int, start: int, end: int) -> list[Entry]:
        """Return the entries from ``start`` (included) to ``end`` (excluded) of a branch's line, through its parents.

        Raises BugError("entry_absent") when the line does not reach so far.
        """
        ...

    def changed(self, device: DeviceId, branch: int, start: int, end: int) -> frozenset[RecordName]:
        """Return the records that a branch's own entries from ``start`` to ``end`` (excluded) changed.

        That it created some says nothing, nor does an entry whose change is not applied.
        """
        ...

    def segments(self, device: DeviceId, branch: int, start: int, most_bytes: int) -> list[bytes]:
        """Return segments of a branch's own entries, from exactly ``start`` on: at least one, until ``most_bytes``.

        None where there are no such entries. Raises BugError("entry_absent") when the branch begins after ``start``.
        """
        ...

    def entries(self, keys: Iterable[Key]) -> list[Entry]:
        """Return the entries of these handles, in that order; raise BugError("entry_absent") on a handle of none."""
        ...

    def lineage(self, keys: Iterable[Key]) -> Mapping[EntryId, frozenset[int]]:
        """Return, for those of these entries that are contested, the branches whose line passes through them."""
        ...

    def acts(self, after: int = 0) -> list[HeldAct]:
        """Return the acts of authority in order of arrival, but for the first so many."""
        ...

    def missing(self) -> list[Address]:
        """Return where a body is absent and was not erased, ascending, each place once."""
        ...

    def put_back(self, address: Address, payload: Payload) -> bool:
        """Give a missing body back to the entry whose header vouches for it; its record awaits judgement again.

        False, and nothing changes, when no entry at this place, on any branch, misses this body.
        """
        ...

    def erase(self, keys: Iterable[Key]) -> None:
        """Drop these bodies for good: headers stay and verify, and none of the bodies is missing any more.

        Verdicts stay. ``Store.purge`` clears away what the file may still hold of them. Raises
        BugError("entry_absent") on a handle of none, BugError("erase_act") on an act of authority.
        """
        ...

    def miss(self, keys: Iterable[Key]) -> None:
        """Ask every peer again for those of these bodies that are absent: their erasure does not count any more."""
        ...

    def merge(self, most: int) -> int:
        """Join small neighbouring segments, rewriting no more than ``most`` of them (2 or more).

        Returns how many it dealt with; 0 when there is nothing to join until something is appended.
        """
        ...


class Judgements(Protocol):
    """What was concluded of each entry of a record: its verdict as canonical text (``records/judge.py``).

    Acts of authority are judged by ``governance`` and have no verdict here.
    """

    def unjudged(self, most: int) -> list[RecordName]:
        """Return at most ``most`` records that have an entry without a verdict.

        First come those whose authors wrote such an entry last, as they say; of one moment, those that arrived last.
        """
        ...

    def of_record(self, record: RecordName) -> list[Key]:
        """Return the handles of all entries that name the record, on any branch, in order of arrival."""
        ...

    def judge(self, verdicts: Iterable[tuple[Key, str]]) -> None:
        """Keep these verdicts in place of earlier ones."""
        ...

    def reopen(self, devices: Iterable[DeviceId]) -> None:
        """Forget the verdicts of all records that these devices wrote in, or created, on any branch."""
        ...

    def reopen_record(self, record: RecordName) -> None:
        """Forget the verdicts of all entries that name the record."""
        ...

    def verdicts(self) -> Mapping[str, int]:
        """Return how many entries have each verdict; '' counts those without one."""
        ...

    def by_record(self) -> Iterator[tuple[RecordName, Mapping[Key, str]]]:
        """Yield each record that has entries, with their verdicts; '' where there is none. For reading alone."""
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
    creation: Key  # of the creating entry: two branches may create two records at one place
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
    contested: bool = False  # nothing uncontested created it: shown, never summed

    @property
    def removed(self) -> bool:
        """Whether it is in the bin: kept and found by its id, and in no list, story, search or sum."""
        return bool(self.fields.get(REMOVED.name))

    @property
    def mentions(self) -> frozenset[str]:
        """The keys of the names in double brackets that its texts hold."""
        if self.removed:
            return frozenset()
        texts = [value for value in self.fields.values() if isinstance(value, str)]
        return frozenset(name_key(mention.name) for text in texts for mention in mentions(text))


@dataclass(frozen=True, slots=True)
class Stray:
    """A row beside the records that does not follow from them."""

    table: str  # "link", "mention", "interaction", "work" or "search"
    record: str  # hexadecimal id of the record it is of; empty when there is none
    detail: str  # whom and when, what was summed, or the first word that differs
    missing: bool  # it should be there; otherwise it should not


class ReadModel(Protocol):
    """The tables that views read; rebuilt from the log at any time with the same content."""

    def put(self, projections: Iterable[Projection]) -> None:
        """Replace what the read model holds of these records, each by its creating entry."""
        ...

    def drop(self, records: Iterable[RecordName]) -> None:
        """Remove from the read model every record created at these places, on any branch."""
        ...

    def clear(self) -> None:
        """Empty the read model and forget every verdict, so that all is judged and projected again."""
        ...

    def dump(self) -> Iterable[str]:
        """Yield a canonical text of the read model by public ids, equal on equal content (``store/lines.py``)."""
        ...

    def strays(self) -> Iterator[Stray]:
        """Yield the rows beside the records that do not follow from them; for a check, outside a transaction."""
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


@dataclass(frozen=True, slots=True)
class HeldBlob:
    """An attachment that is here: how many bytes it has, and since when no record in sight names it (ms), or None."""

    size: int
    unnamed_ms: int | None


@dataclass(frozen=True, slots=True)
class BlobFault:
    """What is wrong with an attachment that should be here, or a file that is none."""

    code: str  # "missing", "truncated", "altered", or "unknown" for a file that nothing leads to
    name: str  # the hexadecimal hash of the content, or the file


class NewBlob(Protocol):
    """An attachment being written, seen by nobody until it is kept."""

    size: int

    def add(self, data: bytes) -> None:
        """Write on. Raises RefusedError: attachment_too_large, attachment_no_room, store_io."""
        ...

    def finish(self) -> BlobHash:
        """Write the end durably, once, and return the hash of the whole. Raises as ``add``."""
        ...

    def discard(self) -> None:
        """Leave nothing of it, unless it was kept."""
        ...


class Blobs(Protocol):
    """Attachments by the hash of their content, each once, each under a random key of its own."""

    def begin(self, key: bytes) -> NewBlob:
        """Begin one under these 32 random bytes, never used before; needs no transaction. Raises as ``add``."""
        ...

    def keep(self, new: NewBlob) -> BlobHash:
        """Keep what was finished. One of the same content that is here, and sound, stands instead.

        Raises RefusedError: attachments_full when the cell's attachments would be too large together, store_io.
        """
        ...

    def read(self, blob: BlobHash, first: int = 0) -> Iterator[bytes]:
        """Yield its chunks from this one on, each verified: ``ATTACHMENT_CHUNK_BYTES``, the last one what is left.

        One of no bytes has one chunk of none. Raises RefusedError: attachment_absent, attachment_damaged, store_io.
        """
        ...

    def size(self, blob: BlobHash) -> int | None:
        """Return how many bytes it has; None when it is not here, by the tables alone."""
        ...

    def held(self) -> Mapping[BlobHash, HeldBlob]:
        """Return what is here, by the tables alone."""
        ...

    def missing(self, wanted: Iterable[BlobHash]) -> list[BlobHash]:
        """Return those of these that are not here, or whose file is gone or cut, in that order."""
        ...

    def mark(self, blobs: Iterable[BlobHash], unnamed_ms: int | None) -> None:
        """Note since when no record in sight names these; None: one does."""
        ...

    def drop(self, blobs: Iterable[BlobHash]) -> None:
        """Destroy the keys of those of these that are here; once that is durable, the files go."""
        ...

    def faults(self) -> Iterator[BlobFault]:
        """Read every attachment through, and yield what is wrong; for a check, outside a transaction."""
        ...

    def adopt(self, found: Mapping[BlobHash, tuple[bytes, int]]) -> int:
        """Keep those of these (key and size by hash) whose files are here and sound; return how many. For a repair."""
        ...

    def clear_away(self, aside: Path | None) -> None:
        """Remove what a killed process left half-written, and files that nothing leads to; those go ``aside`` if told.

        A state of the cell that was set aside may know them. For the opening of a home. Raises RefusedError, store_io.
        """
        ...


class Store(Protocol):
    """One cell's store: one writer, one file, and a folder of attachments."""

    log: Log
    judgements: Judgements
    read_model: ReadModel
    facts: Facts
    reader: Reader
    blobs: Blobs

    def transaction(self) -> AbstractContextManager[None]:
        """Return the transaction of one intention: all of it is durable when it ends, or nothing of it is.

        Every change needs one, and none holds another: anything else is a BugError.
        """
        ...

    def check(self) -> list[str]:
        """Return the faults that the store finds in its own file; empty when it is sound."""
        ...

    def purge(self) -> None:
        """After an erasure was made durable: leave no byte of what it dropped in any file of the store.

        Raises RefusedError("store_busy") while another process reads the file; what was erased stays erased.
        """
        ...

    def close(self) -> None:
        """Release the file; the store is not used afterwards."""
        ...
