"""What one person took part in since a day: counted from records, for that person to see; never a score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from idos_p2p.store.ports import Reader

_FIGURES = """
    WITH mine AS MATERIALIZED (
        SELECT DISTINCT record.key AS key, record.minutes AS minutes
        FROM subject JOIN link ON link.subject = subject.number AND link.field = 'persons'
        JOIN record ON record.key = link.record
        WHERE subject.id IN ({places}) AND record.kind = 'contribution' AND record.day >= ?
            AND NOT record.contested
    )
    SELECT
        coalesce(sum(minutes), 0),
        count(*),
        (SELECT count(DISTINCT subject.id) FROM mine JOIN link ON link.record = mine.key AND link.field = 'persons'
            JOIN subject ON subject.number = link.subject WHERE subject.id NOT IN ({places})),
        (SELECT count(DISTINCT link.subject) FROM mine JOIN link
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


def figures(reader: Reader, persons: Sequence[str], since: str) -> Figures:
    """Return the figures of the person whom these records tell about, from this day ("2026-01-01") on.

    Contested contributions are left out.
    """
    ids = [bytes.fromhex(person) for person in persons]
    places = ", ".join("?" * len(ids))
    row = reader.rows(_FIGURES.format(places=places), (*ids, since, *ids))[0]
    return Figures(*row)
