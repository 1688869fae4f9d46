"""What peers send: each segment is verified, kept whole or not at all, and then judged and projected.

A segment is inserted, a duplicate, waiting for what it depends on, or refused with a reason that ends the session.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from idos_p2p.errors import PeerFault
from idos_p2p.governance.acts import Start
from idos_p2p.governance.membership import Membership, act_of
from idos_p2p.identity.keys import is_sound
from idos_p2p.ids import Address, DeviceId, EntryId
from idos_p2p.limits import MAX_WAITING_BYTES
from idos_p2p.log.chain import EMPTY, Height
from idos_p2p.log.entry import GENESIS, Entry
from idos_p2p.log.segment import Sealed, open_sealed, parse
from idos_p2p.services.cell import Cell


@dataclass(frozen=True, slots=True)
class Inserted:
    """The segment was verified and is durable once the transaction is."""

    device: DeviceId
    entries: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The segment was already in the log."""

    device: DeviceId


@dataclass(frozen=True, slots=True)
class Waiting:
    """The segment begins a chain whose origin is not known yet; it is kept in memory only."""

    device: DeviceId


@dataclass(frozen=True, slots=True)
class Refused:
    """The segment broke a rule: nothing of it was kept, and whoever sent it is not heard further."""

    code: str


Outcome = Inserted | Duplicate | Waiting | Refused


@dataclass(slots=True)
class _Chain:
    """The beginning of a log, and the invitation that must arrive before it can be told what it is worth."""

    invite: EntryId
    end: int
    blobs: list[bytes]


@dataclass(slots=True)
class WaitingRoom:
    """Chains of unknown origin that one peer sent, in memory and bounded."""

    size: int = 0
    _chains: dict[DeviceId, _Chain] = field(default_factory=dict)
    _tried: Membership | None = None

    def begin(self, sealed: Sealed, invite: EntryId) -> None:
        """Keep the first segment of a chain; raise PeerFault("waiting_full") when the peer has sent too much."""
        self._grow(sealed)
        self._chains[sealed.device] = _Chain(invite, sealed.end, [sealed.blob])

    def goes_on(self, sealed: Sealed) -> bool:
        """Keep a segment that continues, or repeats, a chain that waits; say whether it does. Raises as ``begin``."""
        chain = self._chains.get(sealed.device)
        if chain is None or sealed.first_seq > chain.end:
            return False
        if sealed.first_seq == chain.end:
            self._grow(sealed)
            chain.blobs.append(sealed.blob)
            chain.end = sealed.end
        return True

    def ready(self, membership: Membership) -> list[bytes]:
        """Return, and keep no longer, the chains whose invitation is known since the acts concluded something new."""
        if membership is self._tried:
            return []
        self._tried = membership
        found = [device for device, chain in self._chains.items() if chain.invite in membership.acts]
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
    outcomes: list[Outcome] = []
    try:
        with cell.store.transaction():
            left = [*waiting.ready(cell.membership), *blobs]
            while left:
                round_outcomes, acts = _take(cell, left, waiting)
                outcomes.extend(round_outcomes)
                inserted += sum(outcome.entries for outcome in round_outcomes if isinstance(outcome, Inserted))
                members_changed |= acts and cell.refresh_membership()
                left = [] if _stopped(outcomes) else waiting.ready(cell.membership)
    except BaseException:
        cell.forget_unsaved()
        raise
    cell.tell(entries=inserted)
    if members_changed:
        cell.tell_members_changed()
    return outcomes


def _stopped(outcomes: Sequence[Outcome]) -> bool:
    return bool(outcomes) and isinstance(outcomes[-1], Refused)


def _take(cell: Cell, blobs: Sequence[bytes], waiting: WaitingRoom) -> tuple[list[Outcome], bool]:
    """Take segments in order; return what became of each, and whether an act of authority was among them."""
    outcomes: list[Outcome] = []
    acts = False
    for blob in blobs:
        try:
            outcome, entries = _take_one(cell, parse(blob), waiting)
        except PeerFault as fault:
            outcomes.append(Refused(fault.code))
            break
        outcomes.append(outcome)
        acts |= any(entry.header.is_act for entry in entries)
    return outcomes, acts


def _take_one(cell: Cell, sealed: Sealed, waiting: WaitingRoom) -> tuple[Outcome, Sequence[Entry]]:
    height = cell.heights().get(sealed.device, EMPTY)
    if sealed.first_seq < height.count:
        return _compare(cell, sealed, height.count), ()
    if not height.count and waiting.goes_on(sealed):
        return Waiting(sealed.device), ()
    entries = open_sealed(sealed, cell.id, height)
    if any(entry.payload is None for entry in entries):  # who passes it on took it out: nothing is ever erased yet
        raise PeerFault("payload_absent", device=sealed.device.hex())
    if not height.count and (invite := _awaited(cell, entries[0])):
        waiting.begin(sealed, invite)
        return Waiting(sealed.device), ()
    cell.append_verified(sealed, entries)
    return Inserted(sealed.device, len(entries)), entries


def _compare(cell: Cell, sealed: Sealed, count: int) -> Outcome:
    """Say whether a segment of the past is what the log holds; a different one is a fork."""
    if sealed.end > count:
        raise PeerFault("segment_overlap")
    ours = cell.store.log.entries(Address(sealed.device, seq) for seq in range(sealed.first_seq, sealed.end))
    before = Height(sealed.first_seq, ours[0].header.back)
    if open_sealed(sealed, cell.id, before)[-1].id != ours[-1].id:
        raise PeerFault("chain_forked", device=sealed.device.hex())
    return Duplicate(sealed.device)


def _awaited(cell: Cell, first: Entry) -> EntryId | None:
    """Return the invitation that a chain's first entry names and that has not arrived; None when its origin is known.

    A chain begins with the genesis, or with a start that a known invitation proves and that builds on nothing else.
    Raises PeerFault when it can never be a beginning.
    """
    if first.header.kind == GENESIS:
        return None
    act = act_of(first)
    if not isinstance(act.body, Start):
        raise PeerFault("chain_unknown", device=first.header.device.hex())
    if not is_sound(first.header.device):
        raise PeerFault("device_unsound")
    if act.refs:
        raise PeerFault("start_refused", why="refs")
    if EntryId(act.body.invite) not in cell.membership.acts:
        return EntryId(act.body.invite)
    concluded = cell.conclude_with(act)
    if concluded.starts.get(act.device) != act.id:
        raise PeerFault("start_refused", why=concluded.void.get(act.id, ""))
    return None
