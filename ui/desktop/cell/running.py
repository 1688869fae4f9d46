"""A cell that runs behind a window: its worker, its meetings in a thread of their own, and what it tells."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager
from typing import Any, TypeVar

from idos_p2p import events as cell_events
from idos_p2p.errors import BugError, Fault, RefusedError
from idos_p2p.paths import Home
from idos_p2p.services.cell import Cell
from sync.engine import Met
from sync.node import Listening, Node, NodeEvent
from sync.room import MeetingChanged, SignChanged
from sync.worker import CellWorker
from ui.desktop.cell.codes import Codes
from ui.desktop.cell.room import Room
from ui.desktop.cell.room_work import Work
from ui.desktop.cell.screens import CellScreens
from ui.desktop.presenters import ports, present

log = logging.getLogger("idos.ui.running")
Answer = TypeVar("Answer")

TELL_SECONDS = 0.2  # the room changes with every segment; five times a second is as fast as one reads

MakeNode = Callable[[CellWorker, Callable[[NodeEvent], None]], Node]
Attend = Callable[[Node, CellWorker], AbstractAsyncContextManager[None]]
"""What else runs beside the meetings: the local socket, for the commands of the same home."""


class RunningCell:
    """The window's ``OpenedCell``."""

    def __init__(self, worker: CellWorker, home: Home, release: Callable[[], None], *, example: bool = False) -> None:
        """Take over a worker; ``release`` is called when all is closed (the home's lock)."""
        self._worker = worker
        self._release = release
        self._listeners: list[Callable[[ports.Event], None]] = []
        self._meetings: _Meetings | None = None
        self._port, self._room = worker.submit(
            lambda cell: (CellScreens(cell, home, example=example), Room(cell, meets=not example))
        ).result()
        worker.submit(_listen, self._cell_changed).result()

    def meet(self, make_node: MakeNode, attend: Attend) -> None:
        """Meet others from now on, until ``close``. Raises RefusedError when this computer cannot listen."""
        self._meetings = _Meetings(self._worker, make_node(self._worker, self._happened), attend, self._tell_peers)

    @property
    def port(self) -> CellScreens:
        """The use-cases; called only inside ``submit``."""
        return self._port

    @property
    def meeting(self) -> Room:
        """The meeting's state; called only inside ``submit``."""
        return self._room

    @property
    def codes(self) -> Codes:
        """The spoken code; only of a cell that meets others."""
        if self._meetings is None:
            raise BugError("cell_meets_nobody")
        return Codes(self._meetings.ask, self._worker)

    @property
    def work(self) -> Work:
        """What takes a while beside the meetings; only of a cell that meets others."""
        if self._meetings is None:
            raise BugError("cell_meets_nobody")
        return Work(self._meetings.ask, self._worker)

    def submit(self, work: Callable[[], Answer]) -> Future[Answer]:
        """Run ``work`` in the cell's worker thread, after what was submitted before."""
        return self._worker.submit(lambda _cell: work())

    def listen(self, listener: Callable[[ports.Event], None]) -> None:
        """Call ``listener`` with every later event, from whatever thread it happens in."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Stop the meetings, join their thread, finish what was submitted, and close the cell."""
        if self._meetings:
            self._meetings.stop()
        self._listeners.clear()
        self._worker.close()
        self._release()

    def _happened(self, event: NodeEvent) -> None:
        """Called in the meetings' thread."""
        match event:
            case Listening():
                self._room.shown()
            case Met(peer=peer):
                self._room.met(peer)
            case SignChanged(sign=sign):
                self._room.signed(sign)
            case MeetingChanged():
                self._tell(present.MeetingChanged())
            case cell_events.LogGrew() | cell_events.RecordsChanged() | cell_events.MembersChanged():
                self._cell_changed(event)
            case _:
                return
        if self._meetings and isinstance(event, Listening | Met | SignChanged):
            self._meetings.tell_soon()

    def _cell_changed(self, event: cell_events.CellEvent) -> None:
        match event:
            case cell_events.RecordsChanged(ids=ids, kinds=kinds):
                self._tell(ports.RecordsChanged(ids, kinds))
            case cell_events.MembersChanged():
                self._tell(ports.MembersChanged())
            case cell_events.LogGrew():
                return

    def _tell_peers(self, code: str | None) -> None:
        self._tell(present.RoomChanged(self._room.now()) if code is None else ports.Stopped(code))

    def _tell(self, event: ports.Event) -> None:
        for listener in list(self._listeners):
            listener(event)


class _Meetings:
    """The thread in which a node meets others, from its making to ``stop``."""

    def __init__(self, worker: CellWorker, node: Node, attend: Attend, tell: Callable[[str | None], None]) -> None:
        self._worker, self._node, self._attend, self._tell = worker, node, attend, tell
        self._stop = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._telling: asyncio.TimerHandle | None = None
        self._faults: list[Fault] = []
        self._begun = threading.Event()
        self._thread = threading.Thread(target=self._run, name="idos-meetings")
        self._thread.start()
        self._begun.wait()
        for fault in self._faults:
            self._thread.join()
            raise fault

    def tell_soon(self) -> None:
        """Say that the room has changed, now or with what changes until the next moment to tell."""
        if self._telling is None and self._loop:
            self._telling = self._loop.call_later(TELL_SECONDS, self._tell_now)

    def ask(self, work: Callable[[Node], Coroutine[Any, Any, Answer]]) -> Future[Answer]:
        """Run work with the node in its loop, and return the future of its result; refused once meetings are over."""
        if self._loop is None or not self._thread.is_alive():
            raise RefusedError("cell_stopped")
        return asyncio.run_coroutine_threadsafe(work(self._node), self._loop)

    def stop(self) -> None:
        """End the meetings and their thread."""
        if self._loop and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()

    def _run(self) -> None:
        try:
            asyncio.run(self._meet())
        except Fault as fault:
            self._ended(fault)
        finally:
            self._begun.set()

    def _ended(self, fault: Fault) -> None:
        if self._begun.is_set():
            log.error("meetings stopped code=%s", fault.code)
            self._tell(fault.code)
        else:
            self._faults.append(fault)

    async def _meet(self) -> None:
        self._loop = asyncio.get_running_loop()

        async def until_stopped() -> None:
            self._begun.set()
            await self._stop.wait()

        async with self._attend(self._node, self._worker):
            await self._node.run(until_stopped)
        if self._telling:
            self._telling.cancel()

    def _tell_now(self) -> None:
        self._telling = None
        self._tell(None)


def _listen(cell: Cell, listener: Callable[[cell_events.CellEvent], None]) -> None:
    cell.listen = listener
