"""The records of the workloads, the same for the same number (performance.md §0). Standard library only.

A record is a map of five plain fields. Its words are drawn as often as they stand in an English text that lies in the
tree (``LICENSE``), and one in seven from a list without repetition, as names are: together they press as small as the
words of performance.md did. Record i is written by author i modulo 20, in a change of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

AUTHORS = 20
ROOT = Path(__file__).parents[2]
TEXT, NAMES, A_NAME = ROOT / "LICENSE", ROOT / "idos_p2p/identity/words/french.txt", 1 / 7
TAGS = ("garden", "kitchen", "workshop", "library", "repair", "transport", "children", "accounts")
FIRST_DAY = date(2026, 1, 1)


class Record(NamedTuple):
    """What one person notes."""

    title: str
    notes: str
    tag: str
    done: bool
    due: str


def records(count: int, series: str = "common") -> Iterator[Record]:
    """Yield so many records of a series; another series has other words."""
    text = re.findall(r"[a-z']+", TEXT.read_text(encoding="utf-8").lower())
    names = NAMES.read_text(encoding="utf-8").split()
    random = Random(series)

    def some(least: int, most: int) -> str:
        count = random.randint(least, most)
        return " ".join(random.choice(names if random.random() < A_NAME else text) for _ in range(count))

    for _ in range(count):
        yield Record(
            title=some(3, 5).capitalize(),
            notes=some(7, 12),
            tag=random.choice(TAGS),
            done=random.random() < 0.3,
            due=(FIRST_DAY + timedelta(random.randrange(365))).isoformat(),
        )
