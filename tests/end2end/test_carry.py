"""Two computers that never see each other bring each other up to date by a USB key."""

from __future__ import annotations

import random
from pathlib import Path

from tests.end2end.conftest import Cell
from tests.end2end.laptop import NO_DISCOVERY


def test_a_key_goes_there_and_back(cell: Cell, tmp_path: Path) -> None:
    aicha, karim = cell.aicha, cell.karim
    aicha.add("project", title="Le jardin")
    karim.add("page", title="La soupe")
    written = aicha.do("carry", "write", str(tmp_path))
    path = written["path"]
    assert (written["devices"], written["attachments"], written["attachments_left_out"]) == (2, 0, 0)
    assert written["size"] == Path(path).stat().st_size
    told = karim.do("carry", "read", path, "--preview")
    assert (told["from"]["name"], told["entries"], told["preview"]) == ("Aïcha Benali", 1, True)
    assert karim.do("list", "project") == []
    taken = karim.do("carry", "read", path)
    assert (taken["entries"], taken["member"], taken["stopped"]) == (1, True, None)
    assert [project["title"] for project in karim.do("list", "project")] == ["Le jardin"]
    [who] = [each["id"] for each in karim.do("list", "person") if each["name"] == "Aïcha Benali"]
    back = karim.do("carry", "write", str(tmp_path / "retour"), "--for", who)
    assert back["entries"] < written["entries"]
    with aicha.serve(NO_DISCOVERY):  # the process that holds the home reads it
        assert aicha.do("carry", "read", back["path"])["equal"]
    assert aicha.do("cell", "show")["digest"] == karim.do("cell", "show")["digest"]


def test_a_file_that_is_cut_is_told_and_one_of_another_cell_refused(cell: Cell, tmp_path: Path) -> None:
    aicha, karim = cell.aicha, cell.karim
    chance = random.Random(1)
    for number in range(2):  # letters that nothing makes shorter: more than one part of a file
        aicha.add("page", title=f"Page {number}", body=chance.randbytes(30_000).hex())
    path = Path(aicha.do("carry", "write", str(tmp_path / "clé"))["path"])
    path.write_bytes(path.read_bytes()[:-10])
    said = karim.said("--json", "carry", "read", str(path))
    assert said.code == 1
    assert '"stopped": {"code": "bundle_cut"' in said.out
    assert karim.fails("carry", "read", __file__).code == "bundle_unknown"


def test_two_laptops_share_by_folders_that_somebody_copies(cell: Cell, tmp_path: Path) -> None:
    aicha, karim = cell.aicha, cell.karim
    hers, his = tmp_path / "Nextcloud d'Aïcha", tmp_path / "Nextcloud de Karim"
    for folder in (hers, his):
        folder.mkdir()
    photo = tmp_path / "photo.png"
    photo.write_bytes(random.Random(1).randbytes(400_000))
    aicha.add("project", title="Le jardin")
    assert aicha.fails("carry", "folder", str(tmp_path / "nulle part")).code == "folder_missing"
    first = aicha.do("carry", "folder", str(hers))
    assert (first["folder"], first["own"], first["exchanged"]["held_up"]) == (str(hers), 1, None)
    carried(hers, his)
    taken = karim.do("carry", "folder", str(his))["exchanged"]
    assert (taken["received"], taken["read"], [each["name"] for each in taken["news"]]) == (1, 1, ["Aïcha Benali"])
    page = karim.add("page", title="La soupe")
    karim.do("attach", page, str(photo))
    with karim.serve(NO_DISCOVERY) as at_his:
        at_his.until("folder")
        carried(his, hers)
        with aicha.serve(NO_DISCOVERY) as at_hers:
            at_hers.until("folder", attachments=1)
            assert [one["title"] for one in aicha.asks("list", "page")] == ["La soupe"]
            assert [one["size"] for one in aicha.asks("attachments", page)["items"]] == [400_000]
            told = aicha.asks("cell", "show")["folder"]
            assert (told["folder"], told["code"]) == (str(hers), "")
    assert aicha.do("cell", "show")["digest"] == karim.do("cell", "show")["digest"]
    assert aicha.do("carry", "folder", "--forget")["folder"] is None
    assert list(hers.iterdir())


def carried(source: Path, target: Path) -> None:
    """Copy what a folder holds into another, as whoever carries it does."""
    for path in source.iterdir():
        if not path.name.endswith(".part"):
            (target / path.name).write_bytes(path.read_bytes())
