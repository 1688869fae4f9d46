"""What one person took part in since a day: counted from records, for that person to see; never a score."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from idos_p2p.store.ports import Reader
from idos_p2p.views.records import NOBODY_TWICE

_FIGURES = """
    WITH alias (number, first) AS MATERIALIZED (
        SELECT one.number, coalesce(other.number, asked.value)
        FROM json_each(?) AS asked JOIN subject AS one ON one.id = unhex(asked.key)
        LEFT JOIN subject AS other ON other.id = unhex(asked.value)
    ), me AS MATERIALIZED (
        SELECT number FROM subject WHERE id IN ({places})
    ), mine AS MATERIALIZED (
        SELECT DISTINCT record.key AS key, record.minutes AS minutes
        FROM me JOIN link ON link.subject = me.number AND link.field = 'persons'
        CROSS JOIN record INDEXED BY contribution_summed ON record.key = link.record
            AND record.kind = 'contribution' AND NOT record.removed AND NOT record.contested AND record.day >= ?
    )
    SELECT
        coalesce(sum(minutes), 0),
        count(*),
        (SELECT count(DISTINCT coalesce(alias.first, link.subject))
            FROM mine CROSS JOIN link ON link.record = mine.key AND link.field = 'persons'
            LEFT JOIN alias ON alias.number = link.subject WHERE link.subject NOT IN (SELECT number FROM me)),
        (SELECT count(DISTINCT link.subject) FROM mine CROSS JOIN link
            ON link.record = mine.key AND link.field = 'project')
    FROM mine
"""


@dataclass(frozen=True, slots=True)
class Figures:
    """Minutes and contributions of a person, with how many others, on how many projects."""

    minutes: int
    contributions: int
    persons: int
    projects: int


def figures(reader: Reader, persons: Sequence[str], since: str, same: Mapping[str, str] = NOBODY_TWICE) -> Figures:
    """Return the figures of the person whom these records tell about, from this day ("2026-01-01") on.

    ``same`` leads from each further record of a person to the one that stands for them. Contested contributions are
    left out.
    """
    ids = [bytes.fromhex(person) for person in persons]
    places = ", ".join("?" * len(ids))
    row = reader.rows(_FIGURES.format(places=places), (json.dumps(dict(same)), *ids, since))[0]
    return Figures(*row)
