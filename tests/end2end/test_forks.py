"""A home that somebody copied and used twice: nobody is split, nothing is lost, nothing is counted twice."""

from __future__ import annotations

from pathlib import Path

from tests.end2end.conftest import Cell
from tests.end2end.laptop import NO_DISCOVERY, Laptop, Serving


def meet(laptop: Laptop, serving: Serving) -> None:
    """Bring a laptop up to date with the one that serves."""
    met = laptop.do("sync", "--peer", serving.endpoint, NO_DISCOVERY)
    assert [peer["state"] for peer in met["peers"]] == ["up_to_date"]


def titles(laptop: Laptop) -> dict[str, bool]:
    """Return the projects that a laptop lists, and whether each is contested."""
    return {record["title"]: record.get("contested", False) for record in laptop.do("list", "project")}


def test_a_home_that_was_copied_and_used_twice_splits_nobody(cell: Cell, tmp_path: Path) -> None:
    aicha, karim = cell.aicha, cell.karim
    karim.add("project", title="Le verger", place="Lyon")
    twin = karim.copy(tmp_path / "twin")
    karim.add("project", title="Écrit chez Karim")
    twin.add("project", title="Écrit sur la copie")
    with aicha.serve(NO_DISCOVERY) as serving:
        meet(karim, serving)
        meet(twin, serving)
        twin.add("project", title="Écrit après")  # by a new device, which took the place of the one that forked
        meet(twin, serving)
        meet(karim, serving)  # learns that it was forked, too
        meet(karim, serving)  # and comes back as a new device
        meet(twin, serving)
    laptops = (aicha, karim, twin)
    expected = {"Le verger": False, "Écrit chez Karim": True, "Écrit sur la copie": True, "Écrit après": False}
    assert [titles(laptop) for laptop in laptops] == [expected] * 3
    shown = [laptop.do("cell", "show") for laptop in laptops]
    assert len({document["digest"] for document in shown}) == 1
    assert all(len(document["forks"]) == 1 for document in shown)
    assert [laptop.do("check", "--deep")["ok"] for laptop in laptops] == [True] * 3
