"""Logs are sent to who follows them; others are told of them, once all is quiet."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from idos_p2p.errors import PeerFault
from idos_p2p.ids import DeviceId, EntryId
from idos_p2p.log.chain import Height
from idos_p2p.log.comparison import compare
from sync.protocol.events import UpToDate
from sync.protocol.messages import Follow, Have, Hello, Unfollow, decode, encode
from sync.protocol.reach import Reach
from sync.protocol.session import State
from sync.sources import Source, choose
from tests.unit.protocol.peers import FOLLOW, HAVE, HEIGHTS, HELLO, SEGMENT, Peer, Wire, drain_all, says, session_of


def third_party(one: Peer, words: int = 3) -> Peer:
    """Return somebody whose log one of two who meet holds."""
    third = Peer(99)
    for number in range(words):
        third.write(f"third {number}")
    third.give(one)
    return third


def one_source(*peers: Peer) -> None:
    """Let each of these follow every log at one of those who offer it, as the engine does."""
    for peer in peers:
        ends = {end.other: end for end in peer.ends}
        sources = {
            device: Source(end.session.offers, end.session.following, live=end.session.state is State.LIVE)
            for device, end in ends.items()
        }
        for device, change in choose(sources).items():
            ends[device].session.follow(change.follow)
            ends[device].session.unfollow(change.unfollow)


def meet(*wires: Wire) -> None:
    """Let those meet who choose one source for each log, until all is quiet."""
    peers = [end.peer for wire in wires for end in wire.ends]
    for end in [end for wire in wires for end in wire.ends]:
        end.greedy = False
    moving = True
    while moving:
        one_source(*peers)
        moving = bool(sum(wire.step() for wire in wires)) or bool(sum(wire.tell_news() for wire in wires))


def room(*peers: Peer) -> list[Wire]:
    return [Wire(one, other) for number, one in enumerate(peers) for other in peers[number + 1 :]]


def test_a_log_is_sent_only_to_who_follows_it() -> None:
    one, other = Peer(1), Peer(2)
    one.write("mine")
    third = third_party(one)
    wire = Wire(one, other)
    wire.one.greedy = wire.other.greedy = False
    wire.drain()
    assert wire.one.kinds() == [HELLO, HEIGHTS]
    assert dict(wire.other.session.offers) == {one.author.device: 1, third.author.device: 3}
    assert not wire.other.session.peer_said_all, "there is more, for who asks"
    wire.other.session.follow([third.author.device])
    wire.drain()
    assert wire.one.kinds() == [HELLO, HEIGHTS, SEGMENT, SEGMENT, SEGMENT, HAVE]
    wire.other.session.follow([one.author.device])
    wire.drain()
    assert wire.equal
    assert [says(end, UpToDate) for end in wire.ends] == [1, 1]


def test_where_both_held_the_same_what_each_writes_is_sent_unasked() -> None:
    one, other = Peer(1), Peer(2)
    wire = Wire(one, other)
    wire.one.greedy = wire.other.greedy = False
    wire.drain()
    one.write("live")
    wire.drain()
    assert [end.kinds() for end in wire.ends] == [[HELLO, SEGMENT, HAVE], [HELLO, HAVE]]


def test_what_is_followed_once_is_pushed_from_then_on_and_no_more_after_unfollow() -> None:
    one, other = Peer(1), Peer(2)
    third = third_party(one)
    wire = Wire(one, other)
    wire.drain()
    third.write("live")
    third.give(one)
    wire.drain()
    assert wire.one.kinds()[-2:] == [SEGMENT, HAVE]
    wire.one.greedy = wire.other.greedy = False
    wire.other.session.unfollow([third.author.device])
    wire.drain()
    third.write("unseen")
    third.give(one)
    wire.drain()
    assert wire.one.kinds()[-2:] == [HAVE, HEIGHTS], "told of, not sent"
    assert wire.other.session.offers == {third.author.device: 1}


def test_news_of_a_log_are_told_once() -> None:
    one, other = Peer(1), Peer(2)
    wire = Wire(one, other)
    wire.one.greedy = wire.other.greedy = False
    wire.drain()
    third_party(one)
    wire.drain()
    wire.one.session.tell_news()
    wire.drain()
    assert wire.one.kinds().count(HEIGHTS) == 1


def test_two_who_got_the_same_from_elsewhere_tell_each_other_nothing_of_it() -> None:
    one, other = Peer(1), Peer(2)
    wire = Wire(one, other)
    wire.drain()
    third_party(one).give(other)
    wire.drain()
    assert wire.equal
    assert [end.kinds().count(HEIGHTS) + end.kinds().count(SEGMENT) for end in wire.ends] == [0, 0]


def test_who_holds_all_that_was_offered_counts_what_was_asked_elsewhere_as_come() -> None:
    one, other = Peer(1), Peer(2)
    third = third_party(one)
    wire = Wire(one, other)
    wire.one.greedy = wire.other.greedy = False
    wire.drain()
    third.give(other)
    assert wire.other.session.offers == {}
    wire.drain()
    assert wire.equal


@pytest.mark.parametrize("count", [3, 5, 8])
def test_in_a_room_each_entry_reaches_each_peer_once(count: int) -> None:
    peers = [Peer(number + 1) for number in range(count)]
    peers[0].write("common", "to all")
    peers[0].give(*peers[1:])
    for peer in peers:
        for number in range(4):
            peer.write(f"apart {number}")
    absent = third_party(peers[0])
    absent.give(peers[1])
    wires = room(*peers)
    meet(*wires)
    assert all(peer.heights == peers[0].heights for peer in peers)
    assert all(wire.equal for wire in wires)
    lacked = count * (count - 1) * 4 + (count - 2) * 3
    assert sum(end.entries_sent for wire in wires for end in wire.ends) == lacked


def test_what_is_written_in_a_room_reaches_each_peer_once_too() -> None:
    peers = [Peer(number + 1) for number in range(6)]
    wires = room(*peers)
    meet(*wires)
    for peer in peers:
        peer.write("live")
    meet(*wires)
    assert all(wire.equal for wire in wires)
    assert sum(end.entries_sent for wire in wires for end in wire.ends) == 6 * 5
    assert all(end.kinds().count(FOLLOW) == 0 for wire in wires for end in wire.ends)


def test_who_cannot_reach_the_author_gets_the_log_through_a_third() -> None:
    ana, luc, zoe = Peer(1), Peer(2), Peer(3)
    wires = Wire(ana, luc), Wire(luc, zoe)
    meet(*wires)
    ana.write("live")
    meet(*wires)
    ana.write("live again")
    meet(*wires)
    assert ana.heights == zoe.heights
    assert sum(end.entries_sent for wire in wires for end in wire.ends) == 4
    assert wires[1].other.kinds().count(FOLLOW) == 1


def test_what_one_lets_us_wait_for_is_asked_of_another_and_of_the_same_once_nobody_else_is_there() -> None:
    ana, luc, zoe = Peer(1), Peer(2), Peer(3)
    third = third_party(ana)
    third.give(luc)
    slow, quick = Wire(ana, zoe), Wire(luc, zoe)
    for end in (*slow.ends, *quick.ends):
        end.greedy = False
    drain_all(slow, quick)
    sources = {end.other: Source(end.session.offers, {end.other}) for end in zoe.ends}
    (first,) = choose(sources)
    late = {first: replace(sources[first], late={third.author.device})}
    (second,) = choose(sources | late)
    assert second != first
    assert list(choose(late)) == [first]


def test_what_is_followed_no_more_is_told_again() -> None:
    one, other = Peer(1), Peer(2)
    third = third_party(one)
    wire = Wire(one, other)
    wire.one.greedy = wire.other.greedy = False
    wire.drain()
    wire.other.session.follow([third.author.device])
    wire.other.session.unfollow([third.author.device])
    for frame in wire.other.session.frames_to_send():
        wire.one.hear(frame)
    wire.drain()
    assert wire.one.kinds().count(HEIGHTS) == 2


def test_to_follow_a_log_that_was_never_told_of_ends_the_session() -> None:
    peer = Peer(1)
    peer.write("mine")
    for message in (Follow((b"u" * 32,)), Unfollow((b"u" * 32,))):
        session = session_of(peer, Peer(2))
        session.receive(encode(Hello(session_of(peer, Peer(2)).frames_to_send()[0][1:])))
        with pytest.raises(PeerFault, match="follow_unknown"):
            session.receive(encode(message))


def test_to_answer_more_follows_than_were_said_ends_the_session() -> None:
    peer = Peer(1)
    session = session_of(peer, Peer(2))
    session.receive(session.frames_to_send()[0])
    with pytest.raises(PeerFault, match="follows_unsaid"):
        session.receive(encode(Have(b"?" * 16, 1)))


def test_a_have_counts_the_follows_that_it_answers() -> None:
    one, other = Peer(1), Peer(2)
    third_party(one)
    wire = Wire(one, other)
    wire.drain()
    said = [decode(frame) for frame in wire.one.sent if frame[0] == HAVE]
    assert [message.follows for message in said if isinstance(message, Have)][-1] == 1


A, B, C, LOG = (DeviceId(bytes([number]) * 32) for number in (1, 2, 3, 9))


def test_the_author_is_the_best_source_then_a_member_then_who_is_asked_for_least() -> None:
    assert choose({A: Source({B: 5}, {A}), B: Source({B: 5}, {B})}) == {}, "the author sends it unasked"
    stranger = Source({LOG: 5}, {A}, trusted=False)
    assert list(choose({A: stranger, B: Source({LOG: 5}, {B})})) == [B]
    assert list(choose({A: stranger})) == [A]
    busy = Source({C: 100, LOG: 5}, {A, C})
    assert choose({A: busy, B: Source({LOG: 5}, {B})})[B].follow == [LOG]


def test_the_work_is_shared_among_those_who_offer_it() -> None:
    logs = {DeviceId(bytes([number]) * 32): 100 for number in range(20, 40)}
    changes = choose({peer: Source(logs, {peer}) for peer in (A, B)})
    assert [len(changes[peer].follow) for peer in (A, B)] == [10, 10]


def test_an_author_who_is_met_is_followed_once_nobody_else_has_more_of_their_log() -> None:
    assert choose({A: Source({}, set())})[A].follow == [A]
    assert choose({A: Source({}, set(), live=False)}) == {}
    assert choose({A: Source({}, set()), B: Source({A: 5}, {A, B})}) == {}, "it is on its way"
    then = choose({A: Source({}, set()), B: Source({}, {A, B})})
    assert {peer: (change.follow, change.unfollow) for peer, change in then.items()} == {A: ([A], []), B: ([], [A])}


def test_what_is_on_its_way_is_left_alone_and_a_second_source_is_left_once_it_has_nothing() -> None:
    assert choose({A: Source({LOG: 5}, {A, LOG}), B: Source({LOG: 5}, {B})}) == {}
    left = choose({A: Source({LOG: 5}, {A, LOG}), B: Source({}, {B, LOG})})
    assert {peer: (change.follow, change.unfollow) for peer, change in left.items()} == {B: ([], [LOG])}
    author_is_here = choose({A: Source({}, {A, LOG}), LOG: Source({}, {LOG})})
    assert author_is_here[A].unfollow == [LOG]


@pytest.mark.parametrize("seed", range(5))
def test_in_a_room_that_fills_while_all_talk_hardly_any_entry_comes_twice(seed: int) -> None:
    chance = random.Random(seed)
    peers = [Peer(number + 1) for number in range(6)]
    for peer in peers:
        for number in range(4):
            peer.write(f"apart {number}")
    pairs = [(one, other) for number, one in enumerate(peers) for other in peers[number + 1 :]]
    chance.shuffle(pairs)
    wires: list[Wire] = []
    for one, other in pairs:
        wires += room(one, other)
        for end in wires[-1].ends:
            end.greedy = False
        for _ in range(chance.randrange(6)):
            one_source(*peers)
            for wire in wires:
                if chance.random() < 0.7:
                    wire.step()
        if chance.random() < 0.3:
            for wire in wires:
                wire.tell_news()
    meet(*wires)
    assert all(wire.equal for wire in wires)
    assert sum(end.entries_sent for wire in wires for end in wire.ends) <= 1.1 * 6 * 5 * 4


def test_what_a_locator_names_beyond_our_log_stays_on_offer() -> None:
    """Only what was looked up and found is held: the simulator once fell silent over it."""
    one = Peer(1)
    third = third_party(one)
    beyond = Height(7, EntryId(b"h" * 32))
    reach = Reach(one.shelf.logs())
    reach.claim({third.author.device: (beyond,)})
    reach.locate(third.author.device, (beyond,))
    reach.compared(compare(one.shelf, reach.next_claims()))
    assert reach.offers == {third.author.device: 4}
