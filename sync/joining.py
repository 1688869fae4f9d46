"""A newcomer's way in: find somebody of the cell, pass the door, bring home what the cell knows, say who one is.

A person's other computer comes in the same way, by a door of its own, and says who it is by whom it was added.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from idos_p2p.clock import Clock
from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.identity.invitation import Invitation
from idos_p2p.identity.spoken_code import SpokenCode
from idos_p2p.ids import EntryId
from idos_p2p.services.cell import Cell
from idos_p2p.services.found import write_own_person
from idos_p2p.services.people import own_person
from sync.channel.connection import Channel
from sync.channel.doors import Door
from sync.channel.handshake import Paired, dial, is_shown, pair_with
from sync.channel.pairing import Aim
from sync.discovery.addresses import Endpoint
from sync.door import pass_door
from sync.node import Node
from sync.own_doors import identity_of
from sync.search import Search, find
from sync.second_device import pass_as_device
from sync.worker import CellWorker

_FOR_OTHERS = {Aim.JOIN: "code_for_person", Aim.DEVICE: "code_for_device"}
DOOR_SECONDS = 30.0  # after the code was said, its door is knocked at again for so long


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who comes, and with which invitation."""

    invitation: Invitation
    name: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sponsored:
    """What a spoken code has opened, and where: ``door`` says where the way in leads on from there."""

    endpoint: Endpoint
    paired: Paired

    @property
    def invitation(self) -> Invitation:
        """The cell and, for a newcomer, what a link would have held."""
        return self.paired.gift.invitation

    @property
    def door(self) -> Search:
        """Look nowhere but where the code was shown."""
        return Search((self.endpoint,), None, discovery=False, seconds=DOOR_SECONDS)


async def say_code(code: SpokenCode, aim: Aim, search: Search, clock: Clock) -> Sponsored:
    """Find who shows this code, say it, and return what it opens.

    Raises RefusedError: ``code_nobody`` when nobody in the room shows one with this number, ``code_refused`` when it is
    not the one shown, ``code_for_device`` and ``code_for_person`` when it is for the other aim: then it is not spent.
    """
    try:
        sponsored = await find(search, clock, lambda endpoint: _say(endpoint, code, aim))
    except RefusedError as refused:
        if refused.code in {"nobody_found", "peer_unreachable"}:
            raise RefusedError("code_nobody", number=code.number) from refused
        raise
    if sponsored.paired.gift.aim is not aim:
        raise RefusedError(_FOR_OTHERS[sponsored.paired.gift.aim])
    return sponsored


async def join(node: Node, worker: CellWorker, newcomer: Newcomer, search: Search, clock: Clock) -> str:
    """Join, bring the log home whole, write the newcomer's own person record, and return its id.

    What is newest can be seen by then; who wants to see all that came waits for ``node.engine.projected``.
    Call it inside ``node.run``. Raises RefusedError: ``nobody_found``, ``join_old`` when what came home lacks what the
    invitation knew, or the door's own reason.
    """
    door = Door.join(b"link", newcomer.invitation.knock)
    channel = await _enter(
        worker, door, search, clock, lambda channel: pass_door(channel, worker, newcomer.invitation, newcomer.name)
    )

    def introduce(cell: Cell) -> str:
        _require_checkpoint(cell, newcomer.invitation.checkpoint)
        return write_own_person(cell, newcomer.name, newcomer.roles)

    return await _bring_home(node, channel, worker, introduce)


async def join_as_device(node: Node, worker: CellWorker, sponsored: Sponsored, clock: Clock) -> str:
    """Join as another computer of the person who shows the code, and return the id of their own record.

    Call it inside ``node.run``. Raises RefusedError as ``join``.
    """
    door = Door.device(sponsored.paired.secret)
    channel = await _enter(worker, door, sponsored.door, clock, lambda channel: pass_as_device(channel, worker))

    def same_person(cell: Cell) -> str:
        _require_checkpoint(cell, sponsored.invitation.checkpoint)
        return own_person(cell)

    return await _bring_home(node, channel, worker, same_person)


async def _say(endpoint: Endpoint, code: SpokenCode, aim: Aim) -> Sponsored:
    """Say the code where it is shown for this aim; for the other one it is told, and not spent."""
    try:
        return Sponsored(endpoint, await pair_with(endpoint, code, aim))
    except PeerFault as fault:
        other = Aim.JOIN if aim is Aim.DEVICE else Aim.DEVICE
        if fault.code == "knock_refused" and await is_shown(endpoint, code.number, other):
            raise RefusedError(_FOR_OTHERS[other]) from fault
        raise


async def _enter(
    worker: CellWorker, door: Door, search: Search, clock: Clock, come_in: Callable[[Channel], Awaitable[None]]
) -> Channel:
    """Knock at endpoints until one opens its door and lets us pass."""
    identity = await worker.run(identity_of)

    async def knock(endpoint: Endpoint) -> Channel:
        channel = await dial(endpoint, [door], identity)
        try:
            await come_in(channel)
        except BaseException:
            channel.abort()
            raise
        return channel

    return await find(search, clock, knock)


async def _bring_home(node: Node, channel: Channel, worker: CellWorker, introduce: Callable[[Cell], str]) -> str:
    """Exchange the logs, say who one is, exchange that too, and return the person's record."""
    device = (await worker.run(identity_of)).device_key.device
    meeting = asyncio.create_task(node.engine.meet(channel, initiator=device))
    try:
        await _reached(node, meeting)
        person = await worker.run(introduce)
        await _reached(node, meeting)
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


def _require_checkpoint(cell: Cell, checkpoint: EntryId | None) -> None:
    """Refuse an old history: whoever invited knew an act that it lacks."""
    if checkpoint is not None and checkpoint not in cell.membership.acts:
        raise RefusedError("join_old")
