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
    "carry_with_attachments": Plural(
        "{number} pièce jointe est dedans.",
        "{number} pièces jointes sont dedans.",
    ),
    "carry_without_attachments": Plural(
        "{number} pièce jointe n'y est pas : elle passe quand les ordinateurs se rencontrent.",
        "{number} pièces jointes n'y sont pas : elles passent quand les ordinateurs se rencontrent.",
    ),
    "carry_attachments_kept": Plural(
        "{number} pièce jointe est arrivée.",
        "{number} pièces jointes sont arrivées.",
    ),
    "carry_attachments_would": Plural(
        "{number} pièce jointe arriverait, si une fiche la nomme encore.",
        "{number} pièces jointes arriveraient, si des fiches les nomment encore.",
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
    "cell_label_folder": "Dossier partagé",
    "event_folder": "Dossier partagé : nouveautés reçues : {received}, écrit : {size}.",
    "folder_none": "Cette cellule ne passe par aucun dossier partagé.",
    "folder_chosen": "Dossier partagé : {path}. Tant qu'IDOS est ouvert, ce qui y arrive est lu, et ce que vous "
    "écrivez y est mis.",
    "folder_looked": "IDOS y a regardé le {day} à {time}.",
    "folder_written": "Les nouveautés d'ici y sont ({size}), pour tous les ordinateurs de la cellule "
    "et pour eux seuls.",
    "folder_nothing": "Il n'y avait rien de nouveau, ni là-bas ni ici.",
    "folder_unready": Plural(
        "{number} fichier n'est pas encore arrivé en entier : il sera lu quand il le sera.",
        "{number} fichiers ne sont pas encore arrivés en entier : ils seront lus quand ils le seront.",
    ),
    "folder_closed": Plural(
        "{number} fichier a été écrit sans savoir que cet ordinateur fait partie de la cellule. Il sera écrit de "
        "nouveau quand l'autre ordinateur le saura.",
        "{number} fichiers ont été écrits sans savoir que cet ordinateur fait partie de la cellule. Ils seront écrits "
        "de nouveau quand les autres ordinateurs le sauront.",
    ),
}

CARRY_FAULTS: dict[str, Sentence] = {
    "bundle_altered": "Une partie de ce fichier n'a pas été écrite par l'ordinateur dont il porte le nom. "
    "Ce qui a été pris est vérifié et bon. Parlez-en avec la personne qui vous l'a donné.",
    "bundle_cut": "Ce fichier de rencontre n'est pas complet, ou sa fin est abîmée. "
    "Ce qui vient avant est bon et n'est pas perdu. Écrivez ce fichier de nouveau sur l'autre ordinateur, et retirez "
    "la clé USB quand il le dit.",
    "bundle_damaged": "Ce fichier de rencontre est abîmé, ou il a été changé. Ce qui vient avant cet endroit est bon "
    "et n'est pas perdu. Écrivez-le de nouveau sur l'autre ordinateur.",
    "bundle_exists": "Il y a déjà quelque chose à cet endroit : {path}. Rien n'a été écrit. Choisissez un autre nom.",
    "bundle_foreign": "Ce fichier de rencontre est celui d'une autre cellule, ou son début est abîmé. "
    "Rien n'a été gardé. Vérifiez que c'est le bon fichier, ou écrivez-le de nouveau sur l'autre ordinateur.",
    "bundle_full": "Il n'y a pas assez de place : {path}. Rien n'y est resté, et rien n'est perdu ici. "
    "Libérez de la place ou prenez une autre clé USB, puis réessayez.",
    "bundle_gap": "Ce fichier ne contient que la suite de quelque chose qui n'est pas sur cet ordinateur. "
    "Le reste a été pris, rien n'est perdu. Demandez un fichier de rencontre entier.",
    "bundle_io": "La clé USB, ou le dossier, n'a pas pris ce qui devait y être écrit : {path}. Rien n'est perdu sur "
    "cet ordinateur. Réessayez ; si cela recommence, prenez une autre clé USB.",
    "bundle_members_changed": "Quelqu'un est arrivé dans la cellule ou en est parti pendant l'écriture. "
    "Rien n'a été écrit, rien n'est perdu. Recommencez : le fichier sera pour ceux d'aujourd'hui.",
    "bundle_missing": "Il n'y a pas de fichier à cet endroit : {path}. Rien n'a été fait. "
    "Vérifiez le nom du fichier et que la clé USB est branchée, puis réessayez.",
    "bundle_newer": "Ce fichier de rencontre vient d'un IDOS plus récent. Rien n'a été gardé. "
    "Mettez IDOS à jour sur cet ordinateur, puis réessayez.",
    "bundle_not_for_us": "Ce fichier de rencontre est bien de votre cellule, mais il n'a pas été écrit pour cet "
    "ordinateur : à ce moment-là, l'autre ne savait pas qu'il en fait partie. Rien n'a été gardé. Rencontrez-vous une "
    "fois sur un même réseau, ou demandez un fichier plus récent.",
    "bundle_older": "Ce fichier de rencontre vient d'un IDOS trop ancien pour être lu ici. Rien n'a été gardé. "
    "Mettez IDOS à jour sur l'autre ordinateur, puis écrivez-le de nouveau.",
    "bundle_pulled_out": "La clé USB a été retirée trop tôt, ou le dossier n'est plus là. Rien n'est perdu sur cet "
    "ordinateur. Remettez-la, puis recommencez.",
    "bundle_pulled_out_reading": "La clé USB a été retirée pendant la lecture, ou le dossier n'est plus là. Ce qui "
    "était déjà lu est gardé, rien n'est perdu. Remettez-la, puis recommencez.",
    "bundle_read_only": "On ne peut rien écrire à cet endroit : {path}. La clé USB est peut-être protégée. Rien n'est "
    "perdu sur cet ordinateur. Ôtez la protection ou prenez-en une autre, puis recommencez.",
    "bundle_refused": "Ce qui suit dans ce fichier de rencontre ne suit pas les règles de la cellule. "
    "Rien n'en a été gardé ; ce qui vient avant est bon. Parlez-en avec la personne qui l'a écrit.",
    "bundle_signature": "Ce fichier de rencontre n'a pas été écrit par l'ordinateur dont il porte le nom. "
    "Rien n'a été gardé. Parlez-en avec la personne qui vous l'a donné.",
    "bundle_too_large": "Le fichier serait trop gros pour une clé USB ordinaire, qui prend 4 Go par fichier : {path}. "
    "Rien n'y est resté, et rien n'est perdu ici. Passez par un dossier partagé, ou rencontrez-vous sur un même "
    "réseau.",
    "bundle_unknown": "Ce n'est pas un fichier de rencontre. Rien n'a été fait. "
    "Vérifiez que c'est le bon fichier, puis réessayez.",
    "bundle_unlike": "La clé USB rend autre chose que ce qui y a été écrit : {path}. Elle est sans doute abîmée. "
    "Rien n'est perdu sur cet ordinateur. Prenez-en une autre, puis recommencez.",
    "bundle_unreadable": "La lecture s'est arrêtée : la clé USB, ou le fichier, est abîmé à un endroit ({path}). "
    "Ce qui était déjà lu est gardé. Réessayez, ou écrivez le fichier de nouveau sur une autre clé USB.",
    "carry_cancelled": "C'est arrêté, comme vous l'avez demandé. Ce qui était déjà arrivé est gardé ; rien d'inachevé "
    "n'est resté.",
    "folder_busy": "Le dossier partagé est déjà en train d'être lu. Rien n'est perdu. Réessayez dans un moment.",
    "folder_missing": "Le dossier partagé n'est pas là : {path}. Rien n'est perdu sur cet ordinateur. "
    "Vérifiez qu'il existe et que la clé USB ou le réseau est branché ; IDOS réessaie de lui-même.",
}
