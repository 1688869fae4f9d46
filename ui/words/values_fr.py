"""French sentences of the page of the compass in the window. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

VALUES: dict[str, Sentence] = {
    "compass_year": "Année",
    "compass_see": "Voir les fiches",
    "compass_see_spoken": "Voir les fiches : {name}",
    "compass_spoken": "{name} : {figure}",
    "compass_year_line": "{year} : {figure}",
    "compass_bars": "D'une année à l'autre. {years}",
    "compass_record": "{kind} · {day}",
    "compass_more": Plural("et {count} autre", "et {count} autres"),
    "compass_part_counted": Plural("{number} fiche compte", "{number} fiches comptent"),
    "compass_part_missing": Plural("{number} fiche attend", "{number} fiches attendent"),
    "compass_about": "Ces nombres parlent de la cellule, jamais d'une personne.",
    "compass_figure_gifts_used": Plural("{counted} sur {all} don", "{counted} sur {all} dons"),
    "compass_figure_uses_whole": Plural("{counted} sur {all} emploi", "{counted} sur {all} emplois"),
    "compass_figure_acts_attested": Plural("{counted} sur {all} contribution", "{counted} sur {all} contributions"),
    "compass_figure_thanks_precise": Plural("{counted} sur {all} merci", "{counted} sur {all} mercis"),
    "compass_figure_persons_purpose": Plural("{counted} sur {all} personne", "{counted} sur {all} personnes"),
    "compass_figure_projects_concerned": Plural("{counted} sur {all} projet", "{counted} sur {all} projets"),
    "compass_figure_asked_by_concerned": Plural(
        "{counted} sur {all} besoin ou aide", "{counted} sur {all} besoins et aides"
    ),
    "compass_figure_effects_by_concerned": Plural("{counted} sur {all} emploi", "{counted} sur {all} emplois"),
    "compass_figure_objections_integrated": Plural("{counted} sur {all} objection", "{counted} sur {all} objections"),
    "compass_figure_decisions_both": Plural("{counted} sur {all} décision", "{counted} sur {all} décisions"),
    "compass_figure_proposals_concerned": Plural("{counted} sur {all} proposition", "{counted} sur {all} propositions"),
    "compass_figure_meetings_concerned": Plural("{counted} sur {all} rencontre", "{counted} sur {all} rencontres"),
    "compass_figure_pages_free": Plural("{counted} sur {all} page", "{counted} sur {all} pages"),
    "compass_figure_pages_reused": Plural("{counted} sur {all} page", "{counted} sur {all} pages"),
    "compass_figure_pages_sourced": Plural("{counted} sur {all} page", "{counted} sur {all} pages"),
}
