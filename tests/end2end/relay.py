"""A relay between a laptop that dials and one that listens: it sees every byte that passes, and cuts where it is told.

It cannot read what passes: the channel is bound to the certificate of the laptop that listens.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.end2end.laptop import LOOPBACK, WITHIN

_READ_BYTES = 4096


@dataclass
class Passed:
    """What passed over one connection."""

    went: bytearray = field(default_factory=bytearray)
    came: bytearray = field(default_factory=bytearray)
    seconds: float = 0.0

    @property
    def size(self) -> int:
        """Bytes both ways."""
        return len(self.went) + len(self.came)


@dataclass
class Cut:
    """What to do once: when so many bytes have passed in all, or so long after the first connection."""

    act: Callable[[], None]
    at_byte: int | None = None
    after_seconds: float | None = None
    done: threading.Event = field(default_factory=threading.Event)

    def now(self) -> None:
        """Do it, unless it was done."""
        if not self.done.is_set():
            self.act()
            self.done.set()


class Relay:
    """Listens at ``endpoint`` and passes on to a port; ``connections`` holds what passed."""

    def __init__(self, port: int, cut: Cut | None) -> None:
        self.connections: list[Passed] = []
        self.endpoint = ""
        self._port = port
        self._cut = cut
        self._loop: asyncio.AbstractEventLoop | None = None
        self._over = asyncio.Event()
        self._open = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()), name="relay")

    @property
    def size(self) -> int:
        """Bytes passed in all."""
        return sum(connection.size for connection in self.connections)

    def start(self) -> None:
        """Listen, from the moment this returns."""
        self._thread.start()
        assert self._open.wait(WITHIN)

    def stop(self) -> None:
        """Close every connection."""
        assert self._loop
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        tasks: set[asyncio.Task[None]] = set()

        def came(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.create_task(self._pass(reader, writer))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

        server = await asyncio.start_server(came, LOOPBACK, 0)
        self.endpoint = "{}:{}".format(*server.sockets[0].getsockname()[:2])
        self._open.set()
        await self._over.wait()
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        passed = Passed()
        if not self.connections and self._cut and self._cut.after_seconds is not None:
            loop.call_later(self._cut.after_seconds, self._cut.now)
        self.connections.append(passed)
        began = loop.time()
        try:
            there, back = await asyncio.open_connection(LOOPBACK, self._port)
        except OSError:
            writer.transport.abort()
            return
        try:
            await asyncio.gather(
                self._carry(reader, back, passed.went, writer), self._carry(there, writer, passed.came, back)
            )
        finally:
            passed.seconds = loop.time() - began
            writer.transport.abort()
            back.transport.abort()

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, passed: bytearray, other: asyncio.StreamWriter
    ) -> None:
        """Pass on one direction to its end, and break both when it breaks: nothing may follow what was cut off."""
        try:
            while data := await reader.read(_READ_BYTES):
                until_cut = self._until_cut()
                data = data[:until_cut]
                passed.extend(data)
                writer.write(data)
                await writer.drain()
                if self._cut and until_cut == len(data):
                    self._cut.now()
                    break
            else:
                writer.write_eof()
                return
        except OSError:
            pass  # an end that was killed
        for end in (writer, other):
            end.transport.abort()

    def _until_cut(self) -> int | None:
        """Return how many bytes may still pass; None when there is no such limit."""
        cut = self._cut
        if cut is None or cut.at_byte is None or cut.done.is_set():
            return None
        return max(0, cut.at_byte - self.size)


@contextmanager
def relay(to: str, cut: Cut | None = None) -> Iterator[Relay]:
    """Put a relay before the laptop that listens at ``to``."""
    between = Relay(int(to.rpartition(":")[2]), cut)
    between.start()
    try:
        yield between
    finally:
        between.stop()
