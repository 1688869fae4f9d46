"""What is dated before a day, and the last day on which anything tells of a person."""

from __future__ import annotations

import json
from collections.abc import Iterable

from idos_p2p.store.ports import Reader
from idos_p2p.views.records import SELECT_RECORD, RecordView, view

_DATED_BEFORE = "WHERE NOT record.removed AND record.kind = ? AND record.day < ? ORDER BY record.day, record.id"
_LAST_DAY = """
    SELECT max(day) FROM (
        SELECT (SELECT max(interaction.day) FROM interaction WHERE interaction.subject = subject.number) AS day
        FROM subject WHERE subject.id IN (SELECT unhex(value) FROM json_each(?))
    )
"""


def dated_before(reader: Reader, kind: str, day: str) -> list[RecordView]:
    """Return the records of a kind that are dated before a day, the oldest first; none that is in the bin."""
    return [view(row) for row in reader.rows(SELECT_RECORD + _DATED_BEFORE, (kind, day))]


def last_day(reader: Reader, records: Iterable[str]) -> str:
    """Return the day of the last record that links one of these records; empty when none does."""
    ((day,),) = reader.rows(_LAST_DAY, (json.dumps(list(records)),))
    return day or ""
