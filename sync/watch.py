"""Carrying beside the meetings of an open home: in turns with all else the cell does, and the shared folder watched."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeVar

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell
from sync.carry.files import DiskFiles, Files, Names
from sync.carry.folder import Exchanged, Looked, exchanging
from sync.carry.series import folder_of, is_ours
from sync.carry.steps import Came, Done, Progress, Step, Steps, do, go_on, never, unheard
from sync.protocol.limits import FOLDER_SECONDS
from sync.worker import CellWorker

AGAIN_LOOKS = 12  # a minute: what was full or protected is seldom so for less

log = logging.getLogger("idos.sync.watch")
T = TypeVar("T")


async def in_turns(
    worker: CellWorker,
    begin: Callable[[Cell], Steps[T]],
    progress: Progress = unheard,
    cancelled: Callable[[], bool] = never,
) -> T:
    """Carry something out, the cell's part in its worker, the disk's in another thread, so that neither waits long.

    Raises as the work does, and RefusedError("carry_cancelled"); nothing half is left then.
    """
    steps = await worker.run(begin)
    came: Came | None = None
    try:
        while not isinstance(told := await worker.run(_go_on, steps, came), Done):
            if cancelled():
                raise RefusedError("carry_cancelled")
            progress(told.done, told.total)
            came = await _done(told)
    finally:
        await asyncio.shield(worker.run(_close, steps))
    result: T = told.result
    return result


class _Seen(NamedTuple):
    """What decides whether a folder is to be gone through."""

    folder: Path
    names: Names
    held: tuple[bytes, int]


class FolderWatch:
    """Keeps the cell and its shared folder the same, from ``run`` on."""

    def __init__(
        self,
        worker: CellWorker,
        report: Callable[[Exchanged], None],
        files: Files | None = None,
        seconds: float = FOLDER_SECONDS,
    ) -> None:
        """``report`` is told of each look that brought something; ``seconds`` are between two looks."""
        self._worker = worker
        self._report = report
        self._files = files or DiskFiles()
        self._seconds = seconds
        self._looked = Looked()
        self._lock = asyncio.Lock()  # two who look at once would both write the same
        self._quiet: _Seen | None = None  # what was seen when there was nothing to do
        self._code = ""
        self._again = 0  # looks until what was held up, or not whole, is tried again; 0: nothing was

    async def run(self) -> None:
        """Look every few seconds, until cancelled."""
        while True:
            await asyncio.sleep(self._seconds)
            try:
                await self._look()
                self._tell("")
            except RefusedError as refused:
                self._tell(refused.code)

    async def alone(self, begin: Callable[[Cell], Steps[T]]) -> T:
        """Carry something out that has to do with a folder, while nobody else does. Raises as ``in_turns``."""
        async with self._lock:
            self._quiet = None
            return await in_turns(self._worker, begin)

    async def _look(self) -> None:
        chosen = await self._worker.run(folder_of)
        if chosen is None:
            return
        seen = await self._see(chosen)
        due = self._count_down()
        if seen is not None and seen == self._quiet and not due:
            return
        if due:
            self._looked.try_again()
        done = await self.alone(lambda cell: exchanging(cell, self._files, chosen, self._looked))
        self._quiet = None if done.busy else seen
        if done.busy:
            self._report(done)
        if done.held_up or done.unready:
            self._again = AGAIN_LOOKS
        if done.held_up:
            raise done.held_up

    def _count_down(self) -> bool:
        """Count a look; say whether what was held up or unready is to be tried again, though nothing has changed."""
        self._again = max(0, self._again - 1)
        return self._again == 1

    async def _see(self, folder: Path) -> _Seen | None:
        """Return what is there now; None where that cannot be told."""
        came = await _done(Step(lambda: self._files.look(folder)))
        if came.fault is not None:
            return None
        names = {name: known for name, known in came.value.names.items() if is_ours(name)}
        return _Seen(folder, names, await self._worker.run(_held))

    def _tell(self, code: str) -> None:
        """Log why the folder cannot be used, once, and when it can be again."""
        if code != self._code:
            log.info("shared folder code=%s", code or "well")
        self._code = code


async def _done(step: Step) -> Came:
    """Do what a step says in another thread; whoever is cancelled meanwhile waits for its end, for files are open."""
    doing = asyncio.ensure_future(asyncio.to_thread(do, step))
    try:
        return await asyncio.shield(doing)
    except asyncio.CancelledError:
        await asyncio.wait([doing])
        raise


def _held(cell: Cell) -> tuple[bytes, int]:
    """Return what changes when there is something to write, or an attachment to ask for."""
    return cell.digest() + b"".join(sorted(cell.membership.devices)), len(cell.store.blobs.held())


def _go_on(_cell: Cell, steps: Steps[T], came: Came | None) -> Step | Done:
    return go_on(steps, came)


def _close(_cell: Cell, steps: Steps[T]) -> None:
    steps.close()
