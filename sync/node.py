"""The composition of a meeting: one cell, its engine, its listener, its discovery, and the addresses it dials."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from idos_p2p.clock import Clock
from idos_p2p.errors import RefusedError
from idos_p2p.events import CellEvent, MembersChanged
from idos_p2p.ids import DeviceId
from idos_p2p.services.cell import Cell, Entropy
from idos_p2p.services.meetings import port_secret, remember_meeting
from sync.attending import Attending
from sync.channel.connection import Channel
from sync.channel.doors import Door
from sync.channel.listener import LineBudget, Listener, TurnedAway
from sync.channel.tls import EphemeralCertificate
from sync.dialling import Dialler
from sync.discovery.addresses import Endpoint, port_on
from sync.discovery.discovery import Discovery, Gone, Seen
from sync.discovery.interfaces import hosts_to_meet_on, is_near, list_interfaces, list_networks, plain
from sync.discovery.tags import Advertisement, RoomSecret
from sync.engine import Engine, LetIn, Met
from sync.own_doors import doors_of, identity_of
from sync.pairing import Sponsor
from sync.peers import PeerState
from sync.presence import By, CameIn, Reached, Sightings, Sought, Unreachable
from sync.protocol.limits import INTERFACE_WATCH_SECONDS, REFUSAL_LINES, REFUSAL_SECONDS, REMEMBERED_TRIES
from sync.remembering import Remembering
from sync.room import MeetingChanged, Sign, SignChanged
from sync.waking import Moment, has_slept
from sync.worker import CellWorker

log = logging.getLogger("idos.sync.node")
T = TypeVar("T")

EVERYWHERE = "0.0.0.0"  # noqa: S104  # the others of the room must be able to come in
EVERYWHERE_6 = "::"
LAST_WORDS_SECONDS = 60.0  # for a newcomer to bring home what there is, and to say who they are
REMEMBER_MS = 60_000  # a meeting is remembered at most once a minute: each time is a durable write


@dataclass(frozen=True, slots=True)
class NodeOptions:
    """Where to listen, and how to find the others.

    ``listen`` is None to accept nobody; ``interfaces`` None means all worth using; ``peers`` are dialled as they are.
    ``watched``: somebody looks at the cell meanwhile, so that work on it is done in shorter slices.
    """

    listen: Endpoint | None
    interfaces: tuple[str, ...] | None
    discovery: bool
    peers: tuple[Endpoint, ...] = ()
    watched: bool = False


@dataclass(frozen=True, slots=True)
class Listening:
    """Peers may come in at this endpoint."""

    endpoint: Endpoint


NodeEvent = (
    Listening
    | Met
    | LetIn
    | TurnedAway
    | Sought
    | Unreachable
    | Reached
    | CameIn
    | Seen
    | Gone
    | SignChanged
    | MeetingChanged
    | CellEvent
)


class Node:
    """Meets peers while ``run`` lasts. Everything but the cell's worker lives in the loop's thread."""

    def __init__(
        self,
        worker: CellWorker,
        options: NodeOptions,
        report: Callable[[NodeEvent], None],
        *,
        clock: Clock,
        entropy: Entropy,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Make ready; blocks some milliseconds: not in the loop. ``pause`` parts two looks at the clocks."""
        self._worker = worker
        self._options = options
        self._report = report
        self._clock = clock
        self._pause = pause
        self._certificate = EphemeralCertificate.create()
        self._identity = worker.submit(identity_of).result()
        self._ours = worker.submit(doors_of).result()
        self._port_secret = worker.submit(port_secret).result()
        self._tasks: asyncio.TaskGroup | None = None
        self._discovery: Discovery | None = None
        self._guests: set[Channel] = set()
        self.endpoint: Endpoint | None = None
        self.sightings = Sightings()  # who is near, by all that was told so far
        self._early: list[Seen | Gone] = []  # sighted before we had a name ourselves
        self._news = asyncio.Event()
        self._remembered_ms = 0
        self._remembering = Remembering(worker, lambda: self.sightings)
        self._refusals = LineBudget(REFUSAL_LINES, REFUSAL_SECONDS)
        self.engine = Engine(self._identity.device_key.device, worker, clock, self._on_met, watched=options.watched)
        self.attending = Attending(worker, self.engine, clock, report)
        self.sponsor = Sponsor(worker, self._refresh_doors, entropy)
        self._dialler = Dialler(
            self.engine,
            self._identity,
            lambda: self._ours.secrets,
            sightings=lambda: self.sightings,
            report=self._tell,
            entropy=entropy,
        )

    async def run(self, use: Callable[[], Awaitable[T]]) -> T:
        """Listen, look and dial while ``use`` runs, and return what it returns; then stop in order.

        Raises RefusedError ``cannot_listen`` or ``no_interface`` when the computer does not allow it.
        """
        loop = asyncio.get_running_loop()

        def told(event: CellEvent) -> None:
            loop.call_soon_threadsafe(self._on_cell, event)

        await self._worker.run(_listen, told)
        try:
            async with asyncio.TaskGroup() as tasks:
                return await self._run_in(tasks, use)
        except BaseExceptionGroup as group:  # whatever ended the meetings is told as what it is
            raise _first(group) from group
        finally:
            self._tasks = None
            await self._worker.run(_listen, _nobody)

    async def _run_in(self, tasks: asyncio.TaskGroup, use: Callable[[], Awaitable[T]]) -> T:
        listener = Listener(
            self._identity,
            self._certificate,
            self._doors,
            self._welcome,
            belongs=lambda device: device in self._ours.devices,
            turned_away=self._on_turned_away,
        )
        listener.pair = self.sponsor.serve
        discovery = Discovery(self._on_sight, self._clock, moved=self._on_moved)
        self._tasks = tasks
        self.attending.open()
        work = (self.engine.run(), self._keep_awake(listener, discovery))
        running = [tasks.create_task(each) for each in work]
        try:
            await self._open(listener, discovery)
            running.append(tasks.create_task(self.attending.run()))
            return await use()
        finally:
            self.sponsor.hide()
            self._remembering.note(self.engine.peers)
            await discovery.close()
            await self._dialler.close()
            await listener.close()
            for task in running:
                task.cancel()
            await self._remembering.keep()
            await self.attending.close()

    async def _open(self, listener: Listener, discovery: Discovery) -> None:
        port = None
        self._dialler.open()
        if self._options.listen:
            port = await self._listen(listener, self._options.listen)
            self.endpoint = Endpoint(self._options.listen.host, port)
            self._tell(Listening(self.endpoint))
        if self._options.discovery:
            await discovery.start(port, self._options.interfaces, self._ours.secrets)
            self._discovery = discovery
            for sight in self._early:
                self._on_sight(sight)
        self.look_at(self._options.peers)

    async def _listen(self, listener: Listener, at: Endpoint) -> int:
        """Listen there, and return the port: where any will do, the one that others met us at on this network."""
        everywhere = at.host == EVERYWHERE
        networks = list_networks() if everywhere and not at.port else ()
        ports = [*(port_on(str(network), self._port_secret) for network in networks[:1]), at.port]
        hosts = [(EVERYWHERE, EVERYWHERE_6), (EVERYWHERE,)] if everywhere else [(at.host,)]
        *others, last = [(chosen, port) for port in ports for chosen in hosts]
        for chosen, port in others:
            with suppress(RefusedError):  # without IPv6, or our port is taken by another IDOS of this computer
                return await listener.open(chosen, port)
        return await listener.open(*last)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The addresses at which others of the room meet us; empty while there is no network."""
        if self._discovery:
            return self._discovery.hosts
        return hosts_to_meet_on() if self.endpoint and self.endpoint.host == EVERYWHERE else ()

    @property
    def heard(self) -> tuple[Advertisement, ...]:
        """What every IDOS in the room says of itself."""
        return self._discovery.heard if self._discovery else ()

    @property
    def secrets(self) -> tuple[RoomSecret, ...]:
        """The secrets by which members find each other, the newest first."""
        return self._ours.secrets

    async def until(self, reached: Callable[[], bool]) -> None:
        """Return when ``reached`` is true; it is asked at each event."""
        while not reached():
            await self._news.wait()

    @property
    def sign(self) -> Sign:
        """The room's sign as it is now."""
        return self.attending.sign

    async def end_meeting(self) -> bool:
        """End the meeting under way by hand; say whether there was one."""
        return await self.attending.end_meeting()

    def look_at(self, endpoints: Sequence[Endpoint]) -> None:
        """Dial these addresses too, from now on."""
        for endpoint in endpoints:
            self._tell(Sought(endpoint, By.TYPED))
            self._dialler.aim(str(endpoint), (endpoint,))

    async def newcomer(self) -> DeviceId:
        """Return the device that came in by the code that is shown, once it has said who it is. Raises as ``outcome``.

        It goes then; one that stays silent is not waited for.
        """
        device = await self.sponsor.outcome()
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORDS_SECONDS):
                await self.engine.until(lambda: self.engine.over_with(device))
        await self.engine.projected()
        return device

    async def _welcome(self, channel: Channel) -> None:
        self._tell(CameIn(channel.peer, channel.remote[0]))
        self._guests.add(channel)
        try:
            await self.engine.welcome(channel)
        finally:
            self._guests.discard(channel)

    def _doors(self) -> Sequence[Door]:
        return (*self._ours.doors, *self.sponsor.doors())

    def _on_turned_away(self, turned_away: TurnedAway) -> None:
        """Tell of it, unless there were too many lately: a flood must fill nobody's memory or disk."""
        unsaid = self._refusals.spend(asyncio.get_running_loop().time())
        if unsaid is not None:
            self._tell(turned_away._replace(unsaid=unsaid))

    def _on_cell(self, event: CellEvent) -> None:
        self.engine.cell_changed(event)
        if isinstance(event, MembersChanged) and self._tasks:
            self._tasks.create_task(self._refresh_doors())
        self._tell(event)

    def _tell(self, event: NodeEvent) -> None:
        self.sightings = self.sightings.after(event)
        news, self._news = self._news, asyncio.Event()
        news.set()
        self.attending.heard(event, self.sightings)
        self._report(event)

    def _on_met(self, met: Met | LetIn) -> None:
        if isinstance(met, LetIn):
            self.sponsor.came_in(met.door, met.device)
            self._tell(met)
            return
        self._tell(met)
        if met.peer.state is PeerState.ENDED:
            self._dialler.somebody_left()
        if met.peer.state is not PeerState.UP_TO_DATE or self._tasks is None:
            return
        self._remembering.note([met.peer])
        moment = met.peer.up_to_date_ms or 0
        if moment - self._remembered_ms >= REMEMBER_MS:
            self._remembered_ms = moment
            self._tasks.create_task(self._remember(moment))

    async def _remember(self, moment: int) -> None:
        try:
            await self._worker.run(remember_meeting, moment)
        except RefusedError as refused:  # a full disk: the next meeting is remembered
            log.warning("meeting not remembered code=%s", refused.code)
        await self._remembering.keep()

    async def _refresh_doors(self) -> None:
        before, self._ours = self._ours, await self._worker.run(doors_of)
        if self._discovery and before.secrets != self._ours.secrets:
            await self._discovery.change_secrets(self._ours.secrets)

    def _on_sight(self, sight: Seen | Gone) -> None:
        if self._discovery is None:
            self._early.append(sight)
            return
        self._tell(sight)
        match sight:
            case Seen(instance=instance, endpoints=endpoints) if sight.ours:
                networks = list_networks()
                near_first = tuple(sorted(endpoints, key=lambda at: not is_near(at.host, networks)))
                self._dialler.aim(instance, near_first, sight.name, patient=self._discovery.instance > instance)
            case Seen(instance=instance) | Gone(instance=instance):
                self._dialler.drop(instance)

    def _on_moved(self) -> None:
        """Leave the meetings of a network that is gone, and look for those who were met before on the one that is."""
        here = {plain(host) for interface in list_interfaces() for host in interface.hosts}
        for channel in self._channels():
            if plain(channel.local) not in here:
                channel.abort()
        self._dialler.wake()
        if self._tasks:
            self._tasks.create_task(self._dial_remembered())

    def _channels(self) -> frozenset[Channel]:
        return self._dialler.channels | self._guests

    async def _dial_remembered(self) -> None:
        """Dial where devices were met before, of which nobody knows now whether they are there."""
        for device, endpoint in await self._remembering.near():
            if not self.engine.meeting(device):
                self._tell(Sought(endpoint, By.REMEMBERED, device))
                self._dialler.aim(device.hex(), (endpoint,), tries=REMEMBERED_TRIES)

    async def _keep_awake(self, listener: Listener, discovery: Discovery) -> None:
        """Look at the clocks now and then; after sleep, end what the others have given up, and begin anew."""
        before = self._moment()
        while True:
            await self._pause(INTERFACE_WATCH_SECONDS)
            now = self._moment()
            if has_slept(before, now, INTERFACE_WATCH_SECONDS):
                log.info("the computer has slept")
                await self._begin_anew(listener, discovery)
            before = self._moment()

    def _moment(self) -> Moment:
        return Moment(self._clock.now_ms(), asyncio.get_running_loop().time())

    async def _begin_anew(self, listener: Listener, discovery: Discovery) -> None:
        for channel in self._channels():
            channel.abort()
        try:
            if self.endpoint:
                await listener.close()
                await self._listen(listener, self.endpoint)
            await discovery.refresh(anew=True)
        except RefusedError as refused:
            # A network that comes back later than we do: the next look at the interfaces finds it.
            log.warning("not open yet after sleep code=%s", refused.code)
        self._dialler.wake()


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the first exception of a group, however deep it lies."""
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


def _listen(cell: Cell, listener: Callable[[CellEvent], None]) -> None:
    cell.listen = listener


def _nobody(_event: CellEvent) -> None:
    """Listen to nothing any more."""
