"""French sentences of belonging: coming in, Membres, inviting, the charter. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Sentence

_FIRST_RUN: dict[str, Sentence] = {
    "first_device": "C'est mon deuxième ordinateur",
    "first_device_why": "Vous êtes déjà dans une cellule, sur un autre ordinateur.",
    "first_code": "Le code que montre votre autre ordinateur",
    "first_code_why": "Sur l'autre ordinateur : Membres, Ma place, Ajouter un ordinateur. "
    "Gardez les deux ordinateurs sur le même Wi-Fi.",
    "first_code_hint": "7-cerise-tambour",
    "first_needs_code": "Écrivez ici le code que montre votre autre ordinateur.",
    "first_device_do": "Ajouter cet ordinateur",
    "first_offers": "Codes possibles",
    "first_working_device": "Recherche de votre autre ordinateur dans la salle…",
    "first_code_for_device": "Ce code ajoute un ordinateur à une personne qui est déjà dans la cellule. Rien n'a été "
    "fait. Demandez un code d'invitation ; ou, si cette personne c'est vous, revenez en arrière et choisissez "
    "« C'est mon deuxième ordinateur ».",
    "first_code_for_person": "Ce code invite une nouvelle personne. Rien n'a été fait. Sur votre autre ordinateur, "
    "ouvrez Membres, Ma place, Ajouter un ordinateur ; ou revenez en arrière et choisissez « Rejoindre une cellule ».",
}

BELONGING: dict[str, Sentence] = {**_FIRST_RUN}
