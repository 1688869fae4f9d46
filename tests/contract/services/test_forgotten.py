"""What the cell decided to erase, owned or shared: no word of it stays on any computer, and none comes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.governance.matters import Forget, Place
from idos_p2p.identity.invitation import Invitation
from idos_p2p.services.attach import attach
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import WaitingRoom, ingest
from idos_p2p.services.project import project_all
from idos_p2p.services.receipts import receipts, write_receipts
from idos_p2p.services.tidy import tidy_slice
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find
from idos_p2p.views.search import search
from tests.contract.services.excluding import Four, decide, four
from tests.contract.services.forking import own_person
from tests.contract.services.sending import record_of
from tests.contract.services.test_erase import bodies
from tests.simulation.devices import Surroundings, assert_sound, blobs, conclusion, share

SECRET = "uneconfidence"


@pytest.fixture
def cells(around: Surroundings) -> Four:
    return four(around)


def everybody_shares(cells: Four) -> None:
    """Let all hold the same."""
    everyone = (*cells.others, cells.luc)
    for _ in range(2):
        for giver in everyone:
            for taker in everyone:
                if giver is not taker:
                    share(giver, taker)


def forget(cells: Four, *records: str) -> None:
    """Let the cell decide to erase these records."""
    places = [Place(*record_of(cells.ana, record)) for record in records]
    decide([cells.ana, cells.luc, cells.zoe], Forget(tuple(places)))


def test_a_shared_record_and_an_owned_one_go_from_every_computer(cells: Four) -> None:
    page = add(cells.ana, "page", {"title": SECRET, "body": SECRET})
    share(cells.ana, cells.luc)
    change(cells.luc, page, {"body": f"{SECRET} encore"})
    mine = add(cells.luc, "contribution", {"what": SECRET, "date": "2026-05-04", "persons": [own_person(cells.luc)]})
    everybody_shares(cells)
    forget(cells, page, mine)
    everybody_shares(cells)
    for cell in (*cells.others, cells.luc):
        assert SECRET.encode() not in bodies(cell)
        assert search(cell.store.reader, SECRET, 9) == []
        assert cell.store.log.missing() == []
        assert cell.store.judgements.verdicts()["void:erased"] >= 3
        for record in (page, mine):
            with pytest.raises(RefusedError, match="record_unknown"):
                find(cell.store.reader, record)
    assert len({conclusion(cell).digest for cell in (*cells.others, cells.luc)}) == 1
    assert_sound([*cells.others, cells.luc])


def test_what_somebody_writes_in_a_forgotten_record_is_kept_without_its_words(cells: Four) -> None:
    page = add(cells.ana, "page", {"title": "Charte"})
    everybody_shares(cells)
    forget(cells, page)
    change(cells.max, page, {"title": SECRET})
    share(cells.max, cells.ana)
    share(cells.ana, cells.max)
    for cell in (cells.ana, cells.max):
        assert SECRET.encode() not in bodies(cell)
        assert cell.store.log.missing() == []
    assert conclusion(cells.ana).digest == conclusion(cells.max).digest
    assert_sound([cells.ana, cells.max])


def test_each_computer_says_that_it_holds_nothing_of_a_forgotten_record(cells: Four) -> None:
    page = add(cells.ana, "page", {"title": SECRET})
    everybody_shares(cells)
    forget(cells, page)
    for cell in (*cells.others, cells.luc):
        share(cells.ana, cell)
        write_receipts(cell)
        assert write_receipts(cell) == 0
    everybody_shares(cells)
    told = receipts(cells.zoe, page)
    assert told is not None
    assert (len(told.done), told.waiting) == (4, ())


def test_what_only_a_forgotten_record_named_goes_with_it(cells: Four, tmp_path: Path) -> None:
    page = add(cells.ana, "page", {"title": "Charte"})
    file = tmp_path / "plan.txt"
    file.write_text(SECRET)
    attach(cells.ana, page, file)
    assert len(cells.ana.store.blobs.held()) == 1
    everybody_shares(cells)
    forget(cells, page)
    settle(cells.ana)
    assert cells.ana.store.blobs.held() == {}


def settle(cell: Cell) -> None:
    """Let a cell do its idle work."""
    project_all(cell)
    while tidy_slice(cell):
        pass


def test_who_hears_of_the_decision_first_never_keeps_the_words(around: Surroundings, cells: Four) -> None:
    page = add(cells.max, "page", {"title": SECRET})
    everybody_shares(cells)
    [start, *kept_back] = blobs(cells.max, cells.max.device)
    forget(cells, page)
    late, room = around.newcomer(Invitation(cells.ana.id, bytes(16)), "late"), WaitingRoom()
    for device in (cells.ana.device, cells.luc.device, cells.zoe.device):
        ingest(late, [*blobs(cells.ana, device), start], room)
    assert late.membership.forgotten
    ingest(late, kept_back, room)
    project_all(late)
    assert SECRET.encode() not in bodies(late)
    assert conclusion(late) == conclusion(cells.ana)
    assert_sound([late])
