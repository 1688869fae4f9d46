"""The door between two computers of one person, once the code was said: ask, added, begin, welcome. Then a session."""

from __future__ import annotations

from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.ids import ABSENT, DeviceId, EntryId
from idos_p2p.services.cell import Cell
from idos_p2p.services.devices import add_device, begin, prove_device
from idos_p2p.services.ingest import WaitingRoom, ingest
from idos_p2p.services.invite import welcome
from idos_p2p.services.people import own_person
from idos_p2p.services.secret import seal_newest, secrets_of
from sync.channel.connection import Channel
from sync.channel.talk import expect, say
from sync.protocol.messages import AskDevice, Bye, DeviceAdded, SecretRow, SegmentMessage, Welcome
from sync.worker import CellWorker


async def open_to_device(channel: Channel, worker: CellWorker) -> None:
    """Let in the computer at the other end, which has said our code, as another one of the person here.

    Raises RefusedError when this device may not (the other is told), PeerFault when it breaks a rule.
    """
    asked = await expect(channel, AskDevice)
    try:
        added, person = await worker.run(_add, channel.peer, asked)
    except RefusedError as refused:
        await say(channel, Bye(refused.code))
        raise
    await say(channel, DeviceAdded(added, person))
    first = await expect(channel, SegmentMessage)
    secrets = await worker.run(_let_in, channel.peer, first.blob)
    await say(channel, Welcome(tuple(SecretRow(epoch, secret) for epoch, secret in secrets)))


async def pass_as_device(channel: Channel, worker: CellWorker) -> None:
    """Come in as another computer of the person at the other end; raise RefusedError with its reason otherwise."""
    sealing, proof = await worker.run(prove_device, channel.peer)
    await say(channel, AskDevice(sealing, proof))
    added = await expect(channel, DeviceAdded)
    person = "" if added.person == ABSENT else added.person.hex()
    first = await worker.run(begin, EntryId(added.added), person)
    await say(channel, SegmentMessage(first))
    welcomed = await expect(channel, Welcome)
    await worker.run(welcome, [(row.epoch, row.secret) for row in welcomed.secrets])


def _add(cell: Cell, device: DeviceId, asked: AskDevice) -> tuple[EntryId, bytes]:
    added = add_device(cell, device, asked.sealing, asked.proof)
    return added, bytes.fromhex(own_person(cell)) or ABSENT


def _let_in(cell: Cell, device: DeviceId, blob: bytes) -> list[tuple[bytes, bytes]]:
    known = cell.membership.effective(device)
    ingest(cell, [blob], WaitingRoom())
    if not cell.membership.effective(device):
        raise PeerFault("start_refused", why="device")
    if not known:
        seal_newest(cell)  # so that others need not: they cannot see what is handed over here
    return secrets_of(cell)
