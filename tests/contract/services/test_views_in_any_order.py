"""What is told does not depend on the order in which it arrived, nor on how often it was told before."""

from __future__ import annotations

import random

import pytest

from idos_p2p.identity.invitation import Invitation
from idos_p2p.services.cell import Cell
from idos_p2p.services.check import rebuild
from idos_p2p.services.ingest import WaitingRoom, ingest
from idos_p2p.services.project import project_all
from idos_p2p.services.who import who
from idos_p2p.views.projects import cards
from idos_p2p.views.search import search_by_kind
from tests.contract.services.sending import Pair
from tests.contract.services.writing_all_kinds import Writer
from tests.simulation.devices import Surroundings, blobs, conclusion, share
from ui.command.documents import Document
from ui.command.on_cell import COMMANDS


def everything_told(cell: Cell, written: Writer) -> Document:
    """Return every view that has a command, of everything, and those of the window alone."""
    known = written.known
    story = {"since": None, "graph": True, "limit": 7}
    return {
        "stories": [
            whole_story(cell, person, {**story, "since": "2026-01-01"})
            for person in (*known["person"], known["project"][0], known["gift"][0])
        ],
        "projects": [COMMANDS["project"](cell, {"id": project}) for project in known["project"]],
        "pages": [COMMANDS["page"](cell, {"id": page}) for kind in ("page", "contribution") for page in known[kind]],
        "agenda": COMMANDS["agenda"](cell, {"first": "2026-05-01", "last": None, "person": "", "ics": None}),
        "of one": COMMANDS["agenda"](
            cell, {"first": "2026-05-01", "last": None, "person": known["person"][0], "ics": None}
        ),
        "search": COMMANDS["search"](cell, {"words": ["sem"], "kinds": []}),
        "pages found": COMMANDS["search"](cell, {"words": ["rec"], "kinds": ["page"]}),
        "groups": [
            (group.kind, group.count, [record.id for record in group.records])
            for group in search_by_kind(cell.store.reader, "s", 3)
        ],
        "cards": [
            (card.record.id, card.contributions, card.minutes, card.persons, card.last_day)
            for card in cards(cell.store.reader, 99, who(cell).same)
        ],
    }


def whole_story(cell: Cell, person: str, options: dict[str, object]) -> list[Document]:
    """Return all pages of a story."""
    pages: list[Document] = []
    before = None
    while True:
        page = COMMANDS["around"](cell, {**options, "person": person, "before": before})
        pages.append(page)
        before = page["next"]
        if before is None:
            return pages


@pytest.mark.parametrize("seed", range(3))
def test_views_are_equal_whatever_the_order_of_arrival(around: Surroundings, pair: Pair, seed: int) -> None:
    ana, luc = pair
    zoe = around.joined(ana, "Zoé")
    share(ana, luc)
    writer = Writer(seed, (ana, luc, zoe))
    writer.everything(3)
    for giver in (luc, zoe):
        share(giver, ana)
    told = everything_told(ana, writer)
    logs = {device: blobs(ana, device) for device in ana.heights()}
    rng = random.Random(seed)
    for attempt in range(3):
        empty = around.newcomer(Invitation(ana.id, bytes(16)), f"empty {attempt}")
        room = WaitingRoom()
        left = {device: list(several) for device, several in logs.items()}
        while left:  # some of one log, then some of another, each looked at as soon as it is here
            device = rng.choice(sorted(left))
            count = rng.randint(1, 12)
            ingest(empty, left[device][:count], room)
            if rng.random() < 0.5:
                project_all(empty)
            left[device] = left[device][count:]
            if not left[device]:
                del left[device]
        for several in logs.values():  # what came before the acts that explain it was not kept
            ingest(empty, several, room)
        project_all(empty)
        assert conclusion(empty) == conclusion(ana)
        assert everything_told(empty, writer) == told
    rebuild(ana)
    assert everything_told(ana, writer) == told
