"""French sentences of stories, pages and the agenda on the command line. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

AROUND: dict[str, Sentence] = {
    "around_none": "Rien n'est encore noté ici.",
    "around_with": "avec {names}",
    "around_by": "noté par {author}",
    "around_behalf": "noté par {author} pour {names}",
    "around_answer": "{kind}, {who} : {text}",
    "around_purpose": "{day}, raison d'être : {text}",
    "around_purpose_none": "{day}, raison d'être retirée",
    "around_next": "Pour lire plus loin, ajoutez : --before {next}",
    "graph_since": Plural("Depuis le {day}, {number} moment partagé :", "Depuis le {day}, {number} moments partagés :"),
    "graph_tie": "{kind} × {count}",
    "graph_others": Plural("et {number} autre", "et {number} autres"),
    "graph_part": "Seuls les moments les plus récents sont comptés.",
    "project_given": Plural("{hours} données, {number} contribution", "{hours} données, {number} contributions"),
    "project_expenses": "{amount} de frais laissés",
    "project_in_kind": "{amount} de biens et de services apportés",
    "project_money_used": "{amount} de dons utilisés",
    "project_goods_used": "{amount} de dons en nature utilisés",
    "project_who": "Y prennent part : {names}",
    "project_part_needs": "Besoins",
    "project_part_offers": "Aides proposées",
    "project_part_proposals": "Propositions à décider",
    "project_part_meetings": "Prochaines rencontres",
    "project_part_latest": "Derniers moments",
    "project_part_said": "Ce qui en est dit",
    "part_unknown": "Noms entre crochets à préciser",
    "part_origins": "Faite à partir de",
    "part_descendants": "Ce qui en a été fait",
    "part_named_by": "Ce qui mène ici",
    "part_said": "Ce qui en est dit",
    "part_files": "Pièces jointes",
    "name_nobody": "[[{name}]] : rien ne porte encore ce nom",
    "name_several": Plural(
        "[[{name}]] : {number} fiche porte ce nom ({records})",
        "[[{name}]] : {number} fiches portent ce nom ({records})",
    ),
    "page_not_here": "pas encore arrivée sur cet ordinateur",
    "file_not_here": "pas encore arrivée sur cet ordinateur",
    "agenda_none": "Aucune rencontre à ces dates.",
    "agenda_ics": "Le calendrier est écrit : {path}",
    "agenda_came": "présents : {names}",
    "agenda_slot": "{slot} : {names}",
    "agenda_no_slot": "sans créneau",
    "agenda_free": "personne pour l'instant",
    "signup_done": "L'inscription est enregistrée : {id}",
}

AROUND_FAULTS: dict[str, Sentence] = {
    "slot_unknown": "Cette rencontre n'a pas de créneau « {slot} ». Rien n'a été écrit. Choisissez parmi : {accepted}.",
    "calendar_exists": "Il y a déjà un autre fichier à cet endroit : {path}. Il n'a pas été touché. "
    "Donnez un autre nom au calendrier, puis réessayez.",
    "calendar_io": "Le calendrier n'a pas pu être écrit à cet endroit : {path}. Rien n'est perdu. "
    "Vérifiez que le dossier existe et qu'il est à vous, puis réessayez.",
}
