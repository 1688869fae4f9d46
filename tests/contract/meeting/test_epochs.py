"""Computers that know different secrets of the cell find, reach and recognise each other, through real channels."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from idos_p2p.clock import SystemClock
from idos_p2p.errors import PeerFault
from idos_p2p.ids import DeviceId
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import WaitingRoom, ingest
from idos_p2p.services.secret import FIRST_EPOCH, keep_secret, secrets_of, tend
from idos_p2p.services.write import add
from sync.channel.doors import Door
from sync.channel.handshake import Identity, dial
from sync.dialling import doors_to_try
from sync.discovery.addresses import Endpoint
from sync.discovery.tags import RoomSecret
from sync.node import Listening, Node, NodeEvent, NodeOptions
from sync.peers import PeerState
from sync.protocol.limits import MAX_KNOCKS_PER_DIAL
from sync.protocol.messages import Bye, decode
from sync.worker import CellWorker
from tests.contract.channel.scene import LOOPBACK, PATIENT, run
from tests.contract.meeting.homes import moved
from tests.contract.services.severing import exclude, leave, members
from tests.simulation.devices import Surroundings, blobs, share


def a_cell() -> list[Cell]:
    """Return Ana, Luc, Zoé and Tom, who all know the first secret and hold the same."""
    around = Surroundings(1)
    ana = around.found("Ana")
    with ana.store.transaction():
        keep_secret(ana, FIRST_EPOCH, b"s" * 32)
    return members(around, (ana, around.joined(ana, "Luc")), "Zoé", "Tom", "Max")


def renewed_twice(cells: Sequence[Cell]) -> tuple[Cell, Cell, Cell]:
    """Let two of them leave while Luc is away; return Ana, who renewed the secret each time, Luc, and who left."""
    ana, luc, zoe, tom, _ = cells
    for gone in (zoe, tom):
        leave(gone)
        share(gone, ana)
        assert tend(ana)
    assert [len(secrets_of(cell)) for cell in (ana, luc)] == [3, 1]
    return ana, luc, zoe


class Laptop:
    """A home with its node, as ``serve`` composes them; it listens unless it is given whom to dial."""

    def __init__(self, cell: Cell, peer: int | None = None, *, discovery: bool = False) -> None:
        self.cell = cell
        self.worker = CellWorker(moved(cell))
        listen = None if peer else Endpoint(LOOPBACK, 0)
        peers = (Endpoint(LOOPBACK, peer),) if peer else ()
        options = NodeOptions(listen, (LOOPBACK,), discovery, peers)
        rng = random.Random(peer)
        self.events: asyncio.Queue[NodeEvent] = asyncio.Queue()
        self.node = Node(self.worker, options, self.events.put_nowait, clock=SystemClock(), entropy=rng.randbytes)

    async def port(self) -> int:
        """Return where it listens, once it does."""
        while not isinstance(event := await self.events.get(), Listening):
            pass
        return event.endpoint.port

    async def up_to_date(self, *others: Cell) -> None:
        """Return when it knows that it holds the same as these, and has done all that is due."""
        wanted = {cell.device for cell in others}

        def reached() -> bool:
            states = {peer.device: peer.state for peer in self.node.engine.peers}
            return self.node.engine.complete and all(states.get(one) is PeerState.UP_TO_DATE for one in wanted)

        await self.node.engine.until(reached)

    def knows(self) -> list[tuple[bytes, bytes]]:
        return self.worker.submit(secrets_of).result()


@asynccontextmanager
async def open_(*laptops: Laptop) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        for laptop in laptops:
            closing = asyncio.Event()
            running = asyncio.create_task(laptop.node.run(closing.wait))
            stack.push_async_callback(_close, running, closing)
        yield


async def _close(running: asyncio.Task[bool], closing: asyncio.Event) -> None:
    closing.set()
    await running


def test_who_was_away_for_two_renewals_dials_with_an_old_secret_and_is_let_in() -> None:
    ana, luc, _ = renewed_twice(a_cell())
    home = Laptop(ana)
    away: list[Laptop] = []

    async def story() -> None:
        async with open_(home):
            away.append(await asyncio.to_thread(Laptop, luc, await home.port()))
            async with open_(*away):
                await away[0].up_to_date(ana)

    run(story())
    assert away[0].knows() == home.knows()
    assert len(home.knows()) == 3
    for laptop in (home, *away):
        laptop.worker.close()


@pytest.mark.expects_log("peer turned away code=knock_refused")
def test_who_knows_newer_secrets_dials_down_to_one_that_the_other_has() -> None:
    ana, luc, _ = renewed_twice(a_cell())
    away = Laptop(luc)
    home: list[Laptop] = []

    async def story() -> None:
        async with open_(away):
            home.append(await asyncio.to_thread(Laptop, ana, await away.port()))
            async with open_(*home):
                await home[0].up_to_date(luc)

    run(story())
    assert away.knows() == home[0].knows()
    for laptop in (away, *home):
        laptop.worker.close()


def test_in_a_room_they_find_each_other_whichever_secret_they_show_themselves_with() -> None:
    cells = a_cell()
    ana, luc, _ = renewed_twice(cells)
    home, *away = [Laptop(cell, discovery=True) for cell in (ana, luc, cells[-1])]

    async def story() -> None:
        async with open_(home, *away):
            for laptop in away:
                await laptop.up_to_date(ana)

    run(story())
    assert [laptop.knows() for laptop in away] == [home.knows()] * 2
    for laptop in (home, *away):
        laptop.worker.close()


def test_who_was_put_out_passes_the_knock_and_is_told_nothing_but_that() -> None:
    ana, luc, zoe, *_ = a_cell()
    exclude([ana, luc], zoe)
    home = Laptop(ana)
    old = Door.member(FIRST_EPOCH, b"s" * 32)

    async def story() -> None:
        async with open_(home):
            endpoint = (LOOPBACK, await home.port())
            channel = await dial(endpoint, [old], Identity(zoe.id, zoe.keys.device), timeouts=PATIENT)
            assert decode(await channel.read_frame()) == Bye("peer_out")
            with pytest.raises(PeerFault, match="peer_closed"):
                await channel.read_frame()
            await channel.close()

    run(story())
    home.worker.close()


def test_who_loses_their_place_while_they_meet_hears_no_more() -> None:
    ana, _, zoe, *_ = a_cell()
    home = Laptop(ana)
    meeting: list[Laptop] = []

    async def story() -> None:
        async with open_(home):
            meeting.append(await asyncio.to_thread(Laptop, zoe, await home.port()))
            leave(zoe)  # this laptop has not heard of it
            async with open_(*meeting):
                await meeting[0].up_to_date(ana)
                await home.worker.run(ingest, blobs(zoe), WaitingRoom())
                await home.worker.run(add, "project", {"title": "Entre nous"})
                await meeting[0].node.engine.until(lambda: meeting[0].node.engine.peers[0].code != "")

    run(story())
    assert meeting[0].node.engine.peers[0].code == "peer_out"
    assert meeting[0].worker.submit(height_of, ana.device).result() == ana.own_height()
    for laptop in (home, *meeting):
        laptop.worker.close()


def height_of(cell: Cell, device: DeviceId) -> int:
    return cell.logs()[device][0].height.count


def test_one_dial_tries_the_secret_that_is_shown_the_newest_and_the_first() -> None:
    known = [RoomSecret(bytes([number]), bytes([number]) * 32) for number in range(40)]
    assert [door.name[0] for door in doors_to_try(known, None)] == [*range(MAX_KNOCKS_PER_DIAL - 1), 39]
    assert [door.name[0] for door in doors_to_try(known, b"\x14")][:3] == [20, 0, 1]
    assert [door.name[0] for door in doors_to_try(known[:3], known[2].name)] == [2, 0, 1]
    assert len(doors_to_try(known, b"unknown")) == MAX_KNOCKS_PER_DIAL
