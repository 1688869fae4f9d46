"""Who belongs: a pure function over the set of acts, the same whatever the order of arrival (design §5).

Each act is judged from its own causal past alone (its device's chain, its refs, the acts it names), never from a clock.
Then the whole set says who is effective.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from idos_p2p.governance.acts import ActBody, Admit, Chamber, Genesis, Invite, Start, decode, named
from idos_p2p.ids import ABSENT, CellId, DeviceId, EntryId, PersonId
from idos_p2p.labels import Label
from idos_p2p.limits import MAX_REFS
from idos_p2p.log.entry import Entry

FOUNDING_CONFIRMATIONS = 2
"""The first two persons admitted on the genesis device's own chain are confirmed at once (design §5, Founding)."""

Verify = Callable[[DeviceId, bytes, bytes], bool]


class Status(StrEnum):
    """What a person may do."""

    CONFIRMED = "confirmed"  # reads, writes, has a voice, opens the door to newcomers
    GUEST = "guest"  # reads and writes records


@dataclass(frozen=True, slots=True)
class Person:
    """A person of the cell, and the acts that say so."""

    id: PersonId
    status: Status
    chamber: Chamber
    devices: tuple[DeviceId, ...]
    claims: EntryId | None
    why: tuple[EntryId, ...]


@dataclass(frozen=True, slots=True)
class OpenInvite:
    """A valid invitation, and which of its one-time keys newcomers have used."""

    id: EntryId
    body: Invite
    by: DeviceId
    used: frozenset[int]


@dataclass(frozen=True, slots=True)
class Membership:
    """What the acts conclude."""

    cell: CellId
    genesis: Genesis | None = None
    founder: PersonId | None = None
    persons: Mapping[PersonId, Person] = field(default_factory=dict)
    devices: Mapping[DeviceId, PersonId] = field(default_factory=dict)
    sealing: Mapping[DeviceId, bytes] = field(default_factory=dict)
    invites: Mapping[EntryId, OpenInvite] = field(default_factory=dict)
    starts: Mapping[DeviceId, EntryId] = field(default_factory=dict)
    alarms: tuple[tuple[str, EntryId], ...] = ()
    void: Mapping[EntryId, str] = field(default_factory=dict)
    acts: frozenset[EntryId] = frozenset()  # all that were judged: those whose past is here
    heads: tuple[EntryId, ...] = ()

    def effective(self, device: DeviceId) -> bool:
        """Whether the device writes for a person of the cell."""
        return device in self.devices

    def person_of(self, device: DeviceId) -> PersonId | None:
        """Return the person for whom the device writes, or None."""
        return self.devices.get(device)

    def confirmed(self, device: DeviceId) -> bool:
        """Whether the device writes for a confirmed person."""
        person = self.devices.get(device)
        return person is not None and self.persons[person].status is Status.CONFIRMED


@dataclass(frozen=True, slots=True)
class Act:
    """An act of authority, decoded: None for a body that is absent or that no encoder would write."""

    id: EntryId
    device: DeviceId
    seq: int
    refs: tuple[EntryId, ...]
    body: ActBody | None


def act_of(entry: Entry) -> Act:
    """Return the act that this entry carries."""
    header = entry.header
    body = decode(header.kind, entry.payload.body) if entry.payload else None
    return Act(entry.id, header.device, header.seq, header.refs, body)


def proof_message(cell: CellId, invite: bytes, device: DeviceId, sealing: bytes) -> bytes:
    """Return what an invitation's one-time key signs for a newcomer's device."""
    return Label.INVITE_PROOF.prefix + cell + invite + device + sealing


def evaluate(cell: CellId, acts: Iterable[Act], verify: Verify) -> Membership:
    """Return what this set of acts concludes; acts whose past has not arrived are left aside."""
    ordered, pasts = _causal_order(acts)
    evaluation = _Evaluation(cell, verify, pasts)
    for act in ordered:
        evaluation.judge(act)
    return evaluation.conclude(ordered)


def _causal_order(acts: Iterable[Act]) -> tuple[list[Act], dict[EntryId, int]]:
    """Return the acts whose past is complete, each after its past, and each one's past as a bit mask of positions."""
    by_id = {act.id: act for act in acts}
    previous = _previous_acts(by_id.values())
    ordered: list[Act] = []
    pasts: dict[EntryId, int] = {}
    position: dict[EntryId, int] = {}
    left = sorted(by_id.values(), key=lambda act: (act.seq, act.id))
    while left:
        later = []
        for act in left:
            parents = {*act.refs, *(named(act.body) if act.body else ()), *previous[act.id]}
            if not all(parent in position for parent in parents):
                later.append(act)
                continue
            past = 0
            for parent in parents:
                past |= pasts[parent] | 1 << position[parent]
            pasts[act.id], position[act.id] = past, len(ordered)
            ordered.append(act)
        if len(later) == len(left):
            break
        left = later
    return ordered, pasts


def _previous_acts(acts: Iterable[Act]) -> dict[EntryId, tuple[EntryId, ...]]:
    """Return for each act the nearest earlier acts of the same device: several only where a chain forked."""
    chains: dict[DeviceId, dict[int, list[EntryId]]] = {}
    for act in acts:
        chains.setdefault(act.device, {}).setdefault(act.seq, []).append(act.id)
    previous: dict[EntryId, tuple[EntryId, ...]] = {}
    for chain in chains.values():
        before: list[EntryId] = []
        for seq in sorted(chain):
            for act_id in chain[seq]:
                previous[act_id] = tuple(before)
            before = chain[seq]
    return previous


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
        self._twins: list[tuple[EntryId, EntryId]] = []  # two of them at one place: a fork
        self._starts: dict[tuple[bytes, int], list[EntryId]] = {}  # by the invitation's key that proves them
        self._key_of: dict[EntryId, tuple[bytes, int]] = {}
        self._sealing: dict[DeviceId, bytes] = {}

    def judge(self, act: Act) -> None:
        if self._genesis and act.device == self._genesis.device:
            self._twins.extend((other.id, act.id) for other in self._founders if other.seq == act.seq)
            self._founders.append(act)
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

    def _fault(self, act: Act) -> str:
        """Return why the act is void, judged from its own past; empty when it is valid."""
        match act.body:
            case None:
                return "body"
            case Genesis():
                return "" if act.id == EntryId(self._cell) else "cell"
            case Start():
                return self._start_fault(act, act.body)
            case Invite():
                return "" if self._confirmed_in_past(act) else "voice"
            case Admit():
                return self._admit_fault(act, act.body)

    def _start_fault(self, act: Act, body: Start) -> str:
        invite = self._invites.get(EntryId(body.invite))
        if act.seq or invite is None or body.number >= len(invite.keys):
            return "invite"
        message = proof_message(self._cell, body.invite, act.device, body.sealing)
        return "" if self._verify(DeviceId(invite.keys[body.number]), message, body.proof) else "proof"

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
        if self._genesis is None or not self._knows(act, self._genesis.id):
            return False
        if act.device == self._genesis.device:
            return True
        return any(
            start.device == act.device
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
        starts = {act.device: act for act in self._valid.values() if isinstance(act.body, Start)}
        used, twice = self._used_keys()
        persons = self._persons(starts, twice)
        devices = {device: person.id for person in persons.values() for device in person.devices}
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
            alarms=tuple(sorted(("invite_key_twice", act_id) for act_id in twice)),
            void=dict(self._void),
            acts=frozenset(self._pasts),
            heads=_heads(ordered, self._pasts),
        )

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


def _heads(ordered: list[Act], pasts: Mapping[EntryId, int]) -> tuple[EntryId, ...]:
    """Return the acts that are in no other act's past, ascending.

    At most as many as an act may name: those that know most, so that a crowd of newcomers' starts does not push out of
    an author's past the very act that gave them a voice.
    """
    seen = 0
    for act in ordered:
        seen |= pasts[act.id]
    heads = [act.id for position, act in enumerate(ordered) if not seen >> position & 1]
    heads.sort(key=lambda act: (pasts[act].bit_count(), act))
    return tuple(sorted(heads[-MAX_REFS:]))
