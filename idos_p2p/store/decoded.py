"""Segments already opened, the last ones used, within a bound of memory."""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import OrderedDict
from collections.abc import Sequence

from idos_p2p.limits import MIB
from idos_p2p.log.entry import Entry

DECODED_BYTES = 8 * MIB  # some 10 full segments: what a slice of projections reads, well under the 35 MiB of goal 10
ENTRY_BYTES = 560  # of an entry's objects beside its weight, which counts 80 of the 640 (530 measured) beside a body


class DecodedSegments:
    """The entries of recently used segments by their keys (``store/devices.py``), least recently used out first."""

    def __init__(self, most_bytes: int = DECODED_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._starts: list[int] = []
        self._segments: OrderedDict[int, tuple[Sequence[Entry], int]] = OrderedDict()

    def find(self, key: int) -> Entry | None:
        """Return the entry of this key, or None when its segment has to be opened."""
        position = bisect_right(self._starts, key) - 1
        if position < 0:
            return None
        start = self._starts[position]
        entries, _ = self._segments[start]
        if key - start >= len(entries):
            return None
        self._segments.move_to_end(start)
        return entries[key - start]

    def keep(self, start: int, entries: Sequence[Entry], weight: int) -> None:
        """Hold the entries of the segment that starts at this key, and let go of what no longer fits.

        ``weight`` is what they take of their segment at most (``log/segment.py``), bodies included.
        """
        self.drop(start)
        size = len(entries) * ENTRY_BYTES + weight
        insort(self._starts, start)
        self._segments[start] = (entries, size)
        self._bytes += size
        while self._bytes > self._most_bytes:
            self.drop(next(iter(self._segments)))

    def drop(self, start: int) -> None:
        """Let go of a segment, if it is held."""
        held = self._segments.pop(start, None)
        if held is not None:
            self._starts.remove(start)
            self._bytes -= held[1]
