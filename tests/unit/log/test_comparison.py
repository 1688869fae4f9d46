"""Heads tell how far a peer is along our branches; where they do not, a locator does, in few rows."""

from __future__ import annotations

from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.limits import MAX_BRANCHES, MAX_LOCATOR
from idos_p2p.log.chain import Height
from idos_p2p.log.comparison import Claim, Locate, compare, locator
from tests.unit.log.authors import Author
from tests.unit.protocol.peers import segment_of, twin
from tests.unit.protocol.shelf import CELL, Shelf

STRANGE = EntryId(b"?" * 32)


def shelf_of(count: int, *leaves: tuple[int, int]) -> tuple[Shelf, DeviceId]:
    """Return a log of one device: so many entries, and branches that leave the first one there, so long."""
    shelf = Shelf()
    author = Author(9, CELL)
    writers = {}
    for seq in range(count):
        writers[seq] = twin(author)
        shelf.take(segment_of(author, f"{seq}"))
    for name, (first, length) in enumerate(leaves):
        liar = twin(writers[first])
        for number in range(length):
            shelf.take(segment_of(liar, f"branch {name}, {number}"))
    return shelf, author.device


def height(shelf: Shelf, device: DeviceId, branch: int, count: int) -> Height:
    return Height(count, shelf.line(device, branch, count - 1, count)[0].id)


def test_a_head_that_we_hold_says_how_far_along_its_branch_the_peer_is() -> None:
    shelf, device = shelf_of(9, (5, 3))
    claim = Claim(device, (height(shelf, device, 1, 6), height(shelf, device, 0, 7)), Locate.IF_FORKED)
    assert compare(shelf, [claim]).known == {device: {0: 7, 1: 6}}
    assert compare(shelf, [claim]).locators == {}


def test_a_head_of_a_branchs_line_below_it_is_on_its_parent() -> None:
    shelf, device = shelf_of(9, (5, 3))
    claim = Claim(device, (height(shelf, device, 1, 5),), Locate.IF_FORKED)
    assert compare(shelf, [claim]).known == {device: {0: 5}}


def test_only_a_head_that_our_log_reaches_and_does_not_hold_tells_a_fork() -> None:
    shelf, device = shelf_of(4)
    for heads, forked in (
        ((Height(5, STRANGE),), False),
        ((Height(4, STRANGE),), True),
        ((Height(1, STRANGE),), True),
        ((height(shelf, device, 0, 2),), False),
    ):
        comparison = compare(shelf, [Claim(device, heads, Locate.IF_FORKED)])
        assert (device in comparison.locators) is forked


def test_a_peer_that_is_known_to_lack_nothing_needs_no_locator_though_it_has_more() -> None:
    shelf, device = shelf_of(4)
    heads = (Height(3, STRANGE), height(shelf, device, 0, 4))
    assert compare(shelf, [Claim(device, heads, Locate.IF_FORKED)]).locators == {}


def test_a_locator_is_made_when_it_is_asked_and_not_when_it_was_said() -> None:
    shelf, device = shelf_of(4)
    strange = (Height(2, STRANGE),)
    assert compare(shelf, [Claim(device, strange, Locate.NEVER)]).locators == {}
    assert compare(shelf, [Claim(device, (), Locate.ALWAYS)]).locators == {device: locator(shelf, device)}


def test_of_a_log_that_we_do_not_hold_nothing_is_known_and_nothing_looked_up() -> None:
    unknown = DeviceId(b"u" * 32)
    comparison = compare(Shelf(), [Claim(unknown, (Height(3, STRANGE),), Locate.ALWAYS)])
    assert comparison.known == {unknown: {}}
    assert comparison.locators == {unknown: ()}


def test_a_locator_names_ends_then_ever_farther_entries_and_where_branches_leave() -> None:
    shelf, device = shelf_of(20, (13, 4))
    rows = locator(shelf, device)
    trunk, branch = [1, 4, 12, 16, 18, 19, 20], [13, 15, 16, 17]
    assert [row.count for row in rows] == sorted(trunk + branch)
    assert list(rows) == sorted(rows, key=lambda row: (row.count, row.head))
    assert len(set(rows)) == len(rows)
    assert all(shelf.position(device, row.head, row.count - 1) is not None for row in rows)


def test_wherever_a_fork_is_a_row_is_shared_no_farther_from_it_than_the_branch_is_long() -> None:
    shelf, device = shelf_of(70)
    counts = [row.count for row in locator(shelf, device)]
    for first in range(70):
        shared = max((count for count in counts if count <= first), default=0)
        assert first - shared <= 70 - first


def test_a_locator_of_very_many_branches_is_bounded_and_keeps_every_end() -> None:
    shelf, device = shelf_of(70, *((seq, 1 + seq % 3) for seq in range(1, MAX_BRANCHES)))
    rows = locator(shelf, device)
    assert len(rows) <= MAX_LOCATOR
    assert {branch.height for branch in shelf.logs()[device]} <= set(rows)
