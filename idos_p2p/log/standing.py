"""What a device holds, as it tells another: its logs, and the bodies they lack."""

from __future__ import annotations

from dataclasses import dataclass, field

from idos_p2p.ids import Address
from idos_p2p.log.branches import Logs
from idos_p2p.log.heights import heights_digest, heights_of


@dataclass(frozen=True, slots=True)
class Standing:
    """The logs of a device, and where an entry's body is missing, ascending.

    ``digest``: the 16 bytes that are equal on two devices exactly when both are. Made once, however many are told.
    """

    logs: Logs
    missing: tuple[Address, ...] = ()
    digest: bytes = field(init=False)

    def __post_init__(self) -> None:
        """Make the digest."""
        object.__setattr__(self, "digest", heights_digest(heights_of(self.logs), self.missing))


NOTHING = Standing({})
