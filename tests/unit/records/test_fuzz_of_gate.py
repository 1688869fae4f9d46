"""What the gate lets through harms nothing: a short run of ``python -m tests.fuzz.gate``, and the inputs kept."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from automerge.core import ROOT, Document, ObjType, ScalarType

from idos_p2p.ids import DeviceId
from idos_p2p.limits import MAX_OPERATIONS, MAX_REWRITES
from tests.fuzz.binding import Answer, Binding
from tests.fuzz.gate import Found, Kept, Record, note, run
from tests.unit.records.crafting import ANA, author_of
from tests.unit.records.test_gate import one_set

CORPUS = Path(__file__).parents[2] / "fuzz/corpus"
SEED = 20261122
INPUTS = 20_000


@pytest.fixture
def binding() -> Iterator[Binding]:
    with closing(Binding()) as one:
        yield one


def test_nothing_goes_wrong_behind_the_gate(binding: Binding) -> None:
    found = run(INPUTS, SEED, binding)
    assert found.faults == []
    assert found.accepted > INPUTS // 20, "inputs must get past the gate to mean anything"


def test_inputs_that_earlier_runs_kept_are_judged_as_ever(binding: Binding) -> None:
    kept: list[Kept] = [one for path in CORPUS.glob("*.json") for one in json.loads(path.read_text(encoding="ascii"))]
    assert len({one["rule"] for one in kept}) >= 24
    for one in kept:
        *before, body = map(base64.b64decode, one["bodies"])
        record = Record([])
        assert {record.try_to_add(earlier, author_of(earlier)) for earlier in before} <= {""}
        assert record.try_to_add(body, DeviceId(bytes.fromhex(one["actor"]))) == one["rule"]
        assert binding.ask(record.bodies())["verdict"] == "ok"


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
def test_the_largest_changes_stay_within_their_time_and_memory(kind: str, binding: Binding) -> None:
    record, found = Record([]), Found()
    assert record.try_to_add(largest(kind), ANA) == ""
    note(found, binding.ask(record.bodies()), record, kind)
    assert (found.faults, found.slowest_ms <= 250) == ([], True)


@pytest.mark.parametrize(
    ("wrong", "answer"),
    [
        ("document_panicked", Answer(verdict="document_panicked", milliseconds=1, kilobytes=1, holds=None)),
        ("too dear", Answer(verdict="ok", milliseconds=251, kilobytes=1, holds={"k": "a"})),
        ("too dear", Answer(verdict="ok", milliseconds=1, kilobytes=65 * 1024, holds={"k": "a"})),
        ("read otherwise", Answer(verdict="ok", milliseconds=1, kilobytes=1, holds={"k": "b"})),
        ("", Answer(verdict="ok", milliseconds=1, kilobytes=1, holds={"k": "a"})),
    ],
)
def test_a_run_notes_what_goes_wrong(wrong: str, answer: Answer) -> None:
    record, found = Record([]), Found()
    body = one_set().build()
    assert record.try_to_add(body, author_of(body)) == ""
    note(found, answer, record, "here")
    assert [json.loads(fault)["wrong"] for fault in found.faults] == ([wrong] if wrong else [])


def test_a_process_that_a_change_kills_is_told_and_born_again(binding: Binding) -> None:
    assert binding.ask([b"not a change"])["verdict"] == "died"
    assert binding.ask([one_set().build()]) | {"milliseconds": 0, "kilobytes": 0} == {
        "verdict": "ok",
        "milliseconds": 0,
        "kilobytes": 0,
        "holds": {"k": "a"},
    }
