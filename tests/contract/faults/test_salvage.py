"""A damaged file: what can be read and verified is kept, the rest comes back, and a log that was cut never goes on."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.log.segment import reseal
from idos_p2p.services.attach import attach, attachments, missing_attachments
from idos_p2p.services.cell import Cell
from idos_p2p.services.check import check_deep
from idos_p2p.services.condition import conditions
from idos_p2p.services.copies import make_daily, source_of
from idos_p2p.services.found import Surroundings
from idos_p2p.services.instance import put_back_ms
from idos_p2p.services.meetings import remember_meeting
from idos_p2p.services.salvage import Repaired, is_sound, repair
from idos_p2p.services.secret import secrets_of
from idos_p2p.services.write import add
from idos_p2p.store.carving import carve
from idos_p2p.store.sqlcipher import SqlcipherStore
from tests.contract.faults.homes import PAGE, flip, founded, home, joined, reopened, size, write
from tests.contract.store.making import KEY, Author, creation
from tests.simulation.devices import blobs, conclusion, share

SEED = 20261122
RECORDS = 400


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> tuple[Surroundings, Surroundings]:
    """Aïcha, who wrote all the projects, and Karim, who holds the same."""
    place = tmp_path_factory.mktemp("two")
    aicha, karim = home(place, "aicha"), home(place, "karim")
    first = founded(aicha)
    write(first, RECORDS, at_once=20)
    second = joined(first, karim, "Karim")
    second.close()
    first.close()
    return aicha, karim


@pytest.fixture
def aicha(two: tuple[Surroundings, Surroundings], tmp_path: Path) -> Surroundings:
    return again(two[0], tmp_path / "aicha")


@pytest.fixture
def karim(two: tuple[Surroundings, Surroundings], tmp_path: Path) -> Surroundings:
    return again(two[1], tmp_path / "karim")


def again(around: Surroundings, place: Path) -> Surroundings:
    """Return the same home in another place."""
    shutil.copytree(around.home.path, place)
    return home(place.parent, place.name)


def database(around: Surroundings) -> Path:
    return around.home.database(around.home.cells()[0])


def pages(around: Surroundings) -> int:
    return database(around).stat().st_size // PAGE


def repaired(around: Surroundings) -> Repaired:
    """Repair the only cell of a home; the result must open and be sound."""
    done = repair(around, around.home.cells()[0])
    assert is_sound(around, around.home.cells()[0])
    return done


def lost_own(cell: Cell) -> bool:
    return put_back_ms(cell.store) is not None


def test_a_sound_file_is_read_whole_without_the_database(aicha: Surroundings) -> None:
    cell = reopened(aicha)
    write(cell, 3)  # in the pending log
    remains = carve(database(aicha), cell.keys.store)
    assert remains.damaged == ()
    assert {"own person", "instance", "secret/0"} <= set(remains.facts)
    assert set(blobs(cell)) <= set(remains.blobs)
    cell.close()


def test_nothing_is_read_with_another_key(aicha: Surroundings) -> None:
    remains = carve(database(aicha), KEY)
    assert (remains.blobs, remains.facts, len(remains.damaged)) == ([], {}, remains.pages)


def test_whatever_single_page_is_damaged_the_cell_comes_back(aicha: Surroundings, tmp_path: Path) -> None:
    cell = reopened(aicha)
    expected = size(cell)
    cell.close()
    dice = random.Random(SEED)
    whole = 0
    tried = [0, 1, 2, *dice.sample(range(3, pages(aicha)), 6)]
    for number in tried:
        damaged = again(aicha, tmp_path / f"page {number}")
        flip(database(damaged), [number], dice)
        assert not is_sound(damaged, damaged.home.cells()[0])
        done = repaired(damaged)
        assert (done.damaged, done.own_lost or done.entries == expected) == (1, True)
        assert number or (done.entries, done.missing, done.own_lost) == (expected, 0, False)
        whole += done.entries == expected
        assert Path(done.aside, "cell.db").exists()
    assert whole >= len(tried) // 2  # most pages are of what is made anew from the log


def test_what_is_missing_comes_back_from_a_peer(aicha: Surroundings, karim: Surroundings) -> None:
    cell = reopened(karim)
    expected = conclusion(cell)
    cell.close()
    flip(database(karim), list(range(pages(karim) // 4, pages(karim), 3)), random.Random(SEED))
    done = repaired(karim)
    assert done.entries < RECORDS
    mended, other = reopened(karim), reopened(aicha)
    assert [each.code for each in conditions(mended)] in (["repaired"], ["repaired_new_device"])
    share(other, mended)
    assert conclusion(mended).read_model == expected.read_model
    assert conclusion(mended).verdicts == expected.verdicts
    assert check_deep(mended).faults == ()
    remember_meeting(mended, mended.clock.now_ms() + 1)
    assert conditions(mended) == ()
    mended.close()
    other.close()


def test_with_its_keys_and_facts_alone_a_cell_is_told_everything_anew(aicha: Surroundings, karim: Surroundings) -> None:
    cell = reopened(karim)
    expected, sound = conclusion(cell), database(karim).read_bytes()
    cell.close()
    for number in range(3, pages(karim)):  # every page that holds a segment
        flip(database(karim), [number], random.Random(number))
        if carve(database(karim), cell.keys.store).facts == {}:
            with database(karim).open("r+b") as file:
                file.seek(number * PAGE)
                file.write(sound[number * PAGE : (number + 1) * PAGE])
    done = repaired(karim)
    assert (done.entries, done.own_lost) == (0, True)
    mended, other = reopened(karim), reopened(aicha)
    share(other, mended)
    assert conclusion(mended).read_model == expected.read_model
    mended.close()
    other.close()


def test_a_log_that_lost_its_own_end_does_not_go_on(aicha: Surroundings) -> None:
    flip(database(aicha), random.Random(SEED).sample(range(3, pages(aicha)), 40), random.Random(SEED))
    done = repaired(aicha)
    assert done.own_lost
    cell = reopened(aicha)
    assert lost_own(cell)
    cell.close()


def test_a_log_that_lost_nothing_of_its_own_goes_on(karim: Surroundings) -> None:
    damaged_at = []
    for number in range(pages(karim) - 1, 3, -60):
        damaged = again(karim, karim.home.path.parent / f"karim {number}")
        flip(database(damaged), [number], random.Random(number))
        done = repaired(damaged)
        if not done.own_lost:
            damaged_at.append(number)
            cell = reopened(damaged)
            assert not lost_own(cell)
            write(cell, 1)
            cell.close()
    assert damaged_at


def test_the_newest_copy_fills_what_the_file_has_lost(aicha: Surroundings) -> None:
    cell = reopened(aicha)
    expected = conclusion(cell)
    make_daily(source_of(aicha.home, cell), cell.clock.now_ms())
    cell.close()
    flip(database(aicha), list(range(3, pages(aicha))), random.Random(SEED))
    done = repaired(aicha)
    assert done.from_copy > 0
    cell = reopened(aicha)
    assert conclusion(cell).read_model == expected.read_model
    assert secrets_of(cell)
    assert lost_own(cell)  # nobody can say that nothing was written after the copy
    cell.close()


def test_a_file_cut_short_or_overwritten_at_its_beginning_is_salvaged(aicha: Surroundings) -> None:
    path = database(aicha)
    with path.open("r+b") as file:
        file.write(b"x" * 100)
        file.truncate(path.stat().st_size - PAGE // 2)
    assert repaired(aicha).entries > 0


def test_a_file_in_which_nothing_can_be_read_is_left_as_it_is(aicha: Surroundings) -> None:
    path = database(aicha)
    noise = random.Random(SEED).randbytes(path.stat().st_size)
    path.write_bytes(noise)
    with pytest.raises(RefusedError, match="repair_nothing"):
        repair(aicha, aicha.home.cells()[0])
    assert path.read_bytes() == noise
    assert not list(path.parent.glob("restoring*"))


def test_no_fact_and_no_key_is_lost_with_what_is_made_anew(aicha: Surroundings) -> None:
    cell = reopened(aicha)
    facts = carve(database(aicha), cell.keys.store).facts
    keys = aicha.home.keys(cell.id).read_bytes()
    cell.close()
    flip(database(aicha), [pages(aicha) - 1], random.Random(SEED))
    repaired(aicha)
    cell = reopened(aicha)
    assert {name: cell.store.facts.get(name) for name in facts if name != "instance"} == {
        name: value for name, value in facts.items() if name != "instance"
    }
    assert aicha.home.keys(cell.id).read_bytes() == keys
    cell.close()


def test_what_is_read_is_believed_only_if_it_is_signed_and_follows(aicha: Surroundings) -> None:
    cell = reopened(aicha)
    expected = conclusion(cell).digest
    mallory = Author(7)
    sealed, entries = mallory.write(creation("of another cell"))
    forged = reseal(entries, sealed.signature[:32] + bytes(32))
    later = [mallory.write(creation(f"{number}")) for number in range(2)][1]
    with cell.store.transaction():
        assert isinstance(cell.store, SqlcipherStore)
        cell.store._database.write("CREATE TABLE planted (blob BLOB NOT NULL)")
        for blob in (sealed.blob, forged.blob, later[0].blob):
            cell.store._database.write("INSERT INTO planted (blob) VALUES (?)", (blob,))
    cell.close()
    flip(database(aicha), [0], random.Random(SEED))
    repaired(aicha)
    cell = reopened(aicha)
    assert conclusion(cell).digest == expected
    cell.close()


def test_attachments_outlive_a_repair(aicha: Surroundings, tmp_path: Path) -> None:
    cell = reopened(aicha)
    page = add(cell, "page", {"title": "Le rucher"})
    kept, spoilt = tmp_path / "a.txt", tmp_path / "b.txt"
    for path in (kept, spoilt):
        path.write_text(path.name)
        attach(cell, page, path)
    named = attachments(cell, page)
    cell.close()
    folder = aicha.home.blobs(aicha.home.cells()[0])
    damaged = next(path for path in folder.rglob("*") if path.is_file())
    damaged.write_bytes(bytes(damaged.stat().st_size))
    flip(database(aicha), [0], random.Random(SEED))
    repaired(aicha)
    cell = reopened(aicha)
    (whole,) = [one for one in attachments(cell, page) if one.size is not None]
    assert whole in named
    assert [one.name for one in attachments(cell, page)] == ["a.txt", "b.txt"]
    assert len(missing_attachments(cell)) == 1
    assert check_deep(cell).faults == ()
    assert list((aicha.home.cell_folder(cell.id) / "aside").rglob(damaged.name)), "nothing is thrown away"
    cell.close()
