"""What peers send: each segment is verified, kept whole or not at all, and then judged and projected.

A segment is inserted, a duplicate, waiting for what it depends on, or refused with a reason that ends the session.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from idos_p2p.errors import PeerFault
from idos_p2p.governance.acts import Begin, Start, Succeed, named
from idos_p2p.governance.membership import Membership
from idos_p2p.governance.past import act_of
from idos_p2p.identity.keys import is_sound
from idos_p2p.ids import Address, DeviceId, EntryId
from idos_p2p.limits import MAX_BRANCHES, MAX_WAITING_BYTES
from idos_p2p.log.branches import Branches, Logs
from idos_p2p.log.chain import EMPTY, Height
from idos_p2p.log.entry import GENESIS, Entry, Payload
from idos_p2p.log.segment import Sealed, open_sealed, parse, reseal
from idos_p2p.records.write_rule import is_erased
from idos_p2p.services.cell import RESTORED, Cell


@dataclass(frozen=True, slots=True)
class Inserted:
    """What was new of the segment was verified, and is durable once the transaction is."""

    device: DeviceId
    branch: int
    end: int
    entries: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The segment was already in the log."""

    device: DeviceId
    branch: int
    end: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The segment begins a chain whose origin is not known yet; it is kept in memory only."""

    device: DeviceId


@dataclass(frozen=True, slots=True)
class Refused:
    """The segment broke a rule: nothing of it was kept, and whoever sent it is not heard further."""

    code: str


@dataclass(frozen=True, slots=True)
class Surplus:
    """The segment is of one more branch of a log that has as many as are kept; nothing of it was kept."""

    device: DeviceId


Outcome = Inserted | Duplicate | Waiting | Surplus | Refused


@dataclass(slots=True)
class _Chain:
    """The beginning of a log, and the act that must arrive before it can be told what it is worth."""

    awaited: EntryId
    end: int
    blobs: list[bytes]


@dataclass(slots=True)
class WaitingRoom:
    """Chains of unknown origin that one peer sent, in memory and bounded."""

    size: int = 0
    _chains: dict[DeviceId, _Chain] = field(default_factory=dict)
    _tried: Membership | None = None

    def begin(self, sealed: Sealed, awaited: EntryId) -> None:
        """Keep the first segment of a chain; raise PeerFault("waiting_full") when the peer has sent too much."""
        self._grow(sealed)
        self._chains[sealed.device] = _Chain(awaited, sealed.end, [sealed.blob])

    def goes_on(self, sealed: Sealed) -> bool:
        """Keep a segment that continues, repeats or leaves a chain that waits; say if it does. Raises as ``begin``."""
        chain = self._chains.get(sealed.device)
        if chain is None or sealed.first_seq > chain.end:
            return False
        if sealed.blob not in chain.blobs:
            self._grow(sealed)
            chain.blobs.append(sealed.blob)
            chain.end = max(chain.end, sealed.end)
        return True

    def ready(self, membership: Membership) -> list[bytes]:
        """Return, and keep no longer, the chains whose origin is known since the acts concluded something new."""
        if membership is self._tried:
            return []
        self._tried = membership
        found = [device for device, chain in self._chains.items() if chain.awaited in membership.acts]
        blobs = [blob for device in found for blob in self._chains.pop(device).blobs]
        self.size -= sum(map(len, blobs))
        return blobs

    def _grow(self, sealed: Sealed) -> None:
        if self.size + len(sealed.blob) > MAX_WAITING_BYTES:
            raise PeerFault("waiting_full")
        self.size += len(sealed.blob)


def ingest(cell: Cell, blobs: Sequence[bytes], waiting: WaitingRoom) -> list[Outcome]:
    """Take these segments in order, up to the first that is refused, in one durable step.

    Then membership is concluded anew if an act arrived. Records are projected afterwards (``project_all``).
    What waits is looked at again once the acts conclude something new, from whichever peer they came.
    """
    inserted = 0
    members_changed = False
    arrived: set[EntryId] = set()
    outcomes: list[Outcome] = []
    before = cell.logs()
    try:
        with cell.log_step():
            left = [*waiting.ready(cell.membership), *blobs]
            while left:
                round_outcomes, acts = _take(cell, left, waiting, arrived)
                outcomes.extend(round_outcomes)
                inserted += sum(outcome.entries for outcome in round_outcomes if isinstance(outcome, Inserted))
                members_changed |= acts and cell.refresh_membership()
                left = [] if _stopped(outcomes) else waiting.ready(cell.membership)
            forked = _newly_forked(before, outcomes)
            if again := {*forked, *_pinned(cell.membership, arrived)}:
                cell.store.judgements.reopen(sorted(again))
            restored = _went_back(cell, outcomes)
            if restored:
                cell.store.facts.set(RESTORED, b"1")
    except BaseException:
        cell.forget_unsaved()
        raise
    cell.arriving |= inserted > 0
    cell.tell(entries=inserted)
    if members_changed:
        cell.tell_members_changed()
    for device in forked:
        cell.tell_forked(device)
    if restored:
        cell.tell_restored()
    return outcomes


def put_back(cell: Cell, bodies: Sequence[tuple[Address, Payload]]) -> int:
    """Give these bodies back to the entries that lack them, in one durable step; return how many did.

    One that no entry at its address signs is left aside: where a device forked, it may be of a branch that is not here.
    """
    with cell.log_step():
        return sum(cell.store.log.put_back(address, payload) for address, payload in bodies)


def _newly_forked(before: Logs, outcomes: Sequence[Outcome]) -> list[DeviceId]:
    """Return the devices of which a branch came that was not there: all they wrote is to be judged again."""
    grown = {(one.device, one.branch) for one in outcomes if isinstance(one, Inserted) and one.branch}
    return sorted({device for device, branch in grown if branch >= len(before.get(device, ()))})


def _pinned(membership: Membership, arrived: Collection[EntryId]) -> list[DeviceId]:
    """Return the devices of which the last entry that counts has arrived: now it is known what counts of them."""
    return [device for device, cut in membership.cuts.items() if cut and EntryId(cut.head) in arrived]


def _went_back(cell: Cell, outcomes: Sequence[Outcome]) -> bool:
    """Say whether a peer knew entries of this very device that it does not know itself."""
    return any(isinstance(one, Inserted) and one.device == cell.device for one in outcomes)


def _stopped(outcomes: Sequence[Outcome]) -> bool:
    return bool(outcomes) and isinstance(outcomes[-1], Refused)


def _take(
    cell: Cell, blobs: Sequence[bytes], waiting: WaitingRoom, arrived: set[EntryId]
) -> tuple[list[Outcome], bool]:
    """Take segments in order; return what became of each, and whether an act of authority was among them.

    The entries that were new are added to those that arrived.
    """
    outcomes: list[Outcome] = []
    acts = False
    for blob in blobs:
        try:
            outcome, entries = _take_one(cell, parse(blob), waiting)
        except PeerFault as fault:
            outcomes.append(Refused(fault.code))
            break
        outcomes.append(outcome)
        arrived.update(entry.id for entry in entries)
        acts |= any(entry.header.is_act for entry in entries)
    return outcomes, acts


def _take_one(cell: Cell, sealed: Sealed, waiting: WaitingRoom) -> tuple[Outcome, Sequence[Entry]]:
    branches = cell.logs().get(sealed.device, ())
    if not branches and waiting.goes_on(sealed):
        return Waiting(sealed.device), ()
    try:
        entries = _verified(cell, sealed, branches)
    except PeerFault as fault:
        if len(branches) < MAX_BRANCHES or fault.code not in _AFTER_A_SURPLUS:
            raise
        return Surplus(sealed.device), ()
    if sealed.first_seq == 0 and not _begins(cell, entries[0]):
        awaited = _awaited(cell, entries[0])
        if awaited and not branches:
            waiting.begin(sealed, awaited)
        if awaited:
            return Waiting(sealed.device), ()
    fresh, branch = new_part(cell, entries)
    _fill(cell, entries[: len(entries) - len(fresh)])
    if not fresh:
        return Duplicate(sealed.device, branch, sealed.end), ()
    if len(branches) >= MAX_BRANCHES and all(branch.height.head != fresh[0].header.back for branch in branches):
        return Surplus(sealed.device), ()
    kept = [_without_erased(cell, entry) for entry in fresh]
    whole = len(kept) == sealed.count and all(entry is now for entry, now in zip(entries, kept, strict=True))
    branch = cell.append_verified(sealed if whole else reseal(kept, sealed.signature), kept)
    _settle_erased(cell, kept)
    return Inserted(sealed.device, branch, sealed.end, len(kept)), kept


_AFTER_A_SURPLUS = frozenset({"segment_hole", "segment_signature"})
"""How a segment fails that goes on from a branch that was left aside: what it builds on is not here."""


def _verified(cell: Cell, sealed: Sealed, branches: Branches) -> list[Entry]:
    """Return the entries of a segment that continues, repeats or leaves a branch that is here; nothing is written.

    Where the device forked before it, several ends may come before the segment: the one signature says which.
    """
    reached = max((branch.height.count for branch in branches), default=0)
    if sealed.first_seq > reached:
        raise PeerFault("segment_hole", expected=reached, first=sealed.first_seq)
    first = sealed.first_seq
    if first == 0:
        before = [EMPTY]
    else:
        ends = {branch.height.head for branch in branches if branch.height.count == first}
        if len(branches) > 1 or not ends:
            ends |= {held.entry.id for held in cell.store.log.at(sealed.device, first - 1)}
        before = [Height(first, end) for end in sorted(ends)]
    for height in before[:-1]:
        try:
            return open_sealed(sealed, cell.id, height)
        except PeerFault:
            continue  # of another branch, or worth nothing: the last one tells
    return open_sealed(sealed, cell.id, before[-1])


def new_part(cell: Cell, entries: Sequence[Entry]) -> tuple[Sequence[Entry], int]:
    """Return the entries that are not held yet, and the branch that holds the last one before them, if any does.

    Whoever holds an entry holds its history, so they are the end of the segment.
    """
    log, device = cell.store.log, entries[0].header.device
    held, low, high = -1, 0, len(entries)  # entries below ``low`` are held, those from ``high`` on are not
    while low < high:
        middle = (low + high) // 2
        branch = log.position(device, entries[middle].id, entries[middle].header.seq)
        if branch is None:
            high = middle
        else:
            held, low = branch, middle + 1
    return entries[low:], held


def _fill(cell: Cell, held: Sequence[Entry]) -> None:
    """Put back the bodies that the held part of a segment brings and that are missing here."""
    if not held or not (missing := set(cell.store.log.missing())):
        return
    for entry in held:
        if entry.payload and entry.header.address in missing:
            cell.store.log.put_back(entry.header.address, entry.payload)


def _without_erased(cell: Cell, entry: Entry) -> Entry:
    """Return the entry without its payload if its record was erased: what was erased does not come back."""
    if entry.payload is None or not is_erased(entry.header, cell.membership):
        return entry
    return Entry(entry.id, entry.header, None)


def _settle_erased(cell: Cell, kept: Sequence[Entry]) -> None:
    """Note of the bodies that did not come because they were erased that nobody is to be asked for them."""
    gone = {
        entry.id: entry.header.address
        for entry in kept
        if entry.payload is None and is_erased(entry.header, cell.membership)
    }
    cell.store.log.erase(
        held.key
        for address in gone.values()
        for held in cell.store.log.at(address.device, address.seq)
        if held.entry.id in gone
    )


def _begins(cell: Cell, first: Entry) -> bool:
    """Say whether a log may begin with this entry: the genesis, or one that is held already."""
    return first.header.kind == GENESIS or cell.store.log.position(first.header.device, first.id, 0) is not None


def _awaited(cell: Cell, first: Entry) -> EntryId | None:
    """Return the act that a log's first entry names and that has not arrived; None when its origin is known.

    A log begins with a start that a known invitation proves, with a device's taking the place of a known one, or as a
    device that a known one added; it builds on nothing else. Raises PeerFault when it can never be a beginning.
    """
    act = act_of(first)
    if not isinstance(act.body, Start | Succeed | Begin):
        raise PeerFault("chain_unknown", device=first.header.device.hex())
    if not is_sound(first.header.device):
        raise PeerFault("device_unsound")
    if act.refs:
        raise PeerFault("start_refused", why="refs")
    [origin] = named(act.body)
    if origin not in cell.membership.acts:
        return origin
    if why := cell.beginning_fault(act):
        raise PeerFault("start_refused", why=why)
    return None
