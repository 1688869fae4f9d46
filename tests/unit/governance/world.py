"""A cell without signatures, for many histories: devices that know a part, write acts, and meet.

One evaluation judges every act, each from its own past; what a device knows is a mask of it, closed under pasts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from idos_p2p.governance.acts import (
    ActBody,
    AddDevice,
    Admit,
    Answer,
    Ballot,
    Begin,
    Enact,
    Genesis,
    Ground,
    Invite,
    Propose,
    Start,
    Succeed,
    encode,
    kind_of,
)
from idos_p2p.governance.counting import Tally, electors
from idos_p2p.governance.decisions import Decision
from idos_p2p.governance.evaluation import Evaluation
from idos_p2p.governance.facts import Facts
from idos_p2p.governance.matters import Chamber, Cut, Matter, Place, electorate_hash
from idos_p2p.governance.membership import Membership, Person
from idos_p2p.governance.past import Act
from idos_p2p.governance.proofs import adding_message, proof_message, succession_message
from idos_p2p.governance.standing import Standing
from idos_p2p.ids import ABSENT, CellId, DeviceId, EntryId, PersonId

CONCERNED, CARRYING = Chamber.CONCERNED, Chamber.CARRYING
REVIEW = "2031-01-01"
RECORD = b"r" * 32


def signature(key: bytes, message: bytes) -> bytes:
    """Return what stands for a signature here: only who names the key makes it."""
    return sha256(key + message).digest() * 2


def verify(key: DeviceId, message: bytes, proof: bytes) -> bool:
    """Whether this is what stands for the signature of a key."""
    return proof == signature(key, message)


@dataclass
class Pen:
    """One line of a device's log, and the acts that its writer knows as a mask; a fork is a second pen."""

    device: DeviceId
    tip: EntryId | None = None
    seq: int = 0  # of the next act
    known: int = 0
    name: str = ""


@dataclass
class World:
    """Every act ever written, and who may know it."""

    cell: CellId = field(init=False)
    evaluation: Evaluation = field(init=False)
    acts: list[Act] = field(default_factory=list)
    founder: Pen = field(init=False)
    count: int = 0
    chamber: Chamber = CARRYING

    def __post_init__(self) -> None:
        self.founder = self.new_pen("founder")
        self.cell = CellId(ABSENT)
        genesis = self.made(self.founder, Genesis("Le Jardin", REVIEW, self.chamber, ABSENT), (), None, 0)
        self.cell = CellId(genesis.id)
        self.evaluation = Evaluation(self.cell, verify)
        self.put(self.founder, genesis)

    # -------------------------------------------------------------------------------------------------- writing

    @property
    def facts(self) -> Facts:
        return self.evaluation._facts

    def new_pen(self, name: str = "") -> Pen:
        self.count += 1
        return Pen(DeviceId(sha256(b"device %d" % self.count).digest()), name=name or f"device {self.count}")

    def made(self, pen: Pen, body: ActBody, refs: tuple[EntryId, ...], previous: EntryId | None, seq: int) -> Act:
        self.count += 1
        parts = [pen.device, seq.to_bytes(4, "big"), previous or b"", *refs, bytes([kind_of(body)]), encode(body)]
        name = sha256(b"".join([*parts, self.count.to_bytes(4, "big")])).digest()
        return Act(EntryId(name), pen.device, seq, refs, body, previous)

    def say(self, pen: Pen, body: ActBody, refs: Iterable[EntryId] | None = None, *, skip: int = 0) -> Act:
        """Write an act that refers to all this pen knows, unless told otherwise; ``skip`` entries are of records."""
        pen.seq += skip
        act = self.made(pen, body, self.heads(pen.known) if refs is None else tuple(sorted(refs)), pen.tip, pen.seq)
        self.put(pen, act)
        return act

    def put(self, pen: Pen, act: Act) -> None:
        self.acts.append(act)
        self.evaluation.add([act])
        pen.tip, pen.seq = act.id, act.seq + 1
        at = self.at(act.id)
        pen.known |= self.facts.history.pasts[at] | 1 << at

    def at(self, act: EntryId) -> int:
        return self.facts.history.position[act]

    def past(self, *acts: Act) -> int:
        """Return the mask of acts with all that their authors knew."""
        mask = 0
        for act in acts:
            mask |= self.facts.history.pasts[self.at(act.id)] | 1 << self.at(act.id)
        return mask

    def heads(self, mask: int) -> tuple[EntryId, ...]:
        below = 0
        for act in self.facts.history.select(mask):
            below |= self.facts.history.pasts[self.at(act.id)]
        return tuple(sorted(act.id for act in self.facts.history.select(mask & ~below)))

    @staticmethod
    def meet(*pens: Pen) -> None:
        """Let these devices exchange all that they know."""
        everything = 0
        for pen in pens:
            everything |= pen.known
        for pen in pens:
            pen.known = everything

    def fork(self, pen: Pen, after: Act, name: str = "") -> Pen:
        """Return a second line of a device, after one of its acts, that knows what this one knew."""
        return Pen(pen.device, after.id, after.seq + 1, self.past(after), name or f"{pen.name} forked")

    # ------------------------------------------------------------------------------------------------ what is so

    def standing(self, pen: Pen) -> Standing:
        return self.evaluation._standing(pen.known)

    def person(self, pen: Pen) -> PersonId:
        """Return the person of a device, by all that is known."""
        found = self.standing_of_all().owner_of_device(pen.device)
        assert found is not None
        return found

    def standing_of_all(self) -> Standing:
        return self.evaluation._standing(self.facts.history.all)

    def membership(self, mask: int | None = None) -> Membership:
        """Return what everything concludes, or what these acts alone do."""
        if mask is None:
            return self.evaluation.conclude()
        return Evaluation(self.cell, verify, self.facts.history.select(mask)).conclude()

    def void(self, act: Act) -> str:
        return self.facts.void.get(act.id, "")

    def told(self, pen: Pen) -> Person:
        return self.membership().persons[self.person(pen)]

    def decision(self, proposal: Act) -> Decision:
        return self.membership().decisions[proposal.id]

    # ------------------------------------------------------------------------------------------------- coming in

    def invite(self, pen: Pen, uses: int = 1, chamber: Chamber = CONCERNED) -> Act:
        keys = tuple(sha256(b"key %d %d" % (self.count, number)).digest() for number in range(uses))
        return self.say(pen, Invite(keys, RECORD, chamber, 0))

    def start(self, invite: Act, number: int = 0, pen: Pen | None = None, name: str = "") -> Pen:
        assert isinstance(invite.body, Invite)
        pen = pen or self.new_pen(name)
        message = proof_message(self.cell, invite.id, pen.device, ABSENT)
        self.say(pen, Start(invite.id, number, ABSENT, signature(invite.body.keys[number], message)))
        return pen

    def admit(self, pen: Pen, newcomer: Pen, chamber: Chamber = CONCERNED) -> Act:
        self.meet(pen, newcomer)
        act = self.say(pen, Admit(self.start_of(newcomer), chamber, ABSENT))
        newcomer.known |= pen.known
        return act

    def start_of(self, pen: Pen) -> EntryId:
        return next(act.id for act in self.acts if act.device == pen.device and isinstance(act.body, Start))

    def join(self, pen: Pen, name: str = "", chamber: Chamber = CONCERNED) -> Pen:
        """Bring somebody in by an invitation of this device."""
        newcomer = self.start(self.invite(pen, chamber=chamber), name=name)
        self.admit(pen, newcomer, chamber)
        return newcomer

    def admit_without_device(self, pen: Pen, chamber: Chamber = CONCERNED) -> PersonId:
        return PersonId(self.say(pen, Admit(ABSENT, chamber, ABSENT)).id)

    def add_device(self, pen: Pen, *, begin: bool = True) -> Pen:
        new = self.new_pen(f"{pen.name} again")
        proof = signature(new.device, adding_message(self.cell, pen.device, new.device, ABSENT))
        added = self.say(pen, AddDevice(new.device, ABSENT, proof))
        new.known = pen.known
        if begin:
            self.say(new, Begin(added.id))
        return new

    def succeed(self, pen: Pen, knowing: int | None = None) -> Pen:
        """Return a device that takes the place of this one."""
        origin = min((act for act in self.acts if act.device == pen.device and not act.seq), key=lambda act: act.id)
        new = self.new_pen(f"{pen.name} restored")
        new.known = pen.known if knowing is None else knowing
        bare = Succeed(origin.id, 1, origin.id, ABSENT, bytes(64))
        proof = signature(pen.device, succession_message(self.cell, bare, new.device))
        self.say(new, Succeed(origin.id, 1, origin.id, ABSENT, proof))
        return new

    # --------------------------------------------------------------------------------------------------- deciding

    def cuts(self, pen: Pen, devices: Iterable[DeviceId]) -> tuple[Cut, ...]:
        """Return, of each device, a cut at the end of the longest line that this pen knows."""
        history = self.facts.history
        found = []
        for device in sorted(devices):
            own = list(history.select(pen.known & self.facts.by_device.get(device, 0)))
            last = max(own, key=lambda act: (act.seq, act.id))
            found.append(Cut(device, last.seq + 1, last.id, last.id))
        return tuple(found)

    def cuts_of(self, pen: Pen, person: PersonId) -> tuple[Cut, ...]:
        return self.cuts(pen, self.standing(pen).open_devices(person))

    def propose(self, pen: Pen, matter: Matter, project: Place | None = None, replaces: EntryId | None = None) -> Act:
        found = electors(self.standing(pen), matter, project).persons
        hashes = electorate_hash(found[0]), electorate_hash(found[1])
        return self.say(pen, Propose(matter, project, RECORD, (RECORD,), *hashes, REVIEW, replaces or ABSENT))

    def answer(self, pen: Pen, proposal: Act, answer: Answer = Answer.CONSENT, *, voter: PersonId | None = None) -> Act:
        """Answer a proposal, once it and all its author knew is here."""
        pen.known |= self.past(proposal)
        ground = Ground.RISK if answer is Answer.OBJECTION else Ground.NONE
        return self.say(pen, Ballot(proposal.id, answer, ground, ABSENT, voter or ABSENT))

    def ballots(self, pen: Pen, proposal: Act, mask: int | None = None) -> tuple[EntryId, ...]:
        standing = self.standing(pen) if mask is None else self.evaluation._standing(mask)
        put = self.facts.puts.get(proposal.id)
        return () if put is None else tuple(cast.act.id for cast in Tally(self.facts, standing, put).casts)

    def adopts(self, pen: Pen, proposal: Act) -> bool:
        put = self.facts.puts.get(proposal.id)
        return put is not None and Tally(self.facts, self.standing(pen), put).adopts

    def enact(self, pen: Pen, proposal: Act) -> Act:
        return self.say(pen, Enact(proposal.id, self.ballots(pen, proposal)))

    def decide(
        self, pens: Sequence[Pen], matter: Matter, project: Place | None = None, replaces: EntryId | None = None
    ) -> Act:
        """Let the first of these put a matter, all of them consent, and the first enact it; return the proposal."""
        proposal = self.propose(pens[0], matter, project, replaces)
        for pen in pens:
            self.answer(pen, proposal)
        self.meet(*pens)
        enact = self.enact(pens[0], proposal)
        assert not self.void(enact), self.void(enact) or self.void(proposal)
        self.meet(*pens)
        return proposal
