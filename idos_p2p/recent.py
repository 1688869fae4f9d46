"""Results of pure functions that were wanted lately, within a bound of memory, so as not to compute them again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


class Recent(Generic[Key, Result]):
    """Results by all that they were computed from, the least recently used out first; for any thread.

    Each is kept at the bytes it is said to take, key included. Keep nothing that anybody may change.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._results: OrderedDict[Key, tuple[Result, int]] = OrderedDict()
        self._lock = Lock()

    def find(self, key: Key) -> Result | None:
        """Return the result of this key, or None when it has to be computed."""
        with self._lock:
            held = self._results.get(key)
            if held is None:
                return None
            self._results.move_to_end(key)
            return held[0]

    def keep(self, key: Key, result: Result, size: int) -> None:
        """Hold a result, and let go of what no longer fits."""
        with self._lock:
            if key in self._results:
                return
            self._results[key] = result, size
            self._bytes += size
            while self._bytes > self._most_bytes:
                self._bytes -= self._results.popitem(last=False)[1][1]
