"""Time as people read it. Nothing in the rules depends on it (design: time is for people)."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol

from idos_p2p.limits import MAX_TIME_MS

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_LAST_SHOWN = datetime(9999, 12, 30, tzinfo=UTC)  # a day before the calendar ends: other time zones have it, too
_LAST_SHOWN_MS = (_LAST_SHOWN - _EPOCH) // timedelta(milliseconds=1)


def moment_of(time_ms: int) -> datetime:
    """Return a moment in UTC; the end of the year 9999 for what lies beyond it, as an entry of a liar may say."""
    return _EPOCH + timedelta(milliseconds=min(time_ms, _LAST_SHOWN_MS))


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
