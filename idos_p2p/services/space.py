"""What goes on when the disk is full: reading, and nothing that would have to be written."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell
from idos_p2p.services.project import project_all


@runtime_checkable
class Fillable(Protocol):
    """A store that a full disk can stop."""

    @property
    def full(self) -> bool:
        """Whether the disk had no room for the last change, and has none since."""
        ...


def is_full(cell: Cell) -> bool:
    """Say whether the cell can only be read, because the disk is full."""
    return isinstance(cell.store, Fillable) and cell.store.full


def project_if_room(cell: Cell) -> None:
    """Judge and project whatever awaits it; on a full disk, leave it for later: what was projected can be read."""
    try:
        project_all(cell)
    except RefusedError as refused:
        if refused.code != "store_full":
            raise
