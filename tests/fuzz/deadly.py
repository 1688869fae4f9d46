"""A target of which each block ends or hangs its process: what the test of the processes is about."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from random import Random

from tests.fuzz.driver import Parts, Tried


def tries(random: Random, box: Callable[[Parts], None]) -> Iterator[Tried]:
    """Yield a few inputs, and die of one, or never come back from it."""
    for _ in range(random.randrange(5)):
        yield Tried((), "harmless")
    hangs = random.random() < 0.5
    box((b"hanging",) if hangs else (b"deadly",))
    while hangs:
        pass
    os.abort()


def judge(parts: Parts) -> str:
    """Return a word."""
    del parts
    return "never"
