from __future__ import annotations

import asyncio
import json
import secrets
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from idos_p2p.clock import SystemClock
from idos_p2p.errors import PeerFault
from idos_p2p.identity.keys import DeviceKey
from sync.channel.connection import Channel
from sync.channel.doors import Door
from sync.channel.handshake import Identity, dial
from sync.discovery.discovery import Discovery, Gone, Seen
from sync.discovery.tags import RoomSecret
from tests.end2end.listening_peer import CELL, EPOCH, KEY, LOOPBACK

ROOT = Path(__file__).parents[2]
WITHIN = 30.0  # seconds: a test that waits longer has failed
SECRET, KNOCK_KEY = secrets.token_bytes(32), secrets.token_bytes(32)


class Peer:
    """The other process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def says(self) -> dict[str, object]:
        assert self._process.stdout is not None
        said: dict[str, object] = json.loads(await self._process.stdout.readline())
        return said

    async def ends(self) -> tuple[int, list[str]]:
        """Let it end; return its exit code and its log."""
        _, log = await self._process.communicate(b"")  # which ends its stdin
        assert self._process.returncode is not None
        return self._process.returncode, log.decode().splitlines()

    def kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()


@asynccontextmanager
async def another_process() -> AsyncIterator[Peer]:
    pipe = asyncio.subprocess.PIPE
    words = ("-m", "tests.end2end.listening_peer", SECRET.hex(), KNOCK_KEY.hex())
    process = await asyncio.create_subprocess_exec(
        sys.executable, *words, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe
    )
    peer = Peer(process)
    try:
        yield peer
    finally:
        peer.kill()
        await process.wait()


@asynccontextmanager
async def looking(room_secrets: Sequence[RoomSecret]) -> AsyncIterator[asyncio.Queue[Seen | Gone]]:
    told: asyncio.Queue[Seen | Gone] = asyncio.Queue()
    discovery = Discovery(told.put_nowait, SystemClock())
    await discovery.start(None, [LOOPBACK], room_secrets)
    try:
        yield told
    finally:
        await discovery.close()


async def sees(told: asyncio.Queue[Seen | Gone], port: object) -> Seen:
    while True:
        seen = await told.get()
        if isinstance(seen, Seen) and seen.endpoints[0].port == port:
            return seen


async def knock(seen: Seen, door: Door) -> Channel:
    return await dial(seen.endpoints[0], [door], Identity(CELL, DeviceKey(secrets.token_bytes(32))))


async def be_greeted(channel: Channel, name: bytes) -> None:
    assert channel.peer == KEY.device
    assert await channel.read_frame() == b"bonjour"
    await channel.write_frame(name)
    await channel.close()


def test_two_processes_find_each_other_by_mdns_alone_and_meet() -> None:
    async def story() -> None:
        async with asyncio.timeout(WITHIN), another_process() as peer, looking([RoomSecret(EPOCH, SECRET)]) as told:
            port = (await peer.says())["port"]
            seen = await sees(told, port)
            assert (seen.ours, seen.name) == (True, EPOCH)
            await be_greeted(await knock(seen, Door.member(EPOCH, SECRET)), b"Ana")
            met = await peer.says()
            assert (met["purpose"], met["name"]) == ("member", "Ana")
            assert await peer.ends() == (0, [])
            while await told.get() != Gone(seen.instance):
                pass

    asyncio.run(story())


def test_who_looks_only_after_the_other_had_shown_itself_finds_it_too() -> None:
    async def story() -> None:
        async with asyncio.timeout(WITHIN), another_process() as peer:
            port = (await peer.says())["port"]
            async with looking([RoomSecret(EPOCH, SECRET)]) as told:
                assert (await sees(told, port)).ours

    asyncio.run(story())


def test_a_stranger_does_not_recognise_the_tag_and_is_turned_away_with_one_line() -> None:
    other = secrets.token_bytes(32)

    async def story() -> None:
        async with asyncio.timeout(WITHIN), another_process() as peer, looking([RoomSecret(EPOCH, other)]) as told:
            seen = await sees(told, (await peer.says())["port"])
            assert not seen.ours
            with pytest.raises(PeerFault, match="knock_refused"):
                await knock(seen, Door.member(EPOCH, other))
            code, log = await peer.ends()
            assert code == 0
            assert log  # one line a knock: other stories of this computer may look for their own at the same time
            turned_away = "idos.sync.channel peer turned away code=knock_refused step=knock host=127.0.0.1"
            assert all(line.startswith(turned_away) for line in log)

    asyncio.run(story())


def test_a_newcomer_who_cannot_read_the_tag_gets_in_by_its_invitation() -> None:
    async def story() -> None:
        async with asyncio.timeout(WITHIN), another_process() as peer, looking([]) as told:
            seen = await sees(told, (await peer.says())["port"])
            assert not seen.ours
            await be_greeted(await knock(seen, Door.join(b"", KNOCK_KEY)), b"Zoe")
            met = await peer.says()
            assert (met["purpose"], met["name"]) == ("join", "Zoe")

    asyncio.run(story())
