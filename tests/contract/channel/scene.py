"""Two homes of one cell and a listener on loopback. No sleeps: everything waits on an event."""

from __future__ import annotations

import asyncio
import concurrent.futures
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from blockbuster import blockbuster_ctx

from idos_p2p.identity.keys import DeviceKey
from idos_p2p.ids import CellId, DeviceId
from sync.channel.connection import Channel, Timeouts
from sync.channel.doors import Door
from sync.channel.handshake import Identity, dial
from sync.channel.listener import Listener, TurnedAway
from sync.channel.places import DEFAULT_BOUNDS, Belongs, Bounds
from sync.channel.tls import EphemeralCertificate

Welcome = Callable[[Channel], Awaitable[None]]

LOOPBACK = "127.0.0.1"
CELL = CellId(b"c" * 32)
ANA = Identity(CELL, DeviceKey(b"a" * 32))
LUC = Identity(CELL, DeviceKey(b"l" * 32))
MEMBERS = Door.member(b"epoch", b"the cell's secret")
STRANGERS = Door.member(b"epoch", b"another cell's secret")
PATIENT = Timeouts(connect=20, handshake=20, idle=20, heartbeat=10, close=5)  # slow machines: nothing here may expire
WITHIN = 30.0  # seconds: a test that waits longer has failed


def other(number: int) -> Identity:
    """Return another device than Ana's and Luc's."""
    return Identity(CELL, DeviceKey(bytes([number]) * 32))


def everybody(_device: DeviceId) -> bool:
    return True


@cache
def certificate() -> EphemeralCertificate:
    return EphemeralCertificate.create()


def run(story: Coroutine[Any, Any, None]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(WITHIN):
            await story

    certificate()  # outside the loop: it writes a file
    assert callable(concurrent.futures.ThreadPoolExecutor)  # asked here, or the loop would read its file
    with blockbuster_ctx(["sync", "idos_p2p"]):
        asyncio.run(bounded())


class Scene:
    """Luc listens. Channels that were let in, and peers that were turned away, come out of queues."""

    def __init__(
        self,
        doors: Sequence[Door],
        timeouts: Timeouts,
        bounds: Bounds,
        identity: Identity,
        *,
        welcome: Welcome | None,
        belongs: Belongs,
    ) -> None:
        self.listener = Listener(
            identity,
            certificate(),
            lambda: doors,
            welcome or self.welcome,
            belongs=belongs,
            turned_away=self._keep,
            timeouts=timeouts,
            bounds=bounds,
        )
        self.port = 0
        self.welcomed: asyncio.Queue[Channel] = asyncio.Queue()
        self.turned_away: asyncio.Queue[TurnedAway] = asyncio.Queue()
        self.over = asyncio.Event()
        self._dialled: list[Channel] = []

    @property
    def endpoint(self) -> tuple[str, int]:
        return LOOPBACK, self.port

    def _keep(self, turned_away: TurnedAway) -> None:
        self.turned_away.put_nowait(turned_away)

    async def welcome(self, channel: Channel) -> None:
        self.welcomed.put_nowait(channel)
        await self.over.wait()

    async def meet(
        self, door: Door = MEMBERS, timeouts: Timeouts = PATIENT, identity: Identity = ANA
    ) -> tuple[Channel, Channel]:
        ours = await self.dial([door], timeouts, identity)
        return ours, await self.welcomed.get()

    async def dial(
        self, doors: Sequence[Door] = (MEMBERS,), timeouts: Timeouts = PATIENT, identity: Identity = ANA
    ) -> Channel:
        ours = await dial(self.endpoint, doors, identity, timeouts=timeouts)
        self._dialled.append(ours)
        return ours

    async def close(self) -> None:
        await self.listener.close()

    def hang_up(self) -> None:
        for channel in self._dialled:
            channel.abort()


@asynccontextmanager
async def listening(
    *,
    doors: Sequence[Door] = (MEMBERS,),
    timeouts: Timeouts = PATIENT,
    bounds: Bounds = DEFAULT_BOUNDS,
    identity: Identity = LUC,
    welcome: Welcome | None = None,
    belongs: Belongs = everybody,
) -> AsyncIterator[Scene]:
    scene = Scene(doors, timeouts, bounds, identity, welcome=welcome, belongs=belongs)
    scene.port = await scene.listener.open([LOOPBACK], 0)
    try:
        yield scene
    finally:
        scene.hang_up()
        await scene.close()
