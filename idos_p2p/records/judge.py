"""What becomes of each entry of a record: the write rule, the gate and the dependencies.

A pure function of the set of the record's entries and of who may write: every peer that holds the same says the same,
in whatever order they came. The write rule (device, record, kind, owner) needs headers alone.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from idos_p2p.errors import BugError
from idos_p2p.ids import DeviceId, EntryId, PersonId
from idos_p2p.log.entry import Entry
from idos_p2p.records.change import Change, ChangeHash, GateRefusal
from idos_p2p.records.context import RecordContext
from idos_p2p.records.gate import examine
from idos_p2p.records.kinds import SHARED, kind_of


class Writers(Protocol):
    """Who may write, as the acts of authority say."""

    def effective(self, device: DeviceId) -> bool:
        """Tell whether what this device writes counts."""
        ...

    def person_of(self, device: DeviceId) -> PersonId | None:
        """Return whose device this is."""
        ...


@dataclass(frozen=True, slots=True)
class Applied:
    """The change is part of the record."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something has not arrived: ``what`` is "record" (the creating entry), "body" or "dependency"."""

    what: str


@dataclass(frozen=True, slots=True)
class Void:
    """Stored and forwarded, never applied.

    ``why`` is "device" (not effective), "kind" (not the record's), "owner" (another person's record), "record" (the
    creating entry is void), "gate:<rule>", "fork" (two entries of one device at one place, or built on one of
    them) or "dependency" (built on a change that is void).
    """

    why: str


@dataclass(frozen=True, slots=True)
class UnknownKind:
    """Of a kind this program does not know: kept and forwarded, read by a newer one."""


Verdict = Applied | Waiting | Void | UnknownKind


def encode(verdict: Verdict) -> str:
    """Return the verdict as a short text to store: "applied", "waiting:body", "void:gate:checksum", "unknown"."""
    match verdict:
        case Applied():
            return "applied"
        case Waiting(what):
            return f"waiting:{what}"
        case Void(why):
            return f"void:{why}"
        case UnknownKind():
            return "unknown"


def decode(text: str) -> Verdict:
    """Return the verdict that ``encode`` wrote."""
    word, _, rest = text.partition(":")
    if word == "waiting" and rest:
        return Waiting(rest)
    if word == "void" and rest:
        return Void(rest)
    if text == "applied":
        return Applied()
    if text == "unknown":
        return UnknownKind()
    raise BugError("verdict_unknown", text=text)


@dataclass(frozen=True, slots=True)
class Accepted:
    """An entry whose change is part of the record."""

    entry: Entry
    change: Change


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of each entry of one record."""

    verdicts: Mapping[EntryId, Verdict]
    accepted: tuple[Accepted, ...]  # in causal order, then by time, then by id

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


def judge(entries: Iterable[Entry], writers: Writers) -> Judgement:
    """Judge all the entries of one record that are here; an entry given twice counts once."""
    known = {entry.id: entry for entry in entries}
    rule = _WriteRule(known.values(), writers)
    weaving = _Weaving()
    candidates: list[Accepted] = []
    for entry in sorted(known.values(), key=lambda entry: (not entry.header.creates, entry.header.seq, entry.id)):
        outcome = rule.judge(entry) or _open(entry)
        if isinstance(outcome, Change):
            candidate = Accepted(entry, outcome)
            if not entry.header.creates:
                candidates.append(candidate)
                continue
            outcome = weaving.decide(candidate)
        weaving.note(entry, outcome)
        if entry.header.creates:
            rule.creation_is(outcome)
    weaving.weave(candidates)
    return Judgement(weaving.verdicts, tuple(weaving.accepted))


def _open(entry: Entry) -> Change | Verdict:
    """Pass an entry's body through the first half of the gate."""
    if entry.payload is None:
        return Waiting("body")
    try:
        change = examine(entry.payload.body, entry.header.device)
    except GateRefusal as refusal:
        return Void(f"gate:{refusal.rule}")
    if entry.header.creates == bool(change.dependencies):
        return Void("gate:dependencies")  # the creating change builds on nothing, every other one on something
    return change


class _WriteRule:
    """What the headers of a record's entries say by themselves (design §3)."""

    def __init__(self, entries: Collection[Entry], writers: Writers) -> None:
        self._writers = writers
        places = Counter(entry.header.address for entry in entries)
        self._forked = {address for address, count in places.items() if count > 1}
        creations = [entry.header for entry in entries if entry.header.creates]
        self._creation = creations[0] if len(creations) == 1 else None
        self._is_void = len(creations) > 1

    def creation_is(self, verdict: Verdict) -> None:
        """Take note of what became of the creating entry, which is judged before all others."""
        self._is_void = isinstance(verdict, Void)

    def judge(self, entry: Entry) -> Verdict | None:
        """Return the verdict of the headers; None when it is for the body to say."""
        header, creation = entry.header, self._creation
        if not self._writers.effective(header.device):
            return Void("device")
        if header.address in self._forked:
            return Void("fork")
        if creation is None:
            return Void("record") if self._is_void else Waiting("record")
        if header.kind != creation.kind:
            return Void("kind")
        if not header.kind & SHARED and not self._same_person(header.device, creation.device):
            return Void("owner")
        if self._is_void:
            return Void("record")
        return UnknownKind() if kind_of(header.kind) is None else None

    def _same_person(self, writer: DeviceId, owner: DeviceId) -> bool:
        person = self._writers.person_of(writer)
        return person is not None and person == self._writers.person_of(owner)


class _Weaving:
    """Decides changes one after the other, each after what it builds on and after its device's earlier ones."""

    def __init__(self) -> None:
        self.verdicts: dict[EntryId, Verdict] = {}
        self.accepted: list[Accepted] = []
        self._context = RecordContext()
        self._outcomes: dict[ChangeHash, Verdict] = {}
        self._halted: dict[DeviceId, int] = {}  # device → place of its first entry that waits

    def note(self, entry: Entry, verdict: Verdict) -> None:
        """Record the verdict of an entry, so that what builds on a void one is known for void."""
        self.verdicts[entry.id] = verdict
        if isinstance(verdict, Void) and isinstance(change := _open(entry), Change):
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
        voids = [verdict.why for verdict in below if isinstance(verdict, Void)]
        if voids:
            return Void("fork" if "fork" in voids else "dependency")
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
