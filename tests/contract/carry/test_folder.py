"""Several computers that share a folder, and nothing else, come to hold the same; nobody writes another's file."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.governance.matters import Chamber
from idos_p2p.log.segment import parse, unpack
from idos_p2p.services.attach import attach, attachments
from idos_p2p.services.cell import Cell
from idos_p2p.services.erase import erase
from idos_p2p.services.invite import invite
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add
from sync.carry.bundle import SEGMENT, read_head, records
from sync.carry.folder import Looked, exchange_folder
from sync.carry.manifest import read_piece
from sync.carry.series import choose_folder, folder_of, load
from tests.contract.carry.carrier import busy, carry, conflict_copies, mirror
from tests.contract.services.excluding import exclude, four
from tests.contract.services.forking import copy_of, own_person, shameless
from tests.contract.services.sending import Pair
from tests.simulation.devices import SetClock, Surroundings, assert_sound, conclusion, pass_door, share

WORDS = "Une phrase que personne ne devra plus lire"
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


def test_an_attachment_lies_there_once_and_comes_whole(around: Surroundings, pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    photo, folder = tmp_path / "photo.png", tmp_path / "shared"
    folder.mkdir()
    photo.write_bytes(random.Random(1).randbytes(600_000))
    page = add(ana, "page", {"title": "Le potager"})
    attach(ana, page, photo)
    first = exchange_folder(ana, folder)
    assert (first.enclosed, len(names(folder))) == (1, 2)
    second = exchange_folder(luc, folder)
    assert (second.attachments, second.enclosed, second.size) == (1, 0, 0)
    assert [one.size for one in attachments(luc, page)] == [600_000]
    settle([ana, luc], folder)
    assert len(names(folder)) == 2
    zoe = around.joined(ana, "Zoé")
    share(zoe, luc)
    settle([ana, luc, zoe], folder)
    assert [one.size for one in attachments(zoe, page)] == [600_000]
    assert sum(path.stat().st_size > 500_000 for path in folder.iterdir()) == 1


def test_an_attachment_that_is_not_what_was_told_is_not_taken(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    photo, folder, looked = tmp_path / "photo.png", tmp_path / "shared", Looked()
    folder.mkdir()
    photo.write_bytes(random.Random(1).randbytes(300_000))
    page = add(ana, "page", {"title": "Le potager"})
    attach(ana, page, photo)
    exchange_folder(ana, folder)
    [large] = [path for path in folder.iterdir() if path.stat().st_size > 200_000]
    whole = large.read_bytes()
    for content in (whole[:-1], b"", whole[:5] + b"?" + whole[6:]):
        large.write_bytes(content)
        done = exchange_folder(luc, folder, looked=looked)
        assert (done.attachments, done.held_up) == (0, None)
    large.write_bytes(whole)
    assert exchange_folder(luc, folder, looked=looked).attachments == 1


def test_who_was_put_out_reads_nothing_that_was_written_since(around: Surroundings, tmp_path: Path) -> None:
    people = four(around)
    cells = [people.ana, people.luc, people.zoe, people.max]
    settle(cells, tmp_path)
    exclude([people.ana, people.zoe], people.luc)
    add(people.ana, "page", {"title": "Entre nous"})
    before = people.luc.digest()
    settle(list(people.others), tmp_path)
    done = exchange_folder(people.luc, tmp_path)
    assert people.luc.digest() == before
    assert done.closed >= 1
    assert len({cell.digest() for cell in people.others}) == 1


def test_what_was_erased_is_in_no_file_of_the_folder_any_more(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    page = add(luc, "contribution", {"what": WORDS, "date": "2026-03-01", "persons": [own_person(luc)]})
    settle([ana, luc], tmp_path)
    add(ana, "project", {"title": "Jardin"})
    settle([ana, luc], tmp_path)
    assert WORDS.encode() in content(tmp_path, luc)
    stale = tmp_path / "stale"
    mirror_of(tmp_path, stale)
    erase(luc, page)
    project_all(luc)
    settle([ana, luc], tmp_path)
    assert WORDS.encode() not in content(tmp_path, luc)
    carry(stale, tmp_path, random.Random(1))  # what comes back with an old copy is taken away again, and not taken in
    settle([ana, luc], tmp_path)
    assert WORDS.encode() not in content(tmp_path, luc)
    assert_sound([ana, luc])


def content(folder: Path, reader: Cell) -> bytes:
    """Return the bodies that a reader finds in the files of a folder."""
    found = bytearray()
    for path in folder.iterdir():
        if path.is_file():
            with path.open("rb") as stream:
                head = read_head(stream, reader.id, reader.keys.sealing_seed)
                for record in records(stream, head):
                    if record.type == SEGMENT:
                        piece = read_piece(record)
                        entries = unpack(parse(piece.blob), reader.id, piece.back)
                        found += b"".join(entry.payload.body for entry in entries if entry.payload)
    return bytes(found)


def test_two_histories_of_one_device_are_told_and_then_nobody_writes(
    around: Surroundings, pair: Pair, tmp_path: Path
) -> None:
    ana, luc = pair
    zoe = around.joined(ana, "Zoé")
    share(zoe, luc)
    settle([ana, luc, zoe], tmp_path)
    add(zoe, "page", {"title": "La soupe", "body": LONG})
    twin = shameless(copy_of(around, zoe))
    for number in range(3):
        add(zoe, "page", {"title": f"Une suite {number}"})
        add(twin, "page", {"title": f"Une autre suite {number}"})
    exchange_folder(zoe, tmp_path)
    share(twin, luc)
    settle([ana, luc], tmp_path)
    assert conclusion(ana) == conclusion(luc)
    assert max(map(len, ana.logs().values())) == 2
    exchange_folder(zoe, tmp_path)
    assert zoe.restored
    assert zoe.digest() == ana.digest()


def test_two_installations_of_one_device_do_not_write_for_ever(
    around: Surroundings, pair: Pair, tmp_path: Path
) -> None:
    """A home that somebody copied, and neither has written since: each takes the other's files for strays."""
    ana, luc = pair
    twin = shameless(copy_of(around, ana))
    settle([ana, twin, luc], tmp_path)
    before = names(tmp_path)
    settle([twin, ana, luc], tmp_path, rounds=1)
    assert names(tmp_path) == before


def test_a_file_that_a_cut_left_behind_counts_and_goes_when_it_is_of_no_use(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    add(ana, "page", {"title": "La soupe"})
    exchange_folder(ana, tmp_path)
    with ana.store.transaction():
        ana.store.facts.set("folder series", b"")  # as if it had never been remembered
    settle([ana, luc], tmp_path)
    assert len(names(tmp_path)) == 1
    assert luc.digest() == ana.digest()
    stale = tmp_path / "stale"
    mirror_of(tmp_path, stale)
    add(ana, "page", {"title": "Une grande page", "body": random.Random(1).randbytes(20_000).hex()})
    settle([ana, luc], tmp_path)
    carry(stale, tmp_path, random.Random(1))
    settle([ana, luc], tmp_path)
    assert luc.digest() == ana.digest()


def test_the_folder_is_remembered_and_one_that_is_not_there_is_told(pair: Pair, tmp_path: Path) -> None:
    ana, _ = pair
    assert folder_of(ana) is None
    choose_folder(ana, tmp_path)
    assert folder_of(ana) == tmp_path
    choose_folder(ana, None)
    assert folder_of(ana) is None
    with pytest.raises(RefusedError, match="folder_missing"):
        exchange_folder(ana, tmp_path / "nowhere")


def test_names_and_sizes_tell_a_stranger_nothing_else(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    add(ana, "page", {"title": "La soupe"})
    settle([ana, luc], tmp_path)
    for path in tmp_path.iterdir():
        assert re.fullmatch(r"[0-9a-f]{32}\.idos-carried", path.name)
        held = path.read_bytes()
        for known in (ana.id, ana.device, luc.device, b"La soupe"):
            assert known not in held
            assert known.hex()[:16] not in path.name


def test_a_full_disk_here_ends_the_look_and_the_file_is_read_when_there_is_room(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, luc = pair
    add(ana, "page", {"title": "La soupe"})
    exchange_folder(ana, tmp_path)
    looked = Looked()

    def full(*_arguments: object) -> None:
        raise RefusedError("store_full")

    with monkeypatch.context() as disk:
        disk.setattr("sync.carry.taking.ingest", full)
        with pytest.raises(RefusedError, match="store_full"):
            exchange_folder(luc, tmp_path, looked=looked)
    assert exchange_folder(luc, tmp_path, looked=looked).read == 1
    assert luc.digest() == ana.digest()
