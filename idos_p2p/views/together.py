"""Who works on which project: of each, the persons who gave it time since some year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from idos_p2p.store.ports import Reader

_WORKERS = """
    SELECT DISTINCT project.id, project.title, person.id
    FROM work JOIN subject AS of_project ON of_project.number = work.project
    JOIN record AS project ON project.id = of_project.id AND NOT project.removed
    JOIN subject AS person ON person.number = work.person
    WHERE work.person <> 0 AND work.year >= ?
"""


class Project(NamedTuple):
    """A project, by its record's id and its title."""

    id: str
    title: str


def workers(reader: Reader, since_year: str) -> Mapping[Project, frozenset[str]]:
    """Return, for each project in sight, the ids of the records of those who gave it time since a year ("2025")."""
    found: dict[Project, set[str]] = {}
    for project, title, person in reader.rows(_WORKERS, (since_year,)):
        found.setdefault(Project(project.hex(), title), set()).add(person.hex())
    return {project: frozenset(persons) for project, persons in found.items()}
