"""What its owner erased is gone from every computer, stays gone, and every header still verifies."""

from __future__ import annotations

import random

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.log.chain import EMPTY
from idos_p2p.log.segment import open_sealed, parse
from idos_p2p.services.cell import Cell
from idos_p2p.services.check import check_deep
from idos_p2p.services.erase import erase
from idos_p2p.services.ingest import WaitingRoom, ingest
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find
from tests.contract.services.forking import copy_of, own_person
from tests.contract.services.sending import Pair
from tests.simulation.devices import Surroundings, assert_sound, blobs, conclusion, share
from tests.simulation.meeting import meet

SECRET = "une confidence"


def written(pair: Pair) -> str:
    """Let Luc write what he will erase, known to both."""
    ana, luc = pair
    mine = add(luc, "contribution", {"what": SECRET, "date": "2026-05-04", "minutes": 60, "persons": [own_person(luc)]})
    change(luc, mine, {"what": f"{SECRET}, encore"})
    share(luc, ana)
    return mine


def bodies(cell: Cell) -> bytes:
    """Return every body that a cell could hand over."""
    found = b""
    for device in cell.logs():
        height = EMPTY
        for blob in blobs(cell, device):
            sealed = parse(blob)
            entries = open_sealed(sealed, cell.id, height)
            height = type(EMPTY)(sealed.end, entries[-1].id)
            found += b"".join(entry.payload.body for entry in entries if entry.payload)
    return found


def test_the_bodies_go_here_and_there_and_the_headers_verify(pair: Pair) -> None:
    ana, luc = pair
    mine = written(pair)
    assert SECRET.encode() in bodies(ana)
    erase(luc, mine)
    share(luc, ana)
    for cell in pair:
        assert SECRET.encode() not in bodies(cell)
        with pytest.raises(RefusedError, match="record_unknown"):
            find(cell.store.reader, mine)
        assert cell.store.log.missing() == []
    assert conclusion(ana) == conclusion(luc)
    assert_sound(pair)


def test_a_newcomer_gets_headers_alone_of_what_was_erased(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    mine = written(pair)
    erase(luc, mine)
    share(luc, ana)
    zoe = around.joined(ana, "Zoé")
    share(zoe, ana)
    assert SECRET.encode() not in bodies(zoe)
    assert conclusion(zoe) == conclusion(ana)
    assert zoe.store.log.missing() == []


def test_an_erased_payload_that_arrives_again_is_not_kept(around: Surroundings, pair: Pair) -> None:
    """A relay that never heard of the erasure, or an old bundle, brings the bodies to whom it had erased them."""
    ana, luc = pair
    mine = written(pair)
    before = blobs(luc)
    erase(luc, mine)
    zoe = around.joined(ana, "Zoé")
    share(luc, zoe)
    ingest(zoe, before, WaitingRoom())
    project_all(zoe)
    assert SECRET.encode() not in bodies(zoe)


def test_bodies_that_come_before_the_erasure_go_when_it_comes(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    mine = written(pair)
    zoe = around.joined(ana, "Zoé")
    assert SECRET.encode() in bodies(zoe)
    erase(luc, mine)
    meet(random.Random(1), luc, zoe)
    project_all(zoe)
    assert SECRET.encode() not in bodies(zoe)


def test_what_is_written_to_an_erased_record_later_goes_too(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    mine = written(pair)
    other = copy_of(around, luc)
    erase(luc, mine)
    assert other.membership.erasures == {}
    share(luc, ana)
    assert SECRET.encode() not in bodies(ana)


def test_nobody_erases_what_is_shared_or_anothers(pair: Pair) -> None:
    ana, luc = pair
    shared = add(luc, "project", {"title": "à tous"})
    theirs = add(
        luc, "contribution", {"what": "à Luc", "date": "2026-05-04", "minutes": 60, "persons": [own_person(luc)]}
    )
    share(luc, ana)
    with pytest.raises(RefusedError, match="erase_shared"):
        erase(luc, shared)
    with pytest.raises(RefusedError, match="not_owner"):
        erase(ana, theirs)


def test_an_erased_home_is_sound(pair: Pair) -> None:
    _, luc = pair
    erase(luc, written(pair))
    assert check_deep(luc).faults == ()
