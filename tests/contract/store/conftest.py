"""One suite for both stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from idos_p2p.store.ports import Store
from tests.contract.store.making import opener


@pytest.fixture(params=["sqlcipher", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = opener(request.param, tmp_path)()
    yield opened
    opened.close()
