"""Small segments are joined so that few are left, and no entry is written again often."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.limits import MAX_SEGMENT_BYTES, MAX_SEGMENT_ENTRIES
from idos_p2p.log.merging import GROWTH, Run, runs_to_join

SIZES = st.lists(
    st.one_of(
        st.tuples(st.just(1), st.integers(80, 400)),
        st.tuples(st.integers(1, MAX_SEGMENT_ENTRIES), st.integers(80, MAX_SEGMENT_BYTES)),
        st.tuples(st.just(1), st.integers(MAX_SEGMENT_BYTES, 4 * MAX_SEGMENT_BYTES)),
    ),
    max_size=60,
)


@given(SIZES)
def test_every_segment_is_in_one_run_in_order_and_every_run_fits(sizes: list[tuple[int, int]]) -> None:
    at = 0
    for run in runs_to_join(sizes):
        part = sizes[at : at + run.segments]
        assert run == Run(len(part), sum(entries for entries, _ in part), sum(weight for _, weight in part))
        assert run.segments == 1 or (run.entries <= MAX_SEGMENT_ENTRIES and run.weight <= MAX_SEGMENT_BYTES)
        at += run.segments
    assert at == len(sizes)


@given(SIZES)
def test_joined_once_there_is_nothing_more_to_join(sizes: list[tuple[int, int]]) -> None:
    joined = [(run.entries, run.weight) for run in runs_to_join(sizes)]
    assert [(run.segments, run.entries, run.weight) for run in runs_to_join(joined)] == [(1, *one) for one in joined]


@given(SIZES)
def test_what_stays_apart_though_it_would_fit_halves_from_one_to_the_next(sizes: list[tuple[int, int]]) -> None:
    for earlier, later in pairwise(runs_to_join(sizes)):
        fits = (
            earlier.weight + later.weight <= MAX_SEGMENT_BYTES
            and earlier.entries + later.entries <= MAX_SEGMENT_ENTRIES
        )
        assert not fits or earlier.weight > GROWTH * later.weight


def test_a_life_of_single_entries_leaves_few_segments_and_rewrites_each_entry_a_few_times() -> None:
    segments: list[tuple[int, int]] = []
    rewritten = 0
    for _ in range(5_000):  # each merged as it comes, which is the most that idle time can do
        segments.append((1, 300))
        runs = runs_to_join(segments)
        rewritten += sum(run.entries for run in runs if run.segments > 1)
        segments = [(run.entries, run.weight) for run in runs]
    full = 5_000 * 300 // MAX_SEGMENT_BYTES
    assert len(segments) <= 2 * full + 8
    assert rewritten <= 8 * 5_000
