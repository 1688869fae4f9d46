"""Projects as cards, with what was given to each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from idos_p2p.store.ports import Reader
from idos_p2p.views.records import NOBODY_TWICE, RecordView, by_keys

# Sums are kept by project, year and person (schema 0003); a person of several records counts once: ``alias`` leads from
# each further record to the one that stands for them, ``twice`` is what names them by two.
_CARDS = """
    WITH alias (number, first) AS MATERIALIZED (
        SELECT one.number, coalesce(other.number, asked.value)
        FROM json_each(?) AS asked JOIN subject AS one ON one.id = unhex(asked.key)
        LEFT JOIN subject AS other ON other.id = unhex(asked.value)
    ), twice AS MATERIALIZED (
        SELECT of_project.subject AS project, sum(record.minutes) AS minutes
        FROM alias CROSS JOIN link AS named ON named.subject = alias.number AND named.field = 'persons'
        CROSS JOIN link AS own
            ON own.record = named.record AND own.field = 'persons' AND own.subject = alias.first
        CROSS JOIN record INDEXED BY contribution_summed ON record.key = named.record
            AND record.kind = 'contribution' AND NOT record.removed AND NOT record.contested
        CROSS JOIN link AS of_project ON of_project.record = record.key AND of_project.field = 'project'
        GROUP BY 1
    ), told AS MATERIALIZED (
        SELECT project, sum(contributions * (person = 0)) AS contributions, sum(minutes * (person <> 0)) AS minutes,
            count(DISTINCT iif(person = 0, NULL, coalesce(alias.first, person))) AS persons
        FROM work LEFT JOIN alias ON alias.number = work.person GROUP BY project
    )
    SELECT project.key, coalesce(told.contributions, 0), coalesce(told.minutes, 0) - coalesce(twice.minutes, 0),
        coalesce(told.persons, 0), coalesce((
            SELECT interaction.day
            FROM interaction CROSS JOIN record INDEXED BY contribution_summed ON record.key = interaction.record
                AND record.kind = 'contribution' AND NOT record.removed AND NOT record.contested
            CROSS JOIN link ON link.record = record.key AND link.field = 'project' AND link.subject = subject.number
            WHERE interaction.subject = subject.number ORDER BY interaction.day DESC LIMIT 1
        ), project.day) AS last_day
    FROM record AS project LEFT JOIN subject ON subject.id = project.id
    LEFT JOIN told ON told.project = subject.number LEFT JOIN twice ON twice.project = subject.number
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
