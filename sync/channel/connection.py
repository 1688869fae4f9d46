"""A proven channel between two devices: the asyncio shell, sockets and time, around the pure parts of this package."""

from __future__ import annotations

import asyncio
from typing import NamedTuple

from idos_p2p.errors import BugError, PeerFault
from idos_p2p.ids import DeviceId
from sync.channel.authenticate import Proven
from sync.channel.doors import Door
from sync.channel.frames import HEARTBEAT, FrameReader, frame
from sync.channel.wire import SecureWire
from sync.protocol.limits import (
    CLOSE_SECONDS,
    CONNECT_SECONDS,
    HANDSHAKE_SECONDS,
    HEARTBEAT_SECONDS,
    IDLE_SECONDS,
    PAIRING_SECONDS,
    PROBE_SECONDS,
)


class Timeouts(NamedTuple):
    """How long things may take, in seconds; the defaults are the product's, tests pass shorter ones."""

    connect: float = CONNECT_SECONDS
    handshake: float = HANDSHAKE_SECONDS
    idle: float = IDLE_SECONDS
    heartbeat: float = HEARTBEAT_SECONDS
    close: float = CLOSE_SECONDS
    pairing: float = PAIRING_SECONDS
    probe: float = PROBE_SECONDS


DEFAULT_TIMEOUTS = Timeouts()


class Channel:
    """A connection whose other end has proved which device it is. Whether that device belongs here, the caller asks."""

    def __init__(self, secure: SecureWire, proven: Proven, door: Door, timeouts: Timeouts) -> None:
        self.peer: DeviceId = proven.peer
        self.version = proven.version
        self.door = door
        self.remote = secure.wire.remote
        self.local = secure.wire.local
        self.bytes_in = 0
        self.bytes_out = 0
        secure.wire.step = "session"
        self._secure = secure
        self._timeouts = timeouts
        self._frames = FrameReader()
        self._loop = asyncio.get_running_loop()
        self._heard = self._said = self._loop.time()
        self._reading = False
        self._closed = False
        self._ended = asyncio.Event()

    async def read_frame(self) -> bytes:
        """Return the next body that the peer sent, never empty. One task reads; it may be cancelled without loss.

        While waiting, tells the peer now and then that we are here. Raises PeerFault: peer_closed, peer_idle,
        frame_too_large or tls_broken.
        """
        if self._reading:
            raise BugError("two_readers")
        self._reading = True
        try:
            return await self._next_frame()
        except PeerFault:
            self._ended.set()
            raise
        finally:
            self._reading = False

    async def write_frame(self, body: bytes) -> None:
        """Send a body of 1 byte to 1 MiB; return when the socket wants more. Several tasks may write.

        Raises PeerFault: peer_closed, or peer_idle for one who has taken nothing for the idle time.
        """
        framed = frame(body)
        if self._closed:
            raise PeerFault("peer_closed", step="session")
        self._send(framed)
        self.bytes_out += len(framed)
        try:
            async with asyncio.timeout(self._timeouts.idle):
                await self._secure.wire.drain()
        except TimeoutError as error:
            raise PeerFault("peer_idle", step="write") from error

    async def close(self) -> None:
        """End politely, what was written before being delivered, within ``timeouts.close`` seconds; may be repeated."""
        if self._closed:
            return
        self._closed = True
        await self._secure.close(self._timeouts.close, self._ended if self._reading else None)

    def abort(self) -> None:
        """Close the socket at once."""
        self._closed = True
        self._secure.wire.drop()

    async def _next_frame(self) -> bytes:
        # Silence counts from when we began to listen: while we were busy, the peer may have spoken unheard.
        self._heard = self._loop.time()
        while True:
            body = self._frames.next()
            if body:
                self.bytes_in += len(frame(body))
                return body
            if body is None:
                await self._hear()

    async def _hear(self) -> None:
        until_gone = self._heard + self._timeouts.idle - self._loop.time()
        until_beat = self._said + self._timeouts.heartbeat - self._loop.time()
        try:
            async with asyncio.timeout(max(0.0, min(until_gone, until_beat))):
                self._frames.feed(await self._secure.read())
            self._heard = self._loop.time()
        except TimeoutError as error:
            # Given up only by a look taken after the time was over: on a busy machine what came in time lies unread.
            if until_gone <= 0:
                raise PeerFault("peer_idle", step="read") from error
            if until_beat <= until_gone and not self._closed:
                self._send(HEARTBEAT)

    def _send(self, data: bytes) -> None:
        self._secure.write(data)
        self._said = self._loop.time()
