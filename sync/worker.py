"""The one thread that works on a cell: everything that touches its store goes through here, in order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

from idos_p2p.services.cell import Cell

P = ParamSpec("P")
T = TypeVar("T")


class CellWorker:
    """Opens a cell in a thread of its own and runs work on it there, first come, first served."""

    def __init__(self, open_cell: Callable[[], Cell]) -> None:
        """Open the cell; whatever ``open_cell`` raises is raised here, and no thread stays."""
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="idos-cell")
        try:
            self._cell = self._thread.submit(open_cell).result()
        except BaseException:
            self._thread.shutdown()
            raise

    def submit(self, work: Callable[Concatenate[Cell, P], T], /, *arguments: P.args, **options: P.kwargs) -> Future[T]:
        """Queue work on the cell from any thread and return the future of its result."""
        return self._thread.submit(work, self._cell, *arguments, **options)

    async def run(self, work: Callable[Concatenate[Cell, P], T], /, *arguments: P.args, **options: P.kwargs) -> T:
        """Run work on the cell and return its result, without holding up the loop."""
        return await asyncio.wrap_future(self.submit(work, *arguments, **options))

    def close(self) -> None:
        """Finish what is queued, close the cell, and end the thread."""
        self._thread.submit(self._cell.close).result()
        self._thread.shutdown()
