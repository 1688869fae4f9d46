"""Two devices bring each other up to date: the conversation, without the wire (sans-I/O).

Both sides run the same machine. ``Hello`` carries the digest of all that each holds: equal, and both are done after one
round trip. Otherwise each sends its heights, streams what the other lacks of the logs that it *follows*, and says
``Have`` with its digest each time it has no more to send. Whatever is written or learnt meanwhile is pushed to who
follows that log as soon as it is durable, and others are told of it by ``Heights`` once all is quiet. Where a log has
branches that the heights do not tell apart, both say a ``Locator`` of it first. Who lacks bodies then asks for them.

::

    OPENING --Hello, equal--> LIVE            LIVE: the peer's heights are known, ranges are streamed
    OPENING --Hello, differs--> COMPARING     COMPARING: our heights are sent, theirs awaited
    COMPARING --Heights--> LIVE
    any --Bye, or a fault--> ENDED

A peer whose device is not effective here yet is *heard but not told*: it may send the acts that make it effective,
and gets nothing but our heights until then.

Whoever drives a session hands in frames and asks it, until it has nothing more, for frames to send
(``frames_to_send``), claims to compare with the log (``next_claims``), a gap to fill (``next_gap``) and bodies to look
up (``next_wanted``); and it says which of the peer's ``offers`` to ``follow``. Attachments come last, and have their
own questions (``attachments``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import Enum, auto

from idos_p2p.errors import PeerFault
from idos_p2p.ids import Address, DeviceId, EntryId
from idos_p2p.log.branches import heads
from idos_p2p.log.chain import Height
from idos_p2p.log.comparison import Claim, Comparison
from idos_p2p.log.entry import Payload
from idos_p2p.log.heights import Gap, Heights, heights_of
from idos_p2p.log.segment import Sealed, parse
from idos_p2p.log.standing import Standing
from sync.protocol.attachments import Attachments
from sync.protocol.bodies import Answering, Asking, Body, parts
from sync.protocol.events import BodiesArrived, Ended, Event, Offered, PeerSaidAll, SegmentArrived, UpToDate
from sync.protocol.follows import Follows
from sync.protocol.messages import (
    AddressRow,
    BlobAbsent,
    BlobChunk,
    BlobHere,
    BlobsSettled,
    Bodies,
    BodyRow,
    Bye,
    Follow,
    Have,
    HeightRow,
    HeightsMessage,
    Hello,
    Locator,
    Message,
    PointRow,
    SegmentMessage,
    Unfollow,
    Want,
    WantBlob,
    decode,
    encode,
)
from sync.protocol.reach import Place, Reach
from sync.protocol.rows import height_rows, require_ascending

NOT_SAID = Have(b"")


class State(Enum):
    """Where the conversation stands."""

    OPENING = auto()
    COMPARING = auto()
    LIVE = auto()
    ENDED = auto()


class Session:
    """One conversation. Bytes of frames go in and out; events tell what they mean."""

    def __init__(
        self, standing: Standing, *, own: DeviceId, peer: DeviceId, trusted: bool, introduction: bytes | None = None
    ) -> None:
        """Begin; ``introduction`` is the segment of our first act, for a peer that is not told anything else."""
        self.state = State.OPENING
        self.trusted = trusted
        self.entries_sent = 0
        self._introduction = introduction
        self._standing = self._opening = standing
        self._reach = Reach(standing.logs)
        self._asking = Asking()
        self._asking.update(standing.missing)
        self._answering = Answering()
        self.attachments = Attachments(self._say, equal=self._equal, may_tell=lambda: self.trusted)
        self._peer_digest = b""
        self._follows = Follows(self._say, own=own, peer=peer)
        self._fresh = False  # what the peer sent is held by now, and our standing is still that of before
        self._frames: list[bytes] = []
        self._say(Hello(standing.digest))
        self._said = Have(standing.digest)

    @property
    def up_to_date(self) -> bool:
        """Whether both sides last said the same digest, and it is still ours."""
        return self.state is State.LIVE and self._peer_digest == self._standing.digest == self._said.digest

    @property
    def offers(self) -> Mapping[DeviceId, int]:
        """Of which logs the peer holds more than we do, as far as it says, and about how many entries."""
        return self._reach.offers if self.state is State.LIVE else {}

    @property
    def following(self) -> Collection[DeviceId]:
        """The logs that we follow at the peer."""
        return self._follows.there

    @property
    def peer_said_all(self) -> bool:
        """Whether the peer has sent all that it can for now, and there is nothing more that we could ask it for."""
        if self.state is not State.LIVE or not self._follows.answered or self._reach.awaits:
            return False
        return self._reach.told_apart and self.offers.keys() <= self._follows.there

    def _equal(self) -> bytes:
        return self._standing.digest if self.up_to_date else b""

    @property
    def silent(self) -> bool:
        """Whether nothing waits to be written."""
        return not self._frames

    @property
    def remaining(self) -> tuple[int, int]:
        """How many entries are still to be sent, and how many the peer has said it holds and we do not."""
        return self._reach.remaining if self.state is State.LIVE else (0, 0)

    def frames_to_send(self) -> list[bytes]:
        """Return, once, the frames that are to be written now, in order."""
        frames, self._frames = self._frames, []
        return frames

    def receive(self, frame: bytes) -> list[Event]:
        """Take one frame of the peer; raise PeerFault when it breaks the protocol."""
        if self.state is State.ENDED:
            return []
        message = decode(frame)
        if isinstance(message, Bye):
            self.state = State.ENDED
            return [Ended(message.code)]
        if self.state is State.LIVE:
            return self._on_live(message)
        match self.state, message:
            case State.OPENING, Hello(digest=digest):
                return self._on_hello(digest)
            case State.COMPARING, HeightsMessage(rows=rows):
                return self._on_heights(rows)
            case _:
                raise self._unexpected(message)

    def update(self, standing: Standing) -> list[Event]:
        """Say that this is what we hold now, after something became durable."""
        before = self.up_to_date
        missing_before, self._standing = self._standing.missing, standing
        self._reach.update(standing.logs)
        self._fresh = False
        self._end_offers()
        if standing.missing != missing_before:
            self._asking.update(standing.missing)
        return self._settle(before=before)

    def trust(self) -> None:
        """Say that the peer's device is effective: from now on it is told everything."""
        self.trusted = True

    def follow(self, devices: Iterable[DeviceId]) -> None:
        """Ask the peer for these of its offers, and for what they grow by."""
        if self.state is State.LIVE:
            new = [device for device in devices if device not in self._follows.there]
            self._tell(self._follows.untold(new, self._standing.logs))  # what came meanwhile is not to come again
            self._follows.follow(new)

    def unfollow(self, devices: Iterable[DeviceId]) -> None:
        """Ask the peer for these no more; it tells what it holds of them anew, if that is more than we do."""
        if self.state is State.LIVE:
            self._follows.unfollow(devices)

    def tell_news(self) -> None:
        """Tell the peer of the logs that it lacks something of and does not follow here: once all else is quiet."""
        if self.state is State.LIVE and self.trusted:
            self._tell(self._follows.news(self._reach.lacked, self._standing.logs))

    def next_claims(self) -> tuple[Claim, ...]:
        """Return, once, what the peer says it holds, a bounded part: it is to be compared with our log."""
        return self._reach.next_claims() if self.state is State.LIVE else ()

    def compared(self, comparison: Comparison) -> list[Event]:
        """Take the answer to claims."""
        before = self.up_to_date
        for device, rows in self._reach.compared(comparison).items():
            told = rows if self.trusted else heads(self._standing.logs.get(device, ()))
            self._say(Locator(device, tuple(PointRow(height.count, height.head) for height in told)))
        return self._settle(before=before)

    def learned(self, places: Iterable[tuple[DeviceId, int, int]]) -> list[Event]:
        """Say that all segments that arrived were looked at: of which device, on which branch, up to which seq.

        Until then nothing of these devices is sent: it may be what just came.
        """
        before, learned = self.up_to_date, [Place(*place) for place in places]
        self._fresh |= bool(learned)
        self._reach.learned(learned)
        self._end_offers()
        return self._settle(before=before)

    def next_gap(self) -> Gap | None:
        """Return what to send next, or None when the peer lacks nothing that we may send."""
        return self._reach.next_gap(self._follows.here) if self.state is State.LIVE and self.trusted else None

    def send(self, gap: Gap, sealed: Sealed) -> list[Event]:
        """Send a stored segment that fills the start of a gap; nothing if the peer is known to hold it by now."""
        before = self.up_to_date
        if self.state is State.LIVE and self._reach.sent(gap, sealed.end):
            self._say(SegmentMessage(sealed.blob))
            self.entries_sent += sealed.count
        return self._settle(before=before)

    def next_wanted(self) -> tuple[Address, ...]:
        """Return whose bodies the peer asks for, as far as they were not looked up; none while there is a gap."""
        return self._answering.wanted if self.state is State.LIVE and self.next_gap() is None else ()

    def give(self, bodies: Sequence[Body], looked_up: int) -> None:
        """Send what was found at the first so many of the wanted addresses; nothing of it to who is not trusted."""
        if self.state is not State.LIVE:
            return
        for part in parts(bodies if self.trusted else ()):
            rows = (BodyRow(*address, payload.salt, payload.body) for address, payload in part)
            self._say(Bodies(tuple(rows)))
        if self._answering.looked_up(looked_up):
            self._say(Bodies(()))

    def end(self, code: str) -> None:
        """End the session for a reason that the peer may show."""
        if self.state is not State.ENDED:
            self._say(Bye(code))
            self.state = State.ENDED

    def _on_live(self, message: Message) -> list[Event]:
        match message:
            case SegmentMessage(blob=blob):
                return self._on_segment(parse(blob))
            case HeightsMessage(rows=heights):
                return self._on_heights(heights)
            case Have(digest=digest, follows=follows):
                self._follows.said_all(follows)
                return self._on_have(digest)
            case Follow() | Unfollow():
                return self._on_follow(message)
            case Locator(device=device, rows=points):
                return self._on_locator(DeviceId(device), points)
            case Want(rows=wanted):
                return self._on_want(wanted)
            case Bodies(rows=bodies):
                return self._on_bodies(bodies)
            case WantBlob() | BlobChunk() | BlobAbsent() | BlobHere() | BlobsSettled():
                return list(self.attachments.heard(message))
            case _:
                raise self._unexpected(message)

    def _unexpected(self, message: Message) -> PeerFault:
        return PeerFault("message_unexpected", message=type(message).__name__, state=self.state.name)

    def _on_hello(self, digest: bytes) -> list[Event]:
        self._peer_digest = digest
        if digest == self._opening.digest:
            self.state = State.LIVE
            self._follows.begin_equal()
            self._reach = Reach(self._opening.logs)
            self._reach.all_held()
            self._reach.update(self._standing.logs)
            return self._settle(before=False)
        self.state = State.COMPARING
        self._tell(heights_of(self._standing.logs), first=True)
        return []

    def _tell(self, heights: Heights, *, first: bool = False) -> None:
        self._follows.told(heights)
        if heights or first:
            self._say(HeightsMessage(height_rows(heights)))

    def _on_heights(self, rows: tuple[HeightRow, ...]) -> list[Event]:
        places = [(row.device, row.count, row.head) for row in rows]
        require_ascending(places)
        theirs: dict[DeviceId, tuple[Height, ...]] = {}
        for device, count, head in places:
            known = theirs.get(DeviceId(device), ())
            theirs[DeviceId(device)] = (*known, Height(count, EntryId(head)))
        self._reach.claim(theirs)
        if self.state is State.LIVE:
            return [Offered(), *self._settle(before=self.up_to_date)]
        self.state = State.LIVE
        if not self.trusted and self._introduction:
            self._say(SegmentMessage(self._introduction))
        return [Offered(), *self._settle(before=False)]

    def _on_follow(self, message: Follow | Unfollow) -> list[Event]:
        before = self.up_to_date
        require_ascending([(device,) for device in message.devices])
        self._follows.took(message, self._standing.logs)
        return self._settle(before=before)

    def _on_segment(self, sealed: Sealed) -> list[Event]:
        self._reach.arriving(sealed.device)
        return [SegmentArrived(sealed)]

    def _on_have(self, digest: bytes) -> list[Event]:
        before = self.up_to_date
        self._peer_digest = digest
        self._end_offers()
        self._settle(before=before)
        if self.up_to_date:
            return [] if before else [UpToDate()]
        return [PeerSaidAll()] if self.peer_said_all else []

    def _on_locator(self, device: DeviceId, rows: tuple[PointRow, ...]) -> list[Event]:
        places = [(row.count, row.head) for row in rows]
        require_ascending(places)
        self._reach.locate(device, tuple(Height(count, EntryId(head)) for count, head in places))
        self._said = NOT_SAID  # something to send may be found: the peer waits to hear that it was sent all
        return []

    def _on_want(self, rows: tuple[AddressRow, ...]) -> list[Event]:
        addresses = tuple(Address(DeviceId(row.device), row.seq) for row in rows)
        require_ascending(addresses)
        self._answering.asked(addresses)
        return []

    def _on_bodies(self, rows: tuple[BodyRow, ...]) -> list[Event]:
        bodies = tuple((Address(DeviceId(row.device), row.seq), Payload(row.salt, row.body)) for row in rows)
        self._asking.heard(bodies)
        if bodies:
            return [BodiesArrived(bodies)]
        return self._settle(before=self.up_to_date)

    def _settle(self, *, before: bool) -> list[Event]:
        """Say what is due: our digest when there is nothing left to send, then what we lack; tell if all is equal now.

        ``before``: whether it was equal already.
        """
        if self.state is not State.LIVE:
            return []
        if self._peer_digest == self._standing.digest:
            self._reach.all_held()
            self._asking.equal(self._peer_digest)
        if self._reach.settled and self.next_gap() is None:
            self._say_have()
            self._ask()
        return [UpToDate()] if self.up_to_date and not before else []

    def _end_offers(self) -> None:
        """Count what the peer could not send as offered no more, once all that it did send is in our logs."""
        if self._follows.answered and not self._fresh and not self._reach.arrives:
            self._reach.offered_in_vain(self._follows.there)

    def _say_have(self) -> None:
        due = Have(self._standing.digest, self._follows.heard)
        if due != self._said:
            self._said = due
            self._say(due)

    def _ask(self) -> None:
        """Ask for missing bodies, if the peer has sent all else and what it holds is not what we do: perhaps them."""
        if self.trusted and self.peer_said_all and self._peer_digest != self._standing.digest:
            wanted = self._asking.next(self._peer_digest)
            if wanted:
                self._say(Want(tuple(AddressRow(*address) for address in wanted)))

    def _say(self, message: Message) -> None:
        self._frames.append(encode(message))
