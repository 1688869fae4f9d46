"""What keys sign beside entries: that a newcomer was invited, a device succeeded, a device added."""

from __future__ import annotations

from idos_p2p.governance.acts import Succeed
from idos_p2p.ids import CellId, DeviceId
from idos_p2p.labels import Label


def proof_message(cell: CellId, invite: bytes, device: DeviceId, sealing: bytes) -> bytes:
    """Return what an invitation's one-time key signs for a newcomer's device."""
    return Label.INVITE_PROOF.prefix + cell + invite + device + sealing


def succession_message(cell: CellId, body: Succeed, device: DeviceId) -> bytes:
    """Return what the older device signs for the device that takes its place; the body's proof is not part of it."""
    known = body.origin + body.count.to_bytes(4, "big") + body.head
    return Label.SUCCESSOR.prefix + cell + known + device + body.sealing


def adding_message(cell: CellId, by: DeviceId, device: DeviceId, sealing: bytes) -> bytes:
    """Return what a new device signs for the one that adds it."""
    return Label.ADD_DEVICE.prefix + cell + by + device + sealing
