"""Which entries of a record can stand in one document, when devices forked.

A document holds one history of each device. Where a device wrote two, each makes a **world** of its own, with all that
others wrote and that does not build on another one; what no fork touches is in every world, and is the **trunk**.
Nothing here depends on how a peer numbers branches, nor on the order of arrival.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, product

from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.limits import MAX_WORLDS
from idos_p2p.log.entry import Entry
from idos_p2p.records.change import Change, ChangeHash
from idos_p2p.records.weaving import Bodies

Lineage = Mapping[EntryId, frozenset[int]]
"""Of each contested entry, the branches of its device whose line passes through it."""

Line = tuple[Entry, ...]
"""What one history of a device wrote in the record after the fork, in order."""


@dataclass(frozen=True, slots=True)
class Scopes:
    """The entries of each world. The trunk is None where the record was created after a fork, on one of its sides."""

    trunk: tuple[Entry, ...] | None
    others: tuple[tuple[Entry, ...], ...]


def scopes(entries: Sequence[Entry], lineage: Lineage, bodies: Bodies, settled: Collection[EntryId] = ()) -> Scopes:
    """Return the worlds of a record's entries, each entry given once; ``lineage`` names those to be kept apart.

    Those of them that are ``settled``, of one history for each device, are in the trunk all the same. No more than
    ``MAX_WORLDS`` beside the trunk, so that an entry may be in none.
    """
    foundations = _Foundations(entries, bodies)
    common = [entry for entry in entries if entry.id not in lineage]
    devices = sorted({entry.header.device for entry in entries if entry.id in lineage})
    choices = _choices([lines(device, entries, lineage) for device in devices]) if devices else ()
    others = tuple(foundations.standing([*common, *chain(*choice)]) for choice in choices)
    trunk = [entry for entry in entries if entry.id not in lineage or entry.id in settled]
    split = {entry.id for entry in entries if entry.header.creates and entry.id in lineage}
    return Scopes(None if split and split.isdisjoint(settled) else foundations.standing(trunk), others)


def lines(device: DeviceId, entries: Iterable[Entry], lineage: Lineage) -> list[Line]:
    """Return the histories of a device that differ here, none that is the beginning of another.

    In the order of what they wrote first where they part, which stays as it is when they grow.
    """
    own = sorted(
        (entry for entry in entries if entry.header.device == device and entry.id in lineage),
        key=lambda entry: (entry.header.seq, entry.id),
    )
    branches = frozenset[int]().union(*(lineage[entry.id] for entry in own))
    found = {tuple(entry for entry in own if branch in lineage[entry.id]) for branch in branches}
    whole = [line for line in found if not any(set(line) < set(other) for other in found)]
    return sorted(whole, key=lambda line: [entry.id for entry in line])


def _choices(several: Sequence[Sequence[Line]]) -> Iterator[tuple[Line, ...]]:
    """Yield one history of each device, ``MAX_WORLDS`` times at most: first so that each is in one, then any others."""
    most = max(map(len, several))
    each_once = (tuple(one[number % len(one)] for one in several) for number in range(most))
    return islice(_distinct(chain(each_once, product(*several))), MAX_WORLDS)


def _distinct(choices: Iterable[tuple[Line, ...]]) -> Iterator[tuple[Line, ...]]:
    seen: set[tuple[EntryId, ...]] = set()
    for choice in choices:
        ids = tuple(entry.id for entry in chain(*choice))
        if ids not in seen:
            seen.add(ids)
            yield choice


class _Foundations:
    """What each entry of a record builds on."""

    def __init__(self, entries: Iterable[Entry], bodies: Bodies) -> None:
        self._carriers: dict[ChangeHash, set[EntryId]] = {}
        self._after: dict[ChangeHash, list[tuple[EntryId, ChangeHash]]] = {}
        for entry in entries:
            change = bodies.of(entry)
            if isinstance(change, Change):
                self._carriers.setdefault(change.hash, set()).add(entry.id)
                for dependency in change.dependencies:
                    self._after.setdefault(dependency, []).append((entry.id, change.hash))

    def standing(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Return these entries without those that build on what is here and none of these entries carries."""
        entries = tuple(entries)
        left = {entry.id for entry in entries}
        gone = [change for change, carriers in self._carriers.items() if left.isdisjoint(carriers)]
        while gone:
            for entry, change in self._after.get(gone.pop(), ()):
                if entry in left:
                    left.remove(entry)
                    if left.isdisjoint(self._carriers[change]):
                        gone.append(change)
        return tuple(entry for entry in entries if entry.id in left)
