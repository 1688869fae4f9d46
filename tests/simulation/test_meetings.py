"""How devices meet: edits apart, strangers, newcomers who do not know each other yet."""

from __future__ import annotations

import random

import pytest

from idos_p2p.governance.matters import Chamber
from idos_p2p.identity.invitation import Invitation
from idos_p2p.services.invite import Offer, invite, write_start
from idos_p2p.services.project import project_all
from idos_p2p.services.write import add, change
from idos_p2p.views.records import find
from tests.simulation.devices import Surroundings, conclusion, the_invite
from tests.simulation.meeting import Room, meet


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_edits_apart_of_one_record_are_all_there_after_a_bad_meeting(seed: int) -> None:
    rng, around = random.Random(seed), Surroundings(seed)
    ana = around.found("Ana")
    luc = around.joined(ana, "Luc")
    page = add(ana, "page", {"title": "Semis", "body": "un\ndeux\ntrois"})
    meet(rng, ana, luc)
    project_all(luc)
    change(ana, page, {"body": "UN\ndeux\ntrois", "licence": "CC0"})
    change(luc, page, {"body": "un\ndeux\nTROIS", "title": "Les semis"})
    change(ana, page, {"title": "Semis de mars"})
    for frames in range(1, 60):
        room = Room(rng)
        room.connect(ana, luc)
        room.run(frames)
        room.cut()
    meet(rng, ana, luc)
    for cell in (ana, luc):
        project_all(cell)
        view = find(cell.store.reader, page)
        assert view.fields["body"] == "UN\ndeux\nTROIS"
        assert view.fields["licence"] == "CC0"
        assert {version.value for version in view.versions["title"]} == {"Les semis", "Semis de mars"}
    assert conclusion(ana) == conclusion(luc)


def test_a_stranger_with_a_start_that_nobody_admitted_learns_heights_and_nothing_else() -> None:
    around = Surroundings(9)
    ana = around.found("Ana")
    add(ana, "project", {"title": "Secret"})
    invitation = invite(ana, 1, 30, Chamber.CONCERNED)
    eve = around.newcomer(invitation, "Eve")
    write_start(eve, invitation, Offer(the_invite(ana, invitation), 0))
    [(to_eve, _)] = meet(random.Random(1), ana, eve)
    assert eve.heights().keys() == {eve.device}
    assert not ana.membership.effective(eve.device)
    assert to_eve.session.trusted is False


def test_two_newcomers_who_do_not_know_each_other_yet_are_brought_together_by_a_third() -> None:
    """Each was let in by another member: neither may tell the other anything before it learns who that is."""
    around, rng = Surroundings(11), random.Random(11)
    ana = around.found("Ana")
    luc = around.joined(ana, "Luc")
    zoe, tom = around.joined(ana, "Zoé"), around.joined(luc, "Tom")
    meet(rng, zoe, tom)
    assert zoe.device not in tom.heights()
    meet(rng, ana, luc, zoe, tom)
    meet(rng, ana, luc, zoe, tom)
    assert len({cell.digest() for cell in (ana, luc, zoe, tom)}) == 1


def test_an_installation_that_holds_nothing_but_an_invitation_is_told_nothing() -> None:
    around = Surroundings(12)
    ana = around.found("Ana")
    nobody = around.newcomer(Invitation(ana.id, bytes(16)), "nobody")
    [wire] = meet(random.Random(1), ana, nobody)
    assert nobody.heights() == {}
    assert "not_member" in {end.code for end in wire}
