from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.errors import BugError, PeerFault
from sync.channel.frames import HEARTBEAT, FrameReader, frame
from sync.protocol.limits import MAX_FRAME_BYTES


def bodies_of(reader: FrameReader) -> list[bytes]:
    bodies = []
    while (body := reader.next()) is not None:
        bodies.append(body)
    return bodies


@given(bodies=st.lists(st.binary(min_size=1, max_size=40), max_size=8), cuts=st.lists(st.integers(1, 60), max_size=20))
def test_bodies_arrive_whole_wherever_the_stream_is_cut(bodies: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(frame(body) for body in bodies)
    reader = FrameReader()
    arrived = []
    start = 0
    for size in [*cuts, len(stream)]:
        reader.feed(stream[start : start + size])
        start += size
        arrived += bodies_of(reader)
    assert arrived == bodies


def test_a_heartbeat_is_an_empty_body() -> None:
    reader = FrameReader()
    reader.feed(HEARTBEAT + frame(b"a"))
    assert bodies_of(reader) == [b"", b"a"]


def test_a_frame_beyond_the_limit_is_refused_before_its_body_is_awaited() -> None:
    reader = FrameReader()
    reader.feed((MAX_FRAME_BYTES + 1).to_bytes(4, "big"))
    with pytest.raises(PeerFault, match="frame_too_large"):
        reader.next()


def test_the_largest_frame_passes() -> None:
    reader = FrameReader()
    reader.feed(frame(bytes(MAX_FRAME_BYTES)))
    assert reader.next() == bytes(MAX_FRAME_BYTES)


@pytest.mark.parametrize("size", [0, MAX_FRAME_BYTES + 1])
def test_we_send_no_frame_out_of_bounds(size: int) -> None:
    with pytest.raises(BugError, match="frame_out_of_bounds"):
        frame(bytes(size))
