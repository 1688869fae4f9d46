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
    assert (written["devices"], written["attachments_left_out"]) == (2, 0)
    assert written["size"] == Path(path).stat().st_size
    told = karim.do("carry", "read", path, "--preview")
    assert (told["from"]["name"], told["entries"], told["preview"]) == ("Aïcha Benali", 1, True)
    assert karim.do("list", "project") == []
    taken = karim.do("carry", "read", path)
    assert (taken["entries"], taken["member"], taken["stopped"]) == (1, True, None)
    assert [project["title"] for project in karim.do("list", "project")] == ["Le jardin"]
    back = karim.do("carry", "write", str(tmp_path / "retour"))
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
