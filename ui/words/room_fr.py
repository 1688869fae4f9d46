"""French sentences of the room on the command line: its sign, its digest, who is absent. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

ROOM: dict[str, Sentence] = {
    "room_alone": "Personne d'autre n'est là pour l'instant.",
    "room_closed": "Cet ordinateur ne cherche personne en ce moment. Ouvrez la fenêtre, ou lancez : idos-p2p serve",
    "room_sign": Plural("{number} présent, {equal} à jour", "{number} présents, {equal} à jour"),
    "room_may_leave": "Tout le monde ici a la même chose. Vous pouvez partir.",
    "room_files": "Les nouveautés sont arrivées. Des pièces jointes passent encore : attendez un peu.",
    "room_exchanging": "Les nouveautés passent. Attendez encore un peu.",
    "room_held_up": "Il manque quelque chose, et plus rien ne passe :",
    "room_from_here": "Compté d'ici : les ordinateurs que celui-ci rencontre.",
    "room_me": "vous",
    "room_behind": "{name} : pas encore à jour",
    "room_behind_count": Plural(
        "{name} : encore {number} nouveauté à échanger", "{name} : encore {number} nouveautés à échanger"
    ),
    "room_behind_why": "{name} : {cause}",
    "room_unknown": "Un ordinateur de la cellule se montre, et ne répond pas encore",
    "room_unknown_why": "Un ordinateur de la cellule se montre. {cause}",
    "room_meeting": "Rencontre depuis le {day} à {time}, avec {names}",
    "room_meeting_over": "Dernière rencontre : le {day} à {time}, avec {names}",
    "room_nobody_met": "personne encore",
    "room_brought": Plural(
        "Ce que la rencontre apporte : {number} nouveauté", "Ce que la rencontre apporte : {number} nouveautés"
    ),
    "room_brought_none": "Cette rencontre n'a encore rien apporté de nouveau ici.",
    "room_brought_many": Plural(
        "{number} nouveauté apportée : trop pour tout citer",
        "{number} nouveautés apportées : trop pour tout citer",
    ),
    "room_by_person": "Par personne",
    "room_by_project": "Par projet",
    "room_no_project": "Sans projet",
    "room_new": Plural("{number} nouvelle fiche", "{number} nouvelles fiches"),
    "room_changed": Plural("{number} fiche modifiée", "{number} fiches modifiées"),
    "room_kind_count": "{kind} × {number}",
    "room_decisions": "Décisions",
    "room_decision_put": "Proposée par {name} : {title}",
    "room_decision_answered": "De nouvelles réponses : {title}",
    "room_decision_adopted": "Adoptée : {title}",
    "room_joined": "Bienvenue à {names}",
    "room_absent": "Ne sont pas là",
    "room_absent_never": "{name} : cet ordinateur n'a jamais rencontré le sien, il ne sait pas ce qui manque",
    "room_absent_since": Plural(
        "{name} : {number} nouveauté à recevoir, dernière rencontre le {day}",
        "{name} : {number} nouveautés à recevoir, dernière rencontre le {day}",
    ),
    "room_absent_equal": "{name} : a tout ce qui est ici, dernière rencontre le {day}",
    "room_absent_unknown": "{name} : dernière rencontre le {day}, interrompue avant la fin",
    "room_relay": "Relais : {name}",
    "room_likely": "Qui peut faire le relais ? {carriers}",
    "room_likely_meeting": "{name} (à « {title} », le {day})",
    "room_likely_circle": "{name} (même cercle : {title})",
    "room_likely_project": "{name} (même projet : {title})",
    "room_carry_how": "Pour choisir : idos-p2p room carry {absent} PERSONNE",
    "room_relays": "Relais à faire",
    "room_relay_due": "{carrier} met {absent} à jour : les deux sont là",
    "room_relay_mine": "Vous mettrez {absent} à jour à votre prochaine rencontre",
    "room_relay_chosen": "C'est noté : {carrier} mettra {absent} à jour. "
    "Cela se fera tout seul à leur prochaine rencontre.",
    "room_matches": "Besoins et aides qui vont peut-être ensemble",
    "room_match": "{need} ({needs}) et {offer} ({offers})",
    "room_fit_project": "même projet : {detail}",
    "room_fit_words": "mêmes mots : {detail}",
    "room_asked": "Autres besoins et aides des personnes présentes",
    "room_asked_line": "{kind} : {title} ({names})",
    "room_ended": "La rencontre est terminée.",
    "room_ended_none": "Aucune rencontre n'est en cours.",
    "event_room": Plural("La salle : {number} présent, {equal} à jour", "La salle : {number} présents, {equal} à jour"),
    "event_room_may_leave": Plural(
        "La salle : {number} présent, {equal} à jour. Vous pouvez partir.",
        "La salle : {number} présents, {equal} à jour. Tout le monde peut partir.",
    ),
    "event_meeting": "La rencontre commence, se termine, ou un relais est fait",
}

ROOM_FAULTS: dict[str, Sentence] = {
    "relay_same": "Le relais pour {name} se fait par une autre personne : choisissez-la. Rien n'a été écrit.",
    "relay_without_computer": "{name} n'a pas d'ordinateur dans la cellule. Rien n'a été écrit. "
    "Un relais se fait d'un ordinateur à un autre : parlez-vous, ou choisissez une autre personne.",
}
