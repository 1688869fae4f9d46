"""A meeting with a computer whose disk is full: it says so politely, nothing is half kept, and later all is equal."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from idos_p2p.services.cell import Cell
from idos_p2p.services.found import Surroundings
from idos_p2p.services.space import is_full
from sync.channel.handshake import Identity
from sync.engine import Engine
from sync.peers import PeerState
from sync.worker import CellWorker
from tests.contract.channel.scene import run
from tests.contract.faults.homes import founded, home, joined, reopened, write
from tests.contract.faults.test_full_disk import Room, until_full
from tests.contract.meeting.homes import Home, equal, meeting
from tests.simulation.devices import SetClock, conclusion


class FileHome(Home):
    """A cell in its files, opened in its worker's thread."""

    def __init__(self, around: Surroundings) -> None:
        self.around = around
        self.worker = CellWorker(lambda: reopened(around))
        self.identity = self.look(lambda cell: Identity(cell.id, cell.keys.device))
        self.engine = Engine(self.identity.device_key.device, self.worker, SetClock(), lambda _met: None)

    def filled(self) -> Room:
        """Fill the disk, to the last byte that a write needs."""
        return self.look(self._fill)

    def _fill(self, cell: Cell) -> Room:
        room = Room(cell, self.around)
        room.fill()
        until_full(cell)
        return room


def ended_with(engine: Engine, code: str) -> bool:
    return any((peer.state, peer.code) == (PeerState.ENDED, code) for peer in engine.peers)


@pytest.mark.expects_log("work waits for room on the disk")
def test_a_full_computer_says_so_and_takes_everything_once_there_is_room(tmp_path: Path) -> None:
    around, other = home(tmp_path, "aicha"), home(tmp_path, "luc")
    first = founded(around, 3)
    second = joined(first, other, "Luc")
    first.close()
    write(second, 40)
    second.close()
    aicha, luc = FileHome(around), FileHome(other)
    room = aicha.filled()
    before = aicha.look(conclusion)

    async def story() -> None:
        async with meeting(luc, aicha):
            await luc.engine.until(partial(ended_with, luc.engine, "peer_store_full"))
            await aicha.engine.until(partial(ended_with, aicha.engine, "store_full"))
        assert await aicha.worker.run(conclusion) == before
        assert await aicha.worker.run(is_full)
        await aicha.worker.run(lambda _cell: room.free())
        async with meeting(luc, aicha):
            await equal(luc, aicha)

    run(story())
    assert not aicha.look(is_full)
    assert aicha.look(conclusion) == luc.look(conclusion)
    aicha.worker.close()
    luc.worker.close()
