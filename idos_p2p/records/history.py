"""Who changed what, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.records.change import OperationId
from idos_p2p.records.conflicts import touched
from idos_p2p.records.document import RecordDocument
from idos_p2p.records.judge import World
from idos_p2p.records.plan import Plain


@dataclass(frozen=True, slots=True)
class Edition:
    """What one entry did to its record."""

    entry: EntryId
    device: DeviceId
    time_ms: int  # the author's clock, for people
    changes: Mapping[str, Plain]  # field → its value as the author left it; None when they cleared it
    before: Mapping[str, Plain]  # the same fields → their values as the author found them; None where there was none
    contested: bool  # a version, of a device that forked or built on what one wrote
    kept: bool = False  # past the cut of its device, and others built on it


def history(worlds: Sequence[World]) -> list[Edition]:
    """Return the editions of one record (``Judgement.of``): in causal order, then those of each further world alone.

    Each tells what its author did to what they knew, whatever others wrote meanwhile, so that it stays the same when
    more arrives. Values are raw: ``fields.read`` types them.
    """
    told: set[EntryId] = set()
    editions = []
    for world in worlds:
        editions += [edition for edition in _editions(world) if edition.entry not in told]
        told.update(accepted.entry.id for accepted in world.accepted)
    return editions


def _editions(world: World) -> list[Edition]:
    document = RecordDocument.load(world.changes)
    owners: dict[OperationId, str] = {}
    editions = []
    for entry, change in ((one.entry, one.change) for one in world.accepted):
        fields = touched(change, owners)
        before = document.fields_at(fields, change.dependencies)
        after = document.fields_at(fields, [change.hash])
        changes = {name: after[name] for name in fields if after[name] != before[name]}
        found = {name: before[name] for name in changes}
        header = entry.header
        editions.append(
            Edition(
                entry=entry.id,
                device=header.device,
                time_ms=header.time_ms,
                changes=changes,
                before=found,
                contested=world.contested,
                kept=entry.id in world.kept,
            )
        )
    return editions
