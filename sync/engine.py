"""All conversations of one cell: who is met, who learns what is new, and what is told to the faces."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from idos_p2p.clock import Clock
from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.events import AttachmentsChanged, BodiesChanged, CellEvent, LogGrew, MembersChanged
from idos_p2p.ids import DeviceId, short
from idos_p2p.log.standing import Standing
from idos_p2p.services.cell import Cell
from idos_p2p.services.enact import enact_ready
from idos_p2p.services.introduce import introduction
from idos_p2p.services.project import SLICE_RECORDS, SLICE_UNWATCHED, project_slice
from idos_p2p.services.receive import NOTHING, Arrivals, Needs, needs
from idos_p2p.services.reopen import is_out
from idos_p2p.services.secret import tend
from idos_p2p.services.tidy import tidy_slice
from sync.admission import Admission
from sync.channel.connection import Channel
from sync.channel.doors import Door, Purpose
from sync.channel.listener import LineBudget
from sync.conversation import Conversation
from sync.door import Promises, open_door
from sync.following import Following
from sync.peers import Counts, Peer, PeerState, Table
from sync.protocol.limits import REFUSAL_LINES, REFUSAL_SECONDS
from sync.protocol.messages import Bye, encode
from sync.protocol.session import Session
from sync.second_device import open_to_device
from sync.worker import CellWorker

log = logging.getLogger("idos.sync.engine")

SLICE_FIRST = 100  # records: what is newest is seen at once
LOG_FIRST_SECONDS = 10.0  # that a slow peer may keep records waiting


@dataclass(frozen=True, slots=True)
class Met:
    """A peer's row of the table changed."""

    peer: Peer


@dataclass(frozen=True, slots=True)
class LetIn:
    """Somebody new was let in by this door, and is met now."""

    device: DeviceId
    door: Door


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a conversation starts from."""

    standing: Standing
    trusted: bool
    out: bool  # it was a member's device, and is none any more: it is told nothing
    introduction: bytes | None

    def session(self, own: DeviceId, peer: DeviceId) -> Session:
        """Return the session between these devices that begins here."""
        return Session(self.standing, own=own, peer=peer, trusted=self.trusted, introduction=self.introduction)


class Engine:
    """Runs the conversations. Lives in the loop's thread; the cell lives in the worker's."""

    def __init__(
        self,
        device: DeviceId,
        worker: CellWorker,
        clock: Clock,
        report: Callable[[Met | LetIn], None],
        *,
        watched: bool = True,
    ) -> None:
        """``watched``: somebody looks at the cell meanwhile, and is not to wait long for the worker."""
        self._device = device
        self._worker = worker
        self._report = report
        self._table = Table(clock, self._on_row)
        self._running: dict[DeviceId, _Running] = {}
        self._lines = LineBudget(REFUSAL_LINES, REFUSAL_SECONDS)
        self._slice = SLICE_RECORDS if watched else SLICE_UNWATCHED
        self._promises = Promises()
        self._admission = Admission()
        self._arrivals = Arrivals()
        self._needs: Needs | None = None  # None: to be looked up, once all that came is projected
        self._look = asyncio.Event()
        self._grown = asyncio.Event()
        self._arrived = asyncio.Event()
        self._idle = asyncio.Event()
        self._passed_on = False
        self._untidy = True
        self._untended = True  # a decision may be to be certified, the cell secret renewed, or sealed to somebody
        self._tending = False
        self._turn = asyncio.Event()
        self._following = Following(self._conversations)

    @property
    def peers(self) -> tuple[Peer, ...]:
        """Every peer met since this process started, in a stable order."""
        return self._table.rows

    def meeting(self, device: DeviceId) -> bool:
        """Whether a conversation with that device is running."""
        return device in self._running

    def over_with(self, device: DeviceId) -> bool:
        """Whether a conversation with that device has ended, and none is running."""
        return self._table.state(device) is PeerState.ENDED

    @property
    def all_up_to_date(self) -> bool:
        """Whether no running conversation has anything more to exchange; true when none runs."""
        return all(running.conversation.up_to_date for running in self._running.values())

    @property
    def settled(self) -> bool:
        """Whether all that is durable here was passed on, and no running conversation has anything to exchange."""
        return self._passed_on and self.all_up_to_date

    @property
    def complete(self) -> bool:
        """Whether it is settled, the secret too, and no running conversation has an attachment to ask for."""
        if not self.settled or self._untended or self._tending or self._needs is None:
            return False
        return all(running.conversation.attachments_settled for running in self._running.values())

    @property
    def tidy(self) -> bool:
        """Whether the log has no small segments left to join."""
        return not self._untidy

    async def until(self, reached: Callable[[], bool]) -> None:
        """Return when ``reached`` is true; it is asked each time a meeting takes a step."""
        while not reached():
            await self._turn.wait()

    async def step(self) -> None:
        """Return when a meeting has taken its next step."""
        await self._turn.wait()

    def cell_changed(self, event: CellEvent) -> None:
        """Take note of what became durable in the cell; called in the loop's thread."""
        if isinstance(event, LogGrew | BodiesChanged | MembersChanged):
            self._passed_on = False
            self._grown.set()
            self._arrived.set()
            self._idle.clear()
            self._untidy = True
            self._untended |= isinstance(event, MembersChanged)
            self._tell_needs(None)
        elif isinstance(event, AttachmentsChanged):
            self._look.set()

    async def run(self) -> None:
        """Pass on what grows, project what arrives, and tidy up when nothing else is to be done, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._pass_on())
            tasks.create_task(self._following.run())
            tasks.create_task(self._project())
            tasks.create_task(self._tidy())
            tasks.create_task(self._tend_secret())
            tasks.create_task(self._look_at_attachments())

    async def projected(self) -> None:
        """Return when everything that has arrived is in the read model."""
        await self._idle.wait()

    async def welcome(self, channel: Channel) -> None:
        """Meet a peer that has come to us, a member or a newcomer; return when the meeting is over."""
        if channel.door.purpose is not Purpose.MEMBER:
            try:
                await self._open(channel)
            except RefusedError as refused:  # the newcomer was told: what was written must reach them
                log.info("newcomer not let in peer=%s code=%s", short(channel.peer), refused.code)
                return
            log.info("newcomer let in peer=%s", short(channel.peer))
            self._report(LetIn(channel.peer, channel.door))
        await self.meet(channel, initiator=channel.peer)

    async def _open(self, channel: Channel) -> None:
        """Open the door to somebody new, a person or another computer of the person here."""
        if channel.door.purpose is Purpose.DEVICE:
            await open_to_device(channel, self._worker)
        else:
            await open_door(channel, self._worker, self._promises)

    async def meet(self, channel: Channel, initiator: DeviceId) -> bool:
        """Converse with the peer of this channel until one side ends it; say whether to try again soon.

        Of two channels with one peer, the one opened by the smaller device id stays; a newer one replaces an older
        of the same initiator, whose other end is gone.
        """
        device = channel.peer
        snapshot = await self._worker.run(_snapshot, device)
        if snapshot.out:
            log.info("a device that was put out is told nothing peer=%s", short(device))
            await channel.write_frame(encode(Bye("peer_out")))
            self._table.ends(device, Counts(), "peer_out", stranger=False)
            return False
        if not self._make_room(device, initiator):
            return True
        conversation = Conversation(
            channel,
            self._worker,
            snapshot.session(self._device, device),
            admission=self._admission,
            arrivals=self._arrivals,
            tell=self._on_news,
            offered=self._following.offered,
        )
        self._running[device] = _Running(conversation, initiator)
        conversation.need(self._needs)
        self._on_news(conversation)
        code = ""
        try:
            await conversation.run()
            code = conversation.code
        except PeerFault as fault:
            over = fault.code in _QUIET_ENDS and conversation.up_to_date
            code = "" if over else conversation.code or fault.code
            if fault.code not in _QUIET_ENDS:
                self._say_ended(device, fault.code)
        finally:
            current = self._running.get(device)
            if current and current.conversation is conversation:
                del self._running[device]
                self._following.offered()  # what came from this one can come from another
                self._table.ends(device, conversation.counts, code, stranger=not conversation.trusted)
            else:  # another one with this peer has begun: what this one brought counts, too
                self._table.breaks_off(device, conversation.counts)
            self._tell_needs(self._needs)  # what was asked of this one can be asked of another
            self._untended = True  # what this one should have written, another may have to
        return code not in _UNWELCOME

    def _say_ended(self, device: DeviceId, code: str) -> None:
        unsaid = self._lines.spend(asyncio.get_running_loop().time())
        if unsaid is not None:
            log.error("session ended peer=%s code=%s unsaid=%d", short(device), code, unsaid)

    def _make_room(self, device: DeviceId, initiator: DeviceId) -> bool:
        running = self._running.get(device)
        if running is None:
            return True
        if running.initiator != initiator and initiator != min(self._device, device):
            return False
        running.conversation.channel.abort()
        return True

    def _on_news(self, conversation: Conversation) -> None:
        device = conversation.channel.peer
        running = self._running.get(device)
        if running and running.conversation is conversation:
            state = PeerState.UP_TO_DATE if conversation.up_to_date else PeerState.EXCHANGING
            if not self._table.goes_on(device, state, conversation.counts, conversation.remaining):
                self._step()

    def _conversations(self) -> dict[DeviceId, Conversation]:
        return {device: running.conversation for device, running in self._running.items()}

    def _on_row(self, row: Peer) -> None:
        self._report(Met(row))
        self._step()

    def _step(self) -> None:
        turn, self._turn = self._turn, asyncio.Event()
        turn.set()

    async def _pass_on(self) -> None:
        self._grown.set()
        while True:
            await self._grown.wait()
            self._grown.clear()
            standing, trusted, out = await self._worker.run(_standing, tuple(self._running))
            for device, running in list(self._running.items()):
                if device in out:
                    running.conversation.end("peer_out")
                running.conversation.update(standing, trusted=device in trusted)
            self._passed_on = not self._grown.is_set()
            self._following.grown()
            self._step()

    async def _project(self) -> None:
        while True:
            self._arrived.clear()
            await self._log_first()
            most = SLICE_FIRST
            while await self._goes_on(partial(project_slice, most=most)):
                most = min(most * 5, self._slice)
            if not self._arrived.is_set():
                self._idle.set()
                self._look.set()
                self._step()
            await self._arrived.wait()

    async def _log_first(self) -> None:
        """Let what others have to send come before records are made of it: a log is small, and others want it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LOG_FIRST_SECONDS):
                await self.until(lambda: not self._following.owing)

    async def _look_at_attachments(self) -> None:
        """Tell every conversation which attachments are missing, each time that may have changed."""
        while True:
            await self._look.wait()
            self._look.clear()
            found = await self._worker.run(needs)
            if self._idle.is_set():  # otherwise it is looked at again
                self._tell_needs(found or NOTHING)  # what a full disk leaves unprojected asks for nothing
                self._step()

    def _tell_needs(self, found: Needs | None) -> None:
        self._needs = found
        for running in self._running.values():
            running.conversation.need(found)

    async def _tidy(self) -> None:
        """Join small segments while every log is passed on, projected, and equal on all who are here."""
        while True:
            await self.until(lambda: self._untidy and self._idle.is_set() and self.settled)
            if not await self._goes_on(tidy_slice) and self._idle.is_set():  # nothing grew meanwhile
                self._untidy = False
                self._step()

    async def _tend_secret(self) -> None:
        """Certify what is ready, renew the cell secret, or seal it, once all here know the same.

        Of those in the room, the first one does.
        """
        while True:
            await self.until(lambda: self._untended and self._idle.is_set() and self.settled)
            self._tending, self._untended = True, False
            for work in (enact_ready, tend):
                wrote = await self._goes_on(partial(work, present=tuple(self._running)))
                self._untended |= wrote  # or something else came meanwhile
            self._tending = False
            self._step()

    async def _goes_on(self, work: Callable[[Cell], bool]) -> bool:
        """Do a slice of work that can wait; say whether there is more. A full disk makes it wait for the next news."""
        try:
            return await self._worker.run(work)
        except RefusedError as refused:
            if refused.code != "store_full":
                raise
            log.warning("work waits for room on the disk")
            return False


@dataclass(frozen=True, slots=True)
class _Running:
    conversation: Conversation
    initiator: DeviceId


_UNWELCOME = frozenset({"not_member", "peer_out"})
"""Why a meeting is not tried again soon: with a stranger, or with a device that wrote for somebody once, whose person
was put out or left, or which was lost."""

_QUIET_ENDS = frozenset({"peer_closed", "peer_idle"})


def _snapshot(cell: Cell, device: DeviceId) -> Snapshot:
    return Snapshot(
        cell.standing(), cell.membership.effective(device), is_out(cell.membership, device), introduction(cell)
    )


def _standing(cell: Cell, devices: Collection[DeviceId]) -> tuple[Standing, frozenset[DeviceId], frozenset[DeviceId]]:
    """Return what is held now, and which of these devices are effective, and which have been put out."""
    members = cell.membership
    trusted = frozenset(device for device in devices if members.effective(device))
    return cell.standing(), trusted, frozenset(device for device in devices if is_out(members, device))
