"""Frames: a u32 length, then that many bytes. Pure.

A frame of length 0 is a heartbeat: it says only that its sender is there.
"""

from __future__ import annotations

from idos_p2p.errors import BugError, PeerFault
from sync.protocol.limits import MAX_FRAME_BYTES

LENGTH_BYTES = 4
HEARTBEAT = bytes(LENGTH_BYTES)


def frame(body: bytes) -> bytes:
    """Return the frame that carries a body of 1 byte to MAX_FRAME_BYTES."""
    if not 0 < len(body) <= MAX_FRAME_BYTES:
        raise BugError("frame_out_of_bounds", size=len(body))
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


class FrameReader:
    """Cuts what arrives, in whatever pieces, into the bodies that were sent."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> None:
        """Take what has arrived."""
        self._held += data

    def next(self) -> bytes | None:
        """Return the next body (empty: a heartbeat), or None when more must arrive first.

        Raises PeerFault("frame_too_large") as soon as a length is beyond the limit, before its body is awaited.
        """
        if len(self._held) < LENGTH_BYTES:
            return None
        size = int.from_bytes(self._held[:LENGTH_BYTES], "big")
        if size > MAX_FRAME_BYTES:
            raise PeerFault("frame_too_large", size=size)
        end = LENGTH_BYTES + size
        if len(self._held) < end:
            return None
        body = bytes(self._held[LENGTH_BYTES:end])
        del self._held[:end]
        return body
