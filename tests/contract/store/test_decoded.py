"""Opened segments are held within a bound."""

from __future__ import annotations

from idos_p2p.store.decoded import ENTRY_BYTES, DecodedSegments
from tests.contract.store.making import Author, creation


def test_the_least_recently_used_segment_goes_first() -> None:
    ana = Author(1)
    runs = [ana.write(creation("x" * ENTRY_BYTES), creation("y" * ENTRY_BYTES))[1] for _ in range(4)]
    held = DecodedSegments(most_bytes=3 * 4 * ENTRY_BYTES)
    for place, entries in enumerate(runs[:3]):
        held.keep(2 * place, entries, 2 * ENTRY_BYTES)
    assert held.find(1) == runs[0][1]
    held.keep(6, runs[3], 2 * ENTRY_BYTES)
    assert [held.find(key) for key in (2, 3)] == [None, None]
    assert [held.find(key) for key in (0, 5, 7)] == [runs[0][0], runs[2][1], runs[3][1]]


def test_a_segment_larger_than_the_bound_is_not_held() -> None:
    entries = Author(1).write(creation("x" * 10 * ENTRY_BYTES))[1]
    held = DecodedSegments(most_bytes=ENTRY_BYTES)
    held.keep(0, entries, 10 * ENTRY_BYTES)
    assert held.find(0) is None


def test_nothing_is_found_beside_what_is_held() -> None:
    held = DecodedSegments()
    held.keep(5, Author(1).write(creation())[1], 80)
    assert [held.find(key) for key in (4, 6)] == [None, None]
    held.drop(5)
    held.drop(5)
    assert held.find(5) is None
