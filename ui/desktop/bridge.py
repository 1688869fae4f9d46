"""The one place that crosses threads: questions go to the cell's worker, answers and events come back to Qt."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from idos_p2p.errors import BugError, Fault
from ui.desktop.presenters.codes import CodePort
from ui.desktop.presenters.ports import CellPort, Event, HomePort, OpenedCell
from ui.desktop.presenters.present import MeetingPort
from ui.desktop.presenters.room_work import Progress, RoomWork
from ui.desktop.presenters.this_computer import ComputerPort

log = logging.getLogger("idos.ui.bridge")

Answer = TypeVar("Answer")
Refusal = Callable[[Fault], None]


@dataclass(frozen=True, slots=True)
class _Arrived:
    """An answer on its way to the thread that asked."""

    number: int
    outcome: Future[Any]


@dataclass(frozen=True, slots=True)
class _Asked:
    answer: Callable[[Any], None]  # takes what the future of this very question holds
    refused: Refusal | None


def _unheard(_done: int, _total: int) -> None:
    """Listen to no progress."""


class _Progress:
    """How far something is, from the thread that does it to the window's: told again once the last was taken."""

    def __init__(self, emit: Callable[[_Progress], object], told: Callable[[int, int], None]) -> None:
        self._emit = emit
        self._told = told
        self._latest: tuple[int, int] | None = None
        self._over = False

    def tell(self, done: int, total: int) -> None:
        """Called by whoever does the work."""
        waiting, self._latest = self._latest is not None, (done, total)
        if not waiting and not self._over:
            self._emit(self)

    def take(self) -> None:
        """Called in the window's thread."""
        latest, self._latest = self._latest, None
        if latest is not None and not self._over and _alive(self._told):
            self._told(*latest)

    def end(self) -> None:
        """Tell nothing any more."""
        self._over = True


class Bridge(QObject):
    """Build it in the GUI thread: a signal's receivers run in the thread its sender was built in (style, Qt facts).

    ``event_arrived`` carries one frozen ``Event``. ``trouble_came`` carries a ``Fault`` nobody else took.
    ``became_idle`` is emitted when the last question has been answered.
    """

    event_arrived = Signal(object)
    trouble_came = Signal(object)
    became_idle = Signal()
    _answer_arrived = Signal(object)
    _event_happened = Signal(object)
    _progress_came = Signal(object)

    def __init__(self, home: HomePort | None = None) -> None:
        super().__init__()
        self._home = home
        self._cell: OpenedCell | None = None
        self._unclaimed: OpenedCell | None = None  # opened by the home, not attached yet
        self._asked: dict[int, _Asked] = {}
        self._number = 0
        self._stopped = False
        # The home's calls wait for the network and for the cell's worker: they must not sit in that worker.
        self._homework = ThreadPoolExecutor(max_workers=1, thread_name_prefix="idos-home")
        self._answer_arrived.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self._event_happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._progress_came.connect(self._tell_progress, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a question still waits for its answer."""
        return bool(self._asked)

    @property
    def cell(self) -> OpenedCell | None:
        """The cell that questions go to."""
        return self._cell

    def attach(self, cell: OpenedCell) -> None:
        """Send every later question to this cell, and listen to what happens in it."""
        self._cell = cell
        self._unclaimed = None
        cell.listen(self._happened)

    def detach(self) -> OpenedCell | None:
        """Send no more questions to the cell, and return it to be closed; answers on their way are dropped."""
        cell, self._cell = self._cell, None
        self._asked.clear()
        return cell

    def ask(
        self, question: Callable[[CellPort], Answer], answer: Callable[[Answer], None], refused: Refusal | None = None
    ) -> None:
        """Put a question to the cell; ``answer`` is called later in this thread, or ``refused`` with the fault.

        The question must not touch a widget: it runs in the cell's thread. An answer to a destroyed widget is dropped.
        """
        cell = self._opened()
        self._expect(cell.submit(lambda: question(cell.port)), answer, refused)

    def ask_meeting(
        self,
        question: Callable[[MeetingPort], Answer],
        answer: Callable[[Answer], None],
        refused: Refusal | None = None,
    ) -> None:
        """As ``ask``, about who is in the room."""
        cell = self._opened()
        self._expect(cell.submit(lambda: question(cell.meeting)), answer, refused)

    def ask_home(
        self,
        question: Callable[[HomePort], OpenedCell | None],
        answer: Callable[[OpenedCell | None], None],
        refused: Refusal | None = None,
    ) -> None:
        """As ``ask``, of the computer before it has a cell; the answer is the cell to attach, if there is one."""
        home = self._home
        if home is None:
            raise BugError("home_missing")

        def work() -> OpenedCell | None:
            self._unclaimed = question(home)
            return self._unclaimed

        self._expect(self._homework.submit(work), answer, refused)

    def ask_computer(
        self,
        question: Callable[[ComputerPort], Answer],
        answer: Callable[[Answer], None],
        refused: Refusal | None = None,
    ) -> None:
        """As ``ask_home``, of the persons of this computer: no cell is opened by it."""
        home = self._home
        if home is None:
            raise BugError("home_missing")
        self._expect(self._homework.submit(lambda: question(home)), answer, refused)

    def ask_code(
        self,
        question: Callable[[CodePort], Future[Answer]],
        answer: Callable[[Answer], None],
        refused: Refusal | None = None,
    ) -> Future[Answer]:
        """As ``ask``, about the spoken code; return its future, which may be cancelled: then nobody is called."""
        try:
            future = question(self._opened().codes)
        except Fault as fault:
            future = Future()
            future.set_exception(fault)
        self._expect(future, answer, refused)
        return future

    def ask_work(
        self,
        question: Callable[[RoomWork, Progress], Future[Answer]],
        answer: Callable[[Answer], None],
        refused: Refusal | None = None,
        told: Callable[[int, int], None] = _unheard,
    ) -> Future[Answer]:
        """As ``ask_code``, of what takes a while; ``told`` is called in this thread with how far it is, in bytes.

        Of many steps only the latest is told. Once the future is cancelled, nobody is called any more.
        """
        progress = _Progress(self._progressed, told)
        try:
            future = question(self._opened().work, progress.tell)
        except Fault as fault:
            future = Future()
            future.set_exception(fault)
        future.add_done_callback(lambda _done: progress.end())
        self._expect(future, answer, refused)
        return future

    def hide_code(self) -> None:
        """Let no code be shown any more; where meetings are over, none is."""
        with suppress(Fault):
            self._opened().codes.hide()

    def stop(self) -> None:
        """Deliver nothing more. Answers still on their way are dropped; the work itself goes on to its end.

        A cell that was opened too late to be shown is closed.
        """
        self._stopped = True
        self._asked.clear()
        self._homework.shutdown(wait=True)
        if self._unclaimed is not None:
            self._unclaimed.close()
            self._unclaimed = None

    def _opened(self) -> OpenedCell:
        if self._cell is None:
            raise BugError("cell_missing")
        return self._cell

    def _expect(self, future: Future[Answer], answer: Callable[[Answer], None], refused: Refusal | None) -> None:
        self._number += 1
        number = self._number
        self._asked[number] = _Asked(answer, refused)
        future.add_done_callback(lambda done: self._done(_Arrived(number, done)))

    def _done(self, arrived: _Arrived) -> None:
        """Called in the worker. Once stopped, this object may already be gone for Qt: touch no signal then."""
        if not self._stopped:
            self._answer_arrived.emit(arrived)

    def _happened(self, event: Event) -> None:
        """Called in any thread; as above."""
        if not self._stopped:
            self._event_happened.emit(event)

    def _answer(self, arrived: _Arrived) -> None:
        asked = self._asked.pop(arrived.number, None)
        if asked is None or self._stopped:
            return
        try:
            self._deliver(asked, arrived.outcome)
        finally:
            if not self._asked:
                self.became_idle.emit()

    def _deliver(self, asked: _Asked, outcome: Future[Any]) -> None:
        if outcome.cancelled():
            log.info("question cancelled")
            return
        error = outcome.exception()
        if error is None:
            if _alive(asked.answer):
                asked.answer(outcome.result())
        elif isinstance(error, Fault):
            self._refuse(asked, error)
        else:  # the worker's edge: whatever went wrong there must reach the person
            log.error("question failed", exc_info=error)
            self._refuse(asked, BugError(type(error).__name__))

    def _refuse(self, asked: _Asked, fault: Fault) -> None:
        if asked.refused is None or not _alive(asked.refused):
            self.trouble_came.emit(fault)
        else:
            asked.refused(fault)

    def _progressed(self, progress: _Progress) -> None:
        """Called in any thread; as ``_done``."""
        if not self._stopped:
            self._progress_came.emit(progress)

    def _tell_progress(self, progress: _Progress) -> None:
        if not self._stopped:
            progress.take()

    def _tell(self, event: Event) -> None:
        if not self._stopped:
            self.event_arrived.emit(event)


def _alive(slot: object) -> bool:
    owner = getattr(slot, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
