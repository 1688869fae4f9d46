"""One session carried over one channel: three tasks, so that a slow peer never stops us from listening to it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.ids import DeviceId, short
from idos_p2p.log.heights import Gap
from idos_p2p.log.segment import Sealed, parse
from idos_p2p.log.standing import Standing
from idos_p2p.services.bodies import bodies_at
from idos_p2p.services.cell import Cell
from idos_p2p.services.compare import compare
from idos_p2p.services.ingest import Duplicate, Inserted, Outcome, Refused, Waiting, WaitingRoom, ingest, put_back
from idos_p2p.services.receive import Arrivals, Chunk, Needs, chunks_of, claim, let_go, release, take
from sync.admission import Admission
from sync.channel.connection import Channel
from sync.inbox import Inbox
from sync.peers import Counts
from sync.protocol.attachments import AttachmentAbsent, AttachmentsMoved, ChunkArrived
from sync.protocol.bodies import Body
from sync.protocol.events import BodiesArrived, Ended, Event, Offered, PeerSaidAll, SegmentArrived, UpToDate
from sync.protocol.limits import BLOB_WINDOW
from sync.protocol.reach import Place
from sync.protocol.session import Session, State
from sync.sources import Change, Source
from sync.worker import CellWorker

log = logging.getLogger("idos.sync.session")

NO_ROOM = {"attachment_no_room", "attachments_full", "store_full"}
SEND_BYTES = 512 << 10  # read from the store at once for one peer


@dataclass(slots=True)
class Tally:
    """Entries exchanged in one conversation."""

    sent: int = 0
    received: int = 0


class Conversation:
    """Runs a session until the peer ends it, the channel closes, or a rule is broken."""

    def __init__(
        self,
        channel: Channel,
        worker: CellWorker,
        session: Session,
        *,
        admission: Admission,
        arrivals: Arrivals,
        tell: Callable[[Conversation], None],
        offered: Callable[[], None],
    ) -> None:
        self.channel = channel
        self.tally = Tally()
        self._worker = worker
        self._session = session
        self._tell = tell
        self._offered = offered
        self._inbox = Inbox()
        self._waiting = WaitingRoom()
        self._admission = admission
        self._arrivals = arrivals
        self._taking = False  # a chunk that the session has heard is not written yet
        self._ingesting = False
        self._heard_before = 0  # bytes
        self._late: frozenset[DeviceId] = frozenset()
        self._history_is_over = False  # once up to date: what the peer itself writes from then on has a quota
        self._wake = asyncio.Event()
        self._writing = False
        self.code = ""

    @property
    def up_to_date(self) -> bool:
        """Whether both sides hold the same logs, and all that tells the peer so is on its way."""
        return self._session.up_to_date and self._session.silent and not self._writing

    @property
    def trusted(self) -> bool:
        """Whether the peer's device is effective: it is told everything."""
        return self._session.trusted

    @property
    def counts(self) -> Counts:
        """What was exchanged in it so far."""
        return Counts(self.tally.sent, self.tally.received, self.channel.bytes_out, self.channel.bytes_in)

    @property
    def remaining(self) -> int:
        """How many entries are still to pass, both ways, as far as the heights tell."""
        return sum(self._session.remaining)

    @property
    def attachments_settled(self) -> bool:
        """Whether both sides have said that they ask each other for no more attachments."""
        return self._session.state is State.ENDED or self._session.attachments.settled

    def need(self, needs: Needs | None) -> None:
        """Say which attachments are missing here; None: that has to be looked up again."""
        attachments = self._session.attachments
        if needs is None:
            attachments.forget()
        elif self._session.state is not State.ENDED:
            came = [blob for blob in attachments.told_absent if blob in needs.here]
            attachments.need(needs.missing, named=bool(needs.missing or needs.here), came=came)
            self._wake.set()

    @property
    def source(self) -> Source:
        """What the peer offers, and what of it we follow there."""
        session = self._session
        live = session.state is State.LIVE
        return Source(session.offers, session.following, live=live, trusted=session.trusted, late=self._late)

    @property
    def owing(self) -> frozenset[DeviceId]:
        """The logs that we follow at the peer and that it offers more of: they should be coming."""
        return frozenset(self._session.offers).intersection(self._session.following)

    def overdue(self) -> frozenset[DeviceId]:
        """Return what is owing, if nothing has come from the peer since this was last asked, nor waits here."""
        heard, self._heard_before = self._heard_before, self.channel.bytes_in
        quiet = heard == self.channel.bytes_in and self._inbox.empty and not self._ingesting
        if not quiet:
            self._late = frozenset()
        return self.owing if quiet else frozenset()

    def pass_over(self, devices: Iterable[DeviceId]) -> None:
        """Expect these logs of this peer no more, as long as anybody else offers them."""
        self._late = self._late.union(devices)
        self._session.unfollow(devices)
        self._wake.set()

    def change(self, change: Change) -> None:
        """Follow other logs at this peer."""
        self._session.follow(change.follow)
        self._session.unfollow(change.unfollow)
        self._wake.set()

    def tell_news(self) -> None:
        """Tell the peer what it may follow here."""
        self._session.tell_news()
        self._wake.set()

    def update(self, standing: Standing, *, trusted: bool) -> None:
        """Say that this is what we hold now, and whether the peer's device is effective."""
        if self._session.state is not State.ENDED:
            if trusted and not self._session.trusted:
                self._session.trust()
            self._note(self._session.update(standing))
            self._wake.set()

    def end(self, code: str) -> None:
        """End the session politely, for this reason."""
        self.code = self.code or code
        self._session.end(code)
        self._wake.set()

    async def run(self) -> None:
        """Converse until the end; ``code`` says why it ended. Raises PeerFault when the peer broke a rule."""
        reading = asyncio.create_task(self._read())
        taking = asyncio.create_task(self._take())
        writing = asyncio.create_task(self._write())
        try:
            await asyncio.wait((reading, taking, writing), return_when=asyncio.FIRST_COMPLETED)
            if _failed(reading) or _failed(writing):
                self.channel.abort()  # which ends the reading, too
                await asyncio.wait((taking,))  # what has arrived is kept all the same
            for task in (taking, writing, reading):
                if task.done():
                    task.result()
        finally:
            for task in (reading, taking, writing):
                task.cancel()
            await asyncio.gather(reading, taking, writing, return_exceptions=True)
            self._worker.submit(let_go, self._arrivals, self)

    async def _read(self) -> None:
        try:
            while True:
                await self._inbox.put(await self.channel.read_frame())
        finally:
            await self._inbox.end()

    async def _write(self) -> None:
        while True:
            self._session.attachments.settle()
            await self._flush()
            if self._session.state is State.ENDED:
                return
            if not await self._say_more():
                await self._wake.wait()
                self._wake.clear()

    async def _say_more(self) -> bool:
        """Do one of the things that the session asks for; say whether there was any."""
        if claims := self._session.next_claims():
            self._note(self._session.compared(await self._worker.run(compare, claims)))
            self._offered()
        elif self._session.peer_said_all and not self._session.trusted:
            await self._settle_trust()
        elif gap := self._session.next_gap():
            await self._fill(gap)
        elif wanted := self._session.next_wanted():
            found = await self._worker.run(bodies_at, wanted, SEND_BYTES) if self.trusted else ((), len(wanted))
            self._session.give(*found)
        elif blob := self._session.attachments.wanted:
            chunks = await self._worker.run(chunks_of, *blob, BLOB_WINDOW) if self.trusted else (0, ())
            self._session.attachments.give(*chunks)
        else:
            return await self._ask_for_attachment()
        return True

    async def _ask_for_attachment(self) -> bool:
        """Ask for the next attachment that nobody else is asked for; say whether there was one."""
        askable = () if self._taking else self._session.attachments.askable
        found = await self._worker.run(claim, self._arrivals, self, askable) if askable else None
        if found is None or found[0] not in self._session.attachments.askable:
            return False
        self._session.attachments.ask(*found)
        return True

    async def _fill(self, gap: Gap) -> None:
        for blob in await self._worker.run(_segments, gap):
            self._note(self._session.send(gap, parse(blob)))
            self.tally.sent = self._session.entries_sent
            await self._flush()
        self._report()

    async def _flush(self) -> None:
        """Write what the session has to say; then it may be that both sides are up to date."""
        while frames := self._session.frames_to_send():
            self._writing = True
            for frame in frames:
                await self.channel.write_frame(frame)
            self._writing = False
            if self.up_to_date:
                self._report()

    async def _take(self) -> None:
        while self._session.state is not State.ENDED and (frames := await self._inbox.take()):
            live = self._history_is_over
            blobs: list[bytes] = []
            arrived: list[Sealed] = []
            for frame in frames:
                for event in await self._hear(frame):
                    if isinstance(event, SegmentArrived):
                        blobs.append(event.sealed.blob)
                        arrived.append(event.sealed)
                        continue
                    await self._ingest(blobs)
                    blobs = []
                    await self._on(event)
            await self._ingest(blobs)
            self._wake.set()
            await asyncio.sleep(0)  # the others' turn, however much this one sends
            if live:
                await self._slow_down(arrived)

    async def _slow_down(self, arrived: Sequence[Sealed]) -> None:
        """Listen more slowly to a peer that writes, while we meet, more than people do; nothing of it is refused."""
        own = [(sealed.device, len(sealed.blob)) for sealed in arrived if sealed.device == self.channel.peer]
        pause = self._admission.heard(own, asyncio.get_running_loop().time())
        if pause is None:
            return
        if pause.begins:
            log.warning("peer writes more than people do, and is heard more slowly peer=%s", short(pause.device))
        await self._inbox.rest(pause.seconds)

    async def _hear(self, frame: bytes) -> list[Event]:
        """Return what a frame means; a peer that breaks the protocol is told so, and the session ends."""
        try:
            events = self._session.receive(frame)
            self._taking = any(isinstance(event, ChunkArrived) for event in events)
            return events
        except PeerFault as fault:
            await self._break_off(fault.code)
            raise

    async def _ingest(self, blobs: Sequence[bytes]) -> None:
        if not blobs:
            return
        self._ingesting = True
        try:
            outcomes = await self._worker.run(ingest, blobs, self._waiting)
        except RefusedError as fault:
            self._stop(fault)
            return
        finally:
            self._ingesting = False
        self._count(outcomes)
        refused = next((outcome.code for outcome in outcomes if isinstance(outcome, Refused)), "")
        if refused:
            await self._break_off("segment_refused")
            raise PeerFault(refused)
        held = (outcome for outcome in outcomes if isinstance(outcome, Inserted | Duplicate))
        self._note(self._session.learned(Place(one.device, one.branch, one.end) for one in held))
        if not self._session.trusted and await self._worker.run(_effective, self.channel.peer):
            self._session.trust()
        self._report()

    async def _put_back(self, bodies: Sequence[Body]) -> None:
        try:
            await self._worker.run(put_back, bodies)
        except RefusedError as fault:
            self._stop(fault)

    async def _take_chunk(self, arrived: ChunkArrived) -> None:
        """Write a chunk of an attachment; without room for it, it is not asked for again in this meeting."""
        chunk = Chunk(arrived.blob, arrived.number, arrived.size, arrived.data, arrived.last)
        try:
            await self._worker.run(take, self._arrivals, self, self.channel.peer, chunk)
        except PeerFault as fault:
            await self._break_off(fault.code)
            raise
        except RefusedError as refused:
            if refused.code not in NO_ROOM:
                raise
            log.warning("an attachment was not taken code=%s", refused.code)
            self._session.attachments.give_up(arrived.blob)
        finally:
            self._taking = False
        self._wake.set()

    def _stop(self, fault: RefusedError) -> None:
        """Take no more while the disk is full, and tell the peer so; any other refusal of our store is raised."""
        if fault.code != "store_full":
            raise fault
        self.end("peer_store_full")
        self.code = fault.code

    async def _break_off(self, code: str) -> None:
        """End the session at once, for a rule that the peer broke."""
        self.end(code)
        await self._flush()

    def _count(self, outcomes: Sequence[Outcome]) -> None:
        self.tally.received += sum(outcome.entries for outcome in outcomes if isinstance(outcome, Inserted))
        waiting = sum(isinstance(outcome, Waiting) for outcome in outcomes)
        if waiting:
            log.info("segments wait for their origin peer=%s count=%d", short(self.channel.peer), waiting)

    async def _on(self, event: Event) -> None:
        match event:
            case UpToDate() | PeerSaidAll():
                await self._settle_trust()
                self._report()
            case BodiesArrived(bodies=bodies):
                await self._put_back(bodies)
            case ChunkArrived():
                await self._take_chunk(event)
            case AttachmentAbsent(blob=blob):
                await self._worker.run(release, self._arrivals, self, blob)
            case AttachmentsMoved():
                self._report()
            case Offered():
                self._offered()
            case Ended(code=code):
                self.code = code
            case SegmentArrived():
                raise AssertionError  # taken by the caller

    async def _settle_trust(self) -> None:
        """The peer has said all it can: now it is effective here, or it is not told anything."""
        if self._session.trusted:
            return
        if await self._worker.run(_effective, self.channel.peer):
            self._session.trust()
        else:
            self.end("not_member")

    def _note(self, events: Sequence[Event]) -> None:
        if any(isinstance(event, UpToDate) for event in events):
            self._report()

    def _report(self) -> None:
        """Tell how far we are."""
        self._history_is_over = self._history_is_over or self.up_to_date
        self._tell(self)


def _failed(task: asyncio.Task[None]) -> bool:
    return task.done() and task.exception() is not None


def _segments(cell: Cell, gap: Gap) -> list[bytes]:
    return cell.store.log.segments(gap.device, gap.branch, gap.start, SEND_BYTES)


def _effective(cell: Cell, device: DeviceId) -> bool:
    return cell.membership.effective(device)
