"""The smallest questions that can be asked of a log's branches."""

from __future__ import annotations

from idos_p2p.ids import EntryId
from idos_p2p.log.branches import Branch, Span, line, through
from idos_p2p.log.chain import Height

HEAD = EntryId(b"h" * 32)
FORKED = (Branch(0, None, Height(9, HEAD)), Branch(5, 0, Height(8, HEAD)), Branch(7, 1, Height(8, HEAD)))


def test_nothing_is_held_between_a_place_and_itself() -> None:
    for place in range(9):
        assert list(line(FORKED, 0, place, place)) == []
    assert list(line(FORKED, 2, 5, 5)) == list(line(FORKED, 2, 7, 7)) == []


def test_each_single_place_of_a_line_is_held_once() -> None:
    assert [list(line(FORKED, 2, place, place + 1)) for place in (4, 5, 6, 7)] == [
        [Span(0, 4, 5)],
        [Span(1, 5, 6)],
        [Span(1, 6, 7)],
        [Span(2, 7, 8)],
    ]
    assert list(line(FORKED, 2, 0, 8)) == [Span(0, 0, 5), Span(1, 5, 7), Span(2, 7, 8)]
    assert list(line(FORKED, 2, 0, 99)) == list(line(FORKED, 2, 0, 8))


def test_a_branch_that_leaves_after_a_place_goes_through_it() -> None:
    assert [through(FORKED, 0, place) for place in (4, 5)] == [{0, 1, 2}, {0}]
    assert [through(FORKED, 1, place) for place in (6, 7)] == [{1, 2}, {1}]
