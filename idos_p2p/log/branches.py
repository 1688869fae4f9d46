r"""A device's log as the branches it has: one, unless the device forked. Pure.

A device that writes two different entries at one place of its log *forks* it: by malice, or because an old copy of it
was put back and went on writing. Both histories are signed, both are kept. A **branch** holds the entries from where it
leaves another branch to its end; its **line** is its history from the beginning of the log, through its parents.

::

    position 0   0 1 2 3 4 5 6 7 8 9        first 0, parent None
    position 1             \ 5 6 7            first 5, parent 0: its line is 0 1 2 3 4 of position 0, then its own
    position 2                 \ 7            first 7, parent 1

Every peer numbers the branches as it learns of them; only their heads are the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from idos_p2p.ids import DeviceId
from idos_p2p.log.chain import Height


@dataclass(frozen=True, slots=True)
class Branch:
    """Consecutive entries of one device, from where they leave another branch (``first``) to their end."""

    first: int
    parent: int | None  # position of the branch it leaves; None where it begins at 0
    height: Height  # of its line, at its end


Branches = tuple[Branch, ...]
Logs = Mapping[DeviceId, Branches]


@dataclass(frozen=True, slots=True)
class Span:
    """A part of one branch's own entries: from ``start`` (included) to ``end`` (excluded)."""

    branch: int
    start: int
    end: int


def heads(branches: Branches) -> tuple[Height, ...]:
    """Return the ends of all branches, ascending: the same on every peer that holds the same entries."""
    if len(branches) == 1:
        return (branches[0].height,)
    return tuple(sorted((branch.height for branch in branches), key=lambda height: (height.count, height.head)))


def forked_at(branches: Branches) -> int | None:
    """Return the first place that holds two entries; None for a log that never forked.

    From there on every entry of the device, on whichever branch, is *contested*.
    """
    return min((branch.first for branch in branches[1:]), default=None)


def size(branches: Branches) -> int:
    """Return how many entries these branches hold together."""
    return sum(branch.height.count - branch.first for branch in branches)


def line(branches: Branches, position: int, start: int, end: int) -> Iterator[Span]:
    """Yield, in order, where the entries from ``start`` to ``end`` of this branch's line are held."""
    branch = branches[position]
    if start < branch.first and branch.parent is not None:
        yield from line(branches, branch.parent, start, min(end, branch.first))
    own_start, own_end = max(start, branch.first), min(end, branch.height.count)
    if own_start < own_end:
        yield Span(position, own_start, own_end)


def through(branches: Branches, position: int, seq: int) -> frozenset[int]:
    """Return the branches whose line passes through the entry that this branch holds at ``seq``."""
    found = {position}
    for other, branch in enumerate(branches):  # a parent stands before its children
        if branch.parent in found and (branch.parent != position or branch.first > seq):
            found.add(other)
    return frozenset(found)


def holdings(branches: Branches, known: Iterable[Span]) -> list[int]:
    """Return how far along each branch's line somebody is who holds the entry before each span's end.

    Whoever holds an entry holds its whole history.
    """
    reached = [0] * len(branches)
    for span in known:
        end = span.end
        position: int | None = span.branch
        while position is not None:
            reached[position] = max(reached[position], end)
            end, position = branches[position].first, branches[position].parent
    for position, branch in enumerate(branches):
        if branch.parent is not None:
            reached[position] = max(reached[position], min(reached[branch.parent], branch.first))
    return reached
