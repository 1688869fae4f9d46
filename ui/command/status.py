"""``status``: how a computer that is always on is doing, as a document; for a person and for whatever watches it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from idos_p2p.log.branches import size
from idos_p2p.services.cell import Cell
from idos_p2p.services.condition import conditions
from sync.node import Node
from sync.worker import CellWorker
from ui.command.documents import moment
from ui.command.table import Document

NOBODY: Document = {"open": False}
"""The answer where no process holds the home."""


async def status(node: Node, worker: CellWorker) -> Document:
    """Return how this process is doing: whom it has met, what it holds, what that takes."""
    where = node.endpoint
    return {
        "open": True,
        "process": os.getpid(),
        "listening": f"{where.host}:{where.port}" if where else "",
        "memory": memory(),
        "peers": [
            {
                "device": peer.device.hex(),
                "state": peer.state.value,
                "up_to_date": moment(peer.up_to_date_ms) if peer.up_to_date_ms else "",
                "code": peer.code,
            }
            for peer in node.engine.peers
        ],
        **await worker.run(_held),
    }


def memory() -> int:
    """Return the most memory that this process ever had, in bytes; 0 where the system does not say."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM:")), 0)


def _held(cell: Cell) -> dict[str, Any]:
    return {
        "entries": sum(map(size, cell.logs().values())),
        "waiting": cell.store.judgements.verdicts().get("", 0),
        "digest": cell.digest().hex(),
        "conditions": [{"code": each.code, **each.fields} for each in conditions(cell)],
    }
