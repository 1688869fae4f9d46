"""Homes that meet through real channels on loopback: engines, conversations, workers, and stores in memory."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from typing import TypeVar

from idos_p2p.events import CellEvent
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import WaitingRoom, ingest
from idos_p2p.services.project import project_all
from sync.channel.handshake import Identity, dial
from sync.engine import Engine
from sync.peers import PeerState
from sync.worker import CellWorker
from tests.contract.channel.scene import MEMBERS, PATIENT, listening
from tests.contract.services.forking import shameless
from tests.simulation.devices import SetClock, Surroundings, blobs

T = TypeVar("T")


def moved(cell: Cell) -> Callable[[], Cell]:
    """Return what opens the same cell once more, in whichever thread: its log, and what its home knows beside."""
    held = blobs(cell)
    facts = {name: cell.store.facts.get(name) for name in ("own person", "secret/0")}

    def opened() -> Cell:
        same = Surroundings(2).cell(cell.id, cell.keys, SetClock(), random.Random(3))
        ingest(same, held, WaitingRoom())
        with same.store.transaction():
            for name, value in facts.items():
                if value is not None:
                    same.store.facts.set(name, value)
        project_all(shameless(same))
        return same

    return opened


class Home:
    """One cell, its worker and its engine, as a node composes them."""

    def __init__(self, cell: Cell) -> None:
        self.worker = CellWorker(moved(cell))
        self.identity = Identity(cell.id, cell.keys.device)
        self.engine = Engine(cell.keys.device.device, self.worker, SetClock(), lambda _met: None)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()

        def told(event: CellEvent) -> None:
            loop.call_soon_threadsafe(self.engine.cell_changed, event)

        await self.worker.run(_listen, told)
        running = asyncio.create_task(self.engine.run())
        try:
            yield
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    def look(self, at: Callable[[Cell], T]) -> T:
        """Return what is seen in the cell, in its own thread."""
        return self.worker.submit(at).result()


def _listen(cell: Cell, told: Callable[[CellEvent], None]) -> None:
    cell.listen = told


@asynccontextmanager
async def meeting(one: Home, other: Home) -> AsyncIterator[None]:
    """Let the first dial the other, until the block ends."""
    async with (
        one.running(),
        other.running(),
        listening(identity=other.identity, welcome=other.engine.welcome) as scene,
    ):
        channel = await dial(scene.endpoint, [MEMBERS], one.identity, timeouts=PATIENT)
        meet = asyncio.create_task(one.engine.meet(channel, initiator=one.identity.device_key.device))
        try:
            yield
        finally:
            await channel.close()
            await asyncio.gather(meet, return_exceptions=True)


async def equal(*homes: Home) -> None:
    """Return when all know that they hold the same, and have projected it."""
    for home in homes:
        await home.engine.until(partial(_knows, home.engine))
    for home in homes:
        await home.engine.projected()


def _knows(engine: Engine) -> bool:
    return engine.settled and any(peer.state is PeerState.UP_TO_DATE for peer in engine.peers)


def members() -> tuple[Cell, Cell]:
    """Return Ana, who founded a cell, and Luc, whom she let in."""
    around = Surroundings(1)
    ana = around.found("Ana")
    return ana, around.joined(ana, "Luc")


def close(homes: Sequence[Home]) -> None:
    for home in homes:
        home.worker.close()
