"""French sentences of what was written before: history, taking back, the bin, erasing. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

_HISTORY: dict[str, Sentence] = {
    "kind_receipt": "Accusé d'effacement",
    "field_records": "Fiches effacées",
    "history_moment": "{day} à {time}",
    "history_created": "{moment}  {who} a créé la fiche ({entry})",
    "history_changed": "{moment}  {who} ({entry})",
    "history_wrote": "{field} : {who} a écrit {after}",
    "history_replaced": "{field} : {who} a écrit {after} au lieu de {before}",
    "history_cleared": "{field} : {who} a enlevé {before}",
    "history_added": "{field} : {who} a ajouté {what}",
    "history_removed": "{field} : {who} a retiré {what}",
    "history_text": "{field} : {who} a changé le texte",
    "history_inserted": "ajouté : {text}",
    "history_deleted": "supprimé : {text}",
    "history_blank": "un blanc",
    "undo_done": Plural("Annulé : {number} fiche a changé.", "Annulé : {number} fiches ont changé."),
    "redo_done": Plural("Rétabli : {number} fiche a changé.", "Rétabli : {number} fiches ont changé."),
    "undo_left": "« {title} », {field} : laissé tel quel, {who} l'a changé depuis.",
    "restore_done": "Fiche {id} remise comme elle était. Ce qui a été écrit depuis reste dans l'historique.",
}

_BIN: dict[str, Sentence] = {
    "bin_put": "Fiche {id} mise à la corbeille. Elle peut en revenir pendant 30 jours.",
    "bin_put_back": "Fiche {id} revenue de la corbeille.",
    "bin_empty": "La corbeille est vide.",
    "bin_since": "depuis le {day}",
    "bin_days_left": Plural("encore {number} jour", "encore {number} jours"),
    "bin_due": Plural(
        "{number} fiche a passé ses 30 jours : elle est à effacer. Rien ne s'efface tout seul.",
        "{number} fiches ont passé leurs 30 jours : elles sont à effacer. Rien ne s'efface tout seul.",
    ),
    "bin_emptied": Plural(
        "{number} fiche à vous est effacée pour de bon.", "{number} fiches à vous sont effacées pour de bon."
    ),
    "erase_all_done": Plural(
        "{number} fiche à vous est effacée ici. Elle le sera sur chaque ordinateur dès qu'il l'apprendra.",
        "{number} fiches à vous sont effacées ici. Elles le seront sur chaque ordinateur dès qu'il l'apprendra.",
    ),
    "erased_head": "La fiche {id} a été effacée par la personne à qui elle était.",
    "erased_on": Plural(
        "Effacée sur {done} ordinateur sur {computers}.", "Effacée sur {done} des {computers} ordinateurs."
    ),
    "erased_waiting": "Pas encore de nouvelle de l'ordinateur de : {names}.",
}

_REGISTER: dict[str, Sentence] = {
    "register_head": "Registre des traitements (RGPD, article 30), revu le {day}",
    "register_why": "Pourquoi",
    "register_basis": "Base légale",
    "register_persons": "Personnes",
    "register_data": "Fiches",
    "register_kept": "Durée",
    "processing_members": "Membres et contacts",
    "processing_volunteering": "Bénévolat et sa valorisation",
    "processing_gifts": "Dons et leur emploi",
    "processing_help": "Entraide",
    "processing_recognition": "Remerciements",
    "processing_life": "Vie de l'association et savoirs",
    "processing_proof": "Preuve des effacements",
    "processing_bin": "Corbeille",
    "purpose_members": "Savoir qui fait partie de la cellule, et pouvoir joindre chaque personne.",
    "purpose_volunteering": "Reconnaître ce que chaque personne a fait, et le valoriser dans les comptes.",
    "purpose_gifts": "Dire à qui donne ce que son don est devenu, et justifier les comptes et les reçus.",
    "purpose_help": "Relier les besoins et les propositions d'aide, et préparer les rencontres.",
    "purpose_recognition": "Garder les mots de remerciement auprès de l'acte qu'ils saluent.",
    "purpose_life": "Garder la mémoire des projets, des rencontres et des décisions, et partager les savoirs.",
    "purpose_proof": "Pouvoir montrer qu'un effacement demandé a été fait sur chaque ordinateur.",
    "basis_contract": "Adhésion (contrat)",
    "basis_legal_obligation": "Obligation légale",
    "basis_legitimate_interest": "Intérêt légitime de l'association",
    "kept_cell": "aussi longtemps que la cellule",
    "kept_record": Plural("{number} an à partir du jour de la fiche", "{number} ans à partir du jour de la fiche"),
    "kept_leaving": Plural(
        "tant que la personne est là, puis {number} an", "tant que la personne est là, puis {number} ans"
    ),
    "due_none": "Rien n'a passé sa durée au {day}.",
    "due_head": Plural("{number} fiche a passé sa durée au {day}", "{number} fiches ont passé leur durée au {day}"),
    "due_since": "depuis le {day}",
    "due_how": "Rien ne s'efface tout seul : chaque personne efface ce qui est à elle.",
}

HISTORY: dict[str, Sentence] = {**_HISTORY, **_BIN, **_REGISTER}

HISTORY_FAULTS: dict[str, Sentence] = {
    "undo_nothing": "Il n'y a rien à annuler sur cet ordinateur. Rien n'a changé.",
    "redo_nothing": "Il n'y a rien à rétablir : rien n'a été annulé, ou quelque chose a été écrit depuis. "
    "Rien n'a changé.",
    "entry_unknown": "Aucun moment de l'historique de cette fiche n'a un numéro qui commence par « {entry} ». "
    "Rien n'a changé. Regardez l'historique de la fiche et recopiez le numéro.",
    "not_in_bin": "La fiche « {title} » n'est pas à la corbeille. Rien n'a changé.",
    "remove_member": "« {title} » fait partie de la cellule : sa fiche ne va pas à la corbeille. Rien n'a changé. "
    "Une personne peut effacer elle-même tout ce qui est à elle.",
    "day_unreadable": "« {day} » n'est pas un jour. Rien n'a changé. Écrivez-le comme 2026-11-28.",
}
