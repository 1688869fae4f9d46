"""What a peer holds of this cell's logs, looked up in them for a meeting (``log/comparison.py``)."""

from __future__ import annotations

from collections.abc import Iterable

from idos_p2p.log import comparison
from idos_p2p.log.comparison import Claim, Comparison
from idos_p2p.services.cell import Cell


def compare(cell: Cell, claims: Iterable[Claim]) -> Comparison:
    """Return how far along our branches a peer is that claims to hold these entries, and our locators where needed."""
    return comparison.compare(cell.store.log, claims)
