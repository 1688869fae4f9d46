"""What a cut may name: the end of one line of a device that its author knows, of every device that is meant."""

from __future__ import annotations

import pytest

from idos_p2p.governance.acts import Leave, Rest, Revoke
from idos_p2p.governance.matters import Cut, Exclude
from idos_p2p.ids import ABSENT
from tests.unit.governance.grown import grown


def test_a_cut_absurdly_early_is_refused() -> None:
    world, pens = grown(5)
    target = world.person(pens[4])
    world.invite(pens[4])
    world.meet(*pens)
    early = next(act for act in world.acts if act.device == pens[4].device)
    cut = Cut(pens[4].device, 1, early.id, early.id)
    assert world.void(world.propose(pens[0], Exclude(target, (cut,)))) == "cuts"
    later = world.cuts_of(pens[0], target)[0]
    short = Cut(later.device, later.count - 1, later.head, later.act)
    assert world.void(world.propose(pens[0], Exclude(target, (short,)))) == "cuts"
    assert world.void(world.propose(pens[0], Exclude(target, (later,)))) == ""


@pytest.mark.parametrize("between", [0, 1, 2])
def test_a_cut_that_leaves_out_the_last_act_that_its_author_knows_is_refused(between: int) -> None:
    world, pens = grown(5)
    first = world.invite(pens[4])
    for _ in range(between):
        world.invite(pens[3])
    last = world.invite(pens[4])
    world.meet(*pens)
    cuts = [Cut(pens[4].device, act.seq + 1, act.id, act.id) for act in (first, last)]
    target = world.person(pens[4])
    assert [world.void(world.propose(pens[0], Exclude(target, (cut,)))) for cut in cuts] == ["cuts", ""]


def test_a_cut_names_one_line_of_a_device_that_forked() -> None:
    world, pens = grown(5)
    fork = world.fork(pens[4], next(act for act in world.acts if act.id == pens[4].tip))
    ends = [world.invite(pens[4]), world.invite(fork), world.invite(fork)]
    world.meet(*pens, fork)
    target = world.person(pens[4])
    cuts = [Cut(pens[4].device, act.seq + 1, act.id, act.id) for act in ends]
    assert [world.void(world.propose(pens[0], Exclude(target, (cut,)))) for cut in cuts] == ["", "cuts", ""]


def test_a_cut_that_names_another_device_or_none_or_one_twice_is_refused() -> None:
    world, pens = grown(5)
    target = world.person(pens[4])
    mine, theirs = world.cuts(pens[0], [pens[3].device])[0], world.cuts_of(pens[0], target)[0]
    for cuts in ((mine,), (), (theirs, mine), (theirs, theirs)):
        assert world.void(world.propose(pens[0], Exclude(target, cuts))) == "cuts"
    swapped = Cut(theirs.device, mine.count + 9, mine.head, mine.act)
    assert world.void(world.propose(pens[0], Exclude(target, (swapped,)))) == "cuts"


def test_a_cut_at_no_act_is_refused_and_stops_nobody() -> None:
    world, pens = grown(5)
    second = world.add_device(pens[3])
    world.meet(*pens, second)
    target = world.person(pens[4])
    whole = world.cuts_of(pens[0], target)[0]
    bare = Cut(whole.device, whole.count, whole.head, ABSENT)
    assert world.void(world.propose(pens[0], Exclude(target, (bare,)))) == "cuts"
    mine = Cut(second.device, 9, ABSENT, ABSENT)
    assert [world.void(world.say(pens[3], body((mine,)))) for body in (Revoke, Leave)] == ["cuts", "cuts"]


def test_a_cut_at_an_act_that_its_author_did_not_know_is_refused() -> None:
    world, pens = grown(5)
    target, known = world.person(pens[4]), pens[0].known
    hidden = world.say(pens[4], Rest(resting=True))
    assert not known >> world.at(hidden.id) & 1
    cut = Cut(pens[4].device, hidden.seq + 1, hidden.id, hidden.id)
    proposal = world.propose(pens[0], Exclude(target, (cut,)))
    assert world.standing(pens[0]).holds(hidden.id)  # naming it is knowing it
    assert world.void(proposal) == ""
