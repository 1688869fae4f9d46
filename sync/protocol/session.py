"""Two devices bring each other up to date: the conversation, without the wire (sans-I/O).

Both sides run the same machine. ``Hello`` carries the digest of all heights: equal, and both are done after one round
trip. Otherwise each sends its heights, streams what the other lacks, and says ``Have`` with its digest each time it has
no more to send. Whatever is written or learnt meanwhile is pushed as soon as it is durable.

::

    OPENING --Hello, equal--> LIVE            LIVE: the peer's heights are known, ranges are streamed
    OPENING --Hello, differs--> COMPARING     COMPARING: our heights are sent, theirs awaited
    COMPARING --Heights--> LIVE
    any --Bye, or a fault--> ENDED

A peer whose device is not effective here yet is *heard but not told*: it may send the acts that make it effective,
and gets nothing but our heights until then.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from idos_p2p.errors import PeerFault
from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.log.chain import Height
from idos_p2p.log.heights import Gap, Heights, heights_digest
from idos_p2p.log.segment import Sealed, parse
from sync.protocol.messages import (
    Bye,
    Have,
    HeightRow,
    HeightsMessage,
    Hello,
    Message,
    SegmentMessage,
    decode,
    encode,
)


class State(Enum):
    """Where the conversation stands."""

    OPENING = auto()
    COMPARING = auto()
    LIVE = auto()
    ENDED = auto()


@dataclass(frozen=True, slots=True)
class SegmentArrived:
    """The peer sent a segment; nothing of it is verified yet."""

    sealed: Sealed


@dataclass(frozen=True, slots=True)
class UpToDate:
    """Both sides hold the same logs, and both know it."""


@dataclass(frozen=True, slots=True)
class PeerSaidAll:
    """The peer has sent all it can for now, and its logs still differ from ours."""


@dataclass(frozen=True, slots=True)
class ForkSeen:
    """The peer holds another entry than we do at the end of a log of the same height."""

    device: DeviceId


@dataclass(frozen=True, slots=True)
class Ended:
    """The peer ended the session, for this reason."""

    code: str


Event = SegmentArrived | UpToDate | PeerSaidAll | ForkSeen | Ended


class Session:
    """One conversation. Bytes of frames go in and out; events tell what they mean."""

    def __init__(self, heights: Heights, *, trusted: bool) -> None:
        self.state = State.OPENING
        self.trusted = trusted
        self._heights = dict(heights)
        self._digest = heights_digest(heights)
        self._opening = dict(heights)
        self._peer_counts: dict[DeviceId, int] = {}
        self._peer_digest = b""
        self._said: bytes = b""
        self._frames: list[bytes] = []
        self._say(Hello(self._digest))
        self._said = self._digest

    @property
    def peer_digest(self) -> bytes:
        """What the peer last said all its logs hash to; empty until it has spoken."""
        return self._peer_digest

    @property
    def up_to_date(self) -> bool:
        """Whether both sides last said the same digest, and it is still ours."""
        return self.state is State.LIVE and self._peer_digest == self._digest == self._said

    @property
    def silent(self) -> bool:
        """Whether nothing waits to be written."""
        return not self._frames

    @property
    def remaining(self) -> tuple[int, int]:
        """How many entries are still to be sent, and how many the peer has said it holds and we do not."""
        to_send = to_receive = 0
        if self.state is State.LIVE:
            for device in self._heights.keys() | self._peer_counts.keys():
                ours = self._heights[device].count if device in self._heights else 0
                theirs = self._peer_counts.get(device, 0)
                to_send += max(0, ours - theirs)
                to_receive += max(0, theirs - ours)
        return to_send, to_receive

    def frames_to_send(self) -> list[bytes]:
        """Return, once, the frames that are to be written now, in order."""
        frames, self._frames = self._frames, []
        return frames

    def receive(self, frame: bytes) -> list[Event]:
        """Take one frame of the peer; raise PeerFault when it breaks the protocol."""
        if self.state is State.ENDED:
            return []
        match decode(frame):
            case Hello(digest=digest):
                return self._on_hello(digest)
            case HeightsMessage(rows=rows):
                return self._on_heights(rows)
            case SegmentMessage(blob=blob):
                return self._on_segment(parse(blob))
            case Have(digest=digest):
                return self._on_have(digest)
            case Bye(code=code):
                self.state = State.ENDED
                return [Ended(code)]
            case other:
                raise PeerFault("message_unexpected", message=type(other).__name__, state=self.state.name)

    def update(self, heights: Heights) -> list[Event]:
        """Say that these are our heights now, after something became durable."""
        before = self.up_to_date
        self._heights = dict(heights)
        self._digest = heights_digest(heights)
        self._say_have()
        return [UpToDate()] if self.up_to_date and not before else []

    def trust(self) -> None:
        """Say that the peer's device is effective: from now on it is told everything."""
        self.trusted = True

    def next_gap(self) -> Gap | None:
        """Return what to send next, or None when the peer lacks nothing that we may send."""
        if self.state is not State.LIVE or not self.trusted:
            return None
        for device in sorted(self._heights):
            known, ours = self._peer_counts.get(device, 0), self._heights[device].count
            if known < ours:
                return Gap(device, known, ours)
        return None

    def send(self, sealed: Sealed) -> list[Event]:
        """Send a stored segment that fills the start of a gap."""
        self._peer_counts[sealed.device] = max(sealed.end, self._peer_counts.get(sealed.device, 0))
        self._say(SegmentMessage(sealed.blob))
        before = self.up_to_date
        self._say_have()
        return [UpToDate()] if self.up_to_date and not before else []

    def end(self, code: str) -> None:
        """End the session for a reason that the peer may show."""
        if self.state is not State.ENDED:
            self._say(Bye(code))
            self.state = State.ENDED

    def _on_hello(self, digest: bytes) -> list[Event]:
        if self._peer_digest:
            raise PeerFault("message_unexpected", message="Hello", state=self.state.name)
        self._peer_digest = digest
        if digest == heights_digest(self._opening):
            self._peer_counts = {device: height.count for device, height in self._opening.items()}
            self.state = State.LIVE
            self._say_have()
            return [UpToDate()] if self.up_to_date else []
        self.state = State.COMPARING
        rows = tuple(HeightRow(device, height.count, height.head) for device, height in self._heights.items())
        self._say(HeightsMessage(rows))
        return []

    def _on_heights(self, rows: tuple[HeightRow, ...]) -> list[Event]:
        if self.state is not State.COMPARING:
            raise PeerFault("message_unexpected", message="HeightsMessage", state=self.state.name)
        theirs = {DeviceId(row.device): Height(row.count, EntryId(row.head)) for row in rows}
        if len(theirs) != len(rows):
            raise PeerFault("heights_repeated")
        self._peer_counts = {device: height.count for device, height in theirs.items()}
        self.state = State.LIVE
        self._said = b""  # what Hello said is no longer news: the peer waits to hear that it was sent all
        self._say_have()
        return [
            ForkSeen(device)
            for device, height in sorted(theirs.items())
            if device in self._heights
            and height.count == self._heights[device].count
            and height.head != self._heights[device].head
        ]

    def _on_segment(self, sealed: Sealed) -> list[Event]:
        if self.state is not State.LIVE:
            raise PeerFault("message_unexpected", message="SegmentMessage", state=self.state.name)
        self._peer_counts[sealed.device] = max(sealed.end, self._peer_counts.get(sealed.device, 0))
        self._say_have()  # it may be what we were about to send, and so the last thing between us
        return [SegmentArrived(sealed)]

    def _on_have(self, digest: bytes) -> list[Event]:
        if self.state is not State.LIVE:
            raise PeerFault("message_unexpected", message="Have", state=self.state.name)
        self._peer_digest = digest
        return [UpToDate()] if self.up_to_date else [PeerSaidAll()]

    def _say_have(self) -> None:
        """Say our digest when there is nothing left to send and it was not said yet."""
        if self.state is State.LIVE and self._digest != self._said and self.next_gap() is None:
            self._said = self._digest
            self._say(Have(self._digest))

    def _say(self, message: Message) -> None:
        self._frames.append(encode(message))
