"""History told by person and meaning, in French."""

from __future__ import annotations

from typing import Any

from tests.unit.command.documents import A, B
from tests.unit.command.history_documents import HISTORY_DOCUMENTS
from ui.command.text import tell
from ui.words.catalogue import NARROW
from ui.words.languages import words_for
from ui.words.quantities import NO_BREAK

FRENCH = words_for("fr")


def told(command: str, document: Any) -> list[str]:
    """Return what a person reads, with plain spaces."""
    return tell(command, document, FRENCH).replace(NO_BREAK, " ").replace(NARROW, " ").split("\n")


def entry(who: str, *changes: dict[str, Any], created: bool = False) -> dict[str, Any]:
    """Return an entry of a contribution's history."""
    return {
        "when": "2026-11-02T12:30:00+00:00",
        "who": who,
        "entry": B,
        "kind": "contribution",
        "created": created,
        "contested": False,
        "kept": False,
        "changes": list(changes),
    }


def test_two_versions_are_told_by_person_and_meaning() -> None:
    ana = entry("Ana", {"field": "minutes", "before": 900, "after": 840})
    luc = entry("Luc", {"field": "minutes", "before": None, "after": 900})
    lines = told("history", [ana, luc])
    assert lines[1] == "  Durée : Ana a écrit 14 h au lieu de 15 h"
    assert lines[3] == "  Durée : Luc a écrit 15 h"


def test_what_was_kept_past_a_cut_says_why() -> None:
    late = {**entry("Luc", {"field": "place", "before": None, "after": "Ici"}), "kept": True}
    lines = told("history", [late])
    assert lines[1].startswith("  Écrit après que cette personne a été exclue")
    assert lines[2] == "  Lieu : Luc a écrit Ici"


def test_a_text_tells_its_pieces_and_a_link_its_title() -> None:
    text = {
        "field": "what",
        "before": "Semis de mai",
        "after": "Semis de juin",
        "pieces": [{"kept": "Semis de "}, {"deleted": "mai"}, {"inserted": "juin"}],
    }
    link = {"field": "project", "before": None, "after": A, "titles": {A: "Potager"}}
    cleared = {"field": "place", "before": "Cour", "after": None}
    assert told("history", [entry("Ana", text, link, cleared)])[1:] == [
        "  Quoi : Ana a changé le texte",
        "    supprimé : mai",
        "    ajouté : juin",
        "  Projet : Ana a écrit Potager",
        "  Lieu : Ana a enlevé Cour",
    ]


def test_an_erasure_says_on_how_many_computers_and_who_is_waited_for() -> None:
    erased = {"done": 11, "computers": 12, "waiting": ["Luc"]}
    assert told("show", {"id": A, "erased": erased}) == [
        "La fiche a1a1a1a1 a été effacée par la personne à qui elle était.",
        "Effacée sur 11 des 12 ordinateurs.",
        "Pas encore de nouvelle de l’ordinateur de : Luc.",
    ]


def test_what_undo_left_is_told_with_who_changed_it() -> None:
    left = {"id": A, "kind": "page", "title": "Compost", "field": "body", "who": "Luc"}
    assert told("undo", {"records": [], "left": [left]}) == [
        "Annulé : 0 fiche a changé.",
        "« Compost », Texte : laissé tel quel, Luc l’a changé depuis.",
    ]


def test_the_register_says_each_duration_in_years() -> None:
    lines = told("register", HISTORY_DOCUMENTS["register"])
    assert lines[0] == "Registre des traitements (RGPD, article 30), revu le 28 nov. 2026"
    assert [line.split("  ")[-1].strip() for line in lines if "Durée" in line] == [
        "tant que la personne est là, puis 3 ans",
        "aussi longtemps que la cellule",
        "11 ans à partir du jour de la fiche",
    ]
