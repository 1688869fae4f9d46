"""Which changes of one world are accepted, and in which order: the gate and the dependencies.

A world is a set of entries that can stand in one document: of one device, one history (``records/worlds.py``).
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from idos_p2p.errors import BugError
from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.log.entry import Entry
from idos_p2p.records.change import Change, ChangeHash, GateRefusal
from idos_p2p.records.context import RecordContext
from idos_p2p.records.gate import examine
from idos_p2p.records.verdicts import Applied, Verdict, Void, Waiting
from idos_p2p.records.write_rule import Writers, WriteRule


@dataclass(frozen=True, slots=True)
class Accepted:
    """An entry whose change is part of the record."""

    entry: Entry
    change: Change


class Bodies:
    """The bodies of a record's entries, each passed once through the first half of the gate."""

    def __init__(self) -> None:
        self._opened: dict[EntryId, Change | Verdict] = {}

    def of(self, entry: Entry) -> Change | Verdict:
        """Return the change that an entry carries, or why it carries none."""
        opened = self._opened.get(entry.id)
        if opened is None:
            opened = self._opened[entry.id] = _open(entry)
        return opened


def _open(entry: Entry) -> Change | Verdict:
    if entry.payload is None:
        return Waiting("body")
    try:
        change = examine(entry.payload.body, entry.header.device)
    except GateRefusal as refusal:
        return Void(f"gate:{refusal.rule}")
    if entry.header.creates == bool(change.dependencies):
        return Void("gate:dependencies")  # the creating change builds on nothing, every other one on something
    return change


@dataclass(frozen=True, slots=True)
class Woven:
    """What becomes of each entry of one world: applied, waiting, void or unknown."""

    verdicts: Mapping[EntryId, Verdict]
    accepted: tuple[Accepted, ...]  # in causal order, then by time, then by id


def weave(entries: Iterable[Entry], writers: Writers, bodies: Bodies, cut: Mapping[EntryId, Verdict]) -> Woven:
    """Judge the entries of one world of one record, each given once; raise BugError when two of them create it.

    ``cut`` is what the cuts say of those that do not count (``records/cuts.py``).
    """
    several = list(entries)
    if len(several) == 1 and several[0].header.creates:
        return _alone(several[0], WriteRule(several[0].header, writers, cut), bodies)
    return _together(several, writers, bodies, cut)


def creation_among(entries: Iterable[Entry], cut: Mapping[EntryId, Verdict]) -> Entry | None:
    """Return the entry of one world that creates the record: of those that are all past a cut, the first by id.

    Raises BugError when several may.
    """
    creating = sorted((entry for entry in entries if entry.header.creates), key=lambda entry: entry.id)
    standing = [entry for entry in creating if not isinstance(cut.get(entry.id), Void)]
    if len(standing) > 1:
        header = standing[0].header
        raise BugError("world_has_two_creations", device=header.device.hex(), seq=header.seq)
    return next(iter([*standing, *creating]), None)


def _alone(entry: Entry, rule: WriteRule, bodies: Bodies) -> Woven:
    """Judge the creating entry of a record that has no other one, as most have: nothing is to be put in order."""
    outcome = rule.judge(entry) or bodies.of(entry)
    if not isinstance(outcome, Change):
        return Woven({entry.id: outcome}, ())
    try:
        RecordContext().admit(outcome)
    except GateRefusal as refusal:
        return Woven({entry.id: Void(f"gate:{refusal.rule}")}, ())
    return Woven({entry.id: Applied()}, (Accepted(entry, outcome),))


def _together(entries: Sequence[Entry], writers: Writers, bodies: Bodies, cut: Mapping[EntryId, Verdict]) -> Woven:
    creation = creation_among(entries, cut)
    ordered = sorted(entries, key=lambda entry: (entry is not creation, entry.header.seq, entry.id))
    rule = WriteRule(creation.header if creation else None, writers, cut)
    weaving = _Weaving(bodies)
    candidates: list[Accepted] = []
    for entry in ordered:
        outcome = rule.judge(entry) or bodies.of(entry)
        if isinstance(outcome, Change):
            candidate = Accepted(entry, outcome)
            if entry is not creation:
                candidates.append(candidate)
                continue
            outcome = weaving.decide(candidate)
        weaving.note(entry, outcome)
        if entry is creation:
            rule.creation_is(outcome)
    if candidates:
        weaving.weave(candidates)
    return Woven(weaving.verdicts, tuple(weaving.accepted))


class _Weaving:
    """Decides changes one after the other, each after what it builds on and after its device's earlier ones."""

    def __init__(self, bodies: Bodies) -> None:
        self.verdicts: dict[EntryId, Verdict] = {}
        self.accepted: list[Accepted] = []
        self._bodies = bodies
        self._context = RecordContext()
        self._outcomes: dict[ChangeHash, Verdict] = {}
        self._halted: dict[DeviceId, int] = {}  # device → place of its first entry that waits

    def note(self, entry: Entry, verdict: Verdict) -> None:
        """Record the verdict of an entry, so that what builds on a void one is known for void."""
        self.verdicts[entry.id] = verdict
        if isinstance(verdict, Void) and isinstance(change := self._bodies.of(entry), Change):
            self._outcomes.setdefault(change.hash, verdict)
        if isinstance(verdict, Waiting):
            place = self._halted.get(entry.header.device, entry.header.seq)
            self._halted[entry.header.device] = min(place, entry.header.seq)

    def weave(self, candidates: Sequence[Accepted]) -> None:
        """Decide the candidates, which come in the order of their devices' logs.

        Ready ones go by time, then by id. What never gets ready builds on what its device wrote later: void.
        """
        after, blocked = _order(candidates)
        ready = [_priority(candidate) for candidate in candidates if not blocked[candidate.entry.id]]
        heapq.heapify(ready)
        by_id = {candidate.entry.id: candidate for candidate in candidates}
        while ready:
            candidate = by_id.pop(heapq.heappop(ready)[1])
            self.note(candidate.entry, self.decide(candidate))
            for follower in after.get(candidate.entry.id, ()):
                blocked[follower.entry.id] -= 1
                if not blocked[follower.entry.id]:
                    heapq.heappush(ready, _priority(follower))
        for candidate in by_id.values():
            self.note(candidate.entry, Void("gate:order"))

    def decide(self, candidate: Accepted) -> Verdict:
        """Return what becomes of one change, all that it builds on being decided; accept it if it is good."""
        verdict = self._foundation(candidate)
        if verdict is None:
            try:
                self._context.admit(candidate.change)
                verdict = Applied()
                self.accepted.append(candidate)
            except GateRefusal as refusal:
                verdict = Void(f"gate:{refusal.rule}")
        if not isinstance(self._outcomes.get(candidate.change.hash), Applied):
            self._outcomes[candidate.change.hash] = verdict
        return verdict

    def _foundation(self, candidate: Accepted) -> Verdict | None:
        """Return why the change cannot be applied on what it builds on; None when it can."""
        header = candidate.entry.header
        below = [self._outcomes.get(dependency) for dependency in candidate.change.dependencies]
        if any(isinstance(verdict, Void) for verdict in below):
            return Void("dependency")
        if not all(isinstance(verdict, Applied) for verdict in below):
            return Waiting("dependency")
        if self._halted.get(header.device, header.seq) < header.seq:
            return Waiting("dependency")  # otherwise what arrives later could take this one's place in its line
        return None


def _priority(candidate: Accepted) -> tuple[int, EntryId]:
    return candidate.entry.header.time_ms, candidate.entry.id


def _order(candidates: Sequence[Accepted]) -> tuple[dict[EntryId, list[Accepted]], Counter[EntryId]]:
    """Return which candidates come after each one, and how many each one must wait for."""
    holders: dict[ChangeHash, Accepted] = {}
    for candidate in candidates:
        holders.setdefault(candidate.change.hash, candidate)
    after: dict[EntryId, list[Accepted]] = {}
    blocked: Counter[EntryId] = Counter()
    latest: dict[DeviceId, Accepted] = {}
    for candidate in candidates:
        before = {holders[hash].entry.id for hash in candidate.change.dependencies if hash in holders}
        if candidate.entry.header.device in latest:
            before.add(latest[candidate.entry.header.device].entry.id)
        latest[candidate.entry.header.device] = candidate
        for entry in before:
            after.setdefault(entry, []).append(candidate)
        blocked[candidate.entry.id] = len(before)
    return after, blocked
