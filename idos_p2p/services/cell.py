"""One opened cell: its keys, its store, and what they conclude. Used from one thread at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from idos_p2p.clock import Clock
from idos_p2p.errors import RefusedError
from idos_p2p.events import CellEvent, LogGrew, MembersChanged, RecordsChanged
from idos_p2p.governance import acts as acts_of_authority
from idos_p2p.governance.membership import Act, Membership, act_of, evaluate
from idos_p2p.identity.keys import verify
from idos_p2p.identity.keystore import CellKeys
from idos_p2p.ids import CellId, DeviceId, RecordName
from idos_p2p.log.chain import EMPTY, Draft, Height, extend
from idos_p2p.log.entry import SALT_BYTES, Entry, Payload
from idos_p2p.log.heights import Heights, heights_digest
from idos_p2p.log.segment import Sealed, partition, seal
from idos_p2p.store.ports import Log, Store

Entropy = Callable[[int], bytes]
_KNOWN_PROOFS = 4096  # one a device: an act's signature is verified once a session, not at each evaluation


class Cell:
    """What the services work on. ``listen`` tells others what became durable."""

    def __init__(self, cell_id: CellId, keys: CellKeys, store: Store, clock: Clock, entropy: Entropy) -> None:
        self.id = cell_id
        self.keys = keys
        self.store = store
        self.clock = clock
        self.entropy = entropy
        self.listen: Callable[[CellEvent], None] = _nobody
        self._verify = lru_cache(maxsize=_KNOWN_PROOFS)(verify)
        self.membership = self._evaluate()

    @property
    def device(self) -> DeviceId:
        """This installation's device in the cell."""
        return self.keys.device.device

    def heights(self) -> Heights:
        """Return the height of every log this cell holds."""
        return self.store.log.heights()

    def own_height(self) -> int:
        """Return how many entries this device has written."""
        return self.heights().get(self.device, EMPTY).count

    def digest(self) -> bytes:
        """Return the 16 bytes that are equal on two devices exactly when their logs are."""
        return heights_digest(self.heights())

    def require_membership(self) -> None:
        """Raise RefusedError("not_member_yet") while nobody has opened the door to this device."""
        if not self.membership.effective(self.device):
            raise RefusedError("not_member_yet")

    def change(self, kind: int, body: bytes, record: RecordName | None) -> Draft:
        """Return the draft of a change of a record; None for the change that creates one."""
        payload = Payload(self.entropy(SALT_BYTES), body)
        return Draft(kind, payload, self.clock.now_ms(), record=record, creates=record is None)

    def act(self, body: acts_of_authority.ActBody) -> Draft:
        """Return the draft of an act of authority, which refers to all acts that this device knows."""
        payload = Payload(self.entropy(SALT_BYTES), acts_of_authority.encode(body))
        return Draft(acts_of_authority.kind_of(body), payload, self.clock.now_ms(), refs=self.membership.heads)

    def pen(self) -> Pen:
        """Return what writes at the end of this device's log, in the transaction under way."""
        return Pen(self.id, self.keys, self.store.log, self.heights().get(self.device, EMPTY))

    def append(self, drafts: Sequence[Draft]) -> list[Entry]:
        """Sign these entries and put them at the end of this device's log, in the transaction under way."""
        pen = self.pen()
        entries = pen.write(drafts)
        pen.seal()
        return entries

    def append_verified(self, sealed: Sealed, entries: Sequence[Entry]) -> None:
        """Keep a peer's segment whose entries were verified, in the transaction under way."""
        self.store.log.append(sealed, entries)

    def refresh_membership(self) -> bool:
        """Conclude anew from the acts at hand, in the transaction under way; say whether anything changed.

        Records that a device wrote in before it was effective, or after it no longer was, are judged again.
        """
        before, self.membership = self.membership, self._evaluate()
        after = self.membership
        changed = {
            device
            for device in before.devices.keys() | after.devices.keys()
            if before.devices.get(device) != after.devices.get(device)
        }
        if changed:
            self.store.judgements.reopen(changed)
        return before != after

    def refresh_in_transaction(self) -> bool:
        """Conclude anew in a transaction of its own."""
        with self.store.transaction():
            return self.refresh_membership()

    def forget_unsaved(self) -> None:
        """Conclude anew after a transaction was rolled back."""
        self.membership = self._evaluate()

    def tell(self, *, entries: int = 0, ids: frozenset[str] = frozenset(), kinds: frozenset[str] = frozenset()) -> None:
        """Tell the listener what has become durable."""
        if entries:
            self.listen(LogGrew(entries))
        if ids:
            self.listen(RecordsChanged(ids, kinds))

    def tell_members_changed(self) -> None:
        """Tell the listener that who belongs has changed."""
        self.listen(MembersChanged())

    def close(self) -> None:
        """Release the store."""
        self.store.close()

    def conclude_with(self, act: Act) -> Membership:
        """Return what the acts at hand would conclude with one more."""
        return evaluate(self.id, [*self._acts(), act], self._verify)

    def _evaluate(self) -> Membership:
        return evaluate(self.id, self._acts(), self._verify)

    def _acts(self) -> list[Act]:
        return [act_of(entry) for entry in self.store.log.acts()]


class Pen:
    """Entries of one intention: each has its place and id at once, and all are sealed together at the end."""

    def __init__(self, cell: CellId, keys: CellKeys, log: Log, height: Height) -> None:
        self._cell, self._keys, self._log, self._height = cell, keys, log, height
        self._entries: list[Entry] = []

    def write(self, drafts: Sequence[Draft]) -> list[Entry]:
        """Return the entries that these drafts become."""
        entries = extend(self._cell, self._keys.device.device, self._height, drafts)
        self._entries.extend(entries)
        if entries:
            self._height = Height(entries[-1].header.seq + 1, entries[-1].id)
        return entries

    def seal(self) -> int:
        """Sign what was written, put it in the log, and return how many entries that is."""
        for run in partition(self._entries):
            self._log.append(seal(run, self._keys.device.sign), run)
        written, self._entries = len(self._entries), []
        return written


def _nobody(_event: CellEvent) -> None:
    """Listen to nothing, until somebody does."""
