"""Peers joined by lists of frames: real sessions, real signed segments, a wire that may be cut anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from idos_p2p.ids import CellId, DeviceId
from idos_p2p.log.chain import EMPTY, Height
from idos_p2p.log.heights import Gap
from idos_p2p.log.segment import Sealed, open_sealed
from sync.protocol.session import Event, PeerSaidAll, SegmentArrived, Session, UpToDate
from tests.unit.log.authors import Author

CELL = CellId(b"c" * 32)
HELLO, HEIGHTS, SEGMENT, HAVE, BYE = 1, 2, 3, 4, 5


@dataclass
class Peer:
    """What a device holds, and the sessions it is in."""

    seed: int
    heights: dict[DeviceId, Height] = field(default_factory=dict)
    logs: dict[DeviceId, list[Sealed]] = field(default_factory=dict)
    ends: list[End] = field(default_factory=list)
    author: Author = field(init=False)

    def __post_init__(self) -> None:
        self.author = Author(self.seed, CELL)

    def write(self, *words: str) -> None:
        """Write one segment, durable at once."""
        sealed, _ = self.author.write(*(self.author.creation(word.encode()) for word in words))
        self.take(sealed)

    def take(self, sealed: Sealed) -> None:
        """Keep a segment and tell every session; one that is held already changes nothing, as in the engine."""
        height = self.heights.get(sealed.device, EMPTY)
        if sealed.end <= height.count:
            return
        entries = open_sealed(sealed, CELL, height)
        self.heights[sealed.device] = Height(sealed.end, entries[-1].id)
        self.logs.setdefault(sealed.device, []).append(sealed)
        for end in self.ends:
            end.events += end.session.update(self.heights)

    def give(self, *others: Peer) -> None:
        """Let others hold all that this peer does, as after an earlier meeting."""
        for other in others:
            for log in self.logs.values():
                for sealed in log:
                    other.take(sealed)

    def from_gap(self, gap: Gap) -> Iterator[Sealed]:
        """Give the stored segments that fill a gap."""
        return (sealed for sealed in self.logs[gap.device] if sealed.end > gap.start)


@dataclass
class End:
    """One end of a wire."""

    peer: Peer
    session: Session
    frames: list[bytes] = field(default_factory=list)  # written by this end and not yet delivered
    sent: list[bytes] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)

    def speak(self) -> None:
        """Write all there is to say."""
        while gap := self.session.next_gap():
            for sealed in self.peer.from_gap(gap):
                self.events += self.session.send(sealed)
        frames = self.session.frames_to_send()
        self.frames += frames
        self.sent += frames

    def hear(self, frame: bytes) -> None:
        """Take one frame, as the engine does: what arrives is ingested, and who has said all is judged."""
        for event in self.session.receive(frame):
            self.events.append(event)
            if isinstance(event, SegmentArrived):
                self.peer.take(event.sealed)

    def kinds(self) -> list[int]:
        """Return the types of the messages this end has written."""
        return [frame[0] for frame in self.sent]

    def addresses_sent(self) -> Counter[tuple[bytes, bytes]]:
        """Return how often each segment was sent, by its outer fields."""
        return Counter((frame[2:34], frame[34:40]) for frame in self.sent if frame[0] == SEGMENT)


class Wire:
    """Joins two peers by one session each, until it is cut."""

    def __init__(self, one: Peer, other: Peer, *, trusting: tuple[bool, bool] = (True, True)) -> None:
        self.one = End(one, Session(one.heights, trusted=trusting[0]))
        self.other = End(other, Session(other.heights, trusted=trusting[1]))
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
        while self.step():
            assert self.delivered < most, "the peers never fall silent"

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
    while any(wire.step() for wire in wires):
        assert sum(wire.delivered for wire in wires) < 10_000, "the peers never fall silent"


def says(end: End, kind: type[UpToDate | PeerSaidAll]) -> int:
    """Return how often an end was told so."""
    return sum(isinstance(event, kind) for event in end.events)
