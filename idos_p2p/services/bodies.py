"""Bodies that a peer lacks, looked up for it. What it gives us in turn is taken by ``ingest.put_back``."""

from __future__ import annotations

from collections.abc import Sequence

from idos_p2p.ids import Address
from idos_p2p.log.entry import Payload
from idos_p2p.services.cell import Cell

LOOKED_UP = 64  # addresses in one go: each may open a segment, and others want the worker too


def bodies_at(cell: Cell, addresses: Sequence[Address], most_bytes: int) -> tuple[list[tuple[Address, Payload]], int]:
    """Return the payloads held at the first of these addresses, and how many were looked up: at least one.

    Several at one address where its device forked, none where the body is absent here, too.
    """
    found: list[tuple[Address, Payload]] = []
    looked_up = size = 0
    for address in addresses[:LOOKED_UP]:
        if size >= most_bytes:
            break
        looked_up += 1
        for held in cell.store.log.at(*address):
            if held.entry.payload:
                found.append((address, held.entry.payload))
                size += len(held.entry.payload.body)
    return found, looked_up
