"""Decisions told on the command line: each outcome, each matter, each thing that is missing, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from idos_p2p.governance.acts import Answer, Ground
from idos_p2p.governance.decisions import State
from idos_p2p.governance.membership import Fact, Status
from idos_p2p.records.kinds import ROUNDS
from idos_p2p.services.because import FIRST
from idos_p2p.services.matter_told import CODES
from tests.unit.command.decide_documents import ANA, BRIEF, CIRCLES, DECIDE_DOCUMENTS, MATTERS, WHOLE
from ui.command.decide_words import MATTERS as MATTER_WORDS
from ui.command.text import tell
from ui.words.catalogue import Words
from ui.words.languages import LANGUAGES

BOTH = pytest.mark.parametrize("words", [Words(language) for language in LANGUAGES], ids=["fr", "en"])


@BOTH
@pytest.mark.parametrize("state", State)
def test_each_outcome_has_its_words_and_its_sentence(words: Words, state: State) -> None:
    told = tell("decide show", {**WHOLE, "state": state.value}, words).splitlines()
    code = state.value.replace(" ", "_")
    sentence = words.say(f"decision_{code}_means")
    assert any(line.endswith(words.say(f"decision_{code}")) for line in told)
    assert f"  {sentence}" in told
    assert sentence.endswith(".")


def test_every_outcome_says_something_else() -> None:
    for language in LANGUAGES:
        words = Words(language)
        for form in ("decision_{}", "decision_{}_means"):
            told = {words.say(form.format(state.value.replace(" ", "_"))) for state in State}
            assert len(told) == len(State)


@BOTH
@pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: str(matter["code"]))
def test_each_matter_says_what_it_would_do(words: Words, matter: dict[str, Any]) -> None:
    told = tell("decide show", {**WHOLE, "matter": matter}, words)
    assert (matter["code"] == "text") or words.say(f"matter_{matter['code']}", names="…").split("…")[0][:8] in told
    assert tell("decide list", {"items": [{**BRIEF, "title": "", "matter": matter}]}, words)


def test_every_matter_answer_ground_fact_status_and_round_has_its_words() -> None:
    assert set(CODES.values()) == {str(matter["code"]) for matter in MATTERS} == set(MATTER_WORDS)
    for language in LANGUAGES:
        known = language.sentences.keys()
        assert {f"answer_{answer.value}" for answer in Answer} <= known
        assert {f"ground_{ground.value}" for ground in Ground if ground.value} <= known
        assert {f"fact_{fact.replace(' ', '_')}" for fact in [*(fact.value for fact in Fact), FIRST]} <= known
        assert {f"status_{status.value}" for status in Status} <= known
        assert {f"in_round_{name}" for name in ROUNDS} <= known


@BOTH
def test_what_is_missing_is_said_with_the_chamber_it_is_missing_in(words: Words) -> None:
    told = tell("decide show", WHOLE, words)
    concerned, carrying = words.say("chamber_concerned"), words.say("chamber_carrying")
    assert words.say("missing_objection", chamber=concerned) in told
    assert words.say("missing_consent", chamber=carrying) in told
    assert words.say("missing_waits", chamber=concerned) in told
    assert words.say("missing_certificate") in told


@BOTH
def test_a_project_without_a_concerned_person_is_signalled_wherever_it_is_told(words: Words) -> None:
    assert words.say("circle_no_concerned") in tell("decide circle", CIRCLES, words)
    with_somebody = {**CIRCLES, "concerned": [ANA], "without_concerned": False}
    assert words.say("circle_no_concerned") not in tell("decide circle", with_somebody, words)
    listed = [{"id": "a1" * 32, "kind": "project", "title": "Jardin", "without_concerned": True}]
    assert words.say("circle_lacking_mark") in tell("list", listed, words)


@BOTH
def test_a_proposal_that_was_only_drafted_and_one_that_was_decided_at_once_say_so(words: Words) -> None:
    assert tell("decide propose", {"record": "b2" * 32}, words) == words.say("decide_drafted", record="b2b2b2b2")
    assert words.say("decide_adopted") in tell("cell confirm", DECIDE_DOCUMENTS["cell confirm"], words)
    assert words.say("decide_adopted") not in tell("cell exclude", DECIDE_DOCUMENTS["cell exclude"], words)
    assert tell("cell rest", {"resting": False}, words) == words.say("rest_back")
    assert tell("decide list", {"items": []}, words) == words.say("decide_none")
    empty: dict[str, Any] = {part: [] for part in ("proposals", "countersign", "in_my_name", "guests", "reviews")}
    assert tell("decide list", empty, words) == words.say("decide_waiting_none")
