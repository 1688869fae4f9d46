"""Some random histories with liars in every run of the tests; ``make histories`` lives 20,000."""

from __future__ import annotations

import pytest

from tests.unit.governance.histories_run import judged

LIVED = range(1, 81)


@pytest.mark.parametrize("first", LIVED[::20])
def test_whoever_lies_no_history_breaks_a_promise(first: int) -> None:
    told = {seed: judged(seed) for seed in range(first, first + 20)}
    assert [name for one in told.values() for name in one if name.startswith("FAULT")] == []
    assert sum(one["adopted"] for one in told.values()) > 20
