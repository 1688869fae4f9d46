"""A meeting begins with the first other and ends when all have been gone for a while, or by hand. Pure."""

from __future__ import annotations

from idos_p2p.ids import DeviceId, PersonId
from idos_p2p.services.gatherings import APART_MS, REMEMBER_MS, Held, Kept, advance, ended

ANA, LUC = PersonId(b"a" * 32), PersonId(b"l" * 32)
NOBODY: frozenset[PersonId] = frozenset()
HERS, BOTH = frozenset({ANA}), frozenset({ANA, LUC})
DEVICE = DeviceId(b"d" * 32)


def held(count: int) -> Held:
    return {DEVICE: (count,)}


def begun(at: int = 1_000) -> Kept:
    kept = advance(None, HERS, at, held(3))
    assert kept is not None
    return kept


def after(kept: Kept | None, present: frozenset[PersonId], now: int, count: int = 5) -> Kept:
    found = advance(kept, present, now, held(count))
    assert found is not None
    return found


def test_nobody_begins_no_meeting() -> None:
    assert advance(None, NOBODY, 1, held(3)) is None


def test_the_first_other_begins_it_with_what_was_held_then() -> None:
    assert begun() == Kept(1_000, 1_000, HERS, held(3))


def test_who_comes_later_was_met_too_and_stays_so() -> None:
    later = after(begun(), BOTH, 2_000)
    assert later.met == BOTH
    assert after(later, HERS, 3_000).met == BOTH
    assert later.before == held(3)


def test_nothing_is_rewritten_while_nothing_moves_but_now_and_then() -> None:
    kept = begun()
    assert advance(kept, HERS, 1_000 + REMEMBER_MS - 1, held(9)) is kept
    assert after(kept, HERS, 1_000 + REMEMBER_MS).seen_ms == 1_000 + REMEMBER_MS


def test_whoever_is_back_within_a_while_goes_on_with_the_same_meeting() -> None:
    alone = after(begun(), NOBODY, 5_000)
    assert (alone.running, alone.after) == (True, held(5))
    back = after(alone, HERS, 5_000 + APART_MS - 1, 8)
    assert (back.began_ms, back.running, back.after) == (1_000, True, None)


def test_it_ended_when_the_last_one_left_once_all_were_gone_for_a_while() -> None:
    alone = after(begun(), NOBODY, 5_000)
    over = after(alone, NOBODY, 5_000 + APART_MS, 8)
    assert (over.ended_ms, over.after) == (5_000, held(5))
    assert advance(over, NOBODY, 9_000_000, held(9)) is over


def test_who_comes_after_that_begins_another_one() -> None:
    alone = after(begun(), NOBODY, 5_000)
    assert after(alone, BOTH, 5_000 + APART_MS, 8) == Kept(5_000 + APART_MS, 5_000 + APART_MS, BOTH, held(8))


def test_a_computer_that_was_switched_off_in_the_middle_ends_it_where_it_last_looked() -> None:
    over = after(begun(), NOBODY, 1_000 + APART_MS, 8)
    assert (over.ended_ms, over.after) == (1_000, held(8))


def test_ended_by_hand_it_begins_anew_only_when_all_have_gone_and_somebody_comes() -> None:
    over = ended(begun(), 3_000, held(6), alone=False)
    assert over is not None
    assert (over.ended_ms, over.after) == (3_000, held(6))
    assert advance(over, BOTH, 4_000, held(7)) is over
    gone = after(over, NOBODY, 5_000)
    assert (gone.ended_ms, gone.lingering) == (3_000, False)
    assert after(gone, HERS, 6_000, 9) == Kept(6_000, 6_000, HERS, held(9))


def test_what_is_over_or_never_began_is_not_ended_again() -> None:
    assert ended(None, 3_000, held(6), alone=True) is None
    over = ended(begun(), 3_000, held(6), alone=True)
    assert ended(over, 4_000, held(7), alone=True) is over


def test_a_clock_that_is_put_back_lets_the_while_begin_again() -> None:
    alone = after(begun(900_000_000), NOBODY, 900_000_000)
    put_back = after(alone, NOBODY, 5_000)
    assert put_back.running
    assert after(put_back, NOBODY, 5_000 + APART_MS).ended_ms == 5_000
