"""An export holds everything, tells what is out of the ordinary, and touches nothing that others made."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.papers.formats import Format
from idos_p2p.records.document import create
from idos_p2p.records.kinds import BY_NAME, SHARED, Field, FieldType, Kind, Value, code_of
from idos_p2p.services.attach import attach
from idos_p2p.services.cell import Cell
from idos_p2p.services.export import Exported, export
from idos_p2p.services.people import own_person
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add, change
from tests.contract.papers.moving import bring_in, lines
from tests.contract.services.forking import copy_of, shameless
from tests.simulation.devices import Surroundings, share

EVERY_FORMAT = pytest.mark.parametrize("wanted", list(Format))
FUTURE = Kind("sensor", 90, shared=True, fields=(Field("title", FieldType.LINE),), title="title")


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _table(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig")


def _manifest(folder: Path) -> dict[str, object]:
    told: dict[str, object] = json.loads((folder / "export.json").read_text(encoding="utf-8"))
    return told


def _a_year(cell: Cell) -> dict[str, str]:
    """Write one record of most kinds and return their ids."""
    ids = {"ana": own_person(cell)}
    ids["luc"] = add(cell, "person", {"name": "Luc", "reach": "06", "purpose": "Être là."})
    ids["zoe"] = add(cell, "person", {"name": "Zoé", "reach": "chez Zoé"})
    ids["jardin"] = add(cell, "project", {"title": "Jardin", "state": "open"})
    ids["fete"] = add(cell, "meeting", {"title": "Fête", "date": "2026-06-01", "time": "14:30", "report": "Bien."})
    ids["semis"] = add(
        cell,
        "contribution",
        {"what": "Semis", "date": "2026-05-01", "minutes": 90, "persons": [ids["luc"]], "project": ids["jardin"]},
    )
    ids["don"] = add(cell, "gift", {"donor": ids["zoe"], "cents": 1250, "date": "2026-04-01"})
    ids["usage"] = add(
        cell, "use", {"gifts": {ids["don"]: 1000}, "act": ids["semis"], "date": "2026-05-02", "effect": "Des plants."}
    )
    ids["page"] = add(cell, "page", {"title": "Semer", "body": "Au printemps."})
    ids["merci"] = add(cell, "thanks", {"to": [ids["luc"]], "words": "Merci !", "date": "2026-05-03"})
    ids["oui"] = add(cell, "attestation", {"about": ids["semis"], "says": "present", "date": "2026-05-04"})
    return ids


@EVERY_FORMAT
def test_each_format_says_what_it_holds(around: Surroundings, tmp_path: Path, wanted: Format) -> None:
    cell = around.found("Ana")
    _a_year(cell)
    exported = export(cell, tmp_path / "out", wanted)
    manifest, files = _manifest(tmp_path / "out"), _files(tmp_path / "out")
    assert manifest["contains"] == wanted.value
    assert manifest["records"] == exported.records
    assert manifest["files"] == exported.files == len(files) - 1
    assert exported.size == sum(len(content) for name, content in files.items() if name != "export.json")
    kinds = {"page": 1, "meeting": 1} if wanted is Format.MARKDOWN else exported.records
    assert exported.records == kinds
    assert exported.records["page"] == 1
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


@EVERY_FORMAT
def test_the_same_cell_leaves_as_the_same_bytes(around: Surroundings, tmp_path: Path, wanted: Format) -> None:
    cell = around.found("Ana")
    _a_year(cell)
    export(cell, tmp_path / "one", wanted)
    export(cell, tmp_path / "two", wanted)
    assert _files(tmp_path / "one") == _files(tmp_path / "two")


def test_an_earlier_export_is_replaced_and_an_empty_folder_taken(tmp_path: Path) -> None:
    cell = Surroundings(1).found("Ana")
    out = tmp_path / "out"
    out.mkdir()
    export(cell, out, Format.CSV)
    export(cell, out, Format.JSON)
    assert sorted(_files(out)) == ["export.json", "records.jsonl"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_others_made_is_left_as_it_is(tmp_path: Path) -> None:
    cell = Surroundings(1).found("Ana")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "export.json").write_text("{}")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    export(cell, tmp_path / "added", Format.CSV)
    (tmp_path / "added" / "notes.txt").write_text("mine")
    (tmp_path / "half.part").mkdir()
    (tmp_path / "half.part" / "notes.txt").write_text("mine")
    before = _files(tmp_path)
    for name in ("mine", "file", "link", "added", "half"):
        with pytest.raises(RefusedError, match="export_folder_taken"):
            export(cell, tmp_path / name, Format.CSV)
    assert _files(tmp_path) == before


def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    cell = Surroundings(1).found("Ana")
    with pytest.raises(RefusedError, match="export_unwritable"):
        export(cell, tmp_path / "none" / "out", Format.CSV)


def test_what_a_cut_export_left_is_cleared_and_nothing_of_it_stands(tmp_path: Path) -> None:
    cell = Surroundings(1).found("Ana")
    with pytest.raises(RefusedError, match="record_unknown"):
        export(cell, tmp_path / "out", Format.CSV, person="f" * 64)
    assert list(tmp_path.iterdir()) == []
    part = tmp_path / "out.part"
    part.mkdir()
    (part / "export.json").write_text('{"format": "idos-p2p export", "unfinished": true}')
    (part / "dons.csv").write_text("half")
    export(cell, tmp_path / "out", Format.CSV)
    assert sorted(_files(tmp_path)) == ["out/export.json", "out/personnes.csv"]


def test_what_is_in_the_bin_is_told_with_its_day(around: Surroundings, tmp_path: Path) -> None:
    cell = around.found("Ana")
    page = add(cell, "page", {"title": "Vieux"})
    change(cell, page, {"removed": "2026-02-01"})
    assert export(cell, tmp_path / "json", Format.JSON).removed == 1
    told = {line["id"]: line for line in lines(tmp_path / "json" / "records.jsonl")}
    assert told[page]["fields"]["removed"] == "2026-02-01"
    export(cell, tmp_path / "csv", Format.CSV)
    assert '"Vieux"' in _table(tmp_path / "csv" / "pages.csv")


def test_what_a_fork_contests_stands_in_no_table(around: Surroundings, tmp_path: Path) -> None:
    ana = around.found("Ana")
    luc = around.joined(ana, "Luc")
    gift = add(ana, "gift", {"donor": own_person(ana), "cents": 1000, "date": "2026-01-01"})
    share(ana, luc)
    twin = shameless(copy_of(around, luc))
    add(luc, "use", {"gifts": {gift: 400}, "date": "2026-01-02", "effect": "Une chose."})
    add(twin, "use", {"gifts": {gift: 600}, "date": "2026-01-03", "effect": "Une autre."})
    share(luc, ana)
    share(twin, ana)
    exported = export(ana, tmp_path / "csv", Format.CSV)
    assert (exported.contested, exported.aside) == (2, 2)
    assert not (tmp_path / "csv" / "usages.csv").exists()
    aside = lines(tmp_path / "csv" / "a-part.jsonl")
    assert {line["fields"]["effect"] for line in aside if line["contested"]} == {"Une chose.", "Une autre."}
    export(ana, tmp_path / "jsonld", Format.JSONLD)
    nodes = json.loads((tmp_path / "jsonld" / "cell.jsonld").read_text(encoding="utf-8"))["@graph"]
    assert sum(node.get("contested", False) for node in nodes) == 2


def test_both_versions_of_a_field_are_told_with_who_wrote_them(around: Surroundings, tmp_path: Path) -> None:
    ana = around.found("Ana")
    luc = around.joined(ana, "Luc")
    project = add(ana, "project", {"title": "Jardin", "place": "ici"})
    share(ana, luc)
    change(ana, project, {"place": "là"})
    change(luc, project, {"place": "là-bas"})
    share(luc, ana)
    export(ana, tmp_path / "json", Format.JSON)
    told = next(line for line in lines(tmp_path / "json" / "records.jsonl") if line["id"] == project)
    assert {said["value"] for said in told["versions"]["place"]} == {"là", "là-bas"}
    assert {said["device"] for said in told["versions"]["place"]} == {ana.device.hex(), luc.device.hex()}
    exported = export(ana, tmp_path / "csv", Format.CSV)
    assert exported.aside == 1
    assert _table(tmp_path / "csv" / "projets.csv").endswith(';;"oui"\r\n')
    assert lines(tmp_path / "csv" / "a-part.jsonl")[0]["versions"] == told["versions"]


def test_a_contested_page_stands_where_no_import_reads_it(around: Surroundings, tmp_path: Path) -> None:
    ana = around.found("Ana")
    luc = around.joined(ana, "Luc")
    share(ana, luc)
    twin = shameless(copy_of(around, luc))
    for cell, title in ((luc, "Une"), (twin, "Autre")):
        add(cell, "page", {"title": title})
        share(cell, ana)
    page = add(ana, "page", {"title": "Sûre"})
    exported = export(ana, tmp_path / "out", Format.MARKDOWN)
    assert (exported.contested, exported.aside) == (2, 2)
    assert sorted(name for name in _files(tmp_path / "out") if name.endswith(".md")) == [
        *("pages contestées/Autre.md", "pages contestées/Une.md", "pages/Sûre.md"),
    ]
    [written] = bring_in(Surroundings(2).found("Bea"), tmp_path / "out")
    assert written != page


@pytest.mark.parametrize("wanted", [Format.JSON, Format.CSV, Format.JSONLD, Format.AUTOMERGE])
def test_what_a_newer_program_wrote_leaves_as_it_came(around: Surroundings, tmp_path: Path, wanted: Format) -> None:
    cell = around.found("Ana")
    body = create(FUTURE, {"title": "humidité"}, cell.device)[0].body
    with cell.store.transaction():
        cell.append([cell.change(FUTURE.code | SHARED, body, None)])
    share(cell, around.joined(cell, "Luc"))
    other = around.joined(cell, "Zoé")
    share(cell, other)
    exported = export(other, tmp_path / "out", wanted)
    assert exported.unknown == 1
    unknown = lines(tmp_path / "out" / "unknown.jsonl")
    assert unknown[0]["code"] == FUTURE.code | SHARED
    assert b64decode(unknown[0]["entries"][0]["body"]) == body


def test_a_person_with_two_records_is_one_row_that_all_links_lead_to(around: Surroundings, tmp_path: Path) -> None:
    ana = around.found("Ana")
    claimed = add(ana, "person", {"name": "Luc", "skills": ["couture"]})
    add(ana, "contribution", {"what": "Ourlets", "date": "2026-01-01", "persons": [claimed]})
    luc = around.joined(ana, "Luc")
    share(luc, ana)
    export(ana, tmp_path / "csv", Format.CSV)
    persons = _table(tmp_path / "csv" / "personnes.csv").split("\r\n")
    assert [line.split(";")[1] for line in persons[1:-1]] == ['"Ana"', '"Luc"']
    assert '"couture"' in persons[2]
    assert ';"Luc";' in _table(tmp_path / "csv" / "contributions.csv")
    assert len([line for line in lines_of(ana, tmp_path / "json") if line["kind"] == "person"]) == 3


def lines_of(cell: Cell, folder: Path) -> list[dict[str, object]]:
    export(cell, folder, Format.JSON)
    return lines(folder / "records.jsonl")


@EVERY_FORMAT
def test_one_person_takes_what_concerns_them_and_of_others_the_name(
    around: Surroundings, tmp_path: Path, wanted: Format
) -> None:
    cell = around.found("Ana")
    ids = _a_year(cell)
    add(cell, "page", {"title": "Autre chose", "body": "secret de Zoé"})
    exported = export(cell, tmp_path / "out", wanted, person=ids["luc"][:12])
    everything = b"".join(_files(tmp_path / "out").values()).decode(errors="replace")
    assert "chez Zoé" not in everything
    assert "secret de Zoé" not in everything
    assert exported.records.get("contribution", 0) == (0 if wanted is Format.MARKDOWN else 1)
    assert exported.records.get("gift", 0) == 0
    assert _manifest(tmp_path / "out")["person"] == ids["luc"]


def test_what_is_no_person_has_no_export_of_its_own(tmp_path: Path) -> None:
    cell = Surroundings(1).found("Ana")
    page = add(cell, "page", {"title": "Semer"})
    with pytest.raises(RefusedError, match="export_not_person"):
        export(cell, tmp_path / "out", Format.JSON, person=page)
    assert list(tmp_path.iterdir()) == []


def test_one_persons_tables_come_into_another_cell_whole(tmp_path: Path) -> None:
    cell = Surroundings(1).found("Ana")
    ids = _a_year(cell)
    exported: Exported = export(cell, tmp_path / "out", Format.CSV, person=ids["zoe"])
    assert dict(exported.records) == {"gift": 1, "person": 2}  # and who wrote it down
    bring_in(Surroundings(2).found("Bea"), tmp_path / "out")
    whole = export(cell, tmp_path / "ana", Format.CSV, person=ids["ana"])
    assert (whole.aside, whole.records["person"]) == (0, 3)
    bring_in(Surroundings(3).found("Cleo"), tmp_path / "ana")


def test_what_leads_nowhere_is_told_aside_and_stops_no_import(tmp_path: Path) -> None:
    cell = Surroundings(1).found("Ana")
    ids = _a_year(cell)
    gone = "ab" * 32
    _written_by_a_peer(cell, "contribution", {"what": "Seul", "date": "2026-01-01", "persons": [gone]})
    _written_by_a_peer(cell, "thanks", {"to": [ids["luc"]], "about": gone, "words": "Merci.", "date": "2026-01-01"})
    _written_by_a_peer(cell, "page", {"title": "x" * 300})
    exported = export(cell, tmp_path / "csv", Format.CSV)
    assert exported.aside == 3
    told = {line["kind"]: line["fields"] for line in lines(tmp_path / "csv" / "a-part.jsonl")}
    assert told["contribution"]["persons"] == [gone]
    assert told["page"]["title"] == "x" * 300
    assert "Seul" not in _table(tmp_path / "csv" / "contributions.csv")
    assert _table(tmp_path / "csv" / "mercis.csv").endswith(';"Merci.";"2026-01-01";"Ana";"Ana";;"oui"\r\n')
    bring_in(Surroundings(2).found("Bea"), tmp_path / "csv")


def _written_by_a_peer(cell: Cell, kind: str, values: dict[str, Value]) -> None:
    """Write what no service of ours would."""
    described = BY_NAME[kind]
    changes = create(described, values, cell.device)
    with cell.store.transaction():
        cell.append([cell.change(code_of(described), changes[0].body, None)])
    project_all(cell)


def test_attachments_leave_whole_under_their_name_and_what_is_not_here_is_counted(
    around: Surroundings, tmp_path: Path
) -> None:
    cell = around.found("Ana")
    page = add(cell, "page", {"title": "Coudre un sac"})
    path = tmp_path / "patron.txt"
    path.write_bytes(b"plier, coudre")
    one = attach(cell, page, path)
    change(cell, page, {"attachments": [f"{one.hash} {one.name}", f"{'ab' * 32} ailleurs.pdf"]})
    done = export(cell, tmp_path / "out", Format.JSON)
    assert (done.attachments, done.attachments_absent) == (1, 1)
    [written] = (tmp_path / "out" / "attachments").iterdir()
    assert written.name == f"{one.hash[:16]} patron.txt"
    assert written.read_bytes() == b"plier, coudre"
