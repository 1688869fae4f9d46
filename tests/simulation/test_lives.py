"""Whatever devices do apart, however badly they meet, whoever lies: all conclude the same, and nothing is lost.

``python -m tests.simulation`` goes on for as long as one likes; this is its short part.
"""

from __future__ import annotations

import pytest

from tests.simulation.life import live
from tests.simulation.plan import Plan, spread

LIVES = [
    Plan(seed=1, devices=3, weeks=6, entries=310, faults=310),
    Plan(seed=2, devices=5, weeks=6, entries=510, faults=510),
    Plan(seed=3, devices=8, weeks=3, entries=410, faults=410),
    Plan(seed=4, devices=4, weeks=2, entries=140, faults=140, on_files=True),
    Plan(seed=5, devices=24, weeks=1, entries=120, faults=150),
]


@pytest.mark.parametrize("plan", LIVES, ids=str)
def test_devices_that_lived_through_everything_agree_and_have_lost_nothing(plan: Plan) -> None:
    lived = live(plan)
    assert lived.faults.total() == plan.faults
    assert lived.done["entries"] >= plan.entries
    assert lived.done["met"] >= plan.devices * plan.weeks


def test_a_long_run_is_spread_as_it_was_asked_for() -> None:
    plans = spread(seed=1, hours=1_000_000, faults=100_000)
    assert sum(plan.hours for plan in plans) >= 1_000_000
    assert sum(plan.entries for plan in plans) * 10 >= sum(plan.hours for plan in plans)
    assert sum(plan.faults for plan in plans) == 100_000
    assert {3, 8, 24, 40, 150} <= {plan.devices for plan in plans}
    assert any(plan.on_files for plan in plans)
    assert len({plan.seed for plan in plans}) == len(plans)


def test_a_plan_is_read_back_from_its_own_words() -> None:
    for plan in LIVES:
        assert Plan.parse(str(plan)) == plan
