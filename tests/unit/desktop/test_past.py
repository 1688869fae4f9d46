"""What changed, in words by person and meaning."""

from __future__ import annotations

import pytest

from idos_p2p.records.kinds import Value
from idos_p2p.services.history import FieldChange, pieces
from idos_p2p.services.undo import LeftAlone
from idos_p2p.views.compass import KINDS, Unit
from ui.desktop.presenters.compass import figure
from ui.desktop.presenters.past import Taken, change_words, taken_words
from ui.desktop.presenters.values import value_words
from ui.words.languages import words_for

FR = words_for("fr")
NAMES = {"aa" * 32: "Inès", "bb" * 32: "Jardin partagé"}


def told(kind: str, *changes: FieldChange) -> list[str]:
    """Return the sentences, their special spaces made plain."""
    return [one.replace("\u00a0", " ").replace("\u202f", " ") for one in change_words(FR, kind, changes, NAMES, "Ana")]


def test_a_duration_that_was_changed_is_told_with_what_it_was() -> None:
    assert told("contribution", FieldChange("minutes", 90, 840)) == ["Durée : Ana a écrit 14 h au lieu de 1 h 30"]


def test_persons_are_told_by_name() -> None:
    change = FieldChange("persons", [], ["aa" * 32], added=("aa" * 32,))
    assert told("contribution", change) == ["Personnes : Ana a ajouté Inès"]


def test_what_was_taken_away_is_told() -> None:
    assert told("contribution", FieldChange("project", "bb" * 32, None)) == ["Projet : Ana a enlevé Jardin partagé"]


def test_a_text_is_told_by_its_pieces() -> None:
    change = FieldChange("body", "Bonjour à tous", "Bonsoir à tous", pieces("Bonjour à tous", "Bonsoir à tous"))
    sentences = told("page", change)
    assert sentences[0] == "Texte : Ana a changé le texte"
    assert sentences[1:] == ["supprimé : jou", "ajouté : soi"]


@pytest.mark.parametrize(
    ("kind", "name", "value", "said"),
    [
        ("gift", "cents", 5_000, "50,00 €"),
        ("gift", "form", "goods", "biens"),
        ("gift", "date", "2026-03-01", "dim. 1 mars 2026"),
        ("gift", "date", "demain", "demain"),
        ("use", "gifts", {"bb" * 32: 1_250}, "Jardin partagé 12,50 €"),
        ("unheard", "of", "a thing", "a thing"),
        ("contribution", "persons", [], "rien"),
    ],
)
def test_a_value_is_told_in_words_whatever_a_peer_wrote(kind: str, name: str, value: Value, said: str) -> None:
    assert value_words(FR, kind, name, value, NAMES).replace("\u00a0", " ").replace("\u202f", " ") == said


def test_what_was_left_alone_is_told_with_who_changed_it() -> None:
    taken = Taken(
        (("contribution", "Les bacs"), ("gift", "")), (LeftAlone("aa", "contribution", "Les bacs", "minutes", "Luc"),)
    )
    sentence = taken_words(FR, taken, "undo").replace("\u202f", " ")
    assert sentence.startswith("Annulé : « Les bacs » et 1 autre fiche.")
    assert "Luc l’a changé depuis" in sentence


def test_each_measure_is_told_as_a_plain_figure() -> None:
    for key, (_, unit) in KINDS.items():
        said = figure(FR, key, unit, 34, 61)
        assert " sur " in said
        if unit is not Unit.CENTS:
            assert said.startswith("34 sur 61 ")
        assert figure(FR, key, unit, 0, 0) == "rien à mesurer"
