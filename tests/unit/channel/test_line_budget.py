from __future__ import annotations

from sync.channel.listener import LineBudget


def test_a_flood_leaves_few_lines_and_its_number() -> None:
    budget = LineBudget(lines=2, seconds=60.0)
    assert [budget.spend(100.0) for _ in range(5)] == [0, 0, None, None, None]
    assert budget.spend(159.0) is None
    assert budget.spend(160.0) == 4
    assert budget.spend(161.0) == 0
