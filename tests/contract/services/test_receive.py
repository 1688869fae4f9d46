"""Attachments that others send: whole or not at all, from several peers, and never one that nobody names."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from idos_p2p.errors import PeerFault, RefusedError
from idos_p2p.ids import BlobHash, DeviceId
from idos_p2p.limits import ATTACHMENT_CHUNK_BYTES as CHUNK
from idos_p2p.services.attach import attach, detach
from idos_p2p.services.cell import Cell
from idos_p2p.services.erase import erase
from idos_p2p.services.receive import MAX_HALVES, Arrivals, Chunk, chunks_of, claim, let_go, needs, release, take
from idos_p2p.services.write import add
from idos_p2p.views.records import listing
from tests.contract.services.forking import own_person
from tests.contract.services.sending import Pair
from tests.simulation.devices import assert_sound, share

SIZE = 5 * CHUNK + 77
CONTENT = random.Random(20261128).randbytes(SIZE)
ONE, OTHER = DeviceId(b"1" * 32), DeviceId(b"2" * 32)


@pytest.fixture
def sent(pair: Pair, tmp_path: Path) -> BlobHash:
    """What Ana attached, and Luc lacks."""
    ana, luc = pair
    path = tmp_path / "photo.png"
    path.write_bytes(CONTENT)
    one = attach(ana, add(ana, "contribution", contribution(ana)), path)
    share(ana, luc)
    return BlobHash(bytes.fromhex(one.hash))


def contribution(cell: Cell) -> dict[str, object]:
    return {"what": "Semis", "date": "2026-03-01", "persons": [own_person(cell)]}


def pieces(blob: BlobHash, content: bytes = CONTENT) -> list[Chunk]:
    """Return an attachment in chunks, as a peer that may lie sends it."""
    starts = range(0, len(content), CHUNK)
    return [
        Chunk(blob, place, len(content), content[start : start + CHUNK], last=start + CHUNK >= len(content))
        for place, start in enumerate(starts)
    ]


class Hearing:
    """One conversation of Luc's."""

    def __init__(self, cell: Cell, arrivals: Arrivals, peer: DeviceId = ONE) -> None:
        self.cell, self.arrivals, self.peer = cell, arrivals, peer

    def asks(self, *blobs: BlobHash) -> tuple[BlobHash, int] | None:
        return claim(self.cell, self.arrivals, self, blobs)

    def takes(self, *chunks: Chunk) -> None:
        for chunk in chunks:
            take(self.cell, self.arrivals, self, self.peer, chunk)

    def ends(self) -> None:
        let_go(self.cell, self.arrivals, self)


@pytest.fixture
def hearing(pair: Pair) -> Iterator[Hearing]:
    arrivals = Arrivals()
    hearing = Hearing(pair[1], arrivals)
    yield hearing
    for blob in list(arrivals._halves):
        arrivals.discard(blob)
    assert_sound(pair)  # nothing half-received is left, and no stranger


def whole(cell: Cell, blob: BlobHash) -> bytes:
    return b"".join(cell.store.blobs.read(blob))


def only(cell: Cell) -> str:
    """Return the id of the only contribution."""
    (view,) = listing(cell.store.reader, "contribution", {}, 2)
    return view.id


def missing(cell: Cell) -> tuple[BlobHash, ...]:
    found = needs(cell)
    assert found is not None
    return found.missing


def test_chunks_of_one_make_the_other_s(pair: Pair, sent: BlobHash, hearing: Hearing) -> None:
    ana, luc = pair
    assert missing(luc) == (sent,)
    assert hearing.asks(sent) == (sent, 0)
    size, found = chunks_of(ana, sent, 0, 100)
    for number, data in enumerate(found):
        assert luc.store.blobs.held() == {}, "nobody sees it before it is whole"
        hearing.takes(Chunk(sent, number, size, data, last=number == len(found) - 1))
    assert whole(luc, sent) == CONTENT
    assert missing(luc) == ()
    assert hearing.asks(sent) is None


def test_what_is_given_is_bounded_and_absent_where_it_is_not(pair: Pair, sent: BlobHash, hearing: Hearing) -> None:
    ana, luc = pair
    assert [len(chunk) for chunk in chunks_of(ana, sent, 4, 4)[1]] == [CHUNK, 77]
    assert chunks_of(ana, sent, 6, 4) == (SIZE, [])
    assert chunks_of(luc, sent, 0, 4) == (0, [])
    assert hearing.asks() is None


def test_who_is_met_next_goes_on_where_the_first_was_cut(pair: Pair, sent: BlobHash, hearing: Hearing) -> None:
    all_of_it = pieces(sent)
    hearing.asks(sent)
    hearing.takes(*all_of_it[:3])
    other = Hearing(pair[1], hearing.arrivals, OTHER)
    assert other.asks(sent) is None
    other.takes(all_of_it[3])  # it asked for nothing: this is not written
    hearing.ends()
    assert other.asks(sent) == (sent, 3)
    other.takes(*all_of_it[3:])
    assert whole(pair[1], sent) == CONTENT


def test_another_content_is_not_kept_and_its_sender_is_named(pair: Pair, sent: BlobHash, hearing: Hearing) -> None:
    for lie in (CONTENT[:-1] + b"!", b"short", b"", CONTENT + b"longer"):
        hearing.asks(sent)
        chunks = pieces(sent, lie) or [Chunk(sent, 0, 0, b"", last=True)]
        hearing.takes(*chunks[:-1])
        with pytest.raises(PeerFault, match="blob_foreign"):
            hearing.takes(chunks[-1])
        assert missing(pair[1]) == (sent,)
    hearing.asks(sent)
    hearing.takes(*pieces(sent))
    assert whole(pair[1], sent) == CONTENT


def test_of_several_senders_none_is_blamed_and_it_is_begun_anew(pair: Pair, sent: BlobHash, hearing: Hearing) -> None:
    hearing.asks(sent)
    hearing.takes(*pieces(sent, b"!" + CONTENT[1:])[:2])
    hearing.ends()
    honest = Hearing(pair[1], hearing.arrivals, OTHER)
    assert honest.asks(sent) == (sent, 2)
    honest.takes(*pieces(sent)[2:])
    assert missing(pair[1]) == (sent,)
    assert honest.asks(sent) == (sent, 0)
    honest.takes(*pieces(sent))
    assert whole(pair[1], sent) == CONTENT


def test_a_liar_about_the_size_costs_no_more_than_a_new_beginning(pair: Pair, sent: BlobHash, hearing: Hearing) -> None:
    hearing.asks(sent)
    hearing.takes(*pieces(sent)[:2])
    hearing.takes(Chunk(sent, 2, SIZE + 1, bytes(CHUNK), last=False))
    assert hearing.asks(sent) == (sent, 0)
    hearing.takes(*pieces(sent))
    assert whole(pair[1], sent) == CONTENT


def test_what_was_erased_on_its_way_is_not_kept_and_not_asked_for_again(
    pair: Pair, sent: BlobHash, hearing: Hearing
) -> None:
    ana, luc = pair
    hearing.asks(sent)
    hearing.takes(*pieces(sent)[:3])
    (record,) = [
        view for (view,) in luc.store.reader.rows("SELECT lower(hex(id)) FROM record WHERE kind = 'contribution'")
    ]
    erase(ana, record)
    share(ana, luc)
    hearing.takes(*pieces(sent)[3:])
    assert luc.store.blobs.held() == {}
    assert missing(luc) == ()
    assert ana.store.blobs.held() == {}


def test_what_was_taken_away_is_not_missing(pair: Pair, sent: BlobHash, hearing: Hearing) -> None:
    ana, luc = pair
    (record,) = [
        view for (view,) in ana.store.reader.rows("SELECT lower(hex(id)) FROM record WHERE kind = 'contribution'")
    ]
    detach(ana, record, sent.hex())
    share(ana, luc)
    assert missing(luc) == ()
    assert hearing.asks() is None


def test_one_asked_for_in_vain_is_left_to_others(pair: Pair, sent: BlobHash, hearing: Hearing) -> None:
    told: list[object] = []
    luc = pair[1]
    luc.listen = told.append
    other = Hearing(luc, hearing.arrivals, OTHER)
    hearing.asks(sent)
    release(luc, hearing.arrivals, hearing, sent)
    assert told == [], "nobody waits for it"
    hearing.asks(sent)
    assert other.asks(sent) is None
    release(luc, hearing.arrivals, hearing, sent)
    assert len(told) == 1
    assert other.asks(sent) == (sent, 0)


def test_a_disk_without_room_keeps_no_half(sent: BlobHash, hearing: Hearing, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("blobs", "memory_blobs"):
        monkeypatch.setattr(f"idos_p2p.store.{module}.MAX_CELL_ATTACHMENTS_BYTES", SIZE - 1)
    hearing.asks(sent)
    hearing.takes(*pieces(sent)[:-1])
    with pytest.raises(RefusedError, match="attachments_full"):
        hearing.takes(pieces(sent)[-1])
    assert hearing.arrivals._halves == {}


def test_halves_are_bounded(sent: BlobHash, hearing: Hearing) -> None:
    names = [BlobHash(bytes([number]) * 32) for number in range(MAX_HALVES + 5)]
    for name in names:
        hearing.asks(name)
        hearing.takes(pieces(name)[0])
    assert len(hearing.arrivals._halves) == len(names)
    hearing.ends()
    assert list(hearing.arrivals._halves) == names[-MAX_HALVES:]
    assert hearing.asks(sent) == (sent, 0)


def test_halves_are_bounded_while_one_conversation_goes_on(sent: BlobHash, hearing: Hearing) -> None:
    """A peer that begins one after the other, and then has none of them any more, leaves few files behind."""
    for number in range(MAX_HALVES + 5):
        name = BlobHash(bytes([number]) * 32)
        hearing.asks(name)
        hearing.takes(pieces(name)[0])
        release(hearing.cell, hearing.arrivals, hearing, name)
    assert len(hearing.arrivals._halves) == MAX_HALVES
    assert hearing.asks(sent) == (sent, 0)
