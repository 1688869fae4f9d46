"""The simulator bites: a short run catches each defect planted in the product, and is clean without it."""

from __future__ import annotations

from functools import cache

import pytest

from tests.simulation.defects import DEFECTS
from tests.simulation.life import Broken, live
from tests.simulation.plan import Plan

SHORT = [Plan(seed, 4 + seed % 3, 3, 90, 200) for seed in range(1, 11)]


@cache
def lives_well(plan: Plan) -> bool:
    """Say whether this life keeps every promise without a defect."""
    try:
        live(plan)
    except Broken:
        return False
    return True


@pytest.mark.parametrize("name", DEFECTS)
def test_a_planted_defect_is_caught(name: str) -> None:
    for plan in SHORT:
        with pytest.MonkeyPatch.context() as patch:
            DEFECTS[name](patch)
            try:
                live(plan)
                continue
            except Broken:
                pass
        assert lives_well(plan), "the life is broken without the defect, too"
        return
    pytest.fail(f"{name} was not caught")


def test_there_are_at_least_twelve_defects() -> None:
    assert len(DEFECTS) >= 12
