"""Two persons change the same record apart: both edits are kept, or both versions can be read (issue 2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end2end.conftest import Cell
from tests.end2end.laptop import NO_DISCOVERY, Document, Laptop

LINES = ("# Compost", "", "Remuer chaque semaine.", "Arroser l’été.", "Couvrir l’hiver.")
WITH_AICHA = ("# Compost", "", "Remuer chaque semaine, à la fourche.", *LINES[3:])
WITH_KARIM = (*LINES[:4], "Couvrir l’hiver, avec des feuilles.", "Jamais de viande !")
WITH_BOTH = ("# Compost", "", WITH_AICHA[2], LINES[3], *WITH_KARIM[4:])


@contextmanager
def meeting(cell: Cell) -> Iterator[None]:
    """Open both laptops, let them meet, and keep them open."""
    with cell.aicha.serve(NO_DISCOVERY) as aicha, cell.karim.serve(NO_DISCOVERY):
        assert cell.karim.asks("sync", "--peer", aicha.endpoint)["equal"]
        yield


def shown_on_both(cell: Cell, record: str) -> Document:
    """Return what both open laptops show of a record: the same."""
    shown = cell.aicha.asks("show", record)
    assert cell.karim.asks("show", record) == shown
    return shown


def body_from(laptop: Laptop, lines: tuple[str, ...]) -> str:
    """Return the words that set a page's body to these lines, as a person does who edited it in a file."""
    file = laptop.home.parent / f"{laptop.home.name}.md"
    file.write_text("\n".join(lines), encoding="utf-8")
    return f"body=@{file}"


@pytest.fixture(scope="module")
def with_records(founded: Cell, tmp_path_factory: pytest.TempPathFactory) -> tuple[Cell, str, str]:
    """The two laptops, a project and a page that both hold."""
    cell = founded.copy(tmp_path_factory.mktemp("records"))
    project = cell.aicha.add("project", title="Jardin partagé", purpose="Cultiver ensemble", place="Cour de l’école")
    page = str(cell.aicha.do("add", "page", "title=Compost", body_from(cell.aicha, LINES))["id"])
    with meeting(cell):
        return cell, project, page


def test_different_fields_and_different_lines_are_both_kept(
    with_records: tuple[Cell, str, str], tmp_path: Path
) -> None:
    kept, project, page = with_records
    cell = kept.copy(tmp_path)
    cell.aicha.do("set", project, "place=Friche de la gare", "title=Jardin partagé de la gare")
    cell.karim.do("set", project, "needs=Deux brouettes", "state=closed")
    cell.aicha.do("set", page, body_from(cell.aicha, WITH_AICHA))
    cell.karim.do("set", page, body_from(cell.karim, WITH_KARIM))
    with meeting(cell):
        shown = shown_on_both(cell, project)
        assert "versions" not in shown
        assert (shown["place"], shown["title"]) == ("Friche de la gare", "Jardin partagé de la gare")
        assert (shown["needs"], shown["state"]) == ("Deux brouettes", "closed")
        assert shown["purpose"] == "Cultiver ensemble"
        assert shown_on_both(cell, page)["body"].split("\n") == list(WITH_BOTH)


def test_one_field_changed_twice_keeps_both_versions_and_their_authors_until_somebody_settles_it(
    with_records: tuple[Cell, str, str], tmp_path: Path
) -> None:
    kept, project, _ = with_records
    cell = kept.copy(tmp_path)
    cell.aicha.do("set", project, "title=Jardin d’Aïcha")
    cell.karim.do("set", project, "title=Jardin de Karim")
    with meeting(cell):
        shown = shown_on_both(cell, project)
        assert {(version["value"], version["who"]) for version in shown["versions"]["title"]} == {
            ("Jardin d’Aïcha", "Aïcha Benali"),
            ("Jardin de Karim", "Karim Ould-Ahmed"),
        }
        assert list(shown["versions"]) == ["title"]
        assert shown["title"] in {"Jardin d’Aïcha", "Jardin de Karim"}
    cell.karim.do("set", project, "title=Notre jardin")
    with meeting(cell):
        settled = shown_on_both(cell, project)
        assert settled["title"] == "Notre jardin"
        assert "versions" not in settled
