"""A peer that claims, asks or answers what is not so harms itself alone: nothing spins, all else flows."""

from __future__ import annotations

import pytest

from idos_p2p.errors import PeerFault
from idos_p2p.ids import Address, DeviceId, EntryId
from idos_p2p.limits import MAX_BRANCHES, MAX_LOCATOR
from idos_p2p.log.comparison import compare
from sync.protocol.events import PeerSaidAll, UpToDate
from sync.protocol.limits import MAX_WANTED
from sync.protocol.messages import (
    AddressRow,
    Bodies,
    BodyRow,
    Follow,
    Have,
    HeightRow,
    HeightsMessage,
    Hello,
    Locator,
    Message,
    PointRow,
    SegmentMessage,
    Want,
    decode,
    encode,
)
from sync.protocol.reach import CLAIMED_HEADS
from sync.protocol.session import Session, State
from tests.unit.log.authors import Author
from tests.unit.protocol.peers import End, Peer, segment_of, session_of
from tests.unit.protocol.shelf import CELL

NOWHERE = b"?" * 32
UNKNOWN = DeviceId(b"u" * 32)
SALT = bytes(16)


class Liar:
    """A peer that says what it likes to an honest one, beginning with these heights."""

    def __init__(self, honest: Peer, *rows: HeightRow, trusted: bool = True) -> None:
        self.end = End(honest, session_of(honest, Peer(77), trusted=trusted))
        honest.ends.append(self.end)
        all_logs = Follow(tuple(sorted(honest.shelf.logs())))
        heights = HeightsMessage(tuple(sorted(rows, key=lambda row: row.device)))
        self.answer = self.say(Hello(NOWHERE[:16]), heights, all_logs)

    def say(self, *messages: Message) -> list[Message]:
        """Say this, and return what the honest peer says in the end; its hello, heights and follows left out."""
        for message in messages:
            self.end.hear(encode(message))
        before = len(self.end.sent)
        self.end.speak()
        said = [decode(frame) for frame in self.end.sent[before:]]
        return [message for message in said if not isinstance(message, Hello | HeightsMessage | Follow)]


def honest(segments: int = 4) -> tuple[Peer, DeviceId]:
    """Return a peer that holds its own log and another's, and that other device."""
    peer = Peer(1)
    peer.write("mine")
    author = Author(9, CELL)
    for number in range(segments):
        peer.take(segment_of(author, f"{number}", "and more"))
    return peer, author.device


def segments_of(said: list[Message]) -> list[bytes]:
    """Return the devices whose segments were sent."""
    return [message.blob[1:33] for message in said if isinstance(message, SegmentMessage)]


def test_heads_that_nobody_holds_stop_no_other_log() -> None:
    peer, device = honest()
    liar = Liar(peer, HeightRow(device, 3, NOWHERE))
    assert segments_of(liar.answer) == [peer.author.device]
    assert [type(message) for message in liar.answer if not isinstance(message, SegmentMessage)] == [Locator]


def test_who_never_answers_our_locator_is_told_nothing_of_that_log_and_never_that_all_is_said() -> None:
    peer, device = honest()
    liar = Liar(peer, HeightRow(device, 3, NOWHERE))
    later = liar.say(Have(b"x" * 16))
    assert later == []
    peer.write("news")
    assert segments_of(liar.say()) == [peer.author.device]
    assert not any(isinstance(event, PeerSaidAll | UpToDate) for event in liar.end.events)
    assert not liar.end.session.up_to_date
    assert liar.end.session.state is State.LIVE


def test_a_locator_of_entries_that_nobody_holds_gives_the_log_from_its_beginning() -> None:
    peer, device = honest()
    liar = Liar(peer, HeightRow(device, 3, NOWHERE))
    said = liar.say(Locator(device, (PointRow(1, NOWHERE), PointRow(7, NOWHERE), PointRow(2**32 - 1, NOWHERE))))
    assert segments_of(said) == [device] * 4
    assert isinstance(said[-1], Have)
    assert liar.say() == []


def test_a_locator_that_claims_what_the_peer_lacks_gets_it_less_and_nobody_else() -> None:
    peer, device = honest()
    head = peer.shelf.logs()[device][0].height
    liar = Liar(peer, HeightRow(device, 3, NOWHERE))
    said = liar.say(Locator(device, (PointRow(head.count, head.head),)))
    assert [type(message) for message in said] == [Have]


def test_an_empty_locator_gives_all() -> None:
    peer, device = honest()
    assert segments_of(Liar(peer).say(Locator(device, ()))) == []
    assert segments_of(Liar(peer, HeightRow(device, 3, NOWHERE)).say(Locator(device, ()))) == [device] * 4


def test_a_second_locator_of_one_device_ends_the_session() -> None:
    peer, device = honest()
    liar = Liar(peer)
    liar.say(Locator(device, ()))
    with pytest.raises(PeerFault, match="locator_repeated"):
        liar.say(Locator(device, ()))


def test_a_locator_of_a_log_that_we_never_told_of_ends_the_session() -> None:
    with pytest.raises(PeerFault, match="locator_unknown"):
        Liar(honest()[0]).say(Locator(UNKNOWN, ()))


def test_a_boast_is_waited_for_and_no_reason_to_say_anything_again() -> None:
    """A claim beyond our log shows nothing: neither that the peer holds ours, nor that there is more."""
    peer, device = honest()
    liar = Liar(
        peer, *(HeightRow(UNKNOWN, 5, NOWHERE), HeightRow(device, 2**32 - 1, NOWHERE))[:: 1 if device > UNKNOWN else -1]
    )
    assert segments_of(liar.answer) == [peer.author.device]
    assert isinstance(liar.answer[-1], Have)
    assert liar.say() == []
    assert liar.end.session.remaining[1] > 0
    assert not liar.end.session.up_to_date


def test_a_boast_that_our_log_reaches_is_looked_up_then() -> None:
    peer, device = honest()
    liar = Liar(peer, HeightRow(device, 10, NOWHERE))
    author = Author(9, CELL)
    for number in range(4):
        segment_of(author, f"{number}", "and more")
    peer.take(segment_of(author, "nine"))
    assert not any(isinstance(message, Locator) for message in liar.say())
    peer.take(segment_of(author, "ten", "eleven"))
    said = liar.say()
    assert [type(message) for message in said] == [Locator], "what it claims is not on our line, so it forked"
    assert segments_of(liar.say(Locator(device, ()))) == [device] * 6


def meeting_with(peer: Peer, *rows: HeightRow) -> Session:
    """Return an honest peer's session that has heard these heights."""
    session = session_of(peer, Peer(77))
    session.receive(encode(Hello(NOWHERE[:16])))
    session.receive(encode(HeightsMessage(rows)))
    return session


def test_more_heads_of_one_device_than_anybody_keeps_end_the_session() -> None:
    peer, device = honest()
    rows = [HeightRow(device, 3, number.to_bytes(32)) for number in range(MAX_BRANCHES + 1)]
    meeting_with(peer, *rows[:MAX_BRANCHES])
    with pytest.raises(PeerFault, match="heads_too_many"):
        meeting_with(peer, *rows)


def test_of_logs_that_we_do_not_hold_nothing_is_looked_up() -> None:
    peer, _ = honest()
    rows = [HeightRow(number.to_bytes(32), 1, NOWHERE) for number in range(5_000)]
    assert meeting_with(peer, *rows).next_claims() == ()


def test_many_false_claims_are_looked_up_in_bounded_parts() -> None:
    peer = Peer(1)
    devices = sorted(Author(number, CELL).device for number in range(20, 40))
    for number in range(20, 40):
        peer.take(segment_of(Author(number, CELL), "a", "b", "c"))
    claimed = [HeightRow(device, 2, head.to_bytes(32)) for device in devices for head in range(MAX_BRANCHES)]
    session = meeting_with(peer, *claimed)
    heads = []
    while claims := session.next_claims():
        heads.append(sum(len(claim.heads) for claim in claims))
        assert session.next_gap() is None, "of no device that is being compared"
        session.compared(compare(peer.shelf, claims))
    assert sum(heads) == 20 * MAX_BRANCHES
    assert max(heads) <= CLAIMED_HEADS


def test_a_long_locator_is_looked_up_in_bounded_parts_and_answered_once() -> None:
    peer, device = honest()
    session = meeting_with(peer)
    session.frames_to_send()
    rows = tuple(PointRow(number, NOWHERE) for number in range(1, MAX_LOCATOR + 1))
    session.receive(encode(Locator(device, rows)))
    parts = 0
    while claims := session.next_claims():
        assert sum(len(claim.heads) for claim in claims) <= CLAIMED_HEADS
        gap = session.next_gap()
        assert gap is None or gap.device != device
        session.compared(compare(peer.shelf, claims))
        parts += 1
    assert parts == MAX_LOCATOR // CLAIMED_HEADS
    said = [decode(frame) for frame in session.frames_to_send()]
    assert [type(message) for message in said] == [Locator, Have]


def test_bodies_that_nobody_asked_for_end_the_session() -> None:
    peer, device = honest()
    with pytest.raises(PeerFault, match="bodies_unasked"):
        Liar(peer).say(Bodies((BodyRow(device, 0, SALT, b"x"),)))
    with pytest.raises(PeerFault, match="bodies_unasked"):
        Liar(peer).say(Bodies(()))


def lacking() -> tuple[Peer, Address, Liar]:
    """Return a peer that lacks a body and has asked a liar for it."""
    peer, device = honest()
    address = Address(device, 3)
    peer.shelf.lose(address)
    head = peer.shelf.logs()[device][0].height
    mine = peer.shelf.logs()[peer.author.device][0].height
    liar = Liar(peer, HeightRow(device, head.count, head.head), HeightRow(peer.author.device, mine.count, mine.head))
    assert liar.say(Have(b"x" * 16)) == [Want((AddressRow(*address),))]
    return peer, address, liar


def test_a_body_of_another_address_than_asked_ends_the_session() -> None:
    _, address, liar = lacking()
    with pytest.raises(PeerFault, match="bodies_unasked"):
        liar.say(Bodies((BodyRow(address.device, address.seq + 1, SALT, b"x"),)))


def test_a_body_that_no_header_vouches_for_is_left_aside() -> None:
    peer, address, liar = lacking()
    assert liar.say(Bodies((BodyRow(*address, SALT, b"x"),))) == []
    assert peer.shelf.missing() == (address,)


def test_one_body_given_without_end_ends_the_session() -> None:
    peer, address, liar = lacking()
    whole, _ = honest()
    payload = whole.shelf.at(*address)[0].payload
    assert payload is not None
    row = BodyRow(*address, payload.salt, payload.body)
    for _ in range(MAX_BRANCHES):
        liar.say(Bodies((row,)))
    with pytest.raises(PeerFault, match="bodies_unasked"):
        liar.say(Bodies((row,)))
    assert peer.shelf.missing() == ()


def test_a_peer_that_says_all_again_and_again_is_asked_again_only_after_it_answered() -> None:
    _, _, liar = lacking()
    for number in range(5):
        assert liar.say(Have(bytes([number]) * 16)) == []
    assert [type(message) for message in liar.say(Bodies(()))] == [Want], "its digest is another than when it was asked"
    assert liar.say(Bodies(())) == []
    assert liar.say(Have(b"\x04" * 16)) == [], "nothing has changed"


def test_bodies_asked_again_before_the_answer_was_complete_end_the_session() -> None:
    peer, device = honest()
    session = Liar(peer).end.session
    session.receive(encode(Want((AddressRow(device, 0), AddressRow(device, 1)))))
    session.give((), 1)
    with pytest.raises(PeerFault, match="want_repeated"):
        session.receive(encode(Want((AddressRow(device, 2),))))


def test_bodies_of_entries_that_nobody_holds_are_answered_by_an_end() -> None:
    peer, device = honest()
    wanted = [AddressRow(device, 2**32 - 1), AddressRow(UNKNOWN, 0)]
    said = Liar(peer).say(Want(tuple(sorted(wanted, key=lambda row: row.device))))
    assert said == [Bodies(())]


def test_a_question_for_too_many_bodies_is_malformed() -> None:
    rows = tuple(AddressRow(UNKNOWN, seq) for seq in range(MAX_WANTED + 1))
    with pytest.raises(PeerFault, match="message_malformed"):
        Liar(honest()[0]).say(Want(rows))
    with pytest.raises(PeerFault, match="message_malformed"):
        Liar(honest()[0]).say(Want(tuple(AddressRow(UNKNOWN, seq) for seq in range(100_000))))


def test_a_device_that_is_not_effective_is_told_no_body_and_no_more_of_a_log_than_its_heads() -> None:
    peer, device = honest()
    head = peer.shelf.logs()[device][0].height
    liar = Liar(peer, HeightRow(device, 3, NOWHERE), trusted=False)
    assert liar.answer == [Locator(device, (PointRow(head.count, head.head),))]
    assert liar.say(Want((AddressRow(device, 0),))) == [Bodies(())]
    said = liar.say(Locator(device, ()))
    assert [type(message) for message in said] == [Have]


def test_a_device_that_is_not_effective_is_not_asked_for_bodies() -> None:
    peer, device = honest()
    peer.shelf.lose(Address(device, 3))
    liar = Liar(peer, trusted=False)
    assert liar.say(Have(b"x" * 16)) == []
    assert EntryId(NOWHERE) not in peer.shelf.ids()
