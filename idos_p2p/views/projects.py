"""Projects as cards, with what was given to each."""

from __future__ import annotations

from dataclasses import dataclass

from idos_p2p.store.ports import Reader
from idos_p2p.views.records import RecordView, by_keys

_CARDS = """
    WITH given AS MATERIALIZED (
        SELECT project.key AS project, contribution.key AS key, contribution.day AS day,
            contribution.minutes AS minutes
        FROM record AS project
        JOIN subject ON subject.id = project.id
        JOIN interaction ON interaction.subject = subject.number
        JOIN record AS contribution ON contribution.key = interaction.record AND contribution.kind = 'contribution'
            AND NOT contribution.contested
        JOIN link ON link.record = contribution.key AND link.field = 'project' AND link.subject = subject.number
        WHERE project.kind = 'project' AND NOT project.removed
    )
    SELECT project.key,
        count(given.key), coalesce(sum(given.minutes), 0),
        (SELECT count(DISTINCT link.subject) FROM given AS mine
            JOIN link ON link.record = mine.key AND link.field = 'persons' WHERE mine.project = project.key),
        coalesce(max(given.day), project.day) AS last_day
    FROM record AS project LEFT JOIN given ON given.project = project.key
    WHERE project.kind = 'project' AND NOT project.removed
    GROUP BY project.key ORDER BY last_day DESC, project.key DESC LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project with the contributions made to it: how many, how long, by how many persons, the last one's day.

    Contested contributions are left out.
    """

    record: RecordView
    contributions: int
    minutes: int
    persons: int
    last_day: str


def cards(reader: Reader, most: int) -> list[ProjectCard]:
    """Return at most ``most`` projects, the most recently active first."""
    rows = reader.rows(_CARDS, (most,))
    records = by_keys(reader, [row[0] for row in rows])
    return [ProjectCard(record, *row[1:]) for record, row in zip(records, rows, strict=True)]
