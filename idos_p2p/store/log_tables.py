"""The signed log in tables: branches of segments, and of each act of authority and each entry a row to find it by."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from idos_p2p.errors import BugError, PeerFault, RefusedError
from idos_p2p.ids import Address, CellId, DeviceId, EntryId, RecordName
from idos_p2p.log.branches import Branch, Branches, Logs, forked_at, size, through
from idos_p2p.log.branches import line as line_of
from idos_p2p.log.chain import Height
from idos_p2p.log.entry import Entry, Payload, decode_header, entry_id
from idos_p2p.log.segment import Sealed
from idos_p2p.store.database import Database
from idos_p2p.store.devices import Devices, chain_of, key_of, seq_of
from idos_p2p.store.ports import Held, HeldAct, Key
from idos_p2p.store.segment_tables import SegmentTable

_LAST_SEGMENTS = """
    SELECT device.number, device.key, parent, first, segment.key & 0xFFFFFFFF, segment.count, segment.head
    FROM device JOIN segment ON segment.key = (
        SELECT max(last.key) FROM segment AS last
        WHERE last.key BETWEEN device.number << 32 AND (device.number << 32) + 0xFFFFFFFF
    ) ORDER BY device.number
"""


class LogTables:
    """The log of one cell (``store/ports.py``)."""

    def __init__(self, database: Database, devices: Devices, cell: CellId) -> None:
        self._database = database
        self._devices = devices
        self._segments = SegmentTable(database, cell)
        self._logs: dict[DeviceId, Branches] = {}
        self._held: dict[int, range] = {}  # of each chain that has entries, their keys
        for number, key, parent, first, seq, count, head in database.rows(_LAST_SEGMENTS):
            device = DeviceId(key)
            if devices.chains(device).index(number) != len(self._logs.get(device, ())):
                raise RefusedError("store_damaged", reason="branch missing")
            position = None if parent is None else devices.chains(device).index(parent)
            branch = Branch(first, position, Height(seq + count, EntryId(head)))
            self._logs[device] = (*self._logs.get(device, ()), branch)
            self._held[number] = range(key_of(number, first), key_of(number, seq + count))
        self._arrivals = sum(map(size, self._logs.values()))

    def logs(self) -> Logs:
        """Return the branches of every device's log. A position stays for ever; new branches come at the end."""
        return dict(self._logs)

    def append(self, sealed: Sealed, entries: Sequence[Entry]) -> int:
        """Keep a verified segment that begins, continues or leaves a branch; return the position of its branch."""
        whole(sealed, entries)
        self._database.require_transaction()
        device, before, arrivals = sealed.device, self._logs.get(sealed.device, ()), self._arrivals
        position = continued(before, entries[0])
        if position is None:
            position, branch = len(before), self._new_branch(before, entries[0])
        else:
            branch = before[position]
        chain = self._devices.chains(device)[position]
        first, end = key_of(chain, sealed.first_seq), sealed.end
        self._database.undo.remember(lambda: self._take_back(first, device, before, arrivals))
        self._segments.add(first, sealed, entries)
        self._find_by_row(entries, first)
        grown = Branch(branch.first, branch.parent, Height(end, entries[-1].id))
        self._logs[device] = (*before[:position], grown, *before[position + 1 :])
        self._held[chain] = range(key_of(chain, branch.first), key_of(chain, end))
        self._arrivals += len(entries)
        return position

    def at(self, device: DeviceId, seq: int) -> list[Held]:
        """Return the entries at this place, by position: none, one, or several where the device forked."""
        keys = self._keys_at(device, seq)
        found = self._segments.entries(keys)
        return [Held(Key(key), found[key]) for key in keys]

    def position(self, device: DeviceId, entry: EntryId, seq: int) -> int | None:
        """Return the branch that holds this entry at this place among its own; None when it is not held."""
        for position, (chain, branch) in enumerate(self._chains(device)):
            if branch.first <= seq < branch.height.count and self._segments.id_at(key_of(chain, seq)) == entry:
                return position
        return None

    def line(self, device: DeviceId, branch: int, start: int, end: int) -> list[Entry]:
        """Return the entries from ``start`` to ``end`` (excluded) of a branch's line, through its parents."""
        branches = self._logs.get(device, ())
        reaches(device, branches, branch, start, end)
        chains = self._devices.chains(device)
        keys = [
            key_of(chains[span.branch], seq)
            for span in line_of(branches, branch, start, end)
            for seq in range(span.start, span.end)
        ]
        found = self._segments.entries(keys)
        return [found[key] for key in keys]

    def changed(self, device: DeviceId, branch: int, start: int, end: int) -> frozenset[RecordName]:
        """Return the records that a branch's own entries from ``start`` to ``end`` (excluded) changed."""
        chains = self._devices.chains(device)
        if branch >= len(chains) or start >= end:
            return frozenset()
        chain = chains[branch]
        rows = self._database.rows(
            "SELECT DISTINCT record FROM judgement WHERE key BETWEEN ? AND ? AND record <> key + ?"
            " AND verdict IN ('applied', 'kept')",
            (key_of(chain, start), key_of(chain, end - 1), key_of(chains[0] - chain, 0)),
        )
        return frozenset(self._devices.record(key) for (key,) in rows)

    def segments(self, device: DeviceId, branch: int, start: int, most_bytes: int) -> list[bytes]:
        """Return segments of a branch's own entries, from exactly ``start`` on: at least one, until ``most_bytes``."""
        branches = self._logs.get(device, ())
        if branch >= len(branches) or start >= branches[branch].height.count:
            return []
        if start < branches[branch].first:
            raise BugError("entry_absent", device=device.hex(), seq=start)
        return self._segments.blobs(key_of(self._devices.chains(device)[branch], start), most_bytes)

    def entries(self, keys: Iterable[Key]) -> list[Entry]:
        """Return the entries of these handles, in that order; raise BugError on a handle of none."""
        asked = list(keys)
        self._require_held(asked)
        found = self._segments.entries(asked)
        return [found[key] for key in asked]

    def lineage(self, keys: Iterable[Key]) -> Mapping[EntryId, frozenset[int]]:
        """Return, for those of these entries that are contested, the branches whose line passes through them."""
        asked = list(keys)
        self._require_held(asked)
        found: dict[Key, frozenset[int]] = {}
        for key in asked:
            device = self._devices.device(chain_of(key))
            branches = self._logs[device]
            forked = forked_at(branches) if len(branches) > 1 else None
            if forked is not None and seq_of(key) >= forked:
                position = self._devices.chains(device).index(chain_of(key))
                found[key] = through(branches, position, seq_of(key))
        return {entry.id: found[key] for key, entry in zip(found, self.entries(found), strict=True)} if found else {}

    def acts(self, after: int = 0) -> list[HeldAct]:
        """Return the acts of authority in order of arrival, but for the first so many."""
        told: list[HeldAct] = []
        rows = self._database.rows(
            "SELECT chain, header, salt, body FROM act ORDER BY arrival LIMIT -1 OFFSET ?", (after,)
        )
        before = self._acts_before(after, {chain for chain, *_ in rows}) if after and rows else {}
        try:
            for chain, header, salt, body in rows:
                entry = Entry(entry_id(header), decode_header(header), None if salt is None else Payload(salt, body))
                told.append(HeldAct(entry, self._previous(before, chain, entry.header.seq)))
                before.setdefault(chain, []).append((entry.header.seq, entry.id))
        except PeerFault as error:
            raise RefusedError("store_damaged", reason=str(error)) from error
        return told

    def _acts_before(self, end: int, chains: Iterable[int]) -> dict[int, list[tuple[int, EntryId]]]:
        """Return, of the first so many acts, those of the devices of these chains, by chain."""
        devices = {self._devices.device(chain) for chain in chains}
        lines = json.dumps([chain for device in devices for chain in self._devices.chains(device)])
        found: dict[int, list[tuple[int, EntryId]]] = {}
        for chain, header in self._database.rows(
            "SELECT chain, header FROM (SELECT arrival, chain, header FROM act ORDER BY arrival LIMIT ?)"
            " WHERE chain IN (SELECT value FROM json_each(?)) ORDER BY arrival",
            (end, lines),
        ):
            found.setdefault(chain, []).append((decode_header(header).seq, entry_id(header)))
        return found

    def missing(self) -> list[Address]:
        """Return where a body is absent and was not erased, ascending, each place once."""
        keys = self._database.rows("SELECT key FROM absent WHERE NOT erased")
        return sorted({Address(self._devices.device(chain_of(key)), seq_of(key)) for (key,) in keys})

    def put_back(self, address: Address, payload: Payload) -> bool:
        """Give a missing body back to the entry whose header vouches for it; its record awaits judgement again."""
        self._database.require_transaction()
        lacking = self._database.rows(
            "SELECT key FROM absent WHERE NOT erased AND key IN (SELECT value FROM json_each(?))",
            (json.dumps(self._keys_at(*address)),),
        )
        entries = self._segments.entries(key for (key,) in lacking)
        given = [(key,) for key, entry in entries.items() if vouches(entry, payload)]
        self._segments.replace({key: payload for (key,) in given})
        self._database.write_many("DELETE FROM absent WHERE key = ?", given)
        self._database.write_many(
            "UPDATE judgement SET verdict = NULL WHERE record = (SELECT record FROM judgement WHERE key = ?)", given
        )
        return bool(given)

    def erase(self, keys: Iterable[Key]) -> None:
        """Drop these bodies for good: headers stay and verify, and none of the bodies is missing any more."""
        self._database.require_transaction()
        asked = sorted(set(keys))
        entries = dict(zip(asked, self.entries(asked), strict=True))
        if any(entry.header.is_act for entry in entries.values()):
            raise BugError("erase_act")
        self._segments.replace({key: None for key, entry in entries.items() if entry.payload})
        self._database.write_many(
            "INSERT INTO absent (key, erased) VALUES (?, TRUE) ON CONFLICT (key) DO UPDATE SET erased = TRUE",
            [(key,) for key in asked],
        )

    def miss(self, keys: Iterable[Key]) -> None:
        """Ask every peer again for those of these bodies that are absent: their erasure does not count any more."""
        self._database.require_transaction()
        self._database.write_many("UPDATE absent SET erased = FALSE WHERE key = ?", [(key,) for key in keys])

    def merge(self, most: int) -> int:
        """Join small neighbouring segments, rewriting no more than ``most`` of them (2 or more)."""
        return self._segments.merge(most)

    def _new_branch(self, branches: Branches, entry: Entry) -> Branch:
        """Number a branch for this entry, which continues none, and return it, without its end."""
        device, seq, back = entry.header.device, entry.header.seq, entry.header.back
        parent = self.position(device, back, seq - 1) if seq else None
        if (seq and parent is None) or self.position(device, entry.id, seq) is not None:
            raise BugError("log_hole", device=device.hex(), first=seq)
        if branches:
            self._devices.begin(device, None if parent is None else self._devices.chains(device)[parent], seq)
        else:
            self._devices.first(device)
        return Branch(seq, parent, Height(seq, back))

    def _find_by_row(self, entries: Sequence[Entry], first: int) -> None:
        judgements: list[tuple[int, int, int, int]] = []
        acts: list[tuple[int, int, bytes, bytes | None, bytes | None]] = []
        absent: list[tuple[int]] = []
        for place, entry in enumerate(entries):
            arrival = self._arrivals + place
            if entry.header.record is not None:
                record, written_ms = self._devices.key(entry.header.record), entry.header.time_ms
                judgements.append((first + place, record, arrival, written_ms))
                if entry.payload is None:
                    absent.append((first + place,))
            else:
                salt, body = (entry.payload.salt, entry.payload.body) if entry.payload else (None, None)
                acts.append((arrival, chain_of(first), entry.header.encode(), salt, body))
        for statement, rows in (
            ("INSERT INTO judgement (key, record, arrival, written_ms) VALUES (?, ?, ?, ?)", judgements),
            ("INSERT INTO act (arrival, chain, header, salt, body) VALUES (?, ?, ?, ?, ?)", acts),
            ("INSERT INTO absent (key, erased) VALUES (?, FALSE)", absent),
        ):
            if rows:
                self._database.write_many(statement, rows)

    def _previous(self, acts: Mapping[int, list[tuple[int, EntryId]]], chain: int, seq: int) -> EntryId | None:
        """Return the nearest of these acts, told by chain, before a place of this chain's line."""
        device = self._devices.device(chain)
        chains, branches = self._devices.chains(device), self._logs[device]
        position: int | None = chains.index(chain)
        while position is not None:
            own = acts.get(chains[position], [])
            earlier = bisect_left(own, seq, key=lambda act: act[0])
            if earlier:
                return own[earlier - 1][1]
            seq, position = branches[position].first, branches[position].parent
        return None

    def _chains(self, device: DeviceId) -> list[tuple[int, Branch]]:
        """Return the device's chains with their branches, by position."""
        branches = self._logs.get(device, ())
        return list(zip(self._devices.chains(device), branches, strict=False))  # a record's name alone makes a chain

    def _keys_at(self, device: DeviceId, seq: int) -> list[int]:
        return [
            key_of(chain, seq) for chain, branch in self._chains(device) if branch.first <= seq < branch.height.count
        ]

    def _require_held(self, keys: Iterable[Key]) -> None:
        for key in keys:
            if key not in self._held.get(chain_of(key), ()):
                raise BugError("entry_absent", key=key)

    def _take_back(self, first: int, device: DeviceId, branches: Branches, arrivals: int) -> None:
        self._segments.take_back(first)
        self._arrivals = arrivals
        self._logs[device] = branches
        if not branches:
            del self._logs[device]
        chains = self._devices.chains(device)
        for chain, branch in zip(chains, branches, strict=False):
            self._held[chain] = range(key_of(chain, branch.first), key_of(chain, branch.height.count))
        for chain in chains[len(branches) :]:
            self._held.pop(chain, None)


def whole(sealed: Sealed, entries: Sequence[Entry]) -> None:
    """Raise BugError unless these are the entries of this segment."""
    if len(entries) != sealed.count or entries[0].header.address != (sealed.device, sealed.first_seq):
        raise BugError("log_hole", device=sealed.device.hex(), first=sealed.first_seq)


def continued(branches: Branches, entry: Entry) -> int | None:
    """Return the branch whose end this entry builds on; None when there is none."""
    for position, branch in enumerate(branches):
        if branch.height.head == entry.header.back and branch.height.count == entry.header.seq:
            return position
    return None


def reaches(device: DeviceId, branches: Branches, position: int, start: int, end: int) -> None:
    """Raise BugError unless a branch's line reaches from ``start`` to ``end``."""
    if not 0 <= position < len(branches) or not 0 <= start <= end <= branches[position].height.count:
        raise BugError("entry_absent", device=device.hex(), branch=position, seq=end)


def vouches(entry: Entry, payload: Payload) -> bool:
    """Tell whether this is the payload that the entry's header signs."""
    header = entry.header
    return header.payload_size == len(payload.body) and header.payload_hash == payload.hash()
