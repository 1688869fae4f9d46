"""Membres: groups, words of what somebody is, facts, the charter, and who may be brought back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from idos_p2p.ids import PersonId
from idos_p2p.services.told import Behind
from idos_p2p.services.voices import Voice
from ui.desktop.presenters import belonging
from ui.desktop.presenters.belonging import Belonger, Charter, MembersView, OneDevice
from ui.desktop.presenters.circles import Member
from ui.desktop.presenters.codes import ShownCode
from ui.desktop.presenters.place import left_words, until
from ui.words.languages import words_for

FR, EN = words_for("fr"), words_for("en")
TODAY = date(2026, 11, 22)
HOSTILE = "<b>Zoé</b>\u202e" + "Interminable" * 20


def person(name: str, status: str, *, devices: int = 1, mine: bool = False, disputed: bool = False) -> Belonger:
    member = Member(name.encode().hex(), name, status, "concerned", deviceless=not devices, mine=mine)
    return Belonger(member, f"record of {name}", ("volunteer",), devices, disputed, ())


ANA = person("Ana", "confirmed", mine=True, devices=2)
LUC, ZOE = person("Luc", "resting"), person("Zoé", "left", devices=0)
KARIM, ROSE = person("Karim", "guest"), person("Rose", "guest", devices=0)
VIEW = MembersView((ANA, KARIM, LUC, ROSE, ZOE), voice=True, belongs=True, meets=True)


def plain(text: str) -> str:
    """Return text with plain spaces."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_guests_come_first_and_those_who_are_gone_are_folded() -> None:
    assert [row.title for row in belonging.rows(FR, VIEW)] == ["Karim", "Rose", "Ana", "Luc"]
    assert [row.title for row in belonging.rows(FR, VIEW, gone=True)][-1] == "Zoé"
    assert [row.heading for row in belonging.rows(FR, VIEW) if row.heading] == [
        "PERSONNES INVITÉES, À CONFIRMER",
        "MEMBRES",
    ]
    assert belonging.count_gone(VIEW) == 1


def test_a_name_is_found_without_its_accents() -> None:
    assert [row.title for row in belonging.rows(FR, VIEW, "zoe", gone=True)] == ["Zoé"]
    assert belonging.rows(FR, VIEW, "nobody") == ()


def test_what_somebody_is_is_said_in_words() -> None:
    assert plain(belonging.standing(FR, KARIM)) == (
        "Personne invitée : lit et écrit, pas encore de voix · parmi les personnes concernées · 1 ordinateur"
    )
    assert belonging.standing(FR, ANA) == "Personne confirmée · parmi les personnes concernées · 2 ordinateurs"
    assert belonging.standing(FR, ZOE) == "A quitté la cellule"
    assert belonging.standing(EN, ROSE).endswith("without a computer")


def test_a_row_asks_for_a_voice_tells_of_a_dispute_and_keeps_a_hostile_name_in_its_place() -> None:
    [guest, *_] = belonging.rows(FR, VIEW)
    assert guest.chips[: guest.warned] == ("à confirmer",)
    [row] = belonging.rows(FR, replace(VIEW, people=(person(HOSTILE, "confirmed", disputed=True),)))
    assert row.warned == 1
    assert len(row.title) <= belonging.MOST_NAME
    assert "\u202e" not in row.title


def test_a_fact_says_what_by_whom_and_when() -> None:
    voice = Voice(PersonId(b"x"), "", "Ana Ruiz")
    own = Voice(PersonId(bytes.fromhex(KARIM.member.id)), "", "Karim")
    told = replace(KARIM, why=(Behind("started", "aa", own, 1_795_000_000_000), Behind("device added", "bb", voice, 0)))
    assert belonging.facts(FR, told, TODAY)[0].startswith("Est arrivée ou arrivé avec une invitation, ")
    assert "Karim" not in belonging.facts(FR, told, TODAY)[0]
    assert belonging.facts(FR, told, TODAY)[1] == "Un ordinateur de plus"


def test_only_somebody_else_who_belongs_is_brought_back_on_a_guest_s_computer() -> None:
    assert belonging.guests(VIEW) == (KARIM,)
    assert belonging.may_recover(VIEW, LUC)
    assert belonging.may_recover(VIEW, ROSE)
    assert not any(belonging.may_recover(VIEW, one) for one in (ANA, KARIM, ZOE))
    assert not belonging.may_recover(replace(VIEW, voice=False), LUC)


def test_the_charter_is_read_once_it_was_said_in_any_language() -> None:
    charter = Charter("aa", "Charte", "…", ())
    assert not belonging.accepted(charter)
    assert not belonging.accepted(replace(charter, mine=("Très bien.",)))
    for words in (FR, EN):
        assert belonging.accepted(replace(charter, mine=(words.say("charter_accepted"),)))


def test_a_code_says_until_when_it_is_good_and_leaving_what_became_of_what_is_mine() -> None:
    assert "10 minutes" in plain(until(FR, ShownCode("7-cerise-tambour", 10, ""), 0))
    assert left_words(FR, 0, "") == FR.say("leave_done")
    assert "3 fiches" in plain(left_words(FR, 3, "mes affaires"))
    assert belonging.device_name(FR, OneDevice("0123456789", here=False, entries=3)) == "Ordinateur 01234567"
