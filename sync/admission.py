"""Who writes more, while we meet, than people write is heard more slowly (design §9, security §3.2).

Pure. A quota of this kind is no rule of validity: nothing is refused, nothing is lost, and no two peers need to agree.
It counts what arrives after both sides were up to date, never history; segments, for an import of 100,000 rows is a few
hundred of them, and each one costs a transaction and a signature; and bytes, for they stay on the disk.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from idos_p2p.ids import DeviceId
from idos_p2p.limits import MIB

SEGMENTS_AN_HOUR = 600  # of one device: one intention each six seconds, all day
BYTES_A_DAY = 64 * MIB  # of one device
LONGEST_PAUSE_SECONDS = 20.0  # well under the idle time after which the peer would take us for gone
_HOUR, _DAY = 3_600.0, 86_400.0


@dataclass(frozen=True, slots=True)
class Pause:
    """How long not to listen to who brought it, and whether this device was within its quotas until now."""

    device: DeviceId
    seconds: float
    begins: bool


@dataclass(slots=True)
class _Used:
    """Until when a device has used up each quota, had it used it evenly."""

    segments: float = 0.0
    size: float = 0.0
    over: bool = False

    def add(self, size: int, now: float) -> float:
        """Count one segment; return by how many seconds the device is ahead of its quotas."""
        self.segments = max(self.segments, now) + _HOUR / SEGMENTS_AN_HOUR
        self.size = max(self.size, now) + size * _DAY / BYTES_A_DAY
        return max(self.segments - now - _HOUR, self.size - now - _DAY)


class Admission:
    """What each device has lately written, whoever brought it: one for all conversations of a cell."""

    def __init__(self) -> None:
        self._used: dict[DeviceId, _Used] = {}

    def heard(self, segments: Iterable[tuple[DeviceId, int]], now: float) -> Pause | None:
        """Count the new segments of a batch, as (author, bytes); return the pause they call for, if any.

        ``now`` is in seconds, by a clock that never goes back.
        """
        longest: Pause | None = None
        for device, size in segments:
            used = self._used.setdefault(device, _Used(now, now))
            ahead = used.add(size, now)
            begins, used.over = ahead > 0 and not used.over, ahead > 0
            seconds = min(ahead, LONGEST_PAUSE_SECONDS)
            if ahead > 0 and (longest is None or seconds > longest.seconds or begins):
                longest = Pause(device, seconds, begins or (longest is not None and longest.begins))
        return longest
