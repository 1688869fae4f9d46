"""Attending a meeting: the room's sign kept true, the meeting begun and ended, and what is kept of whom we met."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Concatenate, ParamSpec, TypeVar

from idos_p2p.clock import Clock
from idos_p2p.errors import RefusedError
from idos_p2p.events import BodiesChanged, LogGrew, MembersChanged, RecordsChanged
from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.services.cell import Cell
from idos_p2p.services.gatherings import REMEMBER_MS, Contact, Held, end_by_hand, held_now, look_around, remember
from idos_p2p.services.relays import close_carried
from idos_p2p.services.voices import Voice, voices
from sync.engine import Engine, Met
from sync.peers import Peer, PeerState
from sync.presence import Sightings
from sync.room import Here, MeetingChanged, PersonHere, Sign, SignChanged, SignState, sign_of
from sync.worker import CellWorker

log = logging.getLogger("idos.sync.room")
P = ParamSpec("P")
T = TypeVar("T")

CALM_SECONDS = 0.25  # after a change, so that what passes does not make the sign flicker, nor keep the loop busy
LOOK_SECONDS = 30.0  # when nothing changes; a meeting that all have left ends within it, once its time is over


@dataclass(frozen=True, slots=True)
class _People:
    """Who is who: the person at this computer, and for whom each device writes now."""

    me: Voice | None
    owners: dict[DeviceId, Voice]


class Attending:
    """Looks at the room each time a meeting takes a step. Lives in the loop's thread; it writes nothing itself."""

    def __init__(
        self,
        worker: CellWorker,
        engine: Engine,
        clock: Clock,
        report: Callable[[SignChanged | MeetingChanged], None],
        *,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Make ready; blocks for what the worker has queued, so call it outside the loop."""
        self._worker = worker
        self._engine = engine
        self._clock = clock
        self._report = report
        self._pause = pause
        self._people = worker.submit(_people).result()
        self._people_changed = False
        self._changed_ms = clock.now_ms()
        self._sightings = Sightings()
        self._stir = asyncio.Event()
        self._present: frozenset[PersonId] = frozenset()
        self._looked_ms: int | None = None
        self._contacts: dict[DeviceId, Contact] = {}  # of those who are here or were, not written yet
        self._equal: dict[DeviceId, int] = {}  # who held the same, and how often the log had grown by then
        self._grown = 0
        self._written_ms = clock.now_ms()
        self._written: dict[DeviceId, Held | None] = {}  # what those who are here were written to hold
        self._closed_for: frozenset[PersonId] = frozenset()  # with whom nothing that is carried stands open any more
        self.sign = Sign(SignState.ALONE, ())

    def open(self) -> None:
        """Begin with an empty room, whoever was in it when an earlier process ended."""
        self._worker.submit(look_around, ())

    def heard(self, event: object, sightings: Sightings) -> None:
        """Take note of an event of the node, and of who is near after it."""
        self._sightings = sightings
        match event:
            case LogGrew() | BodiesChanged():
                self._changed_ms = self._clock.now_ms()
                self._grown += 1
                self._closed_for = frozenset()
            case MembersChanged():
                self._people_changed = True
            case RecordsChanged(kinds=kinds) if "person" in kinds:
                self._people_changed = True
            case Met(peer=peer):
                self._met(peer)
        self._stir.set()

    def _met(self, peer: Peer) -> None:
        """Take note of a peer, however short it stays."""
        if peer.state is PeerState.ENDED and peer.device not in self._contacts:
            return
        known = self._contacts.get(peer.device, Contact(0))
        self._contacts[peer.device] = replace(known, met_ms=self._clock.now_ms())
        if peer.state is PeerState.UP_TO_DATE and self._engine.settled:
            self._equal[peer.device] = self._grown
        if peer.state is not PeerState.ENDED and not self._present:
            self._begin(peer.device)

    def _begin(self, device: DeviceId) -> None:
        """Begin the meeting before anything of this peer is written: what it brings came after."""
        owner = self._people.owners.get(device)
        if owner is not None:
            self._present = frozenset((owner.person,))
            self._worker.submit(look_around, self._present)

    async def run(self) -> None:
        """Keep the sign true until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._follow())
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_SECONDS):
                        await self._stir.wait()
                self._stir.clear()
                await self._look()
                await self._pause(CALM_SECONDS)

    async def close(self) -> None:
        """Note that we leave, and keep what is known of those who were here, who have just become equal, too."""
        await self._note_contacts()
        await self._meet(frozenset())
        await self._write_contacts()

    async def end_meeting(self) -> bool:
        """End the meeting under way by hand; say whether there was one."""
        ended = bool(await self._do(end_by_hand, alone=not self._present))
        if ended:
            self._report(MeetingChanged())
        return ended

    async def _follow(self) -> None:
        while True:
            await self._engine.step()
            self._stir.set()

    async def _look(self) -> None:
        if self._people_changed:
            self._people_changed = False
            self._people = await self._worker.run(_people)
        sign = self._sign()
        if sign != self.sign:
            self.sign = sign
            self._report(SignChanged(sign))
        await self._meet(_present(sign))
        await self._note_contacts()
        await self._close_relays(sign)

    def _sign(self) -> Sign:
        here = Here(
            me=self._people.me,
            owners=self._people.owners,
            changed_ms=self._changed_ms,
            settled=self._engine.settled,
            complete=self._engine.complete,
        )
        return sign_of(self._sightings.presences(), here)

    async def _meet(self, present: frozenset[PersonId]) -> None:
        """Look at who is there, when that has changed or was not looked at for a while."""
        now = self._clock.now_ms()
        if present == self._present and self._looked_ms is not None and now - self._looked_ms < LOOK_SECONDS * 1_000:
            return
        self._present, self._looked_ms = present, now
        if await self._do(look_around, present):
            self._report(MeetingChanged())

    async def _note_contacts(self) -> None:
        """Take note of what those hold who hold the same; write what is known when one has left, and now and then.

        What is held is read after they said so: when nothing was written here meanwhile, it is what they said.
        """
        here = {peer.device: peer.state for peer in self._engine.peers if peer.state is not PeerState.ENDED}
        if self._engine.settled:
            self._equal |= dict.fromkeys(here, self._grown)
        said, self._equal = self._equal, {}
        if any(grown == self._grown for grown in said.values()):
            held = await self._worker.run(held_now)
            now = self._clock.now_ms()
            equal = (device for device, grown in said.items() if grown == self._grown and device in self._contacts)
            self._contacts |= {device: Contact(now, now, held) for device in equal}
        due = self._clock.now_ms() - self._written_ms >= REMEMBER_MS
        if self._contacts.keys() - here.keys() or (due and self._learnt()):
            await self._write_contacts(here)

    def _learnt(self) -> bool:
        """Whether more is known of what somebody holds than was written; that they are still here can wait."""
        return any(known.held != self._written.get(device) for device, known in self._contacts.items())

    async def _write_contacts(self, here: Iterable[DeviceId] = ()) -> None:
        """Keep what is known of all who were here; of those who still are, go on from it."""
        self._written_ms = self._clock.now_ms()
        written = dict(self._contacts)
        if written:
            await self._do(remember, written)
        self._written = {device: known.held for device, known in written.items()}
        for device in written.keys() - set(here):
            if self._contacts[device] == written[device]:  # nothing was heard of it meanwhile
                del self._contacts[device]

    async def _close_relays(self, sign: Sign) -> None:
        """Close what is carried to persons who hold the same now, once everything that came is in the read model."""
        equal = frozenset(person.voice.person for person in sign.persons if not person.me and _any_equal(person))
        if not self._engine.settled or not equal or equal == self._closed_for:
            return
        self._closed_for = equal
        await self._engine.projected()
        if await self._do(close_carried, equal):
            self._report(MeetingChanged())

    async def _do(self, work: Callable[Concatenate[Cell, P], T], *arguments: P.args, **options: P.kwargs) -> T | None:
        """Do something that can wait for the next time where the disk is full."""
        try:
            return await self._worker.run(work, *arguments, **options)
        except RefusedError as refused:
            log.warning("not kept of a meeting code=%s", refused.code)
            return None


def _present(sign: Sign) -> frozenset[PersonId]:
    """Return the persons who are present: of oneself, when another computer of one's own is."""
    return frozenset(person.voice.person for person in sign.persons if person.devices)


def _any_equal(person: PersonHere) -> bool:
    return any(device.up_to_date for device in person.devices)


def _people(cell: Cell) -> _People:
    known = voices(cell)
    owners = {device: known.of(person) for device, person in cell.membership.devices.items() if device != cell.device}
    return _People(None if known.me is None else known.of(known.me), owners)
