"""A passphrase added later, changed, taken away: what opens before and after, the copies too, and a cut anywhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.identity.keystore import load_keys
from idos_p2p.services.copies import daily_copies, make_copy, make_daily, read_copy, restore_copy, source_of
from idos_p2p.services.found import Surroundings, open_cell
from idos_p2p.services.passphrase import FEWEST_CHARACTERS, Rewrapped, change_passphrase, is_protected
from tests.contract.faults.homes import founded, home, reopened
from tests.simulation.devices import HOUR_MS

FIRST, SECOND = "sept jardins", "cerise tambour"
DAY_MS = 24 * HOUR_MS


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    """A home without a passphrase, whose cell has two copies of a day beside it."""
    around = home(tmp_path, "aicha")
    cell = founded(around, 2)
    for day in range(2):
        make_daily(source_of(around.home, cell), around.clock.now_ms() + day * DAY_MS)
    cell.close()
    return around


def changed(around: Surroundings, before: str, after: str) -> Rewrapped:
    return change_passphrase(replace(around, passphrase=before), around.home.cells()[0], after)


def opens(around: Surroundings, passphrase: str) -> str:
    """Return why the cell does not open with this passphrase; empty when it does."""
    try:
        open_cell(replace(around, passphrase=passphrase), around.home.cells()[0]).close()
    except RefusedError as refused:
        return refused.code
    return ""


def test_a_passphrase_comes_later_changes_and_goes(around: Surroundings) -> None:
    cell_id = around.home.cells()[0]
    assert not is_protected(around.home, cell_id)
    assert changed(around, "", FIRST) == Rewrapped(True, copies=2, earlier=0)
    assert is_protected(around.home, cell_id)
    assert [opens(around, phrase) for phrase in ("", FIRST, SECOND)] == ["passphrase_needed", "", "passphrase_wrong"]
    changed(around, FIRST, SECOND)
    assert [opens(around, phrase) for phrase in (FIRST, SECOND)] == ["passphrase_wrong", ""]
    assert not changed(around, SECOND, "").protected
    assert opens(around, "") == ""


def test_the_letters_of_a_passphrase_are_the_same_on_every_keyboard(around: Surroundings) -> None:
    changed(around, "", "l\u2019\u00e9t\u00e9 dernier")
    assert opens(around, "l\u2019e\u0301te\u0301 dernier") == ""


def test_copies_beside_the_cell_follow_and_none_opens_without_it_any_more(around: Surroundings) -> None:
    changed(around, "", FIRST)
    copies = daily_copies(around.home, around.home.cells()[0])
    assert [(copy.protected, copy.current) for copy in copies] == [(True, True)] * 2
    assert [read_copy(copy.path).entries for copy in copies] == [copy.entries for copy in copies]
    restore_copy(replace(around, passphrase=FIRST), copies[0].path)
    assert opens(around, FIRST) == ""


def test_what_was_set_aside_follows_too(around: Surroundings) -> None:
    (newest, _) = daily_copies(around.home, around.home.cells()[0])
    aside = restore_copy(around, newest.path).aside
    assert aside is not None
    assert changed(around, "", FIRST).copies == 3
    with pytest.raises(RefusedError, match="passphrase_needed"):
        load_keys(aside / "keys", "")


def test_a_copy_of_before_says_that_it_needs_the_passphrase_of_its_day(around: Surroundings, tmp_path: Path) -> None:
    changed(around, "", FIRST)
    cell = reopened(replace(around, passphrase=FIRST))
    copy = make_copy(source_of(around.home, cell), tmp_path / "a.idos-copy", around.clock.now_ms())
    shutil.copy(copy.path, around.home.copies(cell.id) / "2025-12-31.idos-copy")
    cell.close()
    shutil.copy(copy.path, tmp_path / "kept.idos-copy")
    changed(around, FIRST, SECOND)
    shutil.copy(tmp_path / "kept.idos-copy", around.home.copies(cell.id) / "2025-12-30.idos-copy")
    *_, older = daily_copies(around.home, cell.id)
    assert (older.protected, older.current) == (True, False)
    assert changed(around, SECOND, SECOND) == Rewrapped(True, copies=3, earlier=1)
    with pytest.raises(RefusedError, match="copy_passphrase_wrong"):
        restore_copy(replace(around, passphrase=SECOND), older.path)
    restore_copy(replace(around, passphrase=FIRST), older.path)
    assert opens(around, FIRST) == ""


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("six jardins", SECOND, "passphrase_wrong"),
        ("", SECOND, "passphrase_needed"),
        (FIRST, "court", "passphrase_short"),
    ],
)
def test_a_refused_change_changes_nothing(around: Surroundings, before: str, after: str, code: str) -> None:
    assert len("court") < FEWEST_CHARACTERS
    changed(around, "", FIRST)
    kept = around.home.keys(around.home.cells()[0]).read_bytes()
    with pytest.raises(RefusedError, match=code):
        changed(around, before, after)
    assert around.home.keys(around.home.cells()[0]).read_bytes() == kept


class PowerCutError(Exception):
    """The power goes."""


def cut_at(number: int, real: Callable[..., None]) -> Callable[..., None]:
    """Return what does as the real call until that one, at which the power goes."""
    calls = iter(range(number + 1))

    def call(*given: object) -> None:
        if next(calls) == number:
            raise PowerCutError
        real(*given)

    return call


def test_cut_anywhere_the_cell_opens_with_one_of_the_two_and_the_change_goes_on(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = 0
    while True:
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", cut_at(cut, os.fsync))
            try:
                changed(around, "", FIRST)
                break
            except PowerCutError:
                cut += 1
        assert sorted((opens(around, ""), opens(around, FIRST))) in (["", ""], ["", "passphrase_needed"])
        if opens(around, ""):
            changed(around, FIRST, FIRST)
            assert all(copy.protected for copy in daily_copies(around.home, around.home.cells()[0]))
            changed(around, FIRST, "")
    assert cut > 4  # the keys, their folder, then each copy and its folder
    assert not list(around.home.cell_folder(around.home.cells()[0]).glob("copies/*.part"))
