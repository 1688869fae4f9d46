"""Ballots spoken by those without a device, decisions of projects, and what each matter needs to be put."""

from __future__ import annotations

import msgspec

from idos_p2p.governance.acts import (
    Circle,
    Contest,
    Countersign,
    LeaveCircle,
    Propose,
    Rest,
)
from idos_p2p.governance.decisions import State
from idos_p2p.governance.matters import (
    Chambers,
    Charter,
    Confirm,
    Exclude,
    Matter,
    Place,
    PutToRest,
    Ratify,
    Rebind,
    Text,
)
from idos_p2p.governance.past import Act
from idos_p2p.ids import ABSENT, EntryId
from tests.unit.governance.grown import arrivals, grown
from tests.unit.governance.test_attacks_on_devices import rebound
from tests.unit.governance.test_deciding import CONSENT, put
from tests.unit.governance.world import CARRYING, CONCERNED, REVIEW, Pen, World

ADOPTED = State.ADOPTED


# ------------------------------------------------------------------------------------------------------------ spoken


def spoken() -> tuple[World, list[Pen], Act, Act]:
    """Return a cell with a person without a device, a proposal, and the ballot that they spoke."""
    world = World()
    person = world.admit_without_device(world.founder, CONCERNED)
    pens = [world.founder, world.join(world.founder, chamber=CARRYING)]
    world.meet(*pens)
    proposal = world.propose(pens[0], Text())
    for pen in pens:
        world.answer(pen, proposal)
    cast = world.answer(pens[0], proposal, voter=person)
    world.meet(*pens)
    return world, pens, proposal, cast


def test_a_spoken_ballot_counts_once_another_person_heard_it_too() -> None:
    world, pens, proposal, cast = spoken()
    assert world.void(world.enact(pens[1], proposal)) == "short"
    assert world.void(world.say(pens[0], Countersign(cast.id))) == "voice"
    assert not world.void(world.say(pens[1], Countersign(cast.id)))
    told = next(one for one in world.decision(proposal).ballots if one.id == cast.id)
    assert not told.contested
    assert (told.by, told.witness, told.counts) == (world.person(pens[0]), world.person(pens[1]), True)
    assert not world.void(world.enact(pens[1], proposal))


def test_nobody_speaks_for_somebody_who_has_a_device_or_for_themselves() -> None:
    world, pens, proposal, _ = spoken()
    assert world.void(world.answer(pens[0], proposal, voter=world.person(pens[1]))) == "device"
    assert world.void(world.answer(pens[0], proposal, voter=world.person(pens[0]))) == "person"


def test_a_guest_records_nobodys_spoken_ballot() -> None:
    world, pens, proposal, cast = spoken()
    guest = world.join(pens[0])
    assert world.void(world.answer(guest, proposal, voter=world.facts.ballots[cast.id].voter)) == "voice"


def test_who_did_not_speak_the_ballot_says_so_once_they_have_a_device_and_the_decision_is_contested() -> None:
    world, pens, proposal, cast = spoken()
    world.say(pens[1], Countersign(cast.id))
    world.meet(*pens)
    first = world.enact(pens[1], proposal)
    world.meet(*pens)
    person = world.facts.ballots[cast.id].voter
    new = world.start(world.invite(pens[0]))
    world.meet(*pens, new)
    world.decide(pens, Rebind(person, world.start_of(new), ()))
    world.meet(*pens, new)
    assert world.void(world.say(pens[0], Contest(cast.id))) == "person"
    contest = world.say(new, Contest(cast.id))
    decision = world.decision(proposal)
    assert not world.void(contest)
    assert (decision.state, decision.why) == (State.CONTESTED, (contest.id,))
    assert next(one for one in decision.ballots if one.id == cast.id).contested
    world.answer(new, proposal)  # the way out: they answer for themselves, and it is certified by that
    world.meet(*pens, new)
    again = world.enact(pens[0], proposal)
    assert not world.void(again)
    assert world.decision(proposal).state is ADOPTED
    assert world.decision(proposal).enacts == tuple(sorted((first.id, again.id)))
    list(arrivals(world))


def test_a_decision_that_holds_without_the_contested_ballot_stays_adopted() -> None:
    world = World(chamber=CONCERNED)
    person = world.admit_without_device(world.founder, CONCERNED)
    pens = [world.founder, world.join(world.founder)]
    world.meet(*pens)
    proposal = world.propose(pens[0], Text())
    for pen in pens:
        world.answer(pen, proposal)
    cast = world.answer(pens[0], proposal, voter=person)
    world.meet(*pens)
    world.say(pens[1], Countersign(cast.id))
    assert not world.void(world.enact(pens[1], proposal))
    new = world.start(world.invite(pens[0]))
    world.meet(*pens, new)
    world.decide(pens, Rebind(person, world.start_of(new), ()))
    world.meet(*pens, new)
    contest = world.say(new, Contest(cast.id))
    assert (world.decision(proposal).state, world.decision(proposal).why) == (ADOPTED, (contest.id,))
    world.meet(*pens, new)
    assert world.void(world.enact(pens[0], proposal)) == "adopted"


def test_countersigns_and_contests_are_of_spoken_ballots_alone() -> None:
    world, pens = grown(3)
    proposal = put(world, pens, CONSENT, CONSENT)
    own = next(one.id for one in world.decision(proposal).ballots if one.voter == world.person(pens[0]))
    assert world.void(world.say(pens[1], Countersign(own))) == "ballots"
    assert world.void(world.say(pens[0], Contest(own))) == "ballots"
    assert world.void(world.say(pens[0], Contest(proposal.id))) == "ballots"


# ---------------------------------------------------------------------------------------------------------- projects


def test_a_project_asks_its_circles_and_not_the_cell() -> None:
    world, pens = grown(5)
    project = Place(pens[0].device, 1)
    circle = world.say(pens[0], Circle(project, (world.person(pens[3]),), (world.person(pens[0]),)))
    world.meet(*pens)
    assert world.membership().circles[project].why == (circle.id,)
    proposal = world.decide([pens[0], pens[3]], Text(), project)
    assert world.decision(proposal).state is ADOPTED
    assert world.void(world.propose(pens[0], Charter(), project)) == "project"
    assert world.void(world.propose(pens[0], Text(), Place(pens[1].device, 5))) == "project"


def test_a_circle_is_opened_once_by_whose_record_it_is_and_left_by_oneself() -> None:
    world, pens = grown(4)
    project = Place(pens[1].device, 1)
    both = (world.person(pens[2]),), (world.person(pens[1]),)
    assert world.void(world.say(pens[0], Circle(project, *both))) == "project"
    assert world.void(world.say(pens[1], Circle(project, both[0], both[0]))) == "chamber"
    assert world.void(world.say(pens[1], Circle(project, (world.acts[1].id,), ()))) == "person"
    assert not world.void(world.say(pens[1], Circle(project, *both)))
    assert world.void(world.say(pens[1], Circle(project, *both))) == "project"
    world.meet(*pens)
    assert world.void(world.say(pens[3], LeaveCircle(project))) == "circle"
    assert not world.void(world.say(pens[2], LeaveCircle(project)))
    assert not world.membership().circles[project].has_concerned()
    world.meet(*pens)
    world.decide([pens[1]], Chambers(both[0], (), ()), project)
    assert world.membership().circles[project].concerned == both[0]


def test_a_guest_and_whoever_was_put_out_open_no_circle() -> None:
    world, pens = grown(5)
    guest = world.join(pens[0])
    mine = Place(guest.device, 1)
    assert world.void(world.say(guest, Circle(mine, (), (world.person(guest),)))) == "voice"
    person = world.person(pens[4])
    world.decide(pens[:4], Exclude(person, world.cuts_of(pens[0], person)))
    theirs = world.say(pens[4], Circle(Place(pens[4].device, 1), (world.person(pens[1]),), ()))
    assert not world.void(theirs)
    assert world.membership().circles == {}


def test_what_one_project_decides_of_its_circles_says_nothing_of_another_one() -> None:
    world, pens = grown(4)
    projects = [Place(pens[0].device, number) for number in (1, 2)]
    me, other = world.person(pens[0]), world.person(pens[1])
    for project in projects:
        world.say(pens[0], Circle(project, (), (me,)))
    seated = world.decide([pens[0]], Chambers((other,), (), ()), projects[0])
    circles = world.membership().circles
    assert [circles[project].concerned for project in projects] == [(other,), ()]
    assert world.decision(seated).enacts[0] not in circles[projects[1]].why
    world.meet(*pens)
    assert not world.void(world.say(pens[1], LeaveCircle(projects[0])))
    assert not world.membership().circles[projects[0]].has_concerned()


def test_a_project_that_concerns_only_guests_waits_until_they_have_a_voice() -> None:
    world, pens = grown(3)
    guest = world.join(pens[0])
    world.meet(*pens)
    project = Place(pens[0].device, 1)
    world.say(pens[0], Circle(project, (world.person(guest),), (world.person(pens[0]),)))
    proposal = world.propose(pens[0], Text(), project)
    world.answer(pens[0], proposal)
    assert world.decision(proposal).chambers[0].waits
    assert world.void(world.enact(pens[0], proposal)) == "short"
    world.meet(*pens)
    world.decide(pens, Confirm(world.person(guest)))  # the way out
    world.meet(*pens, guest)
    again = world.decide([pens[0], guest], Text(), project, replaces=proposal.id)
    assert not world.decision(again).chambers[0].waits
    assert world.decision(again).state is ADOPTED


def test_every_matter_is_put_with_what_it_needs() -> None:
    world, pens = grown(4)
    guest = world.join(pens[0])
    world.meet(*pens)
    me, other = world.person(pens[0]), world.person(pens[1])
    refused: list[tuple[Matter, str]] = [
        (Confirm(other), "person"),
        (Confirm(world.acts[1].id), "person"),
        (Exclude(me, ()), "person"),
        (PutToRest((me,)), "person"),
        (PutToRest((world.person(guest),)), "person"),
        (PutToRest((other, world.person(pens[2]))), "few"),
        (PutToRest((other, other)), "few"),
        (Chambers((), (), ()), "person"),
        (Chambers((), (), (other,)), "project"),
        (Chambers((other,), (other,), ()), "chamber"),
        (Chambers((world.acts[1].id,), (), ()), "person"),
        (Ratify(world.acts[1].id), "proposal"),
    ]
    assert [world.void(world.propose(pens[0], matter)) for matter, _ in refused] == [why for _, why in refused]
    bare = Propose(Text(), None, ABSENT, (), ABSENT, ABSENT, REVIEW, ABSENT)
    changes: tuple[dict[str, object], ...] = ({}, {"record": b"r" * 32}, {"heads": (b"h" * 32,)})
    for matter in (Text(), Charter()):
        for change in changes:
            body = msgspec.structs.replace(bare, matter=matter, **change)
            assert world.void(world.say(pens[0], body)) == "person"
    assert rebound(world, [pens[0], pens[2], pens[3]], pens[1]).device != pens[1].device
    assert world.void(world.say(pens[2], Rest(resting=True))) == ""
    assert EntryId(ABSENT) not in world.membership().decisions
