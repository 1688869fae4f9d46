"""Which small segments are worth joining: few rewrites over a life, few segments at its end. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from idos_p2p.limits import MAX_SEGMENT_BYTES, MAX_SEGMENT_ENTRIES

GROWTH = 2  # times a later one, at most: the earlier of two that are joined


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring segments of one branch: how many of them, their entries, and the bytes these may take at most."""

    segments: int
    entries: int
    weight: int


def runs_to_join(sizes: Iterable[tuple[int, int]]) -> list[Run]:
    """Return the runs that a branch's segments, given as (entries, weight), become: those of several are to be joined.

    An earlier segment is joined only to later ones that together are half as heavy or more. So each time an entry is
    written again, its segment has grown by half, and what stays apart at the end of a log halves from one to the next.
    Joined once, there is nothing more to join.
    """
    runs: list[Run] = []
    for entries, weight in sizes:
        last = Run(1, entries, weight)
        while runs and _belong(runs[-1], last):
            earlier = runs.pop()
            last = Run(earlier.segments + last.segments, earlier.entries + last.entries, earlier.weight + last.weight)
        runs.append(last)
    return runs


def _belong(earlier: Run, later: Run) -> bool:
    return (
        earlier.weight <= GROWTH * later.weight
        and earlier.entries + later.entries <= MAX_SEGMENT_ENTRIES
        and earlier.weight + later.weight <= MAX_SEGMENT_BYTES
    )
