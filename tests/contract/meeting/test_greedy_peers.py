"""A peer that says much and listens to little takes neither the loop nor the memory of who hears it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

import pytest

from idos_p2p.errors import PeerFault
from idos_p2p.identity.keys import DeviceKey
from sync.channel.connection import Channel
from sync.channel.handshake import Identity, dial
from sync.engine import Engine, LetIn, Met
from sync.inbox import Inbox
from sync.protocol.messages import AddressRow, Have, HeightsMessage, Hello, Want, WantBlob, encode
from tests.contract.channel.scene import MEMBERS, PATIENT, listening, run
from tests.contract.meeting.homes import Home, close, members
from tests.simulation.devices import SetClock
from tests.unit.protocol.peers import Peer, session_of

OTHER = b"x" * 16  # a digest that nobody has
FRAMES = 20_000


class Heard(Home):
    """A home that counts what its engine tells."""

    told = 0

    def __init__(self, home: Home) -> None:
        self.worker, self.identity = home.worker, home.identity
        self.engine = Engine(self.identity.device_key.device, self.worker, SetClock(), self._keep)

    def _keep(self, _event: Met | LetIn) -> None:
        self.told += 1


@asynccontextmanager
async def talking(heard: Home, identity: Identity) -> AsyncIterator[Channel]:
    """Give a channel to a session under way, in which the other holds nothing."""
    async with heard.running(), listening(identity=heard.identity, welcome=heard.engine.welcome) as scene:
        channel = await dial(scene.endpoint, [MEMBERS], identity, timeouts=PATIENT)
        await channel.write_frame(encode(Hello(OTHER)))
        await channel.write_frame(encode(HeightsMessage(())))
        try:
            yield channel
        finally:
            channel.abort()


@pytest.mark.expects_log("session ended .* code=message_unexpected")
def test_the_owner_is_told_little_of_a_peer_that_repeats_itself() -> None:
    ana, luc = members()
    heard, hostile = Heard(Home(ana)), Home(luc)

    async def story() -> None:
        async with talking(heard, hostile.identity) as channel:
            for _ in range(FRAMES):
                await channel.write_frame(encode(Have(OTHER)))
            await channel.write_frame(encode(Hello(OTHER)))  # out of order: the session ends once all was heard
            await heard.engine.until(lambda: heard.engine.over_with(hostile.identity.device_key.device))

    try:
        run(story())
        assert heard.told < FRAMES / 20
    finally:
        close((heard, hostile))


def test_small_frames_that_wait_are_bounded_by_what_they_take_not_by_what_they_say() -> None:
    async def story() -> None:
        inbox, put = Inbox(), 0

        async def fill() -> None:
            nonlocal put
            for _ in range(400_000):
                await inbox.put(b"\5" * 2)
                put += 1

        filling = asyncio.create_task(fill())
        for _ in range(10):
            await asyncio.sleep(0)
        filling.cancel()
        await asyncio.gather(filling, return_exceptions=True)
        assert put < 200_000  # some 60 bytes each on top of what is said: 8 MiB

    run(story())


def test_what_one_batch_takes_is_bounded_in_frames_too() -> None:
    """30,000 frames of 17 bytes are some seconds of the loop, in which nobody else is heard."""

    async def story() -> None:
        inbox = Inbox()
        for _ in range(30_000):
            await inbox.put(bytes(17))
        assert len(await inbox.take()) <= 1_000

    run(story())


@pytest.mark.parametrize("question", [Want((AddressRow(b"d" * 32, 0),)), WantBlob(b"h" * 32, 0)])
def test_who_is_not_told_anything_cannot_make_answers_pile_up(question: Want | WantBlob) -> None:
    """It asks, and does not read: each question was answered at once, in frames that nobody took."""
    someone = Peer(1)
    someone.write("one")
    session = session_of(someone, Peer(2), trusted=False)
    for message in (Hello(OTHER), HeightsMessage(())):
        session.receive(encode(message))
    before = len(session._frames)
    session.receive(encode(question))
    with pytest.raises(PeerFault, match="want_repeated"):
        session.receive(encode(question))
    assert len(session._frames) == before


def test_devices_that_nobody_knows_leave_no_rows_behind() -> None:
    """Whoever was a member once can invent any number of them."""
    ana, luc = members()
    heard, hostile = Home(ana), Home(luc)

    async def story() -> None:
        async with heard.running(), listening(identity=heard.identity, welcome=heard.engine.welcome) as scene:
            for number in range(1, 301):
                stranger = Identity(heard.identity.cell, DeviceKey(number.to_bytes(32, "big")))
                channel = await dial(scene.endpoint, [MEMBERS], stranger, timeouts=PATIENT)
                await channel.read_frame()
                channel.abort()
                device = stranger.device_key.device
                await heard.engine.until(partial(heard.engine.over_with, device))

    try:
        run(story())
        assert len(heard.engine.peers) < 100
    finally:
        close((heard, hostile))
