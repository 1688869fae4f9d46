"""Who this device is to others, which doors it opens to them, and by which secrets members find it."""

from __future__ import annotations

from dataclasses import dataclass

from idos_p2p.ids import DeviceId
from idos_p2p.services.cell import Cell
from idos_p2p.services.secret import secrets_of
from sync.channel.doors import Door
from sync.channel.handshake import Identity
from sync.discovery.tags import RoomSecret


@dataclass(frozen=True, slots=True)
class OwnDoors:
    """The secrets that members find each other with, newest first, the doors of this device, and the cell's devices."""

    secrets: tuple[RoomSecret, ...]
    doors: tuple[Door, ...]
    devices: frozenset[DeviceId]


def identity_of(cell: Cell) -> Identity:
    """Return who this device is to others."""
    return Identity(cell.id, cell.keys.device)


def doors_of(cell: Cell) -> OwnDoors:
    """Return what others may knock with now: secrets of the cell, and invitations."""
    secrets = tuple(RoomSecret(epoch, secret) for epoch, secret in secrets_of(cell))
    members = (Door.member(room.name, room.secret) for room in secrets)
    asking = (Door.probe(room.name, room.secret) for room in secrets)
    # Used and ended invitations too: who was cut off half-way comes back with the same link, others are told why not.
    newcomers = (Door.join(invite.id, invite.body.knock) for invite in cell.membership.invites.values())
    return OwnDoors(secrets, (*members, *newcomers, *asking), frozenset(cell.membership.devices))
