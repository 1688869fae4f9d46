"""Three wrong codes in a row, and a person must allow more: whatever is closed and opened in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.paths import Home
from idos_p2p.services import found
from idos_p2p.services.pairing import (
    MOST_WRONG_CODES,
    allow_pairing,
    count_guess,
    guess_was_right,
    require_pairing,
    wrong_codes,
)
from tests.contract.services.sending import Pair
from tests.simulation.devices import SetClock


def test_so_many_guesses_are_counted_and_no_more(pair: Pair) -> None:
    ana, luc = pair
    for number in range(MOST_WRONG_CODES):
        require_pairing(ana)
        assert wrong_codes(ana) == number
        count_guess(ana)
    for refused in (require_pairing, count_guess):
        with pytest.raises(RefusedError, match="pairing_stopped"):
            refused(ana)
    require_pairing(luc)  # each home counts what was said to it
    allow_pairing(ana)
    require_pairing(ana)


def test_a_right_code_forgets_the_wrong_ones_before_it(pair: Pair) -> None:
    ana, _ = pair
    for _ in range(MOST_WRONG_CODES - 1):
        count_guess(ana)
    count_guess(ana)
    guess_was_right(ana)
    assert wrong_codes(ana) == 0


def test_a_restart_between_guesses_gives_nobody_another_one(tmp_path: Path) -> None:
    around = found.Surroundings(Home(tmp_path), SetClock(), entropy=_Counting())
    cell = found.found(around, "Le Jardin", "Ana", [])
    for _ in range(MOST_WRONG_CODES):
        count_guess(cell)
        cell.close()
        cell = found.open_cell(around, cell.id)
    with pytest.raises(RefusedError, match="pairing_stopped"):
        count_guess(cell)
    cell.close()


class _Counting:
    """Bytes that never repeat."""

    def __init__(self) -> None:
        self._calls = 0

    def __call__(self, size: int) -> bytes:
        self._calls += 1
        return self._calls.to_bytes(8, "big").rjust(size, b"\x01")[-size:]
