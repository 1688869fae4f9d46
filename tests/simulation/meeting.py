"""Meetings of devices over a wire in memory: real sessions, real frames, cut and chopped as a bad network does."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from idos_p2p.log.segment import parse
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import Inserted, Refused, WaitingRoom, ingest
from idos_p2p.services.project import project_slice
from sync.channel.frames import FrameReader, frame
from sync.protocol.session import Ended, Event, PeerSaidAll, SegmentArrived, Session, State, UpToDate

READ_BYTES = 4_000  # asked of the store at once: small, so that a stream has many pieces
MOST_STEPS = 100_000


@dataclass(eq=False)
class End:
    """One device's end of a wire: what ``sync.conversation`` does, without tasks."""

    cell: Cell
    peer: Cell
    session: Session = field(init=False)
    waiting: WaitingRoom = field(default_factory=WaitingRoom)
    reader: FrameReader = field(default_factory=FrameReader)
    written: bytearray = field(default_factory=bytearray)
    code: str = ""
    received: int = 0

    def __post_init__(self) -> None:
        trusted = self.cell.membership.effective(self.peer.device)
        self.session = Session(self.cell.heights(), trusted=trusted)

    def speak(self, most: int) -> None:
        """Write some of what there is to say: at most so many segments."""
        self._flush()
        gap = self.session.next_gap()
        if gap is not None:
            for blob in self.cell.store.log.segments(gap.device, gap.start, READ_BYTES)[:most]:
                self.session.send(parse(blob))
            self._flush()

    def _flush(self) -> None:
        for body in self.session.frames_to_send():
            self.written += frame(body)

    def hear(self, data: bytes) -> bool:
        """Take bytes as they arrive; say whether something became durable."""
        self.reader.feed(data)
        blobs: list[bytes] = []
        grown = False
        while (body := self.reader.next()) is not None:
            for event in self.session.receive(body):
                if isinstance(event, SegmentArrived):
                    blobs.append(event.sealed.blob)
                    continue
                grown |= self._ingest(blobs)
                blobs = []
                self._on(event)
        return self._ingest(blobs) or grown

    def _ingest(self, blobs: list[bytes]) -> bool:
        if not blobs:
            return False
        outcomes = ingest(self.cell, blobs, self.waiting)
        refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
        assert refused == [], f"an honest peer was refused: {refused}"
        self.received += sum(outcome.entries for outcome in outcomes if isinstance(outcome, Inserted))
        if not self.session.trusted and self.cell.membership.effective(self.peer.device):
            self.session.trust()
        return any(isinstance(outcome, Inserted) for outcome in outcomes)

    def _on(self, event: Event) -> None:
        if isinstance(event, Ended):
            self.code = event.code
        if isinstance(event, UpToDate | PeerSaidAll) and not self.session.trusted:
            if self.cell.membership.effective(self.peer.device):
                self.session.trust()
            else:
                self.code = "not_member"
                self.session.end(self.code)


def know_they_are_equal(wires: list[tuple[End, End]]) -> bool:
    """Say whether both ends of every wire that was not ended know that they hold the same."""
    live = [wire for wire in wires if all(end.session.state is State.LIVE for end in wire)]
    return all(end.session.up_to_date for wire in live for end in wire)


class Room:
    """All the wires that are up, and the bytes on them; every choice is the seed's."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._wires: list[tuple[End, End]] = []

    def connect(self, one: Cell, other: Cell) -> tuple[End, End]:
        """Bring up a wire between two devices."""
        wire = End(one, other), End(other, one)
        self._wires.append(wire)
        return wire

    def tell(self, cell: Cell) -> None:
        """Say on every wire of a device that its log has grown, as the engine does."""
        for wire in self._wires:
            for end in wire:
                if end.cell is cell:
                    end.session.update(cell.heights())

    def step(self) -> bool:
        """Let one end say something and the other hear a piece of it; say whether anything moved anywhere."""
        ends = [(end, peer) for one, other in self._wires for end, peer in ((one, other), (other, one))]
        for end, peer in self._rng.sample(ends, len(ends)):
            end.speak(self._rng.randint(1, 3))
            if end.written:
                size = self._rng.randint(1, max(1, len(end.written)))
                piece = bytes(end.written[:size])
                del end.written[:size]
                if peer.hear(piece):
                    self.tell(peer.cell)
                    if self._rng.random() < 0.3:
                        project_slice(peer.cell)
                return True
        return False

    def run(self, most: int = MOST_STEPS) -> int:
        """Let time pass: so many steps, or until all is quiet; return the steps taken."""
        for taken in range(most):
            if not self.step():
                return taken
        assert most < MOST_STEPS, "the devices never fall silent"
        return most

    def cut(self) -> list[tuple[End, End]]:
        """Cut every wire, losing what is under way, and return them."""
        wires, self._wires = self._wires, []
        return wires


def meet(rng: random.Random, *cells: Cell) -> list[tuple[End, End]]:
    """Let these devices meet, each with each, until all is quiet."""
    room = Room(rng)
    for number, one in enumerate(cells):
        for other in cells[number + 1 :]:
            room.connect(one, other)
    room.run()
    wires = room.cut()
    for wire in wires:
        for end in wire:
            assert end.session.state in {State.LIVE, State.ENDED}, "a session hangs half-way"
    return wires
