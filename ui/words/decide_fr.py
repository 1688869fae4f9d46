"""French sentences of deciding by consent, for the command line and the window alike. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

_OUTCOMES: dict[str, Sentence] = {
    # where a decision stands: what it is, and what it means, each in a sentence
    "decision_open": "En discussion",
    "decision_open_means": "Chacune et chacun peut encore répondre, et changer sa réponse.",
    "decision_adopted": "Décidé",
    "decision_adopted_means": "Assez de personnes ont dit oui ou laissé faire, et aucune objection ne restait.",
    "decision_under_review": "À revoir",
    "decision_under_review_means": "C'est décidé et cela reste en vigueur. Une objection est arrivée depuis : "
    "parlez-en, puis proposez une nouvelle version.",
    "decision_closed": "Retiré",
    "decision_closed_means": "Rien n'a été décidé : la proposition a été retirée, ou une autre version la remplace.",
    "decision_disputed": "En suspens",
    "decision_disputed_means": "Deux décisions prises à l'écart l'une de l'autre se contredisent. Celle-ci reste sans "
    "effet tant que la cellule ne l'a pas validée par une décision.",
    "decision_contested": "Contesté",
    "decision_contested_means": "Une personne dit qu'elle n'a pas donné la réponse notée en son nom. "
    "Parlez-en avec elle, puis demandez de nouveau.",
}

_MATTERS: dict[str, Sentence] = {
    "matter_text": "Proposition",
    "matter_confirm": "Donner une voix à {names}",
    "matter_exclude": "Exclure {names}",
    "matter_rest": "Mettre au repos {names}",
    "matter_rebind": "Rendre sa place à {names} sur un nouvel ordinateur",
    "matter_chambers": "Changer les places",
    "matter_charter": "Charte de la cellule",
    "matter_forget": Plural("Effacer {number} fiche pour de bon", "Effacer {number} fiches pour de bon"),
    "matter_ratify": "Valider une décision en suspens",
    "matter_concerned": "Parmi les concernés : {names}",
    "matter_carrying": "Parmi les porteurs : {names}",
    "matter_gone": "Quitte le projet : {names}",
    "matter_void": Plural(
        "{number} nouveauté de cette personne, arrivée ici depuis, ne compterait plus.",
        "{number} nouveautés de cette personne, arrivées ici depuis, ne compteraient plus.",
    ),
    "matter_void_none": "Tout ce que cette personne a écrit et qui est arrivé ici jusque-là reste et compte.",
    "decide_title_confirm": "Donner une voix à {names}",
    "decide_title_exclude": "Exclure {names}",
    "decide_title_rest": "Mettre au repos {names}",
    "decide_title_chambers": "Changer les places de {names}",
    "decide_title_forget": "Effacer des fiches pour de bon",
}

_ANSWERS: dict[str, Sentence] = {
    "answer_consent": "oui",
    "answer_aside": "laisse faire",
    "answer_objection": "objection",
    "ground_purpose": "contre la raison d'être",
    "ground_risk": "un risque majeur",
    "ground_disengagement": "je ne pourrais plus m'engager",
    "answer_line": "{who} : {answer}",
    "answer_line_ground": "{who} : {answer}, {ground}",
    "answer_spoken": "dit de vive voix, noté par {by}",
    "answer_witnessed": "entendu aussi par {witness}",
    "answer_unwitnessed": "attend une deuxième personne qui l'a entendu",
    "answer_contested": "contesté par la personne elle-même",
    "answer_earlier": "remplacé depuis",
    "answer_number": "réponse {id}",
    "answer_reason": "objection {id}",
    "answer_integrated": "Prise en compte par {who} : {words}",
}

_CHAMBERS: dict[str, Sentence] = {
    "chamber_name_concerned": "Concernés",
    "chamber_name_carrying": "Porteurs",
    "chamber_nobody": "{chamber} : personne ici, rien n'est donc demandé",
    "chamber_waits": "{chamber} : personne n'a encore de voix. Rien ne peut être décidé avant.",
    "chamber_figures": "{chamber} : réponses sans objection, {agreeing} sur {needed}",
    "chamber_objects": Plural("{number} objection", "{number} objections"),
    "chamber_silent": "sans réponse : {names}",
    "missing_answers": Plural(
        "Il manque {number} réponse parmi les {chamber}.", "Il manque {number} réponses parmi les {chamber}."
    ),
    "missing_consent": "Parmi les {chamber}, il faut au moins un oui.",
    "missing_objection": "Parmi les {chamber}, une objection est à prendre en compte.",
    "missing_waits": "Parmi les {chamber}, personne n'a encore de voix.",
    "missing_certificate": "Toutes les réponses sont là : il reste à le constater.",
}

_WHY: dict[str, Sentence] = {
    # the acts behind a fact; {who} wrote it, {moment} is when
    "fact_line": "{fact}, par {who}, {moment} ({act})",
    "fact_put": "Proposition soumise",
    "fact_enacted": "Décision constatée",
    "fact_late_objection": "Objection arrivée après",
    "fact_replaced": "Remplacée par une nouvelle version",
    "fact_closed": "Proposition retirée",
    "fact_disputes": "Décision qui la contredit",
    "fact_contests": "Réponse contestée",
    "fact_circle": "Cercles du projet",
    "fact_founded": "A fondé la cellule",
    "fact_started": "Est arrivée ou arrivé avec une invitation",
    "fact_admitted": "La porte lui a été ouverte",
    "fact_confirmed": "Sa voix lui a été donnée par décision",
    "fact_confirmed_at_founding": "A une voix dès l'arrivée, parmi les premières personnes",
    "fact_excluded": "Exclusion décidée",
    "fact_left": "A quitté la cellule",
    "fact_rests": "Se repose",
    "fact_put_to_rest": "Mise au repos décidée",
    "fact_back": "Est de retour",
    "fact_device_added": "Un ordinateur de plus",
    "fact_device_revoked": "Un ordinateur retiré",
    "fact_device_succeeded": "Un ordinateur a pris la suite d'un autre",
    "fact_rebound": "Sa place lui a été rendue par décision",
    "fact_seated": "A changé de place par décision",
    "fact_other": "Autre fait",
    "status_resting": "au repos",
    "status_excluded": "personne exclue",
    "status_left": "personne partie",
    "member_disputed": "une décision en suspens changerait sa place",
}

_COMMANDS: dict[str, Sentence] = {
    "decide_drafted": "Texte {record} écrit. Tout le monde peut le changer jusqu'à ce qu'il soit soumis.",
    "decide_put": "Proposition {id} soumise aux concernés et aux porteurs.",
    "decide_said": "Votre réponse {id} est notée.",
    "decide_adopted": "C'est décidé.",
    "decide_countersigned": "C'est noté : vous l'avez entendu aussi.",
    "decide_contested": "C'est noté : cette réponse n'était pas la vôtre.",
    "decide_replied": "Vos mots sont notés ({id}).",
    "decide_enacted": "Décision {id} constatée.",
    "decide_closed": "Proposition {id} retirée. Son texte reste.",
    "decide_none": "Aucune proposition.",
    "decide_line_review": "à revoir le {day}",
    "decide_line_due": "c'est le jour de la revoir",
    "decide_line_answered": "votre réponse : {answer}",
    "decide_label_state": "État",
    "decide_label_by": "Proposé par",
    "decide_label_project": "Projet",
    "decide_label_review": "Revient le",
    "decide_part_text": "Le texte soumis",
    "decide_part_changed": "La fiche a changé depuis : c'est le texte ci-dessus qui est soumis.",
    "decide_part_not_as_put": "Le texte soumis n'est pas sur cet ordinateur : la fiche peut dire autre chose.",
    "decide_part_answers": "Les réponses",
    "decide_part_said": "Questions et réactions",
    "decide_part_missing": "Ce qui manque",
    "decide_part_why": "Ce qui le prouve",
    "decide_said_line": "{round}, {who} : {words}",
    "decide_said_by": "{round}, {who} (noté par {by}) : {words}",
    "decide_waiting_none": "Rien ne vous attend.",
    "decide_waiting_proposals": "Attendent votre réponse",
    "decide_waiting_countersign": "Réponses dites de vive voix que vous pouvez confirmer",
    "decide_waiting_in_my_name": "Réponses notées en votre nom",
    "decide_waiting_guests": "Personnes invitées à qui donner une voix",
    "decide_waiting_reviews": "Décisions à revoir",
    "decide_spoken_line": "{title} : {answer}",
    "circle_concerned": "Concernés : {names}",
    "circle_carrying": "Porteurs : {names}",
    "circle_empty": "personne",
    "circle_no_concerned": "Attention : aucune personne concernée ne fait partie de ce projet.",
    "circle_lacking_mark": "sans personne concernée",
    "project_circles": "Les deux cercles",
    "agenda_reviews": "Décisions qui reviennent",
    "admit_done": "{name} fait partie de la cellule, sans ordinateur. Sa voix lui viendra par une décision.",
    "rest_done": "Vous êtes au repos : les prochaines propositions n'attendent pas votre réponse.",
    "rest_back": "Vous êtes de retour : les prochaines propositions attendent votre réponse.",
}

DECIDE: dict[str, Sentence] = {**_OUTCOMES, **_MATTERS, **_ANSWERS, **_CHAMBERS, **_WHY, **_COMMANDS}

DECIDE_FAULTS: dict[str, Sentence] = {
    "ballot_contested": "Vous avez déjà dit que cette réponse n'est pas la vôtre. Rien n'a changé.",
    "ballot_countersigned": "Une deuxième personne a déjà confirmé cette réponse. Rien n'a changé.",
    "ballot_not_spoken": "Cette réponse a été écrite par la personne elle-même. Rien n'a changé.",
    "ballot_unknown": "Aucune réponse n'a un numéro qui commence par « {prefix} », ou plusieurs en ont un. "
    "Rien n'a changé. Regardez la proposition et recopiez le numéro.",
    "chambers_empty": "Personne n'est nommé. Rien n'a changé. Dites qui est parmi les concernés ou les porteurs.",
    "circle_open": "Les deux cercles du projet « {title} » sont déjà nommés. Rien n'a changé. "
    "Pour les changer, proposez-le aux deux cercles.",
    "circle_twice": "{name} ne peut être à la fois parmi les concernés et parmi les porteurs. Rien n'a changé. "
    "Choisissez une place.",
    "circle_unknown": "Personne n'a encore nommé les deux cercles du projet « {title} ». Rien n'a été soumis. "
    "La personne qui a ouvert le projet les nomme d'abord.",
    "countersign_own": "Il faut une autre personne que vous pour confirmer cette réponse. Rien n'a changé.",
    "decision_adopted": "C'est déjà décidé. Rien n'a changé. Pour y revenir, faites une objection ou proposez "
    "une nouvelle version.",
    "decision_ambiguous": "Plusieurs propositions ont un numéro qui commence par « {prefix} » : {ids}. "
    "Rien n'a changé. Donnez quelques signes de plus.",
    "decision_closed": "Cette proposition est retirée ou remplacée. Rien n'a changé. "
    "Répondez à la nouvelle version, ou proposez-en une.",
    "decision_textless": "Le texte de cette proposition n'est pas encore arrivé ici, ou il est effacé. "
    "Rien n'a changé. Retrouvez les autres dans la salle, puis réessayez.",
    "decision_unknown": "Aucune proposition n'a un numéro qui commence par « {prefix} ». Rien n'a changé. "
    "Regardez la liste des décisions et recopiez le numéro.",
    "exclude_self": "On ne propose pas cela pour soi-même. Rien n'a changé. "
    "Pour partir, quittez la cellule ; pour souffler, mettez-vous au repos.",
    "exclude_too_few": "Il faut au moins {least} personnes confirmées pour décider d'exclure quelqu'un. "
    "Rien n'a été soumis. Parlez-en ensemble.",
    "forget_many": "Une décision efface de 1 à {most} fiches. Rien n'a été soumis. Choisissez-en moins.",
    "ground_unneeded": "Seule une objection donne un motif. Rien n'a été noté. "
    "Retirez le motif, ou faites une objection.",
    "matter_of_cell": "Cela se décide dans la cellule entière, pas dans un projet. Rien n'a été soumis. "
    "Proposez-le sans nommer de projet.",
    "nobody_decides": "Personne ne pourrait répondre à cette proposition. Rien n'a été soumis. "
    "Donnez d'abord une voix à quelqu'un.",
    "electorate_waits": "Un des deux cercles ne nomme que des personnes qui n'ont pas encore de voix. "
    "Rien n'a été soumis. Donnez-leur d'abord une voix.",
    "not_an_objection": "« {title} » n'est pas une objection. Rien n'a été écrit. "
    "Regardez la proposition et recopiez le numéro de l'objection.",
    "not_disputed": "Cette décision n'est pas en suspens. Rien n'a été soumis.",
    "not_elector": "Cette personne ne répond pas à cette proposition : elle n'avait pas de voix quand elle a été "
    "soumise, ou la proposition parle d'elle. Rien n'a été noté.",
    "not_in_circle": "Vous n'êtes dans aucun cercle du projet « {title} ». Rien n'a changé.",
    "not_my_ballot": "Cette réponse n'est pas notée en votre nom. Rien n'a changé.",
    "not_opener": "Seule la personne qui a ouvert le projet « {title} » nomme ses deux cercles. Rien n'a changé. "
    "Demandez-le-lui.",
    "not_proposer": "Seule la personne qui a fait cette proposition peut la retirer ou la changer. Rien n'a changé. "
    "Parlez-lui, ou faites une objection.",
    "not_ready": "Il manque encore des réponses, ou une objection est à prendre en compte. Rien n'a été constaté.",
    "objection_ground": "Une objection dit son motif : contre la raison d'être, un risque majeur, ou un vrai "
    "désengagement. Rien n'a été noté. Donnez le motif, ou dites autrement ce que vous pensez.",
    "objection_words": "Une objection dit pourquoi, en quelques mots. Rien n'a été noté. Écrivez-les, puis réessayez.",
    "gone_already": "{name} ne fait plus partie de la cellule. Rien n'a été soumis.",
    "person_has_voice": "{name} a déjà une voix. Rien n'a été soumis.",
    "person_rests_not": "{name} n'a pas de voix ou est déjà au repos. Rien n'a été soumis.",
    "person_unknown": "Aucune personne de la cellule n'a un numéro qui commence par « {prefix} ». Rien n'a changé. "
    "Regardez la liste des membres et recopiez le numéro.",
    "rebind_guest": "{name} n'est pas une personne invitée avec un seul ordinateur. Rien n'a été soumis. "
    "Invitez d'abord le nouvel ordinateur.",
    "record_claimed": "« {title} » est déjà la fiche d'une personne de la cellule. Rien n'a changé.",
    "rest_too_many": "Une décision met au repos {most} personnes au plus : un tiers de celles qui répondent. "
    "Rien n'a été soumis. Nommez-en moins.",
    "rests": "Vous êtes déjà au repos. Rien n'a changé.",
    "rests_not": "Vous n'êtes pas au repos. Rien n'a changé.",
    "review_day": "« {day} » ne convient pas pour revenir sur une décision. Rien n'a été soumis. "
    "Donnez un jour après le {first}.",
    "voter_has_device": "{name} a un ordinateur et répond avec. Rien n'a été noté.",
}
