"""The door between a newcomer and a member's device: ask, offer, start, welcome. A session follows."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.identity.invitation import Invitation
from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import Inserted, Outcome, WaitingRoom, ingest
from idos_p2p.services.invite import Offer, admit, offer, welcome, write_start
from sync.channel.connection import Channel
from sync.channel.talk import expect, say
from sync.protocol.messages import Ask, Bye, OfferMessage, SecretRow, SegmentMessage, Welcome
from sync.worker import CellWorker


@dataclass(slots=True)
class Promises:
    """The key numbers offered to newcomers who are at the door now, so that no two get the same."""

    by_invite: dict[EntryId, dict[DeviceId, int]] = field(default_factory=dict)
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    """Held from looking for a free number to promising it."""

    def others(self, invite: EntryId, newcomer: DeviceId) -> set[int]:
        """Return the numbers promised to others than this newcomer."""
        return {number for device, number in self.by_invite.get(invite, {}).items() if device != newcomer}

    def keep(self, offered: Offer, newcomer: DeviceId) -> None:
        """Promise a number to a newcomer."""
        self.by_invite.setdefault(offered.invite, {})[newcomer] = offered.number

    def release(self, invite: EntryId, newcomer: DeviceId) -> None:
        """The newcomer is in, or has gone."""
        self.by_invite.get(invite, {}).pop(newcomer, None)


async def open_door(channel: Channel, worker: CellWorker, promises: Promises) -> None:
    """Let in the newcomer at the other end, who knocked with the invitation that the channel's door names.

    Raises RefusedError when this device may not (the newcomer is told), PeerFault when the newcomer breaks a rule.
    """
    invite = EntryId(channel.door.name)
    asked = await expect(channel, Ask)
    try:
        async with promises.turn:
            offered = await worker.run(offer, invite, channel.peer, promises.others(invite, channel.peer))
            promises.keep(offered, channel.peer)
    except RefusedError as refused:
        await say(channel, Bye(refused.code))
        raise
    try:
        await say(channel, OfferMessage(offered.invite, offered.number))
        start = await expect(channel, SegmentMessage)
        secrets = await worker.run(_let_in, channel.peer, start.blob, asked.name)
    finally:
        promises.release(invite, channel.peer)
    await say(channel, Welcome(tuple(SecretRow(epoch, secret) for epoch, secret in secrets)))


async def pass_door(channel: Channel, worker: CellWorker, invitation: Invitation, name: str) -> None:
    """Come in by the door at the other end. Raises RefusedError with the door's own reason when it stays shut."""
    await say(channel, Ask(name))
    offered = await expect(channel, OfferMessage)
    start = await worker.run(write_start, invitation, Offer(EntryId(offered.invite), offered.number))
    await say(channel, SegmentMessage(start))
    welcomed = await expect(channel, Welcome)
    await worker.run(welcome, [(row.epoch, row.secret) for row in welcomed.secrets])


def _let_in(cell: Cell, newcomer: DeviceId, blob: bytes, name: str) -> list[tuple[bytes, bytes]]:
    outcome = _only(ingest(cell, [blob], WaitingRoom()))
    known = newcomer in cell.membership.starts
    if not known or (isinstance(outcome, Inserted) and outcome.device != newcomer):
        raise PeerFault("start_refused", outcome=type(outcome).__name__)
    return admit(cell, newcomer, name)


def _only(outcomes: list[Outcome]) -> Outcome:
    return outcomes[0]
