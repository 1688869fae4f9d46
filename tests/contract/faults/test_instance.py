"""A database that is not what this installation last wrote is found out when it is opened."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell
from idos_p2p.services.condition import conditions
from idos_p2p.services.found import Surroundings
from idos_p2p.services.instance import INSTANCE, put_back_ms
from idos_p2p.services.meetings import remember_meeting
from tests.contract.faults.homes import founded, home, reopened, write


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    """A home whose cell has three projects."""
    around = home(tmp_path, "aicha")
    founded(around, 3).close()
    return around


def database(around: Surroundings) -> Path:
    return around.home.database(around.home.cells()[0])


def instance(around: Surroundings) -> Path:
    return around.home.instance(around.home.cells()[0])


def is_restored(around: Surroundings) -> bool:
    """Open the cell, and again: what is found lasts."""
    found = []
    for _ in range(2):
        cell = reopened(around)
        found.append(put_back_ms(cell.store))
        cell.close()
    assert found[0] == found[1]
    return found[0] is not None


def test_a_cell_that_is_opened_again_is_what_it_was(around: Surroundings) -> None:
    assert not is_restored(around)


def test_an_older_file_of_the_same_installation_is_found_out_by_the_mark(around: Surroundings, tmp_path: Path) -> None:
    shutil.copy(database(around), tmp_path / "older.db")
    cell = reopened(around)
    write(cell, 1)
    cell.close()
    shutil.copy(tmp_path / "older.db", database(around))
    assert is_restored(around)


def test_the_mark_is_raised_by_each_commit_and_not_by_a_refused_one(around: Surroundings, tmp_path: Path) -> None:
    shutil.copy(database(around), tmp_path / "older.db")
    cell = reopened(around)
    with pytest.raises(RefusedError):
        refused(cell)
    cell.close()
    shutil.copy(tmp_path / "older.db", database(around))
    assert not is_restored(around)


def refused(cell: Cell) -> None:
    """Write an entry in a transaction that is then given up."""
    with cell.store.transaction():
        cell.append([cell.change(33, b"never written", None)])
        raise RefusedError("store_busy")


def test_the_file_of_another_installation_is_found_out(around: Surroundings, tmp_path: Path) -> None:
    shutil.copytree(around.home.path, tmp_path / "luc")
    other = home(tmp_path, "luc")
    instance(other).unlink()
    assert is_restored(other)
    shutil.copy(database(other), database(around))
    assert is_restored(around)


def test_a_home_from_before_the_rule_is_taken_as_it_is(around: Surroundings) -> None:
    cell = reopened(around)
    with cell.store.transaction():
        cell.store.facts.set(INSTANCE, b"")
    cell.close()
    instance(around).unlink()
    assert not is_restored(around)


def test_a_torn_file_beside_the_database_is_no_reason_to_trust_it(around: Surroundings) -> None:
    instance(around).write_bytes(instance(around).read_bytes()[:20])
    assert is_restored(around)


def test_a_lost_mark_raises_no_false_alarm(around: Surroundings) -> None:
    kept = instance(around).read_bytes()
    instance(around).write_bytes(kept[:-4] + bytes(4))
    assert not is_restored(around)


def test_that_a_copy_was_put_back_is_told_until_the_next_meeting(around: Surroundings) -> None:
    instance(around).unlink()
    cell = reopened(around)
    assert [each.code for each in conditions(cell)] == ["restored"]
    remember_meeting(cell, cell.clock.now_ms())
    assert conditions(cell) == ()
    cell.close()
