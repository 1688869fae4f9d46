"""A computer that has slept ends the meetings that the others have given up, and begins anew."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from idos_p2p.clock import SystemClock
from idos_p2p.services.cell import Cell
from sync.discovery.addresses import Endpoint
from sync.engine import Met
from sync.node import Listening, Node, NodeEvent, NodeOptions
from sync.peers import PeerState
from sync.worker import CellWorker
from tests.contract.channel.scene import LOOPBACK, run
from tests.contract.meeting.homes import moved
from tests.contract.meeting.test_epochs import a_cell

HOUR_MS = 3_600_000


class SleepingClock:
    """The clock of the day of a computer that now and then slept."""

    def __init__(self) -> None:
        self.slept_ms = 0
        self._awake = SystemClock()

    def now_ms(self) -> int:
        return self._awake.now_ms() + self.slept_ms


class Laptop:
    """A home with its node; it looks at its clocks when the story says so."""

    def __init__(self, cell: Cell, *peers: Endpoint) -> None:
        self.cell, self.clock = cell, SleepingClock()
        self.worker = CellWorker(moved(cell))
        self.events: asyncio.Queue[NodeEvent] = asyncio.Queue()
        self._looks: asyncio.Queue[asyncio.Future[None]] = asyncio.Queue()
        options = NodeOptions(Endpoint(LOOPBACK, 0), (LOOPBACK,), discovery=False, peers=peers)
        entropy = random.Random(len(peers)).randbytes
        self.node = Node(
            self.worker, options, self.events.put_nowait, clock=self.clock, entropy=entropy, pause=self._pause
        )

    async def _pause(self, _seconds: float) -> None:
        over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._looks.put_nowait(over)
        await over

    async def look_at_the_clocks(self) -> None:
        (await self._looks.get()).set_result(None)
        self._looks.put_nowait(await self._looks.get())

    async def listens_at(self) -> Endpoint:
        while not isinstance(event := await self.events.get(), Listening):
            pass
        return event.endpoint

    async def meets(self, other: Cell, state: PeerState) -> None:
        """Return when the next row of this other tells this state."""
        while True:
            event = await self.events.get()
            if isinstance(event, Met) and event.peer.device == other.device and event.peer.state is state:
                return


@asynccontextmanager
async def open_(laptop: Laptop) -> AsyncIterator[Laptop]:
    closing = asyncio.Event()
    running = asyncio.create_task(laptop.node.run(closing.wait))
    try:
        yield laptop
    finally:
        closing.set()
        await running
        await asyncio.to_thread(laptop.worker.close)


def test_after_sleep_the_meeting_that_was_is_ended_and_a_new_one_begins_at_the_same_port() -> None:
    ana, luc, *_ = a_cell()

    async def story() -> None:
        async with open_(await asyncio.to_thread(Laptop, ana)) as host:
            endpoint = await host.listens_at()
            async with open_(await asyncio.to_thread(Laptop, luc, endpoint)) as guest:
                await guest.meets(ana, PeerState.UP_TO_DATE)
                guest.clock.slept_ms += HOUR_MS
                await guest.look_at_the_clocks()
                await guest.meets(ana, PeerState.ENDED)
                await guest.meets(ana, PeerState.UP_TO_DATE)
                host.clock.slept_ms += HOUR_MS
                await host.look_at_the_clocks()  # it listens anew
                await guest.meets(ana, PeerState.ENDED)
                await guest.meets(ana, PeerState.UP_TO_DATE)
                assert host.node.endpoint == endpoint

    run(story())


def test_a_clock_that_goes_on_as_it_should_ends_nothing() -> None:
    ana, luc, *_ = a_cell()

    async def story() -> None:
        async with open_(await asyncio.to_thread(Laptop, ana)) as host:
            endpoint = await host.listens_at()
            async with open_(await asyncio.to_thread(Laptop, luc, endpoint)) as guest:
                await guest.meets(ana, PeerState.UP_TO_DATE)
                guest.clock.slept_ms += 19_000  # less than any sleep that matters
                await guest.look_at_the_clocks()
                assert guest.node.engine.meeting(ana.device)

    run(story())
