"""Which versions of the protocol the two ends speak, and which one they will use."""

from __future__ import annotations

from typing import NamedTuple

from idos_p2p.errors import PeerFault

VERSIONS_BYTES = 2


class Versions(NamedTuple):
    """The lowest and the highest version that one end speaks, 0 to 255 each."""

    lowest: int
    highest: int

    def encode(self) -> bytes:
        """Return the two bytes that stand in every transcript."""
        return bytes((self.lowest, self.highest))

    @classmethod
    def decode(cls, content: bytes) -> Versions:
        """Return what the two bytes say; an empty range is valid here, and agrees with nobody."""
        lowest, highest = content
        return cls(lowest, highest)


CHANNEL_VERSIONS = Versions(1, 1)
"""What this program speaks."""


def agree(ours: Versions, theirs: Versions) -> int:
    """Return the highest version that both speak; raise PeerFault("version_unknown") when there is none."""
    version = min(ours.highest, theirs.highest)
    if version < max(ours.lowest, theirs.lowest):
        raise PeerFault("version_unknown", ours=tuple(ours), theirs=tuple(theirs))
    return version
