"""Stories, pages and the agenda as a person reads them."""

from __future__ import annotations

from typing import Any

from tests.unit.command.around_documents import ACT, AROUND_DOCUMENTS, PURPOSES
from tests.unit.command.documents import A, B
from ui.command.text import tell
from ui.words.catalogue import NARROW
from ui.words.languages import words_for
from ui.words.quantities import NO_BREAK

FRENCH = words_for("fr")
ANA, LUC = {"id": A, "name": "Ana"}, {"id": B, "name": "Luc"}
DIG: dict[str, Any] = {
    **ACT,
    "what": "Bêchage",
    "date": "2026-05-04",
    "day": "2026-05-04",
    "minutes": 90,
    "author": LUC,
    "voices": [ANA],
    "who": [ANA],
    "on_behalf": True,
    "answers": [{**ACT, "kind": "thanks", "words": "merci à toi", "voices": [LUC], "answers": []}],
}


def told(command: str, **changed: Any) -> list[str]:
    text = tell(command, {**AROUND_DOCUMENTS[command], **changed}, FRENCH)
    return text.replace(NO_BREAK, " ").replace(NARROW, " ").split("\n")


def test_a_story_tells_who_wrote_for_whom_and_what_was_said() -> None:
    purpose = {**PURPOSES[0], "purpose": "pour transmettre"}
    items = [DIG, purpose, {**PURPOSES[1], "day": "2025-12-31"}]
    lines = tell("around", {"person": ANA, "items": items, "next": None}, FRENCH).replace(NO_BREAK, " ")
    assert lines.replace(NARROW, " ").split("\n") == [
        "Ana",
        "  a1a1a1a1  Contribution  4 mai 2026  Bêchage  1 h 30 · 1 personne",
        "      noté par Luc pour Ana",
        "      Merci, Luc : merci à toi",
        "  1 janv. 2026, raison d’être : pour transmettre",
        "  31 déc. 2025, raison d’être retirée",
    ]


def test_an_empty_story_and_an_empty_agenda_say_so() -> None:
    document: dict[str, Any] = {"person": ANA, "items": [], "next": None}
    assert tell("around", document, FRENCH).split("\n") == ["Ana", "  Rien n’est encore noté ici."]
    assert tell("agenda", {"items": []}, FRENCH) == "Aucune rencontre à ces dates."


def test_the_picture_names_each_tie_and_ranks_nobody() -> None:
    graph = {
        "centre": {"id": A, "kind": "person", "title": "Ana"},
        "nodes": [{"id": B, "kind": "person", "title": "Luc"}],
        "ties": [
            {"source": A, "target": B, "kind": "contribution", "weight": 3},
            {"source": A, "target": B, "kind": "thanks", "weight": 1},
        ],
        "others": 2,
        "since": "2026-01-01",
        "records": 4,
        "whole": True,
    }
    assert told("around", person=ANA, items=[], next=None, graph=graph)[3:] == [
        "Depuis le 1 janv. 2026, 4 moments partagés :",
        "  Personne  Luc  Contribution × 3, Merci × 1",
        "et 2 autres",
    ]


def test_a_meeting_tells_who_signed_up_for_what() -> None:
    slots = [
        {"name": "9 h", "offered": True, "who": [ANA, LUC], "signups": [A]},
        {"name": "11 h", "offered": True, "who": [], "signups": []},
        {"name": "", "offered": False, "who": [LUC], "signups": [B]},
    ]
    meeting = {"id": A, "kind": "meeting", "title": "Fête", "time": "14:30", "place": "la cour"}
    item = {"meeting": meeting, "day": "2026-06-01", "project": "Potager", "author": ANA, "who": [], "slots": slots}
    assert told("agenda", items=[item], reviews=[], ics="fête.ics") == [
        "a1a1a1a1  1 juin 2026  14:30  Fête  la cour  Potager",
        "    9 h : Ana et Luc",
        "    11 h : personne pour l’instant",
        "    sans créneau : Luc",
        "",
        "Le calendrier est écrit : fête.ics",
    ]


def test_names_that_lead_nowhere_or_to_several_are_told_below_a_page() -> None:
    lines = told("page", texts=[{"field": "body", "names": [{"name": "Compost", "count": 0, "records": []}]}])
    assert "  [[Compost]] : rien ne porte encore ce nom" in lines


def test_a_project_tells_its_hours_and_what_gifts_did() -> None:
    lines = told("project")
    assert "25 h données, 2 contributions" in lines
    assert "0,05 € de dons utilisés" in lines
