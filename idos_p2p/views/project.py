"""A project's page: who takes part, what is needed and offered, what comes next, what was given and used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from idos_p2p.store.ports import Reader
from idos_p2p.views.around import Interaction, interactions
from idos_p2p.views.records import RecordView

MOST_CENTS = 100_000_000_000  # a share that nobody could mean counts as this much, as an amount does (schema 3)

# A person of several records counts once: ``alias`` leads from each further record to the one that stands for them.
_GIVEN = """
    WITH alias (number, first) AS MATERIALIZED (
        SELECT one.number, coalesce(other.number, asked.value)
        FROM json_each(?) AS asked JOIN subject AS one ON one.id = unhex(asked.key)
        LEFT JOIN subject AS other ON other.id = unhex(asked.value)
    ), given AS MATERIALIZED (
        SELECT record.minutes AS minutes, record.cents AS cents, iif(
            record.cents > 0, (SELECT whole.fields ->> '$.form' FROM record AS whole WHERE whole.key = record.key), ''
        ) AS form, (
            SELECT count(DISTINCT coalesce(alias.first, link.subject))
            FROM link LEFT JOIN alias ON alias.number = link.subject
            WHERE link.record = record.key AND link.field = 'persons'
        ) AS persons
        FROM subject JOIN link AS of_project ON of_project.subject = subject.number AND of_project.field = 'project'
        CROSS JOIN record INDEXED BY contribution_summed ON record.key = of_project.record
            AND record.kind = 'contribution' AND NOT record.removed AND NOT record.contested
        WHERE subject.id = ?
    )
    SELECT count(*), coalesce(sum(minutes * persons), 0), coalesce(sum(cents * (form = 'expense')), 0),
        coalesce(sum(cents * (form IN ('goods', 'service'))), 0)
    FROM given
"""
_USED = """
    SELECT count(DISTINCT record.key), count(DISTINCT share.key),
        coalesce(sum(min(max(share.value, 0), ?) * (coalesce(gift.fields ->> '$.form', 'money') = 'money')), 0),
        coalesce(sum(min(max(share.value, 0), ?) * (coalesce(gift.fields ->> '$.form', 'money') <> 'money')), 0)
    FROM subject JOIN link ON link.subject = subject.number AND link.field = 'project'
    JOIN record ON record.key = link.record AND record.kind = 'use' AND NOT record.contested
    JOIN json_each(record.fields, '$.gifts') AS share ON share.type = 'integer'
    LEFT JOIN record AS gift ON gift.id = unhex(share.key)
    WHERE subject.id = ?
"""
_PERSONS = """
    SELECT id FROM subject WHERE number IN (
        SELECT link.subject
        FROM subject AS project JOIN link AS of_project
            ON of_project.subject = project.number AND of_project.field = 'project'
        JOIN link ON link.record = of_project.record AND link.field = 'persons'
        WHERE project.id = ?
    )
"""
# From the few records of these kinds to the project, not from the project through all that was done for it.
_OPEN = """
    SELECT record.key FROM record JOIN subject ON subject.id = ?
    WHERE record.kind = ? AND NOT record.removed
        AND EXISTS (
            SELECT 1 FROM link
            WHERE link.record = record.key AND link.field = 'project' AND link.subject = subject.number
        )
        AND coalesce(record.fields ->> '$.state', 'open') <> 'closed'
    ORDER BY coalesce(record.fields ->> '$.until', '9999-12-31'), record.title, record.id LIMIT ?
"""
_MEETINGS = """
    SELECT record.key FROM record JOIN subject ON subject.id = ?
    WHERE record.kind = 'meeting' AND NOT record.removed AND record.day >= ?
        AND EXISTS (
            SELECT 1 FROM link
            WHERE link.record = record.key AND link.field = 'project' AND link.subject = subject.number
        )
    ORDER BY record.day, coalesce(record.fields ->> '$.time', ''), record.id LIMIT ?
"""


@dataclass(frozen=True, slots=True)
class Given:
    """What a project was given and what gifts did there; contested records are left out."""

    contributions: int
    minutes: int  # of all persons together: two who worked an hour gave two
    expenses: int  # cents of waived expenses
    in_kind: int  # cents of goods and services contributed
    uses: int  # how often gifts were used here
    gifts: int  # how many gifts that were
    money_used: int  # cents of money gifts
    goods_used: int  # cents of gifts of goods and services


def given(reader: Reader, project: RecordView, same: Mapping[str, str]) -> Given:
    """Return the sums of a project; ``same`` leads from each further record of a person to the first."""
    entry = bytes.fromhex(project.id)
    (work,) = reader.rows(_GIVEN, (json.dumps(dict(same)), entry))
    (used,) = reader.rows(_USED, (MOST_CENTS, MOST_CENTS, entry))
    return Given(*work, *used)


def persons(reader: Reader, project: RecordView) -> frozenset[str]:
    """Return the ids of the person records that anything of the project links."""
    rows = reader.rows(_PERSONS, (bytes.fromhex(project.id),))
    return frozenset(entry.hex() for (entry,) in rows)


def still_open(reader: Reader, project: RecordView, kind: str, most: int) -> tuple[Interaction, ...]:
    """Return at most ``most`` needs, offers or proposals of a project that are not closed, those due soonest first."""
    return _of(reader, _OPEN, (bytes.fromhex(project.id), kind, most))


def next_meetings(reader: Reader, project: RecordView, today: str, most: int) -> tuple[Interaction, ...]:
    """Return at most ``most`` meetings of a project from a day on, the next one first."""
    return _of(reader, _MEETINGS, (bytes.fromhex(project.id), today, most))


def _of(reader: Reader, sql: str, parameters: tuple[object, ...]) -> tuple[Interaction, ...]:
    return tuple(interactions(reader, [key for (key,) in reader.rows(sql, parameters)]))
