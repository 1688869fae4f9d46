"""Decisions by consent between people who meet now and then: what counts, what is final, what is shown."""

from __future__ import annotations

import msgspec
import pytest

from idos_p2p.governance.acts import (
    Answer,
    Ballot,
    Close,
    Enact,
    Ground,
    Propose,
)
from idos_p2p.governance.counting import threshold
from idos_p2p.governance.decisions import State
from idos_p2p.governance.matters import (
    Chambers,
    Charter,
    Confirm,
    Exclude,
    Forget,
    Matter,
    Place,
    PutToRest,
    Ratify,
    Rebind,
    Text,
)
from idos_p2p.governance.past import Act
from idos_p2p.ids import ABSENT
from tests.unit.governance.grown import arrivals, grown
from tests.unit.governance.world import Pen, World

CONSENT, ASIDE, OBJECTION = Answer.CONSENT, Answer.ASIDE, Answer.OBJECTION
OPEN, ADOPTED, REVIEWED, CLOSED = State.OPEN, State.ADOPTED, State.UNDER_REVIEW, State.CLOSED
HALF = (Text(), Confirm(ABSENT), PutToRest((ABSENT,)), Rebind(ABSENT, ABSENT, ()), Forget((Place(ABSENT, 0),)))
TWO_THIRDS = (Exclude(ABSENT, ()), Chambers((), (), ()), Charter(), Ratify(ABSENT))


def answered(world: World, pens: list[Pen], proposal: Act, *answers: Answer) -> list[Act]:
    """Let each of these answer, and the first know of it."""
    acts = [world.answer(pen, proposal, answer) for pen, answer in zip(pens, answers, strict=True)]
    world.meet(pens[0], *pens)
    return acts


def put(world: World, pens: list[Pen], *answers: Answer) -> Act:
    """Put a text to everybody and answer it."""
    proposal = world.propose(pens[0], Text())
    answered(world, pens[: len(answers)], proposal, *answers)
    return proposal


@pytest.mark.parametrize("matter", HALF, ids=lambda matter: type(matter).__name__)
def test_more_than_half_of_a_chamber_adopts(matter: Matter) -> None:
    assert [threshold(matter, electors) for electors in range(8)] == [0, 1, 2, 2, 3, 3, 4, 4]


@pytest.mark.parametrize("matter", TWO_THIRDS, ids=lambda matter: type(matter).__name__)
def test_more_than_two_thirds_of_a_chamber_exclude_and_change_the_rules(matter: Matter) -> None:
    assert [threshold(matter, electors) for electors in range(8)] == [0, 1, 2, 3, 3, 4, 5, 5]


def test_a_proposal_is_adopted_by_enough_consents_and_one_fewer_leaves_it_open() -> None:
    world, pens = grown(5)
    proposal = put(world, pens, CONSENT, CONSENT)
    assert world.void(world.enact(pens[0], proposal)) == "short"
    assert world.decision(proposal).state is OPEN
    assert not world.decision(proposal).ready
    answered(world, pens[2:3], proposal, ASIDE)
    assert world.decision(proposal).ready
    world.meet(*pens)
    assert not world.void(world.enact(pens[4], proposal))
    assert (world.decision(proposal).state, world.decision(proposal).ready) == (ADOPTED, False)


def test_a_guest_certifies_nothing() -> None:
    world, pens = grown(3)
    proposal = put(world, pens, CONSENT, CONSENT)
    guest = world.join(pens[0])
    guest.known = world.facts.history.all
    assert world.void(world.enact(guest, proposal)) == "voice"


def test_standing_aside_alone_adopts_nothing() -> None:
    world, pens = grown(3)
    proposal = put(world, pens, ASIDE, ASIDE, ASIDE)
    assert world.void(world.enact(pens[0], proposal)) == "short"
    answered(world, pens[:1], proposal, CONSENT)
    assert not world.void(world.enact(pens[0], proposal))


def test_each_chamber_must_reach_its_own() -> None:
    world, pens = grown(5, concerned=(3, 4))
    proposal = put(world, pens, CONSENT, CONSENT, CONSENT)
    assert [electorate.needed for electorate in world.decision(proposal).chambers] == [2, 2]
    assert world.void(world.enact(pens[0], proposal)) == "short"
    world.answer(pens[3], proposal)
    world.meet(*pens)
    assert world.void(world.enact(pens[0], proposal)) == "short"
    world.answer(pens[4], proposal)
    world.meet(*pens)
    assert not world.void(world.enact(pens[0], proposal))


def test_one_objection_holds_a_proposal_until_it_is_integrated() -> None:
    world, pens = grown(4)
    proposal = put(world, pens, CONSENT, CONSENT, CONSENT, OBJECTION)
    assert world.void(world.enact(pens[0], proposal)) == "short"
    world.answer(pens[3], proposal, CONSENT)
    world.meet(*pens)
    assert not world.void(world.enact(pens[0], proposal))


def test_the_reason_of_an_objection_is_the_comment_that_it_names() -> None:
    world, pens = grown(3)
    proposal = world.propose(pens[0], Text())
    pens[1].known |= world.past(proposal)
    world.say(pens[1], Ballot(proposal.id, OBJECTION, Ground.PURPOSE, b"c" * 32, ABSENT))
    world.answer(pens[0], proposal)
    told = {one.voter: (one.ground, one.reason, one.by) for one in world.decision(proposal).ballots}
    assert told[world.person(pens[1])] == (Ground.PURPOSE, b"c" * 32, world.person(pens[1]))
    assert told[world.person(pens[0])] == (Ground.NONE, None, world.person(pens[0]))


def test_of_one_persons_ballots_the_latest_counts_and_of_concurrent_ones_the_least_willing() -> None:
    world, pens = grown(3)
    second = world.add_device(pens[1])
    world.meet(*pens, second)
    proposal = put(world, pens, CONSENT)
    casts = [world.answer(pens[1], proposal, OBJECTION), world.answer(second, proposal, CONSENT)]
    counted = {ballot.id: ballot.counts for ballot in world.decision(proposal).ballots}
    assert [counted[cast.id] for cast in casts] == [True, False]
    aside = world.answer(second, proposal, ASIDE)
    world.meet(*pens, second)
    later = world.answer(second, proposal, CONSENT)
    counted = {ballot.id: ballot.counts for ballot in world.decision(proposal).ballots}
    assert [counted[cast.id] for cast in (*casts, aside, later)] == [False, False, False, True]


def test_who_votes_yes_on_one_line_and_no_on_another_objects_on_every_peer() -> None:
    world, pens = grown(3)
    proposal = world.propose(pens[0], Text())
    pens[1].known |= world.past(proposal)
    fork = world.fork(pens[1], next(act for act in world.acts if act.id == pens[1].tip))
    yes, no = world.answer(pens[1], proposal, CONSENT), world.answer(fork, proposal, OBJECTION)
    for pen in (pens[0], pens[2]):
        world.answer(pen, proposal)
    world.meet(*pens)
    enact = world.enact(pens[0], proposal)  # it does not know of the other line
    decision = world.decision(proposal)
    assert not world.void(enact)
    assert (decision.state, decision.late) == (REVIEWED, (no.id,))
    assert {one.id for one in decision.ballots} >= {yes.id, no.id}
    for membership in arrivals(world):
        found = membership.decisions.get(proposal.id)
        assert not found or found.state in {OPEN, ADOPTED, REVIEWED}


def test_a_late_objection_puts_a_decision_under_review_and_a_later_consent_ends_it() -> None:
    world, pens = grown(4)
    proposal = put(world, pens, CONSENT, CONSENT, CONSENT)
    enact = world.enact(pens[0], proposal)
    late = world.answer(pens[3], proposal, OBJECTION)
    decision = world.decision(proposal)
    assert (decision.state, decision.late, decision.enacts) == (REVIEWED, (late.id,), (enact.id,))
    world.answer(pens[3], proposal, CONSENT)
    assert world.decision(proposal).state is ADOPTED


def test_a_certificate_that_leaves_out_a_ballot_its_author_knew_is_void() -> None:
    world, pens = grown(4)
    proposal = put(world, pens, CONSENT, CONSENT, CONSENT, OBJECTION)
    known = world.ballots(pens[0], proposal)
    objection = next(one.id for one in world.decision(proposal).ballots if one.answer is OBJECTION)
    assert (
        world.void(world.say(pens[0], Enact(proposal.id, tuple(one for one in known if one != objection)))) == "ballots"
    )
    assert world.void(world.say(pens[0], Enact(proposal.id, known[::-1]))) == "ballots"
    assert world.void(world.say(pens[0], Enact(proposal.id, known))) == "short"


def test_whoever_does_not_know_an_objection_adopts_and_everybody_sees_that_it_was_left_out() -> None:
    world, pens = grown(4)
    proposal = put(world, pens, CONSENT, CONSENT, CONSENT)
    hidden = world.answer(pens[3], proposal, OBJECTION)
    assert not world.void(world.enact(pens[0], proposal))
    assert world.decision(proposal).late == (hidden.id,)


@pytest.mark.parametrize(
    ("answer", "ground"), [(CONSENT, Ground.RISK), (ASIDE, Ground.PURPOSE), (OBJECTION, Ground.NONE)]
)
def test_an_objection_has_a_ground_and_nothing_else_has(answer: Answer, ground: Ground) -> None:
    world, pens = grown(3)
    proposal = world.propose(pens[0], Text())
    assert world.void(world.say(pens[0], Ballot(proposal.id, answer, ground, ABSENT, ABSENT))) == "answer"


def test_who_was_no_elector_when_it_was_put_does_not_answer() -> None:
    world, pens = grown(4)
    proposal = world.propose(pens[0], Text())
    guest = world.join(pens[0])
    assert world.void(world.answer(guest, proposal)) == "electorate"
    world.meet(*pens, guest)
    world.decide(pens, Confirm(world.person(guest)))
    guest.known = world.facts.history.all
    assert world.void(world.answer(guest, proposal)) == "electorate"
    assert len(world.decision(proposal).chambers[1].persons) == 4


def test_the_target_of_an_exclusion_or_a_rebind_does_not_vote() -> None:
    world, pens = grown(5)
    person = world.person(pens[4])
    new = world.start(world.invite(pens[0]))
    world.meet(*pens, new)
    cuts = world.cuts_of(pens[0], person)
    for matter in (Exclude(person, cuts), Rebind(person, world.start_of(new), cuts)):
        proposal = world.propose(pens[0], matter)
        assert person not in world.decision(proposal).chambers[1].persons
        assert world.void(world.answer(pens[4], proposal)) == "electorate"
        assert world.void(world.propose(pens[4], matter)) == "person"


def test_an_electorate_that_its_author_did_not_see_makes_a_proposal_void() -> None:
    world, pens = grown(3)
    honest = world.propose(pens[0], Text()).body
    assert isinstance(honest, Propose)
    for changed in ({"concerned": b"x" * 32}, {"carrying": b"x" * 32}, {"concerned": honest.carrying}):
        assert world.void(world.say(pens[0], msgspec.structs.replace(honest, **changed))) == "electorate"


# ----------------------------------------------------------------------------------------------- closed and replaced


def test_a_proposal_that_was_closed_is_no_zombie() -> None:
    world, pens = grown(4)
    proposal = put(world, pens, CONSENT, CONSENT, CONSENT)
    apart = Pen(pens[1].device, pens[1].tip, pens[1].seq, pens[1].known)
    close = world.say(pens[0], Close(proposal.id))
    world.meet(*pens)
    assert world.decision(proposal).state is CLOSED
    assert world.decision(proposal).why == (close.id,)
    assert world.void(world.answer(pens[2], proposal)) == "proposal"
    assert world.void(world.enact(pens[2], proposal)) == "proposal"
    assert not world.void(world.enact(apart, proposal))  # who did not know adopts: a certificate is final
    assert world.decision(proposal).state is ADOPTED


def test_only_who_put_a_proposal_closes_it_or_anybody_once_they_have_no_voice() -> None:
    world, pens = grown(5)
    proposal = world.propose(pens[4], Text())
    world.meet(*pens)
    assert world.void(world.say(pens[0], Close(proposal.id))) == "proposal"
    assert world.void(world.propose(pens[0], Text(), replaces=proposal.id)) == "replaces"
    world.decide(pens[:4], Exclude(world.person(pens[4]), world.cuts_of(pens[0], world.person(pens[4]))))
    assert world.decision(proposal).state is OPEN
    assert not world.void(world.say(pens[0], Close(proposal.id)))
    assert world.decision(proposal).state is CLOSED


def test_an_amendment_asks_consent_again_and_closes_the_older_version() -> None:
    world, pens = grown(3)
    first = put(world, pens, CONSENT, OBJECTION, CONSENT)
    second = world.propose(pens[0], Text(), replaces=first.id)
    world.meet(*pens)
    assert (world.decision(first).state, world.decision(first).replaced_by) == (CLOSED, (second.id,))
    assert world.decision(second).ballots == ()
    assert world.void(world.enact(pens[0], first)) == "proposal"
    answered(world, pens, second, CONSENT, CONSENT, CONSENT)
    assert not world.void(world.enact(pens[0], second))
    assert world.decision(second).state is ADOPTED


def test_what_somebody_put_past_their_cut_is_closed_and_cannot_be_adopted() -> None:
    world, pens = grown(5)
    world.decide(pens[:4], Exclude(world.person(pens[4]), world.cuts_of(pens[0], world.person(pens[4]))))
    proposal = world.propose(pens[4], Text())
    assert not world.void(proposal)
    world.meet(pens[0], pens[4])
    assert world.decision(proposal).state is CLOSED
    for pen in pens[:4]:
        world.answer(pen, proposal)
    world.meet(*pens)
    assert world.void(world.enact(pens[0], proposal)) == "proposal"
