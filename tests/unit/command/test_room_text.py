"""The room, told to a person: first whether they may leave, then what is worth talking about."""

from __future__ import annotations

from typing import Any

from tests.unit.command.documents import A, B
from tests.unit.command.room_documents import ABSENT, ASKED, NEWS, RELAY, ROOM, SHARE, SIGN
from ui.command.text import tell, tell_event
from ui.words.catalogue import NARROW
from ui.words.languages import words_for
from ui.words.quantities import NO_BREAK

ANA: dict[str, Any] = {"person": A, "id": A, "name": "Ana"}
LUC: dict[str, Any] = {"person": B, "id": B, "name": "Luc"}
ALL: dict[str, Any] = {"state": "may_leave", "present": 12, "up_to_date": 12, "may_leave": True}
NOTHING: dict[str, Any] = {**NEWS, "entries": 0, "persons": [], "projects": [], "decisions": [], "joined": []}
QUIET: dict[str, Any] = {
    **ROOM,
    "sign": {**SIGN, **ALL, "persons": [], "unknown": []},
    "meeting": None,
    "brought": NOTHING,
    "absent": [],
    "relays": [],
    "matches": [],
    "asked": [],
}


def plain(text: str) -> list[str]:
    return text.replace(NARROW, " ").replace(NO_BREAK, " ").split("\n")


def told(**changed: Any) -> list[str]:
    return plain(tell("room", {**QUIET, **changed}, words_for("fr")))


def test_the_sign_is_the_first_line_and_says_when_all_may_leave() -> None:
    assert told()[:2] == ["12 présents, 12 à jour", "Tout le monde ici a la même chose. Vous pouvez partir."]
    assert plain(tell_event({"event": "room", **ALL}, words_for("fr"))) == [
        "La salle : 12 présents, 12 à jour. Tout le monde peut partir."
    ]


def test_who_is_not_up_to_date_is_told_with_what_holds_them_up() -> None:
    person = {**SIGN["persons"][1], **LUC}
    behind = [{**person, "code": "", "remaining": 3}, {**person, **ANA, "code": "peer_store_full"}]
    sign = {**SIGN, "state": "held_up", "present": 3, "up_to_date": 1, "persons": behind, "unknown": []}
    lines = told(sign=sign)
    assert lines[0] == "3 présents, 1 à jour"
    assert lines[2] == "  Luc : encore 3 nouveautés à échanger"
    assert lines[3].startswith("  Ana : ")
    assert "disque" in lines[3]


def test_alone_and_closed_are_told_as_what_they_are() -> None:
    assert told(sign={**SIGN, "state": "alone"})[0] == "Personne d’autre n’est là pour l’instant."
    assert told(sign=None)[0].startswith("Cet ordinateur ne cherche personne en ce moment.")


def test_what_the_meeting_brought_is_told_by_person_and_project() -> None:
    item = {"kind": "page", "title": "Semer"}
    share = {**SHARE, "name": "Luc", "counts": {"page": 1}, "changed": 0, "items": [item]}
    news = {**NOTHING, "entries": 2, "persons": [share], "projects": [{**share, "id": "", "name": ""}]}
    lines = told(meeting={"began": "2026-11-22T15:04:00+00:00", "ended": None, "met": [LUC]}, brought=news)
    assert lines[4].startswith("Rencontre depuis le 22 nov. 2026")
    assert lines[4].endswith("avec Luc")
    assert lines[5:] == [
        "Ce que la rencontre apporte : 2 nouveautés",
        "",
        "Par personne",
        "  Luc  Page × 1",
        "    Page  Semer",
        "",
        "Par projet",
        "  Sans projet  Page × 1",
    ]


def test_an_absent_person_is_told_with_their_relay_or_with_who_could_be_one() -> None:
    likely = [{"carrier": ANA, "why": "circle", "record": B, "title": "Jardin", "day": ""}]
    absent = {**ABSENT, **LUC, "entries": 12, "likely": likely}
    lines = told(absent=[absent, {**absent, "relays": [{**RELAY, "carrier": ANA}]}])
    assert lines[-5:] == [
        "  Luc : 12 nouveautés à recevoir, dernière rencontre le 22 nov. 2026",
        "    Qui peut faire le relais ? Ana (même cercle : Jardin)",
        f"    Pour choisir : idos-p2p room carry {B[:8]} PERSONNE",
        "  Luc : 12 nouveautés à recevoir, dernière rencontre le 22 nov. 2026",
        "    Relais : Ana",
    ]


def test_a_relay_is_told_to_both_and_to_the_one_who_carries() -> None:
    relay = {**RELAY, "absent": LUC, "carrier": ANA}
    assert told(relays=[relay, {**relay, "due": False, "mine": True}])[-2:] == [
        "  Ana met Luc à jour : les deux sont là",
        "  Vous mettrez Luc à jour à votre prochaine rencontre",
    ]
    assert plain(tell("room carry", relay, words_for("fr")))[0].startswith("C’est noté : Ana mettra Luc à jour.")


def test_a_need_and_an_offer_are_told_with_the_reason() -> None:
    need = {**ASKED, "title": "Un vélo", "persons": [ANA]}
    offer = {**ASKED, "kind": "offer", "title": "Mon vélo", "persons": [LUC]}
    match = {"need": need, "offer": offer, "fits": [{"why": "words", "detail": "vélo"}]}
    assert told(matches=[match])[-2:] == ["  Un vélo (Ana) et Mon vélo (Luc)", "    mêmes mots : vélo"]
