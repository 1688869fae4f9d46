"""Who knew what, from the dependencies alone."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import pytest

from idos_p2p.ids import DeviceId
from idos_p2p.records.causality import Causality, heads, with_foundations
from idos_p2p.records.change import Change, ChangeHash
from tests.unit.records.crafting import ANA, BEN, CLO


def a_change(actor: DeviceId, seq: int, start_op: int, operations: int, *upon: Change) -> Change:
    """Return a change of which only the place matters."""
    name = ChangeHash(sha256(actor + bytes([seq])).digest())
    dependencies = tuple(change.hash for change in upon)
    return Change(name, b"", actor, seq, start_op, start_op + operations - 1, dependencies, ())


#   first(Ana 1..3) ── second(Ana 4..5) ─────────────┐
#        └──────────── apart(Ben 4..4) ── more(Ben 5..9) ── both(Clo 10..10)
FIRST = a_change(ANA, 1, 1, 3)
SECOND = a_change(ANA, 2, 4, 2, FIRST)
APART = a_change(BEN, 1, 4, 1, FIRST)
MORE = a_change(BEN, 2, 5, 5, APART)
BOTH = a_change(CLO, 1, 10, 1, SECOND, MORE)
ALL = (FIRST, SECOND, APART, MORE, BOTH)


def holding(changes: Sequence[Change], *, given: bool) -> Causality:
    causality = Causality()
    for change in changes:
        causality.add(change, causality.past_of(change) if given else None)
    return causality


@pytest.mark.parametrize("given", [True, False])
def test_a_past_is_the_union_of_what_it_builds_on(given: bool) -> None:
    causality = holding(ALL, given=given)
    assert causality.past_of(FIRST) == {}
    assert causality.past_of(SECOND) == causality.past_of(APART) == {ANA: 1}
    assert causality.past_of(BOTH) == {ANA: 2, BEN: 2}
    assert causality.past_of(a_change(CLO, 2, 11, 1, MORE, SECOND)) == {ANA: 2, BEN: 2}
    assert causality.past_of(a_change(CLO, 2, 11, 1, SECOND, FIRST)) == {ANA: 2}
    assert causality.past_of(a_change(CLO, 2, 11, 1, BOTH)) == {ANA: 2, BEN: 2, CLO: 1}


def test_what_a_past_is_given_is_not_kept_by_whoever_gave_it() -> None:
    causality = holding((FIRST,), given=False)
    past = causality.past_of(SECOND)
    causality.add(SECOND, past)
    assert past == {ANA: 1}
    past[BEN] = 7
    assert causality.past_of(a_change(BEN, 1, 6, 1, SECOND)) == {ANA: 2}


def test_everything_is_known_only_by_who_knew_everything() -> None:
    causality = Causality()
    assert causality.is_everything({})
    steps: tuple[tuple[Change, dict[bytes, int]], ...]
    steps = ((FIRST, {ANA: 1}), (SECOND, {ANA: 2}), (APART, {ANA: 2, BEN: 1}), (MORE, {ANA: 2, BEN: 2}))
    for change, known in steps:
        assert not causality.is_everything(known)
        causality.add(change)
        assert causality.is_everything(known)
    assert not causality.is_everything({ANA: 1, BEN: 2})
    causality.add(a_change(CLO, 1, 2, 1, FIRST))  # an old past takes nothing away
    assert causality.is_everything({ANA: 2, BEN: 2, CLO: 1})


def test_the_last_operation_is_the_highest_of_what_it_builds_on() -> None:
    causality = holding(ALL, given=False)
    assert causality.last_operation(FIRST) == 0
    assert causality.last_operation(SECOND) == 3
    assert causality.last_operation(BOTH) == 9


def test_places_and_members_are_those_added() -> None:
    causality = holding(ALL[:2], given=False)
    assert len(causality) == 2
    assert FIRST.hash in causality
    assert MORE.hash not in causality
    assert [causality.has_place(ANA, seq) for seq in (0, 1, 2, 3)] == [False, True, True, False]
    assert not causality.has_place(BEN, 1)


def test_an_operation_is_known_up_to_the_change_that_was() -> None:
    causality = holding(ALL, given=False)
    assert causality.knew({ANA: 1}, (3, ANA))
    assert not causality.knew({ANA: 1}, (4, ANA))
    assert causality.knew({ANA: 2}, (5, ANA))
    assert not causality.knew({ANA: 2}, (4, BEN))
    assert not causality.knew({}, (1, ANA))


def test_saw_is_of_oneself_and_of_what_one_built_on() -> None:
    causality = holding(ALL, given=False)
    seen = {(later.actor, later.seq, earlier.actor, earlier.seq)
            for later in ALL for earlier in ALL if causality.saw(later, earlier)}  # fmt: skip
    own = {(change.actor, change.seq, change.actor, change.seq) for change in ALL}
    assert seen == own | {
        (ANA, 2, ANA, 1),
        (BEN, 1, ANA, 1),
        (BEN, 2, ANA, 1),
        (BEN, 2, BEN, 1),
        (CLO, 1, ANA, 1),
        (CLO, 1, ANA, 2),
        (CLO, 1, BEN, 1),
        (CLO, 1, BEN, 2),
    }


def test_heads_are_what_nothing_builds_on_and_foundations_what_they_build_on() -> None:
    assert heads(ALL) == [BOTH]
    assert heads(ALL[:4]) == [SECOND, MORE]
    assert heads(iter(ALL[:1])) == [FIRST]
    assert with_foundations([MORE], ALL) == [FIRST, APART, MORE]
    assert with_foundations([SECOND, APART], ALL) == [FIRST, SECOND, APART]
    assert with_foundations([BOTH], ALL) == list(ALL)
    assert with_foundations([], ALL) == []
