"""Whether the computer has slept. Pure: the two clocks are arguments."""

from __future__ import annotations

from typing import NamedTuple

from sync.protocol.limits import IDLE_SECONDS, SLEPT_SECONDS


class Moment(NamedTuple):
    """What two clocks say at once: that of the day, and one that nobody sets."""

    wall_ms: int  # since 1970
    steady: float  # seconds


def has_slept(before: Moment, now: Moment, pause: float) -> bool:
    """Say whether the computer slept during a pause of so many seconds (ux.md §4).

    Where the steady clock stands still in sleep (Linux, macOS), the clock of the day has run ahead of it. Where it goes
    on (Windows), the pause was so much longer than asked that the others have given us up. A clock that somebody puts
    forward looks the same: then what is rebuilt was whole.
    """
    steady = now.steady - before.steady
    ahead = (now.wall_ms - before.wall_ms) / 1000 - steady
    return ahead > SLEPT_SECONDS or steady > pause + IDLE_SECONDS
