"""What is known of each peer met: its state, and what was exchanged. Frozen facts for whoever shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from idos_p2p.clock import Clock
from idos_p2p.ids import DeviceId


class PeerState(StrEnum):
    """How far a meeting with one peer has come."""

    EXCHANGING = "exchanging"  # one side may lack something of the other
    UP_TO_DATE = "up_to_date"  # both hold the same, and know it
    ENDED = "ended"  # the meeting is over; ``code`` says why


class Counts(NamedTuple):
    """What was exchanged with one peer: entries, verified here when received, and bytes of session frames."""

    sent: int = 0
    received: int = 0
    bytes_out: int = 0
    bytes_in: int = 0

    def plus(self, other: Counts) -> Counts:
        """Return the sums."""
        return Counts(*(mine + theirs for mine, theirs in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Peer:
    """One device met since this process started, with the sums of all its meetings."""

    device: DeviceId
    state: PeerState
    counts: Counts
    up_to_date_ms: int | None  # the last moment both held the same
    since_ms: int  # when it entered this state
    remaining: int = 0  # entries still to pass, both ways
    code: str = ""


MAX_STRANGERS = 64  # rows kept of those who never belonged: who holds an old cell secret can invent devices for ever


class Table:
    """The rows of all peers met, and the sums of their meetings that are over; told of when one changes."""

    def __init__(self, clock: Clock, tell: Callable[[Peer], None]) -> None:
        self._clock = clock
        self._tell = tell
        self._rows: dict[DeviceId, Peer] = {}
        self._sums: dict[DeviceId, Counts] = {}
        self._strangers: dict[DeviceId, None] = {}

    @property
    def rows(self) -> tuple[Peer, ...]:
        """All rows, in a stable order."""
        return tuple(self._rows[device] for device in sorted(self._rows))

    def state(self, device: DeviceId) -> PeerState | None:
        """Return how far the meeting with that device has come; None for one not met."""
        row = self._rows.get(device)
        return row.state if row else None

    def sums(self, device: DeviceId) -> Counts:
        """Return the sums of the meetings with that device that are over."""
        return self._sums.get(device, Counts())

    def goes_on(self, device: DeviceId, state: PeerState, counts: Counts, remaining: int) -> bool:
        """Take how far a meeting is and what it has exchanged; say whether that was worth telling.

        Bytes alone are not: they come with what they carried.
        """
        counts, row = self.sums(device).plus(counts), self._rows.get(device)
        told = row and (row.state, row.remaining, row.counts.sent, row.counts.received)
        if told == (state, remaining, counts.sent, counts.received):
            return False
        self._put(device, state, counts, remaining)
        return True

    def breaks_off(self, device: DeviceId, counts: Counts) -> None:
        """Take what was exchanged in a meeting that another one with the same peer replaces."""
        self._sums[device] = self.sums(device).plus(counts)

    def ends(self, device: DeviceId, counts: Counts, code: str, *, stranger: bool) -> None:
        """Take the end of a meeting; of strangers only the latest are kept."""
        self.breaks_off(device, counts)
        self._put(device, PeerState.ENDED, self.sums(device), code=code)
        self._strangers.pop(device, None)
        if stranger:
            self._strangers[device] = None
            if len(self._strangers) > MAX_STRANGERS:
                oldest = next(iter(self._strangers))
                del self._strangers[oldest], self._rows[oldest], self._sums[oldest]

    def _put(self, device: DeviceId, state: PeerState, counts: Counts, remaining: int = 0, code: str = "") -> None:
        earlier, now = self._rows.get(device), self._clock.now_ms()
        row = Peer(
            device,
            state,
            counts,
            up_to_date_ms=now if state is PeerState.UP_TO_DATE else earlier.up_to_date_ms if earlier else None,
            since_ms=earlier.since_ms if earlier and earlier.state is state else now,
            remaining=remaining,
            code=code,
        )
        self._rows[device] = row
        self._tell(row)
