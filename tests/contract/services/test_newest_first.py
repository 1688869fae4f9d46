"""A newcomer who brings years of a cell home sees this week first, and the log is not held up by what it shows."""

from __future__ import annotations

from idos_p2p.governance.matters import Chamber
from idos_p2p.services.cell import Cell
from idos_p2p.services.ingest import WaitingRoom, ingest
from idos_p2p.services.invite import invite
from idos_p2p.services.project import SLICE_MEANWHILE, SLICE_RECORDS, project_all, project_slice
from idos_p2p.services.write import add
from idos_p2p.views.records import listing
from tests.contract.services.sending import Pair
from tests.simulation.devices import SetClock, Surroundings, blobs, pass_door, share

YEAR_MS = 365 * 86_400_000
PAGES = 3 * SLICE_MEANWHILE


def shown(cell: Cell) -> set[str]:
    """Return the titles of the pages that can be seen."""
    return {str(page.fields["title"]) for page in listing(cell.store.reader, "page", {}, 1_000)}


def write(cell: Cell, what: str, years: int) -> None:
    """Let somebody write pages so many years after the cell was founded."""
    cell.clock = SetClock(years * YEAR_MS)
    for number in range(PAGES):
        add(cell, "page", {"title": f"{what} {number}"})


def newcomer_of(around: Surroundings, pair: Pair) -> Cell:
    """Return Zoé, who was let in and holds nothing else yet; Ana wrote last week, Luc ten years ago."""
    ana, luc = pair
    write(ana, "Récente", 10)
    write(luc, "Ancienne", 0)
    share(luc, ana)
    invitation = invite(ana, 1, 30, Chamber.CARRYING)
    zoe = around.newcomer(invitation, "Zoé")
    pass_door(ana, zoe, invitation, "Zoé")
    return zoe


def test_the_newest_of_all_logs_is_seen_first_whichever_came_last(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    zoe = newcomer_of(around, pair)
    for device in (ana.device, luc.device):  # the old pages arrive last
        ingest(zoe, blobs(ana, device), WaitingRoom())
    assert project_slice(zoe)
    assert shown(zoe)
    assert all(title.startswith("Récente") for title in shown(zoe))
    project_all(zoe)
    assert len(shown(zoe)) == 2 * PAGES


def test_while_the_log_arrives_a_slice_is_small_and_then_as_large_as_ever(around: Surroundings, pair: Pair) -> None:
    ana, luc = pair
    zoe = newcomer_of(around, pair)
    ingest(zoe, blobs(ana, ana.device), WaitingRoom())
    project_slice(zoe)
    assert len(shown(zoe)) <= SLICE_MEANWHILE
    ingest(zoe, blobs(ana, luc.device), WaitingRoom())
    project_slice(zoe)
    assert len(shown(zoe)) <= 2 * SLICE_MEANWHILE
    assert 2 * PAGES < SLICE_RECORDS
    project_slice(zoe)
    assert len(shown(zoe)) == 2 * PAGES
