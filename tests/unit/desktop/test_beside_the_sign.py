"""What is told of the room beside its sign: what it brought, who is absent, who carries, what may fit."""

from __future__ import annotations

from dataclasses import replace

from idos_p2p.services.room_told import Gathering, News, RoomTold
from tests.qt import room_facts
from tests.qt.association import NOON_MS, TODAY
from ui.desktop.presenters.digest import brought, counted, lacking
from ui.desktop.presenters.fitting import fitting
from ui.desktop.presenters.parting import parting
from ui.words.languages import words_for

FR = words_for("fr")
TOLD = room_facts.told(NOON_MS)
SIGN = room_facts.equal(3).sign


def test_the_digest_tells_by_person_and_by_project() -> None:
    shown = brought(FR, TOLD, TODAY)
    assert shown.heading == "Ce que cette rencontre apporte\u202f: 36 nouveautés"
    assert shown.running
    assert [row.name for row in shown.persons] == ["Élodie Garçon", "Karim Ould-Ahmed"]
    assert shown.persons[1].line == "6 contributions, 1 savoir"
    assert shown.persons[1].more == "et 4 autres"
    assert [row.name for row in shown.projects] == ["Jardin partagé", "Sans projet"]
    assert shown.projects[0].items[0].text == "Contribution · Karim Ould-Ahmed"
    assert shown.decisions[0].text == "Adoptée · proposée par Karim Ould-Ahmed"
    assert shown.joined == "Zoë Martin a rejoint la cellule."


def test_a_meeting_that_is_over_brought_nothing_or_never_was_says_so() -> None:
    over = replace(TOLD, meeting=Gathering(NOON_MS, (), NOON_MS + 3_600_000), brought=News(0))
    shown = brought(FR, over, TODAY)
    assert not shown.running
    assert shown.empty == FR.say("digest_nothing")
    assert brought(FR, RoomTold(), TODAY).empty == FR.say("digest_never_why")
    assert brought(FR, replace(TOLD, brought=News(90_000, whole=False)), TODAY).empty == FR.say("digest_too_many")


def test_a_kind_of_a_newer_program_is_counted_with_the_others() -> None:
    assert counted(FR, {"hologram": 2}, 1) == "2 autres fiches, 1 fiche modifiée"


def test_what_nobody_brings_comes_first_and_who_lacks_nothing_last() -> None:
    shown = parting(FR, TOLD, SIGN, TODAY)
    assert [row.name for row in shown.absent] == [
        "Olga Ivanova",
        "Paul Æschlimann",
        "Lucie Petit",
        "Samir Haddad",
        "Thuy Nguyên",
    ]
    assert shown.open == 2
    assert [each.words for row in shown.absent for each in row.carrying] == [
        "Karim Ould-Ahmed lui apporte",
        "Vous lui apportez",
    ]
    paul = shown.absent[1]
    assert (paul.may_tell, paul.lacks) == (False, FR.say("away_unknown"))
    assert shown.due[0].text.startswith("Vous apportez ses nouveautés à Samir Haddad")


def test_who_is_likely_to_see_somebody_is_offered_first_with_the_reason() -> None:
    olga = parting(FR, TOLD, room_facts.exchanging().sign, TODAY).absent[0]
    assert [carrier.name for carrier in olga.carriers][:2] == ["Élodie Garçon", "Karim Ould-Ahmed"]
    assert olga.carriers[0].why == "Ils se voient à «\u202fAssemblée d’automne\u202f», dim.\u00a029\u00a0nov."
    assert {carrier.why for carrier in olga.carriers[2:]} == {""}
    lucie = next(row for row in parting(FR, TOLD, room_facts.exchanging().sign, TODAY).absent if row.carrying)
    assert "Karim Ould-Ahmed" not in [carrier.name for carrier in lucie.carriers]  # chosen already


def test_a_relay_whose_two_persons_are_here_says_that_it_passes_now() -> None:
    relay = replace(TOLD.relays[0], due=True)
    told = [
        parting(FR, replace(TOLD, relays=(one,)), SIGN, TODAY).due[0].text
        for one in (
            relay,
            replace(relay, mine=False),
            replace(relay, mine=False, absent=SIGN.persons[0].voice),
        )
    ]
    assert told[0].startswith("Samir Haddad est là\u202f: vous lui apportez")
    assert told[1].startswith("Aïcha Benali et Samir Haddad sont là")
    assert told[2].startswith("Aïcha Benali est là et vous apporte")


def test_what_an_absent_person_lacks_is_told_as_a_digest_or_not_at_all() -> None:
    assert lacking(FR, "Olga", TOLD.brought).heading == "Ce qui manque à Olga\u202f: 36 nouveautés"
    assert lacking(FR, "Paul", None).empty == FR.say("away_unknown")


def test_a_need_and_an_offer_stand_side_by_side_with_the_reason() -> None:
    shown = fitting(FR, TOLD, TODAY)
    (pair,) = shown.pairs
    assert pair.need.text == "Élodie Garçon · Jardin partagé · jusqu’au sam.\u00a028\u00a0nov."
    assert (
        pair.why == "Parce que\u202f: même projet, «\u202fJardin partagé\u202f» et mêmes mots, «\u202fbrouette\u202f»"
    )
    assert pair.talk == "Élodie Garçon et Karim Ould-Ahmed sont là\u202f: parlez-vous."
    assert [len(shown.needs), len(shown.offers), shown.empty] == [1, 1, ""]
    assert fitting(FR, RoomTold(), TODAY).empty == FR.say("fitting_none")
