"""French sentences of the command line: what it answers, told by ``ui/command/text.py``. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

_RECORDS: dict[str, Sentence] = {
    "kind_attestation": "Attestation",
    "kind_comment": "Commentaire",
    "kind_contribution": "Contribution",
    "kind_gift": "Don",
    "kind_meeting": "Rencontre",
    "kind_need": "Besoin",
    "kind_offer": "Proposition d'aide",
    "kind_page": "Page",
    "kind_person": "Personne",
    "kind_project": "Projet",
    "kind_proposal": "Proposition",
    "kind_relay": "Relais",
    "kind_signup": "Inscription",
    "kind_thanks": "Merci",
    "kind_use": "Emploi d'un don",
    "field_about": "À propos de",
    "field_act": "Contribution",
    "field_agenda": "Ordre du jour",
    "field_attachments": "Pièces jointes",
    "field_author": "Écrit d'abord par",
    "field_body": "Texte",
    "field_cents": "Montant",
    "field_date": "Jour",
    "field_details": "Précisions",
    "field_donor": "Donné par",
    "field_effect": "Effet",
    "field_form": "Forme",
    "field_from": "De",
    "field_gifts": "Dons",
    "field_licence": "Licence",
    "field_meeting": "Rencontre",
    "field_minutes": "Durée",
    "field_name": "Nom",
    "field_needs": "Besoins",
    "field_origins": "Tirée de",
    "field_persons": "Personnes",
    "field_place": "Lieu",
    "field_project": "Projet",
    "field_purpose": "Raison d'être",
    "field_reach": "Contact",
    "field_removed": "À la corbeille depuis",
    "field_report": "Compte rendu",
    "field_roles": "Rôles",
    "field_round": "Tour",
    "field_says": "Dit",
    "field_skills": "Savoir-faire",
    "field_slot": "Créneau",
    "field_slots": "Créneaux",
    "field_sources": "Sources",
    "field_state": "État",
    "field_time": "Heure",
    "field_title": "Titre",
    "field_to": "À",
    "field_until": "Jusqu'au",
    "field_what": "Quoi",
    "field_wish": "Souhait",
    "field_words": "Mots",
    "form_expense": "frais",
    "form_goods": "biens",
    "form_money": "argent",
    "form_service": "service",
    "form_time": "temps",
    "in_round_clarification": "question",
    "in_round_reaction": "réaction",
    "in_round_objection": "objection",
    "in_round_integration": "prise en compte",
    "says_present": "j'y étais",
    "says_right": "c'est juste",
    "says_correction": "à corriger",
    "accepted_0_or_more": "zéro ou plus",
    "accepted_64_hexadecimal_digits": "le numéro d'une fiche, en entier",
    "accepted_choice": "un mot de la liste",
    "accepted_date": "un jour écrit comme 2026-11-22",
    "accepted_files": "des pièces jointes",
    "accepted_hh_mm": "une heure écrite comme 14:30",
    "accepted_id_cents": "FICHE=CENTIMES, séparés par des virgules",
    "accepted_integer": "un nombre entier",
    "accepted_line": "des mots sur une ligne",
    "accepted_link": "le numéro d'une fiche",
    "accepted_links": "des numéros de fiches, séparés par des virgules",
    "accepted_shares": "FICHE=CENTIMES, séparés par des virgules",
    "accepted_text": "un texte",
    "accepted_time": "une heure écrite comme 14:30",
    "accepted_words": "des mots, séparés par des virgules",
    "accepted_yyyy_mm_dd": "un jour écrit comme 2026-11-22",
    "persons_count": Plural("{number} personne", "{number} personnes"),
    "list_none": "Aucune fiche pour l'instant.",
    "search_none": "Aucune fiche ne contient ces mots. Essayez un mot plus court, ou un autre mot.",
    "record_written": "C'est enregistré : {id}",
    "record_erased": "Fiche {id} effacée ici. Elle le sera sur chaque ordinateur dès qu’il l’apprendra.",
    "record_same": "Rien à changer : la fiche {id} dit déjà cela.",
    "versions_head": "{field} : {number} versions, écrites chacune de son côté",
    "version_by": "{who} : {value}",
    "version_empty": "(vide)",
    "record_contested": "Fiche contestée : l'ordinateur qui l'a créée a écrit plusieurs histoires différentes. "
    "Elle se lit, et ne compte dans aucun total.",
    "record_contested_mark": "(contestée)",
    "entry_kept": "Écrit après que cette personne a été exclue, ou cet ordinateur retiré : "
    "gardé, parce que d'autres s'en sont servis pour continuer.",
}

_CELL: dict[str, Sentence] = {
    "cell_created": "La cellule est créée. Vous pouvez écrire, et inviter quelqu'un.",
    "cell_joined": "Vous faites partie de la cellule, et vous êtes à jour.",
    "cell_label_id": "Cellule",
    "cell_label_person": "Votre fiche",
    "cell_label_device": "Cet ordinateur",
    "cell_label_term": "Jusqu'au",
    "cell_label_members": "Personnes",
    "cell_label_devices": "Ordinateurs",
    "cell_label_entries": "Nouveautés",
    "cell_label_digest": "Empreinte",
    "cell_digest": "{digest} (la même sur deux ordinateurs à jour)",
    "cell_heights": "Nouveautés écrites par chaque ordinateur",
    "alarm_invite_key_twice": "Attention : une même place d'une invitation a servi à deux ordinateurs ({act}). "
    "Rien n'est perdu. Vérifiez ensemble qui est entré, puis faites une nouvelle invitation.",
    "alarm_other": "Attention : quelque chose d'inattendu est arrivé dans la cellule ({code}, {act}). "
    "Rien n'est perdu. Parlez-en ensemble, et demandez de l'aide.",
    "cell_fork": "Attention : l'ordinateur {who} a écrit plusieurs histoires différentes, à partir de sa nouveauté "
    "numéro {number}. Rien n'est perdu : toutes sont gardées, et la suite ne compte dans aucun total. Parlez-en "
    "avec la personne.",
    "status_confirmed": "membre",
    "status_guest": "personne invitée",
    "chamber_carrying": "porteurs",
    "chamber_concerned": "concernés",
    "computers_count": Plural("{number} ordinateur", "{number} ordinateurs"),
    "computers_none": "sans ordinateur",
    "invite_given": "Donnez ce lien à la personne que vous invitez, et à elle seule :",
}

_UPKEEP: dict[str, Sentence] = {
    "check_well": Plural(
        "Tout est en ordre : {number} nouveauté gardée ici.", "Tout est en ordre : {number} nouveautés gardées ici."
    ),
    "check_fault_file": "Le fichier de la cellule : {detail}",
    "check_fault_membership": "Qui fait partie de la cellule ne découle pas de ses actes.",
    "check_read": "Relu depuis le début : {signatures} signatures, {changes} changements, en {seconds} s.",
    "check_missing": Plural(
        "Le texte de {number} nouveauté n'est pas encore arrivé : il est demandé à chaque ordinateur rencontré.",
        "Le texte de {number} nouveautés n'est pas encore arrivé : il est demandé à chaque ordinateur rencontré.",
    ),
    "check_fault_unreadable": "Le reste ne peut pas être lu : {cause}",
    "check_fault_act_missing": "Qui fait partie de la cellule : il manque l'acte {entry} de l'ordinateur {device}.",
    "check_fault_act_extra": "Qui fait partie de la cellule : l'acte {entry} de l'ordinateur {device} est de trop.",
    "check_fault_act_altered": "Qui fait partie de la cellule : l'acte {entry} de l'ordinateur {device} est altéré.",
    "check_fault_entry_unlisted": "Rien ne mène à la nouveauté {entry} du journal de l'ordinateur {device}.",
    "check_fault_entry_unknown": "La nouveauté {entry} de l'ordinateur {device} est rangée avec une autre fiche.",
    "check_fault_record_unreadable": "La fiche commencée en {entry} par l'ordinateur {device} est illisible : {cause}",
    "check_fault_verdict": "La nouveauté {entry} de l'ordinateur {device} est notée {held}, et vaut {due}.",
    "check_fault_body_unlisted": "Le texte de la nouveauté {entry} de l'ordinateur {device} manque, sans être demandé.",
    "check_fault_body_listed": "Le texte de la nouveauté {entry} de l'ordinateur {device} est ici, et demandé.",
    "check_fault_log": "Journal de l'ordinateur {device}, après la nouveauté {entry} : {cause}",
    "check_fault_height": "Journal de l'ordinateur {device} : il dit avoir {entry} nouveautés, et ce n'est pas le cas.",
    "check_fault_view_extra": "Affiché, mais absent du journal : {title} ({record})",
    "check_fault_view_missing": "Dans le journal, mais pas affiché : {title} ({record})",
    "check_fault_view_altered": "Affiché autrement que dans le journal ({parts}) : {title} ({record})",
    "check_fault_row_missing": "Listes et recherche : une ligne manque ({table}, {detail}) pour {record}",
    "check_fault_row_extra": "Listes et recherche : une ligne de trop ({table}, {detail}) pour {record}",
    "check_ill": Plural(
        "Quelque chose est abîmé sur cet ordinateur, à {number} endroit. "
        "Ce que les autres ordinateurs ont déjà reçu est en sécurité chez eux. "
        "Réparez la cellule avec idos-p2p repair, et montrez cette ligne à la personne qui vous aide :",
        "Quelque chose est abîmé sur cet ordinateur, à {number} endroits. "
        "Ce que les autres ordinateurs ont déjà reçu est en sécurité chez eux. "
        "Réparez la cellule avec idos-p2p repair, et montrez ces lignes à la personne qui vous aide :",
    ),
    "rebuild_done": Plural(
        "C'est fait : les pages et la recherche ont été refaites avec {number} nouveauté.",
        "C'est fait : les pages et la recherche ont été refaites avec {number} nouveautés.",
    ),
}

_IMPORT: dict[str, Sentence] = {
    "import_done": "L'importation est faite. Tout est enregistré.",
    "import_nothing_new": "Tout était déjà dans la cellule. Rien n'a été écrit.",
    "import_preview": "Voici ce qui serait écrit. Rien n'a été écrit pour l'instant.",
    "import_new": Plural("{number} nouvelle", "{number} nouvelles"),
    "import_already": Plural("{number} déjà là", "{number} déjà là"),
    "import_ignored": "Fichiers laissés de côté : {files}",
    "import_fault": "{place} : {sentence}",
    "import_fault_heading": "{place} : {sentence} (colonne « {heading} »)",
}

_MEETING: dict[str, Sentence] = {
    "news_received": Plural("{number} nouveauté reçue", "{number} nouveautés reçues"),
    "news_sent": Plural("{number} donnée", "{number} données"),
    "peer_state_ended": "interrompu",
    "peer_state_exchanging": "pas fini",
    "peer_state_up_to_date": "à jour",
    "sync_equal": Plural(
        "Vous êtes à jour avec {number} ordinateur : vous pouvez partir.",
        "Vous êtes à jour avec {number} ordinateurs : vous pouvez partir.",
    ),
    "sync_unequal": "La mise à jour n'est pas finie. Ce qui est arrivé est gardé. "
    "Restez dans la même salle, puis recommencez.",
    "cause_of": "{who} : {cause}",
    "event_listening": "Cet ordinateur attend les autres à l'adresse {host}, port {port}.",
    "event_seen": "Un ordinateur de la cellule est dans la salle.",
    "event_connected": "{who} : connecté.",
    "event_exchanging": "{who} : mise à jour en cours.",
    "event_received": Plural("{who} : {number} nouveauté reçue.", "{who} : {number} nouveautés reçues."),
    "event_up_to_date": "{who} : à jour.",
    "event_ended": "{who} : rencontre terminée.",
    "event_ended_why": "{who} : rencontre terminée. {cause}",
    "event_refused": "Un ordinateur n'est pas entré ({host}). {cause}",
    "event_unreachable": "{endpoint} : {cause}",
    "event_forked": "{who} a écrit deux suites différentes de son journal : les deux sont gardées, aucune ne compte.",
    "event_restored": (
        "Cet ordinateur a été remis depuis une copie : d’autres en connaissent une suite qu’il a oubliée. "
        "Rien n’est perdu. Arrêtez puis relancez IDOS P2P pour écrire à nouveau."
    ),
    "event_members": "Les membres de la cellule ont changé.",
    "event_other": "{what}",
    "status_open": "IDOS est ouvert sur cet ordinateur, et attend les autres.",
    "status_closed": "IDOS n'est pas ouvert sur cet ordinateur : personne ne peut se mettre à jour avec lui.",
    "status_listening": "Adresse",
    "status_nowhere": "personne ne peut entrer",
    "status_waiting": "À ranger encore",
    "status_memory": "Mémoire, au plus",
}

_DEMO: dict[str, Sentence] = {
    "demo_founding": "{name} crée la cellule, y met les personnes et les projets, et prépare une invitation.",
    "demo_joining": "{name} rejoint la cellule.",
    "demo_apart": "Chaque personne écrit de son côté, sans réseau.",
    "demo_room": Plural(
        "{count} ordinateur s'ouvre dans la même salle.", "{count} ordinateurs s'ouvrent dans la même salle."
    ),
    "demo_attesting": "{one} et {other} se lisent, et attestent leurs actes communs.",
    "demo_equal": "À jour ensemble : {equal} sur {count}.",
    "demo_all_equal": Plural(
        "{number} personne, une même cellule.", "Les {number} personnes repartent avec la même cellule."
    ),
    "demo_not_equal": "Les ordinateurs n'ont pas encore tous la même chose. Rien n'est perdu. "
    "Relancez la démonstration.",
    "demo_brought": Plural("{number} nouveauté apportée", "{number} nouveautés apportées"),
    "demo_received": Plural("{number} reçue", "{number} reçues"),
    "demo_cost": "{seconds} secondes pour se mettre à jour, {size} échangés.",
    "demo_picture": "Image de la fenêtre : {path}",
}

_SIZES: dict[str, Sentence] = {
    "size_0": "{amount} o",
    "size_1": "{amount} ko",
    "size_2": "{amount} Mo",
    "size_3": "{amount} Go",
}

COMMANDS: dict[str, Sentence] = {**_RECORDS, **_CELL, **_UPKEEP, **_IMPORT, **_MEETING, **_DEMO, **_SIZES}
