"""Meetings of devices over wires in memory: real sessions, real frames; chopped, late and cut as a bad network does.

The one module of the simulator that knows ``Session`` and ``ingest``: an end does what ``sync.conversation`` does,
and a room what ``sync.engine`` does, without tasks.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from idos_p2p.errors import PeerFault
from idos_p2p.events import BodiesChanged, CellEvent, LogGrew, MembersChanged
from idos_p2p.ids import DeviceId
from idos_p2p.limits import MAX_WAITING_BYTES
from idos_p2p.log.segment import Sealed, parse
from idos_p2p.log.standing import Standing
from idos_p2p.services.bodies import bodies_at
from idos_p2p.services.cell import Cell
from idos_p2p.services.compare import compare
from idos_p2p.services.ingest import Duplicate, Inserted, Refused, WaitingRoom, ingest, put_back
from idos_p2p.services.introduce import introduction
from idos_p2p.services.project import project_all, project_slice
from idos_p2p.services.reopen import is_out
from sync.channel.frames import FrameReader, frame
from sync.protocol.events import BodiesArrived, Ended, Event, Offered, PeerSaidAll, SegmentArrived, UpToDate
from sync.protocol.limits import MAX_FRAME_BYTES
from sync.protocol.session import Session, State
from sync.sources import Source, choose

READ_BYTES = 16_000  # asked of the store at once: small, so that a stream has many pieces
MOST_WRITTEN_BYTES = 64_000  # on one wire and not yet arrived; then its end waits, as one whose socket is full
MOST_PIECE_BYTES = 32_000
MOST_FRAMES = 64  # that a session may have to say at once: messages other than segments
MOST_STEPS = 400_000
FEW_WIRES = 12
PROJECTED = 0.03  # of the pieces heard: most devices look at their records late

Note = Callable[..., None]
Sent = Callable[[Cell, Sealed], None]


def _nothing(*_what: object) -> None:
    """Take note of nothing."""


@dataclass(eq=False)
class End:
    """One device's end of a wire: what ``sync.conversation`` does, without tasks."""

    cell: Cell
    peer: DeviceId
    on_sent: Sent = _nothing
    session: Session = field(init=False)
    waiting: WaitingRoom = field(default_factory=WaitingRoom)
    reader: FrameReader = field(default_factory=FrameReader)
    written: bytearray = field(default_factory=bytearray)
    code: str = ""  # why the session ended, in the peer's words or ours
    fault: str = ""  # the rule that the peer broke
    received: int = 0
    late: frozenset[DeviceId] = frozenset()  # what it was asked for while it was stalled
    offered: bool = False  # whether what the peer offers may have changed
    ready: bool = False  # whether its room will ask it to speak

    def __post_init__(self) -> None:
        trusted = self.cell.membership.effective(self.peer)
        self.session = Session(
            self.cell.standing(),
            own=self.cell.device,
            peer=self.peer,
            trusted=trusted,
            introduction=introduction(self.cell),
        )
        self._part_if_out()

    def _part_if_out(self) -> None:
        if is_out(self.cell.membership, self.peer):
            self.code = self.code or "peer_out"
            self.session.end("peer_out")

    def update(self, standing: Standing) -> None:
        """Say that this is what we hold now."""
        self._part_if_out()
        if self.session.state is not State.ENDED:
            self.session.update(standing)
            self.offered = True
            if self.session.peer_said_all:
                self._judge()

    @property
    def source(self) -> Source:
        """What may be followed at the peer."""
        session = self.session
        live = session.state is State.LIVE
        return Source(session.offers, session.following, live=live, trusted=session.trusted, late=self.late)

    def tell_news(self) -> bool:
        """Tell the peer what it may follow here; say whether there was anything."""
        self.session.tell_news()
        self._flush()
        return bool(self.written)

    def speak(self, most: int) -> None:
        """Write some of what there is to say: at most so many segments, while the wire takes them."""
        self._flush()
        if len(self.written) >= MOST_WRITTEN_BYTES:
            return
        while claims := self.session.next_claims():
            self.session.compared(compare(self.cell, claims))
            self.offered = True
        if gap := self.session.next_gap():
            log = self.cell.store.log
            for blob in log.segments(gap.device, gap.branch, gap.start, READ_BYTES)[:most]:
                sealed = parse(blob)
                if sealed.device == self.cell.device:
                    self.on_sent(self.cell, sealed)
                self.session.send(gap, sealed)
        elif wanted := self.session.next_wanted():
            self.session.give(*bodies_at(self.cell, wanted, READ_BYTES))
        self._flush()

    def _flush(self) -> None:
        frames = self.session.frames_to_send()
        assert len(frames) <= MOST_FRAMES, f"a session has {len(frames)} frames to say at once"
        for body in frames:
            self.written += frame(body)

    def hear(self, data: bytes) -> None:
        """Take bytes as they arrive; a peer that breaks a rule is told so, and ``fault`` says which."""
        try:
            self._hear(data)
        except PeerFault as fault:
            self.fault = fault.code
            self.session.end(fault.code)
        self._assert_bounded(len(data))

    def _hear(self, data: bytes) -> None:
        self.reader.feed(data)
        blobs: list[bytes] = []
        while self.session.state is not State.ENDED and (body := self.reader.next()) is not None:
            for event in self.session.receive(body) if body else ():
                if isinstance(event, SegmentArrived):
                    blobs.append(event.sealed.blob)
                    continue
                self._ingest(blobs)
                blobs = []
                self._on(event)
        self._ingest(blobs)

    def _ingest(self, blobs: list[bytes]) -> None:
        if not blobs:
            return
        outcomes = ingest(self.cell, blobs, self.waiting)
        self.received += sum(outcome.entries for outcome in outcomes if isinstance(outcome, Inserted))
        for outcome in outcomes:
            if isinstance(outcome, Refused):
                self.fault = outcome.code
                self.session.end("segment_refused")
                return
        known = [outcome for outcome in outcomes if isinstance(outcome, Inserted | Duplicate)]
        self.session.learned([(outcome.device, outcome.branch, outcome.end) for outcome in known])
        if not self.session.trusted and self.cell.membership.effective(self.peer):
            self.session.trust()

    def _on(self, event: Event) -> None:
        if isinstance(event, Ended):
            self.code = event.code
        if isinstance(event, BodiesArrived):
            self.received += put_back(self.cell, event.bodies)
        if isinstance(event, UpToDate | PeerSaidAll):
            self._judge()
        self.offered |= isinstance(event, Offered | PeerSaidAll)

    def _judge(self) -> None:
        """The peer has said all it can: it is effective by now, or it is not told anything."""
        if self.session.trusted:
            return
        if self.cell.membership.effective(self.peer):
            self.session.trust()
        else:
            self.code = "not_member"
            self.session.end(self.code)

    def _assert_bounded(self, arrived: int) -> None:
        assert self.waiting.size <= MAX_WAITING_BYTES, "a waiting room outgrew its bound"
        held = sum(len(blob) for chain in self.waiting._chains.values() for blob in chain.blobs)
        assert held <= MAX_WAITING_BYTES, "a waiting room holds more than it counts"
        assert len(self.reader._held) <= MAX_FRAME_BYTES + 4 + arrived, "an inbox outgrew its bound"


Ends = tuple[End, End]


def know_they_are_equal(wires: list[Ends]) -> bool:
    """Say whether both ends of every wire that was not ended know that they hold the same."""
    return all(end.session.up_to_date for wire in live_wires(wires) for end in wire)


def live_wires(wires: list[Ends]) -> list[Ends]:
    """Return those that neither end has ended: a device that is not known to belong yet is sent away."""
    return [wire for wire in wires if all(end.session.state is State.LIVE for end in wire)]


class Room:
    """All the wires that are up, and the bytes on them; every choice is the seed's."""

    def __init__(self, rng: random.Random, note: Note = _nothing, on_sent: Sent = _nothing) -> None:
        self._rng = rng
        self._note = note
        self._on_sent = on_sent
        self._wires: list[Ends] = []
        self._ready: list[End] = []  # those that may have something to say, in no order that matters
        self._across: dict[End, End] = {}

    @property
    def wires(self) -> list[Ends]:
        """The wires that are up."""
        return self._wires

    def connect(self, one: Cell, other: Cell) -> Ends:
        """Bring up a wire between two devices."""
        wire = End(one, other.device, self._on_sent), End(other, one.device, self._on_sent)
        self._wires.append(wire)
        self._across[wire[0]], self._across[wire[1]] = wire[1], wire[0]
        for end in wire:
            self._awake(end)
        for cell in (one, other):
            cell.listen = self._listener(cell)
        return wire

    def _listener(self, cell: Cell) -> Callable[[CellEvent], None]:
        def listen(event: CellEvent) -> None:
            if isinstance(event, LogGrew | BodiesChanged | MembersChanged):
                self.tell(cell)

        return listen

    def tell(self, cell: Cell) -> None:
        """Say on every wire of a device that its log has grown, as the engine does."""
        standing = cell.standing()  # made once, however many are told, as the engine does
        for wire in self._wires:
            for end in wire:
                if end.cell is cell:
                    end.update(standing)
                    if len(self._wires) <= FEW_WIRES:
                        end.speak(1)  # at once: what is not durable yet must not leave
                    self._awake(end)

    def choose(self, cell: Cell) -> None:
        """Follow each log that somebody offers to a device at one of those who do, as the engine does."""
        left = [end for wire in self._wires for end in wire if end.cell is cell]
        for end in left:
            end.offered = False
        while left:  # one turn; several wires to one peer, which no engine has, are as many engines
            ends = {end.peer: end for end in left}
            left = [end for end in left if ends[end.peer] is not end]
            for peer, change in choose({peer: end.source for peer, end in ends.items()}).items():
                ends[peer].session.follow(change.follow)
                ends[peer].session.unfollow(change.unfollow)
                ends[peer]._flush()
                self._awake(ends[peer])

    def _awake(self, end: End) -> None:
        if not end.ready:
            end.ready = True
            self._ready.append(end)

    def step(self) -> bool:
        """Let one end say something and the other hear a piece of it; say whether anything moved anywhere."""
        while self._ready:
            place = self._rng.randrange(len(self._ready))
            end = self._ready[place]
            peer = self._across.get(end)
            if peer is not None:
                end.speak(self._rng.randint(1, 6))
                if end.offered:
                    self.choose(end.cell)
                if end.written:
                    self._pass_on(end, peer)
                    return True
            end.ready = False
            self._ready[place] = self._ready[-1]
            self._ready.pop()
        return False

    def _pass_on(self, end: End, peer: End) -> None:
        waiting = len(end.written)
        size = waiting if self._rng.random() < 0.6 else self._rng.randint(1, waiting)
        piece = bytes(end.written[: min(size, MOST_PIECE_BYTES)])
        del end.written[: len(piece)]
        self._note("wire", end.cell.device, peer.cell.device, piece)
        self._awake(peer)
        peer.hear(piece)
        assert not peer.fault, f"an honest peer was refused: {peer.fault}"
        if peer.received and self._rng.random() < PROJECTED:
            project_slice(peer.cell)

    def settle(self) -> bool:
        """Project where bodies are missing, as the engine does when all is quiet; say whether somebody has news."""
        for wire in self._wires:
            for end in wire:
                if end.cell.store.log.missing():
                    project_all(end.cell)
                if end in self._across and end.tell_news():
                    self._awake(end)
        return bool(self._ready)

    def run(self, most: int = MOST_STEPS) -> int:
        """Let time pass: so many steps, or until all is quiet; return the steps taken."""
        for taken in range(most):
            if not self.step() and not self.settle():
                return taken
        assert most < MOST_STEPS, "the devices never fall silent"
        return most

    def stall(self, wire: Ends) -> None:
        """Let nothing pass on a wire; its bytes wait, and what was expected there is expected of others."""
        for end in wire:
            self._across.pop(end, None)
            end.late = frozenset(end.session.following)
            end.session.unfollow(end.late)
            self.choose(end.cell)

    def release(self, wire: Ends) -> None:
        """Let a wire that was stalled pass again, if it is still up."""
        if wire in self._wires:
            for end, peer in (wire, wire[::-1]):
                self._across[end] = peer
                end.late = frozenset()
                self._awake(end)

    def hang_up(self, wire: Ends) -> None:
        """Cut one wire: what is under way is lost."""
        self._wires.remove(wire)
        for end in wire:
            self._across.pop(end, None)
            self.choose(end.cell)

    def leave(self, cell: Cell) -> list[Cell]:
        """Cut every wire of a device; return who was at their other ends."""
        gone = [wire for wire in self._wires if cell in (wire[0].cell, wire[1].cell)]
        for wire in gone:
            self.hang_up(wire)
        cell.listen = _nothing
        return [one.cell if other.cell is cell else other.cell for one, other in gone]

    def cut(self) -> list[Ends]:
        """Cut every wire, losing what is under way, and return those that were still up."""
        wires, self._wires = self._wires, []
        self._across.clear()
        self._ready.clear()
        for wire in wires:
            for end in wire:
                end.cell.listen = _nothing
        return wires


def assert_ended_well(wires: list[Ends]) -> None:
    """Once all is quiet, no session hangs half-way, and both ends of those that live know that they are equal."""
    for wire in wires:
        for end in wire:
            assert end.session.state in {State.LIVE, State.ENDED}, "a session hangs half-way"
    assert know_they_are_equal(wires), "devices fell silent and do not know that they are equal"


def meet(rng: random.Random, *cells: Cell) -> list[Ends]:
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
