"""The cell of a siege: three members, the same in every process that makes them, and what a hostile one holds."""

from __future__ import annotations

from dataclasses import dataclass

from idos_p2p.governance.matters import Chamber
from idos_p2p.identity.keys import DeviceKey
from idos_p2p.services.cell import Cell
from idos_p2p.services.invite import invite
from idos_p2p.services.secret import FIRST_EPOCH, SECRET_BYTES, keep_secret, secrets_of
from idos_p2p.services.write import add
from sync.channel.doors import Door
from sync.channel.handshake import Identity
from tests.simulation.devices import OpenStore, Surroundings, in_memory, pass_door, share

SEED = 6
BESIEGED, FRIEND, HOSTILE = "Ana", "Luc", "Zoé"
RECORDS = 60  # written by the besieged before anybody comes


@dataclass(frozen=True)
class Household:
    """The cells by name, and the door that the one invitation opened, which is used up."""

    cells: dict[str, Cell]
    used_invitation: Door

    @property
    def hostile(self) -> Identity:
        """The member who does harm."""
        cell = self.cells[HOSTILE]
        return Identity(cell.id, cell.keys.device)

    @property
    def members(self) -> Door:
        """The door that every member knows, and everybody who ever was one."""
        epoch, secret = secrets_of(self.cells[HOSTILE])[0]
        return Door.member(epoch, secret)

    def stranger(self, number: int) -> Identity:
        """Return a device that nobody added, as whoever was a member can invent any number of them."""
        return Identity(self.cells[HOSTILE].id, DeviceKey(number.to_bytes(32, "big")))

    def close(self) -> None:
        """Close every cell."""
        for cell in self.cells.values():
            cell.close()


def household(open_store: OpenStore = in_memory) -> Household:
    """Found the cell and let everybody in, up to date with Ana; the same ids, keys and acts at each call."""
    around = Surroundings(SEED, open_store)
    ana = around.found(BESIEGED)
    with ana.store.transaction():
        keep_secret(ana, FIRST_EPOCH, ana.entropy(SECRET_BYTES))
    for number in range(RECORDS):
        add(ana, "project", {"title": f"Jardin {number}", "purpose": "Manger ensemble ce que l’on a semé. " * 4})
    luc = around.joined(ana, FRIEND)
    invitation = invite(ana, 1, 30, Chamber.CONCERNED)
    zoe = around.newcomer(invitation, HOSTILE)
    pass_door(ana, zoe, invitation, HOSTILE)
    share(ana, zoe)
    return Household({BESIEGED: ana, FRIEND: luc, HOSTILE: zoe}, Door.join(b"", invitation.knock))
