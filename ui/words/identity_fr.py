"""French sentences of who one is here: phrase secrète, homes, recovery, leaving. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

_COMMANDS: dict[str, Sentence] = {
    "phrase_ask": "Phrase secrète :",
    "phrase_new": "Nouvelle phrase secrète (rien ne s'affiche) :",
    "phrase_again": "Encore une fois :",
    "phrase_set": "Cette cellule ne s'ouvre plus sur cet ordinateur qu'avec votre phrase secrète. "
    "Personne ne peut la retrouver pour vous : gardez-la.",
    "phrase_removed": "Cette cellule s'ouvre de nouveau sans phrase secrète sur cet ordinateur.",
    "phrase_copies": Plural(
        "{number} copie de cet ordinateur s'ouvre comme la cellule désormais.",
        "{number} copies de cet ordinateur s'ouvrent comme la cellule désormais.",
    ),
    "phrase_earlier": Plural(
        "{number} copie de cet ordinateur s'ouvre encore comme avant : effacez-la si cela vous gêne.",
        "{number} copies de cet ordinateur s'ouvrent encore comme avant : effacez-les si cela vous gêne.",
    ),
    "phrase_elsewhere": "Les copies que vous avez mises ailleurs s'ouvrent comme le jour où elles ont été faites.",
    "copy_needs_none": "sans phrase secrète",
    "copy_needs_current": "avec votre phrase secrète",
    "copy_needs_earlier": "avec une phrase secrète d'avant",
    "home_line": Plural("{number} cellule", "{number} cellules"),
    "home_protected": "avec une phrase secrète",
    "home_open": "sans phrase secrète",
    "home_nameless": "Première personne",
    "home_added": "{name} a sa place sur cet ordinateur : {path}",
    "cell_left": "Vous avez quitté la cellule. Les autres l'apprendront à la prochaine rencontre.",
    "cell_left_keeps": "Ce que cet ordinateur sait reste chez vous : vous pouvez le lire et l'exporter.",
    "cell_left_erased": Plural(
        "{number} fiche à vous est effacée ici, et le sera chez les autres quand ils l'apprendront.",
        "{number} fiches à vous sont effacées ici, et le seront chez les autres quand ils l'apprendront.",
    ),
    "cell_founded_from": Plural(
        "{number} fiche est reprise de la cellule d'avant.", "{number} fiches sont reprises de la cellule d'avant."
    ),
    "found_from_aside": "Ce que les tableaux de la cellule d'avant ne disent pas",
    "recover_title": "Faire revenir {name}",
    "recover_proposed": "La proposition est écrite : {id}. Quand assez de personnes y ont consenti et qu'elle est "
    "adoptée, cet ordinateur devient celui de {name}.",
}

_CONDITIONS: dict[str, Sentence] = {
    "condition_alone": Plural(
        "Cet ordinateur est le seul à garder cette cellule ({number} nouveauté). S'il tombe en panne, tout est perdu. "
        "Invitez quelqu'un, ajoutez un second ordinateur, ou faites une copie ailleurs.",
        "Cet ordinateur est le seul à garder cette cellule ({number} nouveautés). S'il tombe en panne, tout est perdu. "
        "Invitez quelqu'un, ajoutez un second ordinateur, ou faites une copie ailleurs.",
    ),
    "condition_left": "Vous avez quitté cette cellule. Ce que cet ordinateur sait reste chez vous. "
    "Vous pouvez tout lire et tout exporter ; rien de nouveau ne s'écrit.",
    "condition_excluded": "La cellule a décidé que vous n'en faites plus partie. Ce que cet ordinateur sait reste "
    "chez vous. Vous pouvez tout lire et tout exporter ; rien de nouveau ne s'écrit.",
}

_WINDOW: dict[str, Sentence] = {
    "unlock_title": "Votre phrase secrète",
    "unlock_lead": "Cette cellule est protégée. Sans cette phrase, personne ne peut la lire sur cet ordinateur.",
    "unlock_do": "Ouvrir",
    "unlock_lost": "Si vous l'avez oubliée, personne ne peut la retrouver. Les autres gardent tout ce qu'ils ont "
    "reçu : les personnes présentes à la prochaine rencontre peuvent vous faire revenir.",
    "unlock_working": "Ouverture de votre cellule…",
    "unlock_needed": "Écrivez votre phrase secrète.",
    "phrase_title": "Phrase secrète",
    "phrase_none": "Sans phrase secrète, quiconque se sert de cet ordinateur peut lire toute la cellule.",
    "phrase_there": "Cette cellule ne s'ouvre ici qu'avec votre phrase secrète.",
    "phrase_choose": "Choisir une phrase secrète…",
    "phrase_change": "Changer la phrase secrète…",
    "phrase_take_away": "Enlever la phrase secrète…",
    "phrase_lead": "Trois ou quatre mots sans lien entre eux se retiennent bien et ne se devinent pas. "
    "Personne ne peut la retrouver pour vous : écrivez-la sur un papier, gardé chez vous.",
    "phrase_field_old": "Phrase secrète d'aujourd'hui",
    "phrase_field_new": "Nouvelle phrase secrète",
    "phrase_field_again": "Encore une fois",
    "phrase_do": "Protéger la cellule",
    "phrase_do_change": "Changer",
    "phrase_do_remove": "Enlever",
    "phrase_cancel": "Annuler",
    "phrase_is_set": "C'est fait : la cellule est protégée par votre phrase secrète.",
    "phrase_is_gone": "C'est fait : la cellule s'ouvre sans phrase secrète.",
    "homes_title": "Qui est là ?",
    "homes_lead": "Chaque personne a sa place sur cet ordinateur, avec sa propre phrase secrète.",
    "homes_other": "Une autre personne utilise cet ordinateur",
    "homes_protected": "Protégée par une phrase secrète",
    "homes_open": "Sans phrase secrète : qui se sert de cet ordinateur peut la lire",
    "homes_new": "Pas encore de cellule",
    "homes_name": "Comment s'appelle cette personne ?",
    "homes_name_why": "Ce nom reste lisible sur cet ordinateur, pour que chaque personne trouve sa place.",
    "homes_do": "Lui faire une place",
    "homes_card": "Plusieurs personnes sur cet ordinateur",
    "homes_card_why": "Chaque personne peut avoir ici sa place, ses cellules et sa phrase secrète.",
    "homes_switch": "Changer de personne",
    "homes_closing": "Un instant : votre cellule se ferme.",
}

IDENTITY: dict[str, Sentence] = {**_COMMANDS, **_CONDITIONS, **_WINDOW}

IDENTITY_FAULTS: dict[str, Sentence] = {
    "copy_passphrase_wrong": "Cette copie s'ouvre avec une autre phrase secrète : {path}. Rien n'a changé. "
    "Donnez celle du jour où la copie a été faite.",
    "passphrase_short": "Cette phrase secrète est trop courte. Rien n'a changé. "
    "Prenez au moins {fewest} lettres : trois ou quatre mots, par exemple.",
    "passphrase_differs": "Les deux phrases ne sont pas les mêmes. Rien n'a changé. Écrivez-la de nouveau deux fois.",
    "passphrase_new_needed": "Il manque la nouvelle phrase secrète. Rien n'a changé. "
    "Écrivez-la quand elle est demandée, ou donnez-la par IDOS_NEW_PASSPHRASE.",
    "home_name": "Il faut un nom, de {most} lettres au plus. Rien n'a été fait. Écrivez le nom de cette personne.",
    "home_taken": "Quelqu'un s'appelle déjà « {name} » sur cet ordinateur. Rien n'a été fait. "
    "Ajoutez un nom de famille, ou une lettre.",
    "homes_too_many": "Cet ordinateur a déjà {most} personnes. Rien n'a été fait. "
    "Servez-vous d'un autre ordinateur pour les suivantes.",
    "person_gone": "{name} ne fait plus partie de la cellule. Rien n'a été écrit. "
    "Invitez cette personne de nouveau, puis confirmez-la.",
    "rebind_self": "On ne propose pas cela pour soi-même. Rien n'a été écrit. "
    "Demandez à une autre personne confirmée de le proposer.",
    "found_from_damaged": "Ce dossier n'est pas un export complet : {path}. Rien n'a été créé. "
    "Prenez un dossier fait par idos-p2p export --format csv.",
}
