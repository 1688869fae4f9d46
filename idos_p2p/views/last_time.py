"""What somebody noted last, to note the like again."""

from __future__ import annotations

import json
from collections.abc import Iterable

from idos_p2p.ids import DeviceId
from idos_p2p.store.ports import Reader
from idos_p2p.views.records import RecordView, by_keys

# A device's records have keys in the order in which it wrote them: the walk ends at the first that fits.
_LAST = """
    SELECT (
        SELECT record.key FROM record
        WHERE record.key BETWEEN device.number << 32 AND (device.number + 1 << 32) - 1
            AND record.kind = 'contribution' AND NOT record.removed
        ORDER BY record.key DESC LIMIT 1
    ) FROM device WHERE hex(device.key) IN (SELECT value FROM json_each(?))
"""
_LAST_FOR = """
    SELECT (
        SELECT link.record FROM link JOIN record ON record.key = link.record
        WHERE link.subject = (SELECT number FROM subject WHERE id = ?) AND link.field = 'project'
            AND link.record BETWEEN device.number << 32 AND (device.number + 1 << 32) - 1
            AND record.kind = 'contribution'
        ORDER BY link.record DESC LIMIT 1
    ) FROM device WHERE hex(device.key) IN (SELECT value FROM json_each(?))
"""


def last_contribution(reader: Reader, devices: Iterable[DeviceId], project: str = "") -> RecordView | None:
    """Return the contribution that was last written with these devices, for this project (whole id) or for any."""
    named = json.dumps([device.hex().upper() for device in devices])
    rows = reader.rows(_LAST_FOR, (bytes.fromhex(project), named)) if project else reader.rows(_LAST, (named,))
    views = by_keys(reader, [key for (key,) in rows if key is not None])
    return max(views, key=lambda view: (view.created_ms, view.record.seq, view.id), default=None)
