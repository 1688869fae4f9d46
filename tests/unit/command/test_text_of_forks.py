"""What a fork leaves, told to a person."""

from __future__ import annotations

from tests.unit.command.documents import A, B
from tests.unit.command.test_text import DOCUMENTS, FRENCH
from ui.command.text import tell
from ui.words.catalogue import NARROW


def test_a_contested_record_is_marked_in_a_list_and_explained_alone() -> None:
    record = {"id": A, "kind": "page", "title": "Semis", "contested": True}
    assert tell("list", [record], FRENCH).split() == ["a1a1a1a1", "Semis", "(contestée)"]
    told = tell("show", record, FRENCH).split("\n")
    assert told[:2] == ["Page a1a1a1a1", "  Titre  Semis"]
    assert told[-1].startswith(f"Fiche contestée{NARROW}: l’ordinateur qui l’a créée")


def test_a_computer_with_several_histories_is_told_with_what_is_safe() -> None:
    told = tell("cell show", DOCUMENTS["cell show"], FRENCH)
    assert f"l’ordinateur {B[:8]} a écrit plusieurs histoires différentes, à partir de sa nouveauté numéro 1" in told
    assert "Rien n’est perdu" in told
