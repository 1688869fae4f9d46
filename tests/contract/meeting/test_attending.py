"""Homes that meet through real channels show the room's sign, and keep what is known of whom they met."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from idos_p2p.events import CellEvent
from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.services import room
from idos_p2p.services.cell import Cell
from idos_p2p.services.gatherings import Contact, contact, meeting
from idos_p2p.services.people import own_person
from idos_p2p.services.relays import choose, relays
from idos_p2p.services.room_told import News
from idos_p2p.services.write import add
from sync.attending import Attending
from sync.channel.handshake import Identity, dial
from sync.engine import Engine, LetIn, Met
from sync.presence import Sightings
from sync.room import MeetingChanged, SignChanged, SignState
from tests.contract.channel.scene import MEMBERS, PATIENT, listening, run
from tests.contract.meeting import homes as meeting_homes
from tests.contract.meeting.homes import Home, close, members
from tests.simulation.devices import SetClock, Surroundings, share


async def at_once(_seconds: float) -> None:
    """Wait for nothing but the loop's next turn."""
    await asyncio.sleep(0)


class Attended(Home):
    """A home that attends its meetings, as a node composes it."""

    def __init__(self, cell: Cell) -> None:
        super().__init__(cell)
        clock = SetClock()
        self.sightings = Sightings()
        self.news = asyncio.Event()
        self.told: list[SignChanged | MeetingChanged] = []
        self.engine = Engine(cell.keys.device.device, self.worker, clock, self.heard)
        self.attending = Attending(self.worker, self.engine, clock, self.tell, pause=at_once)

    def heard(self, event: Met | LetIn | CellEvent) -> None:
        self.sightings = self.sightings.after(event)
        self.attending.heard(event, self.sightings)

    def tell(self, event: SignChanged | MeetingChanged) -> None:
        self.told.append(event)
        self.news.set()

    def changed(self, event: CellEvent) -> None:
        self.engine.cell_changed(event)
        self.heard(event)
        self.news.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        await self.worker.run(_listen, lambda event: loop.call_soon_threadsafe(self.changed, event))
        self.attending.open()
        tasks = [loop.create_task(work) for work in (self.engine.run(), self.attending.run())]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self.attending.close()

    async def shows(self, state: SignState) -> None:
        """Return when the sign says this."""
        while self.attending.sign.state is not state:
            await self.news.wait()
            self.news.clear()

    async def sees(self, at: Callable[[Cell], bool]) -> None:
        """Return when this is so in the cell; it is asked each time something is told."""
        while True:
            self.news.clear()
            if await self.worker.run(at):
                return
            await self.news.wait()


def _listen(cell: Cell, told: object) -> None:
    assert callable(told)
    cell.listen = told


def person(cell: Cell) -> PersonId:
    found = cell.membership.person_of(cell.device)
    assert found is not None
    return found


def kept(home: Home, device: DeviceId) -> Contact:
    found = home.look(lambda cell: contact(cell, device))
    assert found is not None
    return found


def brought(cell: Cell) -> News:
    return room.told(cell, ()).brought


def _add_page(cell: Cell) -> None:
    add(cell, "page", {"title": "pendant la rencontre"})


def test_two_who_meet_may_leave_when_both_hold_the_same_and_again_after_what_is_written_meanwhile() -> None:
    ana, luc = members()
    add(luc, "page", {"title": "avant"})
    one, other = Attended(ana), Attended(luc)

    async def story() -> None:
        async with meeting_homes.meeting(one, other):
            for home in (one, other):
                await home.shows(SignState.MAY_LEAVE)
            sign = one.attending.sign
            assert (sign.present, sign.up_to_date, sign.others) == (2, 2, frozenset({person(luc)}))
            await other.worker.run(_add_page)
            await one.sees(lambda cell: [len(share.items) for share in brought(cell).persons] == [2])
            await one.shows(SignState.MAY_LEAVE)

    try:
        run(story())
        assert [home.look(meeting) is None for home in (one, other)] == [False, False]
        [came] = one.look(brought).persons
        assert (came.name, dict(came.counts)) == ("Luc", {"page": 2})
        held = kept(one, luc.device).held
        assert held is not None
        assert held == one.look(lambda cell: {device: (logs[0].height.count,) for device, logs in cell.logs().items()})
    finally:
        close((one, other))


def test_the_carrier_closes_a_relay_when_both_are_equal_though_nothing_new_came_to_them() -> None:
    ana, luc = members()
    chosen = choose(ana, own_person(luc), own_person(ana))
    one, other = Attended(ana), Attended(luc)

    async def story() -> None:
        async with meeting_homes.meeting(one, other):
            await one.sees(lambda cell: not relays(cell))
            await other.shows(SignState.MAY_LEAVE)
            await one.shows(SignState.MAY_LEAVE)

    try:
        run(story())
        for home in (one, other):
            [done] = home.look(lambda cell: relays(cell, done=True))
            assert (done.id, done.done) == (chosen, True)
    finally:
        close((one, other))


def test_while_one_of_three_says_nothing_two_who_are_equal_may_not_leave() -> None:
    around = Surroundings(1)
    ana = around.found("Ana")
    luc, zoe = around.joined(ana, "Luc"), around.joined(ana, "Zoé")
    share(ana, luc)
    one, other = Attended(ana), Attended(luc)
    silent = Identity(zoe.id, zoe.keys.device)

    async def story() -> None:
        scene = listening(identity=one.identity, welcome=one.engine.welcome)
        async with one.running(), other.running(), scene as room_of_ana:
            quiet = await dial(room_of_ana.endpoint, [MEMBERS], silent, timeouts=PATIENT)
            channel = await dial(room_of_ana.endpoint, [MEMBERS], other.identity, timeouts=PATIENT)
            meet = asyncio.create_task(other.engine.meet(channel, initiator=luc.device))
            await other.shows(SignState.MAY_LEAVE)
            while one.attending.sign.up_to_date < 2 or one.attending.sign.present < 3:
                await one.news.wait()
                one.news.clear()
            sign = one.attending.sign
            assert (sign.state, sign.present, sign.up_to_date) == (SignState.EXCHANGING, 3, 2)
            assert [behind.voice.name for behind in sign.behind] == ["Zoé"]
            await quiet.close()
            await one.shows(SignState.MAY_LEAVE)
            assert one.attending.sign.present == 2
            await channel.close()
            await asyncio.gather(meet, return_exceptions=True)

    try:
        run(story())
        assert kept(one, zoe.device).equal_ms is None
        assert kept(one, luc.device).equal_ms is not None
    finally:
        close((one, other))
