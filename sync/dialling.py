"""Whom to dial: every address that is advertised, typed or remembered, side by side, again each time a meeting ends."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.services.cell import Entropy
from sync.channel.connection import Channel
from sync.channel.doors import Door
from sync.channel.handshake import Identity, dial
from sync.discovery.addresses import Endpoint
from sync.discovery.tags import RoomSecret
from sync.engine import Engine
from sync.presence import Reached, Sightings, Unreachable
from sync.protocol.limits import MAX_DIALS, MAX_KNOCKS_PER_DIAL, MAX_SILENT_DIALS
from sync.schedule import retry_delay

log = logging.getLogger("idos.sync.node")

JITTER_STEPS = 256
PATIENCE_SECONDS = 1.5  # what an advertisement and a handshake take, and some
MET_LOOK_SECONDS = 30.0  # whoever is met is looked after so often, should the news of an end have been missed
PATIENCE_EACH_SECONDS = 0.2  # more for each other one that is seen: who dials us dials them, too, a few at once


@dataclass(slots=True)
class _Target:
    """Somewhere to dial; ``wanted`` until it is no longer seen.

    ``patient``: of two that see each other, the one with the greater name lets the other dial first. ``tries``: how
    often at most, of an address that is only remembered; None: as long as it stands.
    """

    endpoints: tuple[Endpoint, ...]
    secret: bytes | None = None  # the name of the one that it shows itself with
    patient: bool = False
    tries: int | None = None
    silent: bool = False  # nothing answered there the last time
    wanted: bool = True
    met: bool = False  # they have dialled us, and we wait for the end of that
    woken: asyncio.Event = field(default_factory=asyncio.Event)


class Dialler:
    """Keeps a task for each target while it stands. Lives in the loop's thread.

    ``sightings`` says who is met where by now, and ``report`` hears how each dial went.
    """

    def __init__(
        self,
        engine: Engine,
        identity: Identity,
        secrets: Callable[[], Sequence[RoomSecret]],
        *,
        sightings: Callable[[], Sightings],
        report: Callable[[Reached | Unreachable], None],
        entropy: Entropy,
    ) -> None:
        self._engine = engine
        self._identity = identity
        self._secrets = secrets
        self._sightings = sightings
        self._report = report
        self._entropy = entropy
        self._targets: dict[str, _Target] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(MAX_DIALS)
        self._places_of_silent = asyncio.Semaphore(MAX_SILENT_DIALS)  # who is silent holds up nobody else
        self._under_way: set[Endpoint] = set()
        self._channels: set[Channel] = set()
        self._open = False

    @property
    def channels(self) -> frozenset[Channel]:
        """The channels that we have opened and that are in use."""
        return frozenset(self._channels)

    def open(self) -> None:
        """Dial from now on."""
        self._open = True

    def aim(
        self,
        name: str,
        endpoints: tuple[Endpoint, ...],
        secret: bytes | None = None,
        *,
        patient: bool = False,
        tries: int | None = None,
    ) -> None:
        """Dial these addresses of one computer, in order, in the place of what this name stood for."""
        known = self._targets.get(name)
        if known and known.endpoints == endpoints:
            known.secret = secret
            return
        self.drop(name)
        if self._open and endpoints:
            self._targets[name] = target = _Target(endpoints, secret, patient, tries)
            dialling = asyncio.get_running_loop().create_task(self._keep_meeting(target))
            self._tasks.add(dialling)
            dialling.add_done_callback(self._over)

    def drop(self, name: str) -> None:
        """Dial there no more; a meeting that runs goes on to its end."""
        target = self._targets.pop(name, None)
        if target:
            target.wanted = False
            target.woken.set()

    def wake(self) -> None:
        """Try every target that stands now, however long it had been silent."""
        for target in self._targets.values():
            target.woken.set()

    def somebody_left(self) -> None:
        """Look again after those who had dialled us: one of these meetings is over."""
        for target in self._targets.values():
            if target.met:
                target.woken.set()

    async def close(self) -> None:
        """End every dial, and every meeting that came of one; on return no task is left."""
        self._open = False
        self._targets.clear()
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _over(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("dialling failed", exc_info=error)

    async def _keep_meeting(self, target: _Target) -> None:
        """Meet whoever is at the target, again each time the meeting ends, as long as the target stands."""
        failures = 0
        await self._let_them_dial(target)
        while target.wanted and (target.tries is None or failures < target.tries):
            if self._sightings().meets(target.endpoints):
                target.met = True
                await self._rest(target, MET_LOOK_SECONDS)
                target.met = False
                await self._let_them_dial(target)
                continue
            met = self._under_way.isdisjoint(target.endpoints) and await self._meet_once(target)
            failures = 0 if met else failures + 1
            jitter = self._entropy(1)[0] / JITTER_STEPS
            if await self._rest(target, retry_delay(max(1, failures), jitter)):
                failures = 0

    async def _let_them_dial(self, target: _Target) -> None:
        if target.patient and target.wanted and not self._sightings().meets(target.endpoints):
            await self._rest(target, PATIENCE_SECONDS + PATIENCE_EACH_SECONDS * len(self._targets))

    async def _rest(self, target: _Target, seconds: float) -> bool:
        """Wait so long; say whether somebody woke us before."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await target.woken.wait()
                target.woken.clear()
                return True
        return False

    async def _meet_once(self, target: _Target) -> bool:
        """Dial the addresses of a target until one lets us in, and meet there; say whether to try again soon."""
        self._under_way.update(target.endpoints)
        try:
            channel = await self._dial_first(target)
        finally:
            self._under_way.difference_update(target.endpoints)
        return await self._meet(channel) if channel else False

    async def _dial_first(self, target: _Target) -> Channel | None:
        for endpoint in target.endpoints:
            likely = target.tries is None and not target.silent
            try:
                async with self._places if likely else self._places_of_silent:
                    if self._sightings().meets(target.endpoints):  # they came in while we waited for a place
                        return None
                    doors = doors_to_try(self._secrets(), target.secret)
                    channel = await dial(endpoint, doors, self._identity)
            except (PeerFault, RefusedError) as fault:
                target.silent = fault.code == "peer_unreachable"
                self._report(Unreachable(endpoint, fault.code, str(fault.fields.get("cause", ""))))
                log.info("could not meet endpoint=%s code=%s", endpoint, fault.code)
                continue
            target.silent = False
            self._report(Reached(endpoint, channel.peer))
            return channel
        return None

    async def _meet(self, channel: Channel) -> bool:
        self._channels.add(channel)
        welcome = True
        try:
            welcome = await self._engine.meet(channel, initiator=self._identity.device_key.device)
        except Exception:
            # The edge of this meeting: a defect of one must not pass unseen, nor end the others.
            log.exception("meeting failed host=%s port=%s", *channel.remote)
        finally:
            self._channels.discard(channel)
            await channel.close()
        return welcome


def doors_to_try(secrets: Iterable[RoomSecret], shown: bytes | None) -> list[Door]:
    """Return the doors to knock at, in order, as many as one dial may try.

    First that of the secret which the other shows itself with, if it is known. Else the newest ones, for whoever heard
    of the latest renewal, then older ones, for whoever was absent since; the first secret of the cell, which everybody
    has, is always the last.
    """
    chosen = sorted(secrets, key=lambda room: room.name != shown)
    if len(chosen) > MAX_KNOCKS_PER_DIAL:
        chosen = [*chosen[: MAX_KNOCKS_PER_DIAL - 1], chosen[-1]]
    return [Door.member(room.name, room.secret) for room in chosen]
