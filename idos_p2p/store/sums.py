"""What contributions add up to, by project, year and person: kept as they come and go, and told anew for a check."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from idos_p2p.store.database import Database
from idos_p2p.store.ports import Stray

# A contribution is of one project, whose own link stands for all persons together.
_WORK = """
    SELECT of_project.subject AS project, iif(
            substr(record.day, 5) BETWEEN '-01-01' AND '-12-31', substr(record.day, 1, 4), ''
        ) AS year, iif(given.field = 'project', 0, given.subject) AS person,
        count(*) AS contributions, sum(record.minutes) AS minutes
    FROM {records} CROSS JOIN record INDEXED BY contribution_summed ON record.key = {key}
        AND record.kind = 'contribution' AND NOT record.removed AND NOT record.contested
    CROSS JOIN link AS of_project ON of_project.record = record.key AND of_project.field = 'project'
    CROSS JOIN link AS given ON given.record = record.key
        AND (given.field = 'persons' OR (given.field = 'project' AND given.subject = of_project.subject))
    GROUP BY 1, 2, 3
"""
_OF_SOME = _WORK.format(records="json_each(?2) AS wanted", key="wanted.value")
_OF_ALL = _WORK.format(
    records="(SELECT DISTINCT record AS key FROM link WHERE field = 'project') AS one", key="one.key"
)
_ADD = f"""
    INSERT INTO work (project, year, person, contributions, minutes)
    SELECT project, year, person, ?1 * contributions, ?1 * minutes FROM ({_OF_SOME}) WHERE TRUE
    ON CONFLICT DO UPDATE
    SET contributions = contributions + excluded.contributions, minutes = minutes + excluded.minutes
"""  # noqa: S608  # made of this module's words
_HELD = "SELECT project, year, person, contributions, minutes FROM work"
_UNLIKE = """
    WITH unlike (project, year, person, contributions, minutes) AS (SELECT * FROM ({0}) EXCEPT SELECT * FROM ({1}))
    SELECT coalesce(lower(hex(subject.id)), ''),
        rtrim(format('%s %d %d %s', unlike.year, unlike.contributions, unlike.minutes, lower(hex(person.id))))
    FROM unlike LEFT JOIN subject ON subject.number = unlike.project
    LEFT JOIN subject AS person ON person.number = unlike.person ORDER BY 1, 2
"""


def add(database: Database, keys: Sequence[int]) -> None:
    """Add what these records give, which stand in the tables with their links."""
    database.write(_ADD, (1, json.dumps(keys)))


def take_away(database: Database, keys: Sequence[int]) -> None:
    """Take away what these records gave, which are about to leave the tables."""
    database.write(_ADD, (-1, json.dumps(keys)))


def strays(database: Database) -> Iterator[Stray]:
    """Yield each sum that the records do not give, and each that is missing."""
    for held, due, missing in ((_HELD, _OF_ALL, False), (_OF_ALL, _HELD, True)):
        for project, detail in database.rows(_UNLIKE.format(held, due)):
            yield Stray("work", project, detail, missing)
