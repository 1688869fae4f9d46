"""Files attached to records: kept with the change that names them, given back whole, dropped when nobody needs them."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.ids import BlobHash
from idos_p2p.limits import MAX_ATTACHMENT_BYTES
from idos_p2p.services.attach import Attachment, attach, attachments, chosen, detach, export_attachment
from idos_p2p.services.attach import missing_attachments as missing
from idos_p2p.services.cell import Cell
from idos_p2p.services.check import check_deep, rebuild
from idos_p2p.services.erase import erase
from idos_p2p.services.project import project_records
from idos_p2p.services.unneeded import KEPT_DAYS, drop_old
from idos_p2p.services.write import add, change
from idos_p2p.views.attachments import wanted
from idos_p2p.views.records import find
from tests.contract.services.forking import own_person
from tests.contract.services.sending import Pair
from tests.simulation.devices import SetClock, Surroundings, assert_sound, conclusion, share

PNG = b"\x89PNG\r\n\x1a\n" + bytes(300_000)
DAY_MS = 86_400_000


@pytest.fixture
def ana(around: Surroundings) -> Cell:
    return around.found("Ana")


def file(place: Path, name: str = "photo.png", content: bytes = PNG) -> Path:
    """Return a file as a person has it."""
    path = place / name
    path.write_bytes(content)
    return path


def page(cell: Cell, title: str = "Le potager") -> str:
    return add(cell, "page", {"title": title})


def contribution(cell: Cell) -> str:
    return add(cell, "contribution", {"what": "Semis", "date": "2026-03-01", "persons": [own_person(cell)]})


def held(cell: Cell) -> set[str]:
    return {blob.hex() for blob in cell.store.blobs.held()}


def later(cell: Cell, days: float) -> None:
    """Let so many days pass."""
    assert isinstance(cell.clock, SetClock)
    cell.clock.now += int(days * DAY_MS)


def test_an_attached_file_is_listed_and_comes_out_as_it_was(ana: Cell, tmp_path: Path) -> None:
    record, out = page(ana), tmp_path / "out"
    out.mkdir()
    one = attach(ana, record, file(tmp_path))
    assert one == Attachment(hashlib.sha256(PNG).hexdigest(), "photo.png", len(PNG), "image/png")
    assert attachments(ana, record) == [one]
    assert find(ana.store.reader, record).fields["attachments"] == [f"{one.hash} photo.png"]
    path = export_attachment(ana, one, out)
    assert path == out / "photo.png"
    assert path.read_bytes() == PNG
    assert stat.S_IMODE(path.stat().st_mode) == 0o600, "nobody else reads it, and it cannot be run"
    assert_sound([ana])


def test_nothing_is_written_over(ana: Cell, tmp_path: Path) -> None:
    record, out = page(ana), tmp_path / "out"
    out.mkdir()
    target = tmp_path / "elsewhere"
    (out / "photo.png").symlink_to(target)
    one = attach(ana, record, file(tmp_path))
    assert [export_attachment(ana, one, out).name for _ in range(2)] == ["photo (2).png", "photo (3).png"]
    assert not target.exists()
    with pytest.raises(RefusedError, match="export_folder"):
        export_attachment(ana, one, out / "nowhere")


def test_a_name_from_elsewhere_stays_in_the_folder(ana: Cell, tmp_path: Path) -> None:
    record, out = page(ana), tmp_path / "a" / "out"
    out.mkdir(parents=True)
    one = attach(ana, record, file(tmp_path))
    change(ana, record, {"attachments": [f"{one.hash} ../../evil.sh", f"{one.hash} CON"]})
    written = {export_attachment(ana, each, out) for each in attachments(ana, record)}
    assert {path.parent for path in written} == {out}
    assert {path.name for path in written} == {"_.._evil.sh", "_CON"}
    assert sorted(path.name for path in tmp_path.rglob("*evil*")) == ["_.._evil.sh"]


def test_attaching_the_same_again_writes_nothing(ana: Cell, tmp_path: Path) -> None:
    record, source = page(ana), file(tmp_path)
    attach(ana, record, source)
    height = ana.own_height()
    attach(ana, record, source)
    assert ana.own_height() == height
    assert len(held(ana)) == 1


def test_one_is_chosen_by_its_name_or_the_beginning_of_its_hash(ana: Cell, tmp_path: Path) -> None:
    record = page(ana)
    one = attach(ana, record, file(tmp_path, "a.txt", b"one"))
    other = attach(ana, record, file(tmp_path, "a.txt", b"two"))
    assert chosen(ana, record, one.hash[:6].upper()) == one
    assert chosen(ana, record, other.hash) == other
    with pytest.raises(RefusedError, match="attachment_ambiguous"):
        chosen(ana, record, "a.txt")
    for unknown in ("b.txt", one.hash[:3], ""):
        with pytest.raises(RefusedError, match="attachment_unknown"):
            chosen(ana, record, unknown)
    assert detach(ana, record, one.hash) == one
    assert chosen(ana, record, "a.txt") == other


def test_what_cannot_be_attached_is_refused_and_leaves_nothing(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    record = page(luc)
    mine = contribution(ana)
    share(ana, luc)
    large = tmp_path / "large"
    with large.open("wb") as opened:
        opened.truncate(MAX_ATTACHMENT_BYTES + 1)
    os.mkfifo(tmp_path / "pipe")
    for name in ("nowhere", ".", "pipe"):
        with pytest.raises(RefusedError, match="attachment_missing"):
            attach(luc, record, tmp_path / name)
    with pytest.raises(RefusedError, match="attachment_too_large"):
        attach(luc, record, large)
    with pytest.raises(RefusedError, match="attachment_kind"):
        attach(luc, own_person(luc), file(tmp_path))
    with pytest.raises(RefusedError, match="not_owner"):
        attach(luc, mine, file(tmp_path))
    with pytest.raises(RefusedError, match="record_unknown"):
        attach(luc, "0" * 64, file(tmp_path))
    assert held(luc) == set()
    assert check_deep(luc).faults == ()


def test_two_who_attach_apart_both_keep_theirs(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    record = page(ana)
    share(ana, luc)
    names = [attach(cell, record, file(tmp_path, f"{n}.txt", b"%d" % n)).name for n, cell in enumerate(pair)]
    share(ana, luc)
    share(luc, ana)
    for cell in pair:
        assert [one.name for one in attachments(cell, record)] == names
        assert [one.size for one in attachments(cell, record)].count(None) == 1
    assert conclusion(ana) == conclusion(luc)


def test_what_a_peer_names_is_wanted_and_missing_here(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    record = page(ana)
    one = attach(ana, record, file(tmp_path))
    share(ana, luc)
    blob = BlobHash(bytes.fromhex(one.hash))
    assert missing(ana) == []
    assert missing(luc) == wanted(luc.store.reader) == [blob]
    (seen,) = attachments(luc, record)
    assert (seen.name, seen.size, seen.media_type) == ("photo.png", None, "")
    with pytest.raises(RefusedError, match="attachment_absent"):
        export_attachment(luc, seen, tmp_path)
    assert_sound(pair)


def test_what_is_named_in_a_field_of_another_sort_is_not_wanted(ana: Cell) -> None:
    add(ana, "page", {"title": f"{'cd' * 32} a.png", "sources": [f"{'cd' * 32} a.png"]})
    change(ana, page(ana), {"attachments": [f"{'ab' * 32} a.png"]})
    assert wanted(ana.store.reader) == [BlobHash(b"\xab" * 32)]


def test_one_in_the_bin_stays_as_long_as_the_bin_and_comes_back(ana: Cell, tmp_path: Path) -> None:
    record = page(ana)
    one = attach(ana, record, file(tmp_path))
    change(ana, record, {"removed": "2026-02-01"})
    assert wanted(ana.store.reader) == []
    assert drop_old(ana) == 0
    later(ana, KEPT_DAYS - 1)
    assert drop_old(ana) == 0
    change(ana, record, {"removed": None})
    assert drop_old(ana) == 0
    assert attachments(ana, record) == [one]
    change(ana, record, {"removed": "2026-03-01"})
    drop_old(ana)
    later(ana, KEPT_DAYS - 1)
    assert drop_old(ana) == 0, "the days count from the last time nobody named it"
    later(ana, 1)
    assert drop_old(ana) == 1
    assert held(ana) == set()
    assert_sound([ana])


def test_one_that_was_taken_away_goes_unless_another_record_names_it(ana: Cell, tmp_path: Path) -> None:
    record, other, source = page(ana), page(ana, "Un autre"), file(tmp_path)
    one = attach(ana, record, source)
    attach(ana, other, source)
    detach(ana, record, one.name)
    for _ in range(2):
        assert drop_old(ana) == 0
        later(ana, 2 * KEPT_DAYS)
    assert held(ana) == {one.hash}
    detach(ana, other, one.name)
    drop_old(ana)
    later(ana, KEPT_DAYS)
    assert drop_old(ana) == 1


def test_what_only_an_erased_record_named_goes_at_once_and_is_wanted_no_more(pair: Pair, tmp_path: Path) -> None:
    ana, luc = pair
    mine, ours = contribution(luc), page(luc)
    only = attach(luc, mine, file(tmp_path, "only.txt", b"a secret"))
    both = attach(luc, mine, file(tmp_path, "both.txt", b"shared"))
    attach(luc, ours, tmp_path / "both.txt")
    before = attach(luc, mine, file(tmp_path, "before.txt", b"taken away before"))
    detach(luc, mine, "before.txt")
    share(luc, ana)
    assert {blob.hex() for blob in missing(ana)} == {only.hash, both.hash}
    assert held(luc) == {only.hash, both.hash, before.hash}
    erase(luc, mine)
    assert held(luc) == {both.hash}
    share(luc, ana)
    assert {blob.hex() for blob in missing(ana)} == {both.hash}
    assert [one.hash for one in attachments(luc, ours)] == [both.hash]
    assert_sound(pair)


def test_what_a_record_in_the_bin_names_outlives_another_s_erasure(ana: Cell, tmp_path: Path) -> None:
    mine, ours, source = contribution(ana), page(ana), file(tmp_path)
    one = attach(ana, mine, source)
    attach(ana, ours, source)
    change(ana, ours, {"removed": "2026-02-01"})
    erase(ana, mine)
    assert held(ana) == {one.hash}
    change(ana, ours, {"removed": None})
    assert attachments(ana, ours) == [one]


def test_an_erasure_in_the_middle_of_a_rebuild_drops_nothing_that_is_still_named(ana: Cell, tmp_path: Path) -> None:
    mine, ours, source = contribution(ana), page(ana), file(tmp_path)
    one = attach(ana, mine, source)
    attach(ana, ours, source)
    name = find(ana.store.reader, mine).record
    with ana.store.transaction():
        ana.store.read_model.clear()
    with ana.store.transaction():
        project_records(ana, [name])
    erase(ana, mine)
    assert held(ana) == {one.hash}


def test_a_rebuild_wants_the_same(ana: Cell, tmp_path: Path) -> None:
    record = page(ana)
    attach(ana, record, file(tmp_path))
    before = wanted(ana.store.reader)
    rebuild(ana)
    assert wanted(ana.store.reader) == before != []
    drop_old(ana)
    assert len(held(ana)) == 1
