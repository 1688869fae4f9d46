"""A newcomer's way in: find somebody of the cell, pass the door, bring home what the cell knows, say who one is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from idos_p2p.clock import Clock
from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.identity.invitation import Invitation
from idos_p2p.services.cell import Cell
from idos_p2p.services.found import write_own_person
from sync.channel.connection import Channel
from sync.channel.doors import Door
from sync.channel.handshake import Identity, dial
from sync.discovery.addresses import Endpoint
from sync.discovery.discovery import Discovery, Gone, Seen
from sync.door import pass_door
from sync.node import Node
from sync.worker import CellWorker

log = logging.getLogger("idos.sync.join")

TRIES_WAITING = 64  # addresses heard of and not tried yet: more than a room has laptops

Enter = Callable[[Endpoint], Awaitable[Channel]]
RETRY_SECONDS = 0.5  # an address that somebody typed is tried again while the search lasts


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who comes, and with which invitation."""

    invitation: Invitation
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """Where to look for the cell: addresses that are known, interfaces to listen on, and for how long."""

    peers: tuple[Endpoint, ...]
    interfaces: tuple[str, ...] | None
    discovery: bool
    seconds: float


async def join(node: Node, worker: CellWorker, newcomer: Newcomer, search: Search, clock: Clock) -> str:
    """Join, bring everything home, write the newcomer's own person record, and return its id.

    Call it inside ``node.run``. Raises RefusedError: ``nobody_found``, or the door's own reason.
    """
    identity = await worker.run(_identity)
    door = Door.join(b"link", newcomer.invitation.knock)
    channel = await _find(search, clock, lambda endpoint: _enter(endpoint, door, identity, worker, newcomer))
    meeting = asyncio.create_task(node.engine.meet(channel, initiator=identity.device_key.device))
    try:
        await _reached(node, meeting)
        person = await worker.run(write_own_person, newcomer.name, newcomer.roles)
        await _reached(node, meeting)
        await node.engine.projected()
    finally:
        meeting.cancel()
        await asyncio.gather(meeting, return_exceptions=True)
        await channel.close()
    return person


async def _reached(node: Node, meeting: asyncio.Task[bool]) -> None:
    """Return when both sides hold the same; raise RefusedError("join_cut") when the meeting ends before."""
    equal = asyncio.create_task(
        node.engine.until(lambda: node.engine.settled and any(peer.up_to_date_ms for peer in node.engine.peers))
    )
    try:
        await asyncio.wait({equal, meeting}, return_when=asyncio.FIRST_COMPLETED)
        if not equal.done():
            raise RefusedError("join_cut")
    finally:
        equal.cancel()
        await asyncio.gather(equal, return_exceptions=True)


async def _find(search: Search, clock: Clock, enter: Enter) -> Channel:
    """Try each endpoint that is known or seen until one lets us in, for as long as the search may last."""
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
                if channel := await attempts.at(endpoint):
                    return channel
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


class _Attempts:
    """Knocks at endpoints, and remembers the last reason that a door of the cell gave for staying shut."""

    def __init__(self, enter: Enter) -> None:
        self._enter = enter
        self.refused: RefusedError | None = None

    async def at(self, endpoint: Endpoint) -> Channel | None:
        """Return the channel when we are let in, else None."""
        try:
            return await self._enter(endpoint)
        except PeerFault as fault:
            log.info("not let in endpoint=%s code=%s", endpoint, fault.code)
        except RefusedError as fault:
            log.info("not let in endpoint=%s code=%s", endpoint, fault.code)
            self.refused = fault
        return None


async def _enter(endpoint: Endpoint, door: Door, identity: Identity, worker: CellWorker, newcomer: Newcomer) -> Channel:
    """Knock at one endpoint and pass its door."""
    channel = await dial(endpoint, [door], identity)
    try:
        await pass_door(channel, worker, newcomer.invitation, newcomer.name)
    except BaseException:
        channel.abort()
        raise
    return channel


def _identity(cell: Cell) -> Identity:
    return Identity(cell.id, cell.keys.device)
