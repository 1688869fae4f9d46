"""The rows of messages: of heights, and their one order. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from idos_p2p.errors import PeerFault
from idos_p2p.log.heights import Heights
from sync.protocol.limits import MAX_HEADS
from sync.protocol.messages import HeightRow


def require_ascending(rows: Sequence[tuple[bytes | int, ...]]) -> None:
    """Raise PeerFault unless each row is greater than the one before: rows have one order, and none comes twice."""
    if any(before >= after for before, after in pairwise(rows)):
        raise PeerFault("rows_unordered")


def height_rows(heights: Heights) -> tuple[HeightRow, ...]:
    """Return the rows of all heads, ascending; the longest of each device first if they are too many for a message.

    What is left out is sent though the peer may have it, no more than that.
    """
    rows = [HeightRow(device, height.count, height.head) for device, ends in heights.items() for height in ends]
    if len(rows) > MAX_HEADS:
        others = [HeightRow(device, end.count, end.head) for device, ends in heights.items() for end in ends[:-1]]
        longest = [HeightRow(device, ends[-1].count, ends[-1].head) for device, ends in heights.items()]
        rows = (longest + others)[:MAX_HEADS]
    return tuple(sorted(rows, key=lambda row: (row.device, row.count, row.head)))
