"""Heights tell who lacks what, and one digest tells whether anybody lacks anything."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.log.chain import EMPTY, Height
from idos_p2p.log.heights import DIGEST_BYTES, Gap, Heights, gaps, heights_digest

ANA, LUC, ZOE = (DeviceId(name * 32) for name in (b"a", b"l", b"z"))
DEVICES = st.sampled_from((ANA, LUC, ZOE, DeviceId(b"q" * 32)))


def height(count: int) -> Height:
    """Return the height of an honest log of so many entries."""
    return Height(count, EntryId(count.to_bytes(32, "big"))) if count else EMPTY


HEIGHTS = st.dictionaries(DEVICES, st.integers(1, 9).map(height))


def test_a_peer_lacks_the_end_of_a_log_or_all_of_it_or_nothing() -> None:
    ours = {ZOE: height(3), ANA: height(5), LUC: height(2)}
    theirs = {ANA: height(4), LUC: height(7)}
    assert gaps(ours, theirs) == [Gap(ANA, 4, 5), Gap(ZOE, 0, 3)]
    assert gaps(theirs, ours) == [Gap(LUC, 2, 7)]
    assert gaps(ours, ours) == gaps({}, ours) == []


@given(HEIGHTS, HEIGHTS)
def test_filling_the_gaps_of_both_makes_both_equal(ours: Heights, theirs: Heights) -> None:
    filled_ours = {**ours, **{gap.device: height(gap.end) for gap in gaps(theirs, ours)}}
    filled_theirs = {**theirs, **{gap.device: height(gap.end) for gap in gaps(ours, theirs)}}
    assert filled_ours == filled_theirs
    assert heights_digest(filled_ours) == heights_digest(filled_theirs)
    assert [gap.device for gap in gaps(ours, theirs)] == sorted(gap.device for gap in gaps(ours, theirs))


@given(HEIGHTS, HEIGHTS)
def test_the_digest_is_equal_exactly_when_the_heights_are(ours: Heights, theirs: Heights) -> None:
    assert (heights_digest(ours) == heights_digest(theirs)) == (ours == theirs)
    assert len(heights_digest(ours)) == DIGEST_BYTES


@given(st.lists(st.tuples(DEVICES, st.integers(1, 9)), unique_by=lambda row: row[0]))
def test_the_digest_does_not_depend_on_the_order_in_which_logs_came(rows: list[tuple[DeviceId, int]]) -> None:
    one = {device: height(count) for device, count in rows}
    other = {device: height(count) for device, count in reversed(rows)}
    assert heights_digest(one) == heights_digest(other)


def test_another_head_at_the_same_height_is_another_digest() -> None:
    assert heights_digest({ANA: Height(1, EntryId(b"x" * 32))}) != heights_digest({ANA: Height(1, EntryId(b"y" * 32))})


def test_a_log_without_entries_is_no_log() -> None:
    assert heights_digest({ANA: EMPTY}) == heights_digest({})
    assert gaps({ANA: EMPTY}, {}) == []
