"""What an always-on peer on a small computer goes without: it answers a little later, and holds less in memory."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from idos_p2p.services.cell import Cell

KEPT_KIB = 6 * 1024  # of pages kept deciphered: with the rest a large cell stays under 80 MiB (bench/always_on.py)


@runtime_checkable
class Sparing(Protocol):
    """A store that can hold less of its file in memory."""

    def keep_in_memory(self, kib: int) -> None:
        """Hold at most so many KiB of the file in memory from now on."""
        ...


def spare_memory(cell: Cell) -> None:
    """Hold no more of the cell in memory, from now on, than a small computer can give for ever."""
    if isinstance(cell.store, Sparing):
        cell.store.keep_in_memory(KEPT_KIB)
