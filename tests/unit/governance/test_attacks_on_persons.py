"""Leaked invitations, excluded ones and their accomplices, forks of the founding: who has a voice, and who has not."""

from __future__ import annotations

import pytest

from idos_p2p.governance.acts import Admit, Begin, Circle, Enact, Invite, Rest, Revoke, Start
from idos_p2p.governance.decisions import State
from idos_p2p.governance.evaluation import evaluate
from idos_p2p.governance.matters import Chambers, Charter, Confirm, Exclude, Forget, Place, PutToRest, Text
from idos_p2p.governance.membership import Status
from idos_p2p.governance.past import Act
from idos_p2p.governance.proofs import proof_message
from idos_p2p.ids import ABSENT, EntryId
from tests.unit.governance.grown import arrivals, grown
from tests.unit.governance.world import CARRYING, CONCERNED, Pen, World, signature, verify

CONFIRMED, GUEST, EXCLUDED, RESTING = Status.CONFIRMED, Status.GUEST, Status.EXCLUDED, Status.RESTING


def exclude(world: World, pens: list[Pen], target: Pen) -> Act:
    """Exclude somebody by those present; return the proposal."""
    person = world.person(target)
    return world.decide(pens, Exclude(person, world.cuts_of(pens[0], person)))


# -------------------------------------------------------------------------------------------------------- invitations


def test_an_invitation_that_leaks_brings_in_a_guest_at_most() -> None:
    world, pens = grown(4)
    invite = world.invite(pens[0])
    stranger = world.start(invite)
    world.admit(pens[1], stranger)
    assert world.told(stranger).status is GUEST
    assert world.void(world.invite(stranger)) == "voice"
    proposal = world.propose(stranger, Confirm(world.person(stranger)))
    assert world.void(proposal) == "voice"


def test_an_invitation_used_twice_alarms_everybody_and_a_decision_settles_who_was_meant() -> None:
    world, pens = grown(4)
    invite = world.invite(pens[0])
    meant, thief = world.start(invite), world.start(invite)
    world.admit(pens[0], meant)
    world.admit(pens[1], thief)
    world.meet(*pens)
    alarms = {act for name, act in world.membership().alarms if name == "invite_key_twice"}
    assert alarms == {world.start_of(meant), world.start_of(thief)}
    world.decide(pens, Confirm(world.person(meant)))
    exclude(world, [*pens, meant], thief)
    assert world.told(meant).status is CONFIRMED
    assert world.told(thief).status is EXCLUDED


def test_what_was_proved_for_one_device_serves_no_other() -> None:
    world, pens = grown(3)
    invite = world.invite(pens[0])
    honest = world.start(invite)
    proved = next(act for act in world.acts if act.device == honest.device).body
    assert isinstance(proved, Start)
    stolen = world.say(world.new_pen(), proved)
    assert world.void(stolen) == "proof"


# ----------------------------------------------------------------------------------- the excluded and their accomplices


def test_who_was_excluded_comes_back_by_an_accomplice_as_a_guest_alone_and_nobody_is_fooled() -> None:
    world, pens = grown(5)
    exclude(world, pens[:4], pens[4])
    again = world.start(world.invite(pens[1]))
    world.admit(pens[1], again)
    told = world.told(again)
    assert (told.status, told.sponsor) == (GUEST, world.person(pens[1]))
    world.meet(*pens[:4])
    person = world.person(again)
    world.decide([pens[0], pens[2], pens[3]], Exclude(person, world.cuts_of(pens[0], person)))
    assert world.told(again).status is EXCLUDED


def test_an_accomplice_who_admits_the_excluded_ones_start_again_changes_nothing() -> None:
    world, pens = grown(5)
    exclude(world, pens[:4], pens[4])
    again = world.say(pens[1], Admit(world.start_of(pens[4]), CARRYING, ABSENT))
    assert world.void(again) == ""
    assert world.told(pens[4]).status is EXCLUDED
    assert not world.membership().effective(pens[4].device)


@pytest.mark.parametrize("old", ["in what they know now", "from an old past"])
def test_who_was_excluded_does_not_come_back_by_the_decision_that_once_confirmed_them(old: str) -> None:
    """Certified once more, the ancient consents would be a confirmation that knows of the exclusion."""
    world, pens = grown(5)
    confirmed = next(put.act for put in world.facts.puts.values() if put.body.matter == Confirm(world.person(pens[4])))
    exclude(world, pens[:4], pens[4])
    accomplice = pens[1]
    if old == "from an old past":
        line = world.fork(accomplice, next(act for act in world.acts if act.device == accomplice.device))
        line.known |= world.past(*[cast.act for cast in world.facts.casts[confirmed.id]])
        again = world.enact(line, confirmed)
        assert world.void(again) == ""
        accomplice = line
        world.meet(accomplice, pens[0])
    again = world.enact(accomplice, confirmed)
    assert world.void(again) == "adopted"
    assert world.told(pens[4]).status is EXCLUDED


def test_a_confirmation_put_before_the_exclusion_and_certified_after_it_brings_nobody_back() -> None:
    world, pens = grown(4)
    guest = world.join(pens[0])
    world.meet(*pens)
    proposal = world.propose(pens[1], Confirm(world.person(guest)))
    for pen in pens:
        world.answer(pen, proposal)
    world.meet(*pens)
    exclude(world, pens, guest)
    enact = world.enact(pens[1], proposal)
    assert world.void(enact) == ""
    list(arrivals(world))
    assert world.told(guest).status is EXCLUDED
    world.meet(*pens)
    world.decide(pens, Confirm(world.person(guest)))
    assert world.told(guest).status is CONFIRMED


@pytest.mark.parametrize("hidden", [False, True], ids=["known", "hidden"])
def test_an_exclusion_certified_again_years_later_takes_nothing_from_who_was_confirmed_since(hidden: bool) -> None:
    world, pens = grown(5)
    proposal = exclude(world, pens[:4], pens[4])
    line = world.fork(pens[3], next(act for act in world.acts if act.id == world.facts.casts[proposal.id][3].act.id))
    world.decide(pens[:4], Confirm(world.person(pens[4])))
    assert world.told(pens[4]).status is CONFIRMED
    if hidden:
        line.known |= world.past(*[cast.act for cast in world.facts.casts[proposal.id]])
        assert world.void(world.enact(line, proposal)) == ""
    else:
        assert world.void(world.enact(pens[3], proposal)) == "adopted"
    assert world.told(pens[4]).status is CONFIRMED


def test_who_is_confirmed_again_rests_no_more() -> None:
    world, pens = grown(5)
    world.say(pens[4], Rest(resting=True))
    world.meet(*pens)
    exclude(world, pens[:4], pens[4])
    world.decide(pens[:4], Confirm(world.person(pens[4])))
    assert world.told(pens[4]).status is CONFIRMED


def test_whoever_came_back_from_a_rest_they_were_put_to_is_not_put_to_it_again_without_a_decision() -> None:
    world, pens = grown(4)
    proposal = world.decide(pens[:3], PutToRest((world.person(pens[3]),)))
    world.meet(*pens)
    world.say(pens[3], Rest(resting=False))
    world.meet(*pens)
    assert world.void(world.enact(pens[0], proposal)) == "adopted"
    assert world.told(pens[3]).status is CONFIRMED


@pytest.mark.parametrize("matter", ["charter", "seats"])
def test_an_older_charter_and_older_seats_do_not_come_back_by_an_old_past(matter: str) -> None:
    world, pens = grown(3)
    moved = world.person(pens[2])
    before, after = (
        (Charter(), Charter()) if matter == "charter" else (Chambers((moved,), (), ()), Chambers((), (moved,), ()))
    )
    first = world.decide(pens, before)
    consents = [cast.act for cast in world.facts.casts[first.id]]
    line = world.fork(pens[1], consents[1])
    second = world.decide(pens, after)
    for _ in range(8):  # one of eight would have the smaller id
        again = world.fork(line, consents[1])
        again.known |= world.past(*consents)
        assert world.void(world.enact(again, first)) == ""
    if matter == "charter":
        assert world.membership().charter == second.id
    assert world.told(pens[2]).chamber is CARRYING


def test_exclusion_beats_a_confirmation_made_at_the_same_time_and_one_that_knows_of_it_restores() -> None:
    world, pens = grown(4)
    guest = world.join(pens[0])
    world.meet(*pens)
    person = world.person(guest)
    confirm = world.propose(pens[0], Confirm(person))
    out = world.propose(pens[1], Exclude(person, world.cuts_of(pens[1], person)))
    for proposal in (confirm, out):
        for pen in pens:
            world.answer(pen, proposal)
    world.meet(*pens)
    assert [world.void(world.enact(pen, one)) for pen, one in ((pens[0], confirm), (pens[1], out))] == ["", ""]
    assert world.told(guest).status is EXCLUDED
    list(arrivals(world))
    world.meet(*pens)
    world.decide(pens, Confirm(person))
    assert world.told(guest).status is CONFIRMED


def test_two_confirmations_at_once_are_one() -> None:
    world, pens = grown(4)
    guest = world.join(pens[0])
    world.meet(*pens)
    one, other = (world.propose(pen, Confirm(world.person(guest))) for pen in pens[:2])
    for proposal in (one, other):
        for pen in pens:
            world.answer(pen, proposal)
    world.meet(*pens)
    enacts = [world.enact(pens[0], one), world.enact(pens[1], other), world.enact(pens[2], one)]
    assert [world.void(act) for act in enacts] == ["", "", ""]
    decided = world.membership().decisions
    assert [decided[one.id].state, decided[other.id].state] == [State.ADOPTED, State.ADOPTED]
    assert decided[one.id].enacts == tuple(sorted((enacts[0].id, enacts[2].id)))
    assert world.told(guest).status is CONFIRMED
    list(arrivals(world))


def test_mutual_exclusions_both_stand_whichever_is_known_first() -> None:
    world, pens = grown(8)
    one, other = pens[0], pens[1]
    here, there = [pens[0], *pens[2:]], [pens[1], *pens[2:]]
    cuts = [world.cuts_of(pens[2], world.person(pen)) for pen in (one, other)]
    first = world.propose(here[0], Exclude(world.person(other), cuts[1]))
    second = world.propose(there[0], Exclude(world.person(one), cuts[0]))
    for pen in pens[2:]:
        world.answer(pen, first)
        world.answer(pen, second)
    pens[2].known |= world.facts.history.all
    world.answer(pens[2], first)
    pens[3].known = world.facts.history.all
    enacts = [world.enact(pens[2], first), world.enact(pens[3], second)]
    assert [world.void(act) for act in enacts] == ["", ""]
    membership = world.membership()
    assert [membership.persons[world.person(pen)].status for pen in (one, other)] == [EXCLUDED, EXCLUDED]
    assert [membership.decisions[act.id].state for act in (first, second)] == [State.ADOPTED, State.ADOPTED]
    assert not membership.effective(one.device)
    assert not membership.effective(other.device)
    list(arrivals(world))
    world.meet(*pens[2:])  # the way out: whoever should not have gone is confirmed again
    world.decide(pens[2:], Confirm(world.person(one)))
    assert world.told(one).status is CONFIRMED


def test_what_the_excluded_wrote_before_the_cut_stays() -> None:
    world, pens = grown(5)
    invite = world.invite(pens[4])
    guest = world.start(invite)
    world.admit(pens[4], guest)
    world.meet(*pens)
    exclude(world, pens[:4], pens[4])
    membership = world.membership()
    assert world.told(guest).status is GUEST
    assert membership.owners[pens[4].device] == world.person(pens[4])
    assert not membership.invites[invite.id].open


def test_guests_whom_the_excluded_let_in_past_the_cut_fall_with_it() -> None:
    world, pens = grown(5)
    exclude(world, pens[:4], pens[4])
    guest = world.join(pens[4])
    assert world.person(guest) not in world.membership().persons
    assert not world.membership().effective(guest.device)


def test_a_project_of_ones_own_erases_nobody_elses_records() -> None:
    """Whoever opens a project names its circles: alone in them, they would decide alone."""
    world, pens = grown(4)
    liar, mine = pens[3], Place(pens[3].device, 0)
    assert not world.void(world.say(liar, Circle(mine, (world.person(liar),), ())))
    assert world.void(world.propose(liar, Forget((Place(pens[0].device, 4),)), mine)) == "project"
    assert world.void(world.propose(liar, Forget((mine, Place(pens[0].device, 4))), mine)) == "project"
    world.decide([liar], Forget((mine,)), mine)
    assert len(world.membership().forgotten) == 1


# ---------------------------------------------------------------------------------------------------------- founding


@pytest.mark.parametrize("persons", [3, 4])
def test_a_founder_who_forks_after_the_founding_silences_nobody(persons: int) -> None:
    world, pens = grown(persons)
    last = next(act for act in reversed(world.acts) if act.device == world.founder.device)
    world.invite(world.fork(pens[0], last))
    world.invite(pens[0])
    assert [world.told(pen).status for pen in pens] == [CONFIRMED] * persons


def test_a_fork_of_the_founding_confirms_neither_and_a_cut_that_names_one_line_settles_it() -> None:
    world, pens = grown(5)
    fork = world.fork(pens[0], world.acts[0])
    world.admit_without_device(fork)
    assert [world.told(pen).status for pen in pens] == [CONFIRMED, GUEST, GUEST, CONFIRMED, CONFIRMED]
    alone = world.person(pens[0])
    here = pens[3:]
    line = world.cuts_of(pens[3], alone)
    proposal = world.propose(pens[3], Exclude(alone, line))
    for pen in here:
        world.answer(pen, proposal)
    for pen in pens[1:3]:
        world.answer(pen, proposal)
    world.meet(*pens[1:])
    assert not world.void(world.enact(pens[3], proposal))
    assert [world.told(pen).status for pen in pens] == [EXCLUDED, CONFIRMED, CONFIRMED, CONFIRMED, CONFIRMED]
    list(arrivals(world))


@pytest.mark.parametrize("between", [0, 1, 2])
def test_a_fork_of_the_founding_is_seen_whenever_it_arrives_and_whatever_it_says(between: int) -> None:
    """What was concluded before the second line came is not kept for what is known after it."""
    world = World()
    ali = world.join(world.founder)
    fork = world.fork(world.founder, world.acts[-1])
    world.invite(fork)
    assert world.told(ali).status is CONFIRMED
    for _ in range(between):
        world.invite(ali)
        assert world.told(ali).status is CONFIRMED
    world.invite(world.founder)
    assert world.told(ali).status is GUEST
    assert world.membership() == world.membership(world.facts.history.all)


@pytest.mark.parametrize("earlier", ["the line of the founding", "the other line"])
def test_each_is_judged_by_whether_they_know_of_the_founders_fork_whoever_was_judged_before_them(earlier: str) -> None:
    """Both lines begin with an invitation, which by itself is nothing that anybody's standing depends on."""
    world = World(chamber=CONCERNED)
    fork = world.fork(world.founder, world.acts[0])
    if earlier == "the other line":
        world.invite(fork)
    pens = [world.join(world.founder) for _ in range(2)]
    if earlier != "the other line":
        world.invite(fork)
    world.meet(world.founder, *pens)
    ali, bea = pens
    for _ in range(2):
        assert world.void(world.invite(bea)) == ""
        world.meet(ali, fork)
        assert world.void(world.invite(ali)) == "voice"


def test_whom_a_thief_of_the_founding_device_admits_past_its_cut_is_nobody() -> None:
    """The cut leaves the second of the two places free."""
    world = World()
    first = world.join(world.founder)
    second = world.add_device(world.founder)
    world.meet(world.founder, second)
    puppet = world.join(world.founder)
    assert world.told(puppet).status is CONFIRMED
    assert not world.void(world.say(second, Revoke(world.cuts(second, [world.founder.device]))))
    membership = world.membership()
    assert world.person(puppet) not in membership.persons
    assert membership.persons[world.person(first)].status is CONFIRMED


def test_a_second_first_entry_of_the_founders_device_changes_nothing_by_when_it_arrives() -> None:
    world, _ = grown(3)
    other = Act(EntryId(b"o" * 32), world.founder.device, 0, (), Begin(ABSENT))
    acts = [*world.acts, other]
    found = {repr(evaluate(world.cell, order, verify)) for order in (acts, acts[::-1], [other, *world.acts])}
    assert len(found) == 1


def test_a_device_that_begins_twice_is_sealed_to_as_its_first_start_says_whichever_comes_first() -> None:
    world, pens = grown(3)
    invite = world.invite(pens[0], uses=2)
    assert isinstance(invite.body, Invite)
    device = world.new_pen().device
    for number, sealing in enumerate((b"1" * 32, b"2" * 32)):
        proof = signature(invite.body.keys[number], proof_message(world.cell, invite.id, device, sealing))
        start = world.say(Pen(device), Start(invite.id, number, sealing, proof))
        world.say(pens[0], Admit(start.id, CONCERNED, ABSENT))
    assert device in world.membership().sealing
    list(arrivals(world, orders=6))


def test_a_certificate_of_what_was_never_put_is_void() -> None:
    world, pens = grown(3)
    assert world.void(world.say(pens[0], Enact(world.acts[2].id, ()))) == "proposal"
    assert world.void(world.propose(pens[0], Text())) == ""
