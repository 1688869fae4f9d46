"""French sentences of what keeps a cell safe: copies, repair, what is out of the ordinary. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

_CONDITIONS: dict[str, Sentence] = {
    "condition_full": "Le disque de cet ordinateur est plein. Tout ce qui était enregistré l'est toujours et se lit. "
    "Libérez de la place : l'écriture reprendra d'elle-même.",
    "condition_repaired": Plural(
        "Le fichier de la cellule était abîmé et a été réparé : {number} nouveauté est gardée. "
        "Ce qui manque reviendra quand vous serez à jour avec un autre ordinateur : allez à la prochaine rencontre.",
        "Le fichier de la cellule était abîmé et a été réparé : {number} nouveautés sont gardées. "
        "Ce qui manque reviendra quand vous serez à jour avec un autre ordinateur : allez à la prochaine rencontre.",
    ),
    "condition_repaired_new_device": Plural(
        "Le fichier de la cellule était abîmé et a été réparé : {number} nouveauté est gardée. "
        "Vos derniers écrits manquent peut-être : allez à la prochaine rencontre, "
        "ce que les autres ont reçu reviendra.",
        "Le fichier de la cellule était abîmé et a été réparé : {number} nouveautés sont gardées. "
        "Vos derniers écrits manquent peut-être : allez à la prochaine rencontre, "
        "ce que les autres ont reçu reviendra.",
    ),
    "condition_split": "Une personne qui a une voix a remis à certains ordinateurs un autre secret qu'aux autres : "
    "ils ne se voient plus dans la salle. Personne n'y perd rien. À la prochaine rencontre, le secret est renouvelé "
    "pour tous ; en attendant, rejoignez les autres par leur adresse.",
    "condition_restored": "Cet ordinateur montre une copie remise à la place de la cellule. "
    "Ce que les autres ont reçu depuis est en sécurité chez eux, et vous pouvez écrire. "
    "Allez à la prochaine rencontre : le reste reviendra.",
}

_COMMANDS: dict[str, Sentence] = {
    "copy_made": Plural(
        "La copie est faite et vérifiée : {path} ({number} nouveauté, {size}).",
        "La copie est faite et vérifiée : {path} ({number} nouveautés, {size}).",
    ),
    "copy_open": "Qui tient cette copie peut lire toute la cellule : gardez-la chez vous ou chez une personne sûre.",
    "copy_protected": "Cette copie ne s'ouvre qu'avec votre phrase secrète : ne la perdez pas.",
    "copy_restored": "La copie du {day} à {time} est remise à la place de la cellule. "
    "Allez à la prochaine rencontre : ce que les autres ont reçu depuis reviendra.",
    "copy_aside": "L'état d'avant n'est pas perdu, il est gardé ici : {path}",
    "copy_line": Plural("{number} nouveauté", "{number} nouveautés"),
    "copy_none": "Il n'y a pas encore de copie. La première se fait d'elle-même quand IDOS est ouvert.",
    "copy_moment": "{day} à {time}",
    "repair_needless": "La cellule est en bon état. Il n'y a rien à réparer, rien n'a été touché.",
    "repair_done": Plural(
        "La cellule est réparée : {number} nouveauté est gardée.",
        "La cellule est réparée : {number} nouveautés sont gardées.",
    ),
    "repair_from_copy": Plural(
        "{number} d'entre elles vient de la dernière copie.", "{number} d'entre elles viennent de la dernière copie."
    ),
    "repair_missing": Plural(
        "Il manque {number} nouveauté : elle reviendra à la prochaine rencontre si un autre ordinateur l'a reçue.",
        "Il manque {number} nouveautés : celles qu'un autre ordinateur a reçues reviendront à la prochaine rencontre.",
    ),
    "repair_missing_unknown": "Il en manque peut-être : ce qu'un autre ordinateur a reçu reviendra "
    "à la prochaine rencontre.",
    "repair_nothing_missing": "Il ne manque rien.",
    "repair_own_lost": "Vos derniers écrits manquent peut-être : allez à une rencontre, "
    "ce que les autres ont reçu reviendra.",
}

_SETTINGS: dict[str, Sentence] = {
    "settings_data": "Vos données",
    "settings_data_place": "Tout est gardé sur cet ordinateur, dans ce dossier :",
    "settings_copies": "Copies de la cellule",
    "settings_copies_why": "Une copie se fait d'elle-même chaque jour où IDOS est ouvert. "
    "Les sept dernières sont gardées.",
    "settings_copies_none": "Pas encore de copie : la première se fait une minute après l'ouverture.",
    "settings_copy_line": "{moment} · {size}",
    "settings_copy_back": "Revenir à cette copie",
    "settings_copy_back_spoken": "Revenir à la copie du {moment}",
    "settings_copy_make": "Faire une copie ailleurs…",
    "settings_copy_make_title": "Où mettre la copie ?",
    "settings_copy_name": "cellule du {day}",
    "settings_copy_made": "La copie est faite et vérifiée : {path}",
    "settings_copy_making": "Copie en cours…",
    "restore_title": "Revenir à la copie du {moment} ?",
    "restore_lead": "La cellule d'aujourd'hui n'est pas effacée : elle est gardée à part, dans le même dossier. "
    "Ce que les autres ont reçu depuis cette copie reviendra à la prochaine rencontre.",
    "restore_do": "Revenir à cette copie",
    "restore_cancel": "Garder la cellule d'aujourd'hui",
    "restore_working": "Un instant : la copie est vérifiée, puis mise en place.",
    "repair_do": "Réparer",
    "repair_working": "Un instant : tout ce qui se lit encore est vérifié et gardé.",
}

SAFETY: dict[str, Sentence] = {**_CONDITIONS, **_COMMANDS, **_SETTINGS}
