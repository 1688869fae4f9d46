"""One suite of the services for both stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.services.sending import Pair
from tests.simulation.devices import Surroundings, in_files, in_memory


@pytest.fixture(params=["memory", "sqlcipher"])
def around(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Surroundings]:
    surroundings = Surroundings(1, in_memory if request.param == "memory" else in_files(tmp_path))
    yield surroundings
    surroundings.close()


@pytest.fixture
def pair(around: Surroundings) -> Pair:
    """Ana, who founded the cell, and Luc, whom she let in and who holds the same."""
    ana = around.found("Ana")
    return ana, around.joined(ana, "Luc")
