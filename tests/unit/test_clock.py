"""However the computer's clock is set, an entry can be written."""

from __future__ import annotations

import time

import pytest

from idos_p2p.clock import SystemClock
from idos_p2p.limits import MAX_TIME_MS


@pytest.mark.parametrize(("nanoseconds", "told"), [(-(10**18), 0), (0, 0), (10**18, 10**12), (10**30, MAX_TIME_MS)])
def test_a_clock_set_to_any_year_tells_a_time_that_a_header_can_hold(
    monkeypatch: pytest.MonkeyPatch, nanoseconds: int, told: int
) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: nanoseconds)
    assert SystemClock().now_ms() == told
