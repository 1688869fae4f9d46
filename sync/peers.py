"""What is known of each peer met: its state, and what was exchanged. Frozen facts for whoever shows them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

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
