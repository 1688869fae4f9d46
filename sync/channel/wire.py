"""Bytes over one socket, first in clear and then inside TLS, with every way it can break turned into a PeerFault."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from idos_p2p.errors import PeerFault
from sync.channel.tls import TlsMachine
from sync.protocol.limits import READ_BYTES


class Wire:
    """One TCP connection. ``step`` names what is going on, for the fault and the log."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self.step = "knock"
        self.remote = _address(writer.get_extra_info("peername"))
        self.local = _address(writer.get_extra_info("sockname"))[0]

    async def read(self) -> bytes:
        """Return at least one byte; raise PeerFault("peer_closed") when no more will come. Cancellable without loss."""
        with self._breaking():
            data = await self._reader.read(READ_BYTES)
        if not data:
            raise PeerFault("peer_closed", step=self.step)
        return data

    async def read_exactly(self, size: int) -> bytes:
        """Return exactly that many bytes."""
        with self._breaking():
            return await self._reader.readexactly(size)

    def write(self, data: bytes) -> None:
        """Hand bytes to the socket; ``drain`` afterwards."""
        self._writer.write(data)

    async def drain(self) -> None:
        """Wait until the socket wants more."""
        with self._breaking():
            await self._writer.drain()

    async def close(self, goodbye: bytes, seconds: float, peer_ended: asyncio.Event | None) -> None:
        """Send the goodbye, wait at most so long until the peer has ended too, and close the socket.

        Closing at once, with bytes of the peer unread, would make the system reset the connection and lose our last
        words. Who is reading is waited for through ``peer_ended``; without a reader, what still comes is thrown away.
        """
        with suppress(TimeoutError, PeerFault):
            async with asyncio.timeout(seconds):
                with self._breaking():
                    self._writer.write(goodbye)
                    self._writer.write_eof()
                if peer_ended is not None:
                    await peer_ended.wait()
                while peer_ended is None:
                    await self.read()
        await self.abort()

    def drop(self) -> None:
        """Close the socket at once, throwing away what was not sent yet."""
        self._writer.transport.abort()

    async def abort(self) -> None:
        """Close the socket at once; on return it is closed."""
        self.drop()
        with suppress(OSError):
            await self._writer.wait_closed()

    @contextmanager
    def _breaking(self) -> Iterator[None]:
        try:
            yield
        except (OSError, EOFError) as error:
            raise PeerFault("peer_closed", step=self.step) from error


class SecureWire:
    """The same connection inside TLS."""

    def __init__(self, wire: Wire, machine: TlsMachine) -> None:
        self.wire = wire
        self._machine = machine
        self._ahead = b""

    async def handshake(self) -> None:
        """Bring TLS up, as the machine's side."""
        while not self._machine.handshake():
            self._flush()
            self._machine.receive(await self.wire.read())
        self._flush()

    async def read(self) -> bytes:
        """Return at least one byte of what the peer has said. Cancellable without loss."""
        if self._ahead:
            ahead, self._ahead = self._ahead, b""
            return ahead
        while not (said := self._machine.decrypt()):
            self._flush()
            self._machine.receive(await self.wire.read())
        self._flush()
        return said

    async def read_exactly(self, size: int) -> bytes:
        """Return exactly that many bytes; what came with them stays for the next read."""
        said = b""
        while len(said) < size:
            said += await self.read()
        self._ahead = said[size:]
        return said[:size]

    def write(self, data: bytes) -> None:
        """Encrypt bytes and hand them to the socket; ``wire.drain`` afterwards."""
        self._machine.encrypt(data)
        self._flush()

    async def close(self, seconds: float, peer_ended: asyncio.Event | None) -> None:
        """End politely, within so many seconds (see Wire.close)."""
        self._machine.say_goodbye()
        await self.wire.close(self._machine.data_to_send(), seconds, peer_ended)

    def _flush(self) -> None:
        # Also after reading: TLS may owe the peer an answer of its own (a key update).
        data = self._machine.data_to_send()
        if data:
            self.wire.write(data)


def _address(name: tuple[str, int] | tuple[str, int, int, int] | None) -> tuple[str, int]:
    """Return host and port as they can be dialled: a link-local IPv6 address means nothing without its scope."""
    if not name:
        return "", 0
    scope = name[3] if len(name) == 4 else 0  # noqa: PLR2004  # (host, port, flow, scope) of IPv6
    host = f"{name[0]}%{scope}" if scope and "%" not in name[0] else name[0]
    return host, name[1]
