"""A member's process under siege: a real node on a real store, which tells how it is whenever it is asked.

``python -m tests.harness.besieged NAME FOLDER [HOST:PORT]`` listens on loopback, and dials that address if there is
one. Orders come as lines: ``look``, ``write``; the end of the input ends it. Each answer is one JSON document a line.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import sys
import threading
from collections import Counter
from pathlib import Path

from idos_p2p.clock import SystemClock
from idos_p2p.log.branches import size
from idos_p2p.services.cell import Cell
from idos_p2p.services.write import add
from sync.discovery.addresses import Endpoint
from sync.node import Listening, Node, NodeEvent, NodeOptions
from sync.peers import PeerState
from sync.worker import CellWorker
from tests.harness.household import household
from tests.simulation.devices import in_files

PAGE = os.sysconf("SC_PAGE_SIZE")
LOOPBACK = "127.0.0.1"


def opened(name: str, folder: Path) -> Cell:
    """Return this member's cell, in files; those of the others are only made on the way."""
    cells = household(in_files(folder)).cells
    for other, cell in cells.items():
        if other != name:
            cell.close()
    return cells[name]


class Besieged:
    """The node, what it told, and the orders that it is given."""

    def __init__(self, worker: CellWorker, peer: Endpoint | None) -> None:
        self.told: Counter[str] = Counter()
        self.worker = worker
        options = NodeOptions(Endpoint(LOOPBACK, 0), None, discovery=False, peers=(peer,) if peer else ())
        self.node = Node(worker, options, self._keep, clock=SystemClock(), entropy=os.urandom)
        self._orders: asyncio.Queue[str] = asyncio.Queue()

    async def live(self) -> None:
        """Meet others until the orders end."""
        loop = asyncio.get_running_loop()
        threading.Thread(target=self._listen, args=(loop,), daemon=True).start()
        await self.node.run(self._obey)

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(self._orders.put_nowait, line.strip())
        loop.call_soon_threadsafe(self._orders.put_nowait, "end")

    async def _obey(self) -> None:
        while (order := await self._orders.get()) != "end":
            if order == "write":
                await self.worker.run(_write_one)
            await self.node.engine.projected()
            say(**await self._figures())

    def _keep(self, event: NodeEvent) -> None:
        self.told[type(event).__name__] += 1
        if isinstance(event, Listening):
            say(host=event.endpoint.host, port=event.endpoint.port)

    async def _figures(self) -> dict[str, object]:
        digest, entries = await self.worker.run(_held)
        peers = self.node.engine.peers
        return {
            **_of_this_process(),
            "tasks": len(asyncio.all_tasks()),
            "sessions": sum(peer.state is not PeerState.ENDED for peer in peers),
            "peers": len(peers),
            "equal": sum(peer.state is PeerState.UP_TO_DATE for peer in peers),
            "digest": digest,
            "entries": entries,
            "told": dict(self.told),
        }


def _of_this_process() -> dict[str, int]:
    gc.collect()
    links = [_link(one) for one in Path("/proc/self/fd").iterdir()]
    return {
        "memory": int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE,
        "descriptors": sum(bool(link) for link in links),
        "sockets": sum(link.startswith("socket:") for link in links),
        "objects": len(gc.get_objects()),
    }


def _link(descriptor: Path) -> str:
    try:
        return str(descriptor.readlink())
    except FileNotFoundError:  # of the listing itself
        return ""


def _write_one(cell: Cell) -> None:
    add(cell, "project", {"title": "Pendant le siège"})


def _held(cell: Cell) -> tuple[str, int]:
    return cell.digest().hex(), sum(map(size, cell.logs().values()))


def say(**document: object) -> None:
    """Tell the one who watches."""
    sys.stdout.write(json.dumps(document) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Live as the member named, in the folder named."""
    name, folder, *peer = sys.argv[1:]
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    worker = CellWorker(lambda: opened(name, Path(folder)))
    try:
        asyncio.run(Besieged(worker, Endpoint.parse(peer[0]) if peer else None).live())
    finally:
        worker.close()


if __name__ == "__main__":
    main()
