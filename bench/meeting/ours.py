"""One of our two processes: ``python -m bench.meeting.ours HOME listen|dial``, with words from the driver on stdin.

It is what ``serve`` and ``sync`` run: a cell in its worker, a node, no discovery. Lines of JSON tell the driver how far
it is. ``go`` (with the address for who dials; ``equal``: do not wait until all is shown) begins; ``edit`` changes a
record so often, ``stop`` ends.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from typing import Any

from idos_p2p.clock import SystemClock
from idos_p2p.events import LogGrew
from idos_p2p.paths import Home
from idos_p2p.services.cell import Cell
from idos_p2p.services.found import Surroundings, choose_cell, open_cell
from idos_p2p.services.write import change
from idos_p2p.views.records import listing
from sync.channel.connection import Channel
from sync.channel.wire import Wire
from sync.discovery.addresses import Endpoint
from sync.engine import Met
from sync.node import Node, NodeEvent, NodeOptions
from sync.peers import PeerState
from sync.worker import CellWorker

LOOPBACK = Endpoint("127.0.0.1", 0)
IDLE_BETWEEN_EDITS = 0.15  # as in performance.md §4

Told = dict[str, Any]


def tell(**what: object) -> None:
    """Say one line to the driver."""
    print(json.dumps(what), flush=True)


def processor() -> float:
    """Return the seconds of the processor that this process has used."""
    used = getrusage(RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


class Line:
    """What crosses the one connection: bytes of TLS and of before it, and frames."""

    tls_out = tls_in = frames_out = frames_in = 0


def count_line() -> None:
    """Count from now on; the product counts its frames' bytes, and nothing else."""
    write, read, exactly = Wire.write, Wire.read, Wire.read_exactly
    write_frame, read_frame = Channel.write_frame, Channel.read_frame

    def written(self: Wire, data: bytes) -> None:
        Line.tls_out += len(data)
        write(self, data)

    async def heard(self: Wire) -> bytes:
        data = await read(self)
        Line.tls_in += len(data)
        return data

    async def heard_exactly(self: Wire, size: int) -> bytes:
        data = await exactly(self, size)
        Line.tls_in += len(data)
        return data

    async def said(self: Channel, body: bytes) -> None:
        Line.frames_out += 1
        await write_frame(self, body)

    async def frame(self: Channel) -> bytes:
        body = await read_frame(self)
        Line.frames_in += 1
        return body

    for name, counting in {"write": written, "read": heard, "read_exactly": heard_exactly}.items():
        setattr(Wire, name, counting)
    for name, counting in {"write_frame": said, "read_frame": frame}.items():
        setattr(Channel, name, counting)


class Side:
    """One end of a meeting, and the moments it reaches, in nanoseconds of the computer's one monotonic clock."""

    def __init__(self, worker: CellWorker, around: Surroundings, *, listens: bool) -> None:
        options = NodeOptions(LOOPBACK if listens else None, None, discovery=False)
        self.node = Node(worker, options, self._on, clock=around.clock, entropy=around.entropy)
        self._worker = worker
        self._equal_ns = 0
        self._grown: list[int] = []

    def _on(self, event: NodeEvent) -> None:
        if isinstance(event, LogGrew):
            self._grown.append(time.monotonic_ns())
        if isinstance(event, Met) and event.peer.state is PeerState.UP_TO_DATE and not self._equal_ns:
            self._equal_ns = time.monotonic_ns()

    async def run(self) -> None:
        """Do what the driver says until it says stop."""
        words = await _standard_input()
        before, started = processor(), 0
        tell(ready=True, port=self.node.endpoint.port if self.node.endpoint else 0)
        while line := (await words.readline()).split():
            match line:
                case [b"go", *rest]:
                    before, started = processor(), time.monotonic_ns()
                    self.node.look_at([Endpoint.parse(one.decode()) for one in rest[:1]])
                    await self._until_equal(shown=rest[1:] != [b"equal"])
                    tell(**await self._reached(started, before))
                case [b"edit", count]:
                    made = [await self._edit(number) for number in range(int(count))]
                    await self.node.engine.until(lambda: self.node.engine.settled)
                    tell(edits=made, **self._bytes())
                case [b"grown"]:
                    tell(grown=self._grown, **self._bytes())
                case _:
                    return

    async def _until_equal(self, *, shown: bool) -> None:
        await self.node.engine.until(lambda: bool(self._equal_ns) and self.node.engine.settled)
        if shown:
            await self.node.engine.projected()

    async def _reached(self, started: int, before: float) -> Told:
        projected, used = time.monotonic_ns(), processor() - before
        digest = (await self._worker.run(Cell.digest)).hex()
        return {
            "started": started,
            "equal": self._equal_ns,
            "done": projected,
            "processor": used,
            "digest": digest,
            **self._bytes(),
        }

    def _bytes(self) -> Told:
        counts = [peer.counts for peer in self.node.engine.peers]
        return {
            "bytes_out": sum(one.bytes_out for one in counts),
            "bytes_in": sum(one.bytes_in for one in counts),
            "frames_out": Line.frames_out,
            "frames_in": Line.frames_in,
            "tls_out": Line.tls_out,
            "tls_in": Line.tls_in,
            "entries_in": sum(one.received for one in counts),
        }

    async def _edit(self, number: int) -> tuple[int, int]:
        """Change a title as the window does, some time after the last one; return when it began and was durable."""
        await asyncio.sleep(IDLE_BETWEEN_EDITS)
        began = time.monotonic_ns()
        await self._worker.run(_retitle, f"Relire la page {number}")
        return began, time.monotonic_ns()


def _retitle(cell: Cell, title: str) -> None:
    (record,) = listing(cell.store.reader, "need", {}, 1)
    change(cell, record.id, {"title": title})


async def _standard_input() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


def main(words: Sequence[str]) -> None:
    """Open the home and take the driver's words."""
    home, role = words
    around = Surroundings(Home(Path(home)), SystemClock(), secrets.token_bytes)
    count_line()
    worker = CellWorker(lambda: open_cell(around, choose_cell(around.home, "")))
    try:
        side = Side(worker, around, listens=role == "listen")
        asyncio.run(side.node.run(side.run))
    finally:
        worker.close()


if __name__ == "__main__":
    main(sys.argv[1:])
