"""The composition of a meeting: one cell, its engine, its listener, its discovery, and the addresses it dials."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from idos_p2p.clock import Clock
from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.events import CellEvent, MembersChanged
from idos_p2p.ids import DeviceId
from idos_p2p.services.cell import Cell, Entropy
from idos_p2p.services.meetings import remember_meeting
from idos_p2p.services.secret import secrets_of
from sync.channel.doors import Door
from sync.channel.handshake import Identity, dial
from sync.channel.listener import LineBudget, Listener, TurnedAway
from sync.channel.tls import EphemeralCertificate
from sync.discovery.addresses import Endpoint
from sync.discovery.discovery import Discovery, Gone, Seen
from sync.discovery.tags import RoomSecret
from sync.engine import Engine, LetIn, Met
from sync.pairing import Sponsor
from sync.peers import PeerState
from sync.protocol.limits import MAX_KNOCKS_PER_DIAL, REFUSAL_LINES, REFUSAL_SECONDS
from sync.schedule import retry_delay
from sync.worker import CellWorker

log = logging.getLogger("idos.sync.node")
T = TypeVar("T")

JITTER_STEPS = 256
PATIENCE_SECONDS = 1.5  # what an advertisement and a handshake take in a busy room, and some
LAST_WORDS_SECONDS = 60.0  # for a newcomer to bring home what there is, and to say who they are
REMEMBER_MS = 60_000  # a meeting is remembered at most once a minute: each time is a durable write


@dataclass(frozen=True, slots=True)
class NodeOptions:
    """Where to listen, and how to find the others.

    ``listen`` is None to accept nobody; ``interfaces`` None means all worth using; ``peers`` are dialled as they are.
    """

    listen: Endpoint | None
    interfaces: tuple[str, ...] | None
    discovery: bool
    peers: tuple[Endpoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Listening:
    """Peers may come in at this endpoint."""

    endpoint: Endpoint


@dataclass(frozen=True, slots=True)
class Unreachable:
    """An endpoint did not answer, or did not let us in: the fault's code says why."""

    endpoint: Endpoint
    code: str


NodeEvent = Listening | Met | LetIn | TurnedAway | Unreachable | Seen | Gone | CellEvent


@dataclass(slots=True)
class _Target:
    """Somewhere to dial, and whom we met there; ``wanted`` until it is no longer seen.

    ``patient``: of two that see each other, the one with the greater name lets the other dial first.
    """

    endpoints: tuple[Endpoint, ...]
    secret: bytes | None = None  # the name of the one that it shows itself with
    patient: bool = False
    device: DeviceId | None = None
    wanted: bool = True


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
    ) -> None:
        """Make ready; blocks a few milliseconds for the process's certificate, so call it outside the loop."""
        self._worker = worker
        self._options = options
        self._report = report
        self._clock = clock
        self._entropy = entropy
        self._certificate = EphemeralCertificate.create()
        self._identity = worker.submit(_identity).result()
        self._rooms = worker.submit(_rooms).result()
        self._targets: dict[str, _Target] = {}
        self._dials: set[asyncio.Task[None]] = set()
        self._tasks: asyncio.TaskGroup | None = None
        self._discovery: Discovery | None = None
        self.endpoint: Endpoint | None = None
        self._early: list[
            Seen | Gone
        ] = []  # sighted before we had a name ourselves, by which the first dial is decided
        self._remembered_ms = 0
        self._refusals = LineBudget(REFUSAL_LINES, REFUSAL_SECONDS)
        self.engine = Engine(self._identity.device_key.device, worker, clock, self._on_met)
        self.sponsor = Sponsor(worker, self._refresh_doors, entropy)

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
            self.engine.welcome,
            belongs=lambda device: device in self._rooms.devices,
            turned_away=self._on_turned_away,
        )
        listener.pair = self.sponsor.serve
        discovery = Discovery(self._on_sight, self._clock)
        self._tasks = tasks
        running = tasks.create_task(self.engine.run())
        try:
            await self._open(listener, discovery)
            return await use()
        finally:
            self.sponsor.hide()
            await discovery.close()
            await self._hang_up()
            await listener.close()
            running.cancel()

    async def _open(self, listener: Listener, discovery: Discovery) -> None:
        port = None
        if self._options.listen:
            port = await listener.open([self._options.listen.host], self._options.listen.port)
            self.endpoint = Endpoint(self._options.listen.host, port)
            self._report(Listening(self.endpoint))
        if self._options.discovery:
            await discovery.start(port, self._options.interfaces, self._rooms.secrets)
            self._discovery = discovery
            for sight in self._early:
                self._on_sight(sight)
        self.look_at(self._options.peers)

    def look_at(self, endpoints: Sequence[Endpoint]) -> None:
        """Dial these addresses too, from now on."""
        for endpoint in endpoints:
            self._aim(str(endpoint), (endpoint,))

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

    def _doors(self) -> Sequence[Door]:
        return (*self._rooms.doors, *self.sponsor.doors())

    def _on_turned_away(self, turned_away: TurnedAway) -> None:
        """Tell of it, unless there were too many lately: a flood must fill nobody's memory or disk."""
        unsaid = self._refusals.spend(asyncio.get_running_loop().time())
        if unsaid is not None:
            self._report(turned_away._replace(unsaid=unsaid))

    def _on_cell(self, event: CellEvent) -> None:
        self.engine.cell_changed(event)
        if isinstance(event, MembersChanged) and self._tasks:
            self._tasks.create_task(self._refresh_doors())
        self._report(event)

    def _on_met(self, met: Met | LetIn) -> None:
        if isinstance(met, LetIn):
            self.sponsor.came_in(met.door, met.device)
            self._report(met)
            return
        moment = met.peer.up_to_date_ms or 0
        if met.peer.state is PeerState.UP_TO_DATE and moment - self._remembered_ms >= REMEMBER_MS and self._tasks:
            self._remembered_ms = moment
            self._tasks.create_task(self._remember(moment))
        self._report(met)

    async def _remember(self, moment: int) -> None:
        try:
            await self._worker.run(remember_meeting, moment)
        except RefusedError as refused:  # a full disk: the next meeting is remembered
            log.warning("meeting not remembered code=%s", refused.code)

    async def _refresh_doors(self) -> None:
        before, self._rooms = self._rooms, await self._worker.run(_rooms)
        if self._discovery and before.secrets != self._rooms.secrets:
            await self._discovery.change_secrets(self._rooms.secrets)

    def _on_sight(self, sight: Seen | Gone) -> None:
        if self._discovery is None:
            self._early.append(sight)
            return
        self._report(sight)
        match sight:
            case Seen(instance=instance, endpoints=endpoints) if sight.ours:
                self._aim(instance, endpoints, sight.name)
            case Seen(instance=instance) | Gone(instance=instance):
                self._drop(instance)

    def _aim(self, name: str, endpoints: tuple[Endpoint, ...], secret: bytes | None = None) -> None:
        known = self._targets.get(name)
        if known and known.endpoints == endpoints:
            known.secret = secret
            return
        self._drop(name)
        if self._tasks and endpoints:
            mine = self._discovery.instance if self._discovery else ""
            self._targets[name] = target = _Target(endpoints, secret, patient=mine > name)
            dialling = self._tasks.create_task(self._keep_meeting(target))
            self._dials.add(dialling)
            dialling.add_done_callback(self._dials.discard)

    def _drop(self, name: str) -> None:
        """Dial there no more; a meeting that runs goes on to its end."""
        target = self._targets.pop(name, None)
        if target:
            target.wanted = False

    async def _hang_up(self) -> None:
        self._targets.clear()
        dials = list(self._dials)
        for dialling in dials:
            dialling.cancel()
        await asyncio.gather(*dials, return_exceptions=True)

    async def _keep_meeting(self, target: _Target) -> None:
        """Meet whoever is at the target, again each time the meeting ends, as long as the target stands."""
        failures = 0
        if target.patient:
            await asyncio.sleep(PATIENCE_SECONDS)
        while target.wanted:
            if not self._met_by_now(target):
                met = await self._meet_once(target)
                failures = 0 if met else failures + 1
            jitter = self._entropy(1)[0] / JITTER_STEPS
            await asyncio.sleep(retry_delay(max(1, failures), jitter))

    def _met_by_now(self, target: _Target) -> bool:
        """Whether the one at the target is being met; who came in is not known to be there, so they are counted."""
        if target.device is not None:
            return self.engine.meeting(target.device)
        waited_for = sum(other.patient and other.device is None for other in self._targets.values())
        return target.patient and self.engine.came_in >= waited_for

    async def _meet_once(self, target: _Target) -> bool:
        for endpoint in target.endpoints:
            try:
                channel = await dial(endpoint, doors_to_try(self._rooms.secrets, target.secret), self._identity)
            except (PeerFault, RefusedError) as fault:
                self._report(Unreachable(endpoint, fault.code))
                log.info("could not meet endpoint=%s code=%s", endpoint, fault.code)
                continue
            target.device = channel.peer
            welcome = True
            try:
                welcome = await self.engine.meet(channel, initiator=self._identity.device_key.device)
            except Exception:
                # The edge of this meeting: a defect of one must not pass unseen, nor end the others.
                log.exception("meeting failed endpoint=%s", endpoint)
            finally:
                await channel.close()
            return welcome
        return False


def doors_to_try(secrets: Sequence[RoomSecret], shown: bytes | None) -> list[Door]:
    """Return the doors to knock at, in order, as many as one dial may try.

    First that of the secret which the other shows itself with, if it is known. Else the newest ones, for whoever heard
    of the latest renewal, then older ones, for whoever was absent since; the first secret of the cell, which everybody
    has, is always the last.
    """
    chosen = sorted(secrets, key=lambda room: room.name != shown)
    if len(chosen) > MAX_KNOCKS_PER_DIAL:
        chosen = [*chosen[: MAX_KNOCKS_PER_DIAL - 1], chosen[-1]]
    return [Door.member(room.name, room.secret) for room in chosen]


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    """Return the first exception of a group, however deep it lies."""
    first = group.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


@dataclass(frozen=True, slots=True)
class _Rooms:
    """The secrets that members find each other with, the doors of this device, and the devices of the cell."""

    secrets: tuple[RoomSecret, ...]
    doors: tuple[Door, ...]
    devices: frozenset[DeviceId]


def _rooms(cell: Cell) -> _Rooms:
    secrets = tuple(RoomSecret(epoch, secret) for epoch, secret in secrets_of(cell))
    members = (Door.member(room.name, room.secret) for room in secrets)
    # Used and ended invitations too: who was cut off half-way comes back with the same link, others are told why not.
    newcomers = (Door.join(invite.id, invite.body.knock) for invite in cell.membership.invites.values())
    return _Rooms(secrets, (*members, *newcomers), frozenset(cell.membership.devices))


def _identity(cell: Cell) -> Identity:
    return Identity(cell.id, cell.keys.device)


def _listen(cell: Cell, listener: Callable[[CellEvent], None]) -> None:
    cell.listen = listener


def _nobody(_event: CellEvent) -> None:
    """Listen to nothing any more."""
