"""Which change was made with knowledge of which, from their dependencies alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from idos_p2p.records.change import Change, ChangeHash, OperationId


class Causality:
    """The causal past of each change of one record, as {actor: seq}."""

    def __init__(self) -> None:
        self._clocks: dict[ChangeHash, dict[bytes, int]] = {}  # all that a change knew, itself included
        self._last_operations: dict[ChangeHash, int] = {}
        self._ends: dict[tuple[bytes, int], int] = {}  # (actor, seq) → last operation of that change
        self._frontier: dict[bytes, int] = {}

    def __contains__(self, change: ChangeHash) -> bool:
        return change in self._clocks

    def __len__(self) -> int:
        return len(self._clocks)

    def past_of(self, change: Change) -> dict[bytes, int]:
        """Return what the author knew: the union of the dependencies, which must all be here."""
        if not change.dependencies:
            return {}
        clocks = [self._clocks[dependency] for dependency in change.dependencies]
        past = dict(clocks[0])
        for clock in clocks[1:]:
            for actor, seq in clock.items():
                if past.get(actor, 0) < seq:
                    past[actor] = seq
        return past

    def is_everything(self, past: Mapping[bytes, int]) -> bool:
        """Tell whether a past holds every change that is here."""
        return past == self._frontier

    def last_operation(self, change: Change) -> int:
        """Return the highest operation counter its author knew; 0 when they knew nothing."""
        return max([self._last_operations[dependency] for dependency in change.dependencies], default=0)

    def has_place(self, actor: bytes, seq: int) -> bool:
        """Tell whether a change stands at that place of the actor's line."""
        return (actor, seq) in self._ends

    def knew(self, past: Mapping[bytes, int], operation: OperationId) -> bool:
        """Tell whether an existing operation belongs to a past."""
        counter, actor = operation
        seq = past.get(actor, 0)
        return seq > 0 and counter <= self._ends[actor, seq]

    def saw(self, later: Change, earlier: Change) -> bool:
        """Tell whether ``later`` is, or was made with knowledge of, ``earlier``."""
        return self._clocks[later.hash].get(earlier.actor, 0) >= earlier.seq

    def add(self, change: Change, past: Mapping[bytes, int] | None = None) -> None:
        """Add a change whose dependencies are here. ``past`` spares computing it again."""
        clock = self.past_of(change) if past is None else dict(past)
        clock[change.actor] = change.seq
        self._clocks[change.hash] = clock
        self._last_operations[change.hash] = change.max_op
        self._ends[change.actor, change.seq] = change.max_op
        for actor, seq in clock.items():
            if self._frontier.get(actor, 0) < seq:
                self._frontier[actor] = seq


def heads(changes: Iterable[Change]) -> list[Change]:
    """Return the changes that no other one builds on, in the order given."""
    changes = list(changes)
    below = {dependency for change in changes for dependency in change.dependencies}
    return [change for change in changes if change.hash not in below]


def with_foundations(tops: Iterable[Change], changes: Sequence[Change]) -> list[Change]:
    """Return some changes with all that they build on, in the order of ``changes``, which must be causal."""
    wanted = {change.hash for change in tops}
    for change in reversed(changes):
        if change.hash in wanted:
            wanted.update(change.dependencies)
    return [change for change in changes if change.hash in wanted]
