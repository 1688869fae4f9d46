"""A few seconds of each fuzzer (``python -m tests.fuzz.<name>`` runs as long as one likes), and the inputs kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.fuzz import driver
from tests.fuzz.driver import Each, Found, Parts, Wrong, run, run_block, target_named

SEED = 20261122
INPUTS = {
    "frames": 10_000,
    "headers": 10_000,
    "segments": 1_500,
    "messages": 600,
    "tables": 2_000,
    "acts": 10_000,
    "links": 8_000,
}
NAMES = sorted(INPUTS)


@pytest.mark.parametrize("name", NAMES)
def test_whatever_comes_is_refused_by_name_or_taken_as_it_is(name: str) -> None:
    found = run(target_named(name), INPUTS[name], SEED)
    assert found.faults == []
    assert found.inputs == INPUTS[name]
    assert found.words["accepted"] > INPUTS[name] // 50, "inputs must be taken to mean anything"


@pytest.mark.parametrize("name", NAMES)
def test_inputs_that_earlier_runs_kept_are_judged_as_ever(name: str) -> None:
    kept = driver.corpus(name)
    assert {word for word, _ in kept} > {"accepted"}
    assert [(word, target_named(name).judge(parts)) for word, parts in kept] == [(word, word) for word, _ in kept]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_inputs(name: str) -> None:
    target = target_named(name)
    assert run(target, 60, 7).kept == run(target, 60, 7).kept


class Mistaken:
    """Inputs, and a program with two mistakes that judges them."""

    __name__ = "mistaken"

    def inputs(self, random: Random) -> Iterator[Parts]:
        del random
        yield from [(b"longer",), (b"unnamed",), (b"short",), (b"otherwise",)]
        raise LookupError

    def judge(self, parts: Parts) -> str:
        if parts == (b"unnamed",):
            raise KeyError(*parts)
        if parts == (b"otherwise",):
            raise Wrong("taken otherwise")
        return "refused"


def test_what_has_no_name_and_what_is_taken_otherwise_are_told_with_the_input() -> None:
    found = run_block(Each(Mistaken()), SEED, 3, 100, lambda _: None)
    told = [json.loads(one) for one in found.faults]
    assert [one["parts"] for one in told] == [[b"unnamed".hex()], [b"otherwise".hex()], []]
    assert "KeyError" in told[0]["wrong"]
    assert told[1] == {"wrong": "taken otherwise", "where": f"seed {SEED}, block 3", "parts": [b"otherwise".hex()]}
    assert "LookupError" in told[2]["wrong"]
    assert found.kept["refused"] == (b"short",)
    assert Found.heard(found.told()) == found


def test_the_corpus_keeps_the_smallest_input_of_each_word_that_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "CORPUS", tmp_path)
    driver.keep("some", Found(kept={"one": (b"\0", b"two"), "accepted": (b"",)}))
    driver.keep("some", Found(kept={"one": (b"another",), "new": (b"n",)}))
    assert driver.corpus("some") == [("accepted", (b"",)), ("new", (b"n",)), ("one", (b"\0", b"two"))]
