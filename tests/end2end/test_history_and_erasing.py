"""A person looks back, takes back, throws away and erases, at the command line of two laptops."""

from __future__ import annotations

from tests.end2end.conftest import Cell
from tests.end2end.laptop import NO_DISCOVERY, Document, Laptop


def changes(laptop: Laptop, record: str) -> list[tuple[str, dict[str, tuple[Document, Document]]]]:
    """Return who wrote what in a record."""
    return [
        (entry["who"], {each["field"]: (each["before"], each["after"]) for each in entry["changes"]})
        for entry in laptop.do("history", record)
    ]


def meet(cell: Cell) -> None:
    """Let both laptops meet until they hold the same."""
    with cell.aicha.serve(NO_DISCOVERY) as aicha:
        assert cell.karim.do("sync", "--peer", aicha.endpoint, NO_DISCOVERY)["equal"]


def test_history_undo_redo_restore_and_the_bin(cell: Cell) -> None:
    aicha, karim = cell.aicha, cell.karim
    project = aicha.add("project", title="Potager", place="Cour")
    meet(cell)
    karim.do("set", project, "place=Gare", "needs=des bâches")
    meet(cell)
    first, second = aicha.do("history", project)
    assert (first["who"], first["created"], second["who"]) == ("Aïcha Benali", True, "Karim Ould-Ahmed")
    assert changes(aicha, project)[1] == (
        "Karim Ould-Ahmed",
        {"place": ("Cour", "Gare"), "needs": (None, "des bâches")},
    )
    assert karim.do("undo") == {"records": [project], "left": []}
    assert karim.do("show", project)["place"] == "Cour"
    assert karim.do("redo")["records"] == [project]
    assert aicha.do("restore", project, first["entry"][:8]) == {"id": project, "entries": 1}
    assert aicha.do("show", project)["place"] == "Cour"
    assert aicha.do("remove", project[:8]) == {"id": project}
    assert aicha.do("list", "project") == []
    [item] = aicha.do("bin")["items"]
    assert (item["id"], item["days_left"], item["own"]) == (project, 30, False)
    assert aicha.do("bin", "--empty")["records"] == []
    assert aicha.do("put-back", project) == {"id": project}
    assert [record["id"] for record in aicha.do("list", "project")] == [project]
    assert aicha.do("due")["items"] == []
    assert "members" in {item["name"] for item in aicha.do("register")["items"]}


def test_what_is_erased_is_told_on_both_laptops_and_leaves_the_copies_of_the_day(cell: Cell) -> None:
    aicha, karim = cell.aicha, cell.karim
    me = next(member["person"] for member in karim.do("cell", "members") if member["name"].startswith("Karim"))
    act = karim.add("contribution", what="une confidence", date="2026-11-02", persons=me)
    [before] = karim.do("copy", "list")["copies"]
    meet(cell)
    erased = karim.do("erase", act)
    assert erased["count"] == 1
    assert erased["erased"] == {"done": 1, "computers": 2, "waiting": ["Aïcha Benali"]}
    [after] = karim.do("copy", "list")["copies"]
    assert after["made"] >= before["made"]
    assert after["entries"] > before["entries"]
    meet(cell)
    aicha.do("check")  # a laptop that was opened since has said so
    meet(cell)
    told = {"id": act, "erased": {"done": 2, "computers": 2, "waiting": []}}
    assert [laptop.do("show", act[:10]) for laptop in (aicha, karim)] == [told, told]
    assert karim.fails("undo").code == "undo_nothing"
    assert karim.do("erase", "Karim Ould-Ahmed")["count"] == 1
    assert karim.do("show", me)["erased"]["done"] == 1
