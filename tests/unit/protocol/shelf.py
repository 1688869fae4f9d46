"""The simplest log that can hold everything a session exchanges: lists of entries, searched from end to end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from idos_p2p.errors import PeerFault
from idos_p2p.ids import Address, CellId, DeviceId, EntryId
from idos_p2p.log.branches import Branch, Logs, line
from idos_p2p.log.chain import EMPTY, Height
from idos_p2p.log.entry import Entry, Payload
from idos_p2p.log.segment import Sealed, open_sealed, reseal
from idos_p2p.log.standing import Standing
from sync.protocol.reach import Place

CELL = CellId(b"c" * 32)


@dataclass
class Kept:
    """One branch: where it leaves another, and its own entries."""

    first: int
    parent: int | None
    entries: list[Entry] = field(default_factory=list)

    @property
    def end(self) -> Height:
        return Height(self.first + len(self.entries), self.entries[-1].id)


@dataclass
class Shelf:
    """All that one device holds. ``joined``: it gives its entries in as few segments as it can."""

    joined: bool = False
    cell: CellId = CELL
    kept: dict[DeviceId, list[Kept]] = field(default_factory=dict)
    signatures: dict[EntryId, bytes] = field(default_factory=dict)
    as_they_came: dict[tuple[int, EntryId], Sealed] = field(default_factory=dict)  # by first seq and last entry
    looked_up: int = 0  # entries asked for by their ids

    def logs(self) -> Logs:
        return {
            device: tuple(Branch(branch.first, branch.parent, branch.end) for branch in kept)
            for device, kept in self.kept.items()
        }

    def standing(self) -> Standing:
        return Standing(self.logs(), self.missing())

    def missing(self) -> tuple[Address, ...]:
        return tuple(sorted({entry.header.address for entry in self.everything() if entry.payload is None}))

    def everything(self) -> Iterator[Entry]:
        return (entry for kept in self.kept.values() for branch in kept for entry in branch.entries)

    def ids(self) -> set[EntryId]:
        return {entry.id for entry in self.everything()}

    def at(self, device: DeviceId, seq: int) -> list[Entry]:
        kept = self.kept.get(device, ())
        return [branch.entries[seq - branch.first] for branch in kept if branch.first <= seq < branch.end.count]

    def position(self, device: DeviceId, entry: EntryId, seq: int) -> int | None:
        self.looked_up += 1
        for position, branch in enumerate(self.kept.get(device, ())):
            if branch.first <= seq < branch.end.count and branch.entries[seq - branch.first].id == entry:
                return position
        return None

    def line(self, device: DeviceId, branch: int, start: int, end: int) -> list[Entry]:
        kept = self.kept[device]
        return [
            kept[span.branch].entries[seq - kept[span.branch].first]
            for span in line(self.logs()[device], branch, start, end)
            for seq in range(span.start, span.end)
        ]

    def segments(self, device: DeviceId, branch: int, start: int) -> list[Sealed]:
        """Give a branch's own entries from ``start`` on, cut where their author signed."""
        given: list[Sealed] = []
        run: list[Entry] = []
        kept = self.kept[device][branch]
        for entry in kept.entries[start - kept.first :]:
            run.append(entry)
            if entry.id in self.signatures and (not self.joined or entry is kept.entries[-1]):
                came = self.as_they_came.get((run[0].header.seq, entry.id))
                whole = came and all(held.payload for held in run)
                given.append(came if came and whole else reseal(run, self.signatures[entry.id]))
                run = []
        assert run == []
        return given

    def take(self, sealed: Sealed) -> tuple[Place, int]:
        """Keep what is new of a segment; return where it is held, and how many entries were new."""
        entries = self._open(sealed)
        known = [self.position(sealed.device, entry.id, entry.header.seq) for entry in entries]
        fresh = [entry for entry, position in zip(entries, known, strict=True) if position is None]
        self.signatures.setdefault(entries[-1].id, sealed.signature)
        self.as_they_came.setdefault((sealed.first_seq, entries[-1].id), sealed)
        if not fresh:
            position = known[-1]
            assert position is not None
            return Place(sealed.device, position, sealed.end), 0
        return Place(sealed.device, self._append(sealed.device, fresh), sealed.end), len(fresh)

    def lose(self, address: Address) -> None:
        """Let the bodies at this place be missing."""
        self._set(address, None, None)

    def lose_all(self) -> None:
        """Let every body be missing."""
        for kept in self.kept.values():
            for branch in kept:
                branch.entries = [replace(entry, payload=None) for entry in branch.entries]

    def put_back(self, address: Address, payload: Payload) -> None:
        """Take a missing body back, if a header at this place vouches for it."""
        for entry in [entry for entry in self.at(*address) if entry.header.payload_hash == payload.hash()][:1]:
            self._set(address, payload, entry.id)

    def _set(self, address: Address, payload: Payload | None, only: EntryId | None) -> None:
        for branch in self.kept[address.device]:
            place = address.seq - branch.first
            if 0 <= place < len(branch.entries) and only in {None, branch.entries[place].id}:
                branch.entries[place] = replace(branch.entries[place], payload=payload)

    def _open(self, sealed: Sealed) -> Sequence[Entry]:
        before = self.at(sealed.device, sealed.first_seq - 1) if sealed.first_seq else []
        heights = [Height(sealed.first_seq, entry.id) for entry in before] if sealed.first_seq else [EMPTY]
        for height in heights:
            try:
                return open_sealed(sealed, self.cell, height)
            except PeerFault:
                continue
        raise PeerFault("segment_hole", first=sealed.first_seq)

    def _append(self, device: DeviceId, fresh: list[Entry]) -> int:
        kept = self.kept.setdefault(device, [])
        first, back = fresh[0].header.seq, fresh[0].header.back
        for position, branch in enumerate(kept):
            if branch.end == Height(first, back):
                branch.entries += fresh
                return position
        kept.append(Kept(first, self.position(device, back, first - 1) if first else None, fresh))
        return len(kept) - 1
