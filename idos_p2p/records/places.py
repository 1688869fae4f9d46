"""What each place of a record holds, and held for those who had seen less of it.

A write replaces all that its author saw in the place. So of each device at most the last write known to somebody can
still be visible to them, and it is not when another device's last write was made with knowledge of it. That, and how
often a place was written, is told without looking at each write.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from idos_p2p.records.change import OperationId

Slot = tuple[OperationId | None, str] | OperationId
"""A place that holds a value: a key of a map, or an element of a list or text."""

Past = Mapping[bytes, int]
"""What somebody knew, as {device: its place in the record's line}."""


class Stamp(NamedTuple):
    """Whose change wrote, which one of that device's in this record, and what they knew."""

    actor: bytes
    seq: int
    past: Past


class Edit(NamedTuple):
    """What one change does to one place, its intermediate steps left out: nobody else can ever have seen those."""

    stamp: Stamp
    replaced: tuple[OperationId, ...]  # what the place held in the change's past
    left: tuple[OperationId, ...]  # what it holds after: the last operation, or nothing
    writes: int = 1  # how often the change wrote there


class _Line:
    """What one device wrote in one place, change after change."""

    __slots__ = ("edits", "seqs", "totals")

    def __init__(self) -> None:
        self.seqs: list[int] = []
        self.edits: list[Edit] = []
        self.totals: list[int] = []  # how often it wrote up to each of its changes

    def add(self, edit: Edit) -> None:
        self.seqs.append(edit.stamp.seq)
        self.edits.append(edit)
        self.totals.append(edit.writes + (self.totals[-1] if self.totals else 0))


class _Contested:
    """A place that more than one change wrote."""

    __slots__ = ("held", "lines", "writes")

    def __init__(self, first: Edit, slot: Slot) -> None:
        self.held = untouched(slot)
        self.lines: dict[bytes, _Line] = {}
        self.writes = 0
        self.add(first)

    def add(self, edit: Edit) -> None:
        self.lines.setdefault(edit.stamp.actor, _Line()).add(edit)
        self.writes += edit.writes
        kept = tuple([value for value in self.held if value not in edit.replaced])
        self.held = tuple(sorted(kept + edit.left)) if kept else edit.left

    def seen(self, past: Past) -> list[Edit]:
        """Return the last edit of each device in a past, those left out that another one of them was made upon."""
        last = [edit for edit in map(self._last_known, self.lines, map(past.get, self.lines)) if edit is not None]
        known: dict[bytes, int] = {}  # what one or another of them was made upon
        for edit in last:
            upon = edit.stamp.past
            for actor in self.lines if len(self.lines) < len(upon) else upon:
                known[actor] = max(known.get(actor, 0), upon.get(actor, 0))
        return [edit for edit in last if known.get(edit.stamp.actor, 0) < edit.stamp.seq]

    def _last_known(self, actor: bytes, seq: int | None) -> Edit | None:
        line = self.lines[actor]
        place = bisect_right(line.seqs, seq or 0)
        return line.edits[place - 1] if place else None

    def writes_known(self, past: Past) -> int:
        """Return how often the changes of a past wrote here."""
        places = [(line, bisect_right(line.seqs, past.get(actor, 0))) for actor, line in self.lines.items()]
        return sum([line.totals[place - 1] for line, place in places if place])


class Places:
    """The places of one record that its accepted changes wrote."""

    def __init__(self) -> None:
        self._written: dict[Slot, Edit | _Contested] = {}

    def __contains__(self, slot: Slot) -> bool:
        return slot in self._written

    def add(self, edits: Mapping[Slot, Edit]) -> None:
        """Take in what a change did."""
        if not self._written:
            self._written.update(edits)
            return
        for slot, edit in edits.items():
            before = self._written.get(slot)
            if before is None:
                self._written[slot] = edit
                continue
            if isinstance(before, Edit):
                before = self._written[slot] = _Contested(before, slot)
            before.add(edit)

    def held(self, slot: Slot) -> tuple[OperationId, ...]:
        """Return the values that nothing here replaced, ascending."""
        written = self._written.get(slot)
        if written is None:
            return untouched(slot)
        return written.left if isinstance(written, Edit) else written.held

    def seen(self, slot: Slot, past: Past) -> tuple[OperationId, ...]:
        """Return the values that nothing in a past replaced, ascending; who made an element is known to be in it."""
        written = self._written.get(slot)
        if isinstance(written, _Contested):
            edits = written.seen(past)
        else:
            edits = [written] if written is not None and past.get(written.stamp.actor, 0) >= written.stamp.seq else []
        if not edits:
            return untouched(slot)
        return tuple(sorted([value for edit in edits for value in edit.left]))

    def writes(self, slot: Slot, past: Past | None) -> int:
        """Return how often the place was written, by the changes of a past or, without one, by all."""
        written = self._written.get(slot)
        if written is None:
            return 0
        if isinstance(written, Edit):
            known = past is None or past.get(written.stamp.actor, 0) >= written.stamp.seq
            return written.writes if known else 0
        return written.writes if past is None else written.writes_known(past)


def untouched(slot: Slot) -> tuple[OperationId, ...]:
    """Return what a place holds before any change names it: an element, what inserted it; a key, nothing."""
    counter, name = slot
    return () if isinstance(name, str) or not isinstance(counter, int) else ((counter, name),)
