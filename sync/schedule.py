"""When to try an address again: soon at first, then less and less often, never all at once."""

from __future__ import annotations

FIRST_RETRY_SECONDS = 0.5  # a laptop that is just opening answers within a second or two
LONGEST_RETRY_SECONDS = 30.0  # a peer that comes back is met again within half a minute
GROWTH = 2.0


def retry_delay(attempt: int, jitter: float) -> float:
    """Return the seconds to wait after the given number of failures in a row, from 1.

    ``jitter`` is between 0 and 1 and spreads the peers of a room over the second half of the delay.
    """
    longest = min(LONGEST_RETRY_SECONDS, FIRST_RETRY_SECONDS * GROWTH ** min(attempt - 1, 16))
    return longest * (0.5 + jitter / 2)
