"""A device that forked: whoever meets ends up with all of its histories, whatever each had seen before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.log.branches import Branch, forked_at
from idos_p2p.log.chain import Height
from idos_p2p.log.standing import Standing
from sync.protocol.events import UpToDate
from sync.protocol.limits import MAX_HEADS
from sync.protocol.messages import HeightsMessage, Hello, decode, encode
from sync.protocol.session import Session
from tests.unit.log.authors import Author
from tests.unit.protocol.peers import LOCATOR, SEGMENT, Peer, Wire, drain_all, says, segment_of, twin
from tests.unit.protocol.shelf import CELL, Shelf


def forked(common: int, here: int, there: int) -> tuple[Peer, Peer, DeviceId]:
    """Return two peers who saw different histories of one device, of so many segments, and that device."""
    one, other = Peer(1), Peer(2)
    author = Author(9, CELL)
    for number in range(common):
        sealed = segment_of(author, f"common {number}", "and more")
        one.take(sealed)
        other.take(sealed)
    liar = twin(author)
    for number in range(here):
        one.take(segment_of(author, f"here {number}"))
    for number in range(there):
        other.take(segment_of(liar, f"there {number}"))
    return one, other, author.device


def branches(peer: Peer, device: DeviceId) -> tuple[Branch, ...]:
    return peer.shelf.logs()[device]


@pytest.mark.parametrize("joined", [False, True])
@pytest.mark.parametrize(
    ("common", "here", "there"), [(0, 1, 1), (1, 1, 1), (3, 2, 5), (3, 5, 2), (4, 1, 4), (20, 1, 1), (1, 12, 15)]
)
def test_two_who_saw_different_histories_end_up_with_both(common: int, here: int, there: int, joined: bool) -> None:
    one, other, device = forked(common, here, there)
    one.shelf.joined = other.shelf.joined = joined
    one.write("mine")
    other.write("mine too")
    wire = Wire(one, other)
    wire.drain()
    assert one.shelf.ids() == other.shelf.ids()
    assert one.heights == other.heights
    assert len(branches(one, device)) == 2
    assert forked_at(branches(one, device)) == forked_at(branches(other, device)) == common * 2
    assert wire.equal
    assert [says(end, UpToDate) for end in wire.ends] == [1, 1]
    assert [end.kinds().count(LOCATOR) for end in wire.ends] == [1, 1]


def test_of_a_long_history_in_common_little_is_sent_again() -> None:
    one, other, _ = forked(60, 3, 4)
    wire = Wire(one, other)
    wire.drain()
    assert wire.equal
    assert sum(end.entries_sent for end in wire.ends) <= 3 * (3 + 4), "as much again as the branches are long, at most"


def test_what_both_know_to_be_forked_costs_no_more_than_another_log() -> None:
    one, other, _ = forked(3, 2, 2)
    Wire(one, other).drain()
    first = Wire(one, other)
    first.drain()
    assert [end.kinds() for end in first.ends] == [[1], [1]]
    first.cut()
    one.write("news")
    second = Wire(one, other)
    second.drain()
    assert second.equal
    assert LOCATOR not in second.one.kinds() + second.other.kinds()
    assert [end.kinds().count(SEGMENT) for end in second.ends] == [1, 0]


def test_who_holds_both_histories_gives_one_to_who_has_the_other_without_a_word_more() -> None:
    one, other, _ = forked(3, 2, 2)
    both = Peer(3)
    one.give(both)
    other.give(both)
    wire = Wire(both, one)
    wire.drain()
    assert wire.equal
    assert LOCATOR not in wire.one.kinds() + wire.other.kinds()
    assert wire.one.entries_sent == 2, "the other branch, no more"


def test_a_fork_of_the_second_entry_grows_on_both_branches_while_they_meet() -> None:
    author = Author(9, CELL)
    one, other = Peer(1), Peer(2)
    first = segment_of(author, "first")
    for peer in (one, other):
        peer.take(first)
    wire = Wire(one, other)
    wire.drain()
    liar = twin(author)
    one.take(segment_of(author, "here"))
    other.take(segment_of(liar, "there"))
    wire.drain()
    one.take(segment_of(author, "here again", "and again"))
    other.take(segment_of(liar, "there again"))
    wire.drain()
    assert one.shelf.ids() == other.shelf.ids()
    assert wire.equal
    assert all(count == 1 for end in wire.ends for count in end.addresses_sent().values())


def test_a_fork_learnt_from_a_third_is_passed_on_in_every_running_conversation() -> None:
    author = Author(9, CELL)
    ana, luc, zoe, dan = (Peer(number) for number in (1, 2, 3, 4))
    start = segment_of(author, "one", "two")
    for peer in (ana, luc, zoe):
        peer.take(start)
    room = [Wire(ana, luc), Wire(luc, zoe)]
    drain_all(*room)
    liar = twin(author)
    ana.take(segment_of(author, "three"))
    dan.take(start)
    dan.take(segment_of(liar, "another three", "four"))
    drain_all(*room)
    room.append(Wire(luc, dan))
    drain_all(*room)
    assert ana.shelf.ids() == luc.shelf.ids() == zoe.shelf.ids() == dan.shelf.ids()
    assert all(wire.equal for wire in room)


def test_our_own_device_that_forked_is_exchanged_like_any_other() -> None:
    """A copy of our home was put back and went on writing; both meet the same peer."""
    here, peer = Peer(1), Peer(2)
    here.write("before")
    here.give(peer)
    there = Peer(1)
    here.give(there)
    there.author = twin(here.author)
    here.write("went on")
    there.write("went on elsewhere", "and more")
    wires = Wire(here, peer), Wire(there, peer)
    drain_all(*wires)
    assert here.shelf.ids() == there.shelf.ids() == peer.shelf.ids()
    assert len(branches(here, here.author.device)) == 2
    assert all(wire.equal for wire in wires)


def test_a_room_of_ten_in_two_groups_that_saw_different_histories_ends_up_equal() -> None:
    author = Author(9, CELL)
    start = segment_of(author, "one", "two", "three")
    peers = [Peer(10 + number) for number in range(10)]
    liar = twin(author)
    here = [segment_of(author, "four"), segment_of(author, "five")]
    there = [segment_of(liar, "another four"), segment_of(liar, "another five", "six")]
    for number, peer in enumerate(peers):
        for sealed in (start, *(here if number < 5 else there)):
            peer.take(sealed)
        peer.write("mine")
    room = [Wire(one, other) for number, one in enumerate(peers) for other in peers[number + 1 :]]
    drain_all(*room)
    assert all(wire.equal for wire in room)
    assert all(peer.shelf.ids() == peers[0].shelf.ids() for peer in peers)
    assert len(branches(peers[0], author.device)) == 2


HISTORY = st.lists(st.tuples(st.integers(0, 6), st.integers(1, 3)), max_size=4)
SEEN = st.lists(st.integers(0, 2**5 - 1), min_size=3, max_size=3)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 6), HISTORY, SEEN, st.booleans())
def test_any_three_peers_with_any_histories_of_one_device_converge(
    trunk: int, forks: list[tuple[int, int]], seen: list[int], joined: bool
) -> None:
    """The device writes a trunk, then leaves it at some places; each peer has seen some of what came of that."""
    author = Author(9, CELL)
    lines = [[segment_of(author, f"trunk {number}") for number in range(trunk)]]
    for name, (at, length) in enumerate(forks):
        writer = Author(9, CELL)
        line = []
        for sealed in lines[0][: min(at, trunk)]:
            line.append(sealed)
            segment_of(writer, f"trunk {len(line) - 1}")
        line += [segment_of(writer, f"branch {name}, {number}") for number in range(length)]
        lines.append(line)
    peers = [Peer(number + 1, Shelf(joined=joined)) for number in range(3)]
    for peer, bits in zip(peers, seen, strict=True):
        for number, line in enumerate(lines):
            for sealed in line if bits >> number & 1 else []:
                peer.take(sealed)
        peer.write("mine")
    room = [Wire(peers[0], peers[1]), Wire(peers[1], peers[2]), Wire(peers[2], peers[0])]
    drain_all(*room)
    assert peers[0].shelf.ids() == peers[1].shelf.ids() == peers[2].shelf.ids()
    assert peers[0].heights == peers[1].heights == peers[2].heights
    assert all(wire.equal for wire in room)


def frames_of_a_forked_meeting() -> int:
    one, other, _ = forked(2, 2, 3)
    wire = Wire(one, other)
    wire.drain()
    return wire.delivered


@pytest.mark.parametrize("after", range(frames_of_a_forked_meeting() + 1))
def test_a_meeting_about_a_fork_cut_after_any_frame_goes_on_at_the_next(after: int) -> None:
    one, other, _ = forked(2, 2, 3)
    first = Wire(one, other)
    while first.delivered < after and first.step():
        pass
    first.cut()
    second = Wire(one, other)
    second.drain()
    assert second.equal
    assert one.shelf.ids() == other.shelf.ids()


def test_heads_too_many_for_a_message_leave_out_the_shorter_branches() -> None:
    """What is left out is sent though the peer may have it: no more than that is lost."""
    forks = {
        DeviceId(number.to_bytes(32)): tuple(
            Branch(0, None, Height(count, EntryId(bytes([count]) * 32))) for count in range(1, 65)
        )
        for number in range(200)
    }
    session = Session(Standing(forks), own=Peer(1).author.device, peer=Peer(2).author.device, trusted=True)
    session.receive(encode(Hello(b"?" * 16)))
    message = decode(session.frames_to_send()[1])
    assert isinstance(message, HeightsMessage)
    assert len(message.rows) == MAX_HEADS < 200 * 64
    assert {row.device for row in message.rows if row.count == 64} == forks.keys()


def test_forked_devices_come_first() -> None:
    """Before the logs of others, whatever their keys are: who builds on contested entries learns of it soonest."""
    one, other, device = forked(2, 2, 1)
    both = Peer(3)
    one.give(both)
    other.give(both)
    for number in range(20, 26):
        both.take(segment_of(Author(number, CELL), "somebody"))
    wire = Wire(both, Peer(4))
    wire.drain()
    segments = [frame[2:34] for frame in wire.one.sent if frame[0] == SEGMENT]
    assert segments[:5] == [device] * 5
    assert device not in segments[5:]
    assert device > min(segments)
    assert wire.equal
