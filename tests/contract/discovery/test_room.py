from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import pytest

from idos_p2p.errors import RefusedError
from sync.discovery.addresses import Endpoint
from sync.discovery.discovery import Discovery, Gone, Seen
from sync.discovery.mdns import Mdns
from sync.discovery.tags import Advertisement, RoomSecret
from sync.protocol.limits import MAX_SEEN

LOOPBACK = ("127.0.0.1",)
HOUR = 3_600_000
WITHIN = 30.0  # seconds: a test that waits longer has failed


class ManualClock:
    def __init__(self) -> None:
        self.ms = 1_900_000_000_000

    def now_ms(self) -> int:
        return self.ms


class Looker:
    """One IDOS in the room, and what it was told, in order. Its watch looks when the test says so."""

    def __init__(self, clock: ManualClock) -> None:
        self.told: asyncio.Queue[Seen | Gone] = asyncio.Queue()
        self.hosts: tuple[str, ...] = ()
        self.pauses: asyncio.Queue[asyncio.Future[None]] = asyncio.Queue()
        self.discovery = Discovery(self.told.put_nowait, clock, pause=self._pause, hosts=lambda: self.hosts)

    async def _pause(self, _seconds: float) -> None:
        over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.pauses.put_nowait(over)
        await over

    async def look_again(self) -> None:
        """Let the watch have one look, and return when it has had it."""
        (await self.pauses.get()).set_result(None)
        self.pauses.put_nowait(await self.pauses.get())

    async def sees(self, port: int) -> Seen:
        """Return the next that it is told of an IDOS at this port."""
        while True:
            told = await self.told.get()
            if isinstance(told, Seen) and told.endpoints[0].port == port:
                return told

    async def loses(self, instance: str) -> None:
        while await self.told.get() != Gone(instance):
            pass


def run(story: Coroutine[Any, Any, None]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(WITHIN):
            await story

    asyncio.run(bounded())


@asynccontextmanager
async def room(*lookers: Looker) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await asyncio.gather(*(looker.discovery.close() for looker in lookers))


def a_port() -> int:
    """A port that other tests' advertisements on this loopback will hardly have; nobody listens there."""
    return 20_000 + secrets.randbelow(40_000)


def a_secret() -> RoomSecret:
    return RoomSecret(secrets.token_bytes(4), secrets.token_bytes(32))


def test_members_recognise_each_other_and_a_stranger_sees_only_that_some_idos_is_there() -> None:
    async def story() -> None:
        clock = ManualClock()
        ours, port, other_port = a_secret(), a_port(), a_port()
        ana, luc, newcomer = Looker(clock), Looker(clock), Looker(clock)
        async with room(ana, luc, newcomer):
            await newcomer.discovery.start(None, LOOPBACK, [])
            await ana.discovery.start(port, LOOPBACK, [ours])
            await luc.discovery.start(other_port, LOOPBACK, [a_secret(), ours])
            seen = await luc.sees(port)
            assert (seen.ours, seen.name) == (True, ours.name)
            assert seen.endpoints == (Endpoint("127.0.0.1", port),)
            stranger_sees = await newcomer.sees(port)
            assert not stranger_sees.ours
            assert stranger_sees.endpoints == seen.endpoints
            assert not (await ana.sees(other_port)).ours

    run(story())


def test_who_leaves_is_gone_for_the_others_and_nobody_sees_itself() -> None:
    async def story() -> None:
        clock = ManualClock()
        ours, port, other_port = a_secret(), a_port(), a_port()
        ana, luc = Looker(clock), Looker(clock)
        async with room(ana, luc):
            await ana.discovery.start(port, LOOPBACK, [ours])
            await luc.discovery.start(other_port, LOOPBACK, [ours])
            seen = await ana.sees(other_port)
            await luc.discovery.close()
            await ana.loses(seen.instance)
            own = {told.endpoints[0].port for told in _drained(ana) if isinstance(told, Seen)}
            assert port not in own

    run(story())


def _drained(looker: Looker) -> list[Seen | Gone]:
    return [looker.told.get_nowait() for _ in range(looker.told.qsize())]


def test_the_tag_follows_the_hour_under_the_same_names() -> None:
    async def story() -> None:
        clock = ManualClock()
        ours, port = a_secret(), a_port()
        ana, later = Looker(clock), ManualClock()
        later.ms += 2 * HOUR
        luc = Looker(later)
        async with room(ana, luc):
            await luc.discovery.start(None, LOOPBACK, [ours])
            await ana.discovery.start(port, LOOPBACK, [ours])
            stale = await luc.sees(port)
            assert not stale.ours
            clock.ms += HOUR
            await ana.look_again()
            fresh = await luc.sees(port)
            assert fresh.ours
            assert fresh.instance == stale.instance

    run(story())


def test_a_renewed_secret_is_advertised_and_those_seen_are_judged_again() -> None:
    async def story() -> None:
        clock = ManualClock()
        old, new, port = a_secret(), a_secret(), a_port()
        ana, luc = Looker(clock), Looker(clock)
        async with room(ana, luc):
            await luc.discovery.start(None, LOOPBACK, [old])
            await ana.discovery.start(port, LOOPBACK, [old])
            assert (await luc.sees(port)).name == old.name
            await ana.discovery.change_secrets([new, old])
            assert not (await luc.sees(port)).ours
            await luc.discovery.change_secrets([new, old])
            assert (await luc.sees(port)).name == new.name

    run(story())


def test_a_network_that_comes_is_used_and_one_that_goes_is_left_under_new_names() -> None:
    async def story() -> None:
        clock = ManualClock()
        ours, port = a_secret(), a_port()
        roaming, luc = Looker(clock), Looker(clock)
        async with room(roaming, luc):
            await luc.discovery.start(None, LOOPBACK, [ours])
            await roaming.discovery.start(port, None, [ours])
            await roaming.look_again()
            roaming.hosts = LOOPBACK
            await roaming.look_again()
            first = await luc.sees(port)
            roaming.hosts = ()
            await roaming.look_again()
            await luc.loses(first.instance)
            roaming.hosts = LOOPBACK
            await roaming.look_again()
            assert (await luc.sees(port)).instance != first.instance

    run(story())


async def shout(mdns: Mdns, said: Advertisement, instance: str) -> None:
    await mdns.advertise(instance, secrets.token_hex(8), said)


def test_what_spoofers_say_is_ignored_or_is_only_some_idos() -> None:
    async def story() -> None:
        ours, port = a_secret(), a_port()
        luc, spoofer = Looker(ManualClock()), Mdns(lambda _instance, _said: None)
        async with room(luc):
            await luc.discovery.start(None, LOOPBACK, [ours])
            await spoofer.open(LOOPBACK)
            elsewhere = Advertisement(b"12345678", b"x" * 12, port, ("224.0.0.251",))
            for instance, said in (
                ("not sixteen digits", Advertisement(b"12345678", b"x" * 12, port, LOOPBACK)),
                (secrets.token_hex(8), elsewhere),
                (secrets.token_hex(8), Advertisement(b"n" * 200, b"x" * 12, port, LOOPBACK)),
                (secrets.token_hex(8), Advertisement(b"", b"", port, LOOPBACK)),
                (secrets.token_hex(8), Advertisement(b"12345678", b"x" * 12, 0, LOOPBACK)),
            ):
                await shout(spoofer, said, instance)
            await shout(spoofer, Advertisement(b"12345678", b"x" * 12, port + 1, LOOPBACK), secrets.token_hex(8))
            assert not (await luc.sees(port + 1)).ours
            assert not [told for told in _drained(luc) if isinstance(told, Seen) and told.endpoints[0].port == port]
            await spoofer.close()

    run(story())


def test_a_crowd_of_strangers_cannot_fill_the_memory_nor_hide_a_member() -> None:
    async def story() -> None:
        ours, port = a_secret(), a_port()
        clock = ManualClock()
        luc, ana = Looker(clock), Looker(clock)
        async with room(luc, ana):
            await luc.discovery.start(None, LOOPBACK, [ours])
            for number in range(2 * MAX_SEEN):
                # Called as Mdns calls it: as many real advertisements would take a minute to announce.
                said = Advertisement(b"12345678", b"x" * 12, 1 + number, LOOPBACK)
                luc.discovery.hear(f"{number:016x}", said)
            assert luc.told.qsize() == MAX_SEEN
            await ana.discovery.start(port, LOOPBACK, [ours])
            assert (await luc.sees(port)).ours

    run(story())


def test_interfaces_that_are_not_ours_are_refused_at_once() -> None:
    async def story() -> None:
        luc = Looker(ManualClock())
        with pytest.raises(RefusedError, match="no_interface"):
            await luc.discovery.start(None, [], [])

    run(story())


def test_what_was_closed_stays_closed_whatever_changes_afterwards() -> None:
    async def story() -> None:
        clock = ManualClock()
        ours, port = a_secret(), a_port()
        ana, luc = Looker(clock), Looker(clock)
        async with room(ana, luc):
            await luc.discovery.start(None, LOOPBACK, [ours])
            await ana.discovery.start(port, LOOPBACK, [ours])
            seen = await luc.sees(port)
            await ana.discovery.close()
            await luc.loses(seen.instance)
            await ana.discovery.change_secrets([ours])
            await ana.discovery.refresh()
            await ana.discovery.start(port + 1, LOOPBACK, [ours])
            assert (await luc.sees(port + 1)).ours

    run(story())


def test_an_address_that_is_not_this_computer_s_is_refused_with_its_cause() -> None:
    async def story() -> None:
        luc = Looker(ManualClock())
        with pytest.raises(RefusedError, match="discovery_unavailable") as caught:
            await luc.discovery.start(None, ["192.0.2.200"], [])
        assert caught.value.fields == {"cause": "address_unknown", "host": "192.0.2.200"}

    run(story())
