"""Attacks on the log and on time (security §3.1) that need several cells to be told."""

from __future__ import annotations

import pytest

from idos_p2p.log.segment import _OUTER, parse
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import Inserted, Refused, WaitingRoom, ingest
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add, change
from idos_p2p.views.records import listing
from tests.contract.services.sending import Pair
from tests.simulation.devices import NEW_YEAR_MS, Surroundings, assert_sound, blobs, conclusion, share

FIFTY_YEARS_MS = 50 * 365 * 86_400_000


def poisoned(blob: bytes) -> bytes:
    """Return a segment whose signature is another one, its checksum right: what a relay can do on the way."""
    forged = bytearray(blob)
    forged[_OUTER.size - 64] ^= 1
    return bytes(forged)


def test_a_poisoned_signature_in_the_middle_stops_the_relay_and_not_the_author(
    around: Surroundings, pair: Pair
) -> None:
    ana, luc = pair
    mia = around.joined(ana, "Mia")
    for number in range(3):
        add(luc, "project", {"title": f"Projet {number}"})
    before = mia.logs()[luc.device][0].height.count
    first, middle, last = blobs(luc, luc.device, before)
    outcomes = ingest(mia, [first, poisoned(middle), last], WaitingRoom())
    assert outcomes[1] == Refused("segment_signature")
    assert len(outcomes) == 2  # what the relay says after that is not heard
    assert mia.logs()[luc.device][0].height.count == before + 1
    assert all(isinstance(outcome, Inserted) for outcome in ingest(mia, [middle, last], WaitingRoom()))
    project_all(mia)
    assert len(listing(mia.store.reader, "project", {}, 10)) == 3
    assert_sound([mia])


def test_a_poisoned_signature_is_never_passed_on(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    mia = around.joined(ana, "Mia")
    add(luc, "project", {"title": "Potager"})
    ingest(mia, [poisoned(blob) for blob in blobs(luc, luc.device)[-1:]], WaitingRoom())
    assert {parse(blob).signature for blob in blobs(mia)} <= {
        parse(blob).signature for blob in blobs(luc) + blobs(ana) + blobs(mia, mia.device)
    }
    assert_sound([mia])


def test_what_a_relay_withholds_comes_by_any_other_way(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    mia = around.joined(ana, "Mia")
    add(luc, "project", {"title": "Potager"})
    share(luc, ana)
    share(mia, ana)
    withheld = [blob for blob in blobs(ana) if parse(blob).device != luc.device]
    ingest(mia, withheld, WaitingRoom())
    project_all(mia)
    assert mia.digest() != ana.digest()  # nobody takes the relay's word for what there is
    share(luc, mia)
    assert conclusion(mia) == conclusion(ana)


def life(seed: int, offset_ms: int) -> tuple[Cell, Cell]:
    """Return two members who wrote and met, the clock of one of them being so far off."""
    around = Surroundings(seed)
    ana = around.found("Ana")
    luc = around.joined(ana, "Luc", offset_ms=offset_ms)
    page = add(luc, "page", {"title": "Semis", "body": "Tomates"})
    share(luc, ana)
    change(ana, page, {"body": "Tomates et basilic"})
    share(ana, luc)
    change(luc, page, {"title": "Semis de printemps"})
    share(luc, ana)
    return ana, luc


@pytest.mark.parametrize("offset_ms", [-NEW_YEAR_MS, -FIFTY_YEARS_MS, FIFTY_YEARS_MS, 10**13])
def test_a_clock_that_lies_by_fifty_years_changes_dates_and_nothing_else(offset_ms: int) -> None:
    (ana, luc), (right, _) = life(1, offset_ms), life(1, 0)
    assert conclusion(ana) == conclusion(luc)
    told, expected = (
        [(record.kind, record.title, record.fields) for record in listing(cell.store.reader, "page", {}, 10)]
        for cell in (ana, right)
    )
    assert told == expected
    assert ana.store.judgements.verdicts() == right.store.judgements.verdicts()
    statuses = [sorted(person.status.name for person in cell.membership.persons.values()) for cell in (ana, right)]
    assert statuses[0] == statuses[1]
    assert_sound([ana, luc])


def test_what_a_member_backdates_counts_as_what_it_is_and_carries_the_date_they_gave() -> None:
    ana, _ = life(1, -FIFTY_YEARS_MS)
    [page] = listing(ana.store.reader, "page", {}, 10)
    assert page.created_ms < NEW_YEAR_MS - FIFTY_YEARS_MS + 86_400_000
    assert ana.store.judgements.verdicts().keys() == {"applied"}
