"""What is new in some stretches of the logs: the records created there, and those changed, by who wrote and for what.

All new records are walked by their key alone; only the few that are told by title are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from idos_p2p.ids import DeviceId, RecordName
from idos_p2p.store.ports import Reader

_CHAINS = "SELECT key, number FROM device ORDER BY number"
_NEW = """
    SELECT record.key, record.kind, record.created_ms, record.id, project.id
    FROM json_each(?) AS span
    CROSS JOIN record ON record.key BETWEEN span.value ->> 0 AND span.value ->> 1
    LEFT JOIN link ON link.record = record.key AND link.field = 'project'
    LEFT JOIN subject AS project ON project.number = link.subject
    WHERE NOT record.removed AND NOT record.contested AND record.kind <> 'receipt'
"""
_CHANGED = """
    SELECT record.key, record.kind, record.id, project.id
    FROM json_each(?) AS asked CROSS JOIN record ON record.key = asked.value
    LEFT JOIN link ON link.record = record.key AND link.field = 'project'
    LEFT JOIN subject AS project ON project.number = link.subject
    WHERE NOT record.removed AND NOT record.contested AND record.kind <> 'receipt'
"""
_SEQ_BITS = 32


@dataclass(frozen=True, slots=True)
class Stretch:
    """The entries of one branch from ``start`` (included) to ``end`` (excluded)."""

    device: DeviceId
    branch: int
    start: int
    end: int

    @property
    def count(self) -> int:
        """How many entries it has."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class New:
    """A record that was created in a stretch. A project belongs to itself."""

    key: int
    kind: str
    device: DeviceId  # which created it
    created_ms: int
    project: str  # id; empty without one


def created(reader: Reader, stretches: Iterable[Stretch]) -> list[New]:
    """Return the records in sight that these stretches created; none that is in the bin or contested."""
    chains = _chains(reader)
    spans, devices = [], {}
    for stretch in stretches:
        known = chains.get(stretch.device, ())
        if stretch.branch < len(known):
            chain = known[stretch.branch]
            devices[chain] = stretch.device
            spans.append((chain << _SEQ_BITS | stretch.start, chain << _SEQ_BITS | (stretch.end - 1)))
    return [
        New(key, kind, devices[key >> _SEQ_BITS], moment, _project(kind, record, project))
        for key, kind, moment, record, project in reader.rows(_NEW, (json.dumps(spans),))
    ]


def projects_of(reader: Reader, records: Iterable[RecordName]) -> dict[RecordName, str]:
    """Return the project of each of these records that is in sight; empty for one without a project."""
    chains = _chains(reader)
    keys = {chains[name.device][0] << _SEQ_BITS | name.seq: name for name in records if name.device in chains}
    return {
        keys[key]: _project(kind, record, project)
        for key, kind, record, project in reader.rows(_CHANGED, (json.dumps(list(keys)),))
    }


def _chains(reader: Reader) -> dict[DeviceId, Sequence[int]]:
    """Return the number of each branch of each device, by position."""
    found: dict[DeviceId, list[int]] = {}
    for key, number in reader.rows(_CHAINS):
        found.setdefault(DeviceId(key), []).append(number)
    return dict(found)


def _project(kind: str, record: bytes, project: bytes | None) -> str:
    if kind == "project":
        return record.hex()
    return project.hex() if project else ""
