"""A body that is not there is known to be missing, and is put back from whoever has it."""

from __future__ import annotations

from idos_p2p.ids import Address
from idos_p2p.log.entry import Entry, Payload
from idos_p2p.log.segment import open_sealed, parse, reseal
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import WaitingRoom, ingest, put_back
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find, listing
from tests.contract.services.sending import Pair, brief, news
from tests.simulation.devices import assert_sound, blobs, conclusion


def stripped(cell: Cell, blob: bytes) -> tuple[bytes, list[tuple[Address, Payload]]]:
    """Return a segment as a cheating relay passes it on, and the bodies that it kept back."""
    sealed = parse(blob)
    [before] = [branch.height for branch in cell.logs()[sealed.device]]
    entries = open_sealed(sealed, cell.id, before)
    bare = [Entry(entry.id, entry.header, None) for entry in entries]
    kept_back = [(entry.header.address, entry.payload) for entry in entries if entry.payload]
    return reseal(bare, sealed.signature).blob, kept_back


def test_a_body_taken_out_on_the_way_is_missing_and_the_digests_differ(pair: Pair) -> None:
    ana, luc = pair
    blob = news(luc)
    bare, kept_back = stripped(ana, blob)
    assert brief(ingest(ana, [bare], WaitingRoom())) == ["inserted 1"]
    project_all(ana)
    assert ana.store.log.missing() == [address for address, _ in kept_back]
    assert ana.heights() == luc.heights()
    assert ana.digest() != luc.digest()
    assert ana.store.judgements.verdicts()["waiting:body"] == 1
    assert listing(ana.store.reader, "project", {}, 10) == []


def test_what_is_put_back_is_as_if_it_had_never_been_missing(pair: Pair) -> None:
    ana, luc = pair
    bare, kept_back = stripped(ana, news(luc))
    ingest(ana, [bare], WaitingRoom())
    project_all(ana)
    assert put_back(ana, kept_back) == 1
    project_all(ana)
    assert put_back(ana, kept_back) == 0
    assert conclusion(ana) == conclusion(luc)
    assert_sound([ana])


def test_a_whole_segment_of_what_is_held_brings_the_missing_bodies(pair: Pair) -> None:
    ana, luc = pair
    blob = news(luc)
    bare, _ = stripped(ana, blob)
    ingest(ana, [bare], WaitingRoom())
    assert brief(ingest(ana, [blob], WaitingRoom())) == ["duplicate"]
    project_all(ana)
    assert conclusion(ana) == conclusion(luc)


def test_another_body_is_left_aside(pair: Pair) -> None:
    ana, luc = pair
    bare, [(address, payload)] = stripped(ana, news(luc))
    ingest(ana, [bare], WaitingRoom())
    for other in (Payload(payload.salt, payload.body + b"!"), Payload(bytes(16), payload.body)):
        assert put_back(ana, [(address, other)]) == 0
    assert ana.store.log.missing() == [address]


def test_a_body_of_what_is_not_held_is_ignored(pair: Pair) -> None:
    ana, luc = pair
    assert put_back(ana, [(Address(luc.device, 9_999), Payload(bytes(16), b"?"))]) == 0


def test_what_builds_on_a_missing_body_waits_and_nothing_else_does(pair: Pair) -> None:
    ana, luc = pair
    first = stripped(ana, news(luc))
    record = listing(luc.store.reader, "project", {}, 1)[0].id
    ingest(ana, [first[0]], WaitingRoom())
    before = luc.own_height()
    change(luc, record, {"place": "Lyon"})
    other = add(luc, "project", {"title": "à part"})
    ingest(ana, blobs(luc, luc.device, before), WaitingRoom())
    project_all(ana)
    assert [view.id for view in listing(ana.store.reader, "project", {}, 10)] == [other]
    put_back(ana, first[1])
    project_all(ana)
    assert find(ana.store.reader, record).fields["place"] == "Lyon"
    assert conclusion(ana) == conclusion(luc)
