"""Attachments between homes that meet through real channels: last of all, from whoever has them, and never a liar's."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from idos_p2p.ids import BlobHash
from idos_p2p.limits import ATTACHMENT_CHUNK_BYTES as CHUNK
from idos_p2p.limits import MAX_ATTACHMENT_BYTES
from idos_p2p.services.attach import attach
from idos_p2p.services.cell import Cell
from idos_p2p.services.receive import needs
from idos_p2p.services.write import add
from sync.channel.connection import Channel
from sync.channel.handshake import Identity, dial
from sync.engine import Engine
from sync.peers import PeerState
from sync.protocol.messages import (
    BlobAbsent,
    BlobChunk,
    BlobsSettled,
    Bye,
    Hello,
    Message,
    WantBlob,
    decode,
    encode,
)
from tests.contract.channel.scene import MEMBERS, PATIENT, listening, run
from tests.contract.meeting.homes import Home, close, meeting, members
from tests.simulation.devices import Surroundings, share

M = TypeVar("M", bound=Message)

CONTENT = b"%PDF-1.7 " + bytes(range(256)) * 6_000  # six chunks
WRONG = CONTENT[:-1] + b"!"
HASH = BlobHash(hashlib.sha256(CONTENT).digest())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.pdf"
    path.write_bytes(CONTENT)
    return path


def _attach(cell: Cell, record: str, path: Path) -> None:
    attach(cell, record, path)


def _complete(engine: Engine) -> bool:
    return engine.complete and any(peer.state is PeerState.UP_TO_DATE for peer in engine.peers)


def _content(cell: Cell) -> bytes:
    return b"".join(cell.store.blobs.read(HASH)) if HASH in cell.store.blobs.held() else b""


def test_what_one_attached_is_with_both_when_the_meeting_is_complete(file: Path) -> None:
    ana, luc = members()
    record = add(ana, "page", {"title": "Le rucher"})
    homes = Home(ana), Home(luc)
    homes[0].look(partial(_attach, record=record, path=file))

    async def story() -> None:
        async with meeting(*homes):
            for home in homes:
                await home.engine.until(partial(_complete, home.engine))

    try:
        run(story())
        for home in homes:
            assert home.look(_content) == CONTENT
            found = home.look(needs)
            assert found is not None
            assert (found.missing, found.here) == ((), frozenset({HASH}))
    finally:
        close(homes)


def chunk(number: int, content: bytes = CONTENT) -> bytes:
    """Return the frame of a chunk."""
    data = content[number * CHUNK : (number + 1) * CHUNK]
    return encode(BlobChunk(HASH, number, len(content), data))


async def heard(channel: Channel, kind: type[M]) -> M:
    """Return the next message of this type, whatever comes before it."""
    while True:
        message = decode(await channel.read_frame())
        if isinstance(message, kind):
            return message


class Liar:
    """Ana's device, driven by the test, at Luc's home, which knows the page and lacks its attachment."""

    def __init__(self, home: Home, identity: Identity) -> None:
        self.home, self.identity = home, identity

    async def meet(self, *sent: bytes, first: int = 0, until: type[M]) -> M:
        """Be asked for the attachment from this chunk on, send these frames, and return what the home says then."""
        listener = listening(identity=self.home.identity, welcome=self.home.engine.welcome)
        async with self.home.running(), listener as scene:
            channel = await dial(scene.endpoint, [MEMBERS], self.identity, timeouts=PATIENT)
            await channel.write_frame(encode(Hello(await self.home.worker.run(Cell.digest))))
            assert await heard(channel, WantBlob) == WantBlob(HASH, first)
            for frame in sent:
                await channel.write_frame(frame)
            said = await heard(channel, until)
            await channel.close()
            return said


@pytest.fixture
def liar(file: Path) -> Iterator[Liar]:
    ana, luc = members()
    attach(ana, add(ana, "page", {"title": "Le rucher"}), file)
    share(ana, luc)
    home = Home(luc)
    yield Liar(home, Identity(ana.id, ana.keys.device))
    close([home])


@pytest.mark.expects_log("session ended")
@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([chunk(0, b"wrong")], "blob_foreign"),
        ([encode(BlobChunk(HASH, 0, 0, b""))], "blob_foreign"),
        ([chunk(1)], "blob_chunk"),
        ([encode(BlobChunk(HASH, 0, 5, b"123456"))], "blob_chunk"),
        ([encode(BlobChunk(bytes(32), 0, 5, b"12345"))], "blob_unasked"),
        ([encode(BlobChunk(HASH, 0, MAX_ATTACHMENT_BYTES + 1, bytes(CHUNK)))], "message_malformed"),
        ([encode(BlobAbsent(HASH)), encode(BlobAbsent(HASH))], "blob_unasked"),
        ([encode(BlobAbsent(HASH)), chunk(0)], "blob_unasked"),
    ],
)
def test_a_member_that_lies_about_an_attachment_is_told_so_and_nothing_is_kept(
    liar: Liar, frames: list[bytes], code: str
) -> None:
    async def story() -> None:
        assert await liar.meet(*frames, until=Bye) == Bye(code)

    run(story())
    assert liar.home.look(_content) == b""


@pytest.mark.expects_log("code=blob_foreign")
def test_what_was_cut_goes_on_in_the_next_meeting_and_is_begun_anew_after_a_lie(liar: Liar) -> None:
    async def story() -> None:
        assert await liar.meet(*map(chunk, range(4)), until=WantBlob) == WantBlob(HASH, 4)
        assert await liar.meet(chunk(4), chunk(5, WRONG), first=4, until=Bye) == Bye("blob_foreign")
        assert await liar.meet(*map(chunk, range(4)), until=WantBlob) == WantBlob(HASH, 4)
        await liar.meet(chunk(4), chunk(5), first=4, until=BlobsSettled)

    run(story())
    assert liar.home.look(_content) == CONTENT


def test_who_asked_somebody_that_lacked_it_gets_it_when_it_has_come(file: Path) -> None:
    """Zoé asks Luc, who does not have it yet; Luc then gets it from Ana, and Zoé from Luc."""
    around = Surroundings(1)
    ana = around.found("Ana")
    cells = [ana, around.joined(ana, "Luc"), around.joined(ana, "Zoé")]
    record = add(ana, "page", {"title": "Le rucher"})
    attach(ana, record, file)
    for giver in cells:
        for taker in cells:
            share(giver, taker)
    homes = [Home(cell) for cell in cells]
    homes[0].look(partial(_attach, record=record, path=file))  # a home is made from the log alone

    async def story() -> None:
        ana, luc, zoe = homes
        async with ana.running(), luc.running(), zoe.running(), wire(zoe, luc) as asked_in_vain:
            await asked_in_vain.wait()
            async with wire(luc, ana):
                while await zoe.worker.run(_content) != CONTENT:
                    await zoe.engine.step()

    try:
        run(story())
        assert [home.look(_content) == CONTENT for home in homes] == [True] * 3
    finally:
        close(homes)
        around.close()


@asynccontextmanager
async def wire(one: Home, other: Home) -> AsyncIterator[asyncio.Event]:
    """Let the first dial the second, both running; the event is set once the second has said what it lacks."""
    said = asyncio.Event()

    async def welcome(channel: Channel) -> None:
        meet = asyncio.create_task(other.engine.welcome(channel))
        while not meet.done() and channel.bytes_out == 0:
            await other.engine.step()
        conversation = other.engine._running[channel.peer].conversation
        while not meet.done() and not conversation._session.attachments.told_absent:
            await other.engine.step()
        said.set()
        await meet

    async with listening(identity=other.identity, welcome=welcome) as scene:
        channel = await dial(scene.endpoint, [MEMBERS], one.identity, timeouts=PATIENT)
        meet = asyncio.create_task(one.engine.meet(channel, initiator=one.identity.device_key.device))
        try:
            yield said
        finally:
            await channel.close()
            await asyncio.gather(meet, return_exceptions=True)
