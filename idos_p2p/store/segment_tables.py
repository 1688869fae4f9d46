"""Segments in a table: kept as they came, opened to read an entry, written again when a body goes or comes back."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace

from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.ids import CellId, EntryId
from idos_p2p.log.entry import Entry, Payload
from idos_p2p.log.merging import runs_to_join
from idos_p2p.log.segment import Sealed, parse, reseal, unpack, weight
from idos_p2p.store.database import Database
from idos_p2p.store.decoded import DecodedSegments
from idos_p2p.store.devices import chain_of, span


class SegmentTable:
    """The segments of all chains. Entries are told by their keys (``store/devices.py``)."""

    def __init__(self, database: Database, cell: CellId) -> None:
        self._database = database
        self._cell = cell
        self._decoded = DecodedSegments()
        self._growing: dict[int, None] | None = None  # chains that may have small segments; None before the first look
        self._plan: deque[tuple[int, int]] = deque()  # runs to join: the key of the first segment, and how many

    def add(self, first: int, sealed: Sealed, entries: Sequence[Entry]) -> None:
        """Keep a segment, its first entry under this key; ``take_back`` undoes what that does in memory."""
        bytes_at_most = _weight(entries)
        self._database.write(
            "INSERT INTO segment (key, count, back, head, blob, weight) VALUES (?, ?, ?, ?, ?, ?)",
            (first, sealed.count, entries[0].header.back, entries[-1].id, sealed.blob, bytes_at_most),
        )
        self._decoded.keep(first, entries, bytes_at_most)
        if self._growing is not None:
            self._growing[chain_of(first)] = None

    def take_back(self, first: int) -> None:
        """Forget a segment that was added under this key, or was to be."""
        self._decoded.drop(first)
        self._look_again()

    def entries(self, keys: Iterable[int]) -> Mapping[int, Entry]:
        """Return the entries of these keys, all held, opening each segment once."""
        found, closed = {}, []
        for key in keys:
            entry = self._decoded.find(key)
            if entry is None:
                closed.append(key)
            else:
                found[key] = entry
        for wanted, start, entries, _ in self._opened(closed):
            found.update({key: entries[key - start] for key in wanted})
        return found

    def id_at(self, key: int) -> EntryId:
        """Return the id of the entry of this key, which is held, opening its segment only if it must."""
        if entry := self._decoded.find(key):
            return entry.id
        rows = self._database.rows(
            "SELECT key + count, head FROM segment WHERE key <= ? ORDER BY key DESC LIMIT 1", (key,)
        )
        if rows and rows[0][0] == key + 1:
            return EntryId(rows[0][1])
        return self.entries([key])[key].id

    def blobs(self, key: int, most_bytes: int) -> list[bytes]:
        """Return segments of a chain from exactly this key on, which is held: at least one, until ``most_bytes``."""
        held: list[bytes] = []
        size = 0
        rows = self._database.stream(
            "SELECT key, back, head, blob FROM segment"
            " WHERE key BETWEEN (SELECT max(key) FROM segment WHERE key <= ?) AND ? ORDER BY key",
            (key, span(chain_of(key))[1]),
        )
        with closing(rows):
            for start, back, head, blob in rows:
                given = blob
                if start < key:
                    entries = self._open(start, EntryId(back), EntryId(head), blob)
                    if key - start >= len(entries):
                        raise RefusedError("store_damaged", reason="segment missing")
                    given = reseal(entries[key - start :], parse(blob).signature).blob
                size += len(given)
                if held and size > most_bytes:
                    break
                held.append(given)
        return held

    def replace(self, payloads: Mapping[int, Payload | None]) -> None:
        """Give the entries of these keys, all held, another payload or none."""
        self._database.require_transaction()
        for wanted, start, entries, blob in list(self._opened(payloads)):
            changed = list(entries)
            for key in wanted:
                changed[key - start] = replace(changed[key - start], payload=payloads[key])
            resealed = reseal(changed, parse(blob).signature)
            self._database.write("UPDATE segment SET blob = ? WHERE key = ?", (resealed.blob, start))
            self._decoded.keep(start, changed, _weight(changed))
            self._forget_on_undo(start)

    def merge(self, most: int) -> int:
        """Join small neighbours, rewriting no more than ``most`` segments; return how many it dealt with."""
        self._database.require_transaction()
        self._database.undo.remember(self._look_again)
        dealt = self._measure(most)
        while dealt + 1 < most and self._planned():
            first, length = self._plan.popleft()
            joined = min(length, most - dealt)
            after = self._join(first, joined)
            if joined < length and self._growing is not None:
                # Its parts are joined first, and then these: one that took in the next few each time would cost more.
                self._growing[chain_of(first)] = None
                if length - joined > 1:
                    self._plan.appendleft((after, length - joined))
            dealt += joined
        return dealt

    def _planned(self) -> bool:
        """Look at one chain after the other that grew, until there is a run to join; say whether there is one."""
        if self._growing is None:
            chains = self._database.rows("SELECT number FROM device ORDER BY number")
            self._growing = {chain: None for (chain,) in chains}
        while self._growing and not self._plan:
            chain = next(iter(self._growing))
            del self._growing[chain]
            sizes = self._database.rows(
                "SELECT key, count, weight FROM segment WHERE key BETWEEN ? AND ? ORDER BY key", span(chain)
            )
            at = 0
            for run in runs_to_join((entries, bytes_at_most) for _, entries, bytes_at_most in sizes):
                if run.segments > 1:
                    self._plan.append((sizes[at][0], run.segments))
                at += run.segments
        return bool(self._plan)

    def _join(self, first: int, length: int) -> int:
        """Make one segment of so many from this key on; return the key after its last entry."""
        rows = self._database.rows(
            "SELECT key, back, head, blob FROM segment WHERE key BETWEEN ? AND ? ORDER BY key LIMIT ?",
            (first, span(chain_of(first))[1], length),
        )
        entries: list[Entry] = []
        for start, back, head, blob in rows:
            entries += self._open(start, EntryId(back), EntryId(head), blob)
            self._decoded.drop(start)
        joined, bytes_at_most = reseal(entries, parse(rows[-1][3]).signature), _weight(entries)
        self._database.write("DELETE FROM segment WHERE key > ? AND key <= ?", (first, rows[-1][0]))
        self._database.write(
            "UPDATE segment SET count = ?, head = ?, blob = ?, weight = ? WHERE key = ?",
            (joined.count, entries[-1].id, joined.blob, bytes_at_most, first),
        )
        self._decoded.keep(first, entries, bytes_at_most)
        self._forget_on_undo(first)
        return first + joined.count

    def _measure(self, most: int) -> int:
        """Weigh segments stored before any was; return how many."""
        rows = self._database.rows(
            "SELECT key, back, head, blob FROM segment WHERE weight IS NULL ORDER BY key LIMIT ?", (most,)
        )
        weights = [
            (_weight(self._open(start, EntryId(back), EntryId(head), blob)), start) for start, back, head, blob in rows
        ]
        self._database.write_many("UPDATE segment SET weight = ? WHERE key = ?", weights)
        return len(weights)

    def _opened(self, keys: Iterable[int]) -> Iterator[tuple[list[int], int, Sequence[Entry], bytes]]:
        """Yield, of each segment that holds some of these keys: those, its own key, its entries, its blob."""
        asked = list(keys)
        if not asked:
            return
        wanted: dict[int, list[int]] = {}
        for key, start in self._database.rows(
            "SELECT value, (SELECT max(key) FROM segment WHERE key <= value) FROM json_each(?)", (json.dumps(asked),)
        ):
            wanted.setdefault(start, []).append(key)
        rows = self._database.stream(
            "SELECT key, back, head, blob FROM segment WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key",
            (json.dumps(list(wanted)),),
        )
        with closing(rows):
            for start, back, head, blob in rows:
                entries = self._open(start, EntryId(back), EntryId(head), blob)
                inside = wanted.pop(start)
                if max(inside) >= start + len(entries):
                    raise RefusedError("store_damaged", reason="segment missing")
                yield inside, start, entries, blob
        if wanted:
            raise RefusedError("store_damaged", reason="segment missing")

    def _open(self, first: int, back: EntryId, head: EntryId, blob: bytes) -> Sequence[Entry]:
        try:
            entries = unpack(parse(blob), self._cell, back)
        except PeerFault as error:
            raise RefusedError("store_damaged", reason=str(error)) from error
        if entries[-1].id != head:
            raise RefusedError("store_damaged", reason="segment head")
        self._decoded.keep(first, entries, _weight(entries))
        return entries

    def _forget_on_undo(self, first: int) -> None:
        self._database.undo.remember(lambda: self._decoded.drop(first))

    def _look_again(self) -> None:
        self._growing = None
        self._plan.clear()


def _weight(entries: Sequence[Entry]) -> int:
    return sum([weight(entry.header) for entry in entries])
