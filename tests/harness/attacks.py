"""What a siege does to a member's process: each attack ends with nothing left of it, and tells what it saw."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress

from idos_p2p.errors import Fault, PeerFault
from sync.channel.connection import Channel
from sync.channel.handshake import Identity
from sync.channel.knock import GO_AHEAD, NONCE_BYTES, knock
from sync.protocol.messages import Bye, Hello, decode, encode
from tests.harness.stronghold import Siege

Told = dict[str, object]
Ending = Callable[[Channel], Awaitable[None]]


async def politely(channel: Channel) -> None:
    """Say the same digest as the other, as at a meeting with nothing new, and goodbye."""
    hello = decode(await channel.read_frame())
    assert isinstance(hello, Hello)
    await channel.write_frame(encode(hello))
    await channel.write_frame(encode(Bye("closing")))
    await channel.close()


async def amid_a_frame(channel: Channel) -> None:
    """Go in the middle of a frame."""
    channel._secure.write(b"\0\1\0\0 half of it")
    channel.abort()


async def unheard(channel: Channel) -> None:
    """Go before anything is said."""
    channel.abort()


async def without_an_answer(channel: Channel) -> None:
    """Say that there is something new, and go."""
    await channel.write_frame(encode(Hello(b"x" * 16)))
    channel.abort()


async def half_in(siege: Siege) -> None:
    """Go after the knock."""
    reader, writer = await asyncio.open_connection(*siege.besieged.endpoint)
    nonce = await reader.readexactly(NONCE_BYTES)
    writer.write(knock(siege.house.members.keys.knock, nonce, bytes(NONCE_BYTES)))
    assert await reader.readexactly(1) == GO_AHEAD
    writer.transport.abort()


ENDINGS: tuple[Ending, ...] = (politely, amid_a_frame, unheard, without_an_answer)


async def reconnects(siege: Siege, count: int) -> Told:
    """Come so many times as one member, and go in every way."""
    slowest = 0.0
    for number in range(count):
        start = time.monotonic()
        if number % (len(ENDINGS) + 1) == len(ENDINGS):
            await half_in(siege)
        else:
            await ENDINGS[number % len(ENDINGS)](await siege.dial())
        slowest = max(slowest, time.monotonic() - start)
    return {"reconnects": count, "slowest_ms": round(slowest * 1000)}


async def strangers(siege: Siege, count: int) -> Told:
    """Come so many times, each time as another device that nobody knows."""
    for number in range(1, count + 1):
        await without_an_answer(await siege.dial(siege.house.stranger(number)))
    return {"strangers": count, "rows": (await siege.look()).peers}


async def knocks(siege: Siege, count: int) -> Told:
    """Let a process knock so many times without the secret, while a member comes and comes again."""
    host, port = siege.besieged.endpoint
    start = time.monotonic()
    knocking = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.harness.knocker", host, str(port), str(count)
    )
    ended = asyncio.create_task(knocking.wait())
    took: list[float] = []
    try:
        while not ended.done():
            took.append(await entry(siege))
    finally:
        with suppress(ProcessLookupError):
            knocking.kill()
        await ended
    seconds = time.monotonic() - start
    took.sort()
    return {
        "knocks": count,
        "a_second": round(count / seconds),
        "member_came_in": len(took),
        "member_median_ms": round(took[len(took) // 2] * 1000),
        "member_slowest_ms": round(took[-1] * 1000),
    }


async def entry(siege: Siege, identity: Identity | None = None) -> float:
    """Come in once, trying again as a member's program does, and return after how many seconds the other spoke."""
    start = time.monotonic()
    while True:
        with suppress(PeerFault):
            channel = await siege.dial(identity)
            try:
                await channel.read_frame()
                return time.monotonic() - start
            finally:
                channel.abort()


async def heard_to_the_end(channel: Channel) -> str:
    """Read what the other says until it ends, and return its reason, empty when it gave none."""
    code = ""
    with suppress(Fault):
        while True:
            message = decode(await channel.read_frame())
            code = message.code if isinstance(message, Bye) else code
    return code
