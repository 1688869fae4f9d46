"""Attachments travel in the file too, whole or not at all; and a file may hold only what somebody lacks."""

from __future__ import annotations

import errno
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.governance.matters import Chamber
from idos_p2p.ids import DeviceId
from idos_p2p.services import carry as service
from idos_p2p.services.attach import attach, attachments
from idos_p2p.services.carry import Span, enclosures, pieces
from idos_p2p.services.cell import Cell
from idos_p2p.services.erase import erase
from idos_p2p.services.holdings import known_of
from idos_p2p.services.invite import invite
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add
from sync.carry import writing
from sync.carry.bundle import READERS, Record, RecordWriter
from sync.carry.files import DiskFiles, Target
from sync.carry.manifest import chunk_record, piece_record
from sync.carry.reading import preview_bundle, read_bundle
from sync.carry.steps import Done, Step, Steps, do, go_on
from sync.carry.writing import SPARE_BYTES, write_bundle
from tests.contract.carry.test_carry import pack, stopped
from tests.contract.services.forking import own_person
from tests.contract.services.sending import Pair
from tests.harness.fat_key import PLACE, FatKey
from tests.harness.pulled_out import Carrying, runs
from tests.simulation.devices import Surroundings, in_files, pass_door, share
from ui.words.en import ENGLISH
from ui.words.fr import FRENCH


@pytest.fixture(params=["memory", "sqlcipher"])
def around(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Surroundings]:
    folder = tmp_path / "stores"
    folder.mkdir()
    surroundings = Surroundings(1) if request.param == "memory" else Surroundings(1, in_files(folder))
    yield surroundings
    surroundings.close()


@pytest.fixture
def pair(around: Surroundings) -> Pair:
    """Ana, who founded the cell, and Luc, whom she let in and who holds the same."""
    ana = around.found("Ana")
    return ana, around.joined(ana, "Luc")


def illustrated(cell: Cell, place: Path, *sizes: int) -> str:
    """Return a page with attachments of these sizes."""
    page = add(cell, "page", {"title": "Le potager"})
    for size in sizes:
        path = place / f"{size}.bin"
        path.write_bytes(random.Random(size).randbytes(size))
        attach(cell, page, path)
    return page


def sizes(cell: Cell, page: str) -> list[int | None]:
    return sorted((one.size for one in attachments(cell, page)), key=lambda size: size or -1)


def test_attachments_travel_with_the_records_that_name_them(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    page = illustrated(ana, tmp_path, 0, 10, 262_144, 700_000)
    written = write_bundle(ana, tmp_path / "key")
    assert (written.attachments, written.left_out) == (4, 0)
    told = preview_bundle(luc, written.path)
    assert (told.attachments, told.stopped, luc.store.blobs.held()) == (4, None, {})
    taken = read_bundle(luc, written.path)
    assert (taken.attachments, taken.stopped) == (4, None)
    assert sizes(luc, page) == [0, 10, 262_144, 700_000]
    assert read_bundle(luc, written.path).attachments == 0
    bare = write_bundle(ana, tmp_path / "bare", attachments=False)
    assert (bare.attachments, bare.left_out) == (0, 4)


def test_a_file_cut_in_an_attachment_gives_those_before_it_and_the_next_one_the_rest(
    pair: Pair, tmp_path: Path
) -> None:
    ana, luc = pair
    page = illustrated(ana, tmp_path, 10, 300_000, 900_000)
    whole = write_bundle(ana, tmp_path / "key").path.read_bytes()
    (tmp_path / "cut").write_bytes(whole[:-400_000])
    found = read_bundle(luc, tmp_path / "cut")
    assert (stopped(found), found.attachments, sizes(luc, page)) == ("bundle_cut", 2, [None, 10, 300_000])
    found = read_bundle(luc, tmp_path / "key")
    assert (found.attachments, sizes(luc, page)) == (1, [10, 300_000, 900_000])


def test_what_an_erased_record_named_travels_no_more_and_is_not_taken(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    photo = tmp_path / "photo"
    photo.write_bytes(b"a face")
    record = add(ana, "contribution", {"what": "Semis", "date": "2026-03-01", "persons": [own_person(ana)]})
    attach(ana, record, photo)
    before = write_bundle(ana, tmp_path / "before").path
    erase(ana, record)
    project_all(ana)
    after = write_bundle(ana, tmp_path / "after")
    assert after.attachments == 0
    read_bundle(luc, after.path)
    project_all(luc)
    assert (read_bundle(luc, before).attachments, luc.store.blobs.held()) == (0, {})


def test_an_attachment_that_is_another_ends_it_and_is_not_kept(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    page = illustrated(ana, tmp_path, 400_000)
    [one] = enclosures(ana)
    records = [piece_record(piece) for piece in pieces(ana)]
    other = [chunk_record(one.blob, 400_000, 0, bytes(262_144)), chunk_record(one.blob, 400_000, 1, bytes(137_856))]
    found = read_bundle(luc, pack(ana, tmp_path / "lying", [*records, *other]))
    assert (stopped(found), found.attachments, sizes(luc, page)) == ("bundle_refused", 0, [None])
    for wrong in (other[0].body[:-1], other[0].body[:20], chunk_record(one.blob, 26 << 20, 0, bytes(262_144)).body):
        found = read_bundle(luc, pack(ana, tmp_path / "odd", [*records, Record(4, wrong)]))
        assert stopped(found) == "bundle_damaged"
    found = read_bundle(luc, pack(ana, tmp_path / "half", [*records, other[0]]))
    assert (stopped(found), found.attachments) == ("", 0)


def test_what_is_too_much_for_the_key_is_left_out_and_counted(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    page = illustrated(ana, tmp_path, 10, 300_000, 900_000)
    key = FatKey(random.Random(1), room=SPARE_BYTES + 500_000)
    written = write_bundle(ana, PLACE, files=key)
    assert (written.attachments, written.left_out) == (2, 1)
    assert read_bundle(luc, written.path, files=key).attachments == 2
    assert sizes(luc, page) == [None, 10, 300_000]


def test_what_fat_cannot_hold_in_one_file_is_refused_before_anything_is_written(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, _ = pair
    monkeypatch.setattr(writing, "MAX_BUNDLE_FILE_BYTES", 1_000)
    key = FatKey(random.Random(1))
    with pytest.raises(RefusedError, match="bundle_too_large"):
        write_bundle(ana, PLACE, files=key)
    assert (key.contents(), key.operations) == ({}, 1)
    monkeypatch.undo()
    small = FatKey(random.Random(1), most=2_000)  # a disk that takes even less says so by itself
    with pytest.raises(RefusedError, match="bundle_too_large"):
        write_bundle(ana, PLACE, files=small)
    assert small.contents() == {}


def test_a_file_is_never_longer_than_it_was_expected_to_be(pair: Pair, tmp_path: Path) -> None:
    ana, _ = pair
    illustrated(ana, tmp_path, 0, 10, 300_000)
    for number in range(40):
        add(ana, "page", {"title": f"Page {number}"})
    content = writing.Content(None, enclosures(ana))
    size = len(b"".join(writing.composed(ana, content)))
    assert size <= writing.expected_size(ana, content) <= size * 1.2 + 4_096


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (errno.EIO, "bundle_io"),
        (errno.EROFS, "bundle_read_only"),
        (errno.ENOSPC, "bundle_full"),
        (errno.ENODEV, "bundle_pulled_out"),
    ],
)
def test_each_way_in_which_a_key_takes_no_more_has_its_sentence(pair: Pair, fault: int, code: str) -> None:
    ana, _ = pair
    whole = FatKey(random.Random(1))
    write_bundle(ana, PLACE, files=whole)
    for operation in range(2, whole.operations - 2):
        key = FatKey(random.Random(1), {"photo": b"x"}, faults={operation: fault})
        with pytest.raises(RefusedError) as refused:
            write_bundle(ana, PLACE, files=key)
        assert refused.value.code == code
        assert key.contents() == {"photo": b"x"}
    for language in (FRENCH, ENGLISH):
        assert code in language.errors


class Lying(DiskFiles):
    """A disk that gives back something else than what it was given."""

    def make(self, path: Path) -> Target:
        target = super().make(path)

        class Other:
            def write(self, data: bytes) -> None:
                target.write(bytes(reversed(data)))

            sync, close = target.sync, target.close

        return Other()


def test_a_key_that_gives_back_something_else_is_told_so(pair: Pair, tmp_path: Path) -> None:
    ana, _ = pair
    with pytest.raises(RefusedError, match="bundle_unlike"):
        write_bundle(ana, tmp_path / "key", files=Lying())
    assert not [path for path in tmp_path.iterdir() if path.name != "stores"]


def after(steps: int) -> Callable[[], bool]:
    """Return what cancels after so many steps."""
    left = iter(range(steps))
    return lambda: next(left, None) is None


def test_what_is_cancelled_leaves_nothing_half_and_progress_is_told(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    illustrated(ana, tmp_path, 1_500_000)
    heard: list[tuple[int, int]] = []
    write_bundle(ana, tmp_path / "key", progress=lambda done, total: heard.append((done, total)))
    assert heard == sorted(heard)
    assert heard[-1][0] == (tmp_path / "key").stat().st_size <= heard[-1][1] * 1.1
    kept = {path.name for path in tmp_path.iterdir()}
    for steps in range(len(heard)):
        with pytest.raises(RefusedError, match="carry_cancelled"):
            write_bundle(ana, tmp_path / "other", cancelled=after(steps))
        assert {path.name for path in tmp_path.iterdir()} == kept
    with pytest.raises(RefusedError, match="carry_cancelled"):
        read_bundle(luc, tmp_path / "key", cancelled=lambda: True)
    assert read_bundle(luc, tmp_path / "key").equal


def test_a_file_under_way_when_somebody_comes_or_goes_is_not_finished(
    around: Surroundings, pair: Pair, tmp_path: Path
) -> None:
    ana, _ = pair
    illustrated(ana, tmp_path, 3_000_000)
    invitation = invite(ana, 1, 30, Chamber.CONCERNED)
    zoe = around.newcomer(invitation, "Zoé")
    steps = writing.writing(ana, DiskFiles(), tmp_path / "key")
    step = go_on(steps, None)
    while isinstance(step, Step) and not step.done:
        step = go_on(steps, do(step))
    assert list(tmp_path.glob("*.part"))
    pass_door(ana, zoe, invitation, "Zoé")
    with pytest.raises(RefusedError, match="bundle_members_changed"):
        to_the_end(steps, step)
    assert not [path for path in tmp_path.iterdir() if path.name not in {"stores", "3000000.bin"}]


def to_the_end(steps: Steps[object], step: Step | Done) -> None:
    while isinstance(step, Step):
        step = go_on(steps, do(step))


def test_a_file_of_what_somebody_lacks_is_small_and_brings_it(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    for number in range(40):
        add(ana, "page", {"title": f"Page {number}", "body": random.Random(number).randbytes(400).hex()})
    whole = write_bundle(ana, tmp_path / "whole")
    read_bundle(luc, whole.path)
    add(luc, "page", {"title": "La soupe"})
    back = write_bundle(luc, tmp_path / "back", start=known_of(luc, [ana.device]))
    assert back.entries == 1
    assert back.size < whole.size / 4
    assert read_bundle(ana, back.path).equal
    add(ana, "page", {"title": "Merci"})
    again = write_bundle(ana, tmp_path / "again", start=known_of(ana, [luc.device]))
    assert again.entries == 1
    assert read_bundle(luc, again.path).equal


def test_of_somebody_who_has_shown_nothing_nothing_is_left_out(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    read_bundle(luc, write_bundle(ana, tmp_path / "key").path)
    for devices in ([], [ana.device, DeviceId(b"somebody" * 4)]):
        start = known_of(luc, devices)
        assert all(place == 0 for places in start.values() for place in places)


def test_what_does_not_follow_what_is_here_is_told_and_the_rest_taken(
    around: Surroundings, pair: Pair, tmp_path: Path
) -> None:
    ana, luc = pair
    add(ana, "page", {"title": "Avant"})
    height = ana.own_branches()[0].height
    start = service.reached(ana, [Span(ana.device, 0, height.count, height.head)])
    add(ana, "page", {"title": "Après"})
    path = write_bundle(ana, tmp_path / "key", start=start).path
    for use in (preview_bundle, read_bundle):
        found = use(luc, path)
        assert (stopped(found), sum(found.news.values())) == ("bundle_gap", 0)
    zoe = around.joined(luc, "Zoé")
    share(zoe, ana)
    path = write_bundle(ana, tmp_path / "other", start=start).path
    found = read_bundle(luc, path)
    assert stopped(found) == "bundle_gap"
    assert zoe.device not in found.news
    share(ana, luc)
    assert read_bundle(luc, path).equal


def test_a_record_left_out_by_a_member_is_found_out(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever read a file has its key and could write another under its head: the signed end says what was in it."""
    ana, luc = pair
    add(ana, "page", {"title": "La soupe"})
    add_one = RecordWriter.add

    def add_most(writer: RecordWriter, record: Record) -> None:
        if record.type != READERS:
            add_one(writer, record)

    monkeypatch.setattr(RecordWriter, "add", add_most)
    path = write_bundle(ana, tmp_path / "key").path
    assert stopped(read_bundle(luc, path)) == "bundle_altered"


@pytest.mark.parametrize("seed", range(2))
def test_a_key_pulled_out_at_any_moment_loses_nothing(seed: int, tmp_path: Path) -> None:
    """The short form of ``python -m tests.harness.pulled_out``."""
    around = Surroundings(seed)
    carrying = Carrying(1_500, seed, around, tmp_path)
    carrying.measure()
    for is_writing in runs(16):
        carrying.pull(writing=is_writing)
    carrying.finish()
    around.close()
    assert carrying.figures.faults == []
