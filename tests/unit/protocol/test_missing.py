"""Bodies that are missing are asked of every peer, given by whoever has them, and never asked without end."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idos_p2p.ids import Address
from idos_p2p.log.entry import Payload
from sync.protocol.bodies import Asking, parts
from sync.protocol.events import UpToDate
from sync.protocol.limits import BODIES_BYTES, MAX_BODIES, MAX_FRAME_BYTES, MAX_WANTED
from sync.protocol.messages import Bodies, BodyRow, Want, decode, encode
from tests.unit.log.authors import Author
from tests.unit.protocol.peers import BODIES, HELLO, WANT, End, Peer, Wire, drain_all, says, segment_of, twin
from tests.unit.protocol.shelf import CELL


def peers(count: int, words: int = 6) -> tuple[list[Peer], list[Address]]:
    """Return peers who hold the same, and the addresses of one log."""
    first = Peer(1)
    first.write(*(f"word {number}" for number in range(words)))
    others = [Peer(number + 2) for number in range(count - 1)]
    first.give(*others)
    return [first, *others], [Address(first.author.device, seq) for seq in range(words)]


def asked(end: End) -> list[int]:
    """Return how many bodies each question of this end named."""
    messages = [decode(frame) for frame in end.sent if frame[0] == WANT]
    return [len(message.rows) for message in messages if isinstance(message, Want)]


def test_what_one_lacks_the_other_gives() -> None:
    (one, other), places = peers(2)
    one.lose(places[1], places[4])
    wire = Wire(one, other)
    wire.drain()
    assert one.shelf.missing() == ()
    assert wire.equal
    assert [says(end, UpToDate) for end in wire.ends] == [1, 1]
    assert asked(wire.one) == [2]
    assert asked(wire.other) == []


def test_each_gives_what_it_has_and_both_know_that_they_lack_the_same() -> None:
    (one, other), places = peers(2)
    one.lose(*places[:4])
    other.lose(*places[2:])
    wire = Wire(one, other)
    wire.drain()
    assert one.shelf.missing() == other.shelf.missing() == tuple(places[2:4])
    assert wire.equal
    assert [asked(end)[0] for end in wire.ends] == [4, 4]
    assert all(sum(asked(end)) <= 4 + 2 for end in wire.ends), "once more when the other had news, at most"


def test_two_who_lack_the_same_exchange_two_digests_and_nothing_else() -> None:
    (one, other), places = peers(2)
    one.lose(places[0])
    other.lose(places[0])
    wire = Wire(one, other)
    wire.drain()
    assert [end.kinds() for end in wire.ends] == [[HELLO], [HELLO]]
    assert wire.equal


def test_a_third_that_has_what_two_lack_gives_it_to_both_through_running_conversations() -> None:
    (one, other, third), places = peers(3)
    one.lose(*places[:3])
    other.lose(*places[:3])
    room = [Wire(one, other)]
    drain_all(*room)
    room.append(Wire(other, third))
    drain_all(*room)
    assert one.shelf.missing() == other.shelf.missing() == ()
    assert all(wire.equal for wire in room)


def test_a_peer_that_lacks_it_too_is_asked_once() -> None:
    (one, other), places = peers(2)
    one.lose(*places[:2])
    other.lose(*places[:3])
    wire = Wire(one, other)
    wire.drain()
    assert asked(wire.one) == [2]
    one.write("news")
    wire.drain()
    assert wire.equal
    assert asked(wire.one) == [2]


def test_a_peer_that_had_it_not_is_asked_once_more_when_it_has_news() -> None:
    (one, other, third), places = peers(3)
    one.lose(places[0])
    other.lose(places[0])
    wire = Wire(one, other)
    wire.drain()
    other.put_back([(places[0], body_at(third, places[0]))])
    wire.drain()
    assert one.shelf.missing() == ()
    assert wire.equal


def body_at(peer: Peer, address: Address) -> Payload:
    payload = peer.shelf.at(*address)[0].payload
    assert payload is not None
    return payload


def test_bodies_come_after_all_entries() -> None:
    (one, other), places = peers(2)
    one.lose(places[0])
    one.write("mine")
    other.write("theirs")
    wire = Wire(one, other)
    wire.drain()
    assert wire.equal
    assert max(at for at, kind in enumerate(wire.other.kinds()) if kind == 3) < wire.other.kinds().index(BODIES)


def test_very_many_are_asked_and_given_in_bounded_parts() -> None:
    (one, other), places = peers(2, words=900)
    for seed in (20, 21):
        author = Author(seed, CELL)
        sealed = segment_of(author, *(f"{number}" for number in range(900)))
        one.take(sealed)
        other.take(sealed)
        places += [Address(author.device, seq) for seq in range(900)]
    one.shelf.lose_all()
    wire = Wire(one, other)
    wire.one.looked_up = wire.other.looked_up = 500
    wire.drain()
    assert one.shelf.missing() == ()
    assert wire.equal
    assert asked(wire.one) == [MAX_WANTED, MAX_WANTED, 700]


def test_what_nobody_has_is_not_asked_for_in_full_at_each_news() -> None:
    (one, other), _ = peers(2, words=900)
    for seed in (20, 21):
        sealed = segment_of(Author(seed, CELL), *(f"{number}" for number in range(900)))
        one.take(sealed)
        other.take(sealed)
    for peer in (one, other):
        peer.shelf.lose_all()
    third = Peer(7)
    third.write("theirs")
    wire = Wire(one, third)
    wire.one.looked_up = wire.other.looked_up = 500
    for number in range(3):
        third.write(f"again {number}")
        wire.drain()
    assert wire.equal
    second = Wire(one, other)
    second.drain()
    for number in range(3):
        one.write(f"one {number}")
        other.write(f"other {number}")
        drain_all(wire, second)
    assert wire.equal
    assert second.equal
    assert sum(map(sum, (asked(end) for end in second.ends))) <= 2 * 4 * MAX_WANTED


def test_where_a_device_forked_the_bodies_of_both_histories_come_back() -> None:
    author = Author(9, CELL)
    liar = twin(author)
    one, other = Peer(1), Peer(2)
    for sealed in (segment_of(author, "here"), segment_of(liar, "there")):
        one.take(sealed)
        other.take(sealed)
    place = Address(author.device, 0)
    one.lose(place)
    wire = Wire(one, other)
    wire.drain()
    assert one.shelf.missing() == ()
    assert wire.equal
    assert asked(wire.one) == [1]


def test_a_body_of_another_history_is_no_answer_and_the_place_is_asked_again_when_the_peer_has_news() -> None:
    forked = Address(Author(1, CELL).device, 16)
    asking = Asking()
    asking.update((forked,))
    assert asking.next(b"a peer") == (forked,)
    asking.heard([(forked, Payload(bytes(16), b"of the other history"))])
    asking.heard([])
    asking.update((forked,))
    assert asking.next(b"a peer") == ()
    assert asking.next(b"a peer with news") == (forked,)


def test_a_segment_whose_body_was_taken_out_on_the_way_is_made_whole_by_another() -> None:
    (honest, cheat), places = peers(2)
    cheat.lose(places[2])
    newcomer = Peer(5)
    wire = Wire(newcomer, cheat)
    wire.drain()
    assert newcomer.shelf.missing() == (places[2],)
    assert wire.equal
    second = Wire(newcomer, honest)
    drain_all(wire, second)
    assert newcomer.shelf.missing() == cheat.shelf.missing() == ()
    assert wire.equal
    assert second.equal


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(st.integers(0, 5)), min_size=3, max_size=3))
def test_any_three_peers_end_up_lacking_only_what_all_lack(lost: list[set[int]]) -> None:
    room, places = peers(3)
    for peer, seqs in zip(room, lost, strict=True):
        peer.lose(*(places[seq] for seq in sorted(seqs)))
    wires = [Wire(room[0], room[1]), Wire(room[1], room[2]), Wire(room[2], room[0])]
    drain_all(*wires)
    left = tuple(places[seq] for seq in sorted(set.intersection(*lost)))
    assert [peer.shelf.missing() for peer in room] == [left] * 3
    assert all(wire.equal for wire in wires)
    questions = Counter(frame for wire in wires for end in wire.ends for frame in end.sent if frame[0] == WANT)
    assert sum(questions.values()) <= 12


@pytest.mark.parametrize("sizes", [[0] * 2_500, [256 << 10] * 5, [100_000] * 12, [BODIES_BYTES // 2] * 3])
def test_an_answer_is_cut_in_messages_that_fit_a_frame(sizes: list[int]) -> None:
    device = Peer(1).author.device
    bodies = [(Address(device, seq), Payload(bytes(16), bytes(size))) for seq, size in enumerate(sizes)]
    runs = list(parts(bodies))
    assert [body for run in runs for body in run] == bodies
    assert all(0 < len(run) <= MAX_BODIES for run in runs)
    for run in runs:
        frame = encode(Bodies(tuple(BodyRow(*address, payload.salt, payload.body) for address, payload in run)))
        assert len(frame) <= MAX_FRAME_BYTES
        decode(frame)
