"""Several computers that share a folder, and nothing else, come to hold the same; nobody writes another's file."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from idos_p2p.governance.matters import Chamber
from idos_p2p.services.cell import Cell
from idos_p2p.services.invite import invite
from idos_p2p.services.write import add
from sync.carry.folder import Exchanged, Looked, exchange_folder
from sync.carry.series import load
from tests.contract.carry.carrier import carry, conflict_copies, mirror
from tests.contract.services.sending import Pair
from tests.simulation.devices import SetClock, Surroundings, assert_sound, conclusion, pass_door

LONG = "Des légumes, de l’eau, du temps. " * 100


@pytest.fixture
def around() -> Iterator[Surroundings]:
    surroundings = Surroundings(1)
    yield surroundings
    surroundings.close()


@pytest.fixture
def pair(around: Surroundings) -> Pair:
    """Ana, who founded the cell, and Luc, whom she let in and who holds the same."""
    ana = around.found("Ana")
    return ana, around.joined(ana, "Luc")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def settle(cells: list[Cell], folder: Path, rounds: int = 6) -> None:
    """Let everybody look at the one folder until nobody writes any more."""
    for _ in range(rounds):
        if not any(busy(exchange_folder(cell, folder)) for cell in cells):
            return
    pytest.fail("somebody writes for ever")


def busy(done: Exchanged) -> bool:
    return bool(done.size or done.news or done.attachments)


def test_two_who_share_a_folder_hold_the_same_and_then_write_nothing(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    add(ana, "project", {"title": "Jardin"})
    add(luc, "page", {"title": "La soupe"})
    first = exchange_folder(ana, tmp_path)
    assert (first.read, dict(first.news), first.held_up) == (0, {}, None)
    assert first.entries > 0
    second = exchange_folder(luc, tmp_path)
    assert (second.read, dict(second.news)) == (1, {ana.device: 1})
    third = exchange_folder(ana, tmp_path)
    assert dict(third.news) == {luc.device: 1}
    assert conclusion(ana) == conclusion(luc)
    before = names(tmp_path)
    settle([ana, luc], tmp_path, rounds=1)
    assert names(tmp_path) == before
    assert_sound([ana, luc])


def test_what_one_has_told_there_nobody_tells_again(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    settle([ana, luc], tmp_path)
    add(ana, "page", {"title": "Une page", "body": LONG})
    told = exchange_folder(ana, tmp_path)
    assert told.entries >= 1
    taken = exchange_folder(luc, tmp_path)
    assert (sum(taken.news.values()), taken.entries, taken.size) == (1, 0, 0)


def test_a_series_has_few_files_and_old_ones_go_once_a_new_one_tells_the_same(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    most = 0
    for number in range(60):
        add(ana, "page", {"title": f"Page {number}", "body": random.Random(number).randbytes(900).hex()})
        exchange_folder(ana, tmp_path)
        most = max(most, len(names(tmp_path)))
    assert most <= 8
    sizes = [one.size for one in load(ana, tmp_path).own]
    assert sizes == sorted(sizes, reverse=True)
    exchange_folder(luc, tmp_path)
    assert luc.digest() == ana.digest()


def test_a_reader_with_an_old_part_of_a_series_and_a_new_one_loses_nothing(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    here, there, dice = tmp_path / "here", tmp_path / "there", random.Random(3)
    for folder in (here, there):
        folder.mkdir()
    settle([ana, luc], here)
    for number in range(12):
        add(ana, "page", {"title": f"Page {number}", "body": dice.randbytes(600).hex()})
        exchange_folder(ana, here)
        carry(here, there, dice, part=0.5, torn=0.3)
        exchange_folder(luc, there)
    mirror(here, there)
    exchange_folder(luc, there)
    assert luc.digest() == ana.digest()


def test_what_is_half_copied_is_not_yet_there_and_what_is_not_ours_is_left_alone(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    here, there, looked = tmp_path / "here", tmp_path / "there", Looked()
    for folder in (here, there):
        folder.mkdir()
    add(ana, "project", {"title": "Jardin"})
    exchange_folder(ana, here)
    [name] = names(here)
    whole = (here / name).read_bytes()
    foreign = conflict_copies(here, random.Random(1))
    before = luc.digest()
    for size in (0, 10, 1_500, len(whole) - 1):
        (there / name).write_bytes(whole[:size])
        done = exchange_folder(luc, there, looked=looked)
        assert (done.read, done.unready, luc.digest()) == (0, 1, before)
    mirror(here, there)
    assert exchange_folder(luc, there, looked=looked).read == 1
    assert set(foreign) < names(there)
    assert luc.digest() == ana.digest()


def test_a_file_that_came_before_what_it_builds_on_waits_for_it(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    here, there, looked = tmp_path / "here", tmp_path / "there", Looked()
    for folder in (here, there):
        folder.mkdir()
    for size in (20_000, 100):
        add(ana, "page", {"title": f"Page {size}", "body": random.Random(size).randbytes(size).hex()})
        exchange_folder(ana, here)
    early, late = (one.name for one in load(ana, here).own)
    (there / late).write_bytes((here / late).read_bytes())
    done = exchange_folder(luc, there, looked=looked)
    assert (done.read, done.unready) == (0, 1)
    (there / early).write_bytes((here / early).read_bytes())
    done = exchange_folder(luc, there, looked=looked)
    assert (done.read, done.unready, luc.digest()) == (2, 0, ana.digest())


def test_whoever_is_let_in_later_reads_all_of_it(pair: Pair, around: Surroundings, tmp_path: Path) -> None:
    ana, luc = pair
    add(luc, "page", {"title": "La soupe", "body": LONG})
    settle([ana, luc], tmp_path)
    invitation = invite(ana, 1, 30, Chamber.CONCERNED)
    zoe = around.newcomer(invitation, "Zoé")
    pass_door(ana, zoe, invitation, "Zoé")
    early = exchange_folder(zoe, tmp_path)
    assert early.closed == len(load(ana, tmp_path).own) + len(load(luc, tmp_path).own)
    settle([ana, luc, zoe], tmp_path)
    assert conclusion(zoe) == conclusion(ana) == conclusion(luc)


def test_what_somebody_deletes_is_written_again(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    add(luc, "page", {"title": "La soupe"})
    settle([ana, luc], tmp_path)
    for path in tmp_path.iterdir():
        path.unlink()
    settle([ana, luc], tmp_path)
    fresh = tmp_path / "elsewhere"
    mirror_of(tmp_path, fresh)
    reader = around_blank(luc)
    exchange_folder(reader, fresh)
    assert reader.digest() == ana.digest()
    reader.close()


def mirror_of(source: Path, target: Path) -> None:
    target.mkdir()
    for path in source.iterdir():
        if path.is_file():
            (target / path.name).write_bytes(path.read_bytes())


def around_blank(cell: Cell) -> Cell:
    """Return an installation with the keys of this one that holds nothing yet."""
    surroundings = Surroundings(9)
    return surroundings.cell(cell.id, cell.keys, SetClock(), random.Random(5))
