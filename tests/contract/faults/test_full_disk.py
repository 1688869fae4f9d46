"""A full disk: what was saved is read, nothing is half written, and writing goes on once there is room again."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.limits import KIB, MIB
from idos_p2p.services.cell import Cell
from idos_p2p.services.condition import conditions
from idos_p2p.services.found import Surroundings, open_cell
from idos_p2p.services.ingest import WaitingRoom, ingest
from idos_p2p.services.space import is_full, project_if_room
from idos_p2p.store import ballast
from idos_p2p.store.ballast import Ballast
from idos_p2p.store.sqlcipher import SqlcipherStore
from tests.contract.faults.homes import founded, home, joined, reopened, size, write
from tests.simulation.devices import blobs, conclusion

DISK_BYTES = 12 * MIB


class Room:
    """A disk that says how much is free, and whose files cannot grow past a number of pages."""

    def __init__(self, cell: Cell, around: Surroundings) -> None:
        assert isinstance(cell.store, SqlcipherStore)
        self._database = cell.store._database
        self.left = MIB
        self.path = around.home.ballast(cell.id)
        cell.store.guard(Ballast(self.path, size=256 * KIB, room=256 * KIB, free=lambda _folder: self.left))

    def fill(self) -> None:
        """Let nothing grow any more."""
        (pages,) = self._database.rows("PRAGMA page_count")[0]
        self._database.rows(f"PRAGMA max_page_count = {pages}")
        self.left = 0

    def free(self) -> None:
        """Make some room."""
        self._database.rows("PRAGMA max_page_count = 1000000")
        self.left = MIB


def until_full(cell: Cell) -> int:
    """Write until the disk is full, and return how many projects were written."""
    written = 0
    with pytest.raises(RefusedError, match="store_full"):  # noqa: PT012  # which of them fails depends on the disk
        while True:
            write(cell, 50)
            written += 50
    return written


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    return home(tmp_path, "aicha")


def test_a_write_that_meets_a_full_disk_frees_the_ballast_and_leaves_nothing_half_written(around: Surroundings) -> None:
    cell = founded(around, 3)
    room = Room(cell, around)
    assert room.path.stat().st_size == 256 * KIB
    room.fill()
    written = until_full(cell)
    assert not room.path.exists()
    assert (is_full(cell), [each.code for each in conditions(cell)]) == (True, ["full"])
    assert size(cell) == 2 + 3 + written
    assert cell.store.check() == []
    cell.close()


def test_while_it_is_full_every_write_is_refused_at_once_and_reading_goes_on(around: Surroundings) -> None:
    cell = founded(around, 3)
    room = Room(cell, around)
    room.fill()
    until_full(cell)
    before = conclusion(cell)
    room._database.rows("PRAGMA max_page_count = 1000000")  # a small write would find a page: still none begins
    with pytest.raises(RefusedError, match="store_full"):
        write(cell, 1)
    project_if_room(cell)
    assert conclusion(cell) == before
    cell.close()


def test_what_peers_send_is_refused_whole_while_it_is_full(tmp_path: Path, around: Surroundings) -> None:
    ana = founded(around, 3)
    luc = joined(ana, home(tmp_path, "luc"), "Luc")
    room = Room(ana, around)
    room.fill()
    until_full(ana)
    before = conclusion(ana)
    write(luc, 5)
    sent = blobs(luc, luc.device)
    with pytest.raises(RefusedError, match="store_full"):
        ingest(ana, sent, WaitingRoom())
    assert conclusion(ana) == before
    room.free()
    ingest(ana, sent, WaitingRoom())
    project_if_room(ana)
    assert ana.heights()[luc.device] == luc.heights()[luc.device]
    ana.close()
    luc.close()


def test_writing_goes_on_by_itself_once_there_is_room_for_the_ballast(around: Surroundings) -> None:
    cell = founded(around, 3)
    room = Room(cell, around)
    room.fill()
    until_full(cell)
    room.left = 300 * KIB  # for the ballast, and not much beside: it would be full again at once
    with pytest.raises(RefusedError, match="store_full"):
        write(cell, 1)
    room.free()
    write(cell, 1)
    assert room.path.exists()
    assert conditions(cell) == ()
    cell.close()


def test_a_cell_opened_without_room_for_its_ballast_can_be_read(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    founded(around, 3).close()
    around.home.ballast(around.home.cells()[0]).unlink()
    monkeypatch.setattr(ballast, "ROOM_BYTES", 1 << 60)
    monkeypatch.setattr(Ballast.__init__, "__defaults__", (ballast.BALLAST_BYTES, 1 << 60, ballast.free_bytes))
    cell = reopened(around)
    assert is_full(cell)
    assert size(cell) == 5
    cell.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real disk of a few megabytes."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root may mount a small disk here; the tests above fill a file instead")
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this system lets nobody mount a small disk; the tests above fill a file instead")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def filled(disk: Path) -> Path:
    """Take every byte that is left on a disk."""
    path = disk / "films"
    with path.open("wb", buffering=0) as file:
        for block in (MIB, 4 * KIB, 1):
            try:
                while True:
                    file.write(bytes(block))
            except OSError:
                continue
    return path


def test_a_real_disk_that_is_full_to_the_last_byte(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Ballast.__init__, "__defaults__", (2 * MIB, MIB, ballast.free_bytes))
    around = home(small_disk, "aicha")
    cell = founded(around, 30)
    films = filled(small_disk)
    written = until_full(cell)
    assert is_full(cell)
    kept = size(cell)
    assert kept == 2 + 30 + written
    assert cell.store.check() == []
    filled_again = filled(small_disk)  # whoever fills the disk takes the place of the ballast too
    cell.close()
    cell = open_again(around)
    assert (size(cell), is_full(cell)) == (kept, True)
    with pytest.raises(RefusedError, match="store_full"):
        write(cell, 1)
    assert cell.store.check() == []
    films.unlink()
    filled_again.unlink(missing_ok=True)
    write(cell, 1)
    assert (size(cell), is_full(cell)) == (kept + 1, False)
    cell.close()


def test_a_disk_filled_while_the_cell_was_closed_lets_it_be_read(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ballast.__init__, "__defaults__", (2 * MIB, MIB, ballast.free_bytes))
    around = home(small_disk, "aicha")
    founded(around, 30).close()
    filled(small_disk)
    cell = open_again(around)
    assert size(cell) == 32
    until_full(cell)
    assert size(cell) >= 32
    cell.close()


def open_again(around: Surroundings) -> Cell:
    return open_cell(around, around.home.cells()[0])
