"""Histories of a cell for the tests: devices that know only a part, write acts of authority, and meet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from idos_p2p.governance.acts import ActBody
from idos_p2p.governance.evaluation import evaluate
from idos_p2p.governance.matters import Chamber
from idos_p2p.governance.membership import Membership, Status
from idos_p2p.governance.past import Act, act_of
from idos_p2p.identity.invitation import Invitation
from idos_p2p.identity.keys import verify
from idos_p2p.ids import CellId, DeviceId, EntryId
from tests.unit.log.authors import Author, admit_body, founder, invitation, invite_body


@dataclass
class Writer:
    """A device and the acts it knows."""

    author: Author
    known: dict[EntryId, Act] = field(default_factory=dict)

    @property
    def device(self) -> DeviceId:
        return self.author.device

    def membership(self) -> Membership:
        return conclude(self.author.cell, self.known.values())

    def say(self, body: ActBody, refs: Sequence[EntryId] | None = None) -> Act:
        """Write an act that refers to all this device knows, unless told otherwise."""
        heads = self.membership().heads if refs is None else refs
        act = act_of(self.author.act(body, *heads), self.last())
        self.known[act.id] = act
        return act

    def last(self, before: int = 1 << 32) -> EntryId | None:
        """Return this device's last act, or its last one before a place of its log."""
        own = [act for act in self.known.values() if act.device == self.device and act.seq < before]
        return max(own, key=lambda act: act.seq).id if own else None

    def meet(self, other: Writer) -> None:
        """Exchange all that both know."""
        self.known |= other.known
        other.known |= self.known


@dataclass
class Cell:
    """A founder, whoever came later, and all that was ever said."""

    founder: Writer
    writers: list[Writer]
    links: dict[EntryId, Invitation] = field(default_factory=dict)

    @property
    def id(self) -> CellId:
        return self.founder.author.cell

    def newcomer(self) -> Writer:
        """Return a device that knows nothing yet."""
        writer = Writer(Author(10 + len(self.writers), self.id))
        self.writers.append(writer)
        return writer

    def invite(self, by: Writer, uses: int = 1, chamber: Chamber = Chamber.CONCERNED) -> EntryId:
        """Write an invitation and return its act's id."""
        link = invitation(self.id, seed=1000 + len(self.links))
        act = by.say(invite_body(link, uses, chamber))
        self.links[act.id] = link
        return act.id

    def start(self, newcomer: Writer, invite: EntryId, number: int = 0) -> Act:
        """Write a newcomer's start."""
        return newcomer.say(newcomer.author.start(self.links[invite], invite, number))

    def join(self, sponsor: Writer, invite: EntryId, number: int = 0) -> Writer:
        """Bring a newcomer in through this sponsor, as the door does."""
        newcomer = self.newcomer()
        start = self.start(newcomer, invite, number)
        sponsor.known[start.id] = start
        body = sponsor.known[invite].body
        sponsor.say(admit_body(start.id, getattr(body, "chamber", Chamber.CONCERNED)))
        sponsor.meet(newcomer)
        return newcomer

    def everything(self) -> dict[EntryId, Act]:
        """Return every act of every device."""
        acts: dict[EntryId, Act] = {}
        for writer in self.writers:
            acts |= writer.known
        return acts

    def concluded(self) -> Membership:
        """Return what everything concludes."""
        return conclude(self.id, self.everything().values())


def new_cell() -> Cell:
    """Return a cell of its founder alone."""
    author, genesis = founder()
    writer = Writer(author, {genesis.id: act_of(genesis)})
    return Cell(writer, [writer])


def conclude(cell: CellId, acts: Iterable[Act]) -> Membership:
    """Return what these acts conclude."""
    return evaluate(cell, acts, verify)


def status(membership: Membership, writer: Writer) -> Status | None:
    """Return what the person of a device is; None for who does not belong."""
    person = membership.person_of(writer.device)
    return membership.persons[person].status if person else None
