"""Surroundings for cells that files leave and enter, on both stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.simulation.devices import Surroundings, in_files, in_memory


@pytest.fixture(params=["memory", "sqlcipher"])
def around(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Surroundings]:
    stores = tmp_path / "stores"
    stores.mkdir()
    surroundings = Surroundings(1, in_memory if request.param == "memory" else in_files(stores))
    yield surroundings
    surroundings.close()
