"""The smallest change from one text to another, so that edits made apart to different places both survive."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

_TOKEN = re.compile(r"\w+|\s+|.", re.DOTALL)
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_MAX_DIFFERENCES = 400  # beyond, a part is replaced whole: the search takes the square of it, here some 10 MB


class Splice(NamedTuple):
    """At ``start`` of the old text, ``deleted`` characters give way to ``inserted``."""

    start: int
    deleted: int
    inserted: str


def splices(old: str, new: str) -> list[Splice]:
    """Return what turns ``old`` into ``new``, in ascending places of the old text, none touching the next.

    Lines are compared first, then the words of the lines that differ, then the characters of those words.
    Places and lengths count Unicode code points.
    """
    found: list[Splice] = []
    for start, removed, added in _regions(_LINE.findall(old), _LINE.findall(new)):
        for place, less, more in _regions(_TOKEN.findall(removed), _TOKEN.findall(added)):
            found.append(_trimmed(start + place, less, more))
    return found


def _trimmed(start: int, removed: str, added: str) -> Splice:
    """Leave out the characters that both sides begin or end with."""
    shortest = min(len(removed), len(added))
    head = next((place for place in range(shortest) if removed[place] != added[place]), shortest)
    room = shortest - head
    tail = next((place for place in range(room) if removed[-1 - place] != added[-1 - place]), room)
    return Splice(start + head, len(removed) - head - tail, added[head : len(added) - tail])


def _regions(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Yield the parts that differ, as (place in characters, old characters, new characters)."""
    places = [0, *accumulate(len(part) for part in old)]
    old_at = new_at = 0
    for old_match, new_match, length in [*_common(old, new), (len(old), len(new), 0)]:
        if old_match > old_at or new_match > new_at:
            yield places[old_at], "".join(old[old_at:old_match]), "".join(new[new_at:new_match])
        old_at, new_at = old_match + length, new_match + length


def _common(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return the runs that both have in common and in order: (place in old, place in new, length)."""
    shortest = min(len(old), len(new))
    head = next((place for place in range(shortest) if old[place] != new[place]), shortest)
    room = shortest - head
    tail = next((place for place in range(room) if old[-1 - place] != new[-1 - place]), room)
    pairs = _longest_common(old[head : len(old) - tail], new[head : len(new) - tail])
    runs = [(0, 0, head)] if head else []
    for old_place, new_place in pairs:
        runs.append((old_place + head, new_place + head, 1))
    if tail:
        runs.append((len(old) - tail, len(new) - tail, tail))
    return runs


def _longest_common(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of a longest common subsequence, by Myers' greedy search (Algorithmica 1, 1986).

    Returns nothing when the two differ in more than ``_MAX_DIFFERENCES`` parts.
    """
    if not old or not new:  # a new text, a cleared one: nothing is common, and the search would try all the same
        return []
    reach = {1: 0}
    trail: list[dict[int, int]] = []
    for difference in range(min(len(old) + len(new), _MAX_DIFFERENCES) + 1):
        trail.append(dict(reach))
        for diagonal in range(-difference, difference + 1, 2):
            down = diagonal == -difference or (
                diagonal != difference and reach.get(diagonal - 1, -1) < reach.get(diagonal + 1, -1)
            )
            at = reach[diagonal + 1] if down else reach[diagonal - 1] + 1
            while at < len(old) and 0 <= at - diagonal < len(new) and old[at] == new[at - diagonal]:
                at += 1
            reach[diagonal] = at
            if at >= len(old) and at - diagonal >= len(new):
                return _walk_back(trail, len(old), len(new))
    return []


def _walk_back(trail: Sequence[dict[int, int]], old_end: int, new_end: int) -> list[tuple[int, int]]:
    """Follow the search backwards and return the pairs it matched, ascending."""
    pairs: list[tuple[int, int]] = []
    old_at, new_at = old_end, new_end
    for difference in range(len(trail) - 1, -1, -1):
        reach, diagonal = trail[difference], old_at - new_at
        down = diagonal == -difference or (
            diagonal != difference and reach.get(diagonal - 1, -1) < reach.get(diagonal + 1, -1)
        )
        before = diagonal + 1 if down else diagonal - 1
        old_before = reach[before] if difference else 0
        new_before = old_before - before if difference else 0
        while old_at > old_before and new_at > new_before:
            old_at, new_at = old_at - 1, new_at - 1
            pairs.append((old_at, new_at))
        old_at, new_at = old_before, new_before
    pairs.reverse()
    return pairs
