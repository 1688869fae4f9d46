"""The gate's second half: what a change may build on."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from automerge.core import ROOT, Document, ObjType, ScalarType
from hypothesis import given
from hypothesis import strategies as some

from idos_p2p.ids import DeviceId
from idos_p2p.records.change import Change, GateRefusal
from idos_p2p.records.context import RecordContext
from idos_p2p.records.gate import examine
from tests.unit.records.crafting import ANA, BEN, Parts, honest_history, take_apart

SEEDS = some.integers(0, 2**32 - 1)


def context_of(*changes: Change) -> RecordContext:
    context = RecordContext()
    for change in changes:
        context.admit(change)
    return context


def shuffled(random: Random, changes: list[Change]) -> list[Change]:
    """Return the changes in another causal order."""
    left, order = list(changes), list[Change]()
    while left:
        known = {change.hash for change in order}
        chosen = random.choice([change for change in left if known.issuperset(change.dependencies)])
        left.remove(chosen)
        order.append(chosen)
    return order


@given(SEEDS, some.integers(2, 8))
def test_every_honest_history_is_admitted_in_any_causal_order(seed: int, devices: int) -> None:
    random = Random(seed)
    actors = [DeviceId(bytes([number + 1]) * 32) for number in range(devices)]
    history = honest_history(random, random.randrange(1, 25), actors)
    context_of(*history)
    context_of(*shuffled(random, history))


def test_1000_changes_of_our_binding_are_accepted() -> None:
    accepted = 0
    for seed in range(60):
        history = honest_history(Random(seed), steps=25)
        context_of(*history)
        accepted += len(history)
    assert accepted >= 1_000


def two() -> tuple[Change, Change]:
    """Return a first change with a text, a map and a title, and one that edits each."""
    document = Document(ANA)
    with document.transaction() as transaction:
        text = transaction.put_object(ROOT, "text", ObjType.Text)
        transaction.put_object(ROOT, "map", ObjType.Map)
        transaction.put(ROOT, "title", ScalarType.Str, "un")
        transaction.insert(text, 0, ScalarType.Str, "a")
    with document.transaction() as transaction:
        transaction.insert(text, 1, ScalarType.Str, "b")
        transaction.put(ROOT, "title", ScalarType.Str, "deux")
    first, second = (examine(change.raw_bytes, ANA) for change in document.get_changes([]))
    return first, second


def refusal(parts: Parts, *before: Change) -> str:
    change = examine(parts.build(), DeviceId(parts.actor))
    context = context_of(*before)
    assert not context.missing(change)
    with pytest.raises(GateRefusal) as refused:
        context.admit(change)
    return refused.value.rule


def test_a_change_waits_for_what_it_builds_on() -> None:
    first, second = two()
    assert context_of().missing(second) == (first.hash,)
    assert context_of(first).missing(second) == ()


def test_a_change_out_of_its_line_is_refused() -> None:
    first, second = two()
    parts = take_apart(second.body)
    assert refusal(replace(parts, seq=3), first) == "sequence"
    assert refusal(replace(parts, seq=1), first) == "sequence"
    assert refusal(parts, first, second) == "sequence"
    assert refusal(replace(parts, start_op=parts.start_op + 1), first) == "start_op"
    assert refusal(replace(take_apart(first.body), actor=BEN), first) == "dependencies"


def test_a_change_that_names_what_its_author_never_saw_is_refused() -> None:
    first, second = two()
    parts = take_apart(second.body)
    assert refusal(parts.with_column(0x02, b"\x7f\x02\x00\x01"), first) == "object"  # a text edit in the map
    assert refusal(parts.with_column(0x02, b"\x7f\x03\x00\x01"), first) == "object"  # in what is no object
    assert refusal(parts.with_column(0x13, b"\x7f\x03\x00\x01"), first) == "element"
    assert refusal(parts.with_column(0x73, b"\x7f\x02"), first) == "predecessors"


def written(document: Document, target: bytes, key: str) -> Change:
    """Write one value in a map of the document, and return the change."""
    heads = document.get_heads()
    with document.transaction() as transaction:
        transaction.put(target, key, ScalarType.Str, "value")
    change = document.get_changes(heads)[0]
    return examine(change.raw_bytes, DeviceId(change.actor_id))


def test_an_object_made_apart_is_unknown_to_the_other_side() -> None:
    first, _ = two()
    aside, ours = Document.load(first.body), Document.load(first.body)
    aside.set_actor(BEN)
    ours.set_actor(ANA)
    with aside.transaction() as transaction:
        made = transaction.put_object(ROOT, "aside", ObjType.Map)  # operation 5 of Ben
    making = examine(aside.get_changes([first.hash])[0].raw_bytes, BEN)
    inside = written(aside, made, "key")
    known = ours.get(ROOT, "map")
    assert known is not None
    one, other = written(ours, known[1], "one"), written(ours, known[1], "other")
    context_of(first, making, inside, one, other)
    stranger = take_apart(other.body).with_column(0x01, b"\x7f\x01").with_column(0x02, b"\x7f\x05")
    assert refusal(replace(stranger, others=(BEN,)), first, making, one) == "object"


def test_what_is_refused_leaves_no_trace() -> None:
    first, second = two()
    context = context_of(first)
    for wrong in (replace(take_apart(second.body), seq=5), take_apart(second.body).with_column(0x73, b"\x7f\x02")):
        with pytest.raises(GateRefusal):
            context.admit(examine(wrong.build(), ANA))
    context.admit(second)


def test_a_text_takes_one_character_at_a_time() -> None:
    first, _ = two()
    document = Document.load(first.body)
    document.set_actor(ANA)
    with document.transaction() as transaction:
        found = transaction.get(ROOT, "text")
        assert found is not None
        transaction.insert(found[1], 0, ScalarType.Str, "ab")
    change = document.get_changes([first.hash])[0]
    assert refusal(take_apart(change.raw_bytes), first) == "character"


def test_one_place_is_not_written_without_end() -> None:
    for times in (64, 65):
        document = Document(ANA)
        with document.transaction() as transaction:
            for number in range(times):
                transaction.put(ROOT, "key", ScalarType.Int, number)
        body = document.get_changes([])[0].raw_bytes
        if times > 64:
            assert refusal(take_apart(body)) == "rewrites"
        else:
            context_of(examine(body, ANA))


def test_objects_are_not_nested_without_end() -> None:
    document = Document(ANA)
    with document.transaction() as transaction:
        inner = ROOT
        for _ in range(17):
            inner = transaction.put_object(inner, "in", ObjType.Map)
    assert refusal(take_apart(document.get_changes([])[0].raw_bytes)) == "depth"
