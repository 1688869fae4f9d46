"""The first run: what each way in asks, what a code may become, and what is said when it is refused."""

from __future__ import annotations

import pytest

from ui.desktop.presenters import first_run
from ui.desktop.presenters.first_run import FirstRun, Step, Way
from ui.words.languages import words_for

FR = words_for("fr")
JOIN = FirstRun(Step.JOIN, "Ana", Way.JOIN)
DEVICE = FirstRun(Step.DEVICE, "Ana", Way.DEVICE)


@pytest.mark.parametrize("typed", ["7-cerise-tambour", "7 CERI tamb", " 7 cérise  tambour "])
def test_a_code_is_understood_without_accents_capitals_or_the_ends_of_its_words(typed: str) -> None:
    assert first_run.answered(FR, JOIN, typed) == FirstRun(Step.WORKING, "Ana", Way.JOIN, "7-cerise-tambour")


def test_a_slip_of_the_hand_is_said_before_anybody_is_asked() -> None:
    stayed = first_run.answered(FR, JOIN, "7-cerise-tambourin")
    assert stayed.step is Step.JOIN
    assert stayed.trouble == FR.error("code_word", {"word": "tambourin"})
    assert first_run.answered(FR, DEVICE, "cerise").trouble == FR.error("code_shape")
    assert first_run.answered(FR, DEVICE, " ").trouble == FR.say("first_needs_code")


def test_a_link_joins_as_it_is_and_is_no_code_of_a_second_computer() -> None:
    link = "idos:" + "a" * 80
    assert first_run.answered(FR, JOIN, link).words == link
    assert first_run.answered(FR, DEVICE, link).step is Step.DEVICE


def test_words_are_offered_from_four_letters_on() -> None:
    assert first_run.offered("7 cer") == ()
    assert first_run.offered("7 ceri") == ("7-cerise-",)
    assert first_run.offered("7-cerise-tamb") == ("7-cerise-tambour",)
    assert first_run.offered("7-cerise-tambour") == ()
    assert first_run.offered("idos:tambour") == ()


def test_a_code_of_the_other_kind_leads_to_the_other_way_of_the_window() -> None:
    said = first_run.refusal(FR, "code_for_person", {})
    assert said == FR.say("first_code_for_person")
    assert "idos-p2p" not in said
    assert first_run.refusal(FR, "code_nobody", {"number": 7}) == FR.error("code_nobody", {"number": 7})
    assert first_run.refused(FirstRun(Step.WORKING, "Ana", Way.DEVICE, "7-cerise-tambour"), said).step is Step.DEVICE


def test_whose_second_computer_it_is_need_not_say_a_name() -> None:
    state = first_run.chosen(FirstRun(), Way.DEVICE)
    assert state == FirstRun(Step.DEVICE, "", Way.DEVICE)
    assert first_run.back(state) == FirstRun(Step.NAME)
    assert first_run.answered(FR, state, "7 ceri tamb").step is Step.WORKING
