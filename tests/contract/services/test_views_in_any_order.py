"""What is told does not depend on the order in which it arrived, nor on how often it was told before."""

from __future__ import annotations

import random

import pytest

from idos_p2p.governance.matters import Chamber
from idos_p2p.identity.invitation import Invitation
from idos_p2p.services import around as stories
from idos_p2p.services.cell import Cell
from idos_p2p.services.check import rebuild
from idos_p2p.services.compass import measures_of
from idos_p2p.services.found import write_own_person
from idos_p2p.services.ingest import WaitingRoom, ingest
from idos_p2p.services.invite import invite
from idos_p2p.services.project import project_all
from idos_p2p.services.who import who
from idos_p2p.services.write import add, change
from idos_p2p.views.around import latest
from idos_p2p.views.projects import cards
from idos_p2p.views.search import search_by_kind
from tests.contract.services.excluding import exclude
from tests.contract.services.writing_all_kinds import Writer
from tests.simulation.devices import Surroundings, blobs, conclusion, pass_door, share
from ui.command.table import Document, run_of

LOOKED_AT = 0.3  # how often a cell projects what came so far


def everything_told(cell: Cell, written: Writer) -> Document:
    """Return every view that has a command, of everything, and those of the window alone."""
    known = written.known
    story = {"since": None, "graph": True, "limit": 7}
    return {
        "latest": [item.record.id for item in latest(cell.store.reader, 25).items],
        "stories": [
            whole_story(cell, person, {**story, "since": "2026-01-01"})
            for person in (*known["person"], known["project"][0], known["gift"][0])
        ],
        "projects": [run_of("project")(cell, {"id": project}) for project in known["project"]],
        "pages": [run_of("page")(cell, {"id": page}) for kind in ("page", "contribution") for page in known[kind]],
        "agenda": for_anybody(run_of("agenda")(cell, {"first": "2026-05-01", "last": None, "person": "", "ics": None})),
        "of one": run_of("agenda")(
            cell, {"first": "2026-05-01", "last": None, "person": known["person"][0], "ics": None}
        ),
        "search": run_of("search")(cell, {"words": ["sem"], "kinds": []}),
        "pages found": run_of("search")(cell, {"words": ["rec"], "kinds": ["page"]}),
        "groups": [
            (group.kind, group.count, [record.id for record in group.records])
            for group in search_by_kind(cell.store.reader, "s", 3)
        ],
        "compass": [measures_of(cell, year) for year in (2025, 2026)],
        "cards": [
            (card.record.id, card.contributions, card.minutes, card.persons, card.last_day)
            for card in cards(cell.store.reader, 99, who(cell).same)
        ],
    }


def for_anybody(told: Document) -> Document:
    """Return what is told without what it says of the person who looks at it: what they answered themselves."""
    if isinstance(told, dict):
        return {key: for_anybody(value) for key, value in told.items() if key != "answered"}
    return [for_anybody(each) for each in told] if isinstance(told, list) else told


def whole_story(cell: Cell, person: str, options: dict[str, object]) -> list[Document]:
    """Return all pages of a story."""
    pages: list[Document] = []
    before = None
    while True:
        page = run_of("around")(cell, {**options, "person": person, "before": before})
        pages.append(page)
        before = page["next"]
        if before is None:
            return pages


def joined_together(around: Surroundings) -> list[Cell]:
    """Return a founder and four whom one invitation let in, so that no log has to come before another's."""
    ana = around.found("Ana")
    invitation = invite(ana, 4, 30, Chamber.CONCERNED)
    cells = [ana]
    for name in ("Luc", "Zoé", "Omar", "Maï"):
        cell = around.newcomer(invitation, name)
        pass_door(ana, cell, invitation, name)
        share(ana, cell)
        write_own_person(cell, name, ["beneficiary"])
        share(cell, ana)
        cells.append(cell)
    for cell in cells[1:]:
        share(ana, cell)
    return cells


def put_one_out(cells: list[Cell], writer: Writer) -> None:
    """Put out Omar, who goes on writing; Maï builds on one of the things that she has from him."""
    ana, luc, zoe, omar, mai = cells
    exclude([ana, luc, zoe], omar)
    known = writer.known
    for page in known["page"][:3]:
        change(omar, page, {"title": "à Omar"})
    change(omar, known["project"][0], {"purpose": "à Omar"})
    add(omar, "thanks", {"to": known["person"][:1], "words": "tard", "date": "2026-05-04"})
    share(omar, mai)
    change(mai, known["page"][0], {"body": "semis, à Maï"})
    for cell in (luc, zoe, mai):
        share(cell, ana)


def arrived(around: Surroundings, whole: Cell, doors: int, rng: random.Random) -> Cell:
    """Return a cell to which every log came by pieces, by turns, looked at between.

    First come the segments, ``doors`` of them, by which the founder let everyone in.
    """
    cell, room = around.newcomer(Invitation(whole.id, bytes(16)), f"empty {rng.random()}"), WaitingRoom()
    left = {device: blobs(whole, device) for device in whole.heights()}
    ingest(cell, left[whole.device][:doors], room)
    while left:
        device = rng.choice(sorted(left))
        count = rng.randint(1, 12)
        ingest(cell, left[device][:count], room)
        left[device] = left[device][count:]
        if not left[device]:
            del left[device]
        if rng.random() < LOOKED_AT:
            project_all(cell)
    project_all(cell)
    return cell


def order_of_keys(cell: Cell) -> list[str]:
    """Return the records by their keys in this store, by which no view may sort."""
    return [entry.hex() for (entry,) in cell.store.reader.rows("SELECT id FROM record ORDER BY key")]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("excluding", [False, True])
def test_views_are_equal_whatever_the_order_of_arrival(
    around: Surroundings, monkeypatch: pytest.MonkeyPatch, seed: int, *, excluding: bool
) -> None:
    monkeypatch.setattr(stories, "MOST_ANSWERS", 1)
    ana, *newcomers = cells = joined_together(around)
    doors = len(blobs(ana, ana.device))
    writer = Writer(seed, cells)
    writer.everything(3)
    for cell in newcomers:
        share(cell, ana)
    if excluding:
        put_one_out(cells, writer)
        assert ana.store.judgements.verdicts()["kept"] == 1
    told = everything_told(ana, writer)
    rng = random.Random(seed)
    others = [arrived(around, ana, doors, rng) for _ in range(3)]
    assert len({tuple(order_of_keys(cell)) for cell in (ana, *others)}) > 1
    for other in others:
        assert conclusion(other) == conclusion(ana)
        assert everything_told(other, writer) == told
        assert list(other.store.read_model.strays()) == []
    rebuild(ana)
    assert everything_told(ana, writer) == told
