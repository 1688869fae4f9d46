"""What lies in the bin, and what a person owns there or elsewhere."""

from __future__ import annotations

import json
from collections.abc import Iterable

from idos_p2p.ids import DeviceId, RecordName
from idos_p2p.store.ports import Reader
from idos_p2p.views.records import SELECT_RECORD, RecordView, view

_IN_BIN = "WHERE record.removed AND record.kind <> 'receipt' ORDER BY record.fields ->> '$.removed' DESC, record.id"
_OWNED = """
    SELECT device.key, record.key & 4294967295 FROM device JOIN record ON record.key >> 32 = device.number
    WHERE device.key IN (SELECT unhex(value) FROM json_each(?)) AND NOT record.shared AND record.kind <> 'receipt'
    ORDER BY record.key
"""


def removed(reader: Reader) -> list[RecordView]:
    """Return the records in the bin, the last one put there first."""
    return [view(row) for row in reader.rows(SELECT_RECORD + _IN_BIN)]


def owned_by(reader: Reader, devices: Iterable[DeviceId]) -> list[RecordName]:
    """Return the records that these devices own, in the bin or not, each once; without the program's own."""
    named = json.dumps(sorted(device.hex() for device in devices))
    rows = reader.rows(_OWNED, (named,))
    return list(dict.fromkeys(RecordName(DeviceId(device), seq) for device, seq in rows))
