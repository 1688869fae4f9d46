"""What one computer writes on a key, another reads: as if they had met, as far as the file goes, and no further."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.governance.matters import Chamber
from idos_p2p.identity.keystore import CellKeys
from idos_p2p.log.branches import size
from idos_p2p.log.segment import parse, reseal, unpack
from idos_p2p.services.carry import Piece, pieces, recipients
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import Inserted, WaitingRoom, ingest
from idos_p2p.services.invite import invite
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add
from sync.carry import bundle, reading
from sync.carry.bundle import About, Record, make_head
from sync.carry.manifest import BundleWriter, Manifest, piece_record
from sync.carry.reading import Reading, preview_bundle, read_bundle
from sync.carry.writing import SPARE_BYTES, SUFFIX, write_bundle
from tests.contract.services.forking import copy_of, shameless
from tests.contract.services.sending import Pair, kept
from tests.harness.fat_key import PLACE, FatKey
from tests.simulation.devices import SetClock, Surroundings, assert_sound, conclusion, pass_door, share


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


def busy(around: Surroundings, ana: Cell, luc: Cell) -> Cell:
    """Let each write, and each let somebody in, and one fork; return who holds all of it."""
    for number in range(30):
        add(ana, "project", {"title": f"Projet {number}"})
    share(ana, luc)
    zoe = around.joined(luc, "Zoé")
    add(zoe, "page", {"title": "La soupe", "body": "Des légumes. " * 400})
    twin = shameless(copy_of(around, zoe))
    add(zoe, "page", {"title": "Une suite"})
    add(twin, "page", {"title": "Une autre suite"})
    for one in (zoe, twin, luc):
        share(one, ana)
    invite(ana, 2, 30, Chamber.CONCERNED)
    add(ana, "project", {"title": "Le dernier"})
    return ana


def blank(around: Surroundings, cell: Cell) -> Cell:
    """Return an installation with the keys of this one that holds nothing yet."""
    keys = CellKeys(cell.keys.device, cell.keys.sealing_seed, bytes([len(around.opened)]) * 32)
    return around.cell(cell.id, keys, SetClock(), random.Random(len(around.opened)))


def entries(cell: Cell) -> int:
    return sum(map(size, cell.logs().values()))


def pack(cell: Cell, path: Path, content: Sequence[Record], signer: Cell | None = None) -> Path:
    """Write a bundle of this content, as somebody of the cell could who means harm."""
    about = About(cell.device, cell.clock.now_ms(), cell.digest())
    head = make_head(cell.id, about, list(recipients(cell).values()), cell.entropy)
    with path.open("wb") as stream:
        writer = BundleWriter(stream, cell.id, head, Manifest(entries(cell)), (signer or cell).keys.device)
        for record in content:
            writer.add(record)
        writer.finish()
    return path


def stopped(found: Reading) -> str:
    return found.stopped.code if found.stopped else ""


def test_what_was_written_apart_goes_by_key_both_ways(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    add(ana, "project", {"title": "Jardin"})
    add(luc, "page", {"title": "La soupe"})
    outward = read_bundle(luc, write_bundle(ana, tmp_path / "key").path)
    assert (outward.exporter, dict(outward.news), outward.equal) == (ana.device, {ana.device: 1}, False)
    back = read_bundle(ana, write_bundle(luc, tmp_path / "back").path)
    assert (back.exporter, dict(back.news), back.equal, back.stopped) == (luc.device, {luc.device: 1}, True, None)
    for cell in pair:
        project_all(cell)
    assert conclusion(ana) == conclusion(luc)
    again = read_bundle(luc, tmp_path / "key")
    assert (dict(again.news), again.equal) == ({}, False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["back", "key"]


def test_a_preview_tells_what_would_come_and_keeps_nothing(around: Surroundings, pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    path = write_bundle(busy(around, ana, luc), tmp_path).path
    for cell in (luc, blank(around, luc)):
        before, count = kept(cell), entries(cell)
        told = preview_bundle(cell, path)
        assert kept(cell) == before
        taken = read_bundle(cell, path)
        assert (told.news, told.made_ms, told.entries) == (taken.news, taken.made_ms, entries(ana))
        assert sum(taken.news.values()) == entries(cell) - count
        assert (told.equal, taken.equal) == (False, True)


def test_forks_and_all_their_histories_are_carried(around: Surroundings, pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    path = write_bundle(busy(around, ana, luc), tmp_path).path
    assert path.suffix == SUFFIX
    fresh = blank(around, luc)
    read_bundle(fresh, path)
    project_all(fresh)
    assert fresh.digest() == ana.digest()
    assert conclusion(fresh) == conclusion(ana)
    assert max(map(len, fresh.logs().values())) == 2


def test_each_piece_stands_on_those_before_it_and_acts_come_first(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    told = list(pieces(busy(around, ana, luc)))
    fresh, waiting = blank(around, luc), WaitingRoom()
    acts = []
    for piece in told:
        [outcome] = ingest(fresh, [piece.blob], waiting)
        assert isinstance(outcome, Inserted)
        acts.append(len(fresh.store.log.acts()))
    assert fresh.digest() == ana.digest()
    assert acts.index(len(ana.store.log.acts())) < len(told) - 2


def test_a_file_cut_anywhere_gives_its_beginning_and_the_next_one_the_rest(
    around: Surroundings, pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "BUNDLE_CHUNK_BYTES", 512)
    ana, luc = pair
    whole = write_bundle(busy(around, ana, luc), tmp_path / "whole").path.read_bytes()
    growing, cut = blank(around, luc), tmp_path / "cut"
    cut.write_bytes(whole[:1_600])
    with pytest.raises(RefusedError, match="bundle_cut"):
        read_bundle(growing, cut)
    reached = [0]
    for end in range(2_000, len(whole), 400):
        cut.write_bytes(whole[:end])
        before = entries(growing)
        told = preview_bundle(growing, cut)
        assert stopped(told) == "bundle_cut"
        assert read_bundle(growing, cut).news == told.news
        reached.append(entries(growing))
        assert reached[-1] - before == sum(told.news.values())
    assert len(set(reached)) > 10
    cut.write_bytes(whole)
    assert read_bundle(growing, cut).equal
    project_all(growing)
    assert conclusion(growing) == conclusion(ana)
    assert_sound([growing])


def test_who_was_let_in_meanwhile_is_told_so_and_reads_the_next_one(
    around: Surroundings, pair: Pair, tmp_path: Path
) -> None:
    ana, luc = pair
    early = write_bundle(luc, tmp_path / "early").path
    invitation = invite(ana, 1, 30, Chamber.CONCERNED)
    zoe = around.newcomer(invitation, "Zoé")
    pass_door(ana, zoe, invitation, "Zoé")
    with pytest.raises(RefusedError, match="bundle_not_for_us"):
        read_bundle(zoe, early)
    found = read_bundle(zoe, write_bundle(ana, tmp_path / "late").path)
    assert found.equal
    assert zoe.membership.effective(zoe.device)


def test_another_cells_file_and_other_files_are_told_apart(pair: Pair, tmp_path: Path) -> None:
    ana, _ = pair
    elsewhere = Surroundings(5).found("Eve")
    path = write_bundle(elsewhere, tmp_path).path
    for use in (read_bundle, preview_bundle):
        with pytest.raises(RefusedError, match="bundle_foreign"):
            use(ana, path)
    (tmp_path / "photo").write_bytes(b"\xff\xd8" * 900)
    with pytest.raises(RefusedError, match="bundle_unknown"):
        read_bundle(ana, tmp_path / "photo")
    with pytest.raises(RefusedError, match="bundle_missing"):
        read_bundle(ana, tmp_path)
    elsewhere.close()


def test_whoever_passes_for_another_is_found_out(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    path = pack(ana, tmp_path / "forged", [piece_record(piece) for piece in pieces(ana)], signer=luc)
    with pytest.raises(RefusedError, match="bundle_signature"):
        read_bundle(luc, path)


def test_a_piece_against_the_rules_ends_it_and_what_came_before_is_kept(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    foreign = Surroundings(5).found("Eve")
    add(ana, "project", {"title": "Avant"})
    good = [piece_record(piece) for piece in pieces(ana)]
    path = pack(ana, tmp_path / "bad", [*good, *(piece_record(piece) for piece in pieces(foreign))])
    assert stopped(preview_bundle(luc, path)) == "bundle_refused"
    found = read_bundle(luc, path)
    assert (stopped(found), found.news, found.equal) == ("bundle_refused", {ana.device: 1}, True)
    foreign.close()


def test_records_of_a_newer_program_are_left_aside(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    add(ana, "project", {"title": "Avant"})
    content = [Record(77, b"what comes"), *(piece_record(piece) for piece in pieces(ana)), Record(200, b"")]
    found = read_bundle(luc, pack(ana, tmp_path / "newer", content))
    assert (found.stopped, found.equal) == (None, True)


def test_a_key_pulled_out_while_it_is_read_leaves_what_was_read(
    around: Surroundings, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "BUNDLE_CHUNK_BYTES", 512)
    monkeypatch.setattr(reading, "BLOCK_BYTES", 1 << 11)
    ana, luc = pair
    key = FatKey(random.Random(1))
    path = write_bundle(busy(around, ana, luc), PLACE, files=key).path
    key.pulled_at = key.operations + 9
    fresh = blank(around, luc)
    found = read_bundle(fresh, path, files=key)
    assert stopped(found) == "bundle_pulled_out_reading"
    assert 0 < sum(found.news.values()) == entries(fresh) < entries(ana)
    assert read_bundle(fresh, path, files=key.plugged_in_again()).equal


def test_nothing_is_written_over_and_a_full_key_keeps_nothing(pair: Pair, tmp_path: Path) -> None:
    ana, _ = pair
    (tmp_path / "taken").write_text("other", encoding="utf-8")
    with pytest.raises(RefusedError, match="bundle_exists"):
        write_bundle(ana, tmp_path / "taken")
    with pytest.raises(RefusedError, match="bundle_pulled_out"):
        write_bundle(ana, tmp_path / "no such folder" / "file")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]
    for room in (1_000, SPARE_BYTES + 1_000):
        full = FatKey(random.Random(1), {"photo": b"x"}, room=room)
        with pytest.raises(RefusedError, match="bundle_full"):
            write_bundle(ana, PLACE, files=full)
        assert full.contents() == {"photo": b"x"}


def test_who_belongs_to_nothing_yet_has_nothing_to_carry(around: Surroundings, pair: Pair, tmp_path: Path) -> None:
    ana, _ = pair
    newcomer = around.newcomer(invite(ana, 1, 30, Chamber.CONCERNED), "Zoé")
    with pytest.raises(RefusedError, match="not_member_yet"):
        write_bundle(newcomer, tmp_path)


def test_what_the_writer_lacks_is_told_to_the_reader(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    add(ana, "project", {"title": "Jardin"})
    without = [reseal_without_bodies(piece, ana) for piece in pieces(ana)]
    ingest(luc, without, WaitingRoom())
    assert len(luc.standing().missing) == 1
    back = read_bundle(ana, write_bundle(luc, tmp_path / "lacking").path)
    assert (back.lacking, back.equal) == (1, False)
    read_bundle(luc, write_bundle(ana, tmp_path / "whole").path)
    assert luc.standing().missing == ()
    assert luc.digest() == ana.digest()


def reseal_without_bodies(piece: Piece, cell: Cell) -> bytes:
    """Return a segment as a relay passes it on that takes the bodies of records out."""
    sealed = parse(piece.blob)
    bare = [each if each.header.is_act else replace(each, payload=None) for each in unpack(sealed, cell.id, piece.back)]
    return reseal(bare, sealed.signature).blob
