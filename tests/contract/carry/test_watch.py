"""While a home is open its shared folder is watched, in turns with all else; whatever ends it leaves nothing half."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell
from idos_p2p.services.write import add
from sync.carry.files import DiskFiles, Listing, Target
from sync.carry.folder import Exchanged, exchange_folder
from sync.carry.series import choose_folder, status_of
from sync.carry.writing import writing
from sync.watch import FolderWatch, in_turns
from sync.worker import CellWorker
from tests.contract.meeting.homes import moved
from tests.contract.services.sending import Pair
from tests.harness.fat_key import PLACE, FatKey
from tests.simulation.devices import Surroundings

PATIENT = 60.0


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Ana, who founded the cell, and Luc, whom she let in and who holds the same."""
    around = Surroundings(1)
    ana = around.found("Ana")
    yield ana, around.joined(ana, "Luc")
    around.close()


class Heard:
    """What a watch tells, and when there is something."""

    def __init__(self) -> None:
        self.told: list[Exchanged] = []
        self._news = asyncio.Event()

    def __call__(self, done: Exchanged) -> None:
        self.told.append(done)
        self._news.set()

    async def next(self) -> Exchanged:
        async with asyncio.timeout(PATIENT):
            await self._news.wait()
        self._news.clear()
        return self.told[-1]


def test_what_is_written_meanwhile_goes_out_and_what_arrives_comes_in(pair: Pair, tmp_path: Path) -> None:
    at_anas, at_lucs = (CellWorker(moved(cell)) for cell in pair)
    luc = pair[1].device

    async def story() -> None:
        heard = Heard()
        watching = asyncio.create_task(FolderWatch(at_anas, heard, seconds=0.01).run())
        await at_lucs.run(exchange_folder, tmp_path)
        await at_anas.run(add, "page", {"title": "La soupe"})
        await at_anas.run(choose_folder, tmp_path)
        first = await heard.next()
        assert (first.read, first.entries) == (1, 1)
        assert sum((await at_lucs.run(exchange_folder, tmp_path)).news.values()) == 1
        await at_lucs.run(add, "page", {"title": "Le pain"})
        await at_lucs.run(exchange_folder, tmp_path)
        assert dict((await heard.next()).news) == {luc: 1}
        assert await at_anas.run(Cell.digest) == await at_lucs.run(Cell.digest)
        assert (await at_anas.run(status_of)).code == ""
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)

    asyncio.run(story())
    at_anas.close()
    at_lucs.close()


def test_a_folder_that_is_not_there_is_remembered_as_such_and_used_when_it_comes(pair: Pair, tmp_path: Path) -> None:
    ana, _ = pair
    worker, folder = CellWorker(moved(ana)), tmp_path / "network"

    async def story() -> None:
        heard, away = Heard(), Away()
        watching = asyncio.create_task(FolderWatch(worker, heard, away, seconds=0.01).run())
        await worker.run(choose_folder, folder)
        async with asyncio.timeout(PATIENT):
            await away.looked.wait()
        assert (await worker.run(status_of)).folder == folder
        folder.mkdir()
        assert (await heard.next()).entries > 0
        assert (await worker.run(status_of)).code == ""
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)

    asyncio.run(story())
    worker.close()


class Away(DiskFiles):
    """A disk that tells when somebody has looked twice for what is not there."""

    def __init__(self) -> None:
        self.looked = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._times = 0

    def look(self, folder: Path) -> Listing:
        try:
            return super().look(folder)
        except OSError:
            self._times += 1
            if self._times > 1:
                self._loop.call_soon_threadsafe(self.looked.set)
            raise


class Stuck(DiskFiles):
    """A disk that does not answer until it is let go on."""

    def __init__(self) -> None:
        self.asked, self.go_on = threading.Event(), threading.Event()

    def make(self, path: Path) -> Target:
        self.asked.set()
        self.go_on.wait(PATIENT)
        return super().make(path)


def test_a_disk_that_does_not_answer_holds_up_nobody_and_what_is_ended_leaves_nothing(
    pair: Pair, tmp_path: Path
) -> None:
    ana, _ = pair
    worker, stuck = CellWorker(moved(ana)), Stuck()

    async def story() -> None:
        carrying = asyncio.create_task(in_turns(worker, lambda cell: writing(cell, stuck, tmp_path / "key")))
        assert await asyncio.to_thread(stuck.asked.wait, PATIENT)
        await worker.run(add, "page", {"title": "Pendant ce temps"})
        carrying.cancel()
        stuck.go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await carrying

    asyncio.run(story())
    assert list(tmp_path.iterdir()) == []
    worker.close()


def test_in_turns_the_same_file_comes_out_and_its_way_is_told(pair: Pair) -> None:
    ana, _ = pair
    worker, key = CellWorker(moved(ana)), FatKey(random.Random(1))
    heard: list[tuple[int, int]] = []
    written = asyncio.run(
        in_turns(worker, lambda cell: writing(cell, key, PLACE), lambda done, total: heard.append((done, total)))
    )
    assert written.size == len(key.contents()[written.path.name]) == heard[-1][0]
    with pytest.raises(RefusedError, match="carry_cancelled"):
        asyncio.run(in_turns(worker, lambda cell: writing(cell, key, PLACE), cancelled=partial(bool, 1)))
    full = FatKey(random.Random(1), room=10)
    with pytest.raises(RefusedError, match="bundle_full"):
        asyncio.run(in_turns(worker, lambda cell: writing(cell, full, PLACE)))
    worker.close()
