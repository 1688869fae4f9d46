"""Who has what: the height of every log, one digest of them all, and what one side lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from idos_p2p.ids import DeviceId
from idos_p2p.labels import Label, digest
from idos_p2p.log.chain import Height

Heights = Mapping[DeviceId, Height]
DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Gap:
    """The entries of one device that a peer lacks: from ``start`` (included) to ``end`` (excluded)."""

    device: DeviceId
    start: int
    end: int


def heights_digest(heights: Heights) -> bytes:
    """Return 16 bytes that are equal on two peers exactly when their heights are."""
    rows = (
        device + heights[device].count.to_bytes(4, "big") + heights[device].head
        for device in sorted(heights)
        if heights[device].count
    )
    return digest(Label.HEIGHTS, b"".join(rows))[:DIGEST_BYTES]


def gaps(ours: Heights, theirs: Heights) -> list[Gap]:
    """Return what they lack of ours, ordered by device; empty when they have it all."""
    found = []
    for device in sorted(ours):
        known = theirs[device].count if device in theirs else 0
        if known < ours[device].count:
            found.append(Gap(device, known, ours[device].count))
    return found
