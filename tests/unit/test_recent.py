"""Results that were wanted lately."""

from __future__ import annotations

from idos_p2p.recent import Recent


def test_a_result_is_found_by_its_key_until_others_need_the_room() -> None:
    recent: Recent[str, int] = Recent(10)
    recent.keep("a", 1, 4)
    recent.keep("b", 2, 4)
    assert recent.find("a") == 1
    recent.keep("c", 3, 4)
    assert (recent.find("a"), recent.find("b"), recent.find("c")) == (1, None, 3)


def test_a_result_kept_twice_counts_once() -> None:
    recent: Recent[str, int] = Recent(10)
    for _ in range(5):
        recent.keep("a", 1, 4)
    recent.keep("b", 2, 4)
    assert (recent.find("a"), recent.find("b")) == (1, 2)


def test_what_is_larger_than_the_room_is_not_held_and_takes_nobody_elses() -> None:
    recent: Recent[str, int] = Recent(10)
    recent.keep("small", 2, 10)
    recent.keep("large", 1, 11)
    assert (recent.find("large"), recent.find("small")) == (None, 2)
