"""Frames taken from one peer and not yet looked at."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from sync.protocol.limits import MAX_IN_FLIGHT_BYTES

READ_AHEAD_BYTES = MAX_IN_FLIGHT_BYTES  # frames taken from one peer and not yet ingested
BATCH_BYTES = 512 << 10  # ingested in one durable step: some thousands of entries
BATCH_FRAMES = 256  # looked at in one go: the others wait meanwhile
FRAME_BYTES = 64  # that a frame takes beside what it says


class Inbox:
    """Frames read ahead, bounded in bytes. What had arrived before the channel broke can still be taken."""

    def __init__(self) -> None:
        self._frames: list[bytes] = []
        self._size = 0
        self._ended = False
        self._changed = asyncio.Condition()

    @property
    def empty(self) -> bool:
        """Whether nothing waits."""
        return not self._frames

    async def put(self, frame: bytes) -> None:
        """Add a frame, as soon as there is room for it."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._size < READ_AHEAD_BYTES)
            self._frames.append(frame)
            self._size += len(frame) + FRAME_BYTES
            self._changed.notify_all()

    async def end(self) -> None:
        """Say that no more will come."""
        async with self._changed:
            self._ended = True
            self._changed.notify_all()

    async def take(self) -> list[bytes]:
        """Return at least one frame, and at most a batch's worth of those that are there; none after the last one."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._frames or self._ended)
            taken, size = 0, 0
            most = min(BATCH_FRAMES, len(self._frames))
            while taken < most and (not taken or size + len(self._frames[taken]) + FRAME_BYTES <= BATCH_BYTES):
                size += len(self._frames[taken]) + FRAME_BYTES
                taken += 1
            batch, self._frames = self._frames[:taken], self._frames[taken:]
            self._size -= size
            self._changed.notify_all()
            return batch

    async def rest(self, seconds: float) -> None:
        """Return after so long, or as soon as no more will come."""
        async with self._changed:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._changed.wait_for(lambda: self._ended)
