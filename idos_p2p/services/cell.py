"""One opened cell: its keys, its store, and what they conclude. Used from one thread at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache

from idos_p2p.clock import Clock
from idos_p2p.errors import RefusedError
from idos_p2p.events import BodiesChanged, CellEvent, ForkFound, LogGrew, MembersChanged, RecordsChanged, Restored
from idos_p2p.governance import acts as acts_of_authority
from idos_p2p.governance.counting import Electors
from idos_p2p.governance.evaluation import Evaluation
from idos_p2p.governance.matters import Matter, Place
from idos_p2p.governance.membership import Membership
from idos_p2p.governance.past import Act, act_of
from idos_p2p.identity.keys import verify
from idos_p2p.identity.keystore import CellKeys, new_keys
from idos_p2p.ids import CellId, DeviceId, PersonId, RecordName
from idos_p2p.log.branches import Branches, Logs
from idos_p2p.log.chain import EMPTY, Draft, Height, extend
from idos_p2p.log.entry import SALT_BYTES, Entry, Payload
from idos_p2p.log.heights import Heights, heights_of
from idos_p2p.log.segment import Sealed, partition, seal
from idos_p2p.log.standing import Standing
from idos_p2p.services.reopen import is_out, reopen_what_changed
from idos_p2p.store.ports import Log, Store

Entropy = Callable[[int], bytes]
_KNOWN_PROOFS = 4096  # one a device: an act's signature is verified once a session, not at each evaluation


RESTORED = "restored"
"""The fact that this installation goes on from an older copy of itself: its device's key signs no entry any more."""

_DEVICE_SEEDS = "device seeds"  # the fact that holds the device's two seeds, once it has taken an older one's place


class Cell:
    """What the services work on. ``listen`` tells others what became durable."""

    def __init__(self, cell_id: CellId, keys: CellKeys, store: Store, clock: Clock, entropy: Entropy) -> None:
        self.id = cell_id
        self.keys = _keys_now(keys, store)
        self.store = store
        self.clock = clock
        self.entropy = entropy
        self.listen: Callable[[CellEvent], None] = _nobody
        self.arriving = False  # more of others' logs came since the last slice was projected: still more may follow
        self._verify = lru_cache(maxsize=_KNOWN_PROOFS)(verify)
        self.membership = self._evaluate_anew()

    @property
    def device(self) -> DeviceId:
        """This installation's device in the cell."""
        return self.keys.device.device

    def logs(self) -> Logs:
        """Return the branches of every log this cell holds."""
        return self.store.log.logs()

    def heights(self) -> Heights:
        """Return the heads of every log this cell holds."""
        return heights_of(self.logs())

    def standing(self) -> Standing:
        """Return what this cell holds, as another is told."""
        return Standing(self.logs(), tuple(self.store.log.missing()))

    def own_branches(self) -> Branches:
        """Return the branches of this device's own log: none before its first entry, several if it was forked."""
        return self.logs().get(self.device, ())

    def own_height(self) -> int:
        """Return how many entries this device has written."""
        branches = self.own_branches()
        return branches[0].height.count if branches else 0

    def digest(self) -> bytes:
        """Return the 16 bytes that are equal on two devices exactly when what they hold is."""
        return self.standing().digest

    @property
    def restored(self) -> bool:
        """Whether this device's log must not go on: an older copy was put back, or others know more of it than we."""
        return self.store.facts.get(RESTORED) == b"1" or len(self.own_branches()) > 1

    @contextmanager
    def log_step(self) -> Iterator[None]:
        """Give the transaction of one step that may change the log, and tell if other bodies are missing after it."""
        before = self.store.log.missing()
        with self.store.transaction():
            yield
        if self.store.log.missing() != before:
            self.listen(BodiesChanged())

    def require_membership(self) -> None:
        """Raise RefusedError unless this device writes for somebody: it reads and exports all the same.

        "not_member_yet" while nobody has opened the door to it, "no_longer_member" once it or its person was put out or
        has left, "device_restored".
        """
        if self.restored:
            raise RefusedError("device_restored")
        if not self.membership.effective(self.device):
            raise RefusedError("no_longer_member" if is_out(self.membership, self.device) else "not_member_yet")

    def require_authority(self) -> None:
        """Raise RefusedError("update_needed") where a newer program has said what this one does not understand.

        Then this program must not speak in matters of who belongs and what is decided: it may be wrong about them.
        """
        if self.membership.newer:
            raise RefusedError("update_needed")

    def change(self, kind: int, body: bytes, record: RecordName | None) -> Draft:
        """Return the draft of a change of a record; None for the change that creates one."""
        payload = Payload(self.entropy(SALT_BYTES), body)
        return Draft(kind, payload, self.clock.now_ms(), record=record, creates=record is None)

    def act(self, body: acts_of_authority.ActBody) -> Draft:
        """Return the draft of an act of authority, which refers to all acts that this device knows.

        Raises as ``require_authority``.
        """
        self.require_authority()
        return replace(self.first_act(body), refs=self.membership.heads)

    def first_act(self, body: acts_of_authority.ActBody) -> Draft:
        """Return the draft of an act that begins a log: it builds on nothing but what it names."""
        payload = Payload(self.entropy(SALT_BYTES), acts_of_authority.encode(body))
        return Draft(acts_of_authority.kind_of(body), payload, self.clock.now_ms())

    def pen(self) -> Pen:
        """Return what writes at the end of this device's log, in the transaction under way."""
        if self.restored:
            raise RefusedError("device_restored")
        branches = self.own_branches()
        return Pen(self.id, self.keys, self.store.log, branches[0].height if branches else EMPTY)

    def append(self, drafts: Sequence[Draft]) -> list[Entry]:
        """Sign these entries and put them at the end of this device's log, in the transaction under way."""
        pen = self.pen()
        entries = pen.write(drafts)
        pen.seal()
        return entries

    def append_verified(self, sealed: Sealed, entries: Sequence[Entry]) -> int:
        """Keep a segment whose entries were verified, in the transaction under way; return the branch it is on."""
        return self.store.log.append(sealed, entries)

    def take_place(self, device_seed: bytes, sealing_seed: bytes) -> None:
        """Write with other device keys from now on, in the transaction under way; the log of the older ones stays."""
        self.store.facts.set(_DEVICE_SEEDS, device_seed + sealing_seed)
        self.store.facts.set(RESTORED, b"0")
        self.keys = _keys_now(self.keys, self.store)

    def refresh_membership(self) -> bool:
        """Conclude anew from the acts at hand, in the transaction under way; say whether anything changed.

        Records in which a device wrote whose word counts otherwise from now on are judged again, and erased ones.
        """
        before, self.membership = self.membership, self._evaluate()
        reopen_what_changed(self.store, before, self.membership)
        return before != self.membership

    def refresh_in_transaction(self) -> bool:
        """Conclude anew in a transaction of its own."""
        with self.store.transaction():
            return self.refresh_membership()

    def forget_unsaved(self) -> None:
        """Conclude anew after a transaction was rolled back."""
        self.keys = _keys_now(self.keys, self.store)
        self.membership = self._evaluate_anew()

    def tell(self, *, entries: int = 0, ids: frozenset[str] = frozenset(), kinds: frozenset[str] = frozenset()) -> None:
        """Tell the listener what has become durable."""
        if entries:
            self.listen(LogGrew(entries))
        if ids:
            self.listen(RecordsChanged(ids, kinds))

    def tell_members_changed(self) -> None:
        """Tell the listener that who belongs has changed."""
        self.listen(MembersChanged())

    def tell_forked(self, device: DeviceId) -> None:
        """Tell the listener that a device's log has two histories."""
        self.listen(ForkFound(device))

    def tell_restored(self) -> None:
        """Tell the listener that this device's log must not go on."""
        self.listen(Restored())

    def close(self) -> None:
        """Release the store."""
        self.store.close()

    def beginning_fault(self, act: Act) -> str:
        """Return why an act that begins a log, and names one that was judged, is void; empty when it counts."""
        return self._evaluation.beginning_fault(act)

    def electors(self, matter: Matter, project: Place | None = None) -> Electors:
        """Return who would answer this matter if it were put now."""
        return self._evaluation.electors(matter, project)

    def devices_to_cut(self, person: PersonId) -> frozenset[DeviceId]:
        """Return the devices that an act names which puts this person out, brings them back or leaves for them."""
        return self._evaluation.devices_to_cut(person)

    def _evaluate(self) -> Membership:
        """Judge the acts that came since the last time, and conclude from all of them."""
        fresh = self.store.log.acts(self._evaluated)
        self._evaluated += len(fresh)
        self._evaluation.add(act_of(held.entry, held.previous) for held in fresh)
        return self._evaluation.conclude()

    def _evaluate_anew(self) -> Membership:
        self._evaluation, self._evaluated = Evaluation(self.id, self._verify), 0
        return self._evaluate()


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


def _keys_now(keys: CellKeys, store: Store) -> CellKeys:
    """Return the keys that this installation writes with: those of the keystore, until it took an older one's place.

    They are kept in the database, which opens with the keystore's key, so that one transaction changes them.
    """
    seeds = store.facts.get(_DEVICE_SEEDS)
    return new_keys(seeds[:32], seeds[32:], keys.store) if seeds else keys


def _nobody(_event: CellEvent) -> None:
    """Listen to nothing, until somebody does."""
