"""What tests of decisions share: a cell whose persons meet all at once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.governance.matters import Chamber
from idos_p2p.services.cell import Cell
from tests.simulation.devices import Surroundings, share


def refused(code: str) -> pytest.RaisesExc[RefusedError]:
    """Expect a refusal of this code."""
    return pytest.RaisesExc(RefusedError, check=lambda error: error.code == code)


def meet(*cells: Cell) -> None:
    """Let everyone end with what anyone holds."""
    for _ in range(2):
        for giver in cells:
            for taker in cells:
                if giver is not taker:
                    share(giver, taker)


def founded(around: Surroundings, *chambers: Chamber) -> list[Cell]:
    """Return the cells of Ana, who carries, of Luc and of Zoé, who sit where it is said, and who all have a voice."""
    ana = around.found("Ana")
    others = [
        around.joined(ana, name, chamber=chamber) for name, chamber in zip(("Luc", "Zoé"), chambers, strict=False)
    ]
    cells = [ana, *others]
    meet(*cells)
    return cells


def same(cells: Sequence[Cell]) -> None:
    """Everybody concluded the same."""
    assert len({cell.digest() for cell in cells}) == 1
    assert all(cell.membership == cells[0].membership for cell in cells)
