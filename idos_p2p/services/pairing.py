"""Showing a spoken code: who may, and how many wrong ones it takes until no code is shown any more (security §4.10).

The count stands in the database, so that neither a restart nor a power cut gives anybody another guess.
"""

from __future__ import annotations

from idos_p2p.errors import RefusedError
from idos_p2p.services.cell import Cell

MOST_WRONG_CODES = 3
"""So many wrong codes in a row, and a person must allow more: four million codes, three guesses."""

_WRONG = "pairing/wrong codes"


def wrong_codes(cell: Cell) -> int:
    """Return how many wrong codes were said since the last right one, or since a person allowed more."""
    return int.from_bytes(cell.store.facts.get(_WRONG) or b"", "big")


def require_pairing(cell: Cell) -> None:
    """Raise RefusedError("pairing_stopped") when a person must allow more codes first."""
    if wrong_codes(cell) >= MOST_WRONG_CODES:
        raise RefusedError("pairing_stopped", count=wrong_codes(cell))


def count_guess(cell: Cell) -> None:
    """Count a guess, durably, before it is looked at: whoever cuts the power then has guessed all the same."""
    require_pairing(cell)
    _keep(cell, wrong_codes(cell) + 1)


def guess_was_right(cell: Cell) -> None:
    """Count from nothing again: whoever said the code was told it by the person here."""
    _keep(cell, 0)


def allow_pairing(cell: Cell) -> None:
    """Show codes again, because a person asked for it."""
    _keep(cell, 0)


def _keep(cell: Cell, count: int) -> None:
    with cell.store.transaction():
        cell.store.facts.set(_WRONG, count.to_bytes(4, "big"))
