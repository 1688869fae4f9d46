"""The text that is answered is the one that was put, and nobody lets pass what they cannot read."""

from __future__ import annotations

import msgspec
import pytest

from idos_p2p.governance.acts import Answer, Ground
from idos_p2p.governance.matters import Chamber, Text
from idos_p2p.ids import EntryId
from idos_p2p.services.answer import say
from idos_p2p.services.authority import one_step
from idos_p2p.services.cell import Cell
from idos_p2p.services.decide import draft, put
from idos_p2p.services.decisions import decision
from idos_p2p.services.put_text import heads_of
from idos_p2p.services.write import change
from idos_p2p.views.records import find
from tests.contract.services.deciding import founded, meet, refused
from tests.simulation.devices import Surroundings


@pytest.fixture
def three() -> list[Cell]:
    return founded(Surroundings(1), Chamber.CONCERNED, Chamber.CARRYING)


def put_at(cell: Cell, record: str, heads: tuple[bytes, ...]) -> str:
    """Put a text as a hostile program does: by changes that the record may not have."""
    honest = put(cell, record)
    body = cell.membership.decisions[EntryId(bytes.fromhex(honest.id))].body
    assert isinstance(body.matter, Text)
    with one_step(cell) as step:
        return step.act(msgspec.structs.replace(body, heads=heads)).hex()


def test_a_text_put_by_changes_that_are_nowhere_is_not_shown_as_what_was_put(three: list[Cell]) -> None:
    """Who puts it could change the record once the others have consented to what they read."""
    ana, luc, zoe = three
    record = draft(zoe, "Le jardin", "Ouvert à tous.")
    bait = put_at(zoe, record, (b"n" * 32,))
    meet(*three)
    assert not decision(luc, bait).as_put
    for answer in (Answer.CONSENT, Answer.ASIDE):
        with refused("decision_textless"):
            say(luc, bait, answer)
    assert say(luc, bait, Answer.OBJECTION, ground=Ground.RISK, words="De quel texte parle-t-on ?").ballot
    change(zoe, record, {"body": "Fermé."})
    meet(*three)
    assert not decision(ana, bait).as_put


def test_a_text_whose_changes_are_here_is_shown_as_it_was_put(three: list[Cell]) -> None:
    _, luc, zoe = three
    record = draft(zoe, "Le jardin", "Ouvert à tous.")
    found = put_at(zoe, record, heads_of(zoe, find(zoe.store.reader, record)))
    change(zoe, record, {"body": "Fermé."})
    meet(*three)
    told = decision(luc, found)
    assert (told.body, told.as_put, told.changed_since) == ("Ouvert à tous.", True, True)
    assert say(luc, found, Answer.CONSENT).ballot
