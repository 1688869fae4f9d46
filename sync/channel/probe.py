"""Asking a member whether it reaches us: it dials back, knocks, and says what came of it (CHANNEL.md §6).

Whoever knows no cell secret can ask nothing, and nobody can make us dial another computer than their own.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from enum import IntEnum

from idos_p2p.errors import PeerFault, RefusedError
from sync.channel.connection import DEFAULT_TIMEOUTS, Timeouts
from sync.channel.doors import Door
from sync.channel.handshake import Entropy, knocked
from sync.channel.wire import Wire

PORT_BYTES = 2
ANSWER_BYTES = 1
NOTHING_ASKED = 0  # the port of who only knocks


class Reach(IntEnum):
    """What came of a dial back."""

    REACHED = 1  # an IDOS of this cell answered
    REFUSED = 2  # the computer answered that nothing listens there
    SILENT = 3  # nothing answered
    NO_ROUTE = 4  # the system knows no way there, or nobody on the network has this address
    OTHER = 5  # something answered that is no IDOS of this cell, or the dial went wrong otherwise


_CAUSES = {"refused": Reach.REFUSED, "timeout": Reach.SILENT, "no_route": Reach.NO_ROUTE}


async def ask(
    endpoint: tuple[str, int],
    doors: Sequence[Door],
    port: int,
    *,
    timeouts: Timeouts = DEFAULT_TIMEOUTS,
    entropy: Entropy = secrets.token_bytes,
) -> Reach:
    """Return whether whoever is at (host, port) reaches this computer at our port.

    The doors are tried in order, as ``dial`` does. Raises RefusedError (peer_unreachable) or PeerFault (knock_refused:
    a stranger, or a program that does not know this question).
    """
    async with knocked(endpoint, doors, timeouts=timeouts, entropy=entropy) as wire:
        wire.step = "probe"
        wire.write(port.to_bytes(PORT_BYTES, "big"))
        (said,) = await wire.read_exactly(ANSWER_BYTES)
    return Reach(said) if said in set(Reach) else Reach.OTHER


async def reach(endpoint: tuple[str, int], doors: Sequence[Door]) -> Reach:
    """Return what comes of a knock at this endpoint, and ask nothing."""
    try:
        async with knocked(endpoint, doors) as wire:
            wire.write(NOTHING_ASKED.to_bytes(PORT_BYTES, "big"))
            await wire.drain()
    except RefusedError as refused:
        return _CAUSES.get(str(refused.fields.get("cause")), Reach.OTHER)
    except PeerFault:
        return Reach.OTHER
    return Reach.REACHED


async def answer(wire: Wire, door: Door) -> None:
    """Serve who knocked at the door of this question: dial back to where they came from, and say what came of it."""
    port = int.from_bytes(await wire.read_exactly(PORT_BYTES), "big")
    if port != NOTHING_ASKED:
        found = await reach((wire.remote[0], port), [door])
        wire.write(found.to_bytes(ANSWER_BYTES, "big"))
        await wire.drain()
    await wire.close(b"", DEFAULT_TIMEOUTS.close, None)
