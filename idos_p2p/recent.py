"""Results of pure functions that were wanted lately, within a bound of memory, so as not to compute them again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from contextlib import suppress
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


class Recent(Generic[Key, Result]):
    """Results by all that they were computed from, the least recently used out first.

    Each is kept at the bytes it is said to take, key included. Keep nothing that anybody may change. Cells on several
    threads may share one: each step on the dictionary is whole, and only the count of bytes may be off, until it is
    empty again, by what two of them did at the same instant.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._results: OrderedDict[Key, tuple[Result, int]] = OrderedDict()

    def find(self, key: Key) -> Result | None:
        """Return the result of this key, or None when it has to be computed."""
        held = self._results.get(key)
        if held is None:
            return None
        with suppress(KeyError):  # another thread may have let go of it by now
            self._results.move_to_end(key)
        return held[0]

    def keep(self, key: Key, result: Result, size: int) -> None:
        """Hold a result, unless it alone is too large, and let go of what no longer fits."""
        if size > self._most_bytes:
            return
        held = result, size
        if self._results.setdefault(key, held) is held:
            self._bytes += size
        while self._bytes > self._most_bytes:
            try:
                self._bytes -= self._results.popitem(last=False)[1][1]
            except KeyError:
                self._bytes = 0
