"""Open needs and offers."""

from __future__ import annotations

from idos_p2p.store.ports import Reader
from idos_p2p.views.records import RecordView, by_keys

# The sign keeps the planner from walking all that was touched.
_OPEN = """
    SELECT key FROM record
    WHERE kind IN ('need', 'offer') AND NOT removed AND NOT contested
        AND coalesce(fields ->> '$.state', 'open') = 'open' AND coalesce(fields ->> '$.until', '9999-12-31') >= ?
    ORDER BY +touched_ms DESC, id LIMIT ?
"""


def open_asked(reader: Reader, day: str, most: int) -> list[RecordView]:
    """Return at most ``most`` needs and offers that are open on a day, the most recently touched first."""
    return by_keys(reader, [key for (key,) in reader.rows(_OPEN, (day, most))])
