"""A record's sheet, a project's page, the agenda and recognition: what they say, and what they ask to be written."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from idos_p2p.views.gift_lines import Named as Title
from idos_p2p.views.period import calendar_year
from idos_p2p.views.project import Given
from idos_p2p.views.recognition import Given as Gave
from idos_p2p.views.recognition import RecognisedAct, Recognition
from tests.qt.association import TODAY, item
from ui.desktop.presenters import acts, agenda, noting, project_page, recognition, timeline
from ui.desktop.presenters.acts import Answer, RecordDetail
from ui.desktop.presenters.agenda import MeetingCard, MeetingDraft, SlotCard
from ui.desktop.presenters.noting import Noting, Proposed
from ui.desktop.presenters.ports import Named, PersonCard
from ui.desktop.presenters.project_page import ProjectDraft, ProjectView
from ui.desktop.presenters.projects import Missing
from ui.words.languages import words_for

FR = words_for("fr")
ME, ZOE, KARIM = Named("aa", "Aïcha"), Named("bb", "Zoë"), Named("cc", "Karim")
ACT = item(1, 0, minutes=90, project="Jardin", people=(ME, ZOE), persons=("Zoë",), author="Karim", mine=False)


def test_what_was_noted_for_me_asks_for_my_word() -> None:
    (card,) = timeline.cards(FR, [replace(ACT, on_behalf=True, to_confirm=True, unconfirmed=True)], TODAY)
    assert card.chips[: card.warned] == ("noté pour vous, à confirmer",)


def test_what_was_noted_for_others_says_that_nobody_has_confirmed_it() -> None:
    (card,) = timeline.cards(FR, [replace(ACT, unconfirmed=True)], TODAY)
    assert (card.warned, "pas encore confirmé" in card.chips) == (0, True)


def test_an_attested_and_a_corrected_act_are_marked() -> None:
    (card,) = timeline.cards(FR, [replace(ACT, attested=2, correction=True)], TODAY)
    assert card.chips[0] == "à corriger"
    assert "attesté par 2 personnes" in card.chips


def test_a_sheet_offers_to_thank_the_others_and_to_go_to_them() -> None:
    shown = acts.record_sheet(
        FR, RecordDetail(replace(ACT, within=Named("dd", "Jardin", "project")), "Bulbes", ()), "aa", TODAY
    )
    assert (shown.attestable, shown.thankable, shown.thankable_names) == (True, ("bb",), "Zoë")
    assert [target.id for _, target in shown.goes] == ["dd", "bb"]


@pytest.mark.parametrize(
    ("answer", "time", "field"),
    [
        (Answer("aa", "thanks", "  "), "", "words"),
        (Answer("aa", "correction"), "", "words"),
        (Answer("aa", "correction", "Plus long"), "longtemps", "time"),
    ],
)
def test_an_answer_that_lacks_something_says_what(answer: Answer, time: str, field: str) -> None:
    missing = acts.answer_values(FR, answer, time)
    assert isinstance(missing, Missing)
    assert missing.field == field


def test_a_correction_may_be_a_time_alone() -> None:
    assert acts.answer_values(FR, Answer("aa", "correction"), "2 h") == Answer("aa", "correction", minutes=120)


def test_thanks_say_who_thanks_whom() -> None:
    thanks = item(
        2, 0, kind="thanks", title="Pour la soupe", voices=(ZOE,), people=(ME, KARIM), author="Zoë", mine=False
    )
    (card,) = timeline.cards(FR, [thanks], TODAY)
    assert (card.title, card.text) == ("Zoë dit merci à Aïcha et Karim", "«\u202fPour la soupe\u202f»")


def test_a_meetings_attendance_is_told_before_anything_is_written() -> None:
    proposed = Proposed(Noting("Bilan", "2026-11-18", ("bb", "cc"), 120), (KARIM, ZOE), ())
    assert noting.proposed_words(FR, proposed) == "Bilan, 2\u00a0h chacun, pour Karim et Zoë."
    assert noting.proposed_words(FR, replace(proposed, names=())) == "Tout est déjà noté pour cette rencontre."


def test_the_faces_of_the_last_time_come_first_after_ones_own() -> None:
    persons = tuple(PersonCard(one, one) for one in ("a", "b", "c", "d"))
    assert [one.id for one in noting.in_order(persons, ("d", "b"), "c")] == ["c", "b", "d", "a"]


@pytest.mark.parametrize(
    ("typed", "clock"),
    [
        ("14 h 30", "14:30"),
        ("14h", "14:00"),
        ("9", "09:00"),
        ("7:05", "07:05"),
        ("25 h", ""),
        ("midi", ""),
        ("9:75", ""),
    ],
)
def test_a_time_of_day_is_read_as_people_type_it(typed: str, clock: str) -> None:
    assert agenda.clock_typed(typed) == clock


def test_a_new_meeting_needs_a_name_and_keeps_its_slots() -> None:
    draft = MeetingDraft(" Fête ", TODAY, "14 h 30", "2 h", slots="Cuisine\n\n Vaisselle \nCuisine", project="pp")
    assert agenda.meeting_values(FR, draft) == {
        "title": "Fête",
        "date": "2026-11-22",
        "time": "14:30",
        "minutes": 120,
        "slots": ["Cuisine", "Vaisselle"],
        "project": "pp",
    }
    missing = [agenda.meeting_values(FR, one) for one in (replace(draft, title=" "), replace(draft, time="tôt"))]
    assert [one.field for one in missing if isinstance(one, Missing)] == ["title", "time"]


def test_one_signs_up_for_what_is_to_come_and_takes_back_what_is_ones_own() -> None:
    slots = (
        SlotCard("Cuisine", offered=True, persons=(ME,), mine="ss"),
        SlotCard("Vaisselle", offered=True, persons=()),
    )
    meeting = MeetingCard("mm", "Fête", "2026-11-29", "09:30", 120, "", "", "", None, "Karim", (), slots)
    coming = agenda.meeting_sheet(FR, meeting, TODAY)
    assert [(slot.action, slot.people) for slot in coming.slots] == [
        ("take_back", "Aïcha"),
        ("sign_up", "Personne pour l’instant"),
    ]
    past = agenda.meeting_sheet(FR, replace(meeting, day="2026-11-01"), TODAY)
    assert [slot.action for slot in past.slots] == ["take_back", ""]
    assert agenda.meeting_sheet(FR, replace(meeting, slots=()), TODAY).slots[0].title == "Sans créneau précis"


def test_months_follow_each_other_over_the_year() -> None:
    assert agenda.moved(date(2026, 12, 1), 1) == date(2027, 1, 1)
    assert agenda.moved(date(2026, 1, 1), -1) == date(2025, 12, 1)
    assert agenda.month_days(date(2028, 2, 1)) == ("2028-02-01", "2028-02-29")


def _project() -> ProjectView:
    given = Given(3, 240, 500, 0, 2, 1, 6_000, 0)
    return ProjectView(
        "pp", "Jardin", "Cultiver", "open", "Ici", "Des bras", "Karim", (ZOE,), (), (), (), (), (ACT,), (), (), given
    )


def test_only_what_was_changed_of_a_project_is_written() -> None:
    view = _project()
    same = project_page.edited(FR, ProjectDraft("Jardin", "Cultiver", "open", "Ici", "Des bras"))
    other = project_page.edited(FR, ProjectDraft("Jardin", "Cultiver ", "closed", "Là", "Des bras"))
    assert not isinstance(same, Missing)
    assert not isinstance(other, Missing)
    assert project_page.changed(view, same) == {}
    assert project_page.changed(view, other) == {"state": "closed", "place": "Là"}
    assert isinstance(project_page.edited(FR, ProjectDraft(" ", "", "open", "", "")), Missing)


def test_a_projects_page_leaves_out_what_there_is_none_of_and_says_where_gifts_went() -> None:
    shown = project_page.sheet(FR, _project(), TODAY)
    assert [block.name for block in (*shown.left, *shown.right) if block.cards or block.empty] == [
        "latest",
        "meetings",
        "needs",
    ]
    assert shown.thread.startswith("60,00\u00a0€ venus de 1 don ont servi ici, en 2 fois.")


def _recognised() -> Recognition:
    act = RecognisedAct(
        "ac", "2026-11-20", "Caisse", "time", 60, "", (), (), "kk", on_behalf=True, confirmed=False, attestations=()
    )
    titles = {"kk": Title("person", "Karim"), "p1": Title("project", "Arbres"), "p2": Title("project", "Zinnias")}
    given = (Gave("p1", 30, 1), Gave("p2", 600, 9), Gave("", 5, 1))
    return Recognition(
        person="aa",
        period=calendar_year(2026),
        minutes=60,
        acts_in_all=1,
        attested_minutes=0,
        attested_acts=0,
        projects=given,
        skills=(),
        own_skills=("Couture",),
        purpose="Être utile",
        acts=(act,),
        corrections=(),
        unconfirmed=(act,),
        thanks=(),
        thanks_in_all=0,
        names=titles,
    )


def test_what_was_noted_for_me_stands_first_and_projects_by_name_never_by_hours() -> None:
    shown = recognition.sheet(FR, _recognised(), TODAY, mine=True)
    assert shown.parts[0].rows[0].acts == ("confirm", "correct")
    assert shown.parts[0].rows[0].text == "Noté par Karim"
    projects = next(part for part in shown.parts if part.title == "Temps donné, par projet")
    assert [row.title for row in projects.rows] == ["Arbres", "Zinnias", "Aucun projet"]


def test_of_somebody_else_nobody_is_asked_to_confirm() -> None:
    shown = recognition.sheet(FR, _recognised(), TODAY, mine=False)
    assert not any(row.acts for part in shown.parts for row in part.rows)
