"""The signed log in tables: segments as they came, and of each act of authority and each entry a row to find it by."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import closing

from idos_p2p.errors import BugError, PeerFault, RefusedError
from idos_p2p.ids import Address, CellId, DeviceId, EntryId
from idos_p2p.log.chain import EMPTY, Height
from idos_p2p.log.entry import Entry, Payload, decode_header, entry_id
from idos_p2p.log.heights import Heights
from idos_p2p.log.segment import Sealed, parse, unpack
from idos_p2p.store.database import Database
from idos_p2p.store.decoded import DecodedSegments
from idos_p2p.store.devices import Devices

_LAST_SEGMENTS = """
    SELECT device.key, segment.key & 0xFFFFFFFF, segment.count, segment.head
    FROM device JOIN segment ON segment.key = (
        SELECT max(last.key) FROM segment AS last
        WHERE last.key BETWEEN device.number << 32 AND (device.number << 32) + 0xFFFFFFFF
    )
"""


class LogTables:
    """The log of one cell (``store/ports.py``)."""

    def __init__(self, database: Database, devices: Devices, cell: CellId) -> None:
        self._database = database
        self._devices = devices
        self._cell = cell
        self._decoded = DecodedSegments()
        self._heights = {
            DeviceId(device): Height(first_seq + count, EntryId(head))
            for device, first_seq, count, head in database.rows(_LAST_SEGMENTS)
        }
        self._arrivals = sum(height.count for height in self._heights.values())

    def heights(self) -> Heights:
        """Return the height of every device's log."""
        return dict(self._heights)

    def append(self, sealed: Sealed, entries: Sequence[Entry]) -> None:
        """Keep a verified segment that continues its device's log; its entries await judgement."""
        before, arrivals = self._heights.get(sealed.device, EMPTY), self._arrivals
        continues(before, sealed, entries)
        first = self._devices.key(Address(sealed.device, sealed.first_seq))
        self._database.write(
            "INSERT INTO segment (key, count, back, head, blob) VALUES (?, ?, ?, ?, ?)",
            (first, sealed.count, before.head, entries[-1].id, sealed.blob),
        )
        self._find_by_row(entries, first)
        self._arrivals += len(entries)
        self._heights[sealed.device] = Height(sealed.end, entries[-1].id)
        self._decoded.keep(first, entries)
        self._database.undo.remember(lambda: self._take_back(sealed.device, first, before, arrivals))

    def segments(self, device: DeviceId, start: int, most_bytes: int) -> list[bytes]:
        """Return the stored segments from the one that holds ``start``, at least one, until ``most_bytes``."""
        span = self._devices.span(device)
        if span is None or start >= self._heights.get(device, EMPTY).count:
            return []
        held: list[bytes] = []
        size = 0
        rows = self._database.stream(
            "SELECT blob FROM segment"
            " WHERE key BETWEEN (SELECT max(key) FROM segment WHERE key <= ?) AND ? ORDER BY key",
            (span[0] + start, span[1]),
        )
        with closing(rows):
            for (blob,) in rows:
                size += len(blob)
                if held and size > most_bytes:
                    break
                held.append(blob)
        return held

    def entries(self, addresses: Iterable[Address]) -> list[Entry]:
        """Return the entries at these addresses, in that order; raise BugError when one is not in the log."""
        keys = [self._held_key(address) for address in addresses]
        found = {key: entry for key in keys if (entry := self._decoded.find(key))}
        self._read([key for key in keys if key not in found], found)
        return [found[key] for key in keys]

    def acts(self) -> list[Entry]:
        """Return every act of authority, in order of arrival."""
        rows = self._database.rows("SELECT header, salt, body FROM act ORDER BY arrival")
        try:
            return [
                Entry(entry_id(header), decode_header(header), None if salt is None else Payload(salt, body))
                for header, salt, body in rows
            ]
        except PeerFault as error:
            raise RefusedError("store_damaged", reason=str(error)) from error

    def _read(self, keys: Sequence[int], found: dict[int, Entry]) -> None:
        """Add the entries of these keys to those found, opening each segment once."""
        if not keys:
            return
        wanted: dict[int, list[int]] = {}
        for key, start in self._database.rows(
            "SELECT value, (SELECT max(key) FROM segment WHERE key <= value) FROM json_each(?)", (json.dumps(keys),)
        ):
            wanted.setdefault(start, []).append(key)
        rows = self._database.stream(
            "SELECT key, back, head, blob FROM segment WHERE key IN (SELECT value FROM json_each(?)) ORDER BY key",
            (json.dumps(list(wanted)),),
        )
        with closing(rows):
            for start, back, head, blob in rows:
                segment = self._open(start, EntryId(back), EntryId(head), blob)
                found.update({key: segment[key - start] for key in wanted.pop(start)})
        if wanted:
            raise RefusedError("store_damaged", reason="segment missing")

    def _find_by_row(self, entries: Sequence[Entry], first: int) -> None:
        judgements, acts = [], []
        for position, entry in enumerate(entries):
            arrival = self._arrivals + position
            if entry.header.record is not None:
                judgements.append((first + position, self._devices.key(entry.header.record), arrival))
            else:
                salt, body = (entry.payload.salt, entry.payload.body) if entry.payload else (None, None)
                acts.append((arrival, entry.header.encode(), salt, body))
        self._database.write_many("INSERT INTO judgement (key, record, arrival) VALUES (?, ?, ?)", judgements)
        self._database.write_many("INSERT INTO act (arrival, header, salt, body) VALUES (?, ?, ?, ?)", acts)

    def _held_key(self, address: Address) -> int:
        key = self._devices.known_key(address)
        if key is None or not 0 <= address.seq < self._heights.get(address.device, EMPTY).count:
            raise BugError("entry_absent", device=address.device.hex(), seq=address.seq)
        return key

    def _open(self, first: int, back: EntryId, head: EntryId, blob: bytes) -> Sequence[Entry]:
        try:
            entries = unpack(parse(blob), self._cell, back)
        except PeerFault as error:
            raise RefusedError("store_damaged", reason=str(error)) from error
        if entries[-1].id != head:
            raise RefusedError("store_damaged", reason="segment head")
        self._decoded.keep(first, entries)
        return entries

    def _take_back(self, device: DeviceId, first: int, before: Height, arrivals: int) -> None:
        self._arrivals = arrivals
        self._decoded.drop(first)
        if before == EMPTY:
            del self._heights[device]
        else:
            self._heights[device] = before


def continues(height: Height, sealed: Sealed, entries: Sequence[Entry]) -> None:
    """Raise BugError unless the segment, with these entries, continues a log of this height."""
    if (
        sealed.first_seq != height.count
        or len(entries) != sealed.count
        or entries[0].header.address != (sealed.device, sealed.first_seq)
        or entries[0].header.back != height.head
    ):
        raise BugError("log_hole", device=sealed.device.hex(), expected=height.count, first=sealed.first_seq)
