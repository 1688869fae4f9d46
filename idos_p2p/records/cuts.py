"""What still counts of a record after the logs of some devices were cut: at an exclusion, a loss, a leaving.

A cut pins one line of a device's log and how many of its entries count. What stands after it, or on another line, does
not: whoever was put out could date it back at will. One thing is let stand: a change of a shared record that others
have built on. Without it their own work could not be read any more. It is **kept**, and marked.

A pure function of the record's entries, of what the cuts pin and of who may write, like all of the judgement.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from idos_p2p.ids import DeviceId, EntryId, PersonId
from idos_p2p.log.entry import SHARED, Entry
from idos_p2p.records.change import Change, ChangeHash
from idos_p2p.records.verdicts import Verdict, Void, Waiting
from idos_p2p.records.weaving import Bodies
from idos_p2p.records.worlds import Lineage, lines
from idos_p2p.records.write_rule import Writers


@dataclass(frozen=True, slots=True)
class Limit:
    """How much of a device's log counts: its first ``count`` entries, on the line of one branch.

    ``branch`` is that whose own the last of them is, as this peer numbers branches; None while that one is not here,
    or where nothing counts.
    """

    count: int
    branch: int | None

    @property
    def settles(self) -> bool:
        """Whether it tells of every entry that is here if it counts, so that no history of the device is contested."""
        return self.branch is not None or not self.count


Limits = Mapping[DeviceId, Limit]
"""Of each device whose log was cut, how much of it counts; of others all does."""

NO_CUTS: Limits = {}


@dataclass(frozen=True, slots=True)
class Reach:
    """What the cuts say of the entries of one record."""

    verdicts: Mapping[EntryId, Verdict]  # of those that do not count, or not yet
    kept: frozenset[EntryId]  # do not count either, and stand because others built on them


def reach(entries: Sequence[Entry], writers: Writers, lineage: Lineage, limits: Limits, bodies: Bodies) -> Reach:
    """Return what the cuts say of a record's entries, each given once."""
    found = {entry.id: verdict for entry in entries if (verdict := _standing(entry, lineage, limits)) is not None}
    late = [entry for entry in entries if entry.header.kind & SHARED and found.get(entry.id) == Void("cut")]
    if not late:
        return Reach(found, frozenset())
    counting = [entry for entry in entries if entry.id not in found]
    kept = _built_on(late, counting, entries, writers, bodies)
    return Reach({entry: verdict for entry, verdict in found.items() if entry not in kept}, kept)


def _standing(entry: Entry, lineage: Lineage, limits: Limits) -> Verdict | None:
    """Return why an entry does not count; None when it does.

    While the last entry that counts is not here, nobody can tell on which line an earlier one stands. Then what its
    person owns waits for it; what is shared stands as before, so that nobody's page goes away for want of an entry.
    """
    header, limit = entry.header, limits.get(entry.header.device)
    if limit is None:
        return None
    if header.seq >= limit.count:
        return Void("cut")
    if limit.branch is None:
        return None if header.kind & SHARED else Waiting("cut")
    return None if limit.branch in lineage.get(entry.id, {limit.branch}) else Void("cut")


def _built_on(
    late: Sequence[Entry], counting: Sequence[Entry], entries: Iterable[Entry], writers: Writers, bodies: Bodies
) -> frozenset[EntryId]:
    """Return those of these late entries that stand: what counts builds on them, directly or through others.

    It must be another person's, for who was put out could have built beforehand on what they kept back. On a device
    that its own person took away, while they are of the cell, they may have built themselves.
    """
    below = {change.hash: change.dependencies for _, change in _changes(entries, bodies)}
    builders = _changes(counting, bodies)
    carried = {change.hash for _, change in builders}  # written again past the cut, it stands where it did before
    reached: dict[tuple[int, PersonId | None], set[ChangeHash]] = {}
    kept = set()
    for entry, change in _changes(late, bodies):
        key = entry.header.kind, writers.person_of(entry.header.device)
        if key not in reached:
            reached[key] = _below(_vouching(builders, *key, writers), below)
        if change.hash in reached[key] - carried:
            kept.add(entry.id)
    return frozenset(kept)


def _changes(entries: Iterable[Entry], bodies: Bodies) -> list[tuple[Entry, Change]]:
    found = ((entry, bodies.of(entry)) for entry in entries)
    return [(entry, change) for entry, change in found if isinstance(change, Change)]


def _vouching(
    builders: Iterable[tuple[Entry, Change]], kind: int, person: PersonId | None, writers: Writers
) -> Iterator[Change]:
    """Yield the changes that may let one of this person's stand in a record of this kind."""
    belongs = person is not None and writers.belongs(person)
    for entry, change in builders:
        other = writers.person_of(entry.header.device)
        if entry.header.kind == kind and other is not None and (other != person or belongs):
            yield change


def _below(changes: Iterable[Change], below: Mapping[ChangeHash, Sequence[ChangeHash]]) -> set[ChangeHash]:
    """Return all that these changes build on."""
    left = [found for change in changes for found in change.dependencies]
    reached: set[ChangeHash] = set()
    while left:
        change = left.pop()
        if change not in reached:
            reached.add(change)
            left.extend(below.get(change, ()))
    return reached


def healed(entries: Sequence[Entry], lineage: Lineage, limits: Limits) -> Lineage:
    """Return the lineage without the devices of which, after a cut, one history is left: a cut ends a fork."""
    devices = {entry.header.device for entry in entries if entry.id in lineage}
    whole = {device for device in devices if device in limits and limits[device].settles}
    whole = {device for device in whole if len(lines(device, entries, lineage)) <= 1}
    gone = {entry.id for entry in entries if entry.header.device in whole}
    return {entry: branches for entry, branches in lineage.items() if entry not in gone}
