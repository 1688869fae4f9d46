"""Two devices that meet end up with the same logs, know it, and say no more than is needed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.log.branches import Branch
from idos_p2p.log.chain import Height
from idos_p2p.log.heights import Heights
from idos_p2p.log.standing import Standing
from sync.protocol.events import Ended, PeerSaidAll, UpToDate
from sync.protocol.messages import Bye, HeightsMessage, Hello, SegmentMessage, decode, encode
from sync.protocol.session import Session, State
from tests.unit.protocol.peers import FOLLOW, HAVE, HEIGHTS, HELLO, SEGMENT, Peer, Wire, drain_all, says, session_of


def apart(*, ana: int = 3, luc: int = 2, common: int = 0) -> tuple[Peer, Peer]:
    """Return two peers who wrote on their own, after something they have in common."""
    one, other = Peer(1), Peer(2)
    for number in range(common):
        one.write(f"common {number}")
    one.give(other)
    for number in range(ana):
        one.write(f"ana {number}", "and more")
    for number in range(luc):
        other.write(f"luc {number}")
    return one, other


def test_equal_peers_exchange_two_digests_and_nothing_else() -> None:
    one, other = apart(ana=0, luc=0, common=5)
    wire = Wire(one, other)
    wire.drain()
    assert [[len(frame) for frame in end.sent] for end in wire.ends] == [[17], [17]]
    assert [end.kinds() for end in wire.ends] == [[HELLO], [HELLO]]
    assert [end.events for end in wire.ends] == [[UpToDate()], [UpToDate()]]
    assert wire.equal


def test_peers_without_any_log_are_equal_too() -> None:
    wire = Wire(Peer(1), Peer(2))
    wire.drain()
    assert wire.equal
    assert wire.delivered == 2


def test_peers_who_wrote_apart_end_up_equal_and_know_it() -> None:
    one, other = apart(common=1)
    wire = Wire(one, other)
    wire.drain()
    assert one.heights == other.heights
    assert wire.equal
    assert [says(end, UpToDate) for end in wire.ends] == [1, 1]
    assert wire.one.kinds()[:7] == [HELLO, HEIGHTS, FOLLOW, SEGMENT, SEGMENT, SEGMENT, HAVE]
    assert [end.kinds().count(SEGMENT) for end in wire.ends] == [3, 2]


def test_what_is_equal_after_a_meeting_needs_only_two_digests_at_the_next() -> None:
    one, other = apart()
    first = Wire(one, other)
    first.drain()
    first.cut()
    second = Wire(one, other)
    second.drain()
    assert second.delivered == 2
    assert second.equal


@pytest.mark.parametrize(("ana", "luc"), [(3, 0), (0, 3), (1, 1)])
def test_a_newcomer_who_holds_nothing_receives_all_and_both_know(ana: int, luc: int) -> None:
    one, other = apart(ana=ana, luc=luc)
    wire = Wire(one, other)
    wire.drain()
    assert wire.equal
    assert one.heights == other.heights


COUNTS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=4)


@settings(max_examples=60)
@given(COUNTS, st.booleans())
def test_any_two_peers_converge_and_send_each_segment_once(counts: list[tuple[int, int, int]], swap: bool) -> None:
    """For each device: what both hold, and what only one of the two holds more."""
    one, other = Peer(1), Peer(2)
    for number, (common, more, whose) in enumerate(counts):
        writer = Peer(10 + number)
        for word in range(common):
            writer.write(f"common {word}")
        writer.give(one, other)
        for word in range(more):
            writer.write(f"more {word}")
        writer.give(*[peer for bit, peer in enumerate((one, other)) if whose >> bit & 1])
    wire = Wire(other, one) if swap else Wire(one, other)
    wire.drain()
    assert one.heights == other.heights
    assert wire.equal
    assert all(count == 1 for end in wire.ends for count in end.addresses_sent().values())


def frames_of_a_whole_meeting() -> int:
    wire = Wire(*apart(common=1))
    wire.drain()
    return wire.delivered


@pytest.mark.parametrize("after", range(frames_of_a_whole_meeting() + 1))
def test_a_meeting_cut_after_any_frame_goes_on_at_the_next(after: int) -> None:
    one, other = apart(common=1)
    first = Wire(one, other)
    while first.delivered < after and first.step():
        pass
    held = [peer.heights for peer in (one, other)]
    first.cut()
    second = Wire(one, other)
    second.drain()
    assert second.equal
    assert one.heights == other.heights
    for end, before in zip(second.ends, reversed(held), strict=True):
        again = [address for address in end.addresses_sent() if _holds(before, address)]
        assert again == [], "what had arrived before the cut was sent again"
        assert all(count == 1 for count in end.addresses_sent().values())


def _holds(heights: Heights, address: tuple[bytes, bytes]) -> bool:
    device, place = address
    return any(int.from_bytes(place[:4]) < height.count for height in heights.get(DeviceId(device), ()))


def test_a_cut_at_each_frame_in_turn_never_loses_and_at_last_ends() -> None:
    one, other = apart(ana=4, luc=4)
    for frames in range(1, 30):
        wire = Wire(one, other)
        while wire.delivered < frames and wire.step():
            pass
        if wire.equal:
            break
        wire.cut()
    assert one.heights == other.heights


def test_what_is_written_during_a_meeting_is_pushed_at_once_and_once() -> None:
    one, other = apart()
    wire = Wire(one, other)
    wire.drain()
    before = len(wire.one.sent), len(wire.other.sent)
    one.write("live")
    wire.drain()
    assert wire.one.kinds()[before[0] :] == [SEGMENT, HAVE]
    assert wire.other.kinds()[before[1] :] == [HAVE]
    assert one.heights == other.heights
    assert wire.equal


@pytest.mark.parametrize("after", range(frames_of_a_whole_meeting() + 1))
def test_what_both_write_at_any_moment_of_a_meeting_arrives(after: int) -> None:
    one, other = apart(common=1)
    wire = Wire(one, other)
    while wire.delivered < after and wire.step():
        pass
    one.write("meanwhile")
    other.write("meanwhile too")
    wire.drain()
    assert one.heights == other.heights
    assert wire.equal


def test_news_pass_from_one_neighbour_to_the_next() -> None:
    ana, luc, zoe = Peer(1), Peer(2), Peer(3)
    for peer in (ana, luc, zoe):
        peer.write("before")
    wires = Wire(ana, luc), Wire(luc, zoe)
    drain_all(*wires)
    ana.write("live")
    zoe.write("live too")
    drain_all(*wires)
    assert ana.heights == luc.heights == zoe.heights
    assert all(wire.equal for wire in wires)


def test_three_in_a_ring_end_up_equal_and_fall_silent() -> None:
    peers = [Peer(number) for number in (1, 2, 3)]
    wires = [Wire(peers[0], peers[1]), Wire(peers[1], peers[2]), Wire(peers[2], peers[0])]
    drain_all(*wires)
    for peer in peers:
        peer.write("live", "and more")
        peer.write("again")
    drain_all(*wires)
    assert all(wire.equal for wire in wires)
    assert all(count == 1 for wire in wires for end in wire.ends for count in end.addresses_sent().values())


def test_who_hears_from_the_peer_what_it_was_about_to_send_still_says_that_it_has_all() -> None:
    """Both were given the same by a third: each sends it, and each must still say its digest in the end."""
    one, other, third = Peer(1), Peer(2), Peer(3)
    wire = Wire(one, other)
    wire.drain()
    third.write("from a third")
    third.give(one, other)
    wire.one.speak()
    while wire.one.frames:
        wire.other.hear(wire.one.frames.pop(0))
    wire.drain()
    assert one.heights == other.heights
    assert wire.equal


def test_an_untrusted_peer_is_heard_and_told_nothing_but_heights() -> None:
    one, other = apart()
    wire = Wire(one, other, trusting=(False, True))
    wire.drain()
    assert SEGMENT not in wire.one.kinds()
    assert one.heights.keys() > other.heights.keys()
    assert not wire.equal
    assert says(wire.one, PeerSaidAll) >= 1, "it must learn that the peer has said all, to decide"


def test_an_untrusted_peer_with_nothing_to_say_says_so() -> None:
    one, other = apart(luc=0)
    wire = Wire(one, other, trusting=(False, True))
    wire.drain()
    assert says(wire.one, PeerSaidAll) >= 1


def test_once_trusted_a_peer_is_told_everything() -> None:
    one, other = apart()
    wire = Wire(one, other, trusting=(False, True))
    wire.drain()
    wire.one.session.trust()
    wire.drain()
    assert one.heights == other.heights
    assert wire.equal


def test_two_peers_who_trust_each_other_not_at_all_say_so_and_send_nothing() -> None:
    one, other = apart()
    wire = Wire(one, other, trusting=(False, False))
    wire.drain()
    assert [says(end, PeerSaidAll) >= 1 for end in wire.ends] == [True, True]
    assert SEGMENT not in wire.one.kinds() + wire.other.kinds()


@pytest.mark.parametrize("after", range(frames_of_a_whole_meeting() + 1))
def test_a_session_ended_at_any_moment_says_why_once_and_nothing_afterwards(after: int) -> None:
    one, other = apart(common=1)
    wire = Wire(one, other)
    while wire.delivered < after and wire.step():
        pass
    wire.one.session.end("closing")
    wire.one.session.end("again")
    one.write("too late")
    wire.drain()
    assert [end.session.state for end in wire.ends] == [State.ENDED, State.ENDED]
    assert wire.one.sent[-1] == encode(Bye("closing"))
    assert wire.other.events[-1] == Ended("closing")
    assert wire.other.session.receive(wire.one.sent[0]) == []
    assert all(end.session.next_gap() is None and end.session.frames_to_send() == [] for end in wire.ends)


def test_a_digest_that_was_true_no_more_does_not_count_as_up_to_date() -> None:
    one, other = apart(ana=0, luc=0, common=1)
    wire = Wire(one, other)
    wire.drain()
    one.write("news")
    assert not wire.one.session.up_to_date
    wire.drain()
    assert wire.equal


def test_a_peer_that_boasts_of_more_than_exists_makes_us_wait_for_it_and_send_nothing_wrong() -> None:
    one, _ = apart(luc=0)
    session = session_of(one, Peer(2))
    boast = Branch(0, None, Height(5, EntryId(b"h" * 32)))
    hello = Session(
        Standing({DeviceId(b"x" * 32): (boast,)}), own=Peer(2).author.device, peer=one.author.device, trusted=True
    )
    session.receive(hello.frames_to_send()[0])
    for frame in session.frames_to_send():
        hello.receive(frame)
    hello.follow([one.author.device])
    for frame in hello.frames_to_send():
        session.receive(frame)
    gap = session.next_gap()
    assert gap is not None
    assert (gap.device, gap.start, gap.end) == (one.author.device, 0, 6)


@pytest.mark.parametrize(("trusted", "told"), [(False, [b"how my log begins"]), (True, [])])
def test_whom_we_do_not_trust_we_tell_how_our_log_begins_and_others_get_it_with_the_rest(
    trusted: bool, told: list[bytes]
) -> None:
    one = Peer(1)
    session = Session(
        one.shelf.standing(),
        own=one.author.device,
        peer=Peer(2).author.device,
        trusted=trusted,
        introduction=b"how my log begins",
    )
    for message in (Hello(b"?" * 16), HeightsMessage(())):
        session.receive(encode(message))
    said = [decode(frame) for frame in session.frames_to_send()]
    assert [message.blob for message in said if isinstance(message, SegmentMessage)] == told
