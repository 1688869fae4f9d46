"""Views are tried on the store in memory, whose read model is the file's."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from idos_p2p.store.memory import MemoryStore
from idos_p2p.store.ports import Store


@pytest.fixture
def store() -> Iterator[Store]:
    opened = MemoryStore()
    yield opened
    opened.close()
