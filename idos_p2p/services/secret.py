"""The cell secret: what members find each other with, and knock with. One an epoch; past ones stay recognised."""

from __future__ import annotations

from idos_p2p.services.cell import Cell

FIRST_EPOCH = b"0"
_FACT = "secret/0"


def keep_secret(cell: Cell, _epoch: bytes, secret: bytes) -> None:
    """Keep the secret of an epoch, in the transaction under way."""
    cell.store.facts.set(_FACT, secret)


def secrets_of(cell: Cell) -> list[tuple[bytes, bytes]]:
    """Return (epoch, secret), the newest first; empty until a member has opened the door."""
    secret = cell.store.facts.get(_FACT)
    return [(FIRST_EPOCH, secret)] if secret else []
