"""Copies: made whole while others write, checked, seven kept, and put back without losing what they replace."""

from __future__ import annotations

import random
import shutil
import zipfile
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.ids import CellId
from idos_p2p.services import copies
from idos_p2p.services.attach import attach, attachments, missing_attachments
from idos_p2p.services.check import check_deep
from idos_p2p.services.copies import daily_copies, is_due, make_copy, make_daily, read_copy, restore_copy, source_of
from idos_p2p.services.found import Surroundings, open_cell
from idos_p2p.services.instance import COPIED, INSTANCE, put_back_ms
from idos_p2p.services.space import is_full
from idos_p2p.services.write import add
from idos_p2p.store.sqlcipher import open_store
from tests.contract.faults.homes import PAGE, flip, founded, home, reopened, size, write
from tests.simulation.devices import HOUR_MS, SetClock

SEED = 20261122
DAY_MS = 24 * HOUR_MS
TAKEN_OVER = 1  # the entry by which a new device takes the place of the one that must not go on


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    """A home whose cell has three projects."""
    around = home(tmp_path, "aicha")
    founded(around, 3).close()
    return around


def copied(around: Surroundings, path: Path) -> copies.Copy:
    """Make a copy of the only cell of a home."""
    cell = reopened(around)
    try:
        return make_copy(source_of(around.home, cell), path, around.clock.now_ms())
    finally:
        cell.close()


def spoiled(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_a_copy_holds_what_was_committed_while_the_cell_is_written_on(around: Surroundings, tmp_path: Path) -> None:
    cell = reopened(around)
    source = source_of(around.home, cell)
    write(cell, 2)  # still in the write-ahead log
    with cell.store.transaction():
        cell.append([cell.change(33, b"not yet", None)])
        copy = make_copy(source, tmp_path / "stick.idos-copy", around.clock.now_ms())
    assert copy.entries == size(cell) - 1
    assert read_copy(copy.path) == copy
    cell.close()


def test_a_copy_never_holds_the_instance_of_the_installation(around: Surroundings, tmp_path: Path) -> None:
    copy = copied(around, tmp_path)
    assert copy.path.name.endswith(".idos-copy")
    with zipfile.ZipFile(copy.path) as archive:
        assert set(archive.namelist()) == {"about", "keys", "cell.db"}
        archive.extractall(tmp_path / "out")
    cell = reopened(around)
    assert cell.store.facts.get(INSTANCE) not in {None, b"", COPIED}
    store = open_store(tmp_path / "out" / "cell.db", cell.keys.store, cell.id)
    assert store.facts.get(INSTANCE) == COPIED
    store.close()
    cell.close()


def test_a_copy_put_back_sets_the_present_aside_and_must_not_go_on(around: Surroundings, tmp_path: Path) -> None:
    copy = copied(around, tmp_path / "a.idos-copy")
    cell = reopened(around)
    write(cell, 4)
    written = size(cell)
    cell.close()
    done = restore_copy(around, copy.path)
    cell = reopened(around)
    assert size(cell) - TAKEN_OVER == copy.entries == written - 4
    assert put_back_ms(cell.store) is not None
    assert cell.store.check() == []
    cell.close()
    assert done.aside is not None
    store = open_store(done.aside / "cell.db", cell.keys.store, cell.id)
    assert sum(store.judgements.verdicts().values()) + len(store.log.acts()) == written
    store.close()


def test_a_copy_put_in_place_by_hand_is_found_out_too(around: Surroundings, tmp_path: Path) -> None:
    copy = copied(around, tmp_path / "a.idos-copy")
    cell_id = around.home.cells()[0]
    with zipfile.ZipFile(copy.path) as archive:
        archive.extract("cell.db", around.home.cell_folder(cell_id))
    cell = reopened(around)
    assert put_back_ms(cell.store) is not None
    cell.close()


def test_a_copy_opens_on_a_new_computer(around: Surroundings, tmp_path: Path) -> None:
    copy = copied(around, tmp_path / "a.idos-copy")
    new = home(tmp_path, "new computer")
    assert restore_copy(new, copy.path).aside is None
    cell = reopened(new)
    assert size(cell) == copy.entries + TAKEN_OVER
    assert put_back_ms(cell.store) is not None
    cell.close()


def test_a_copy_of_a_protected_cell_stays_behind_its_passphrase(tmp_path: Path) -> None:
    around = home(tmp_path, "aicha", passphrase="sept jardins")
    founded(around).close()
    copy = copied(around, tmp_path / "a.idos-copy")
    assert copy.protected
    stranger = home(tmp_path, "stranger")
    for phrase, code in (("", "passphrase_needed"), ("six jardins", "passphrase_wrong")):
        with pytest.raises(RefusedError, match=code):
            restore_copy(Surroundings(stranger.home, stranger.clock, stranger.entropy, phrase), copy.path)
    assert stranger.home.cells() == []
    assert not stranger.home.cell_folder(copy.cell).exists()


def test_one_copy_a_day_and_seven_kept(around: Surroundings) -> None:
    cell = reopened(around)
    source, clock = source_of(around.home, cell), SetClock()
    for _ in range(9):
        now = clock.now_ms()
        assert is_due(around.home, cell.id, now)
        make_daily(source, now)
        assert not is_due(around.home, cell.id, now + HOUR_MS)
        clock.now += DAY_MS
    assert [copy.path.name for copy in daily_copies(around.home, cell.id)] == [
        f"2026-01-0{day}.idos-copy" for day in range(9, 2, -1)
    ]
    cell.close()


def test_no_other_file_of_the_copies_is_ever_removed_or_shown(around: Surroundings) -> None:
    cell = reopened(around)
    folder = around.home.copies(cell.id)
    folder.mkdir()
    for name in ("2025-12-31.idos-copy", "lisez-moi.txt"):
        (folder / name).write_text("something else")
    make_daily(source_of(around.home, cell), around.clock.now_ms())
    assert len(daily_copies(around.home, cell.id)) == 1
    assert (folder / "lisez-moi.txt").exists()
    cell.close()


def test_a_damaged_copy_is_refused_and_the_cell_untouched(around: Surroundings, tmp_path: Path) -> None:
    copy = copied(around, tmp_path / "a.idos-copy")
    before = around.home.database(copy.cell).read_bytes()
    sound = copy.path.read_bytes()
    dice = random.Random(SEED)
    for at in (0, 40, len(sound) - 1, *(dice.randrange(len(sound)) for _ in range(60))):
        copy.path.write_bytes(sound)
        spoiled(copy.path, at)
        assert as_good_as(copy) or refused(around, copy.path) in {"copy_damaged", "copy_newer"}
    assert around.home.database(copy.cell).read_bytes() == before
    assert not list(around.home.cell_folder(copy.cell).glob("*.part"))


def as_good_as(copy: copies.Copy) -> bool:
    """Say whether it still reads the same: the byte was one of the dates and flags that nothing asks."""
    try:
        found = read_copy(copy.path)
    except RefusedError:
        return False
    return (found.cell, found.entries) == (copy.cell, copy.entries)


def refused(around: Surroundings, path: Path) -> str:
    with pytest.raises(RefusedError) as caught:
        restore_copy(around, path)
    return caught.value.code


@pytest.mark.parametrize("content", [b"", b"words", b"PK\x05\x06" + bytes(18)], ids=["empty", "words", "no files"])
def test_what_is_no_copy_is_refused(around: Surroundings, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.idos-copy"
    path.write_bytes(content)
    with pytest.raises(RefusedError, match="copy_damaged"):
        restore_copy(around, path)
    with pytest.raises(RefusedError, match="copy_missing"):
        restore_copy(around, tmp_path / "nowhere")


def test_a_copy_of_a_newer_program_is_refused_kindly(around: Surroundings, tmp_path: Path) -> None:
    path = tmp_path / "newer.idos-copy"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("about", b'{"format":2,"cell":"","made_ms":0,"entries":0}')
        archive.writestr("keys", b"")
        archive.writestr("cell.db", b"")
    with pytest.raises(RefusedError, match="copy_newer"):
        restore_copy(around, path)


def test_nothing_is_written_over(around: Surroundings, tmp_path: Path) -> None:
    there = tmp_path / "letter.txt"
    there.write_text("dear all")
    with pytest.raises(RefusedError, match="copy_exists"):
        copied(around, there)
    with pytest.raises(RefusedError, match="copy_io"):
        copied(around, tmp_path / "nowhere" / "a.idos-copy")
    assert there.read_text() == "dear all"


def test_a_damaged_cell_is_never_copied_and_its_good_copies_stay(around: Surroundings) -> None:
    cell = reopened(around)
    source = source_of(around.home, cell)
    good = make_daily(source, around.clock.now_ms())
    cell.close()
    database = around.home.database(cell.id)
    flip(database, list(range(4, database.stat().st_size // PAGE)), random.Random(SEED))
    with pytest.raises(RefusedError, match="store_damaged"):
        make_daily(source, around.clock.now_ms() + DAY_MS)
    assert [path.name for path in around.home.copies(cell.id).iterdir()] == [good.path.name]


def test_a_restore_that_is_cut_is_finished_by_the_next_opening(
    around: Surroundings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = copied(around, tmp_path / "a.idos-copy")
    cell = reopened(around)
    write(cell, 4)
    cell.close()
    with monkeypatch.context() as patch:
        patch.setattr(copies, "finish", lambda _folder: None)  # the power goes once it is decided
        restore_copy(around, copy.path)
    cell = reopened(around)
    assert size(cell) == copy.entries + TAKEN_OVER
    cell.close()


def test_a_copy_of_another_cell_gets_a_place_of_its_own(around: Surroundings, tmp_path: Path) -> None:
    other = home(tmp_path, "luc")
    founded(other, 1).close()
    copy = copied(other, tmp_path / "luc.idos-copy")
    restore_copy(around, copy.path)
    assert set(around.home.cells()) == {*other.home.cells(), around.home.cells()[0], around.home.cells()[1]}
    opened = open_cell(around, CellId(copy.cell))
    assert size(opened) == copy.entries + TAKEN_OVER
    assert not is_full(opened)
    opened.close()
    shutil.rmtree(other.home.path)


def test_a_copy_holds_no_attachment_and_finds_those_that_are_here(around: Surroundings, tmp_path: Path) -> None:
    cell = reopened(around)
    page = add(cell, "page", {"title": "Le rucher"})
    before, after = tmp_path / "before.txt", tmp_path / "after.txt"
    for path in (before, after):
        path.write_text(path.name)
    attach(cell, page, before)
    copy = make_copy(source_of(around.home, cell), tmp_path / "stick.idos-copy", around.clock.now_ms())
    with zipfile.ZipFile(copy.path) as archive:
        assert set(archive.namelist()) == {"about", "keys", "cell.db"}
    attach(cell, page, after)
    cell.close()
    restored = restore_copy(around, copy.path)
    cell = reopened(around)
    assert [(one.name, one.size) for one in attachments(cell, page)] == [("before.txt", 10)]
    assert check_deep(cell).faults == ()
    assert restored.aside is not None
    assert len([path for path in (restored.aside / "blobs").rglob("*") if path.is_file()]) == 1
    cell.close()
    elsewhere = home(tmp_path, "elsewhere")
    restore_copy(elsewhere, copy.path)
    cell = reopened(elsewhere)
    assert [(one.name, one.size) for one in attachments(cell, page)] == [("before.txt", None)]
    assert len(missing_attachments(cell)) == 1
    cell.close()
