"""Showing a spoken code in the process that meets others, and waiting for who says it."""

from __future__ import annotations

from idos_p2p.governance.matters import Chamber
from idos_p2p.ids import DeviceId
from idos_p2p.services.cell import Cell
from idos_p2p.services.pairing import allow_pairing
from idos_p2p.services.people import members
from sync.channel.pairing import Aim
from sync.discovery.addresses import ANYWHERE
from sync.discovery.interfaces import hosts_to_meet_on
from sync.node import Node
from sync.protocol.limits import CODE_SECONDS
from sync.worker import CellWorker
from ui.command.table import Document, Options

SHOW, WAIT = "code show", "code wait"
"""What another process of the same home is asked, one after the other: a code, and then what came of it."""


async def show(node: Node, worker: CellWorker, options: Options) -> Document:
    """Show a code in this process, and return it with where it may be said."""
    aim = Aim.DEVICE if options["command"] == "device add" else Aim.JOIN
    if options["allow_again"]:
        await worker.run(allow_pairing)
    code = await node.sponsor.show(aim, Chamber(options.get("chamber", Chamber.CARRYING)))
    host, port = _where(node)
    return {
        "code": str(code),
        "for": "device" if aim is Aim.DEVICE else "person",
        "minutes": int(CODE_SECONDS / 60),
        "host": host,
        "port": port,
    }


async def wait(node: Node, worker: CellWorker) -> Document:
    """Return who came in by the code that this process shows, once they have said who they are."""
    return await worker.run(_came_in, await node.newcomer())


def _where(node: Node) -> tuple[str, int]:
    """Return an address of this computer that others can dial, and the port; nothing when nobody may come in."""
    if node.endpoint is None:
        return "", 0
    host, port = node.endpoint.host, node.endpoint.port
    return (next(iter(hosts_to_meet_on()), "") if host == ANYWHERE.host else host), port


def _came_in(cell: Cell, device: DeviceId) -> Document:
    found = next((member for member in members(cell) if device in member.devices), None)
    return {
        "name": found.name if found else "",
        "person": found.records[0] if found and found.records else "",
        "device": device.hex(),
    }
