from __future__ import annotations

import pytest

from sync.waking import Moment, has_slept

BEFORE = Moment(1_900_000_000_000, 500.0)
PAUSE = 5.0


def after(wall_seconds: float, steady_seconds: float) -> Moment:
    return Moment(BEFORE.wall_ms + round(wall_seconds * 1000), BEFORE.steady + steady_seconds)


@pytest.mark.parametrize(
    ("wall", "steady"),
    [(3605.0, 5.0), (26.0, 5.0), (70.0, 70.0)],
    ids=["an hour, on Linux", "just long enough", "where the steady clock goes on"],
)
def test_sleep_is_noticed(wall: float, steady: float) -> None:
    assert has_slept(BEFORE, after(wall, steady), PAUSE)


@pytest.mark.parametrize(
    ("wall", "steady"),
    [(5.0, 5.0), (30.0, 30.0), (24.9, 5.0), (-3600.0, 5.0)],
    ids=["an ordinary pause", "a busy computer", "a clock set a little forward", "a clock set back"],
)
def test_what_is_no_sleep_is_not_taken_for_it(wall: float, steady: float) -> None:
    assert not has_slept(BEFORE, after(wall, steady), PAUSE)
