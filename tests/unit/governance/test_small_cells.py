"""Cells of one, two and three, empty chambers, half the cell gone: none is stuck, or it is said how to go on."""

from __future__ import annotations

from idos_p2p.governance.acts import Countersign, Leave, Rest
from idos_p2p.governance.matters import Chambers, Charter, Confirm, Exclude, PutToRest, Rebind, Text
from idos_p2p.governance.membership import Status
from tests.unit.governance.grown import arrivals, grown
from tests.unit.governance.world import CARRYING, CONCERNED, World

CONFIRMED, GUEST, RESTING = Status.CONFIRMED, Status.GUEST, Status.RESTING


def test_one_alone_decides_alone_and_confirms_newcomers() -> None:
    world = World()
    world.decide([world.founder], Charter())
    world.decide([world.founder], Text())
    assert world.membership().charter is not None
    old = world.admit_without_device(world.founder)
    assert world.membership().persons[old].status is CONFIRMED  # one of the first two
    world.decide([world.founder], Charter())  # nobody could speak for them: they do not count yet
    both = [world.founder, world.join(world.founder)]
    third = world.join(world.founder)
    world.meet(*both, third)
    proposal = world.propose(both[0], Confirm(world.person(third)))
    for pen in both:
        world.answer(pen, proposal)
    cast = world.answer(both[0], proposal, voter=old)
    world.meet(*both)
    world.say(both[1], Countersign(cast.id))
    assert not world.void(world.enact(both[1], proposal))


def test_one_alone_at_rest_comes_back_by_their_own_act() -> None:
    world = World()
    world.say(world.founder, Rest(resting=True))
    assert world.void(world.propose(world.founder, Text())) == "few"
    assert not world.void(world.say(world.founder, Rest(resting=False)))
    world.decide([world.founder], Text())


def test_two_decide_together_neither_excludes_the_other_and_one_who_rests_leaves_the_other_free() -> None:
    world, pens = grown(2)
    proposal = world.propose(pens[0], Text())
    world.answer(pens[0], proposal)
    assert world.void(world.enact(pens[0], proposal)) == "short"
    person = world.person(pens[1])
    assert world.void(world.propose(pens[0], Exclude(person, world.cuts_of(pens[0], person)))) == "few"
    assert world.void(world.propose(pens[0], PutToRest((person,)))) == "few"
    world.say(pens[1], Rest(resting=True))
    world.meet(*pens)
    world.decide([pens[0]], Text())
    assert not world.void(world.say(pens[1], Rest(resting=False)))


def test_of_two_one_loses_their_laptop_and_the_other_brings_them_back_alone() -> None:
    world, pens = grown(2)
    person = world.person(pens[1])
    new = world.start(world.invite(pens[0]))
    world.meet(pens[0], new)
    world.decide([pens[0]], Rebind(person, world.start_of(new), world.cuts_of(pens[0], person)))
    world.meet(pens[0], new)
    world.decide([pens[0], new], Text())
    assert world.membership().devices[new.device] == person


def test_of_two_one_leaves_and_the_other_goes_on() -> None:
    world, pens = grown(2)
    world.say(pens[1], Leave(()))
    world.meet(*pens)
    world.decide([pens[0]], Text())
    newcomer, another = world.join(pens[0]), world.join(pens[0])
    assert [world.told(pen).status for pen in (newcomer, another)] == [CONFIRMED, GUEST]  # the second of the founding
    world.meet(pens[0], newcomer)
    world.decide([pens[0], newcomer], Confirm(world.person(another)))
    assert world.told(another).status is CONFIRMED


def test_of_three_two_exclude_the_third_and_no_two_fewer() -> None:
    world, pens = grown(3)
    person = world.person(pens[2])
    world.decide(pens[:2], Exclude(person, world.cuts_of(pens[0], person)))
    person = world.person(pens[1])
    assert world.void(world.propose(pens[0], Exclude(person, world.cuts_of(pens[0], person)))) == "few"
    world.decide(pens[:2], Text())


def test_of_three_one_is_gone_and_the_others_put_them_to_rest() -> None:
    world, pens = grown(3)
    world.decide(pens[:2], PutToRest((world.person(pens[2]),)))
    assert world.told(pens[2]).status is RESTING
    world.decide(pens[:2], Charter())
    world.meet(*pens)
    world.say(pens[2], Rest(resting=False))
    assert world.told(pens[2]).status is CONFIRMED


def test_half_of_eight_is_gone_and_a_third_at_a_time_is_put_to_rest() -> None:
    world, pens = grown(8)
    here, gone = pens[:4], [world.person(pen) for pen in pens[4:]]
    for number in range(4):  # those gone count as long as they do not rest: of six others, four are more than half
        assert len(world.membership().decisions) > number
        world.decide(here, PutToRest((gone[number],)))
    assert [world.told(pen).status for pen in pens] == [CONFIRMED] * 4 + [RESTING] * 4
    world.decide(here, Charter())
    assert world.void(world.say(pens[7], Rest(resting=False))) == ""
    assert world.told(pens[7]).status is CONFIRMED


def test_more_than_a_third_at_once_is_too_many() -> None:
    world, pens = grown(6)
    persons = tuple(world.person(pen) for pen in pens[3:])
    assert world.void(world.propose(pens[0], PutToRest(persons))) == "few"
    assert world.void(world.propose(pens[0], PutToRest(persons[:2]))) == ""


def test_who_rests_puts_nobody_to_rest_who_is_all_that_is_left() -> None:
    world, pens = grown(2)
    world.say(pens[0], Rest(resting=True))
    assert world.void(world.propose(pens[0], PutToRest((world.person(pens[1]),)))) == "few"


def test_who_rests_invites_and_puts_and_certifies_but_does_not_answer() -> None:
    world, pens = grown(4)
    world.say(pens[3], Rest(resting=True))
    assert not world.void(world.invite(pens[3]))
    proposal = world.propose(pens[3], Text())
    world.meet(*pens)
    assert world.void(world.answer(pens[3], proposal)) == "electorate"
    for pen in pens[:2]:
        world.answer(pen, proposal)
    world.meet(*pens)
    assert not world.void(world.enact(pens[3], proposal))


def test_rest_and_return_said_at_once_is_a_return() -> None:
    world, pens = grown(3)
    second = world.add_device(pens[1])
    world.meet(*pens, second)
    world.say(pens[1], Rest(resting=True))
    world.say(second, Rest(resting=False))
    assert world.told(pens[1]).status is CONFIRMED
    list(arrivals(world))


def test_a_chamber_that_counts_nobody_needs_nothing() -> None:
    world, pens = grown(3)
    proposal = world.decide(pens[:2], Text())
    assert [electorate.needed for electorate in world.decision(proposal).chambers] == [0, 2]
    assert world.decision(proposal).chambers[0].persons == ()


def test_a_chamber_all_of_whom_rest_needs_nothing_until_one_comes_back() -> None:
    world, pens = grown(4, concerned=(2, 3))
    for pen in pens[2:]:
        world.say(pen, Rest(resting=True))
    world.meet(*pens)
    world.decide(pens[:2], Text())
    world.say(pens[3], Rest(resting=False))
    world.meet(*pens)
    proposal = world.propose(pens[0], Text())
    for pen in pens[:2]:
        world.answer(pen, proposal)
    world.meet(*pens)
    assert world.void(world.enact(pens[0], proposal)) == "short"


def test_a_chamber_of_people_without_a_device_speaks_and_two_write_it_down() -> None:
    world = World()
    old = [world.admit_without_device(world.founder, CONCERNED) for _ in range(2)]
    pens = [world.founder, world.join(world.founder, chamber=CARRYING)]
    world.meet(*pens)
    assert [world.membership().persons[person].status for person in old] == [CONFIRMED, CONFIRMED]
    world.decide([pens[0]], Confirm(world.person(pens[1])))  # one device alone: those without do not count yet
    world.meet(*pens)
    proposal = world.propose(pens[0], Text())
    for pen in pens:
        world.answer(pen, proposal)
    casts = [world.answer(pens[0], proposal, voter=person) for person in old]
    world.meet(*pens)
    assert world.void(world.enact(pens[0], proposal)) == "short"
    for cast in casts:
        world.say(pens[1], Countersign(cast.id))
    assert not world.void(world.enact(pens[1], proposal))


def test_a_lone_person_of_a_chamber_moves_when_two_thirds_of_each_say_so() -> None:
    world, pens = grown(4, concerned=(3,))
    matter = Chambers((), (world.person(pens[3]),), ())
    proposal = world.propose(pens[0], matter)
    for pen in pens[:3]:
        world.answer(pen, proposal)
    world.meet(*pens)
    assert world.void(world.enact(pens[0], proposal)) == "short"
    world.answer(pens[3], proposal)
    world.meet(*pens)
    assert not world.void(world.enact(pens[0], proposal))
    assert world.told(pens[3]).chamber is CARRYING


def test_a_chamber_whose_only_person_is_excluded_stands_empty_and_stops_nobody() -> None:
    world, pens = grown(4, concerned=(3,))
    person = world.person(pens[3])
    world.decide(pens[:3], Exclude(person, world.cuts_of(pens[0], person)))
    world.decide(pens[:2], Text())


def test_with_nobody_left_who_has_a_voice_nothing_is_undone_and_the_cell_can_be_founded_anew() -> None:
    """The way out is not an act: everything is there to be read and exported (design §5)."""
    world, pens = grown(3)
    guest = world.join(pens[0])
    world.meet(*pens, guest)
    decided = world.decide(pens, Text())
    for pen in pens:
        world.say(pen, Leave(()))
    membership = world.membership()
    assert not any(person.has_voice for person in membership.persons.values())
    assert membership.effective(guest.device)
    assert membership.decisions[decided.id].enacts
    guest.known = world.facts.history.all
    assert world.void(world.propose(guest, Confirm(world.person(guest)))) == "voice"
