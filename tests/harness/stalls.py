"""Those who come and do nothing, in every state, and those who say much and listen to nothing."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

from idos_p2p.errors import Fault
from sync.channel.connection import Channel
from sync.channel.frames import HEARTBEAT, frame
from sync.channel.knock import GO_AHEAD, NONCE_BYTES, knock
from sync.protocol.limits import MAX_CONNECTIONS, MAX_HALF_OPEN
from sync.protocol.messages import (
    AddressRow,
    BlobsSettled,
    Have,
    HeightsMessage,
    Hello,
    Message,
    SegmentMessage,
    Want,
    WantBlob,
    encode,
)
from tests.harness.attacks import Told, entry
from tests.harness.stronghold import Siege, megabytes
from tests.simulation.devices import blobs

OTHER = b"x" * 16  # a digest that nobody has
Come = Callable[[Siege, int], Awaitable[Channel | asyncio.StreamWriter]]


async def silent(siege: Siege, _: int) -> asyncio.StreamWriter:
    """Connect, and say nothing."""
    reader, writer = await asyncio.open_connection(*siege.besieged.endpoint)
    await reader.readexactly(NONCE_BYTES)
    return writer


async def knocked(siege: Siege, _: int) -> asyncio.StreamWriter:
    """Knock, begin TLS, and say no more."""
    reader, writer = await asyncio.open_connection(*siege.besieged.endpoint)
    nonce = await reader.readexactly(NONCE_BYTES)
    writer.write(knock(siege.house.members.keys.knock, nonce, bytes(NONCE_BYTES)))
    assert await reader.readexactly(1) == GO_AHEAD
    writer.write(b"\x16\x03\x01\x02\x00")
    return writer


async def at_the_door(siege: Siege, number: int) -> Channel:
    """Come by an invitation that was used up, and never ask."""
    return await siege.dial(siege.house.stranger(number), siege.house.used_invitation)


async def invented(siege: Siege, number: int) -> Channel:
    """Come as a device that nobody knows, greet, and wait."""
    channel = await siege.dial(siege.house.stranger(number))
    await channel.write_frame(encode(Hello(OTHER)))
    return channel


async def outnumbering(siege: Siege, _: int) -> Channel:
    """Come as the hostile member, who has come before."""
    channel = await siege.dial()
    await channel.write_frame(encode(Hello(OTHER)))
    return channel


STALLS: dict[str, tuple[Come, int]] = {
    "silent": (silent, MAX_HALF_OPEN * 2),
    "knocked": (knocked, MAX_HALF_OPEN * 2),
    "at the door": (at_the_door, MAX_CONNECTIONS + 4),
    "invented": (invented, MAX_CONNECTIONS + 4),
    "outnumbering": (outnumbering, MAX_CONNECTIONS + 4),
}
"""Who comes, and how many of them: more than there are places for."""


async def stalls(siege: Siege, kind: str) -> Told:
    """Let more come than there are places, wait a moment as they do, and let a member in and two others write."""
    come, count = STALLS[kind]
    async with AsyncExitStack() as holding:
        for number in range(1, count + 1):
            with suppress(Fault, OSError):
                holding.push_async_callback(_leave, await come(siege, number))
        came_in = await entry(siege)
        equal = await siege.unharmed()
        sessions = (await siege.look()).sessions
    return {
        "stalled": count,
        "sessions": sessions,
        "member_ms": round(came_in * 1000),
        "equal_ms": round(equal * 1000),
    }


async def _leave(held: Channel | asyncio.StreamWriter) -> None:
    if isinstance(held, Channel):
        held.abort()
    else:
        held.transport.abort()


def _segment(siege: Siege) -> Message:
    return SegmentMessage(blobs(siege.house.cells["Zoé"])[-1])


FLOODS: dict[str, Callable[[Siege], bytes]] = {
    "heartbeats": lambda _: HEARTBEAT,
    "have": lambda _: frame(encode(Have(OTHER))),
    "settled": lambda _: frame(encode(BlobsSettled(OTHER))),
    "segments": lambda siege: frame(encode(_segment(siege))),
    "questions": lambda siege: frame(encode(Want((AddressRow(siege.house.hostile.device_key.device, 0),)))),
    "attachments": lambda _: frame(encode(WantBlob(b"h" * 32, 0))),
    "one byte": lambda _: frame(b"\3"),
}
"""What is said without end, in a session under way."""


@asynccontextmanager
async def flooding(siege: Siege, kind: str, *, trusted: bool) -> AsyncIterator[list[int]]:
    """Say one thing over and over while the block lasts, and read nothing; how many frames were said, and sessions."""
    said = [0, 0]
    flood = asyncio.create_task(_flood(siege, FLOODS[kind](siege), said, trusted=trusted))
    try:
        yield said
    finally:
        flood.cancel()
        await asyncio.gather(flood, return_exceptions=True)


async def _flood(siege: Siege, said: bytes, counted: list[int], *, trusted: bool) -> None:
    batch = max(1, 32_768 // len(said))
    while True:
        counted[1] += 1
        channel = await siege.dial(None if trusted else siege.house.stranger(1))
        try:
            await channel.write_frame(encode(Hello(OTHER)))
            await channel.write_frame(encode(HeightsMessage(())))
            wire = channel._secure.wire
            while not wire._writer.transport.is_closing():
                channel._secure.write(said * batch)
                counted[0] += batch
                await wire.drain()
                await asyncio.sleep(0)  # lets the loop see that the other has ended
        except Fault:
            pass  # the other ended it: again
        finally:
            channel.abort()


async def floods(siege: Siege, kind: str, seconds: float, *, trusted: bool = True) -> Told:
    """Flood for so long, while a member comes in over and over and two others write."""
    took: list[float] = []
    before = (await siege.look()).memory
    highest, slowest = 0, 0.0
    start = time.monotonic()
    async with flooding(siege, kind, trusted=trusted) as said:
        identity = siege.house.stranger(2) if trusted else None  # the hostile member's own session would be replaced
        while not took or time.monotonic() - start < seconds:
            took.append(await entry(siege, identity))
            slowest = max(slowest, await siege.unharmed())
            highest = max(highest, (await siege.look()).memory)
    return {
        "frames": said[0],
        "sessions": said[1],
        "member_slowest_ms": round(max(took) * 1000),
        "equal_slowest_ms": round(slowest * 1000),
        "highest_mib": megabytes(highest - before),
    }
