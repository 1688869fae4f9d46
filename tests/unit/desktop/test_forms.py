"""What is typed becomes a record, or a sentence that says what is missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.qt.association import TODAY
from ui.desktop.presenters import first_run
from ui.desktop.presenters.first_run import FirstRun, Step, Way
from ui.desktop.presenters.noting import Draft, Noting, noting_of
from ui.desktop.presenters.projects import Missing, project_values
from ui.words.languages import words_for

FR = words_for("fr")
DRAFT = Draft("Bulbes", "2 h 30", TODAY, "cc", frozenset({"bb", "aa"}))


def test_a_full_form_becomes_a_contribution() -> None:
    assert noting_of(FR, DRAFT, TODAY) == Noting("Bulbes", "2026-11-22", ("aa", "bb"), 150, "cc")


def test_time_and_project_may_be_left_out() -> None:
    noted = noting_of(FR, replace(DRAFT, time="  ", project=""), TODAY)
    assert noted == Noting("Bulbes", "2026-11-22", ("aa", "bb"))


def test_one_for_each_person_needs_several() -> None:
    alone = noting_of(FR, replace(DRAFT, persons=frozenset({"aa"}), each=True), TODAY)
    several = noting_of(FR, replace(DRAFT, each=True, thanks=" Merci ! "), TODAY)
    assert isinstance(alone, Noting)
    assert isinstance(several, Noting)
    assert (alone.each, several.each, several.thanks) == (False, True, "Merci !")


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(DRAFT, what=" \n"), "what"),
        (replace(DRAFT, time="bientôt"), "time"),
        (replace(DRAFT, day=date(2026, 11, 23)), "day"),
        (replace(DRAFT, persons=frozenset()), "persons"),
    ],
)
def test_what_is_missing_is_named(draft: Draft, field: str) -> None:
    missing = noting_of(FR, draft, TODAY)
    assert isinstance(missing, Missing)
    assert missing.field == field
    assert missing.sentence.endswith(".")


def test_a_project_needs_a_name_and_no_more() -> None:
    assert project_values(FR, " Jardin\u202e ", "", "") == {"title": "Jardin"}
    assert project_values(FR, "Jardin", "Pour\nnous", " Ici ") == {
        "title": "Jardin",
        "purpose": "Pour\nnous",
        "place": "Ici",
    }
    assert isinstance(project_values(FR, "  ", "x", "y"), Missing)


def test_the_first_run_asks_a_name_then_one_way() -> None:
    assert first_run.named(FR, "  ").trouble
    state = first_run.named(FR, " Aïcha  Benali ")
    assert (state.step, state.name) == (Step.CHOICE, "Aïcha Benali")
    assert first_run.chosen(state, Way.EXAMPLE).step is Step.WORKING
    joining = first_run.chosen(state, Way.JOIN)
    assert first_run.answered(FR, joining, "").trouble
    working = first_run.answered(FR, joining, "idos:link")
    assert (working.step, working.words, working.way) == (Step.WORKING, "idos:link", Way.JOIN)


def test_a_refused_way_leads_back_to_its_question_with_the_reason() -> None:
    working = first_run.answered(FR, first_run.chosen(FirstRun(Step.CHOICE, "Zoë"), Way.JOIN), "idos:link")
    state = first_run.refused(working, "Personne ne répond.")
    assert (state.step, state.trouble, state.name) == (Step.JOIN, "Personne ne répond.", "Zoë")
    assert first_run.refused(FirstRun(Step.WORKING, "Zoë", Way.EXAMPLE), "Non.").step is Step.CHOICE


def test_back_leads_to_the_step_before() -> None:
    state = first_run.chosen(FirstRun(Step.CHOICE, "Zoë"), Way.CREATE)
    assert first_run.back(state) == FirstRun(Step.CHOICE, "Zoë")
    assert first_run.back(first_run.back(state)) == FirstRun(Step.NAME, "Zoë")
