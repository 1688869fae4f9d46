"""A member's real process holds whatever others do to it; the long form is ``python -m tests.harness.siege``."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator

import pytest

from tests.harness.siege import Attack, attacks, hold, warm_up
from tests.harness.stronghold import Figures, Siege, siege

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="how a process is, is read from /proc")

BRIEF = (
    "reconnects",
    "strangers",
    "knocks",
    "stall",
    "flood: heartbeats, st",
    "flood: segments, member",
    "wrong frames",
)
CHOSEN = [attack for attack in attacks() if attack.name.startswith(BRIEF)]


@pytest.fixture(scope="module")
def under(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Siege, Figures]]:
    """Two members that have met, and how the one is that will be attacked."""
    with siege(tmp_path_factory.mktemp("siege")) as stronghold:
        yield stronghold, asyncio.run(warm_up(stronghold))


@pytest.mark.parametrize("attack", CHOSEN, ids=[attack.name for attack in CHOSEN])
def test_an_attack_harms_nobody_and_leaves_nothing(attack: Attack, under: tuple[Siege, Figures]) -> None:
    stronghold, before = under
    _, broken = asyncio.run(hold(stronghold, attack.short, before))
    assert broken == []
