"""A damaged cell made sound: what can be read and verified is kept, the rest comes back at the next meetings.

Every segment that can still be read, in the damaged file and in the newest daily copy, is verified like one that a peer
sends, chain by chain, and put in a new store; the read model is made anew from it. The damaged file is set aside. What
is missing needs no list: the heights are lower, so every peer sends it again.

If this device's own log may have lost entries, it must not continue: the new store says that it is a copy
(``services/instance.py``), and a new device key takes over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec

from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.identity.keystore import CellKeys, load_keys
from idos_p2p.ids import ABSENT, CellId, DeviceId, EntryId
from idos_p2p.log.chain import Height
from idos_p2p.log.entry import Entry
from idos_p2p.log.segment import Sealed, open_sealed, parse, reseal
from idos_p2p.services.cell import Cell
from idos_p2p.services.copies import newest_database
from idos_p2p.services.found import Surroundings, open_cell
from idos_p2p.services.instance import COPIED, INSTANCE
from idos_p2p.services.replace import DATABASE, commit, finish, making_ready
from idos_p2p.store.carving import Known, Remains, carve, known
from idos_p2p.store.ports import Store
from idos_p2p.store.sqlcipher import create_store

REPAIRED = "repaired"
"""The fact that tells the last repair, until the cell has met another one since."""

BATCH_SEGMENTS = 200  # in one transaction


class Repaired(msgspec.Struct, frozen=True):
    """What a repair kept, and what it could not: ``missing`` is None when nobody can say how much there was."""

    time_ms: int
    entries: int
    missing: int | None
    from_copy: int
    pages: int
    damaged: int
    own_lost: bool
    aside: str


def repaired(store: Store) -> Repaired | None:
    """Return what the last repair of this cell left, if there was one."""
    kept = store.facts.get(REPAIRED)
    return msgspec.json.decode(kept, type=Repaired) if kept else None


def is_sound(around: Surroundings, cell_id: CellId) -> bool:
    """Say whether the cell opens and its file is whole. Call it with the home's lock held.

    Raises RefusedError for what no repair mends: ``keys_damaged``, ``passphrase_needed``, ``passphrase_wrong``,
    ``store_newer``, ``store_missing``, ``store_cell``, ``store_busy``, ``store_full``, ``store_io``.
    """
    try:
        cell = open_cell(around, cell_id)
    except RefusedError as refused:
        if refused.code in {"store_damaged", "store_key"}:  # a key whose file begins wrongly: the pages will tell
            return False
        raise
    try:
        return not cell.store.check()
    finally:
        cell.close()


def repair(around: Surroundings, cell_id: CellId) -> Repaired:
    """Make a damaged cell sound again and return what was kept. Call it with the home's lock held.

    Raises RefusedError: ``repair_nothing`` when nothing at all can be read (nothing was changed), ``keys_damaged``,
    ``passphrase_needed``, ``passphrase_wrong``, ``store_full``, ``store_io``.
    """
    folder = around.home.cell_folder(cell_id)
    finish(folder)
    keys = load_keys(around.home.keys(cell_id), around.passphrase)
    with making_ready(folder) as place:
        found = _salvage(around, cell_id, keys, place)
        aside = commit(place, around.clock.now_ms())
    finish(folder)
    told = msgspec.structs.replace(found, aside=str(aside))
    cell = open_cell(around, cell_id)
    try:
        _remember(cell, told)
    finally:
        cell.close()
    return told


def _remember(cell: Cell, told: Repaired) -> None:
    with cell.store.transaction():
        cell.store.facts.set(REPAIRED, msgspec.json.encode(told))


def _salvage(around: Surroundings, cell_id: CellId, keys: CellKeys, place: Path) -> Repaired:
    damaged = around.home.database(cell_id)
    remains = carve(damaged, keys.store)
    store = create_store(place / DATABASE, keys.store, cell_id, around.home.blobs(cell_id))
    try:
        pile = _Pile(cell_id, store)
        from_file = pile.take(remains.blobs)
        with newest_database(around.home, cell_id) as copy:
            older = carve(copy, keys.store) if copy else Remains([], {}, 0, ())
        from_copy = pile.take(older.blobs)
        facts = {**older.facts, **remains.facts}
        if not facts and not from_file + from_copy:  # the facts alone, with the keys, are enough to be told it all anew
            raise RefusedError("repair_nothing")
        _keep_facts(store, facts)
        with store.transaction():
            store.blobs.adopt({**older.attachments, **remains.attachments})
        device = Cell(cell_id, keys, store, around.clock, around.entropy).device
        claimed = known(damaged, keys.store, device)
        if remains.whole and claimed.own_end is None:
            claimed = Known(from_file, pile.length(device))
        behind = claimed.own_end is None or claimed.own_end > pile.length(device)
        own_lost = behind or INSTANCE not in remains.facts
        if own_lost:
            _keep_facts(store, {INSTANCE: COPIED})
    finally:
        store.close()
    kept = from_file + from_copy
    return Repaired(
        time_ms=around.clock.now_ms(),
        entries=kept,
        missing=None if claimed.entries is None else max(0, claimed.entries - kept),
        from_copy=from_copy,
        pages=remains.pages,
        damaged=len(remains.damaged),
        own_lost=own_lost,
        aside="",
    )


def _keep_facts(store: Store, facts: Mapping[str, bytes]) -> None:
    with store.transaction():
        for name, value in sorted(facts.items()):
            store.facts.set(name, value)


@dataclass(frozen=True, slots=True)
class _New:
    """The part of a segment that is not held yet."""

    sealed: Sealed
    entries: Sequence[Entry]


class _Pile:
    """Puts verified segments in a store, whatever order, overlap or repetition they are found in."""

    def __init__(self, cell: CellId, store: Store) -> None:
        self._cell = cell
        self._store = store
        self._held: dict[DeviceId, dict[int, set[EntryId]]] = {}

    def length(self, device: DeviceId) -> int:
        """Return how long the device's log is here."""
        return max(self._held.get(device, {}), default=-1) + 1

    def take(self, blobs: Iterable[bytes]) -> int:
        """Keep every segment among these that is whole, signed, and follows what is held; return the new entries."""
        # Whatever a segment follows begins before it does.
        ordered = iter(sorted(_segments(blobs), key=lambda sealed: (sealed.device, sealed.first_seq, -sealed.count)))
        taken = 0
        while batch := list(islice(ordered, BATCH_SEGMENTS)):
            with self._store.transaction():
                taken += sum(self._take_one(sealed) for sealed in batch)
        return taken

    def _take_one(self, sealed: Sealed) -> int:
        new = self._verified(sealed)
        if new is None:
            return 0
        self._store.log.append(new.sealed, new.entries)
        held = self._held.setdefault(sealed.device, {})
        for entry in new.entries:
            held.setdefault(entry.header.seq, set()).add(entry.id)
        return len(new.entries)

    def _verified(self, sealed: Sealed) -> _New | None:
        held = self._held.get(sealed.device, {})
        before = {EntryId(ABSENT)} if sealed.first_seq == 0 else held.get(sealed.first_seq - 1, set())
        for back in sorted(before):
            try:
                entries = open_sealed(sealed, self._cell, Height(sealed.first_seq, back))
            except PeerFault:
                continue
            known_ones = sum(entry.id in held.get(entry.header.seq, ()) for entry in entries)  # always the first ones
            if known_ones == len(entries):
                return None
            if known_ones == 0:
                return _New(sealed, entries)
            return _New(reseal(entries[known_ones:], sealed.signature), entries[known_ones:])
        return None


def _segments(blobs: Iterable[bytes]) -> list[Sealed]:
    found: dict[bytes, Sealed] = {}
    for blob in blobs:
        try:
            found.setdefault(blob, parse(blob))
        except PeerFault:
            continue
    return list(found.values())
