"""Peers joined by lists of frames: real sessions, real signed segments, a wire that may be cut anywhere."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from idos_p2p.ids import Address, DeviceId
from idos_p2p.log.branches import size
from idos_p2p.log.comparison import compare
from idos_p2p.log.entry import Payload
from idos_p2p.log.heights import Heights, heights_of
from idos_p2p.log.segment import Sealed
from sync.protocol.bodies import Body
from sync.protocol.events import BodiesArrived, Event, PeerSaidAll, SegmentArrived, UpToDate
from sync.protocol.reach import Place
from sync.protocol.session import Session
from tests.unit.log.authors import Author
from tests.unit.protocol.shelf import CELL, Shelf

HELLO, HEIGHTS, SEGMENT, HAVE, BYE, LOCATOR, WANT, BODIES = range(1, 9)
FOLLOW = 14
NOBODY = DeviceId(bytes(32))


@dataclass
class Peer:
    """What a device holds, and the sessions it is in."""

    seed: int
    shelf: Shelf = field(default_factory=Shelf)
    ends: list[End] = field(default_factory=list)
    author: Author = field(init=False)

    def __post_init__(self) -> None:
        self.author = Author(self.seed, CELL)

    @property
    def heights(self) -> Heights:
        return heights_of(self.shelf.logs())

    @property
    def entries(self) -> int:
        return sum(map(size, self.shelf.logs().values()))

    def write(self, *words: str) -> None:
        """Write one segment, durable at once."""
        self.take(segment_of(self.author, *words))

    def take(self, sealed: Sealed) -> Place:
        """Keep a segment and tell every session; one that is held already changes nothing, as in the engine."""
        place, fresh = self.shelf.take(sealed)
        if fresh:
            self.tell()
        return place

    def tell(self) -> None:
        """Say in every session what is held now."""
        for end in self.ends:
            end.events += end.session.update(self.shelf.standing())

    def give(self, *others: Peer) -> None:
        """Let others hold all that this peer does, as after an earlier meeting."""
        for device, branches in self.shelf.kept.items():
            for position, branch in enumerate(branches):
                for sealed in self.shelf.segments(device, position, branch.first):
                    for other in others:
                        other.take(sealed)

    def lose(self, *addresses: Address) -> None:
        """Let these bodies be missing."""
        for address in addresses:
            self.shelf.lose(address)
        self.tell()

    def bodies_at(self, addresses: Sequence[Address]) -> list[Body]:
        """Return the bodies held at these addresses."""
        return [(where, held.payload) for where in addresses for held in self.shelf.at(*where) if held.payload]

    def put_back(self, bodies: Sequence[Body]) -> None:
        """Take bodies that were missing."""
        for address, payload in bodies:
            self.shelf.put_back(address, payload)
        self.tell()


@dataclass
class End:
    """One end of a wire.

    ``looked_up``: how many addresses it looks up at once. ``greedy``: it follows all that the other offers, whoever
    else does.
    """

    peer: Peer
    session: Session
    frames: list[bytes] = field(default_factory=list)  # written by this end and not yet delivered
    sent: list[bytes] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    looked_up: int = 3
    greedy: bool = True
    other: DeviceId = NOBODY

    def speak(self) -> None:
        """Write all there is to say."""
        while claims := self.session.next_claims():
            self.events += self.session.compared(compare(self.peer.shelf, claims))
        if self.greedy:
            self.session.follow({*self.session.offers, self.other} - {NOBODY})
        while gap := self.session.next_gap():
            for sealed in self.peer.shelf.segments(gap.device, gap.branch, gap.start):
                self.events += self.session.send(gap, sealed)
        while wanted := self.session.next_wanted()[: self.looked_up]:
            self.session.give(self.peer.bodies_at(wanted), len(wanted))
        frames = self.session.frames_to_send()
        self.frames += frames
        self.sent += frames

    def hear(self, frame: bytes) -> None:
        """Take one frame, as the engine does: what arrives is ingested, and who has said all is judged."""
        for event in self.session.receive(frame):
            self.events.append(event)
            if isinstance(event, SegmentArrived):
                place = self.peer.take(event.sealed)
                self.events += self.session.learned([place])
            if isinstance(event, BodiesArrived):
                self.peer.put_back(event.bodies)

    def kinds(self) -> list[int]:
        """Return the types of the messages this end has written."""
        return [frame[0] for frame in self.sent]

    def addresses_sent(self) -> Counter[tuple[bytes, bytes]]:
        """Return how often each segment was sent, by its outer fields."""
        return Counter((frame[2:34], frame[34:40]) for frame in self.sent if frame[0] == SEGMENT)

    @property
    def entries_sent(self) -> int:
        """How many entries this end has sent."""
        return sum(int.from_bytes(frame[38:40]) for frame in self.sent if frame[0] == SEGMENT)


class Wire:
    """Joins two peers by one session each, until it is cut."""

    def __init__(self, one: Peer, other: Peer, *, trusting: tuple[bool, bool] = (True, True)) -> None:
        self.one = End(one, session_of(one, other, trusted=trusting[0]))
        self.other = End(other, session_of(other, one, trusted=trusting[1]))
        self.one.other, self.other.other = other.author.device, one.author.device
        one.ends.append(self.one)
        other.ends.append(self.other)
        self.delivered = 0

    @property
    def ends(self) -> tuple[End, End]:
        return self.one, self.other

    def step(self) -> bool:
        """Deliver one frame in each direction; say whether there was any."""
        for end in self.ends:
            end.speak()
        moved = False
        for end, peer in (self.ends, self.ends[::-1]):
            if end.frames:
                peer.hear(end.frames.pop(0))
                self.delivered += 1
                moved = True
        return moved

    def drain(self, most: int = 10_000) -> None:
        """Deliver everything, until both are quiet."""
        while self.step() or self.tell_news():
            assert self.delivered < most, "the peers never fall silent"

    def tell_news(self) -> bool:
        """Tell what is to be told once all is quiet; say whether there was any."""
        for end in self.ends:
            end.session.tell_news()
            end.speak()
        return any(end.frames for end in self.ends)

    def cut(self) -> None:
        """Lose what is under way, and the sessions with it."""
        for end in self.ends:
            end.peer.ends.remove(end)
            end.frames.clear()

    @property
    def equal(self) -> bool:
        """Whether both ends know that they hold the same."""
        return all(end.session.up_to_date for end in self.ends)


def drain_all(*wires: Wire) -> None:
    """Deliver everything on several wires, step by step in turn."""
    while sum(wire.step() for wire in wires) or sum(wire.tell_news() for wire in wires):
        assert sum(wire.delivered for wire in wires) < 10_000, "the peers never fall silent"


def session_of(peer: Peer, other: Peer, *, trusted: bool = True) -> Session:
    """Return the session that a peer begins with another."""
    return Session(peer.shelf.standing(), own=peer.author.device, peer=other.author.device, trusted=trusted)


def says(end: End, kind: type[UpToDate | PeerSaidAll]) -> int:
    """Return how often an end was told so."""
    return sum(isinstance(event, kind) for event in end.events)


def segment_of(author: Author, *words: str) -> Sealed:
    """Return a segment that an author writes at the end of its log."""
    return author.write(*(author.creation(word.encode()) for word in words))[0]


def twin(author: Author) -> Author:
    """Return the same device once more, where it is now: what the two write from here on forks its log."""
    return copy.copy(author)


def forged_body(word: str = "another") -> Payload:
    """Return a payload that no header vouches for."""
    return Payload(bytes(16), word.encode())
