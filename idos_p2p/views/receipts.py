"""Which computers said that they hold no word of an erased record any more.

A receipt lies in the bin from the moment it is written, so that no list, story, search or sum ever shows it.
"""

from __future__ import annotations

from idos_p2p.ids import DeviceId
from idos_p2p.store.ports import Reader

_NAMED = """
    FROM record JOIN device ON device.number = record.key >> 32
    JOIN json_each(record.fields, '$.records') AS erased
    WHERE record.kind = 'receipt' AND json_type(record.fields, '$.records') = 'array'
"""
_DEVICES = "SELECT DISTINCT device.key " + _NAMED + "AND NOT record.contested AND erased.value = ? ORDER BY device.key"
_RECORDS = "SELECT DISTINCT erased.value " + _NAMED + "AND device.key = ?"
_BY_PREFIX = "SELECT DISTINCT erased.value " + _NAMED + "AND erased.value BETWEEN ? AND ? || 'g' LIMIT 2"


def devices_without(reader: Reader, record_id: str) -> list[DeviceId]:
    """Return the devices that wrote a receipt for this erased record."""
    return [DeviceId(device) for (device,) in reader.rows(_DEVICES, (record_id,))]


def receipted(reader: Reader, device: DeviceId) -> set[str]:
    """Return the ids of the erased records for which this device wrote a receipt."""
    return {record for (record,) in reader.rows(_RECORDS, (device,))}


def erased_by_prefix(reader: Reader, prefix: str) -> str | None:
    """Return the whole id of the one erased record whose id begins so; None when there is none, or several."""
    rows = reader.rows(_BY_PREFIX, (prefix, prefix))
    return rows[0][0] if len(rows) == 1 else None
