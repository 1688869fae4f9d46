"""The self-test, a key and a shared folder beside a running cell: carried to the meetings' loop, in turns with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import TypeVar

from idos_p2p.services.carry import settle
from idos_p2p.services.cell import Cell
from sync.carry.files import DiskFiles
from sync.carry.folder import Exchanged, Looked, exchanging
from sync.carry.reading import Reading, previewing, taking_in
from sync.carry.series import choose_folder, folder_of
from sync.carry.steps import Progress, Step, Steps
from sync.carry.writing import SUFFIX, Written, writing
from sync.discovery.addresses import Endpoint
from sync.node import Node
from sync.selftest.examine import Examined, examine
from sync.watch import in_turns
from sync.worker import CellWorker
from ui.desktop.cell.codes import Ask

T = TypeVar("T")

EXAMINE_SECONDS = 6.0  # for what is under way: an address that does not answer is given up after five
MOST_BUNDLES = 50  # files offered of one key


class Work:
    """The window's ``RoomWork``."""

    def __init__(self, ask: Ask, worker: CellWorker) -> None:
        self._ask = ask
        self._worker = worker

    def examine(self, address: str) -> Future[Examined]:
        """Find out why somebody does not appear; ``address`` should answer. Raises as ``RoomWork.examine``."""
        peers = (Endpoint.parse(address),) if address else ()

        async def examined(node: Node) -> Examined:
            clock = await self._worker.run(lambda cell: cell.clock)
            return await examine(node, clock, peers, seconds=EXAMINE_SECONDS)

        return self._ask(examined)

    def end_meeting(self) -> Future[bool]:
        """End the meeting under way; the answer says whether there was one."""

        async def ended(node: Node) -> bool:
            return await node.end_meeting()

        return self._ask(ended)

    def bundles(self, folders: tuple[Path, ...]) -> Future[tuple[Path, ...]]:
        """Return the files in these folders that may carry a cell, the newest first."""

        async def found(_node: Node) -> tuple[Path, ...]:
            return await asyncio.to_thread(_bundles, folders)

        return self._ask(found)

    def write_bundle(self, folder: Path, progress: Progress) -> Future[Written]:
        """Write all that is here into a new file in that folder."""
        return self._in_turns(lambda cell: writing(cell, DiskFiles(), folder), progress)

    def preview_bundle(self, path: Path, progress: Progress) -> Future[Reading]:
        """Tell what a file would bring; nothing of it is kept."""
        return self._in_turns(lambda cell: previewing(cell, DiskFiles(), path), progress)

    def read_bundle(self, path: Path, progress: Progress) -> Future[Reading]:
        """Take what a file brings, and have it in the pages; what was taken before a stop stays."""
        return self._in_turns(lambda cell: _reading(cell, path), progress)

    def exchange_folder(self, folder: Path, progress: Progress) -> Future[Exchanged]:
        """Make that folder the shared one of this cell, if it is not yet, and exchange with it now."""
        return self._in_turns(lambda cell: _exchanging(cell, folder), progress)

    def _in_turns(self, begin: Callable[[Cell], Steps[T]], progress: Progress) -> Future[T]:
        async def carried(_node: Node) -> T:
            return await in_turns(self._worker, begin, progress)

        return self._ask(carried)


def _reading(cell: Cell, path: Path) -> Steps[Reading]:
    reading = yield from taking_in(cell, DiskFiles(), path)
    while settle(cell):
        yield Step()
    return reading


def _exchanging(cell: Cell, folder: Path) -> Steps[Exchanged]:
    done = yield from exchanging(cell, DiskFiles(), folder, Looked())
    if folder_of(cell) != folder:
        choose_folder(cell, folder)
    return done


def _bundles(folders: tuple[Path, ...]) -> tuple[Path, ...]:
    found: list[tuple[int, Path]] = []
    for folder in folders:
        try:
            found += [(path.stat().st_mtime_ns, path) for path in folder.iterdir() if path.suffix == SUFFIX]
        except OSError:  # a key that was taken out just now, or that this person may not read
            continue
    return tuple(path for _, path in sorted(found, reverse=True)[:MOST_BUNDLES])
