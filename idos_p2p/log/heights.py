"""Who has what: the heads of every log, and one digest of them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from idos_p2p.ids import ABSENT, Address, DeviceId
from idos_p2p.labels import Label, digest
from idos_p2p.log.branches import Branches, Logs, heads
from idos_p2p.log.chain import Height

Heights = Mapping[DeviceId, tuple[Height, ...]]
"""Of each device, the ends of its branches, ascending: one for a log that never forked."""
DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class Gap:
    """The entries of one branch that a peer lacks: from ``start`` (included) to ``end`` (excluded)."""

    device: DeviceId
    branch: int
    start: int
    end: int


def heights_of(logs: Logs) -> Heights:
    """Return the heads of these logs: what is the same on every peer that holds the same entries."""
    return {device: heads(branches) for device, branches in logs.items()}


def heights_digest(heights: Heights, missing: Iterable[Address] = ()) -> bytes:
    """Return 16 bytes that are equal on two peers exactly when they hold the same entries and lack the same bodies.

    ``missing`` are the entries whose body has not arrived and was not erased.
    """
    rows = [
        device + height.count.to_bytes(4, "big") + height.head
        for device in sorted(heights)
        for height in heights[device]
        if height.count
    ]
    lacking = [device + seq.to_bytes(4, "big") for device, seq in sorted(set(missing))]
    if lacking:
        rows.append(ABSENT)  # no device: what follows is something else
    return digest(Label.HEIGHTS, b"".join(rows + lacking))[:DIGEST_BYTES]


def gaps(device: DeviceId, branches: Branches, held: Iterable[int]) -> list[Gap]:
    """Return what somebody lacks of a device's log, parents first, who is so far along each branch's line."""
    return [
        Gap(device, position, max(reached, branch.first), branch.height.count)
        for position, (branch, reached) in enumerate(zip(branches, held, strict=True))
        if reached < branch.height.count
    ]
