"""Who belongs: a pure function over the set of acts, the same whatever the order of arrival (design §5).

Each act is judged from its own causal past alone (its device's chain, its refs, the acts it names), never from a clock.
Then the whole set says who is effective.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from idos_p2p.governance.acts import Admit, Erase, Genesis, Invite, Start, Succeed
from idos_p2p.governance.membership import Membership, OpenInvite, Person, Status
from idos_p2p.governance.past import Act, causal_order, heads
from idos_p2p.ids import ABSENT, CellId, DeviceId, EntryId, PersonId, RecordName
from idos_p2p.labels import Label

FOUNDING_CONFIRMATIONS = 2
"""The first two persons admitted on the genesis device's own chain are confirmed at once (design §5, Founding)."""

MAX_SUCCESSORS = 8
"""Devices that may follow one device: a person's devices, replaced once each (security §4.12)."""

Verify = Callable[[DeviceId, bytes, bytes], bool]


def proof_message(cell: CellId, invite: bytes, device: DeviceId, sealing: bytes) -> bytes:
    """Return what an invitation's one-time key signs for a newcomer's device."""
    return Label.INVITE_PROOF.prefix + cell + invite + device + sealing


def succession_message(cell: CellId, body: Succeed, device: DeviceId) -> bytes:
    """Return what the older device signs for the device that takes its place; the body's proof is not part of it."""
    known = body.origin + body.count.to_bytes(4, "big") + body.head
    return Label.SUCCESSOR.prefix + cell + known + device + body.sealing


def evaluate(cell: CellId, acts: Iterable[Act], verify: Verify) -> Membership:
    """Return what this set of acts concludes; acts whose past has not arrived are left aside."""
    ordered, pasts = causal_order(acts)
    evaluation = _Evaluation(cell, verify, pasts)
    for act in ordered:
        evaluation.judge(act)
    return evaluation.conclude(ordered)


def start_fault(cell: CellId, act: Act, body: Start, invite: Invite | None, verify: Verify) -> str:
    """Return why a start is void, given the valid invitation that it names, if there is one; empty when it counts."""
    if act.seq or invite is None or body.number >= len(invite.keys):
        return "invite"
    message = proof_message(cell, body.invite, act.device, body.sealing)
    return "" if verify(DeviceId(invite.keys[body.number]), message, body.proof) else "proof"


class _Evaluation:
    """Judges acts one after the other, each from its own past, then concludes from the whole set."""

    def __init__(self, cell: CellId, verify: Verify, pasts: Mapping[EntryId, int]) -> None:
        self._cell, self._verify, self._pasts = cell, verify, pasts
        self._position = {act_id: position for position, act_id in enumerate(pasts)}
        self._genesis: Act | None = None
        self._valid: dict[EntryId, Act] = {}
        self._invites: dict[EntryId, Invite] = {}
        self._admits: list[tuple[Act, Admit]] = []
        self._void: dict[EntryId, str] = {}
        self._founders: list[Act] = []  # acts of the founding device, as it wrote them
        self._twins: list[tuple[EntryId, EntryId]] = []  # two of them that do not know each other: a fork
        self._root: dict[EntryId, EntryId] = {}  # act → the first act of its device, or of the one it succeeds
        self._successions: list[tuple[Act, Succeed]] = []
        self._erasures: list[tuple[Act, Erase]] = []
        self._starts: dict[tuple[bytes, int], list[EntryId]] = {}  # by the invitation's key that proves them
        self._key_of: dict[EntryId, tuple[bytes, int]] = {}
        self._sealing: dict[DeviceId, bytes] = {}

    def judge(self, act: Act) -> None:
        if self._genesis and act.device == self._genesis.device:
            self._twins.extend((other.id, act.id) for other in self._founders if not self._knows(act, other.id))
            self._founders.append(act)
        self._root[act.id] = self._root_of(act)
        why = self._fault(act)
        if why:
            self._void[act.id] = why
            return
        self._valid[act.id] = act
        match act.body:
            case Genesis() as body:
                self._genesis = act
                self._founders.append(act)
                self._sealing[act.device] = body.sealing
            case Start() as body:
                self._key_of[act.id] = body.invite, body.number
                self._starts.setdefault(self._key_of[act.id], []).append(act.id)
                self._sealing[act.device] = body.sealing
            case Invite() as body:
                self._invites[act.id] = body
            case Admit() as body:
                self._admits.append((act, body))
            case Succeed() as body:
                self._successions.append((act, body))
                self._sealing[act.device] = body.sealing
            case Erase() as body:
                self._erasures.append((act, body))

    def _root_of(self, act: Act) -> EntryId:
        """Return the first act of the act's device or, where it took the place of others, of the oldest of them."""
        if act.previous is not None:
            return self._root[act.previous]
        return self._root[EntryId(act.body.origin)] if isinstance(act.body, Succeed) else act.id

    def _fault(self, act: Act) -> str:
        """Return why the act is void, judged from its own past; empty when it is valid."""
        match act.body:
            case None:
                return "body"
            case Genesis():
                return "" if act.id == EntryId(self._cell) else "cell"
            case Start():
                invite = self._invites.get(EntryId(act.body.invite))
                return start_fault(self._cell, act, act.body, invite, self._verify)
            case Invite():
                return "" if self._confirmed_in_past(act) else "voice"
            case Admit():
                return self._admit_fault(act, act.body)
            case Succeed():
                return self._succession_fault(act, act.body)
            case Erase():
                return ""  # whose the record is, and so whether this counts, is for the whole set to say

    def _succession_fault(self, act: Act, body: Succeed) -> str:
        origin = self._valid.get(EntryId(body.origin))
        if act.seq or origin is None or origin.seq or origin.device == act.device:
            return "origin"
        message = succession_message(self._cell, body, act.device)
        return "" if self._verify(origin.device, message, body.proof) else "proof"

    def _admit_fault(self, act: Act, body: Admit) -> str:
        if not self._confirmed_in_past(act):
            return "voice"
        if body.start == ABSENT:
            return ""
        key = self._key_of.get(EntryId(body.start))
        if key is None:
            return "start"
        return "" if self._invites[EntryId(key[0])].chamber == body.chamber else "chamber"

    def _confirmed_in_past(self, act: Act) -> bool:
        """Whether the author's device was, in the act's own past, that of a confirmed person."""
        root = self._root[act.id]
        if self._genesis is None or not self._knows(act, self._genesis.id):
            return False
        if root == self._genesis.id:
            return True
        return any(
            start.id == root
            for start in self._founding(lambda other: self._knows(act, other)).values()
            if start and not self._shares_key(start.id, lambda other: self._knows(act, other))
        )

    def _founding(self, known: Callable[[EntryId], bool]) -> dict[EntryId, Act | None]:
        """Return, of the acts known, the admissions that confirm at once, and the start that each one names."""
        if any(known(one) and known(other) for one, other in self._twins):
            return {}
        found: dict[EntryId, Act | None] = {}
        counted: set[bytes] = set()
        for act in self._founders:
            if len(found) == FOUNDING_CONFIRMATIONS:
                break
            if not isinstance(act.body, Admit) or act.id not in self._valid or not known(act.id):
                continue
            if act.body.start not in counted:
                found[act.id] = self._valid.get(EntryId(act.body.start))
                counted |= {act.body.start} - {ABSENT}
        return found

    def _shares_key(self, start: EntryId, known: Callable[[EntryId], bool]) -> bool:
        """Whether, among the acts known, another device started with the same one-time key."""
        return sum(map(known, self._starts[self._key_of[start]])) > 1

    def _knows(self, act: Act, other: EntryId) -> bool:
        return act.id == other or bool(self._pasts[act.id] >> self._position[other] & 1)

    def conclude(self, ordered: list[Act]) -> Membership:
        starts = self._first_starts()
        used, twice = self._used_keys()
        persons = self._persons(starts, twice)
        devices = {device: person.id for person in persons.values() for device in person.devices}
        succeeded, too_often = self._succeeded(devices)
        for device in succeeded:  # each after the one whose place it took
            devices[device] = devices[succeeded[device]]
        devices_of: dict[PersonId, list[DeviceId]] = {person: [] for person in persons}
        for device in sorted(devices):
            devices_of[devices[device]].append(device)
        persons = {person: replace(persons[person], devices=tuple(devices_of[person])) for person in persons}
        genesis = self._genesis.body if self._genesis else None
        return Membership(
            cell=self._cell,
            genesis=genesis if isinstance(genesis, Genesis) else None,
            founder=PersonId(self._genesis.id) if self._genesis else None,
            persons=persons,
            devices=devices,
            sealing={device: self._sealing[device] for device in devices},
            invites={
                act: OpenInvite(act, body, self._valid[act].device, frozenset(used.get(act, ())))
                for act, body in self._invites.items()
            },
            starts={device: act.id for device, act in starts.items()},
            succeeded=succeeded,
            erasures=self._erased(devices),
            alarms=tuple(
                sorted(
                    [
                        *(("invite_key_twice", act_id) for act_id in twice),
                        *(("succeeded_twice", act_id) for act_id in too_often),
                    ]
                )
            ),
            void=dict(self._void),
            acts=frozenset(self._pasts),
            heads=heads(ordered, self._pasts),
        )

    def _first_starts(self) -> dict[DeviceId, Act]:
        """Return one start a device: of a device that began twice, the one with the smallest id."""
        found: dict[DeviceId, Act] = {}
        for act in sorted(self._valid.values(), key=lambda act: act.id):
            if isinstance(act.body, Start):
                found.setdefault(act.device, act)
        return found

    def _succeeded(self, devices: Mapping[DeviceId, PersonId]) -> tuple[dict[DeviceId, DeviceId], list[EntryId]]:
        """Return which device took whose place, each after that one, and the acts of those that were not the only one.

        A copy that is put back twice makes two; whoever stole a key could make any number, so only some are followed.
        """
        by_origin: dict[DeviceId, list[Act]] = {}
        for act, body in self._successions:
            by_origin.setdefault(self._valid[EntryId(body.origin)].device, []).append(act)
        succeeded: dict[DeviceId, DeviceId] = {}
        alarms: list[EntryId] = []
        for origin, acts in by_origin.items():  # an origin comes before what succeeds it: its act is in their past
            if origin not in devices and origin not in succeeded:
                continue
            acts.sort(key=lambda act: act.id)
            for act in acts[:MAX_SUCCESSORS]:
                if act.device not in devices:
                    succeeded.setdefault(act.device, origin)
            alarms.extend(act.id for act in acts if len(acts) > 1)
        return succeeded, alarms

    def _erased(self, devices: Mapping[DeviceId, PersonId]) -> dict[RecordName, EntryId]:
        """Return the records that a device of their owner erased, with one of the acts that say so."""
        found: dict[RecordName, EntryId] = {}
        for act, body in sorted(self._erasures, key=lambda erasure: erasure[0].id):
            owner = devices.get(DeviceId(body.device))
            if owner is not None and owner == devices.get(act.device):
                found.setdefault(RecordName(DeviceId(body.device), body.seq), act.id)
        return found

    def _used_keys(self) -> tuple[dict[EntryId, set[int]], set[EntryId]]:
        """Return the key numbers used of each invitation, and the starts that share a key with another device."""
        used: dict[EntryId, set[int]] = {}
        for invite, number in self._starts:
            used.setdefault(EntryId(invite), set()).add(number)
        return used, {act_id for same in self._starts.values() if len(same) > 1 for act_id in same}

    def _persons(self, starts: Mapping[DeviceId, Act], twice: set[EntryId]) -> dict[PersonId, Person]:
        persons: dict[PersonId, Person] = {}
        if self._genesis and isinstance(self._genesis.body, Genesis):
            founder = PersonId(self._genesis.id)
            persons[founder] = Person(
                founder,
                Status.CONFIRMED,
                self._genesis.body.chamber,
                (self._genesis.device,),
                None,
                (self._genesis.id,),
            )
        founding = self._founding(lambda _: True)
        started = {act.id: act for act in starts.values()}
        for admit, body in sorted(self._admits, key=lambda admission: admission[0].id):
            start = started.get(EntryId(body.start))
            person = PersonId(start.id if start else admit.id)
            confirmed = admit.id in founding and not (start and start.id in twice)
            earlier = persons.get(person)
            why = tuple(sorted({*(earlier.why if earlier else ()), admit.id, *((start.id,) if start else ())}))
            persons[person] = Person(
                person,
                Status.CONFIRMED if confirmed or (earlier and earlier.status is Status.CONFIRMED) else Status.GUEST,
                earlier.chamber if earlier else body.chamber,
                (start.device,) if start else (),
                EntryId(body.claims) if body.claims != ABSENT else (earlier.claims if earlier else None),
                why,
            )
        return persons
