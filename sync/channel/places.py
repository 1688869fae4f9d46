"""Who has a place in session, and who loses theirs to whom: pure, time is an argument.

Members have places of their own. Whoever is not one of the cell's devices, or not yet, comes by a secret that once was
known to many: an old cell secret, a link. So they have a few places, those of one door cannot lock out those of
another, and however many of them come, no member stays outside.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from idos_p2p.errors import PeerFault
from idos_p2p.ids import DeviceId
from sync.channel.doors import Purpose
from sync.protocol.limits import (
    MAX_CONNECTIONS,
    MAX_HALF_OPEN,
    MAX_OF_DEVICE,
    MAX_PAIRING,
    MAX_STRANGERS,
    STRANGER_SECONDS,
)

Belongs = Callable[[DeviceId], bool]
"""Whether a device is one of the cell's, as far as is known now."""


class Bounds(NamedTuple):
    """How many connections there may be at once; the defaults are the product's."""

    half_open: int = MAX_HALF_OPEN
    connections: int = MAX_CONNECTIONS
    strangers: int = MAX_STRANGERS
    pairing: int = MAX_PAIRING
    of_device: int = MAX_OF_DEVICE


DEFAULT_BOUNDS = Bounds()


class Place(NamedTuple):
    """Who is in session: which device, by which door, and since when."""

    device: DeviceId
    door: tuple[Purpose, bytes]
    since: float


def loses(held: Sequence[Place], comes: Place, belongs: Belongs, bounds: Bounds) -> int | None:
    """Return which of those in session, oldest first, has to go for the one who comes; None when there is room.

    A device that comes once more takes its own older place. Raises PeerFault("too_many_connections") when nobody goes.
    """
    own = [number for number, place in enumerate(held) if place.device == comes.device]
    member = belongs(comes.device)
    alike = [number for number, place in enumerate(held) if belongs(place.device) == member]
    full = len(alike) >= (bounds.connections if member else bounds.strangers)
    if own and (full or len(own) >= bounds.of_device):
        return own[0]
    if not full:
        return None
    if not member:
        by_door = Counter(held[number].door for number in alike)
        greediest, most = by_door.most_common(1)[0]  # of those that hold as many, the one that came first
        oldest = next(number for number in alike if held[number].door == greediest)
        if by_door[comes.door] + 1 < most or comes.since - held[oldest].since >= STRANGER_SECONDS:
            return oldest
    raise PeerFault("too_many_connections", step="session")
