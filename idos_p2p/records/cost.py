"""What a record costs to load, in units of what a letter of a text takes in the binding: 3 microseconds, 200 bytes.

One change is bounded by rules of its own; this bounds the sum. A change is priced by what its author knew, so that its
price is the same on every peer for ever. What was written apart, which nobody could have summed up, is bounded by a
second, wider limit, in the one order in which every peer admits the changes of a record.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from idos_p2p.limits import MAX_RECORD_COST, MAX_RECORD_COST_APART
from idos_p2p.records.change import DELETE, SET, Change, GateRefusal
from idos_p2p.records.places import Edit, Past, Places, Slot

_CHANGE = 16  # some 50 microseconds: its hash, its clock, its columns
_BYTES_A_UNIT = 16
_HEAVY = 4  # a value under a key, an object: some 10 microseconds and 600 bytes to load and to read
_REPLACED_A_UNIT = 2  # values that an operation replaces: 1.3 microseconds each
_WRITES_A_UNIT = 200  # a write passes over all the earlier ones of its place: 13 ns for each of them


RECORD_FULL = frozenset({"cost", "apart"})
"""The rules by which a record takes no more: the writer is told before anything is written."""


class Price(NamedTuple):
    """What one change costs."""

    known: int  # by what its author knew
    here: int  # by all that was admitted before it


class Costs:
    """What the accepted changes of one record cost."""

    def __init__(self) -> None:
        self._creation: tuple[Change, Mapping[Slot, Edit]] | None = None  # priced if a second change comes: few do
        self._lines: dict[tuple[bytes, int], int] = {}  # (device, seq) → what its changes cost up to that one
        self._here = 0

    def begin(self, change: Change, edits: Mapping[Slot, Edit]) -> None:
        """Take in the creating change, which is never too dear."""
        self._creation = change, edits

    def check(self, change: Change, edits: Mapping[Slot, Edit], past: Past, places: Places, *, whole: bool) -> Price:
        """Return the price of a further change, or raise ``GateRefusal``; ``whole``: its past is all that is here."""
        if self._creation is not None:
            creation, first = self._creation
            price = _price(creation, first, Places(), {})
            self.add(creation, Price(price, price))
            self._creation = None
        known = _price(change, edits, places, past)
        here = known if whole else _price(change, edits, places, None)
        if known + sum([self._lines[one] for one in past.items()]) > MAX_RECORD_COST:
            raise GateRefusal("cost")
        if here + self._here > MAX_RECORD_COST_APART:
            raise GateRefusal("apart")
        return Price(known, here)

    def add(self, change: Change, price: Price) -> None:
        """Take in a change that was checked."""
        before = self._lines.get((change.actor, change.seq - 1), 0)
        self._lines[change.actor, change.seq] = before + price.known
        self._here += price.here


def _price(change: Change, edits: Mapping[Slot, Edit], places: Places, past: Past | None) -> int:
    """Return what a change costs on top of a past or, without one, of all that is here."""
    light = sum(
        [
            operation.action == DELETE or (operation.insert and operation.action == SET)
            for operation in change.operations
        ]
    )
    units = _CHANGE + len(change.body) // _BYTES_A_UNIT + light + _HEAVY * (len(change.operations) - light)
    replaced = passed = 0
    for slot, edit in edits.items():
        replaced += len(edit.replaced)
        passed += edit.writes * places.writes(slot, past) + edit.writes * (edit.writes - 1) // 2
    return units + replaced // _REPLACED_A_UNIT + passed // _WRITES_A_UNIT
