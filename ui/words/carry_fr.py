"""French sentences of files that carry the cell on a USB key. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

CARRY: dict[str, Sentence] = {
    "carry_written": Plural(
        "Le fichier de rencontre est écrit : {path} ({number} nouveauté, {size}).",
        "Le fichier de rencontre est écrit : {path} ({number} nouveautés, {size}).",
    ),
    "carry_for": Plural(
        "{number} ordinateur de la cellule peut le lire, aucun autre.",
        "{number} ordinateurs de la cellule peuvent le lire, aucun autre.",
    ),
    "carry_without_attachments": Plural(
        "{number} pièce jointe n'y est pas : elle passe quand les ordinateurs se rencontrent.",
        "{number} pièces jointes n'y sont pas : elles passent quand les ordinateurs se rencontrent.",
    ),
    "carry_take_out": "Vous pouvez retirer la clé USB.",
    "carry_from": "Fichier de rencontre écrit par {who}, le {day} à {time}.",
    "carry_from_nobody": "Cet ordinateur ne fait pas partie de la cellule aujourd'hui, ou vous ne le connaissez pas "
    "encore. Tout ce qu'il apporte est vérifié comme d'habitude.",
    "carry_unknown": "l'ordinateur {device}",
    "carry_kept": Plural("{number} nouveauté est arrivée :", "{number} nouveautés sont arrivées :"),
    "carry_would": Plural("{number} nouveauté arriverait :", "{number} nouveautés arriveraient :"),
    "carry_line": Plural("{number} nouveauté", "{number} nouveautés"),
    "carry_preview": "Rien n'a été gardé pour l'instant. Pour les prendre, refaites la commande sans --preview.",
    "carry_equal": "Vous aviez déjà tout ce qu'il contient : vous êtes à jour avec cet ordinateur.",
    "carry_nothing_new": "Vous aviez déjà tout ce qu'il contient, et plus encore.",
    "carry_none_before": "Rien de nouveau n'a pu y être lu.",
    "carry_lacking": Plural(
        "Il manque à cet ordinateur le texte de {number} nouveauté. Écrivez un fichier de rencontre à votre tour : "
        "s'il est ici, il y sera.",
        "Il manque à cet ordinateur le texte de {number} nouveautés. Écrivez un fichier de rencontre à votre tour : "
        "ceux qui sont ici y seront.",
    ),
}

CARRY_FAULTS: dict[str, Sentence] = {
    "bundle_cut": "Ce fichier de rencontre n'est pas complet, ou sa fin est abîmée. "
    "Ce qui vient avant est bon et n'est pas perdu. Écrivez ce fichier de nouveau sur l'autre ordinateur, et retirez "
    "la clé USB quand il le dit.",
    "bundle_damaged": "Ce fichier de rencontre est abîmé, ou il a été changé. Ce qui vient avant cet endroit est bon "
    "et n'est pas perdu. Écrivez-le de nouveau sur l'autre ordinateur.",
    "bundle_exists": "Il y a déjà quelque chose à cet endroit : {path}. Rien n'a été écrit. Choisissez un autre nom.",
    "bundle_foreign": "Ce fichier de rencontre est celui d'une autre cellule, ou son début est abîmé. "
    "Rien n'a été gardé. Vérifiez que c'est le bon fichier, ou écrivez-le de nouveau sur l'autre ordinateur.",
    "bundle_full": "Il n'y a pas assez de place pour le fichier de rencontre : {path}. Rien n'y est resté. "
    "Libérez de la place ou prenez une autre clé USB, puis réessayez.",
    "bundle_io": "Le fichier de rencontre n'a pas pu être écrit : {path} ({reason}). Rien n'y est resté. "
    "Vérifiez que la clé USB est branchée, puis réessayez.",
    "bundle_missing": "Il n'y a pas de fichier à cet endroit : {path}. Rien n'a été fait. "
    "Vérifiez le nom du fichier et que la clé USB est branchée, puis réessayez.",
    "bundle_newer": "Ce fichier de rencontre vient d'un IDOS plus récent. Rien n'a été gardé. "
    "Mettez IDOS à jour sur cet ordinateur, puis réessayez.",
    "bundle_not_for_us": "Ce fichier de rencontre est bien de votre cellule, mais il n'a pas été écrit pour cet "
    "ordinateur : à ce moment-là, l'autre ne savait pas qu'il en fait partie. Rien n'a été gardé. Rencontrez-vous une "
    "fois sur un même réseau, ou demandez un fichier plus récent.",
    "bundle_refused": "Ce qui suit dans ce fichier de rencontre ne suit pas les règles de la cellule. "
    "Rien n'en a été gardé ; ce qui vient avant est bon. Parlez-en avec la personne qui l'a écrit.",
    "bundle_signature": "Ce fichier de rencontre n'a pas été écrit par l'ordinateur dont il porte le nom. "
    "Rien n'a été gardé. Parlez-en avec la personne qui vous l'a donné.",
    "bundle_unknown": "Ce n'est pas un fichier de rencontre. Rien n'a été fait. "
    "Vérifiez que c'est le bon fichier, puis réessayez.",
    "bundle_unreadable": "La lecture du fichier de rencontre s'est arrêtée ({reason}). "
    "Ce qui était déjà lu est gardé. Vérifiez que la clé USB est branchée, puis réessayez.",
}
