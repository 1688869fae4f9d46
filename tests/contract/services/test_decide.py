"""Decisions by consent, between devices that hold a cell each: propose, object, integrate, adopt."""

from __future__ import annotations

import pytest

from idos_p2p.governance.acts import Answer, Ground
from idos_p2p.governance.decisions import State
from idos_p2p.governance.matters import Chamber, Text
from idos_p2p.services.answer import comment, contest, countersign, integrate, say
from idos_p2p.services.cell import Cell
from idos_p2p.services.circles import circles_of, leave_circle, open_circle, without_concerned
from idos_p2p.services.compass import measure_of, measures_of, trend_of
from idos_p2p.services.decide import amend, close, draft, propose, put
from idos_p2p.services.decisions import decision, decisions
from idos_p2p.services.enact import enact, enact_ready
from idos_p2p.services.matters import (
    admit_without_device,
    chambers,
    confirm,
    exclude,
    forget,
    forget_person,
    put_to_rest,
    ratify,
    rebind,
)
from idos_p2p.services.people import members, own_person
from idos_p2p.services.waiting import reviews, waiting_for_me
from idos_p2p.services.write import add, change
from tests.contract.services.deciding import founded, meet, refused, same
from tests.contract.services.sending import record_of
from tests.simulation.devices import HOUR_MS, SetClock, Surroundings

CONSENT, ASIDE, OBJECTION = Answer.CONSENT, Answer.ASIDE, Answer.OBJECTION
TITLE = "Ouvrir le jardin le dimanche"


@pytest.fixture
def three(around: Surroundings) -> list[Cell]:
    """Ana carries; Luc and Zoé are concerned; all three have a voice."""
    return founded(around, Chamber.CONCERNED, Chamber.CONCERNED)


def decided(cells: list[Cell], proposal: str) -> None:
    """Let everybody who answers consent, one after the other, each knowing the others' answers."""
    for cell in cells:
        meet(*cells)
        if decision(cell, proposal).may_answer:
            say(cell, proposal, CONSENT)
    meet(*cells)
    assert decision(cells[0], proposal).adopted_ms is not None


def test_a_text_is_put_answered_by_both_chambers_and_certified_by_the_last_voice_it_needs(three: list[Cell]) -> None:
    ana, luc, zoe = three
    found = propose(ana, Text(), TITLE, body="De 10 h à midi.")
    assert not say(ana, found.id, CONSENT).adopted
    meet(*three)
    assert [one.title for one in waiting_for_me(luc).proposals] == [TITLE]
    assert not say(luc, found.id, CONSENT).adopted
    meet(*three)
    told = decision(zoe, found.id)
    assert told.waiting == ("answers_concerned",)
    assert [voice.name for voice in told.chambers[0].silent] == ["Zoé"]
    assert say(zoe, found.id, ASIDE).adopted
    meet(*three)
    told = decision(ana, found.id)
    assert told.state is State.ADOPTED
    assert (told.title, told.body, told.review) == (TITLE, "De 10 h à midi.", "2027-01-01")
    assert [(one.code, one.who.name) for one in told.why] == [("put", "Ana"), ("enacted", "Zoé")]
    assert waiting_for_me(luc).proposals == ()
    same(three)


def test_an_objection_is_integrated_in_a_new_version_and_says_so(three: list[Cell]) -> None:
    ana, luc, zoe = three
    first = propose(ana, Text(), TITLE, body="Toute la journée.")
    meet(*three)
    say(ana, first.id, CONSENT)
    said = say(luc, first.id, OBJECTION, ground=Ground.RISK, words="Personne pour surveiller les enfants.")
    say(zoe, first.id, CONSENT)
    meet(*three)
    told = decision(ana, first.id)
    assert told.state is State.OPEN
    assert told.waiting == ("objection_concerned",)
    with refused("not_proposer"):
        amend(zoe, first.id, {})
    words = "Deux personnes seront là à chaque fois."
    second = amend(ana, first.id, {"body": "De 10 h à midi, à deux."}, {said.comment: words})
    assert second.record == first.record
    meet(*three)
    old, new = decision(zoe, first.id), decision(zoe, second.id)
    assert (old.state, old.body, old.replaced_by) == (State.CLOSED, "Toute la journée.", (second.id,))
    assert (new.state, new.body, new.answers) == (State.OPEN, "De 10 h à midi, à deux.", ())
    (objection,) = [one for one in old.answers if one.answer is OBJECTION]
    assert [(one.words, one.who.name) for one in objection.integrated] == [(words, "Ana")]
    with refused("decision_closed"):
        say(luc, first.id, CONSENT)
    assert decision(luc, first.record).id == second.id
    outcomes = []
    for cell in three:
        outcomes.append(say(cell, second.id, CONSENT).adopted)
        meet(*three)
    assert outcomes == [False, False, True]
    same(three)


def test_an_objection_that_comes_late_puts_the_decision_under_review_and_undoes_nothing(three: list[Cell]) -> None:
    ana, luc, _ = three
    found = propose(ana, Text(), TITLE)
    for cell in three:
        meet(*three)
        say(cell, found.id, CONSENT)
    meet(*three)
    assert decision(ana, found.id).state is State.ADOPTED
    say(luc, found.id, OBJECTION, ground=Ground.PURPOSE, words="Ce n'est plus un jardin partagé.")
    meet(*three)
    for cell in three:
        told = decision(cell, found.id)
        assert told.state is State.UNDER_REVIEW
        assert [one.who.name for one in told.why if one.code == "late_objection"] == ["Luc"]
    same(three)


def test_answers_given_apart_are_certified_by_whoever_sees_them_together(three: list[Cell]) -> None:
    ana, luc, zoe = three
    found = propose(ana, Text(), TITLE)
    meet(*three)
    assert [say(cell, found.id, CONSENT).adopted for cell in three] == [False, False, False]
    meet(*three)
    assert decision(luc, found.id).ready
    assert decision(luc, found.id).waiting == ("certificate",)
    assert [enact_ready(cell, [one.device for one in three if one is not cell]) for cell in three].count(True) == 1
    meet(*three)
    assert not any(map(enact_ready, three))
    with refused("decision_adopted"):
        enact(luc, found.id)
    meet(*three)
    assert decision(zoe, found.id).state is State.ADOPTED
    assert decision(ana, found.id).adopted_ms is not None
    same(three)


def test_what_everybody_would_hold_void_is_refused_before_it_is_written(
    around: Surroundings, three: list[Cell]
) -> None:
    ana, luc, zoe = three
    guest = around.joined(ana, "Max")
    meet(*three, guest)
    before = [cell.own_height() for cell in (*three, guest)]
    with refused("no_voice"):
        propose(guest, Text(), TITLE)
    with refused("review_day"):
        propose(ana, Text(), TITLE, review="2025-12-31")
    with refused("exclude_self"):
        propose(ana, exclude(ana, own_person(ana)), TITLE)
    with refused("rest_too_many"):
        propose(ana, put_to_rest(ana, [own_person(luc), own_person(zoe)]), TITLE)
    with refused("person_has_voice"):
        confirm(ana, own_person(luc))
    with refused("decision_unknown"):
        say(ana, "abcd", CONSENT)
    assert [cell.own_height() for cell in (*three, guest)] == before
    found = propose(ana, Text(), TITLE)
    meet(*three, guest)
    with refused("not_elector"):
        say(guest, found.id, CONSENT)
    with refused("objection_ground"):
        say(luc, found.id, OBJECTION, words="Non.")
    with refused("objection_words"):
        say(luc, found.id, OBJECTION, ground=Ground.RISK)
    with refused("ground_unneeded"):
        say(luc, found.id, CONSENT, ground=Ground.RISK)
    with refused("not_ready"):
        enact(luc, found.id)
    with refused("not_proposer"):
        close(luc, found.id)
    close(ana, found.id)
    with refused("decision_closed"):
        say(ana, found.id, CONSENT)
    with refused("decision_closed"):
        close(ana, found.id)
    assert decision(ana, found.id).state is State.CLOSED


def test_a_matter_that_names_nobody_or_somebody_twice_is_refused(three: list[Cell]) -> None:
    ana, luc, _ = three
    with refused("not_disputed"):
        ratify(ana, propose(ana, Text(), "Autre chose").id)
    with refused("chambers_empty"):
        chambers(ana, [], [])
    with refused("circle_twice"):
        chambers(ana, [own_person(luc)], [own_person(luc)])
    with refused("person_unknown"):
        confirm(ana, add(ana, "person", {"name": "Personne"}))


def test_a_guest_is_confirmed_and_has_a_voice_from_then_on(around: Surroundings, three: list[Cell]) -> None:
    ana, luc, _ = three
    guest = around.joined(ana, "Max")
    cells = [*three, guest]
    meet(*cells)
    assert [voice.name for voice in waiting_for_me(luc).guests] == ["Max"]
    found = propose(luc, confirm(luc, own_person(guest)), "Accueillir Max")
    assert waiting_for_me(luc).guests == ()
    for cell in three:
        meet(*cells)
        say(cell, found.id, CONSENT)
    meet(*cells)
    assert guest.membership.confirmed(guest.device)
    assert [one.name for one in members(ana) if one.status.value == "confirmed"] == ["Ana", "Luc", "Max", "Zoé"]
    same(cells)


def test_a_spoken_answer_counts_once_another_has_heard_it(three: list[Cell]) -> None:
    ana, luc, zoe = three
    rose, record = admit_without_device(ana, "Rose", Chamber.CONCERNED)
    found = propose(ana, confirm(ana, record), "Accueillir Rose")
    for cell in three:
        meet(*three)
        say(cell, found.id, CONSENT)
    meet(*three)
    assert ana.membership.persons[rose].has_voice
    text = propose(ana, Text(), TITLE)
    for cell in (ana, luc):
        meet(*three)
        say(cell, text.id, CONSENT)
    meet(*three)
    with refused("voter_has_device"):
        say(luc, text.id, CONSENT, voter=own_person(zoe))
    spoken = say(luc, text.id, CONSENT, words="Je viendrai.", voter=record)
    assert not spoken.adopted
    meet(*three)
    told = decision(ana, text.id)
    (answer,) = [one for one in told.answers if one.voter.name == "Rose"]
    assert (answer.spoken, answer.by.name, answer.counts, answer.words) == (True, "Luc", False, "Je viendrai.")
    assert [one.answer.ballot for one in waiting_for_me(zoe).countersign] == [spoken.ballot]
    assert waiting_for_me(luc).countersign == ()
    with refused("countersign_own"):
        countersign(luc, spoken.ballot)
    with refused("not_my_ballot"):
        contest(zoe, spoken.ballot)
    assert countersign(zoe, spoken.ballot)
    meet(*three)
    assert decision(luc, text.id).state is State.ADOPTED
    with refused("ballot_countersigned"):
        countersign(ana, spoken.ballot)
    same(three)


def test_who_gets_a_computer_may_contest_what_was_recorded_in_their_name(
    around: Surroundings, three: list[Cell]
) -> None:
    ana, luc, zoe = three
    _, record = admit_without_device(ana, "Rose", Chamber.CONCERNED)
    decided(three, propose(ana, confirm(ana, record), "Accueillir Rose").id)
    text = propose(ana, Text(), TITLE).id
    say(ana, text, CONSENT)
    meet(*three)
    say(luc, text, CONSENT)
    spoken = say(luc, text, CONSENT, voter=record)
    meet(*three)
    assert countersign(zoe, spoken.ballot)
    meet(*three)
    laptop = around.joined(ana, "Rose au nouvel ordinateur")
    cells = [*three, laptop]
    meet(*cells)
    with refused("rebind_guest"):
        rebind(ana, record, own_person(luc))
    decided(cells, propose(ana, rebind(ana, record, own_person(laptop)), "Rose a un ordinateur").id)
    assert laptop.membership.confirmed(laptop.device)
    assert [one.answer.ballot for one in waiting_for_me(laptop).in_my_name] == [spoken.ballot]
    contest(laptop, spoken.ballot)
    with refused("ballot_contested"):
        contest(laptop, spoken.ballot)
    meet(*cells)
    told = decision(zoe, text)
    assert told.state is State.CONTESTED
    assert [one.code for one in told.why] == ["put", "enacted", "contests"]
    assert waiting_for_me(laptop).in_my_name == ()
    same(cells)


def test_what_a_person_who_left_wrote_is_forgotten_by_decision(three: list[Cell]) -> None:
    ana, luc, zoe = three
    record = add(zoe, "contribution", {"what": "Bêcher", "date": "2026-03-01", "persons": [own_person(zoe)]})
    meet(*three)
    mine, name = own_person(zoe), record_of(zoe, record)
    with refused("forget_many"):
        forget(ana, [])
    decided(three, propose(ana, forget_person(ana, mine), "Oublier Zoé").id)
    for cell in (ana, luc):
        assert {name.device for name in cell.membership.forgotten} == {zoe.device}
        assert cell.membership.forgot(name)


def test_a_project_is_led_by_those_whom_it_concerns(three: list[Cell]) -> None:
    ana, luc, zoe = three
    project = add(luc, "project", {"title": "Aide aux devoirs"})
    assert without_concerned(luc) == {project}
    assert circles_of(luc, project).without_concerned
    meet(*three)
    with refused("not_opener"):
        open_circle(ana, project, [own_person(luc)], [own_person(ana)])
    with refused("circle_unknown"):
        propose(luc, Text(), "Deux soirs par semaine", project=project)
    open_circle(luc, project, [own_person(luc), own_person(zoe)], [own_person(ana)])
    with refused("circle_open"):
        open_circle(luc, project, [own_person(luc)], [])
    meet(*three)
    assert without_concerned(ana) == frozenset()
    assert [voice.name for voice in circles_of(ana, project).concerned] == ["Luc", "Zoé"]
    found = propose(zoe, Text(), "Deux soirs par semaine", project=project)
    for cell in (ana, luc):
        meet(*three)
        assert not say(cell, found.id, CONSENT).adopted
    meet(*three)
    assert say(zoe, found.id, CONSENT).adopted
    assert [one.id for one in decisions(zoe, project)] == [found.id]
    meet(*three)
    with refused("not_in_circle"):
        leave_circle(ana, add(ana, "project", {"title": "Autre"}))
    leave_circle(ana, project)
    meet(*three)
    assert circles_of(luc, project).carrying == ()
    same(three)


def test_the_text_is_edited_together_until_it_is_put_and_stays_as_it_was_put(three: list[Cell]) -> None:
    ana, luc, _ = three
    record = draft(ana, TITLE, "Le matin.")
    meet(*three)
    change(luc, record, {"body": "Le matin et le soir."})
    meet(*three)
    found = put(ana, record)
    change(ana, record, {"body": "Jamais."})
    meet(*three)
    told = decision(luc, found.id)
    assert (told.body, told.changed_since) == ("Le matin et le soir.", True)
    comment(luc, found.id, "Qui ouvre la porte ?", "clarification")
    assert [(one.round, one.who.name) for one in decision(luc, found.id).said] == [("clarification", "Luc")]
    with refused("not_an_objection"):
        integrate(luc, decision(luc, found.id).said[0].id, "Rien.")


def test_a_decision_comes_back_on_its_day_until_it_is_put_anew(three: list[Cell]) -> None:
    ana, luc, _ = three
    found = propose(ana, Text(), TITLE, review="2026-02-01")
    for cell in three:
        meet(*three)
        say(cell, found.id, CONSENT)
    meet(*three)
    assert waiting_for_me(luc).reviews == ()
    assert [one.id for one in reviews(luc, "2026-01-01")] == [found.id]
    assert isinstance(luc.clock, SetClock)
    luc.clock.now += 40 * 24 * HOUR_MS
    assert [one.id for one in waiting_for_me(luc).reviews] == [found.id]
    assert decision(luc, found.id).review_due
    amend(luc, found.id, {})
    assert waiting_for_me(luc).reviews == ()
    assert decision(luc, found.id).state is State.ADOPTED


def test_the_compass_counts_what_was_decided_and_names_the_records_behind_it(three: list[Cell]) -> None:
    ana, luc, zoe = three
    first = propose(ana, Text(), TITLE)
    meet(*three)
    said = say(luc, first.id, OBJECTION, ground=Ground.RISK, words="Et les enfants ?")
    other = propose(zoe, Text(), "Un repas le vendredi")
    meet(*three)
    objections = measure_of(ana, "objections_integrated", 2026)
    assert (objections.numerator, objections.denominator, objections.missing) == (0, 1, (said.comment,))
    amend(ana, first.id, {"body": "À deux."}, {said.comment: "Deux personnes seront là."})
    for cell in three:
        meet(*three)
        say(cell, other.id, CONSENT)
    meet(*three)
    found = {one.key: one for one in measures_of(luc, 2026)}
    assert found["objections_integrated"].counted == (said.comment,)
    assert (found["decisions_both"].numerator, found["decisions_both"].counted) == (1, (other.record,))
    proposals = found["proposals_concerned"]
    assert (proposals.numerator, proposals.denominator, proposals.counted) == (1, 3, (other.record,))
    assert [point.denominator for point in trend_of(luc, "proposals_concerned", (2025, 2026))] == [0, 3]
    with refused("measure_unknown"):
        measure_of(luc, "decisions_alone", 2026)
