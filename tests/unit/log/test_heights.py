"""Heights tell who has what, and one digest tells whether anybody lacks anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.ids import Address, DeviceId, EntryId
from idos_p2p.log.branches import Branch
from idos_p2p.log.chain import EMPTY, Height
from idos_p2p.log.heights import DIGEST_BYTES, Gap, Heights, gaps, heights_digest, heights_of

ANA, LUC, ZOE = (DeviceId(name * 32) for name in (b"a", b"l", b"z"))
DEVICES = st.sampled_from((ANA, LUC, ZOE, DeviceId(b"q" * 32)))


def height(count: int, branch: int = 0) -> Height:
    """Return an end of a log of so many entries."""
    return Height(count, EntryId(bytes([branch]) * 28 + count.to_bytes(4, "big")))


ENDS = st.lists(st.builds(height, st.integers(1, 9), st.integers(0, 2)), min_size=1, max_size=3, unique=True)
HEIGHTS = st.dictionaries(DEVICES, ENDS.map(lambda ends: tuple(sorted(ends, key=lambda end: (end.count, end.head)))))
MISSING = st.lists(st.builds(Address, DEVICES, st.integers(0, 9)), max_size=3)


def test_a_peer_lacks_the_end_of_a_log_or_all_of_it_or_nothing() -> None:
    log = (Branch(0, None, height(5)),)
    assert gaps(ANA, log, [4]) == [Gap(ANA, 0, 4, 5)]
    assert gaps(ANA, log, [0]) == [Gap(ANA, 0, 0, 5)]
    assert gaps(ANA, log, [5]) == gaps(ANA, log, [9]) == []


def test_a_branch_is_lacked_from_where_it_leaves_its_parent() -> None:
    log = (Branch(0, None, height(5)), Branch(3, 0, height(7, 1)))
    assert gaps(LUC, log, [2, 2]) == [Gap(LUC, 0, 2, 5), Gap(LUC, 1, 3, 7)]
    assert gaps(LUC, log, [5, 4]) == [Gap(LUC, 1, 4, 7)]


def test_as_many_holdings_as_branches() -> None:
    with pytest.raises(ValueError, match="argument"):
        gaps(ANA, (Branch(0, None, height(5)),), [])


def test_the_heads_of_a_log_are_told_ascending_whatever_the_order_of_its_branches() -> None:
    one, other = height(5), height(5, 1)
    assert heights_of({ANA: (Branch(0, None, other), Branch(3, 0, one))}) == {ANA: (one, other)}
    assert heights_of({}) == {}


@given(HEIGHTS, HEIGHTS, MISSING, MISSING)
def test_the_digest_is_equal_exactly_when_heights_and_missing_bodies_are(
    ours: Heights, theirs: Heights, missing: list[Address], lacking: list[Address]
) -> None:
    equal = ours == theirs and set(missing) == set(lacking)
    assert (heights_digest(ours, missing) == heights_digest(theirs, lacking)) == equal
    assert heights_digest(ours, missing) == heights_digest(ours, reversed(missing))
    assert len(heights_digest(ours, missing)) == DIGEST_BYTES


@given(st.lists(st.tuples(DEVICES, st.integers(1, 9)), unique_by=lambda row: row[0]))
def test_the_digest_does_not_depend_on_the_order_in_which_logs_came(rows: list[tuple[DeviceId, int]]) -> None:
    one = {device: (height(count),) for device, count in rows}
    other = {device: (height(count),) for device, count in reversed(rows)}
    assert heights_digest(one) == heights_digest(other)


def test_another_head_at_the_same_height_is_another_digest() -> None:
    assert heights_digest({ANA: (height(1),)}) != heights_digest({ANA: (height(1, 1),)})


def test_a_second_head_is_another_digest_than_that_of_either() -> None:
    digests = {heights_digest({ANA: ends}) for ends in ((height(1),), (height(1, 1),), (height(1), height(1, 1)))}
    assert len(digests) == 3


def test_a_log_without_entries_is_no_log() -> None:
    assert heights_digest({ANA: (EMPTY,)}) == heights_digest({ANA: ()}) == heights_digest({})
