"""Which logs each side of a session follows at the other: it is sent those, and is told of others only.

A log is asked for, so that who meets many is sent each entry by one of them (``sync/sources.py`` chooses). Only where
both held the same when they met, each follows the other's own log without a word: what somebody writes reaches all who
are there at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from idos_p2p.errors import PeerFault
from idos_p2p.ids import DeviceId
from idos_p2p.log.branches import Logs
from idos_p2p.log.heights import Heights, heights_of
from sync.protocol.messages import Follow, Unfollow


class Follows:
    """Both sides of it, in one session between two devices."""

    def __init__(self, say: Callable[[Follow | Unfollow], None], *, own: DeviceId, peer: DeviceId) -> None:
        self._say = say
        self._own, self._peer = own, peer
        self.here: set[DeviceId] = set()
        """The logs that the peer follows at us."""
        self.there: set[DeviceId] = set()
        """The logs that we follow at the peer."""
        self.heard = 0
        """How many of the peer's Follows we have taken."""
        self._said = 0
        self._answered: int | None = None
        self._told: dict[DeviceId, object] = {}  # the heads that the peer was told of

    @property
    def answered(self) -> bool:
        """Whether the peer has sent all it can of what we follow there."""
        return self._answered == self._said

    def begin_equal(self) -> None:
        """Say that both held the same when they met."""
        self.here, self.there = {self._own}, {self._peer}

    def follow(self, devices: Iterable[DeviceId]) -> None:
        """Ask the peer to send these logs."""
        new = sorted(set(devices) - self.there)
        if new:
            self.there.update(new)
            self._said += 1
            self._say(Follow(tuple(new)))

    def unfollow(self, devices: Iterable[DeviceId]) -> None:
        """Ask the peer to send these logs no more."""
        old = sorted(self.there.intersection(devices))
        if old:
            self.there.difference_update(old)
            self._say(Unfollow(tuple(old)))

    def took(self, message: Follow | Unfollow, logs: Logs) -> None:
        """Take what the peer asks. Raises PeerFault for a log of which it was not told."""
        devices = [DeviceId(device) for device in message.devices]
        if any(device not in logs and device != self._own for device in devices):
            raise PeerFault("follow_unknown")
        if isinstance(message, Follow):
            self.here.update(devices)
            self.heard += 1
            return
        self.here.difference_update(devices)
        for device in devices:
            self._told.pop(device, None)  # what it may have waited for in vain is to be told again

    def said_all(self, follows: int) -> None:
        """Take note that the peer has sent all it can, after so many of our Follows. Raises PeerFault for more."""
        if follows > self._said:
            raise PeerFault("follows_unsaid", follows=follows)
        self._answered = follows

    def told(self, heights: Heights) -> None:
        """Say that the peer is told of these heads."""
        self._told.update(heights)

    def news(self, devices: Sequence[DeviceId], logs: Logs) -> Heights:
        """Return the heads of these logs that the peer does not follow here, as far as it was not told of them."""
        return self.untold([device for device in devices if device not in self.here], logs)

    def untold(self, devices: Iterable[DeviceId], logs: Logs) -> Heights:
        """Return the heads of those of these logs that are held here, as far as the peer was not told of them."""
        heights = heights_of({device: logs[device] for device in devices if device in logs})
        return {device: ends for device, ends in heights.items() if self._told.get(device) != ends}
