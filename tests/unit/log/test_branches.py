"""A log with branches is what its lines say it is: every question is asked of the lines written out in full."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import takewhile

from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.log.branches import Branch, Branches, Span, forked_at, heads, holdings, line, size, through
from idos_p2p.log.chain import Height
from idos_p2p.log.heights import gaps

DEVICE = DeviceId(b"d" * 32)


@dataclass
class Tree:
    """A log of several branches, each line written out: an entry is told by the number under which it came."""

    lines: list[list[int]] = field(default_factory=list)
    leaves: list[tuple[int, int | None]] = field(default_factory=list)  # of each branch, its first place and parent
    count: int = 0

    def grow(self, position: int, number: int) -> None:
        self.lines[position].extend(range(self.count, self.count + number))
        self.count += number

    def fork(self, position: int | None, first: int, number: int) -> None:
        self.lines.append([] if position is None else self.lines[position][:first])
        self.leaves.append((first, position))
        self.grow(len(self.lines) - 1, number)

    @property
    def branches(self) -> Branches:
        return tuple(
            Branch(first, parent, Height(len(said), EntryId(said[-1].to_bytes(32, "big"))))
            for said, (first, parent) in zip(self.lines, self.leaves, strict=True)
        )

    def own(self, position: int) -> range:
        """Return the places of a branch's own entries."""
        return range(self.leaves[position][0], len(self.lines[position]))


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """A log as a life may make it: it grows and forks anywhere, even where it begins."""
    tree = Tree()
    tree.fork(None, 0, draw(st.integers(1, 6)))
    for _ in range(draw(st.integers(0, 8))):
        position, number = draw(st.integers(0, len(tree.lines) - 1)), draw(st.integers(1, 4))
        if draw(st.booleans()):
            tree.grow(position, number)
            continue
        own = tree.own(position)  # a branch leaves it after one of its own entries, where it goes on another way
        places = [place + 1 for place in own if place + 1 in own]
        if places:
            tree.fork(position, draw(st.sampled_from(places)), number)
        elif draw(st.booleans()):
            tree.fork(None, 0, number)
    return tree


def spans_of(tree: Tree, draw: st.DrawFn, position: int) -> Span:
    own = tree.own(position)
    start = draw(st.integers(own.start, own.stop - 1))
    return Span(position, start, draw(st.integers(start + 1, own.stop)))


@st.composite
def known_parts(draw: st.DrawFn) -> tuple[Tree, list[Span]]:
    """A log, and ends up to which somebody holds it."""
    tree = draw(trees())
    positions = draw(st.lists(st.integers(0, len(tree.lines) - 1), max_size=4))
    return tree, [spans_of(tree, draw, position) for position in positions]


def history(tree: Tree, known: list[Span]) -> set[int]:
    """Return the entries of somebody who holds the entry before each span's end, and so all that leads to it."""
    return {entry for span in known for entry in tree.lines[span.branch][: span.end]}


@given(trees(), st.data())
def test_a_line_goes_through_the_parents(tree: Tree, data: st.DataObject) -> None:
    for position, said in enumerate(tree.lines):
        start = data.draw(st.integers(0, len(said)))
        end = data.draw(st.integers(start, len(said)))
        found = list(line(tree.branches, position, start, end))
        assert [tree.lines[span.branch][seq] for span in found for seq in range(span.start, span.end)] == said[
            start:end
        ]
        assert all(seq in tree.own(span.branch) for span in found for seq in range(span.start, span.end))


@given(trees())
def test_the_lines_through_an_entry_are_those_that_hold_it(tree: Tree) -> None:
    for position, said in enumerate(tree.lines):
        for seq in tree.own(position):
            holding = {other for other, line_of_other in enumerate(tree.lines) if said[seq] in line_of_other}
            assert through(tree.branches, position, seq) == holding


@given(known_parts())
def test_whoever_holds_an_entry_holds_its_history_along_every_line(given_parts: tuple[Tree, list[Span]]) -> None:
    tree, known = given_parts
    held = history(tree, known)
    reached = [len(list(takewhile(held.__contains__, said))) for said in tree.lines]
    assert holdings(tree.branches, known) == reached


@given(known_parts())
def test_the_gaps_are_what_somebody_lacks_each_entry_once_parents_first(given_parts: tuple[Tree, list[Span]]) -> None:
    tree, known = given_parts
    held = history(tree, known)
    found = gaps(DEVICE, tree.branches, holdings(tree.branches, known))
    filled = [tree.lines[gap.branch][seq] for gap in found for seq in range(gap.start, gap.end)]
    assert sorted(filled) == sorted(set(range(tree.count)) - held)
    for gap in found:
        assert set(tree.lines[gap.branch][: gap.start]) <= held
        held |= set(tree.lines[gap.branch][gap.start : gap.end])


@given(trees())
def test_heads_size_and_the_first_fork_are_those_of_the_lines(tree: Tree) -> None:
    branches = tree.branches
    assert list(heads(branches)) == sorted(
        (branch.height for branch in branches), key=lambda height: (height.count, height.head)
    )
    assert size(branches) == tree.count
    places: dict[int, set[int]] = {}
    for said in tree.lines:
        for seq, entry in enumerate(said):
            places.setdefault(seq, set()).add(entry)
    assert forked_at(branches) == min((seq for seq, entries in places.items() if len(entries) > 1), default=None)


def test_no_branch_is_no_log() -> None:
    assert (heads(()), size(()), forked_at(()), holdings((), ())) == ((), 0, None, [])
