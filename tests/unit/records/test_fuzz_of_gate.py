"""What the gate lets through harms nothing: a short run of ``python -m tests.fuzz.gate``, and the inputs kept."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from automerge.core import ROOT, Document, ObjType, ScalarType

from idos_p2p.limits import MAX_OPERATIONS, MAX_RECORD_COST, MAX_REWRITES
from idos_p2p.records import cost
from tests.fuzz import deadly, gate
from tests.fuzz.binding import Answer, ask_once
from tests.fuzz.driver import Found, Tried, corpus, run
from tests.fuzz.gate import Record, wrong_with
from tests.fuzz.processes import Box, open_box, run_apart
from tests.fuzz.rows import Row, columns_of
from tests.unit.records.crafting import ANA, Parts, author_of
from tests.unit.records.test_gate import one_set

SEED = 20261122
INPUTS = 100_000


def test_nothing_goes_wrong_behind_the_gate() -> None:
    found = run_apart(gate, INPUTS, SEED)
    assert found.faults == []
    assert found.inputs == INPUTS
    assert found.words["accepted"] > INPUTS // 20, "inputs must get past the gate to mean anything"
    assert (found.slowest_ms <= 250, found.largest_kb <= 64 * 1024) == (True, True)


def test_the_same_seed_gives_the_same_inputs_however_many_processes_try_them() -> None:
    apart, here = run_apart(gate, 700, SEED), run(gate, 700, SEED)
    assert (apart.words, apart.inputs) == (here.words, here.inputs)
    assert apart.kept.keys() == here.kept.keys()


def test_inputs_that_earlier_runs_kept_are_judged_as_ever() -> None:
    kept = corpus("gate")
    assert len({word for word, _ in kept}) >= 24
    assert [(word, gate.judge(parts)) for word, parts in kept] == [(word, word) for word, _ in kept]


def largest(kind: str) -> bytes:
    """Return a creating change with as many operations as the gate allows, all of one kind."""
    document = Document(ANA)
    with document.transaction() as transaction:
        text = transaction.put_object(ROOT, "text", ObjType.Text)
        items = transaction.put_object(ROOT, "list", ObjType.List)
        for number in range(MAX_OPERATIONS - 2):
            match kind:
                case "keys set again and again":
                    transaction.put(ROOT, f"k{number // MAX_REWRITES}", ScalarType.Int, number)
                case "a text typed backwards":
                    transaction.insert(text, 0, ScalarType.Str, "é")
                case "elements set again and again":
                    (transaction.put if number % MAX_REWRITES else transaction.insert)(items, 0, ScalarType.Int, number)
                case "as many keys":
                    transaction.put(ROOT, f"{number:04}" * 12, ScalarType.Str, "x")
                case "as many maps":
                    transaction.insert_object(items, 0, ObjType.Map)
    return document.get_changes([])[0].raw_bytes


@pytest.mark.parametrize(
    "kind",
    [
        "keys set again and again",
        "a text typed backwards",
        "elements set again and again",
        "as many keys",
        "as many maps",
    ],
)
def test_the_largest_changes_stay_within_their_time_and_memory(kind: str) -> None:
    record = Record([])
    assert record.try_to_add(largest(kind), ANA) == "accepted"
    told = ask_once(record.bodies())
    if wrong_with(told, record) == "too dear":
        told = ask_once(record.bodies())  # a busy computer, once
    assert wrong_with(told, record) == ""


def one_key(start_op: int, dependencies: tuple[bytes, ...]) -> bytes:
    """Return a change by Ana that writes one key as often as one change may."""
    counters = range(start_op, start_op + MAX_REWRITES)
    rows = [Row(word="k", kind=4, value=b"\1", predecessors=((0, one - 1),) if one > 1 else ()) for one in counters]
    seq = 1 + start_op // MAX_REWRITES
    return Parts(dependencies, ANA, seq, start_op, columns=columns_of(rows)).build()


def test_one_key_written_until_its_record_is_full_is_loaded_in_the_time_it_was_priced(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        cost, "MAX_RECORD_COST", MAX_RECORD_COST // 5
    )  # a fifth of the price, of the time, of this test
    record, word = Record([]), "accepted"
    while word == "accepted":
        known = record.changes[-1:]
        word = record.try_to_add(one_key(1 + MAX_REWRITES * len(record.changes), tuple(one.hash for one in known)), ANA)
    told = ask_once(record.bodies())
    assert (word, told["verdict"]) == ("cost", "ok")
    assert told["milliseconds"] < 1_000, "200 on the computer where its price was set"
    assert told["kilobytes"] < 64 * 1024


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("document_panicked", Answer(verdict="document_panicked", milliseconds=1, kilobytes=1, holds=None)),
        ("too dear", Answer(verdict="ok", milliseconds=251, kilobytes=1, holds={"k": "a"})),
        ("too dear", Answer(verdict="ok", milliseconds=1, kilobytes=65 * 1024, holds={"k": "a"})),
        ("read otherwise", Answer(verdict="ok", milliseconds=1, kilobytes=1, holds={"k": "b"})),
        ("", Answer(verdict="ok", milliseconds=1, kilobytes=1, holds={"k": "a"})),
    ],
)
def test_a_run_notes_what_goes_wrong(wrong: str, told: Answer) -> None:
    record, found = Record([]), Found()
    body = one_set().build()
    assert record.try_to_add(body, author_of(body)) == "accepted"
    found.note(Tried((body,), "accepted", wrong_with(told, record)), "here")
    assert [json.loads(one)["wrong"] for one in found.faults] == ([wrong] if wrong else [])


def test_a_process_that_an_input_kills_is_told_with_the_input_and_the_run_goes_on(tmp_path: Path) -> None:
    assert ask_once([b"not a change"])["verdict"] == "died"
    path = tmp_path / "box"
    path.touch()
    with closing(Box(path)) as box:
        for parts in ((b"a longer one", b"of two"), (b"", b"short")):
            box(parts)
            assert open_box(path) == parts
    found = run_apart(deadly, 2_400, SEED, seconds=1)
    told = [(fault["wrong"], bytes.fromhex(fault["parts"][0])) for fault in map(json.loads, found.faults)]
    assert (found.inputs, len(told)) == (2_400, 8)
    assert set(told) == {("the process died", b"deadly"), ("the process hung", b"hanging")}
