"""The body of an act has exactly one encoding: whatever else decodes is not an act."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from idos_p2p.governance.acts import (
    ADMIT,
    INVITE,
    START,
    ActBody,
    Admit,
    Genesis,
    Invite,
    Start,
    decode,
    encode,
    kind_of,
    named,
)
from idos_p2p.governance.matters import Chamber
from idos_p2p.ids import ABSENT
from idos_p2p.limits import MAX_INVITE_USES, MAX_NAME_CHARACTERS
from idos_p2p.log.entry import GENESIS

KEY = st.binary(min_size=32, max_size=32)
CHAMBER = st.sampled_from(Chamber)
BODIES = (
    st.builds(
        Genesis,
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=MAX_NAME_CHARACTERS),
        st.dates().map(lambda day: day.isoformat()),
        CHAMBER,
        KEY,
    )
    | st.builds(Invite, st.lists(KEY, min_size=1, max_size=4).map(tuple), KEY, CHAMBER, st.integers(0, 2**48 - 1))
    | st.builds(Start, KEY, st.integers(0, MAX_INVITE_USES - 1), KEY, st.binary(min_size=64, max_size=64))
    | st.builds(Admit, KEY, CHAMBER, KEY)
)
ADMITTED = Admit(b"s" * 32, Chamber.CARRYING, ABSENT)


@given(BODIES)
def test_every_body_is_read_back_by_its_own_kind_alone(body: ActBody) -> None:
    data = encode(body)
    assert decode(kind_of(body), data) == body
    assert [kind for kind in range(256) if decode(kind, data) is not None] == [kind_of(body)]


@given(BODIES, st.data())
def test_whatever_is_read_as_an_act_is_its_one_encoding(body: ActBody, data: st.DataObject) -> None:
    written = bytearray(encode(body))
    place = data.draw(st.integers(0, len(written)))
    written[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    for kind in (GENESIS, START, INVITE, ADMIT):
        read = decode(kind, bytes(written))
        assert read is None or encode(read) == written


@pytest.mark.parametrize(
    "data",
    [
        b"",
        encode(ADMITTED) + b"\xc0",
        encode(ADMITTED)[:-1],
        b"\xdc\x00\x03" + encode(ADMITTED)[1:],  # an array with a longer count
        msgspec.msgpack.encode(["s" * 32, "carrying", ABSENT]),  # text for bytes
        msgspec.msgpack.encode([b"s" * 32, "carrying", ABSENT, None]),  # one field more
        msgspec.msgpack.encode([b"s" * 32, "carrying"]),
        msgspec.msgpack.encode([b"s" * 31, "carrying", ABSENT]),
        msgspec.msgpack.encode([b"s" * 33, "carrying", ABSENT]),
        msgspec.msgpack.encode([b"s" * 32, "Carrying", ABSENT]),
        msgspec.msgpack.encode({"start": b"s" * 32, "chamber": "carrying", "claims": ABSENT}),
        b"\x93\xc5\x00\x20" + b"s" * 32 + b"\xa8carrying\xc4\x20" + ABSENT,  # bytes with a longer size
        b"\x93\xc4\x20" + b"s" * 32 + b"\xd9\x08carrying\xc4\x20" + ABSENT,  # text with a longer size
        b"\x93" * 2000,
    ],
)
def test_another_spelling_of_an_act_is_no_act(data: bytes) -> None:
    assert decode(ADMIT, data) is None


@pytest.mark.parametrize("number", [b"\xcc\x00", b"\xcd\x00\x00", b"\xd0\x00", b"\xcb" + bytes(8), b"\xc2", b"2"])
def test_a_number_in_a_longer_or_another_form_is_no_act(number: bytes) -> None:
    start = Start(b"i" * 32, 0, b"x" * 32, b"p" * 64)
    written = encode(start)
    assert written[35:36] == b"\0"
    assert decode(START, written[:35] + number + written[36:]) is None


@pytest.mark.parametrize(
    "term", ["2030-02-02\n", "2030-2-2", "٢٠٣٠-٠٢-٠٢", "2030-13-01", "2030-00-10", "2030-01-32", "02-02-2030", ""]
)
def test_a_term_is_a_day_in_plain_digits(term: str) -> None:
    data = msgspec.msgpack.encode(["Le Jardin", term, "carrying", b"x" * 32])
    assert decode(GENESIS, data) is None


@pytest.mark.parametrize(("uses", "not_after"), [(0, 0), (MAX_INVITE_USES + 1, 0), (1, -1), (1, 2**48), (1, 2**64 - 1)])
def test_an_invitation_has_keys_and_a_day_within_their_limits(uses: int, not_after: int) -> None:
    keys = [bytes([number]) * 32 for number in range(uses)]
    data = msgspec.msgpack.encode([keys, b"k" * 32, "concerned", not_after])
    assert decode(INVITE, data) is None


@given(st.binary(max_size=300))
@example(b"\xc1")
@example(b"\xdf\xff\xff\xff\xff")
@example(b"\xdd\xff\xff\xff\xff" * 50)
@example(b"\xc6\xff\xff\xff\xff")
def test_hostile_bytes_are_no_act_and_never_an_error(data: bytes) -> None:
    assert [decode(kind, data) for kind in range(5)] == [None] * 5


def test_an_act_names_the_acts_it_depends_on() -> None:
    start = Start(b"i" * 32, 0, b"x" * 32, b"p" * 64)
    assert named(start) == (b"i" * 32,)
    assert named(ADMITTED) == (b"s" * 32,)
    assert named(Admit(ABSENT, Chamber.CARRYING, ABSENT)) == ()
