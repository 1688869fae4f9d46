"""What becomes of each entry of a record, and the worlds that its accepted changes make.

A pure function of the set of the record's entries, of which of them are contested, and of who may write: every peer
that holds the same says the same, in whatever order they came and however it numbers branches. An entry is contested
when its device forked at its place or before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from idos_p2p.errors import BugError
from idos_p2p.ids import EntryId
from idos_p2p.log.entry import Entry
from idos_p2p.records.change import Change, ChangeHash
from idos_p2p.records.verdicts import Applied, Contested, Verdict, Void, Waiting
from idos_p2p.records.weaving import Accepted, Bodies, Woven, weave
from idos_p2p.records.worlds import Lineage, scopes
from idos_p2p.records.write_rule import Writers, WriteRule


@dataclass(frozen=True, slots=True)
class World:
    """Accepted entries that stand in one document; never none, and the first one creates the record."""

    accepted: tuple[Accepted, ...]  # in causal order, then by time, then by id
    contested: bool  # something of it is: this is not the trunk

    @property
    def creation(self) -> Entry:
        """The entry that created the record in this world."""
        return self.accepted[0].entry

    @property
    def changes(self) -> tuple[Change, ...]:
        """The accepted changes in causal order: what ``RecordDocument.load`` and ``edit`` take."""
        return tuple(accepted.change for accepted in self.accepted)

    def entry_of(self, change: ChangeHash) -> Entry:
        """Return the entry that carries an accepted change."""
        for accepted in self.accepted:
            if accepted.change.hash == change:
                return accepted.entry
        raise BugError("change_not_accepted", change=change.hex())


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of each entry of one record.

    ``worlds`` are distinct: the trunk first, unless the record was created after a fork, then the others. Exactly one
    where nobody forked; none while nothing is accepted.
    """

    verdicts: Mapping[EntryId, Verdict]
    worlds: tuple[World, ...]

    @property
    def creations(self) -> tuple[EntryId, ...]:
        """The accepted entries that create a record at this place: several only where its device forked."""
        return tuple(dict.fromkeys(world.creation.id for world in self.worlds))

    def of(self, creation: EntryId) -> tuple[World, ...]:
        """Return the worlds of the record that this entry created: first the one that is shown and edited."""
        return tuple(world for world in self.worlds if world.creation.id == creation)


def judge(entries: Iterable[Entry], writers: Writers, lineage: Lineage) -> Judgement:
    """Judge all the entries of one record that are here; an entry given twice counts once.

    ``lineage`` names the contested ones among them, and may name others.
    """
    known = {entry.id: entry for entry in entries}
    bodies = Bodies()
    if lineage.keys().isdisjoint(known):
        woven = weave(known.values(), writers, bodies)
        return Judgement(woven.verdicts, _worlds(woven, ()))
    apart = _kept_apart(known.values(), writers, lineage, bodies)
    found = scopes(list(known.values()), apart, bodies)
    trunk = None if found.trunk is None else weave(found.trunk, writers, bodies)
    others = [weave(scope, writers, bodies) for scope in found.others]
    verdicts = {entry: _verdict(entry, trunk, others) for entry in known}
    return Judgement(verdicts, _worlds(trunk, others))


def _kept_apart(entries: Iterable[Entry], writers: Writers, lineage: Lineage, bodies: Bodies) -> Lineage:
    """Return the lineage of the contested entries that matter: a world is not made for what is void in any."""
    apart = {entry.id: entry for entry in entries if entry.id in lineage}
    creations = [entry for entry in entries if entry.header.creates]
    if all(entry.id not in apart for entry in creations):  # one that is in all worlds, or has not arrived
        rule = WriteRule(creations[0].header if creations else None, writers)
        void = [entry.id for entry in apart.values() if isinstance(rule.judge(entry) or bodies.of(entry), Void)]
        for entry in void:
            del apart[entry]
    return {entry: lineage[entry] for entry in apart}


def _verdict(entry: EntryId, trunk: Woven | None, others: Sequence[Woven]) -> Verdict:
    """Return the trunk's verdict of what is in it; of the rest, the best that the worlds which hold it say.

    What waits in one of them may yet be accepted there, unless that world lacks the creating entry.
    """
    if trunk is not None and entry in trunk.verdicts:
        return trunk.verdicts[entry]
    found = [woven.verdicts[entry] for woven in others if entry in woven.verdicts]
    if not found:
        return Void("worlds")
    if Applied() in found:
        return Contested()
    return min(found, key=lambda verdict: (verdict == Waiting("record"), not isinstance(verdict, Waiting)))


def _worlds(trunk: Woven | None, others: Iterable[Woven]) -> tuple[World, ...]:
    """Return the worlds in which something is accepted, each once."""
    found: dict[tuple[EntryId, ...], World] = {}
    for woven in ([] if trunk is None else [trunk]) + list(others):
        if woven.accepted:
            ids = tuple(accepted.entry.id for accepted in woven.accepted)
            found.setdefault(ids, World(woven.accepted, contested=woven is not trunk))
    return tuple(found.values())
