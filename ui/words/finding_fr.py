"""French sentences of the search of everything in the window. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Sentence

FINDING: dict[str, Sentence] = {
    "find_title": "Chercher partout",
    "find_hint": "Un nom, un projet, un mot…",
    "find_label": "Ce qui a été trouvé",
    "find_start": "Que cherchez-vous ?",
    "find_start_why": "Tapez quelques lettres : les accents et les majuscules ne comptent pas.\n"
    "Les flèches choisissent, Entrée ouvre, Échap ferme.",
    "find_kind": "{kind} · {number} en tout",
    "find_kind_least": "{kind} · au moins {number}",
    "find_button": "Chercher partout",
    "shortcut_find": "Chercher partout",
}
