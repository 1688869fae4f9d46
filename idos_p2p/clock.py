"""Time as people read it. Nothing in the rules depends on it (design: time is for people)."""

from __future__ import annotations

import time
from typing import Protocol

from idos_p2p.limits import MAX_TIME_MS


class Clock(Protocol):
    """Where the present moment comes from."""

    def now_ms(self) -> int:
        """Return milliseconds since 1970-01-01 UTC."""
        ...


class SystemClock:
    """The computer's own clock: the one place that reads it."""

    def now_ms(self) -> int:
        """Return milliseconds since 1970-01-01 UTC, within what a header can say (48 bits) however it is set."""
        return min(max(time.time_ns() // 1_000_000, 0), MAX_TIME_MS)
