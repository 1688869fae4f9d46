"""French sentences of the thread of gifts, recognition, the compass and the one gesture. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

_THREAD: dict[str, Sentence] = {
    "thread_sums": "Reçu {received} · employé {used} · reste {left}",
    "thread_over": "Attention : {over} sont employés au-delà de ce qui a été donné.",
    "thread_here": "Ce fil emploie {here} ; d'autres emplois des mêmes dons, {elsewhere}.",
    "thread_adrift": "{cents} de plus sont dits pris sur des dons contestés, à la corbeille ou pas encore arrivés : "
    "ils ne sont dans aucun total.",
    "thread_none": "Aucun don ni emploi ne tient à cette fiche pour l'instant.",
    "thread_gifts": "Dons",
    "thread_uses": "Emplois",
    "thread_acts": "Contributions",
    "thread_left": "reste {left}",
    "thread_spent": "tout est employé",
    "thread_above": "dépassé de {over}",
    "thread_unvalued": "sans valeur donnée",
    "thread_told": "dit par {who}",
    "thread_told_for": "dit par {who}, noté par {writer}",
    "thread_more": "et encore {number}",
    "gifts_money": "Argent",
    "gifts_kind": "En nature",
    "gifts_both": "Ensemble",
    "gifts_received": "reçu {cents}",
    "gifts_used": "employé {cents}",
    "gifts_over": "au-delà {cents}",
    "gifts_count": Plural("{number} don", "{number} dons"),
    "gifts_uses": Plural("{number} emploi", "{number} emplois"),
    "gifts_untouched": Plural("{number} pas encore employé", "{number} pas encore employés"),
    "gifts_donors": "Par personne qui donne",
    "gifts_projects": "Par projet",
    "gifts_years": "Par année, chaque don et chaque emploi à sa date",
    "gifts_nobody": "sans nom",
    "gifts_cell": "toute la cellule",
    "gifts_brought": "report {cents}",
    "gifts_undated": "sans jour",
    "gifts_contested": Plural(
        "{number} fiche contestée se lit, et n'est dans aucun total.",
        "{number} fiches contestées se lisent, et ne sont dans aucun total.",
    ),
    "gifts_none": "Aucun don sur ces jours.",
}

_RECOGNITION: dict[str, Sentence] = {
    "recognition_sums": Plural(
        "{time} données, en {number} contribution.", "{time} données, en {number} contributions."
    ),
    "recognition_attested": Plural(
        "Une autre personne en atteste {number} : {time}.", "D'autres personnes en attestent {number} : {time}."
    ),
    "recognition_projects": "Par projet",
    "recognition_skills": "Par savoir-faire",
    "recognition_own_skills": "Savoir-faire dits par la personne : {skills}",
    "recognition_acts": "Contributions",
    "recognition_thanks": Plural("{number} merci", "{number} mercis"),
    "recognition_unconfirmed": Plural(
        "{number} contribution notée pour cette personne, qu'elle n'a pas encore confirmée :",
        "{number} contributions notées pour cette personne, qu'elle n'a pas encore confirmées :",
    ),
    "recognition_corrections": Plural("{number} contribution à corriger :", "{number} contributions à corriger :"),
    "recognition_by": "{says} : {who}, {day} ({id})",
    "recognition_by_for": "{says} : {who}, noté par {writer}, {day} ({id})",
    "recognition_own": "de sa part",
    "recognition_author": "de qui l'a noté",
    "recognition_count": Plural("{number} contribution", "{number} contributions"),
    "recognition_no_project": "sans projet",
    "recognition_none": "Rien n'est encore noté de cette personne sur ces jours.",
}

_COMPASS: dict[str, Sentence] = {
    "compass_head": "Boussole de {year}",
    "compass_transparency": "Transparence envers toutes les personnes",
    "compass_recognition": "Reconnaissance de ce que chaque personne donne",
    "compass_leadership": "Conduite des projets par les personnes concernées",
    "compass_sharing": "Partage des savoirs",
    "compass_of": "{counted} sur {all}",
    "compass_nothing": "rien à mesurer",
    "compass_counted": "Celles qui comptent",
    "compass_missing": "Celles qui attendent",
    "compass_years": "D'une année à l'autre",
    "compass_gifts_told": "Dons suivis jusqu'à un effet",
    "compass_gifts_told_definition": "Sur ce qui a été donné dans l'année, la part employée avec un effet "
    "raconté par une des personnes concernées.",
    "compass_gifts_spent": "Dons employés",
    "compass_gifts_spent_definition": "Sur ce qui a été donné dans l'année, la part employée, quelle que soit la date.",
    "compass_gifts_used": "Dons qui ont un emploi",
    "compass_gifts_used_definition": "Sur les dons de l'année, ceux dont au moins un emploi est raconté.",
    "compass_uses_whole": "Emplois complets",
    "compass_uses_whole_definition": "Sur les emplois de l'année, ceux qui nomment une contribution et des personnes.",
    "compass_acts_attested": "Contributions attestées",
    "compass_acts_attested_definition": "Sur les contributions de l'année, celles qu'une autre personne que leur "
    "auteur ou autrice atteste, au plus tard à la fin de l'année suivante.",
    "compass_thanks_precise": "Mercis précis",
    "compass_thanks_precise_definition": "Sur les mercis de l'année, ceux qui disent pour quoi.",
    "compass_persons_purpose": "Raisons d'être écrites",
    "compass_persons_purpose_definition": "Sur les personnes connues à la fin de l'année, celles dont la raison d'être "
    "est écrite aujourd'hui. Les autres ne sont pas nommées.",
    "compass_projects_concerned": "Projets avec les personnes concernées",
    "compass_projects_concerned_definition": "Sur les projets qui ont eu des contributions dans l'année, ceux où une "
    "personne bénéficiaire a pris part.",
    "compass_asked_by_concerned": "Besoins et aides dits par les personnes concernées",
    "compass_asked_by_concerned_definition": "Sur les besoins et les propositions d'aide de l'année, ceux qu'une des "
    "personnes nommées a écrits ; s'ils ne nomment personne, ceux qu'une personne bénéficiaire a écrits.",
    "compass_effects_by_concerned": "Effets dits par les personnes concernées",
    "compass_effects_by_concerned_definition": "Sur les emplois de l'année, ceux dont l'effet est raconté par une des "
    "personnes concernées.",
    "compass_objections_integrated": "Objections prises en compte",
    "compass_objections_integrated_definition": "Sur les objections de l'année, celles dont quelqu'un dit comment "
    "elles ont été prises en compte, ou dont l'auteur a changé de réponse.",
    "compass_decisions_both": "Décisions prises par les deux groupes",
    "compass_decisions_both_definition": "Sur les décisions de l'année, celles que les concernés et les porteurs ont "
    "prises ensemble, avec au moins une personne de chaque côté.",
    "compass_proposals_concerned": "Propositions faites par les personnes concernées",
    "compass_proposals_concerned_definition": "Sur les propositions de l'année, celles qu'une personne concernée a "
    "soumises.",
    "compass_meetings_concerned": "Rencontres avec les personnes concernées",
    "compass_meetings_concerned_definition": "Sur les rencontres de l'année qui disent qui est venu, celles où une "
    "personne bénéficiaire est venue.",
    "compass_pages_free": "Pages sous licence libre",
    "compass_pages_free_definition": "Sur les pages écrites dans l'année, celles que chacun peut employer, changer et "
    "partager.",
    "compass_pages_reused": "Pages reprises",
    "compass_pages_reused_definition": "Sur les pages écrites dans l'année, celles d'où vient une autre page, ou "
    "qu'une autre fiche nomme.",
    "compass_pages_sourced": "Pages qui disent d'où elles viennent",
    "compass_pages_sourced_definition": "Sur les pages écrites dans l'année, celles qui nomment leurs sources.",
}

_NOTE: dict[str, Sentence] = {
    "note_done": Plural("C'est noté : {ids}", "C'est noté, en {number} fiches : {ids}"),
    "note_preview": "Voici ce qui serait noté. Rien n'a été écrit pour l'instant.",
    "note_line": "{what} · {day}",
    "note_nobody_left": "Pour toutes les personnes venues, quelque chose est déjà noté.",
    "thank_done": "Le merci est enregistré : {id}",
    "attest_done": "L'attestation est enregistrée : {id}",
}

THREAD: dict[str, Sentence] = {**_THREAD, **_RECOGNITION, **_COMPASS, **_NOTE}

THREAD_FAULTS: dict[str, Sentence] = {
    "thread_start": "Le fil se suit depuis un don, un emploi, une contribution, une personne ou un projet. "
    "Rien n'a changé. Donnez le numéro d'une de ces fiches.",
    "not_a_person": "La fiche « {title} » n'est pas celle d'une personne. Rien n'a changé. "
    "Donnez le numéro d'une personne.",
    "not_a_meeting": "La fiche « {title} » n'est pas une rencontre. Rien n'a été écrit. "
    "Donnez le numéro d'une rencontre.",
    "measure_unknown": "La boussole n'a pas de mesure « {key} ». Rien n'a changé. Elle a : {accepted}.",
    "correction_empty": "Une correction dit ce qui était juste : une durée ou quelques mots. Rien n'a été écrit. "
    "Ajoutez l'un des deux.",
    "minutes_uncorrected": "Seule une correction donne une durée. Rien n'a été écrit. "
    "Retirez la durée, ou faites une correction.",
    "not_concerned": "Vous n'êtes pas parmi les personnes de « {title} ». Rien n'a été écrit. "
    "Si vous y étiez, attestez-le.",
    "note_nobody": "Il n'y a personne à noter. Rien n'a été écrit. Dites qui a pris part.",
}
