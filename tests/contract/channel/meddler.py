"""Someone on the line between two peers, who cuts, stalls or alters at a chosen byte."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum
from typing import NamedTuple

from tests.contract.channel.scene import LOOPBACK


class Deed(Enum):
    CUT = "cut"
    STALL = "stall"
    ALTER = "alter"


class Meddling(NamedTuple):
    deed: Deed
    towards_server: bool
    place: int  # the byte, counted from 0 in that direction


class Passed(NamedTuple):
    """How many bytes went by in each direction, before the first word of the session."""

    to_server: int
    to_client: int


class Line:
    """One connection through the meddler."""

    def __init__(self, meddling: Meddling | None) -> None:
        self._meddling = meddling
        self._released = asyncio.Event()
        self.to_server = 0
        self.to_client = 0

    async def carry(self, client: Ends, server: Ends) -> None:
        async with asyncio.TaskGroup() as both:
            both.create_task(self._pump(client[0], server[1], towards_server=True))
            both.create_task(self._pump(server[0], client[1], towards_server=False))

    def release(self) -> None:
        self._released.set()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, towards_server: bool) -> None:
        with suppress(OSError):
            while data := await reader.read(65536):
                before = self.to_server if towards_server else self.to_client
                writer.write(await self._meddle(data, before, towards_server=towards_server))
                if towards_server:
                    self.to_server += len(data)
                else:
                    self.to_client += len(data)
                await writer.drain()
        writer.close()

    async def _meddle(self, data: bytes, before: int, *, towards_server: bool) -> bytes:
        meddling = self._meddling
        if meddling is None or meddling.towards_server is not towards_server:
            return data
        place = meddling.place - before
        if not 0 <= place < len(data):
            return data
        if meddling.deed is Deed.ALTER:
            return data[:place] + bytes((data[place] ^ 0x55,)) + data[place + 1 :]
        if meddling.deed is Deed.CUT:
            raise ConnectionAbortedError
        await self._released.wait()
        raise ConnectionAbortedError


Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def meddled(endpoint: tuple[str, int], meddling: Meddling | None) -> AsyncIterator[tuple[int, Line]]:
    """Give a port that leads to the endpoint through the meddler, for one connection."""
    line = Line(meddling)
    carried: list[asyncio.Task[None]] = []

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server = await asyncio.open_connection(*endpoint)
        await line.carry((reader, writer), server)

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        carried.append(asyncio.get_running_loop().create_task(carry(reader, writer)))

    listener = await asyncio.start_server(connected, LOOPBACK, 0)
    try:
        yield listener.sockets[0].getsockname()[1], line
    finally:
        line.release()
        listener.close()
        await asyncio.gather(*carried)
        await listener.wait_closed()
