"""The bridge: one place crosses threads, and everything arrives in the thread of the window."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from idos_p2p.errors import Fault, RefusedError
from tests.qt.association import MemoryCell
from tests.qt.memory_home import MemoryHome
from ui.desktop.bridge import Bridge
from ui.desktop.presenters.ports import CellPort, HomePort
from ui.desktop.presenters.present import RoomChanged, RoomNow


@pytest.fixture
def cell() -> Iterator[MemoryCell]:
    made = MemoryCell()
    yield made
    made.close()


@pytest.fixture
def bridge(cell: MemoryCell, qapp: QApplication) -> Iterator[Bridge]:
    assert qapp is not None
    made = Bridge(MemoryHome())
    made.attach(cell)
    yield made
    made.stop()


def _same(number: int, _port: CellPort) -> int:
    return number


def test_questions_run_in_the_worker_and_answers_in_the_window(bridge: Bridge, qtbot: QtBot) -> None:
    answers: list[tuple[str, str]] = []

    def answer(worker: str) -> None:
        answers.append((worker, threading.current_thread().name))

    with qtbot.waitSignal(bridge.became_idle):
        bridge.ask(lambda _port: threading.current_thread().name, answer)
    ((worker, here),) = answers
    assert worker.startswith("cell-worker")
    assert here == threading.main_thread().name


def test_events_from_any_thread_arrive_in_the_window(bridge: Bridge, cell: MemoryCell, qtbot: QtBot) -> None:
    heard: list[tuple[object, bool]] = []
    bridge.event_arrived.connect(
        lambda event: heard.append((event, threading.current_thread() is threading.main_thread()))
    )
    with qtbot.waitSignal(bridge.event_arrived):
        cell.tell(RoomChanged(RoomNow()))
    assert heard == [(RoomChanged(RoomNow()), True)]


def test_answers_come_in_the_order_of_the_questions(bridge: Bridge, qtbot: QtBot) -> None:
    answers: list[int] = []
    with qtbot.waitSignal(bridge.became_idle):
        for number in range(200):
            bridge.ask(partial(_same, number), answers.append)
    assert answers == list(range(200))


def test_a_refusal_goes_to_who_asked(bridge: Bridge, qtbot: QtBot) -> None:
    def question(_port: CellPort) -> str:
        raise RefusedError("record_unknown")

    faults: list[Fault] = []
    with qtbot.waitSignal(bridge.became_idle):
        bridge.ask(question, lambda _answer: pytest.fail("no answer was given"), faults.append)
    assert [fault.code for fault in faults] == ["record_unknown"]


@pytest.mark.expects_log("question failed")
def test_a_mistake_of_ours_is_logged_and_told(bridge: Bridge, qtbot: QtBot) -> None:
    def question(_port: CellPort) -> str:
        raise ZeroDivisionError

    with qtbot.waitSignal(bridge.trouble_came) as told:
        bridge.ask(question, lambda _answer: pytest.fail("no answer was given"))
    assert told.args is not None
    assert told.args[0].code == "ZeroDivisionError"


def test_an_answer_to_a_destroyed_widget_is_dropped(bridge: Bridge, qtbot: QtBot) -> None:
    class Asker(QObject):
        def answer(self, _words: str) -> None:
            pytest.fail("it is gone")

    asker = Asker()
    with qtbot.waitSignal(bridge.became_idle):
        bridge.ask(lambda _port: "hello", asker.answer)
        shiboken6.delete(asker)


@pytest.mark.usefixtures("qapp")
def test_nothing_is_delivered_once_stopped(cell: MemoryCell) -> None:
    bridge = Bridge(MemoryHome())
    bridge.attach(cell)
    started, go_on = threading.Event(), threading.Event()

    def question(_port: CellPort) -> None:
        started.set()
        go_on.wait(5)

    bridge.ask(question, lambda _answer: pytest.fail("stopped"))
    assert started.wait(5)
    bridge.stop()
    go_on.set()
    cell.tell(RoomChanged(RoomNow()))
    assert not bridge.busy


@pytest.mark.usefixtures("qapp")
def test_a_cell_opened_too_late_to_be_shown_is_closed() -> None:
    made: list[MemoryCell] = []

    def question(_home: HomePort) -> MemoryCell:
        made.append(MemoryCell())
        return made[-1]

    bridge = Bridge(MemoryHome())
    bridge.ask_home(question, lambda _cell: pytest.fail("the window is gone"))
    bridge.stop()
    assert made[0].closed
