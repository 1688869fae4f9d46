"""A peer that breaks the protocol ends its own session, by name, and breaks nothing else."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from idos_p2p.errors import PeerFault
from idos_p2p.limits import MAX_BODY_BYTES, MAX_LOCATOR, MAX_NAME_CHARACTERS
from sync.protocol.limits import MAX_BODIES, MAX_FRAME_BYTES, MAX_HEADS, MAX_WANTED
from sync.protocol.messages import (
    MAX_CODE_CHARACTERS,
    MAX_SECRETS,
    AddressRow,
    Ask,
    Bodies,
    BodyRow,
    Bye,
    Follow,
    Have,
    HeightRow,
    HeightsMessage,
    Hello,
    Locator,
    Message,
    OfferMessage,
    PointRow,
    SecretRow,
    SegmentMessage,
    Unfollow,
    Want,
    Welcome,
    decode,
    encode,
)
from sync.protocol.session import Session, State
from tests.data.vectors.make import example_messages
from tests.unit.protocol.peers import Peer, session_of

OTHER = b"o" * 16
ROW = HeightRow(b"d" * 32, 3, b"h" * 32)
OURS = Peer(1).author.device


def peer() -> Peer:
    someone = Peer(1)
    someone.write("one")
    return someone


def segment() -> SegmentMessage:
    """Return a segment that is in order, of somebody else."""
    other = Peer(2)
    other.write("two")
    return SegmentMessage(other.shelf.segments(other.author.device, 0, 0)[0].blob)


def opening() -> Session:
    return session_of(peer(), Peer(77))


def comparing() -> Session:
    session = opening()
    session.receive(encode(Hello(OTHER)))
    return session


def live() -> Session:
    session = comparing()
    session.receive(encode(HeightsMessage((ROW,))))
    return session


STATES: dict[State, Callable[[], Session]] = {State.OPENING: opening, State.COMPARING: comparing, State.LIVE: live}
MESSAGES: list[Message] = [
    Hello(OTHER),
    HeightsMessage((ROW,)),
    segment(),
    Have(OTHER),
    Locator(OURS, (PointRow(1, b"h" * 32),)),
    Want((AddressRow(OURS, 0),)),
    Follow((OURS,)),
    Unfollow((OURS,)),
    Ask("Ana"),
    OfferMessage(b"i" * 32, 0),
    Welcome((SecretRow(b"0", b"s" * 32),)),
]
EXPECTED = {
    (State.OPENING, Hello),
    (State.COMPARING, HeightsMessage),
    (State.LIVE, SegmentMessage),
    (State.LIVE, Have),
    (State.LIVE, Locator),
    (State.LIVE, Want),
    (State.LIVE, HeightsMessage),
    (State.LIVE, Follow),
    (State.LIVE, Unfollow),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_message_that_the_state_does_not_expect_ends_the_session(state: State, message: Message) -> None:
    session = STATES[state]()
    assert session.state is state
    if (state, type(message)) in EXPECTED:
        session.receive(encode(message))
        return
    with pytest.raises(PeerFault) as caught:
        session.receive(encode(message))
    assert caught.value.code == "message_unexpected"
    assert caught.value.fields["state"] == state.name


@pytest.mark.parametrize("state", STATES)
def test_a_goodbye_is_heard_in_every_state(state: State) -> None:
    session = STATES[state]()
    session.receive(encode(Bye("closing")))
    assert session.state is State.ENDED


@pytest.mark.parametrize("equal", [True, False])
def test_a_second_hello_is_unexpected_even_after_equal_digests(equal: bool) -> None:
    session = opening()
    hello = session.frames_to_send()[0] if equal else encode(Hello(OTHER))
    session.receive(hello)
    with pytest.raises(PeerFault, match="message_unexpected"):
        session.receive(hello)


LESS = HeightRow(b"d" * 32, 2, b"h" * 32)
POINT, BEFORE = PointRow(3, b"h" * 32), PointRow(2, b"h" * 32)
HERE, SOONER = AddressRow(OURS, 3), AddressRow(OURS, 2)


@pytest.mark.parametrize(
    ("state", "message"),
    [
        (State.COMPARING, HeightsMessage((ROW, ROW))),
        (State.COMPARING, HeightsMessage((ROW, LESS))),
        (State.LIVE, Locator(OURS, (POINT, POINT))),
        (State.LIVE, Locator(OURS, (POINT, BEFORE))),
        (State.LIVE, Want((HERE, HERE))),
        (State.LIVE, Want((HERE, SOONER))),
        (State.LIVE, HeightsMessage((ROW, ROW))),
        (State.LIVE, Follow((OURS, OURS))),
        (State.LIVE, Unfollow((OURS, OURS))),
    ],
)
def test_rows_that_come_twice_or_out_of_order_are_refused(state: State, message: Message) -> None:
    with pytest.raises(PeerFault, match="rows_unordered"):
        STATES[state]().receive(encode(message))


def test_a_forked_devices_heads_are_several_rows() -> None:
    session = comparing()
    session.receive(encode(HeightsMessage((LESS, ROW))))
    assert session.state is State.LIVE


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\x00",
        b"\x15",
        b"\xff" + bytes(16),
    ],
)
def test_a_message_of_a_newer_program_is_unknown_by_name(frame: bytes) -> None:
    for make in STATES.values():
        with pytest.raises(PeerFault, match="message_unknown"):
            make().receive(frame)


@pytest.mark.parametrize(
    "frame",
    [
        b"\x01" + bytes(15),
        b"\x01" + bytes(17),
        b"\x04",
        b"\x02" + msgspec.msgpack.encode([[[b"d" * 32, 0, b"h" * 32]]]),
        b"\x02" + msgspec.msgpack.encode([[[b"d" * 32, 2**32, b"h" * 32]]]),
        b"\x02" + msgspec.msgpack.encode([[[b"d" * 32, -1, b"h" * 32]]]),
        b"\x02" + msgspec.msgpack.encode([[[b"d" * 32, True, b"h" * 32]]]),
        b"\x02" + msgspec.msgpack.encode([[[b"d" * 31, 1, b"h" * 32]]]),
        b"\x02" + msgspec.msgpack.encode([[[b"d" * 32, 1, b"h" * 32, 1]]]),
        b"\x02" + msgspec.msgpack.encode([[], []]),
        b"\x02" + msgspec.msgpack.encode([[]]) + b"\xc0",
        b"\x02" + msgspec.msgpack.encode([[[number.to_bytes(32), 1, b"h" * 32] for number in range(MAX_HEADS + 1)]]),
        b"\x02\xdd\xff\xff\xff\xff",
        b"\x05" + msgspec.msgpack.encode(["A sentence."]),
        b"\x05" + msgspec.msgpack.encode(["x" * 65]),
        b"\x05" + msgspec.msgpack.encode([""]),
        b"\x05\x91\xa2\xff\xfe",
        b"\x06" + msgspec.msgpack.encode([b"d" * 32, [[0, b"h" * 32]]]),
        b"\x06" + msgspec.msgpack.encode([b"d" * 32, [[1, b"h" * 32]] * (MAX_LOCATOR + 1)]),
        b"\x06" + msgspec.msgpack.encode([b"d" * 31, []]),
        b"\x07" + msgspec.msgpack.encode([[]]),
        b"\x07" + msgspec.msgpack.encode([[[b"d" * 32, 2**32]]]),
        b"\x07" + msgspec.msgpack.encode([[[b"d" * 32, seq] for seq in range(MAX_WANTED + 1)]]),
        b"\x08" + msgspec.msgpack.encode([[[b"d" * 32, 0, b"s" * 15, b"x"]]]),
        b"\x08" + msgspec.msgpack.encode([[[b"d" * 32, 0, b"s" * 16, "text"]]]),
        b"\x08" + msgspec.msgpack.encode([[[b"d" * 32, 0, b"s" * 16, bytes(MAX_BODY_BYTES + 1)]]]),
        b"\x08" + msgspec.msgpack.encode([[[b"d" * 32, 0, b"s" * 16, b""]] * (MAX_BODIES + 1)]),
        b"\x10" + msgspec.msgpack.encode([""]),
        b"\x10" + msgspec.msgpack.encode(["x" * 201]),
        b"\x11" + msgspec.msgpack.encode([b"i" * 32, 2**16]),
        b"\x12" + msgspec.msgpack.encode([[]]),
    ],
)
def test_a_message_that_is_not_of_its_type_is_malformed_by_name(frame: bytes) -> None:
    with pytest.raises(PeerFault, match="message_malformed"):
        decode(frame)


LARGEST: list[Message] = [
    Hello(OTHER),
    HeightsMessage((HeightRow(b"d" * 32, 2**32 - 1, b"h" * 32),) * MAX_HEADS),
    Have(OTHER),
    Bye("x" * MAX_CODE_CHARACTERS),
    Locator(OURS, (PointRow(2**32 - 1, b"h" * 32),) * MAX_LOCATOR),
    Want((AddressRow(OURS, 2**32 - 1),) * MAX_WANTED),
    Bodies((BodyRow(OURS, 2**32 - 1, bytes(16), bytes(MAX_BODY_BYTES)),) * 3),
    Ask("🌱" * MAX_NAME_CHARACTERS),
    OfferMessage(b"i" * 32, 2**16 - 1),
    Welcome((SecretRow(b"e" * 32, b"s" * 32),) * MAX_SECRETS),
]


@pytest.mark.parametrize("message", LARGEST, ids=lambda message: type(message).__name__)
def test_the_largest_message_of_each_type_is_understood_and_one_much_longer_is_not_even_read(message: Message) -> None:
    frame = encode(message)
    assert len(frame) <= MAX_FRAME_BYTES
    assert decode(frame) == message
    with pytest.raises(PeerFault, match="message_malformed") as caught:
        decode(frame[:1] + bytes(MAX_FRAME_BYTES))
    assert caught.value.fields["size"] == MAX_FRAME_BYTES + 1


PACKED = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.text(max_size=40)
    | st.sampled_from((bytes(16), bytes(31), b"d" * 32, b"x" * 64)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
).map(msgspec.msgpack.encode)
KNOWN_TYPES = st.sampled_from([encode(message)[:1] for message in example_messages().values()])
VALID = st.sampled_from([encode(message) for message in [*example_messages().values(), *MESSAGES]])


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A valid frame with a few bytes changed, cut or added."""
    frame = bytearray(draw(VALID))
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(frame)))
        frame[place : place + draw(st.integers(0, 2))] = draw(st.binary(max_size=2))
    return bytes(frame)


GARBAGE = st.builds(bytes.__add__, KNOWN_TYPES, PACKED | st.binary(max_size=60)) | damaged()


@settings(max_examples=400)
@given(GARBAGE, st.sampled_from(list(STATES)))
@example(b"\x02" + b"\x91" * 50_000, State.COMPARING)
@example(b"\x02" + b"\x81\xa0" * 50_000, State.COMPARING)
@example(b"\x05\x91" + b"\xd9\xff", State.LIVE)
@example(b"\x05\x91\xc7\x05\xff" + bytes(5), State.LIVE)
def test_well_framed_garbage_ends_the_session_and_nothing_else(frame: bytes, state: State) -> None:
    session = STATES[state]()
    with contextlib.suppress(PeerFault):
        session.receive(frame)
    assert all(isinstance(said, bytes) for said in session.frames_to_send())


@settings(max_examples=200)
@given(damaged())
def test_whatever_frame_is_understood_says_one_of_the_known_messages(frame: bytes) -> None:
    try:
        message = decode(frame)
    except PeerFault:
        return
    assert decode(encode(message)) == message


def test_a_reason_is_one_word_without_a_line_break() -> None:
    """It goes into logs as it is."""
    with pytest.raises(PeerFault, match="message_malformed"):
        decode(b"\x05" + msgspec.msgpack.encode(["not_member\n"]))
