"""What Décisions lists and in which order, what a decision's page says, and what its forms ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from idos_p2p.governance.acts import Answer, Ground
from idos_p2p.governance.decisions import State
from idos_p2p.governance.matters import Text
from idos_p2p.services.answer import say
from idos_p2p.services.decide import draft, propose
from tests.qt.decided import Room, confirmed_without_device, decided, person, room, screens
from tests.simulation.devices import Surroundings
from ui.desktop.presenters import answering, circles, deciding, decision, proposing, verdicts
from ui.desktop.presenters.answering import Ballot
from ui.desktop.presenters.deciding import OF_CELL
from ui.desktop.presenters.projects import Missing
from ui.desktop.presenters.proposing import Amendment, Offers, Wish
from ui.words.languages import words_for

FR = words_for("fr")
TODAY = date(2026, 1, 2)


@pytest.fixture(scope="module")
def made() -> Room:
    return decided()


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ").replace("’", "'")


def test_what_waits_for_me_stands_first_then_open_in_question_adopted_and_closed(made: Room) -> None:
    shown = deciding.rows(FR, screens(made.ana).deciding.all(), "", TODAY)
    assert [plain(card.heading) for card in shown if card.heading] == [
        "EN ATTENTE DE MOI",
        "TEXTES EN PRÉPARATION",
        "EN DISCUSSION",
        "À REVOIR, EN SUSPENS, CONTESTÉES",
        "DÉCIDÉES",
        "RETIRÉES",
    ]
    assert plain(shown[0].title) == "Répondre : Fermer l'accueil en août"
    assert len({card.id for card in shown}) == len(shown)


def test_the_list_narrows_to_a_project_or_to_the_cell(made: Room) -> None:
    view = screens(made.ana).deciding.all()
    (garden,) = deciding.projects_in(FR, view)
    of_garden = deciding.rows(FR, view, garden.id, TODAY)
    assert {card.title for card in of_garden} >= {"Ouvrir le jardin le dimanche matin", "Acheter un composteur"}
    assert "Changer de salle" not in {card.title for card in of_garden}
    assert "Changer de salle" in {card.title for card in deciding.rows(FR, view, OF_CELL, TODAY)}


def test_a_decision_that_waits_for_me_is_listed_once(made: Room) -> None:
    ids = [card.id for card in deciding.rows(FR, screens(made.ana).deciding.all(), "", TODAY)]
    assert ids.count(made.ids["unanswered"]) == 1


def test_what_is_missing_is_said_for_each_chamber_in_a_sentence(made: Room) -> None:
    told = screens(made.ana).deciding.one(made.ids["unanswered"]).told
    assert [plain(one) for one in verdicts.missing_words(FR, told)] == [
        "Il manque 2 accords des personnes concernées.",
        "Il manque 1 accord des personnes qui portent.",
    ]


def test_an_objection_is_told_before_the_count(made: Room) -> None:
    told = screens(made.ana).deciding.one(made.ids["open"]).told
    assert [plain(one) for one in verdicts.missing_words(FR, told)] == [
        "Une objection des personnes concernées est à prendre en compte."
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("state", list(State))
def test_each_state_has_its_sentence_and_its_word(made: Room, language: str, state: State) -> None:
    words = words_for(language)
    told = replace(screens(made.ana).deciding.one(made.ids["adopted"]).told, state=state)
    tone, icon, sentence, why = verdicts.banner(words, told, TODAY)
    assert all((tone, icon, sentence, why, verdicts.state_word(words, state), verdicts.line(words, told, TODAY)))
    assert "{" not in sentence + why


def test_a_decision_whose_day_has_come_says_so(made: Room) -> None:
    told = replace(screens(made.ana).deciding.one(made.ids["adopted"]).told, review_due=True)
    assert plain(verdicts.banner(FR, told, TODAY)[2]) == "Le jour est venu d'en reparler"
    chips, warned = verdicts.chips(FR, told)
    assert (chips[0], warned) == ("le jour est venu", 1)


def test_the_rounds_hold_what_was_said_in_each(made: Room) -> None:
    shown = decision.sheet(FR, screens(made.ana).deciding.one(made.ids["open"]), TODAY)
    assert [(one.name, len(one.words)) for one in shown.rounds] == [
        ("clarification", 2),
        ("reaction", 1),
        ("objection", 1),
        ("integration", 2),
        ("consent", 3),
    ]
    assert shown.at == "objection"
    assert shown.round("integration").words[1].inner
    assert shown.round("objection").words[0].notes[0] == "Un risque majeur"


def test_the_faces_of_the_chambers_say_who_has_answered(made: Room) -> None:
    shown = decision.sheet(FR, screens(made.ana).deciding.one(made.ids["open"]), TODAY)
    concerned, carrying = shown.chambers
    assert {one.name: one.answer for one in concerned.faces} == {
        "Luc Mbaye": "silent",
        "Rose Lambert": "unheard",
        "Zoé Petit": "objection",
    }
    assert [plain(one.spoken) for one in carrying.faces] == ["Ana Ruiz : accepte"]
    assert (concerned.reached, carrying.reached) == (False, True)


def test_a_withdrawn_decision_asks_nothing_and_claims_no_consent(made: Room) -> None:
    shown = decision.sheet(FR, screens(made.ana).deciding.one(made.ids["withdrawn"]), TODAY)
    assert not shown.mine.may
    assert not any((shown.may_amend, shown.may_close, shown.speakers, shown.integrable))
    assert [(one.missing, one.reached) for one in shown.chambers] == [("", False), ("", False)]
    assert all(not one.offer for one in shown.rounds)


def test_a_spoken_answer_is_countersigned_by_another_and_not_by_who_noted_it(made: Room) -> None:
    by_ana = decision.sheet(FR, screens(made.ana).deciding.one(made.ids["open"]), TODAY)
    by_luc = decision.sheet(FR, screens(made.luc).deciding.one(made.ids["open"]), TODAY)
    acts = [{word.act for word in shown.round("consent").words if word.act} for shown in (by_ana, by_luc)]
    assert acts == [{"countersign"}, set()]


def test_who_has_no_computer_may_be_noted_and_nobody_else(made: Room) -> None:
    shown = decision.sheet(FR, screens(made.ana).deciding.one(made.ids["open"]), TODAY)
    assert [one.name for one in shown.speakers] == ["Rose Lambert"]


def test_tasks_lead_to_a_decision_or_to_a_guest(made: Room) -> None:
    found = deciding.tasks(FR, screens(made.ana).deciding.waiting())
    assert [one.kind for one in found] == ["answer", "countersign", "guest", "guest"]
    assert found[1].target == made.ids["open"]
    assert found[2].target in {person.id for person in screens(made.ana).circles.members()}


def test_a_hostile_name_rewrites_no_sentence(made: Room) -> None:
    guests = [one for one in deciding.tasks(FR, screens(made.ana).deciding.waiting()) if one.kind == "guest"]
    hostile = next(one for one in guests if "<b>" in one.title)
    assert "\u202e" not in hostile.title + hostile.spoken
    assert len(hostile.title) < 120


@pytest.mark.parametrize(
    ("ground", "said", "field"),
    [("", "Trop tôt", "ground"), ("risk", "  \n", "words"), ("taste", "Trop tôt", "ground")],
)
def test_an_objection_has_its_ground_and_its_words(ground: str, said: str, field: str) -> None:
    missing = answering.ballot(FR, Answer.OBJECTION, ground, said)
    assert isinstance(missing, Missing)
    assert missing.field == field


def test_an_answer_without_an_objection_carries_no_ground() -> None:
    assert answering.ballot(FR, Answer.ASIDE, "risk", "", "ab") == Ballot(Answer.ASIDE, Ground.NONE, "", "ab")


def test_the_answer_that_adopts_says_so() -> None:
    made = room()
    put = screens(made.ana).proposing.put(Wish("text", title="Une réunion par mois"))
    assert not screens(made.ana).answering.say(put, Ballot(Answer.CONSENT))
    made.meet()
    screens(made.luc).answering.say(put, Ballot(Answer.CONSENT))
    made.meet()
    assert screens(made.zoe).answering.say(put, Ballot(Answer.CONSENT))
    assert answering.outcome(FR, "deciding_answered_consent", adopted=True).startswith("C’est décidé")


def test_a_proposal_about_a_person_finds_its_title(made: Room) -> None:
    offers = screens(made.ana).proposing.offers()
    karim = next(one for one in offers.members if one.name == "Karim")
    found = proposing.wish(FR, Wish("confirm", person=karim.id), offers, TODAY)
    assert isinstance(found, Wish)
    assert plain(found.title) == "Donner une voix à Karim"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (Wish("text"), "title"),
        (Wish("project", title="Semer"), "project"),
        (Wish("exclude", title="Exclure"), "person"),
        (Wish("charter"), "page"),
        (Wish("text", title="Semer", review="2026-01-02"), "review"),
    ],
)
def test_a_proposal_says_what_it_lacks(typed: Wish, field: str) -> None:
    missing = proposing.wish(FR, typed, Offers((), (), (), voice=True), TODAY)
    assert isinstance(missing, Missing)
    assert missing.field == field


def test_only_what_can_be_named_is_offered(made: Room) -> None:
    offers = screens(made.ana).proposing.offers()
    assert proposing.kinds(offers) == proposing.ABOUT
    assert proposing.kinds(Offers((), (), (), voice=True)) == ("text",)
    assert proposing.kinds(Offers((), (), (), voice=False)) == ()
    assert {one.status for one in proposing.offered("confirm", offers)} == {"guest"}


def test_a_guest_may_propose_nothing_to_the_cell(made: Room) -> None:
    assert proposing.kinds(screens(made.others[0]).proposing.offers()) == ()


def test_a_text_in_preparation_is_kept_then_put_as_it_is_then() -> None:
    made = room()
    port = screens(made.ana)
    kept = port.proposing.put(Wish("text", title="Semer", keep=True))
    assert [one.title for one in port.deciding.all().drafts] == ["Semer"]
    put = port.proposing.put(Wish("text", title="Semer des fèves", body="En mars.", draft=kept))
    assert port.deciding.all().drafts == ()
    assert port.deciding.one(put).told.title == "Semer des fèves"
    assert port.deciding.draft(kept) is None


def test_a_new_version_keeps_how_an_objection_was_lifted() -> None:
    made = room()
    port = screens(made.ana)
    put = propose(made.ana, Text(), "Semer", body="En mars.").id
    made.meet()
    say(made.luc, put, Answer.OBJECTION, ground=Ground.RISK, words="Le gel.")
    made.meet()
    (comment, words) = decision.sheet(FR, port.deciding.one(put), TODAY).integrable[0]
    assert words == "Le gel."
    change = proposing.amended(FR, Amendment("Semer", "En avril.", "", {comment: " Après les saints de glace. "}))
    assert isinstance(change, Amendment)
    new = port.proposing.amend(put, change)
    older, newer = (decision.sheet(FR, port.deciding.one(one), TODAY) for one in (put, new))
    assert (older.state, older.replaced_by) == (State.CLOSED, new)
    assert (newer.body, newer.replaces) == ("En avril.", put)
    assert older.round("integration").words[1].text == "Après les saints de glace."


def test_a_project_without_anybody_concerned_is_signalled_on_its_tile_and_its_page(made: Room) -> None:
    port = screens(made.ana)
    cards = {card.title: card for card in port.projects()}
    assert cards["Aide aux devoirs"].without_concerned
    assert not cards["Jardin partagé"].without_concerned
    view = port.project_page.read(cards["Aide aux devoirs"].id).circles
    assert view is not None
    shown = circles.sheet(FR, view)
    assert plain(shown.warning) == "Ce projet n'a encore personne de concerné"
    assert shown.offer == "open"


def test_whoever_did_not_open_a_project_cannot_name_its_circles(made: Room) -> None:
    port = screens(made.luc)
    project = next(card.id for card in port.projects() if card.without_concerned)
    view = port.project_page.read(project).circles
    assert view is not None
    assert circles.sheet(FR, view).offer == ""


def test_circles_are_two_and_one_of_them_has_somebody() -> None:
    assert isinstance(circles.chosen(FR, ["a"], ["a", "b"]), Missing)
    assert isinstance(circles.chosen(FR, [], ["b"]), Missing)
    assert circles.chosen(FR, ["b", "a"], ["c"]) == (["a", "b"], ["c"])


def test_leaving_a_circle_takes_one_out_of_it() -> None:
    made = room()
    port = screens(made.ana)
    garden = port.add("project", {"title": "Jardin"})
    ids = {name: person(made.ana, name) for name in ("Ana Ruiz", "Luc Mbaye")}
    port.circles.open(garden, [ids["Luc Mbaye"]], [ids["Ana Ruiz"]])
    made.meet()
    theirs = screens(made.luc)
    view = theirs.project_page.read(garden).circles
    assert view is not None
    assert (view.mine, circles.sheet(FR, view).offer) == ("concerned", "leave")
    theirs.circles.leave(garden)
    after = theirs.project_page.read(garden).circles
    assert after is not None
    assert after.told.without_concerned


def test_a_project_tells_its_decisions_and_its_texts_in_preparation(made: Room) -> None:
    view = screens(made.ana).project_page.read(made.ids["garden"])
    assert [one.title for one in view.decisions] == ["Ouvrir le jardin le dimanche matin"]
    assert [one.title for one in view.proposals] == ["Acheter un composteur"]
    assert view.may_propose


def test_a_chamber_without_anybody_says_that_it_asks_nothing() -> None:
    alone = screens(Surroundings(3).found("Ana"))
    put = alone.proposing.put(Wish("text", title="Semer"))
    concerned, carrying = decision.sheet(FR, alone.deciding.one(put), TODAY).chambers
    assert "ne compte personne" in concerned.empty
    assert (concerned.reached, carrying.missing != "") == (False, True)


def test_somebody_without_a_computer_sits_in_a_chamber() -> None:
    made = room()
    rose = confirmed_without_device(made, "Rose")
    draft(made.ana, "Semer")
    put = propose(made.ana, Text(), "Semer").id
    view = screens(made.ana).deciding.one(put)
    assert rose in {one.person.hex() for chamber in view.told.chambers for one in chamber.persons}
    assert rose in {one.hex() for one in view.deviceless}
