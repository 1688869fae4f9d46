"""The log of a simulation: the same promises as the tables', kept in lists."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain

from idos_p2p.errors import BugError
from idos_p2p.ids import Address, DeviceId, EntryId, RecordName
from idos_p2p.log.branches import Branch, Branches, Logs
from idos_p2p.log.chain import Height
from idos_p2p.log.entry import Entry, Payload
from idos_p2p.log.merging import runs_to_join
from idos_p2p.log.segment import Sealed, reseal, weight
from idos_p2p.store.database import Database
from idos_p2p.store.devices import Devices, chain_of, key_of, seq_of
from idos_p2p.store.memory_judgements import MemoryJudgements
from idos_p2p.store.ports import Held, HeldAct, Key


@dataclass
class MemoryBranch:
    """One branch, as lists."""

    chain: int
    first: int
    parent: int | None
    entries: list[Entry] = field(default_factory=list)
    sealed: list[Sealed] = field(default_factory=list)
    acts: list[Entry] = field(default_factory=list)
    weights: list[int] = field(default_factory=lambda: [0])  # of all entries before each place

    @property
    def end(self) -> int:
        """The place after its last entry."""
        return self.first + len(self.entries)

    @property
    def told(self) -> Branch:
        """What others are told of it."""
        return Branch(self.first, self.parent, Height(self.end, self.entries[-1].id))

    def holds(self, seq: int) -> bool:
        """Tell whether it has an entry of its own at this place."""
        return self.first <= seq < self.end

    def at(self, seq: int) -> Entry:
        """Return its own entry at this place."""
        return self.entries[seq - self.first]

    def weighs(self, sealed: Sealed) -> int:
        """Return how many bytes one of its segments takes at most."""
        return self.weights[sealed.end - self.first] - self.weights[sealed.first_seq - self.first]

    def of(self, sealed: Sealed) -> list[Entry]:
        """Return the entries of one of its segments."""
        return self.entries[sealed.first_seq - self.first : sealed.end - self.first]


class MemoryLog:
    """The log as lists. Handles are those of the tables (``store/devices.py``), for the read model reads them."""

    def __init__(self, database: Database, devices: Devices, judgements: MemoryJudgements) -> None:
        self._database = database
        self._devices = devices
        self._judgements = judgements
        self._branches: dict[DeviceId, list[MemoryBranch]] = {}
        self._of_chain: dict[int, MemoryBranch] = {}
        self._logs: dict[DeviceId, Branches] = {}
        self._acts: list[HeldAct] = []
        self._missing: set[Key] = set()

    def logs(self) -> Logs:
        """Return the branches of every device's log. A position stays for ever; new branches come at the end."""
        return dict(self._logs)

    def append(self, sealed: Sealed, entries: Sequence[Entry]) -> int:
        """Keep a verified segment that begins, continues or leaves a branch; return the position of its branch."""
        self._database.require_transaction()
        device, seq, back = sealed.device, sealed.first_seq, entries[0].header.back
        if [(device, seq + place) for place in range(sealed.count)] != [entry.header.address for entry in entries]:
            raise BugError("log_hole", device=device.hex(), first=seq)
        ends = [branch.height for branch in self._logs.get(device, ())]
        continues = Height(seq, back) in ends
        position = ends.index(Height(seq, back)) if continues else self._begin(entries[0])
        branch, acts = self._branches[device][position], len(self._acts)
        for entry in entries:
            branch.entries.append(entry)
            branch.weights.append(branch.weights[-1] + weight(entry.header))
            if entry.header.is_act:
                self._acts.append(HeldAct(entry, self._act_before(device, position, entry.header.seq)))
                branch.acts.append(entry)
        branch.sealed = [*branch.sealed, sealed]
        self._tell(device)
        self._database.undo.remember(lambda: self._take_back(device, position, seq, acts))
        for entry in entries:
            self._await(Held(Key(key_of(branch.chain, entry.header.seq)), entry))
        return position

    def at(self, device: DeviceId, seq: int) -> list[Held]:
        """Return the entries at this place, by position: none, one, or several where the device forked."""
        branches = self._branches.get(device, ())
        return [Held(Key(key_of(branch.chain, seq)), branch.at(seq)) for branch in branches if branch.holds(seq)]

    def position(self, device: DeviceId, entry: EntryId, seq: int) -> int | None:
        """Return the branch that holds this entry at this place among its own; None when it is not held."""
        for position, branch in enumerate(self._branches.get(device, ())):
            if branch.holds(seq) and branch.at(seq).id == entry:
                return position
        return None

    def line(self, device: DeviceId, branch: int, start: int, end: int) -> list[Entry]:
        """Return the entries from ``start`` to ``end`` (excluded) of a branch's line, through its parents."""
        places = range(start, end)
        found = [entry for seq in places if (entry := self._on_line(device, branch, seq)) is not None]
        if len(found) != end - start:
            raise BugError("entry_absent", device=device.hex(), branch=branch, seq=end)
        return found

    def changed(self, device: DeviceId, branch: int, start: int, end: int) -> frozenset[RecordName]:
        """Return the records that a branch's own entries from ``start`` to ``end`` (excluded) changed."""
        branches = self._branches.get(device, [])
        if branch >= len(branches):
            return frozenset()
        one = branches[branch]
        headers = [one.at(seq).header for seq in range(max(start, one.first), min(end, one.end))]
        changing = (
            header.seq
            for header in headers
            if header.record is not None and header.record != RecordName(*header.address)
        )
        return self._judgements.applied(Key(key_of(one.chain, seq)) for seq in changing)

    def segments(self, device: DeviceId, branch: int, start: int, most_bytes: int) -> list[bytes]:
        """Return segments of a branch's own entries, from exactly ``start`` on: at least one, until ``most_bytes``."""
        branches = self._branches.get(device, [])
        if branch >= len(branches) or start >= branches[branch].end:
            return []
        one = branches[branch]
        if start < one.first:
            raise BugError("entry_absent", device=device.hex(), seq=start)
        given: list[bytes] = []
        size = 0
        for sealed in one.sealed:
            if sealed.end > start:
                cut = max(0, start - sealed.first_seq)
                blob = reseal(one.of(sealed)[cut:], sealed.signature).blob if cut else sealed.blob
                size += len(blob)
                if given and size > most_bytes:
                    break
                given.append(blob)
        return given

    def entries(self, keys: Iterable[Key]) -> list[Entry]:
        """Return the entries of these handles, in that order; raise BugError on a handle of none."""
        return [self._branch_of(key).at(seq_of(key)) for key in keys]

    def lineage(self, keys: Iterable[Key]) -> Mapping[EntryId, frozenset[int]]:
        """Return, for those of these entries that are contested, the branches whose line passes through them."""
        found = {}
        for entry in self.entries(keys):
            device, seq = entry.header.address
            branches = self._branches[device]
            if any(branch.first <= seq for branch in branches[1:]):
                found[entry.id] = frozenset(
                    position for position in range(len(branches)) if self._on_line(device, position, seq) == entry
                )
        return found

    def acts(self, after: int = 0) -> list[HeldAct]:
        """Return the acts of authority in order of arrival, but for the first so many."""
        return self._acts[after:]

    def missing(self) -> list[Address]:
        """Return where a body is absent and was not erased, ascending, each place once."""
        return sorted({Address(self._devices.device(chain_of(key)), seq_of(key)) for key in self._missing})

    def put_back(self, address: Address, payload: Payload) -> bool:
        """Give a missing body back to the entry whose header vouches for it; its record awaits judgement again."""
        self._database.require_transaction()
        given = False
        for held in self.at(*address):
            header = held.entry.header
            signed = (header.payload_size, header.payload_hash) == (len(payload.body), payload.hash())
            if held.key in self._missing and signed and header.record is not None:
                self._give(held.key, payload)
                self._judgements.reopen_record(header.record)
                given = True
        return given

    def erase(self, keys: Iterable[Key]) -> None:
        """Drop these bodies for good: headers stay and verify, and none of the bodies is missing any more."""
        self._database.require_transaction()
        asked = list(keys)
        if any(entry.header.is_act for entry in self.entries(asked)):
            raise BugError("erase_act")
        for key in asked:
            self._give(key, None)

    def miss(self, keys: Iterable[Key]) -> None:
        """Ask every peer again for those of these bodies that are absent: their erasure does not count any more."""
        self._database.require_transaction()
        for key in keys:
            if self._branch_of(key).at(seq_of(key)).payload is None and key not in self._missing:
                self._missing.add(key)
                self._database.undo.remember(partial(self._missing.discard, key))

    def merge(self, most: int) -> int:
        """Join small neighbouring segments, rewriting no more than ``most`` of them (2 or more)."""
        self._database.require_transaction()
        dealt = 0
        for branch in sorted(chain.from_iterable(self._branches.values()), key=lambda branch: branch.chain):
            at = 0
            for run in runs_to_join((sealed.count, branch.weighs(sealed)) for sealed in branch.sealed):
                joined = min(run.segments, most - dealt)
                if joined > 1:
                    self._join(branch, at, joined)
                    at -= joined - 1
                    dealt += joined
                at += run.segments
        return dealt

    def _begin(self, entry: Entry) -> int:
        """Make a branch for this entry, which continues none, and return its position."""
        device, seq = entry.header.address
        branches = self._branches.get(device, [])
        parent = self.position(device, entry.header.back, seq - 1)
        if (seq and parent is None) or self.position(device, entry.id, seq) is not None:
            raise BugError("log_hole", device=device.hex(), first=seq)
        if branches:
            number = self._devices.begin(device, None if parent is None else branches[parent].chain, seq)
        else:
            number = self._devices.first(device)
        self._of_chain[number] = MemoryBranch(number, seq, parent)
        self._branches[device] = [*branches, self._of_chain[number]]
        return len(branches)

    def _await(self, held: Held) -> None:
        """Await the judgement of an entry, and its body if it did not come along."""
        self._judgements.arrived(held)
        if held.entry.payload is None:
            self._missing.add(held.key)
            self._database.undo.remember(partial(self._missing.discard, held.key))

    def _on_line(self, device: DeviceId, position: int, seq: int) -> Entry | None:
        branches = self._branches.get(device, [])
        at: int | None = position if 0 <= position < len(branches) else None
        while at is not None:
            if seq >= branches[at].first:
                return branches[at].at(seq) if branches[at].holds(seq) else None
            at = branches[at].parent
        return None

    def _act_before(self, device: DeviceId, position: int, seq: int) -> EntryId | None:
        at: int | None = position
        while at is not None:
            branch = self._branches[device][at]
            for act in reversed(branch.acts):
                if act.header.seq < seq:
                    return act.id
            seq, at = branch.first, branch.parent
        return None

    def _branch_of(self, key: Key) -> MemoryBranch:
        branch = self._of_chain.get(chain_of(key))
        if branch is None or not branch.holds(seq_of(key)):
            raise BugError("entry_absent", key=key)
        return branch

    def _give(self, key: Key, payload: Payload | None) -> None:
        """Give an entry another payload or none; neither way is it missing from then on."""
        branch, seq = self._branch_of(key), seq_of(key)
        before, sealed = branch.at(seq), branch.sealed
        self._put(branch, replace(before, payload=payload))
        branch.sealed = [
            reseal(branch.of(one), one.signature) if one.first_seq <= seq < one.end else one for one in sealed
        ]
        self._database.undo.remember(partial(self._put, branch, before))
        self._database.undo.remember(partial(setattr, branch, "sealed", sealed))
        if key in self._missing:
            self._missing.discard(key)
            self._database.undo.remember(partial(self._missing.add, key))

    def _put(self, branch: MemoryBranch, entry: Entry) -> None:
        branch.entries[entry.header.seq - branch.first] = entry

    def _join(self, branch: MemoryBranch, at: int, length: int) -> None:
        before = branch.sealed
        entries = [entry for sealed in before[at : at + length] for entry in branch.of(sealed)]
        joined = reseal(entries, before[at + length - 1].signature)
        branch.sealed = [*before[:at], joined, *before[at + length :]]
        self._database.undo.remember(partial(setattr, branch, "sealed", before))

    def _tell(self, device: DeviceId) -> None:
        self._logs[device] = tuple(branch.told for branch in self._branches[device])

    def _take_back(self, device: DeviceId, position: int, seq: int, acts: int) -> None:
        branch = self._branches[device][position]
        branch.sealed = branch.sealed[:-1]
        del branch.entries[seq - branch.first :]
        del branch.weights[seq - branch.first + 1 :]
        branch.acts = [act for act in branch.acts if act.header.seq < seq]
        del self._acts[acts:]
        if not branch.entries:
            del self._branches[device][position], self._of_chain[branch.chain]
        self._tell(device)
        if not self._logs[device]:
            del self._branches[device], self._logs[device]
