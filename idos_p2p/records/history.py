"""Who changed what, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.records.change import OperationId
from idos_p2p.records.conflicts import touched
from idos_p2p.records.document import RecordDocument
from idos_p2p.records.judge import Accepted
from idos_p2p.records.plan import Plain


@dataclass(frozen=True, slots=True)
class Edition:
    """What one entry did to its record."""

    entry: EntryId
    device: DeviceId
    time_ms: int  # the author's clock, for people
    changes: Mapping[str, Plain]  # field → its value as the author left it; None when they cleared it


def history(accepted: Sequence[Accepted]) -> list[Edition]:
    """Return the editions of a record in causal order (``Judgement.accepted``).

    Each tells what its author did to what they knew, whatever others wrote meanwhile, so that it stays the same when
    more arrives. Values are raw: ``fields.read`` types them.
    """
    document = RecordDocument.load([one.change for one in accepted])
    owners: dict[OperationId, str] = {}
    editions = []
    for entry, change in ((one.entry, one.change) for one in accepted):
        fields = touched(change, owners)
        before = document.fields_at(fields, change.dependencies)
        after = document.fields_at(fields, [change.hash])
        changes = {name: after[name] for name in fields if after[name] != before[name]}
        editions.append(Edition(entry.id, entry.header.device, entry.header.time_ms, changes))
    return editions
