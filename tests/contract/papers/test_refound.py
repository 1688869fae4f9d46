"""A cell founded anew from an export: everything is there, under who wrote it, or there is no new cell."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.limits import TERM
from idos_p2p.papers.formats import Format
from idos_p2p.services.attach import attach, attachments, missing_attachments
from idos_p2p.services.cell import Cell
from idos_p2p.services.check import check_deep
from idos_p2p.services.export import export
from idos_p2p.services.found import Surroundings
from idos_p2p.services.leave import leave
from idos_p2p.services.people import everyone, own_person
from idos_p2p.services.refound import Beginning, Refounded, found_from
from idos_p2p.services.write import add
from idos_p2p.views.records import RecordView, listing
from tests.contract.faults.homes import founded, home, joined
from tests.contract.papers.moving import content
from tests.simulation.devices import share

ASIDE = "Ce qui n\u2019est pas dans les tableaux"
LUC = Beginning("Les Semeuses, la suite", "Luc", ["volunteer"], TERM)


@pytest.fixture
def luc(tmp_path: Path) -> Cell:
    """Give the cell of Luc, whose only other person, the founder, is gone, with what both wrote."""
    aicha = founded(home(tmp_path, "aicha"))
    luc = joined(aicha, home(tmp_path, "luc"), "Luc")
    persons = [own_person(aicha), own_person(luc)]
    garden = add(aicha, "project", {"title": "Jardin"})
    sown = add(
        aicha,
        "contribution",
        {"what": "Semis", "date": "2026-05-01", "minutes": 90, "persons": persons, "project": garden},
    )
    photo = tmp_path / "semis.png"
    photo.write_bytes(b"\x89PNG a photograph")
    attach(aicha, sown, photo)
    add(aicha, "thanks", {"to": [persons[1]], "about": sown, "words": "Merci !", "date": "2026-05-02"})
    share(aicha, luc)
    attach(luc, add(luc, "page", {"title": "Semer", "body": "Au printemps."}), photo)
    aicha.close()
    return luc


def refounded(tmp_path: Path, luc: Cell, name: str = "suite") -> Refounded:
    out = tmp_path / "out"
    export(luc, out, Format.CSV)
    return found_from(home(tmp_path, name), LUC, out, ASIDE)


def one(cell: Cell, kind: str) -> RecordView:
    (view,) = listing(cell.store.reader, kind, {}, 10)
    return view


def test_everything_is_there_under_who_wrote_it(tmp_path: Path, luc: Cell) -> None:
    done = refounded(tmp_path, luc)
    cell = done.cell
    ids = {person.name: person.id for person in everyone(cell)}
    assert ids.keys() == {"A\u00efcha", "Luc"}
    assert ids["Luc"] == own_person(cell)  # what they did before is theirs
    assert one(cell, "contribution").fields["author"] == ids["A\u00efcha"]
    persons = one(cell, "contribution").fields["persons"]
    assert isinstance(persons, list)
    assert set(persons) == set(ids.values())
    assert (one(cell, "thanks").fields["from"], one(cell, "page").fields["author"]) == (ids["A\u00efcha"], ids["Luc"])
    others = [told for told in content(luc) if not told.startswith('["person"')]
    assert [told for told in content(cell) if not told.startswith('["person"')] == others
    assert missing_attachments(cell) == []
    assert [each.name for each in attachments(cell, one(cell, "contribution").id)] == ["semis.png"]
    assert (done.records, done.attachments, done.aside) == (5, 1, 0)
    assert check_deep(cell).faults == ()
    cell.close()
    luc.close()


def test_whoever_left_founds_anew_what_they_left_with(tmp_path: Path, luc: Cell) -> None:
    before = [told for told in content(luc) if not told.startswith('["person"')]
    leave(luc)
    cell = refounded(tmp_path, luc).cell
    assert [told for told in content(cell) if not told.startswith('["person"')] == before
    cell.close()
    luc.close()


def test_what_tables_do_not_say_is_attached_to_a_page(tmp_path: Path, luc: Cell) -> None:
    out = tmp_path / "out"
    export(luc, out, Format.CSV)
    (out / "a-part.jsonl").write_text('{"kind": "gift"}\n', encoding="utf-8")
    about = (out / "export.json").read_text(encoding="utf-8")
    files = len([path for path in out.rglob("*") if path.is_file()]) - 1
    (out / "export.json").write_text(about.replace(f'"files": {files - 1}', f'"files": {files}'), encoding="utf-8")
    done = found_from(home(tmp_path, "suite"), LUC, out, ASIDE)
    (page,) = [view for view in listing(done.cell.store.reader, "page", {}, 10) if view.title == ASIDE]
    assert [each.name for each in attachments(done.cell, page.id)] == ["a-part.jsonl"]
    assert done.aside == 1
    done.cell.close()
    luc.close()


@pytest.mark.parametrize("harm", ["manifest", "file", "json", "nothing"])
def test_what_is_no_whole_export_founds_nothing(tmp_path: Path, luc: Cell, harm: str) -> None:
    out = tmp_path / "out"
    export(luc, out, Format.JSON if harm == "json" else Format.CSV)
    luc.close()
    match harm:
        case "manifest":
            (out / "export.json").write_text("[]", encoding="utf-8")
        case "file":
            (out / "projets.csv").unlink()
        case "nothing":
            shutil.rmtree(out)
    around: Surroundings = home(tmp_path, "suite")
    with pytest.raises(RefusedError, match="found_from_damaged"):
        found_from(around, LUC, out, ASIDE)
    assert around.home.cells() == []


def test_an_export_that_somebody_spoilt_leaves_no_half_cell(tmp_path: Path, luc: Cell) -> None:
    out = tmp_path / "out"
    export(luc, out, Format.CSV)
    luc.close()
    table = out / "contributions.csv"
    table.write_text(table.read_text(encoding="utf-8-sig").replace("2026-05-01", "hier"), encoding="utf-8")
    around = home(tmp_path, "suite")
    with pytest.raises(RefusedError, match="import_faults"):
        found_from(around, LUC, out, ASIDE)
    assert around.home.cells() == []
    assert not list(around.home.path.glob("cells/*"))
