"""Trying every address that is known or seen in the room, until one of them gives what is looked for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from idos_p2p.clock import Clock
from idos_p2p.errors import PeerFault, RefusedError
from sync.discovery.addresses import Endpoint
from sync.discovery.discovery import Discovery, Gone, Seen

log = logging.getLogger("idos.sync.join")

TRIES_WAITING = 64  # addresses heard of and not tried yet: more than a room has laptops
RETRY_SECONDS = 0.5  # an address that somebody typed is tried again while the search lasts
FINAL = frozenset({"code_refused", "code_for_person", "code_for_device"})
"""Refusals after which no other address is tried: a code that is spent, or is for something else."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Search:
    """Where to look for the cell: addresses that are known, interfaces to listen on, and for how long."""

    peers: tuple[Endpoint, ...]
    interfaces: tuple[str, ...] | None
    discovery: bool
    seconds: float


async def find(search: Search, clock: Clock, enter: Callable[[Endpoint], Awaitable[T]]) -> T:
    """Try each endpoint that is known or seen until ``enter`` returns for one, for as long as the search may last.

    Raises RefusedError: ``nobody_found``, or the last reason that somebody gave.
    """
    heard: asyncio.Queue[Endpoint] = asyncio.Queue(TRIES_WAITING)
    discovery = Discovery(lambda sight: _note(sight, heard), clock)
    attempts = _Attempts(enter)
    try:
        async with asyncio.timeout(search.seconds):
            for endpoint in search.peers:
                heard.put_nowait(endpoint)
            if search.discovery:
                await discovery.start(None, search.interfaces, [])
            while True:
                endpoint = await heard.get()
                if found := await attempts.at(endpoint):
                    return found
                if endpoint in search.peers:
                    await asyncio.sleep(RETRY_SECONDS)
                    heard.put_nowait(endpoint)
    except TimeoutError as error:
        raise attempts.refused or RefusedError("nobody_found") from error
    finally:
        await discovery.close()


def _note(sight: Seen | Gone, heard: asyncio.Queue[Endpoint]) -> None:
    """Queue the endpoints that somebody advertises, as long as there is room."""
    if isinstance(sight, Seen):
        for endpoint in sight.endpoints:
            if not heard.full():
                heard.put_nowait(endpoint)


class _Attempts(Generic[T]):
    """Knocks at endpoints, and remembers the last reason that a door of the cell gave for staying shut."""

    def __init__(self, enter: Callable[[Endpoint], Awaitable[T]]) -> None:
        self._enter = enter
        self.refused: RefusedError | None = None

    async def at(self, endpoint: Endpoint) -> T | None:
        """Return what is found there, else None. Raises RefusedError for a refusal that ends the search."""
        try:
            return await self._enter(endpoint)
        except PeerFault as fault:
            log.info("not let in endpoint=%s code=%s", endpoint, fault.code)
        except RefusedError as fault:
            if fault.code in FINAL:
                raise
            log.info("not let in endpoint=%s code=%s", endpoint, fault.code)
            self.refused = fault
        return None
