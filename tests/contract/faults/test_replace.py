"""One state of a cell in the place of another: cut anywhere, it is finished at the next opening; nothing is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.services.replace import ASIDE, commit, finish, making_ready

OLD = {"cell.db": b"old", "cell.db-wal": b"old log", "keys": b"old keys"}
NEW = {"cell.db": b"new", "keys": b"new keys"}
NOW_MS = 1_795_363_200_000


class PowerCutError(Exception):
    """The power goes."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "cell"
    lay(folder, {**OLD, "ballast": b"b"})
    return folder


def lay(folder: Path, files: dict[str, bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def held(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def replaced(folder: Path, new: dict[str, bytes] = NEW) -> Path:
    with making_ready(folder) as place:
        lay(place, new)
        aside = commit(place, NOW_MS)
    finish(folder)
    return aside


def test_the_state_before_is_set_aside_whole(folder: Path) -> None:
    aside = replaced(folder)
    assert held(folder) == {**NEW, "ballast": b"b"}
    assert held(aside) == OLD
    assert aside == folder / ASIDE / "2026-11-22T16-00-00"


def test_a_repair_leaves_the_keys(folder: Path) -> None:
    aside = replaced(folder, {"cell.db": b"new"})
    assert held(folder) == {"cell.db": b"new", "keys": OLD["keys"], "ballast": b"b"}
    assert held(aside) == {"cell.db": b"old", "cell.db-wal": b"old log"}


def test_two_in_one_second_have_each_their_place(folder: Path) -> None:
    assert replaced(folder) != replaced(folder)
    assert len(list((folder / ASIDE).iterdir())) == 2


def test_what_is_made_ready_and_not_decided_changes_nothing(folder: Path) -> None:
    with pytest.raises(RefusedError, match="copy_damaged"):
        give_up(folder)
    finish(folder)
    assert held(folder) == {**OLD, "ballast": b"b"}
    assert [path.name for path in folder.iterdir() if path.is_dir()] == []


def give_up(folder: Path) -> None:
    """Make another state ready, and find it unfit."""
    with making_ready(folder) as place:
        lay(place, NEW)
        raise RefusedError("copy_damaged")


def test_cut_at_any_step_it_is_finished_at_the_next_opening(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = folder.with_name("whole")
    shutil.copytree(folder, whole)
    steps = 0
    for cut in range(100):
        shutil.rmtree(folder)
        shutil.copytree(whole, folder)
        with making_ready(folder) as place:
            lay(place, NEW)
            commit(place, NOW_MS)
        if not cut_after(folder, cut, monkeypatch):
            break
        steps += 1
        assert (folder / "keys").exists()  # the folder is a cell all the time
        finish(folder)
        assert held(folder) == {**NEW, "ballast": b"b"}
        assert held(folder / ASIDE / "2026-11-22T16-00-00") == OLD
    assert steps == 5  # log, file, new file, keys, the folder that was ready


def cut_after(folder: Path, calls: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Let so many changes of the folder happen, then cut; say whether there were more."""
    left = iter(range(calls))
    with monkeypatch.context() as patch:
        for name in ("rename", "replace", "rmdir"):
            patch.setattr(Path, name, counting(getattr(Path, name), left))
        try:
            finish(folder)
        except PowerCutError:
            return True
    return False


def counting(act: object, left: Iterator[int]) -> object:
    def counted(*arguments: object) -> object:
        if next(left, None) is None:
            raise PowerCutError
        assert callable(act)
        return act(*arguments)

    return counted
