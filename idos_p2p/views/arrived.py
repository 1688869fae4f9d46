"""What is new in some stretches of the logs: the records created there, and those changed, by who wrote and for what.

All new records are walked by their key alone; only the few that are told by title are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from idos_p2p.ids import DeviceId, RecordName
from idos_p2p.store.ports import Reader

_CHAINS = "SELECT key, number FROM device ORDER BY number"
# What is in the bin is told by its own index: asked of each record, its words would be read.
_NEW = """
    SELECT record.key, record.key >> 32, record.kind, record.created_ms, link.subject
    FROM json_each(?) AS span
    CROSS JOIN record ON record.key BETWEEN span.value ->> 0 AND span.value ->> 1
    LEFT JOIN link ON link.record = record.key AND link.field = 'project'
    WHERE NOT record.contested AND record.kind <> 'receipt'
        AND record.key NOT IN (SELECT key FROM record INDEXED BY record_in_bin WHERE removed)
"""
_CHANGED = """
    SELECT record.key, iif(record.kind = 'project', record.id, project.id)
    FROM json_each(?) AS asked CROSS JOIN record ON record.key = asked.value
    LEFT JOIN link ON link.record = record.key AND link.field = 'project'
    LEFT JOIN subject AS project ON project.number = link.subject
    WHERE NOT record.removed AND NOT record.contested AND record.kind <> 'receipt'
"""
_SUBJECTS = "SELECT number, id FROM subject WHERE number IN (SELECT value FROM json_each(?))"
_PROJECTS = "SELECT key, id FROM record WHERE key IN (SELECT value FROM json_each(?))"
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


class New(NamedTuple):
    """A record that was created in a stretch. A project belongs to itself."""

    key: int
    chain: int  # of the branch that it was created on
    kind: str
    created_ms: int
    project: str  # id; empty without one


def created(reader: Reader, stretches: Iterable[Stretch]) -> tuple[list[New], dict[int, DeviceId]]:
    """Return the records in sight that these stretches created, and whose each chain is.

    None that is in the bin or contested.
    """
    chains = _chains(reader)
    spans, devices = [], {}
    for stretch in stretches:
        known = chains.get(stretch.device, ())
        if stretch.branch < len(known):
            chain = known[stretch.branch]
            devices[chain] = stretch.device
            spans.append((chain << _SEQ_BITS | stretch.start, chain << _SEQ_BITS | (stretch.end - 1)))
    rows = reader.rows(_NEW, (json.dumps(spans),))
    linked = {subject for *_, subject in rows if subject is not None}
    ids = {number: entry.hex() for number, entry in reader.rows(_SUBJECTS, (json.dumps(sorted(linked)),))}
    own = [row[0] for row in rows if row[2] == "project"]
    itself = {key: entry.hex() for key, entry in reader.rows(_PROJECTS, (json.dumps(own),))}
    new = [
        New(key, chain, kind, moment, itself.get(key) or ids.get(subject, ""))
        for key, chain, kind, moment, subject in rows
    ]
    return new, devices


def projects_of(reader: Reader, records: Iterable[RecordName]) -> dict[RecordName, str]:
    """Return the project of each of these records that is in sight; empty for one without a project."""
    chains = _chains(reader)
    keys = {chains[name.device][0] << _SEQ_BITS | name.seq: name for name in records if name.device in chains}
    rows = reader.rows(_CHANGED, (json.dumps(list(keys)),))
    return {keys[key]: project.hex() if project else "" for key, project in rows}


def _chains(reader: Reader) -> dict[DeviceId, Sequence[int]]:
    """Return the number of each branch of each device, by position."""
    found: dict[DeviceId, list[int]] = {}
    for key, number in reader.rows(_CHAINS):
        found.setdefault(DeviceId(key), []).append(number)
    return dict(found)
