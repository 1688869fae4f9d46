"""Projects as cards, with what was given to each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from idos_p2p.store.ports import Reader
from idos_p2p.views.records import NOBODY_TWICE, RecordView, by_keys

_CARDS = """
    WITH alias (number, first) AS MATERIALIZED (
        SELECT one.number, coalesce(other.number, asked.value)
        FROM json_each(?) AS asked JOIN subject AS one ON one.id = unhex(asked.key)
        LEFT JOIN subject AS other ON other.id = unhex(asked.value)
    ), given AS MATERIALIZED (
        SELECT project.key AS project, contribution.key AS key, contribution.day AS day,
            contribution.minutes AS minutes
        FROM record AS project JOIN subject ON subject.id = project.id
        CROSS JOIN link AS of_project ON of_project.subject = subject.number AND of_project.field = 'project'
        CROSS JOIN record AS contribution INDEXED BY contribution_summed ON contribution.key = of_project.record
            AND contribution.kind = 'contribution' AND NOT contribution.contested
        WHERE project.kind = 'project' AND NOT project.removed
    ), did AS MATERIALIZED (
        SELECT given.project AS project, coalesce(alias.first, link.subject) AS person,
            sum(given.minutes) AS minutes
        FROM given CROSS JOIN link ON link.record = given.key AND link.field = 'persons'
        LEFT JOIN alias ON alias.number = link.subject
        WHERE alias.number IS NULL OR NOT EXISTS (
            SELECT 1 FROM link AS own
            WHERE own.record = given.key AND own.field = 'persons' AND own.subject = alias.first
        )
        GROUP BY 1, 2
    ), told AS MATERIALIZED (
        SELECT project, count(*) AS contributions, max(day) AS day FROM given GROUP BY project
    ), taken AS MATERIALIZED (
        SELECT project, sum(minutes) AS minutes, count(*) AS persons FROM did GROUP BY project
    )
    SELECT project.key, coalesce(told.contributions, 0), coalesce(taken.minutes, 0), coalesce(taken.persons, 0),
        coalesce(told.day, project.day) AS last_day
    FROM record AS project LEFT JOIN told ON told.project = project.key LEFT JOIN taken ON taken.project = project.key
    WHERE project.kind = 'project' AND NOT project.removed
    ORDER BY last_day DESC, project.id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project with the contributions made to it: how many, how long, by how many persons, the last one's day.

    Minutes are those of all persons together: two who worked an hour gave two. Contested contributions are left out.
    """

    record: RecordView
    contributions: int
    minutes: int
    persons: int
    last_day: str


def cards(reader: Reader, most: int, same: Mapping[str, str] = NOBODY_TWICE) -> list[ProjectCard]:
    """Return at most ``most`` projects, the most recently active first.

    ``same`` leads from each further record of a person to the one that stands for them (``services/who.py``).
    """
    rows = reader.rows(_CARDS, (json.dumps(dict(same)), most))
    records = by_keys(reader, [row[0] for row in rows])
    return [ProjectCard(record, *row[1:]) for record, row in zip(records, rows, strict=True)]
