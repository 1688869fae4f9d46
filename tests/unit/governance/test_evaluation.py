"""One evaluation: what it knows, what it may not judge, and what may begin a log."""

from __future__ import annotations

from idos_p2p.governance.acts import Begin, Rest
from idos_p2p.governance.evaluation import Evaluation
from idos_p2p.governance.past import Act
from idos_p2p.ids import ABSENT, EntryId
from tests.unit.governance.grown import grown
from tests.unit.governance.world import verify


def test_an_evaluation_knows_what_it_judged_and_its_heads() -> None:
    world, _ = grown(3)
    evaluation = Evaluation(world.cell, verify, world.acts[:2])
    assert evaluation.cell == world.cell
    assert [evaluation.knows(act) for act in world.acts[:3]] == [True, True, False]
    assert evaluation.heads() == (world.acts[1].id,)


def test_an_act_of_a_newer_kind_is_void_and_says_that_this_program_must_not_judge() -> None:
    world, pens = grown(3)
    assert not world.membership().newer
    act = Act(EntryId(b"n" * 32), pens[0].device, 99, (), None, pens[0].tip, newer=True)
    evaluation = Evaluation(world.cell, verify, [*world.acts, act])
    assert evaluation.conclude().newer
    evaluation.add([Act(EntryId(b"m" * 32), pens[0].device, 100, (), None, act.id)])
    assert evaluation.conclude().newer
    assert evaluation.conclude().void == {act.id: "body", EntryId(b"m" * 32): "body"}


def test_a_log_begins_with_a_start_a_begin_or_a_succession_that_counts() -> None:
    world, pens = grown(3)
    second = world.add_device(pens[1])
    begun = next(act for act in world.acts if act.id == second.tip)
    evaluation = Evaluation(world.cell, verify, [act for act in world.acts if act is not begun])
    assert evaluation.beginning_fault(begun) == ""
    other = Act(EntryId(b"o" * 32), second.device, 0, (), Rest(resting=True))
    assert evaluation.beginning_fault(other) == "origin"
    assert evaluation.beginning_fault(Act(EntryId(b"p" * 32), second.device, 0, (), Begin(ABSENT))) == "origin"


def test_who_was_created_is_the_founder_and_whoever_was_admitted() -> None:
    world, pens = grown(3)
    facts = world.facts
    assert [facts.created(world.person(pen)) for pen in pens] == [True, True, True]
    assert not any(facts.created(world.person(pens[0])) for facts in [Evaluation(world.cell, verify)._facts])
