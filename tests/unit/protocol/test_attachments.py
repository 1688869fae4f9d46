"""Attachments between two sessions: last, one at a time, in windows, resumable; and what a hostile peer may say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idos_p2p.errors import PeerFault
from idos_p2p.ids import BlobHash
from idos_p2p.limits import ATTACHMENT_CHUNK_BYTES as CHUNK
from idos_p2p.limits import MAX_ATTACHMENT_BYTES
from sync.protocol.attachments import AttachmentAbsent, Attachments, ChunkArrived, chunks
from sync.protocol.limits import BLOB_WINDOW, MAX_TOLD_ABSENT
from sync.protocol.messages import (
    BlobAbsent,
    BlobChunk,
    BlobHere,
    BlobMessage,
    BlobsSettled,
    WantBlob,
    decode,
    encode,
)
from tests.unit.protocol.peers import Peer, Wire

A, B = BlobHash(b"a" * 32), BlobHash(b"b" * 32)
DIGEST, OTHER = bytes(16), bytes(range(16))


class Side:
    """One side that speaks to nobody but the test."""

    def __init__(self, *, trusted: bool = True) -> None:
        self.said: list[BlobMessage] = []
        self.equal = DIGEST
        self.attachments = Attachments(self.said.append, equal=lambda: self.equal, may_tell=lambda: trusted)

    def askable(self) -> tuple[BlobHash, ...]:
        return self.attachments.askable

    def wanted(self) -> tuple[BlobHash, int] | None:
        return self.attachments.wanted

    def settled(self) -> bool:
        return self.attachments.settled

    def asks(self, blob: BlobHash = A, first: int = 0) -> Side:
        self.attachments.need([A, B], named=True)
        self.attachments.ask(blob, first)
        return self

    def hears(self, *messages: BlobMessage) -> list[object]:
        return [event for message in messages for event in self.attachments.heard(message)]


def askable(wire: Wire) -> tuple[BlobHash, ...]:
    return wire.other.session.attachments.askable


def chunk(number: int, size: int = 10 * CHUNK, blob: BlobHash = A) -> BlobChunk:
    return BlobChunk(blob, number, size, bytes(max(0, min(CHUNK, size - number * CHUNK))))


def test_nothing_is_asked_before_it_is_known_what_is_missing_and_the_logs_are_equal() -> None:
    side = Side()
    assert side.askable() == ()
    assert not side.settled()
    side.attachments.need([A], named=True)
    assert side.askable() == (A,)
    side.equal = b""
    assert side.askable() == ()
    side.equal = DIGEST
    side.attachments.forget()
    assert side.askable() == ()


def test_an_answer_is_a_window_and_the_next_question_follows_it() -> None:
    side = Side().asks()
    for number in range(BLOB_WINDOW):
        assert side.askable() == ()
        (arrived, _) = side.hears(chunk(number))
        assert isinstance(arrived, ChunkArrived)
        assert (arrived.number, arrived.last) == (number, False)
    assert side.askable() == (A, B)
    side.asks(first=8)
    assert [event.last for event in side.hears(chunk(8), chunk(9)) if isinstance(event, ChunkArrived)] == [False, True]
    assert side.said == [WantBlob(A, 0), WantBlob(A, 8)]


def test_what_is_absent_is_not_asked_again_until_it_is_here() -> None:
    side = Side().asks()
    assert AttachmentAbsent(A) in side.hears(BlobAbsent(A))
    assert side.askable() == (B,)
    side.hears(BlobHere(A))
    assert side.askable() == (B, A)


def test_who_lacked_it_tells_when_it_comes() -> None:
    side = Side()
    side.hears(WantBlob(A, 0))
    assert side.wanted() == (A, 0)
    side.attachments.give(0, ())
    assert side.wanted() is None
    assert side.attachments.told_absent == (A,)
    side.attachments.need([], named=True, came=[A, B])
    side.attachments.need([], named=True, came=[A, B])
    assert side.said == [BlobAbsent(A), BlobHere(A)]


def test_what_a_peer_makes_us_remember_is_bounded() -> None:
    side = Side()
    for number in range(MAX_TOLD_ABSENT + 10):
        side.hears(WantBlob(number.to_bytes(32, "big"), 0))
        side.attachments.give(0, ())
    assert len(side.attachments.told_absent) == MAX_TOLD_ABSENT


def test_both_settle_on_the_digest_they_share() -> None:
    side = Side()
    side.attachments.settle()
    side.attachments.need([], named=True)
    side.attachments.settle()
    side.attachments.settle()
    assert side.said == [BlobsSettled(DIGEST)]
    assert not side.settled()
    side.hears(BlobsSettled(OTHER))
    assert not side.settled()
    side.hears(BlobsSettled(DIGEST))
    assert side.settled()
    side.equal = OTHER
    assert not side.settled()
    side.attachments.settle()
    assert side.said == [BlobsSettled(DIGEST), BlobsSettled(OTHER)]
    side.hears(BlobsSettled(OTHER))
    assert side.settled()
    side.hears(WantBlob(A, 0))
    assert not side.settled()


def test_where_no_record_names_any_nothing_is_said() -> None:
    side = Side()
    side.attachments.need([], named=False)
    side.attachments.settle()
    assert side.said == []
    assert side.settled()


def test_a_device_that_is_not_trusted_gets_none_and_is_asked_for_none() -> None:
    side = Side(trusted=False)
    side.hears(WantBlob(A, 0))
    side.attachments.give(7, [b"content"])
    side.attachments.need([B], named=True)
    side.attachments.settle()
    assert side.said == [BlobAbsent(A)]
    assert side.askable() == ()


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        ([chunk(0, blob=B)], "blob_unasked"),
        ([BlobAbsent(B)], "blob_unasked"),
        ([BlobHere(A)], "blob_unasked"),
        ([chunk(1)], "blob_chunk"),
        ([chunk(0), chunk(0)], "blob_chunk"),
        ([chunk(0), chunk(2)], "blob_chunk"),
        ([chunk(0), chunk(1, size=9 * CHUNK)], "blob_chunk"),
        ([BlobChunk(A, 0, 10 * CHUNK, bytes(CHUNK - 1))], "blob_chunk"),
        ([BlobChunk(A, 0, 5, b"123456")], "blob_chunk"),
        ([BlobChunk(A, 0, 5, b"1234")], "blob_chunk"),
        ([BlobChunk(A, 0, 0, b"1")], "blob_chunk"),
        ([*map(chunk, range(BLOB_WINDOW)), chunk(BLOB_WINDOW)], "blob_unasked"),
        ([chunk(0, size=5), chunk(1, size=5)], "blob_unasked"),
        ([BlobAbsent(A), BlobAbsent(A)], "blob_unasked"),
        ([WantBlob(B, 0), WantBlob(B, 0)], "want_repeated"),
    ],
)
def test_what_a_peer_may_not_say_is_named(messages: list[BlobMessage], code: str) -> None:
    with pytest.raises(PeerFault, match=code):
        Side().asks().hears(*messages)


def test_what_nobody_asked_for_is_refused() -> None:
    for message in (chunk(0), BlobAbsent(A), BlobHere(A)):
        with pytest.raises(PeerFault, match="blob_unasked"):
            Side().hears(message)


@pytest.mark.parametrize(
    "message",
    [
        BlobChunk(A, 0, MAX_ATTACHMENT_BYTES + 1, bytes(CHUNK)),
        BlobChunk(A, 0, 10 * CHUNK, bytes(CHUNK + 1)),
        BlobChunk(A, MAX_ATTACHMENT_BYTES // CHUNK, MAX_ATTACHMENT_BYTES, b""),
        BlobChunk(b"a" * 31, 0, 1, b"1"),
        WantBlob(A, MAX_ATTACHMENT_BYTES // CHUNK),
        WantBlob(A, -1),
        BlobsSettled(b""),
    ],
)
def test_what_no_attachment_can_be_is_malformed(message: BlobMessage) -> None:
    with pytest.raises(PeerFault, match="message_malformed"):
        decode(encode(message))


@given(size=st.integers(0, MAX_ATTACHMENT_BYTES), first=st.integers(0, 99))
def test_every_attachment_passes_from_any_chunk_on(size: int, first: int) -> None:
    first %= chunks(size)
    taker, giver = Side(), Side()
    number = first
    while number < chunks(size):
        taker.asks(first=number)
        giver.hears(taker.said[-1])
        giver.attachments.give(
            size, [chunk(n, size).data for n in range(number, min(number + BLOB_WINDOW, chunks(size)))]
        )
        for message in giver.said:
            taker.hears(message)
        number += len(giver.said)
        giver.said.clear()
    assert number == chunks(size)


def test_a_session_speaks_of_attachments_when_both_are_equal() -> None:
    one, other = Peer(1), Peer(2)
    one.write("a")
    wire = Wire(one, other)
    wire.one.session.attachments.need([], named=True)
    wire.other.session.attachments.need([A], named=True)
    assert askable(wire) == ()
    wire.drain()
    assert wire.equal
    assert askable(wire) == (A,)
    wire.other.session.attachments.ask(A, 0)
    wire.drain()
    assert wire.one.session.attachments.wanted == (A, 0)
    wire.one.session.attachments.give(7, [b"content"])
    wire.drain()
    assert ChunkArrived(A, 0, 7, b"content", last=True) in wire.other.events
