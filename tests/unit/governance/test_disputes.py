"""A majority of long ago that rewrites what was decided since: shown as disputed, everywhere alike, until settled."""

from __future__ import annotations

import pytest

from idos_p2p.governance.decisions import State
from idos_p2p.governance.matters import Chambers, Confirm, Exclude, Ratify, Rebind, Text
from idos_p2p.governance.membership import Status
from idos_p2p.governance.past import Act
from tests.unit.governance.grown import arrivals, grown, subsets
from tests.unit.governance.world import CARRYING, Pen, World

CONFIRMED, GUEST, EXCLUDED = Status.CONFIRMED, Status.GUEST, Status.EXCLUDED


def exclude(world: World, pens: list[Pen], target: Pen) -> Act:
    person = world.person(target)
    return world.decide(pens, Exclude(person, world.cuts_of(pens[0], person)))


def old_lines(world: World, pens: list[Pen]) -> list[Pen]:
    """Return second lines of these, from the time when the three founders were alone."""
    firsts = [next(act for act in world.acts if act.device == pen.device) for pen in pens]
    lines = [world.fork(pen, first) for pen, first in zip(pens, firsts, strict=True)]
    admits = [act for act in world.acts if act.device == world.founder.device][:5]
    for line in lines:
        line.known |= world.past(admits[-1])
    return lines


def schism(puppets: int = 0) -> tuple[World, list[Pen], list[Pen], Act]:
    """Return a cell that excluded Ali and Bea, who then write from the time of the founding to exclude Fanny."""
    world, pens = grown(5)
    here = [pens[0], pens[3], pens[4]]
    exclude(world, [*here, pens[2]], pens[1])
    exclude(world, here, pens[2])
    liars = old_lines(world, pens[1:3])
    for _ in range(puppets):
        puppet = world.join(liars[0])
        world.meet(*liars, puppet)
        world.decide(liars, Confirm(world.person(puppet)))
        liars.append(puppet)
        world.meet(*liars)
    return world, here, liars, exclude(world, liars, world.founder)


@pytest.mark.parametrize("puppets", [0, 1, 3, 8])
def test_two_excluded_founders_who_rewrite_the_founding_are_disputed_with_however_many_puppets(puppets: int) -> None:
    world, here, liars, rewritten = schism(puppets)
    membership = world.membership()
    assert membership.decisions[rewritten.id].state is State.DISPUTED
    assert membership.decisions[rewritten.id].why
    fanny = membership.persons[world.person(here[0])]
    assert (fanny.status, fanny.disputed) == (GUEST, True)
    assert membership.effective(here[0].device)
    assert [membership.persons[world.person(pen)].status for pen in here[1:]] == [CONFIRMED, CONFIRMED]
    assert [membership.persons[world.person(pen)].status for pen in liars[:2]] == [EXCLUDED, EXCLUDED]
    assert not any(membership.effective(pen.device) for pen in liars)


@pytest.mark.parametrize("puppets", [0, 3])
def test_the_honest_one_has_their_voice_back_by_a_decision_that_knows_of_the_rewriting(puppets: int) -> None:
    world, here, liars, rewritten = schism(puppets)
    world.meet(*here, *liars)
    world.decide(here[1:], Confirm(world.person(here[0])))
    membership = world.membership()
    fanny = membership.persons[world.person(here[0])]
    assert (fanny.status, fanny.disputed) == (CONFIRMED, False)
    assert membership.decisions[rewritten.id].state is State.DISPUTED
    world.meet(*here)
    world.decide(here, Text())


def test_a_disputed_decision_that_is_ratified_takes_effect() -> None:
    world, here, liars, rewritten = schism()
    world.meet(*here, *liars)
    world.decide(here[1:], Ratify(rewritten.id))
    membership = world.membership()
    assert membership.decisions[rewritten.id].state is State.ADOPTED
    assert membership.persons[world.person(here[0])].status is EXCLUDED
    assert not membership.effective(here[0].device)


def equals(puppets: int) -> tuple[World, list[Pen], list[Act], Act]:
    """Return a schism of equals: Bea took part in nothing since the founding, so that each has two of three."""
    world = World()
    pens = [world.founder, world.join(world.founder, chamber=CARRYING), world.join(world.founder, chamber=CARRYING)]
    world.meet(*pens)
    decided = []
    for _ in range(2):
        pens.append(world.join(world.founder, chamber=CARRYING))
        here = [pens[0], pens[1], *pens[3:]]
        world.meet(*here)
        decided.append(world.decide(here[:-1], Confirm(world.person(pens[-1]))))
        world.meet(*here)
    here = [pens[0], *pens[3:]]
    decided += [exclude(world, here, pens[2]), exclude(world, here, pens[1])]
    liars = old_lines(world, pens[1:3])
    for _ in range(puppets):
        puppet = world.join(liars[0])
        world.meet(*liars, puppet)
        world.decide(liars, Confirm(world.person(puppet)))
        liars.append(puppet)
        world.meet(*liars)
    return world, here, decided, exclude(world, liars, world.founder)


@pytest.mark.parametrize(("puppets", "disputed"), [(0, True), (1, True), (3, False), (4, False)])
def test_between_equals_the_later_epoch_disputes_and_every_peer_says_the_same(puppets: int, disputed: bool) -> None:
    """Four decisions against one, two, four and five: here people have to choose (``docs/deciding.md``)."""
    world, here, decided, rewritten = equals(puppets)
    states = {act: decision.state for act, decision in world.membership().decisions.items()}
    assert (states[rewritten.id] is State.DISPUTED) == disputed
    assert (states[decided[-1].id] is State.DISPUTED) == (puppets == 4)
    assert world.membership().effective(here[0].device) == disputed
    list(arrivals(world))


def test_of_two_histories_that_weigh_the_same_the_last_decisions_stand_and_those_on_the_way_are_disputed() -> None:
    world, _, decided, rewritten = equals(3)
    states = {act: decision.state for act, decision in world.membership().decisions.items()}
    last = {decided[-1].id, rewritten.id}
    assert {states[act] for act in last} == {State.ADOPTED}
    assert {state for act, state in states.items() if act not in last} == {State.DISPUTED}
    assert len(states) == 8


def test_a_ratification_needs_to_know_what_it_ratifies_and_nothing_that_came_after() -> None:
    world, here, liars, rewritten = schism()
    certificate = world.facts.certificates[rewritten.id][0].act
    world.invite(liars[0])  # the act that follows the certificate, which nobody of the others knows
    for pen in here:
        pen.known |= world.past(certificate)
    world.meet(*here)
    world.decide(here[1:], Ratify(rewritten.id))
    assert world.decision(rewritten).state is State.ADOPTED


def test_a_ratification_that_is_not_here_ratifies_nothing() -> None:
    world, here, liars, rewritten = schism()
    world.meet(*here, *liars)
    world.decide(here[1:], Ratify(rewritten.id))
    ratified = world.at(world.acts[-1].id)
    for membership in subsets(world, [ratified]):
        known = world.acts[-1].id in membership.acts
        assert (membership.decisions[rewritten.id].state is State.ADOPTED) == known
        assert (membership.persons[world.person(here[0])].status is EXCLUDED) == known


def test_who_does_not_know_of_a_ratification_is_judged_as_before_it() -> None:
    """Fanny is a guest while what excludes her is disputed; that it was ratified meanwhile she could not know."""
    world, here, liars, rewritten = schism()
    world.meet(*here, *liars)
    world.decide(here[1:], Ratify(rewritten.id))
    assert world.told(here[0]).status is EXCLUDED
    for _ in range(2):
        world.add_device(here[0], begin=False)
        assert world.void(world.acts[-1]) == ""
    world.meet(*here)
    world.add_device(here[0], begin=False)
    assert world.void(world.acts[-1]) == "writer"


def test_every_peer_says_the_same_of_a_schism_whatever_it_lacks() -> None:
    world, here, _, rewritten = schism(puppets=1)
    certificates = [one.at for several in world.facts.certificates.values() for one in several]
    fanny = world.person(here[0])
    for membership in subsets(world, certificates[-5:]):
        person, decision = membership.persons[fanny], membership.decisions.get(rewritten.id)
        assert (person.status is EXCLUDED) <= (decision is not None and decision.state is State.ADOPTED)
        assert membership.effective(here[0].device) == (person.status is not EXCLUDED)
    list(arrivals(world, orders=6, parts=6))


def test_what_was_decided_before_they_parted_and_what_excludes_no_supporter_stays_undisputed() -> None:
    world, here, _, rewritten = schism()
    states = {act: decision.state for act, decision in world.membership().decisions.items()}
    assert {state for act, state in states.items() if act != rewritten.id} == {State.ADOPTED}
    assert here


def test_an_old_majority_seats_nobody_anew_and_binds_nobodys_device() -> None:
    world, pens = grown(5)
    here = [pens[0], pens[3], pens[4]]
    exclude(world, [*here, pens[2]], pens[1])
    exclude(world, here, pens[2])
    liars = old_lines(world, pens[1:3])
    stolen = world.start(world.invite(liars[0]))
    world.meet(*liars, stolen)
    fanny = world.person(pens[0])
    bound = world.decide(liars, Rebind(fanny, world.start_of(stolen), world.cuts_of(liars[0], fanny)))
    world.meet(*liars, stolen)
    seated = world.decide([*liars, stolen], Chambers((fanny,), (), ()))
    membership = world.membership()
    assert [membership.decisions[act.id].state for act in (bound, seated)] == [State.DISPUTED] * 2
    assert membership.devices[pens[0].device] == fanny
    assert membership.persons[fanny].chamber is world.chamber
    assert membership.persons[fanny].status is CONFIRMED


def test_of_two_decisions_taken_at_once_neither_disputes_the_other_however_many_took_part() -> None:
    world, pens = grown(8)
    one, other = world.person(pens[0]), world.person(pens[1])
    out = [world.propose(pens[2], Exclude(who, world.cuts_of(pens[2], who))) for who in (one, other)]
    casts = [world.answer(pen, out[0]) for pen in pens[1:6]]  # five of seven: just enough, with whom the other puts out
    others = [world.answer(pen, out[1]) for pen in pens[2:]]
    pens[2].known |= world.past(*casts)
    pens[3].known |= world.past(*others)
    assert [world.void(world.enact(pens[2], out[0])), world.void(world.enact(pens[3], out[1]))] == ["", ""]
    membership = world.membership()
    assert [membership.decisions[proposal.id].state for proposal in out] == [State.ADOPTED] * 2
    assert [membership.persons[who].status for who in (one, other)] == [EXCLUDED, EXCLUDED]


def test_two_decisions_since_are_enough_to_outweigh_one_of_an_old_past() -> None:
    world, pens = grown(4)
    exclude(world, [pens[0], pens[2], pens[3]], pens[1])
    rewritten = exclude(world, old_lines(world, pens[1:3]), pens[0])
    assert world.decision(rewritten).state is State.DISPUTED


def test_a_decision_that_holds_without_the_excluded_is_not_disputed() -> None:
    world, pens = grown(5)
    guests = [world.join(pens[0]) for _ in range(2)]
    world.meet(*pens)
    matters = [Confirm(world.person(guest)) for guest in guests]
    apart = world.propose(pens[1], matters[0])
    casts = [world.answer(pen, apart) for pen in pens]
    world.meet(*pens)
    since = world.propose(pens[0], matters[1])
    out = world.propose(pens[0], Exclude(world.person(pens[4]), world.cuts_of(pens[0], world.person(pens[4]))))
    for proposal in (since, out):
        for pen in pens[:4]:
            world.answer(pen, proposal)
    pens[0].known |= world.past(*[cast.act for one in (since, out) for cast in world.facts.casts[one.id]])
    assert [world.void(world.enact(pens[0], one)) for one in (since, out)] == ["", ""]
    assert not world.void(world.enact(pens[1], apart))
    assert len(casts) == 5
    membership = world.membership()
    assert {decision.state for decision in membership.decisions.values()} == {State.ADOPTED}
    assert membership.persons[world.person(guests[0])].status is CONFIRMED


def test_a_decision_that_holds_without_the_excluded_stands_even_where_more_was_decided_since() -> None:
    world, pens = grown(6)
    guests = [world.join(pens[0], chamber=CARRYING) for _ in range(2)]
    world.meet(*pens)
    apart = world.propose(pens[1], Confirm(world.person(guests[0])))
    for pen in pens[1:]:
        world.answer(pen, apart)  # five, of whom four are enough
    pens[5].known |= world.past(*[cast.act for cast in world.facts.casts[apart.id]])
    since = world.decide(pens[:5], Confirm(world.person(guests[1])))
    out = exclude(world, pens[:5], pens[5])
    assert not world.void(world.enact(pens[5], apart))
    assert [world.decision(proposal).state for proposal in (apart, since, out)] == [State.ADOPTED] * 3


def test_only_what_the_guard_covers_is_ratified() -> None:
    world, pens = grown(3)
    text = world.decide(pens, Text())
    assert world.void(world.propose(pens[0], Ratify(text.id))) == "proposal"
    world, here, liars, rewritten = schism()
    assert world.void(world.propose(here[1], Ratify(rewritten.id))) == "proposal" or not liars
