"""An import tells each file before it writes, and what it leaves; an export tells what it holds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.command.documents import PAPER_DOCUMENTS
from ui.command.text import tell
from ui.words.catalogue import NARROW, Words
from ui.words.languages import words_for
from ui.words.quantities import NO_BREAK

FRENCH = words_for("fr")
BOTH = pytest.mark.parametrize("words", [FRENCH, words_for("en")], ids=["fr", "en"])


def _told(command: str, **changed: Any) -> list[str]:
    told = tell(command, {**PAPER_DOCUMENTS[command], **changed}, FRENCH)
    return told.replace(NARROW, " ").replace(NO_BREAK, " ").split("\n")


def test_a_preview_tells_each_file_and_what_is_left_of_it() -> None:
    files = [
        {"file": "a.csv", "kind": "person", "new": 12, "already": 0},
        {"file": "b.csv", "kind": "gift", "new": 0, "already": 3},
    ]
    left = [{"file": "a.csv", "code": "column", "count": 2, "heading": "Ville"}]
    assert _told("import", faults=[], files=files, left=left, ignored=["photo.jpg"]) == [
        "Voici ce qui serait écrit. Rien n’a été écrit pour l’instant.",
        "  Personne  2 nouvelles",
        "Fichier par fichier :",
        "  a.csv  Personne  12 nouvelles",
        "  b.csv  Don                     3 déjà là",
        "a.csv : la colonne « Ville » n’est pas reprise (2 cases remplies).",
        "Fichiers laissés de côté : photo.jpg",
    ]


def test_once_it_is_written_the_sums_are_enough() -> None:
    assert _told("import", faults=[], entries=2, left=[], ignored=[]) == [
        "L’importation est faite. Tout est enregistré.",
        "  Personne  2 nouvelles",
    ]


def test_an_export_says_where_it_is_what_it_holds_and_that_it_is_open() -> None:
    assert _told("export", path="sortie", removed=0, contested=0, unknown=0, aside=1, attachments_absent=0) == [
        "L’exportation est écrite dans sortie (3 fichiers, 4,6 ko).",
        "  Personne  2 fiches",
        "  Don       1 fiche",
        "1 fiche ne tient pas entière dans un tableau : elle est dans le fichier « à part ».",
        "Ce dossier n’est pas protégé : qui le tient peut tout lire.",
    ]


@BOTH
def test_everything_out_of_the_ordinary_has_its_line(words: Words) -> None:
    assert len(tell("export", PAPER_DOCUMENTS["export"], words).split("\n")) == 9
