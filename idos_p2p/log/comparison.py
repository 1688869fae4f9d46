"""What a peer holds of our logs, told from the heads it names. Pure, over any log.

A head that we hold says how far along that branch the peer is. One that we do not hold, though our log reaches that
far, is of another branch, or of none: where it left ours, only a *locator* can tell, entries of each of our branches
that lie ever farther from its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from itertools import zip_longest
from typing import Protocol

from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.limits import MAX_LOCATOR
from idos_p2p.log.branches import Branches, Logs, Span, holdings
from idos_p2p.log.chain import Height
from idos_p2p.log.entry import Entry
from idos_p2p.log.heights import gaps


class Locate(Enum):
    """When to make our locator of a device."""

    NEVER = auto()
    IF_FORKED = auto()
    ALWAYS = auto()


@dataclass(frozen=True, slots=True)
class Claim:
    """Entries of one device that a peer says it holds, each by the height of its line there."""

    device: DeviceId
    heads: tuple[Height, ...]
    locate: Locate


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of claims: of each device, how far along which of our branches; and our locators.

    ``held``: the claimed entries that our log holds, too.
    """

    known: Mapping[DeviceId, Mapping[int, int]]
    locators: Mapping[DeviceId, tuple[Height, ...]]
    held: Mapping[DeviceId, frozenset[Height]]


class HeldLog(Protocol):
    """What a comparison asks of a log (``store/ports.py``)."""

    def logs(self) -> Logs:
        """Return the branches of every device's log."""
        ...

    def position(self, device: DeviceId, entry: EntryId, seq: int) -> int | None:
        """Return the branch that holds this entry at this place among its own; None when it is not held."""
        ...

    def line(self, device: DeviceId, branch: int, start: int, end: int) -> list[Entry]:
        """Return the entries of a branch's line from ``start`` (included) to ``end`` (excluded)."""
        ...


def compare(log: HeldLog, claims: Iterable[Claim]) -> Comparison:
    """Return what the peer who claims these heads holds of this log.

    Heads that our log does not reach say nothing yet. A device is *forked* when one that it reaches is not held, and
    our log has entries that no claim shows the peer to hold.
    """
    logs = log.logs()
    known: dict[DeviceId, Mapping[int, int]] = {}
    locators: dict[DeviceId, tuple[Height, ...]] = {}
    held: dict[DeviceId, frozenset[Height]] = {}
    for claim in claims:
        branches = logs.get(claim.device, ())
        reached, strange, held[claim.device] = _place(log, branches, claim)
        known[claim.device] = reached
        forked = strange and bool(gaps(claim.device, branches, holdings(branches, spans(reached))))
        if claim.locate is Locate.ALWAYS or (claim.locate is Locate.IF_FORKED and forked):
            locators[claim.device] = locator(log, claim.device)
    return Comparison(known, locators, held)


def spans(known: Mapping[int, int]) -> Iterator[Span]:
    """Yield what is known of a device as ``branches.holdings`` takes it."""
    return (Span(position, 0, end) for position, end in known.items())


def locator(log: HeldLog, device: DeviceId) -> tuple[Height, ...]:
    """Return heights along each branch, ever farther from its end, and where it leaves its parent; ascending.

    At most ``MAX_LOCATOR`` of them, those close to an end first.
    """
    branches = log.logs().get(device, ())
    told: dict[Height, None] = {}
    for step in zip_longest(*(_points(branches, position) for position in range(len(branches)))):
        for position, count in enumerate(step):
            if count is not None and len(told) < MAX_LOCATOR:
                told[Height(count, log.line(device, position, count - 1, count)[0].id)] = None
    return tuple(sorted(told, key=lambda height: (height.count, height.head)))


def _place(log: HeldLog, branches: Branches, claim: Claim) -> tuple[dict[int, int], bool, frozenset[Height]]:
    """Return how far along which branch the claimed heads are, whether one that we reach is unknown, and those held."""
    longest = max((branch.height.count for branch in branches), default=0)
    reached: dict[int, int] = {}
    held: set[Height] = set()
    strange = False
    for height in claim.heads:
        if height.count <= longest:
            position = log.position(claim.device, height.head, height.count - 1)
            if position is None:
                strange = True
            else:
                reached[position] = max(height.count, reached.get(position, 0))
                held.add(height)
    return reached, strange, frozenset(held)


def _points(branches: Branches, position: int) -> Iterator[int]:
    """Yield how many entries lie before the end, and before each place farther back on the branch's own part."""
    branch = branches[position]
    count, distance = branch.height.count, 1
    while count > branch.first:
        yield count
        count, distance = branch.height.count - distance, distance * 2
    if branch.first:
        yield branch.first  # the last entry before it, on its parent
    else:
        yield 1
