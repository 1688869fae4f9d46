"""The computers of one person: adding one to those there are, its first act, and taking one away."""

from __future__ import annotations

from dataclasses import dataclass

from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.governance.acts import AddDevice, Begin, Revoke
from idos_p2p.governance.past import act_of
from idos_p2p.governance.proofs import adding_message
from idos_p2p.identity.keys import is_sound, verify
from idos_p2p.identity.sealing import sealing_public
from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.limits import MAX_DEVICES
from idos_p2p.log.branches import size
from idos_p2p.services.cell import Cell
from idos_p2p.services.cutting import cut_of
from idos_p2p.services.intentions import forget_all
from idos_p2p.services.invite import write_act
from idos_p2p.services.write import OWN_PERSON


@dataclass(frozen=True, slots=True)
class OwnDevice:
    """One computer of the person here, and how many entries of it have arrived."""

    device: DeviceId
    here: bool
    entries: int


def own_devices(cell: Cell) -> list[OwnDevice]:
    """Return the computers that write for the person here, this one first.

    Raises RefusedError: ``not_member_yet``, ``device_restored``.
    """
    cell.require_membership()
    logs = cell.logs()
    found = [OwnDevice(device, device == cell.device, size(logs.get(device, ()))) for device in _devices(cell)]
    return sorted(found, key=lambda each: (not each.here, each.device))


def require_room_for_device(cell: Cell) -> None:
    """Raise RefusedError("devices_most") when the person here has as many computers as one may; as ``own_devices``."""
    if len(own_devices(cell)) >= MAX_DEVICES:
        raise RefusedError("devices_most", most=MAX_DEVICES)


def prove_device(cell: Cell, by: DeviceId) -> tuple[bytes, bytes]:
    """Return, on a new computer, its sealing key and the proof that it holds its own, for the one that adds it."""
    sealing = sealing_public(cell.keys.sealing_seed)
    return sealing, cell.keys.device.sign(adding_message(cell.id, by, cell.device, sealing))


def add_device(cell: Cell, device: DeviceId, sealing: bytes, proof: bytes) -> EntryId:
    """Give the person here one more computer, unless an earlier attempt did, and return the act that says so.

    Raises PeerFault("device_unsound") when the computer does not prove its key; RefusedError as
    ``require_room_for_device``.
    """
    cell.require_membership()
    if earlier := _added(cell, device):
        return earlier
    require_room_for_device(cell)
    if not is_sound(device) or not verify(device, adding_message(cell.id, cell.device, device, sealing), proof):
        raise PeerFault("device_unsound")
    return write_act(cell, cell.act(AddDevice(device, sealing, proof)))


def begin(cell: Cell, added: EntryId, person: str) -> bytes:
    """Write, on a new computer, its first entry, unless an earlier attempt did, and return that one's segment.

    ``person`` is the id of the person's own record; empty when they have none yet.
    """
    with cell.store.transaction():
        cell.store.facts.set(OWN_PERSON, person.encode())
        forget_all(cell)
    if not cell.own_branches():
        write_act(cell, cell.first_act(Begin(added)))
    return cell.store.log.segments(cell.device, 0, 0, 1)[0]


def revoke(cell: Cell, prefix: str) -> DeviceId:
    """Take away the other computer of the person here whose id begins so: what it wrote so far and is known counts on.

    Raises RefusedError: ``device_unknown``, ``device_ambiguous``, ``device_is_this``; as ``own_devices``.
    """
    named = [each for each in own_devices(cell) if each.device.hex().startswith(prefix.lower())]
    if not named:
        raise RefusedError("device_unknown", prefix=prefix)
    if len(named) > 1:
        raise RefusedError("device_ambiguous", prefix=prefix)
    if named[0].here:
        raise RefusedError("device_is_this")
    device = named[0].device
    write_act(cell, cell.act(Revoke((cut_of(cell, device),))))
    return device


def _devices(cell: Cell) -> list[DeviceId]:
    person = cell.membership.devices[cell.device]
    return [device for device, whose in cell.membership.devices.items() if whose == person]


def _added(cell: Cell, device: DeviceId) -> EntryId | None:
    for held in cell.store.log.acts():
        act = act_of(held.entry)
        if act.device == cell.device and isinstance(act.body, AddDevice) and act.body.device == device:
            return act.id
    return None
