"""What becomes of each entry of a record, and the worlds that its accepted changes make.

A pure function of the set of the record's entries, of which of them are contested, of where logs were cut, and of who
may write: every peer that holds the same says the same, in whatever order they came and however it numbers branches. An
entry is contested when its device forked at its place or before, and no cut says which history counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from idos_p2p.errors import BugError
from idos_p2p.ids import EntryId
from idos_p2p.log.entry import Entry
from idos_p2p.records.change import Change, ChangeHash
from idos_p2p.records.cuts import NO_CUTS, Limits, healed, reach
from idos_p2p.records.verdicts import Applied, Contested, Kept, Verdict, Void, Waiting
from idos_p2p.records.weaving import Accepted, Bodies, Woven, creation_among, weave
from idos_p2p.records.worlds import Lineage, scopes
from idos_p2p.records.write_rule import Writers, WriteRule


@dataclass(frozen=True, slots=True)
class World:
    """Accepted entries that stand in one document; never none, and the first one creates the record."""

    accepted: tuple[Accepted, ...]  # in causal order, then by time, then by id
    contested: bool  # something of it is: this is not the trunk
    kept: frozenset[EntryId] = frozenset()  # what stands past the cut of its device, because others built on it

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


def judge(entries: Iterable[Entry], writers: Writers, lineage: Lineage, limits: Limits = NO_CUTS) -> Judgement:
    """Judge all the entries of one record that are here; an entry given twice counts once.

    ``lineage`` names the contested ones among them, and may name others; ``limits`` the devices whose logs were cut.
    """
    known = {entry.id: entry for entry in entries}
    if lineage.keys().isdisjoint(known) and not any(entry.header.device in limits for entry in known.values()):
        woven = weave(known.values(), writers, Bodies(), {})  # of most records: nobody forked, nobody was put out
        return Judgement(woven.verdicts, (World(woven.accepted, contested=False),) if woven.accepted else ())
    return _Judging(list(known.values()), writers, lineage, limits).judgement()


class _Judging:
    """What is looked at while one record is judged."""

    def __init__(self, entries: Sequence[Entry], writers: Writers, lineage: Lineage, limits: Limits) -> None:
        self._entries, self._writers, self._limits = entries, writers, limits
        self._bodies = Bodies()
        self._reach = reach(entries, writers, lineage, limits, self._bodies)
        self._lineage = {entry.id: lineage[entry.id] for entry in entries if entry.id in lineage}

    def judgement(self) -> Judgement:
        apart = self._kept_apart()
        if not apart:
            woven = self._weave(self._entries)
            return Judgement(self._marked(woven.verdicts), self._worlds(woven, ()))
        found = scopes(self._entries, apart, self._bodies, self._settled(apart))
        trunk = None if found.trunk is None else self._weave(found.trunk)
        others = [self._weave(scope) for scope in found.others]
        verdicts = {entry.id: _verdict(entry.id, trunk, others) for entry in self._entries}
        return Judgement(self._marked(verdicts), self._worlds(trunk, others))

    def _weave(self, entries: Iterable[Entry]) -> Woven:
        return weave(entries, self._writers, self._bodies, self._reach.verdicts)

    def _kept_apart(self) -> Lineage:
        """Return the lineage of the contested entries that matter: a world is not made for what is void in any."""
        cut = self._reach.verdicts
        standing = {entry: at for entry, at in self._lineage.items() if not isinstance(cut.get(entry), Void)}
        apart = healed(self._entries, standing, self._limits)
        if apart and all(entry.id not in apart for entry in self._entries if entry.header.creates):
            creation = creation_among(self._entries, cut)  # one that is in all worlds, or has not arrived
            rule = WriteRule(creation.header if creation else None, self._writers, cut)
            apart = {
                entry.id: apart[entry.id] for entry in self._entries if entry.id in apart and self._good(entry, rule)
            }
            apart = healed(self._entries, apart, self._limits)
        return apart

    def _good(self, entry: Entry, rule: WriteRule) -> bool:
        return not isinstance(rule.judge(entry) or self._bodies.of(entry), Void)

    def _settled(self, apart: Lineage) -> frozenset[EntryId]:
        """Return what is contested by nothing but what stands past a cut: it counts, and that does not."""
        return frozenset(
            entry.id
            for entry in self._entries
            if entry.id in apart and entry.id not in self._reach.kept
            if entry.header.device in self._limits and self._limits[entry.header.device].settles
        )

    def _marked(self, verdicts: Mapping[EntryId, Verdict]) -> Mapping[EntryId, Verdict]:
        kept = {entry: Kept() for entry in self._reach.kept if verdicts[entry] == Applied()}
        return {**verdicts, **kept} if kept else verdicts

    def _worlds(self, trunk: Woven | None, others: Iterable[Woven]) -> tuple[World, ...]:
        """Return the worlds in which something is accepted, each once."""
        found: dict[tuple[EntryId, ...], World] = {}
        for woven in ([] if trunk is None else [trunk]) + list(others):
            if woven.accepted:
                ids = tuple(accepted.entry.id for accepted in woven.accepted)
                kept = self._reach.kept.intersection(ids)
                found.setdefault(ids, World(woven.accepted, contested=woven is not trunk, kept=kept))
        return tuple(found.values())


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
