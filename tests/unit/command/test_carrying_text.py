"""Who reads a file from a key is told whose it is, what came, and why it ended where it did."""

from __future__ import annotations

from typing import Any

from tests.unit.command.documents import CARRYING_DOCUMENTS
from ui.command.text import tell
from ui.words.catalogue import NARROW
from ui.words.languages import words_for
from ui.words.quantities import NO_BREAK

WHOLE: dict[str, Any] = {
    **CARRYING_DOCUMENTS["carry read"],
    "from": {"device": "a1" * 32, "name": "Ana"},
    "member": True,
    "news": [{"device": "a1" * 32, "name": "Ana", "entries": 12}, {"device": "b2" * 32, "name": "", "entries": 1}],
    "attachments": 0,
    "lacking": 0,
    "stopped": None,
}


def told(**changed: Any) -> list[str]:
    said = tell("carry read", {**WHOLE, **changed}, words_for("fr"))
    return said.replace(NARROW, " ").replace(NO_BREAK, " ").split("\n")


def test_what_came_is_told_by_who_wrote_it() -> None:
    head, *news = told()
    assert head.startswith("Fichier de rencontre écrit par Ana, le 22 nov. 2026 à ")
    assert [line.split() for line in news] == [
        ["13", "nouveautés", "sont", "arrivées", ":"],
        ["Ana", "12", "nouveautés"],
        ["l’ordinateur", "b2b2b2b2", "1", "nouveauté"],
    ]


def test_a_preview_says_that_nothing_was_kept() -> None:
    lines = told(preview=True)
    assert lines[1] == "13 nouveautés arriveraient :"
    assert lines[-1].startswith("Rien n’a été gardé pour l’instant.")


def test_an_older_file_and_one_that_was_cut_are_told_apart() -> None:
    assert told(entries=0, news=[])[1:] == ["Vous aviez déjà tout ce qu’il contient, et plus encore."]
    assert told(entries=0, news=[], equal=True)[1].endswith("vous êtes à jour avec cet ordinateur.")
    cut = {"code": "bundle_cut", "fields": {}}
    assert told(stopped=cut)[-1].startswith("Ce fichier de rencontre n’est pas complet")
    assert told(entries=0, news=[], stopped=cut)[1] == "Rien de nouveau n’a pu y être lu."


def test_a_stranger_as_its_writer_and_what_they_lack_are_told() -> None:
    lines = told(member=False, lacking=2)
    assert "Tout ce qu’il apporte est vérifié comme d’habitude." in lines[1]
    assert lines[-1].startswith("Il manque à cet ordinateur le texte de 2 nouveautés.")


def test_what_a_shared_folder_brought_is_told_and_what_holds_it_up() -> None:
    lines = folder_told()
    assert lines[0] == "13 nouveautés sont arrivées :"
    assert "1 pièce jointe est arrivée." in lines
    assert any(line.startswith("1 fichier n’est pas encore arrivé en entier") for line in lines)
    assert any(line.startswith("2 fichiers ont été écrits sans savoir") for line in lines)
    assert any(line.startswith("Il n’y a pas assez de place") for line in lines)
    assert folder_told(exchanged=None, folder=None) == ["Cette cellule ne passe par aucun dossier partagé."]
    assert folder_told(exchanged=None)[-1].startswith("Le dossier partagé n’est pas là")
    quiet = {name: None if name == "held_up" else 0 for name in CARRYING_DOCUMENTS["carry folder"]["exchanged"]}
    assert folder_told(exchanged=quiet)[0] == "Il n’y avait rien de nouveau, ni là-bas ni ici."


def folder_told(**changed: Any) -> list[str]:
    document = {**CARRYING_DOCUMENTS["carry folder"], **changed}
    shown = {name: value for name, value in document.items() if name != "exchanged" or value is not None}
    return tell("carry folder", shown, words_for("fr")).replace(NARROW, " ").replace(NO_BREAK, " ").split("\n")


def test_who_wrote_one_is_told_that_the_key_may_be_taken_out() -> None:
    said = tell("carry write", CARRYING_DOCUMENTS["carry write"], words_for("fr")).split("\n")
    assert said[1] == "12 ordinateurs de la cellule peuvent le lire, aucun autre."
    assert said[-1] == "Vous pouvez retirer la clé USB."
