"""French sentences of every fault: what happened, what is safe, what to do. Written as ``fr.py`` is.

What a meeting tells as a cause alone (the faults of a peer above all) names no field. The faults of an import stand
after their file, line and column, below a line that says nothing was written: they need not repeat it.
"""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence
from ui.words.fault_groups import (
    ANOTHER_CELL,
    ANOTHER_PROGRAM,
    CROWD,
    CUT,
    OUR_MISTAKE,
    SILENT,
    STRANGER,
    UNINVITED,
    UNREADABLE,
    each,
)
from ui.words.papers_fr import PAPER_FAULTS

_CELL: dict[str, Sentence] = {
    "already_member": "Cet ordinateur fait déjà partie de cette cellule. Rien n'a changé. "
    "Ouvrez IDOS : vous y êtes déjà.",
    "cell_ambiguous": "Il y a plusieurs cellules sur cet ordinateur : {cells}. Rien n'a été fait. "
    "Dites laquelle avec --cell et le début de son numéro.",
    "cell_name": "Le nom de la cellule est vide ou trop long. Rien n'a été créé. Donnez un nom de 200 lettres au plus.",
    "cell_none": "Il n'y a pas encore de cellule sur cet ordinateur. Rien n'a été fait. "
    "Créez une cellule, ou rejoignez-en une avec un lien d'invitation.",
    "cell_term": "La date de fin « {term} » ne convient pas. Rien n'a été créé. "
    "Donnez un jour, au plus tard le {latest}, écrit comme cette date.",
    "cell_unknown": "Aucune cellule de cet ordinateur n'a un numéro qui commence par « {prefix} ». "
    "Rien n'a été fait. Vérifiez ce numéro, puis réessayez.",
    "home_in_use": "Un autre IDOS est ouvert sur ce dossier et ne peut pas faire cela maintenant. Rien n'est perdu. "
    "Attendez qu'il ait fini ou fermez-le, puis réessayez.",
    "keys_damaged": "Le fichier qui ouvre vos données manque ou est abîmé : {path}. "
    "Vos données n'ont pas été touchées. Remettez ce fichier depuis une copie de secours, "
    "ou demandez aux autres membres de vous inviter de nouveau.",
    "not_member_yet": "Cet ordinateur ne fait pas encore partie de la cellule. Ce qu'il garde n'a pas changé. "
    "Rejoignez la cellule avec un lien d'invitation, puis réessayez.",
    "no_longer_member": "Cet ordinateur n'écrit plus pour la cellule. Tout ce qu'il garde se lit encore, "
    "et s'emporte par un export. Parlez-en avec les autres : une décision peut vous faire revenir.",
    "update_needed": "Un IDOS plus récent a décidé dans cette cellule quelque chose que celui-ci ne comprend pas. "
    "Rien n'est perdu, et vous pouvez continuer d'écrire. Pour inviter ou décider, installez d'abord le dernier IDOS.",
    "passphrase_needed": "Cette cellule est protégée par une phrase secrète. Rien n'a été fait. "
    "Donnez cette phrase (en ligne de commande : IDOS_PASSPHRASE), puis réessayez.",
    "passphrase_wrong": "Ce n'est pas la phrase secrète de cette cellule. Vos données n'ont pas été touchées. "
    "Vérifiez les majuscules, puis réessayez.",
}

_INVITATION: dict[str, Sentence] = {
    "invite_days": "Une invitation dure de 1 à {most} jours. Rien n'a été créé. Choisissez un nombre entre les deux.",
    "invite_ended": "Ce lien d'invitation n'est plus valable : son dernier jour est passé. Rien n'est perdu. "
    "Demandez-en un nouveau à la personne qui vous invite.",
    "invite_link": "Ce lien d'invitation est incomplet ou abîmé. Rien n'a été fait. Copiez-le de nouveau en entier, "
    "ou demandez-en un nouveau à la personne qui vous invite.",
    "invite_unknown": "L'ordinateur rencontré ne connaît pas encore cette invitation. Rien n'est perdu. "
    "Restez dans la même salle que la personne qui vous invite, puis réessayez.",
    "invite_used": "Ce lien d'invitation a déjà servi. Rien n'est perdu. "
    "Demandez-en un nouveau à la personne qui vous invite.",
    "invite_uses": "Un lien invite de 1 à {most} personnes. Rien n'a été créé. Choisissez un nombre entre les deux.",
    "join_cut": "La rencontre s'est arrêtée avant la fin. Ce qui est arrivé est gardé. "
    "Restez près de l'autre ordinateur, puis recommencez avec le même lien.",
    "no_voice": "Il faut l'ordinateur d'une personne de la cellule qui a une voix pour inviter, faire entrer "
    "quelqu'un ou proposer. Rien n'a changé. Demandez-le à l'une d'elles, ou retrouvez-la dans la salle.",
    "nobody_found": "Aucun ordinateur de la cellule n'a répondu. Rien n'est perdu. Mettez les ordinateurs "
    "dans la même salle et sur le même réseau, avec IDOS ouvert sur chacun, puis réessayez.",
}

_RECORDS: dict[str, Sentence] = {
    "field_choice": "« {field} » n'accepte que ces mots : {accepted}. Rien n'a été écrit. "
    "Choisissez parmi eux, puis réessayez.",
    "field_repeated": "« {field} » est donné deux fois. Rien n'a été écrit. Gardez-en un seul, puis réessayez.",
    "field_required": "Il manque « {field} ». Rien n'a été écrit. Ajoutez-le, puis réessayez.",
    "field_too_long": "« {field} » est trop long : {accepted} au plus. Rien n'a été écrit. "
    "Raccourcissez-le, puis réessayez.",
    "field_type": "« {field} » n'est pas écrit comme il faut. Il faut : {accepted}. Rien n'a été écrit. "
    "Corrigez, puis réessayez.",
    "field_unknown": "Une fiche « {kind} » ne contient pas « {field} ». Rien n'a été fait. "
    "Choisissez parmi : {accepted}.",
    "kind_unknown": "« {kind} » n'est pas une sorte de fiche. Rien n'a été fait. Choisissez parmi : {accepted}.",
    "link_kind": "« {field} » doit mener à une fiche « {accepted} », pas à une fiche « {found} ». Rien n'a été écrit. "
    "Cherchez la bonne fiche, puis réessayez.",
    "erase_shared": "Cette fiche est à toute la cellule : personne ne l'efface seul. Rien n'a changé. "
    "Corrigez-la, ou parlez-en ensemble.",
    "device_restored": "Cet ordinateur a été remis depuis une copie : il lit, il n'écrit pas encore. Rien n'est perdu. "
    "Fermez IDOS P2P puis relancez-le : il prendra la suite de lui-même.",
    "not_owner": "Cette fiche est celle d'une autre personne : elle seule peut la modifier. Rien n'a changé. "
    "Parlez-en avec elle, ou écrivez votre propre fiche.",
    "record_ambiguous": "Plusieurs fiches ont un numéro qui commence par « {prefix} » : {ids}. Rien n'a été fait. "
    "Donnez quelques signes de plus.",
    "record_full": "Cette fiche a été modifiée si souvent, ou elle est si longue, qu'elle ne peut pas recevoir cela "
    "en plus. Rien n'a été écrit, son contenu reste. Écrivez moins long, ou continuez dans une nouvelle fiche.",
    "record_prefix_short": "« {prefix} » est trop court pour trouver une fiche. Rien n'a été fait. "
    "Donnez au moins {digits} signes de son numéro.",
    "record_too_wide": "Trop d'ordinateurs ont modifié cette fiche chacun de leur côté. Rien n'est perdu, "
    "mais elle ne peut plus changer. Recopiez son contenu dans une nouvelle fiche.",
    "record_unknown": "Aucune fiche de cet ordinateur n'a un numéro qui commence par « {prefix} ». "
    "Rien n'a été fait. Vérifiez ce numéro, ou mettez-vous d'abord à jour avec les autres.",
}

_STORE: dict[str, Sentence] = {
    "store_busy": "Un autre programme se sert du fichier de la cellule. Rien n'est perdu. "
    "Fermez les autres fenêtres d'IDOS, puis réessayez.",
    "store_cell": "Ce fichier est celui d'une autre cellule : {path}. Il n'a pas été touché. "
    "Remettez chaque fichier dans le dossier de sa cellule, puis réessayez.",
    "store_damaged": "Le fichier de la cellule est abîmé sur cet ordinateur. "
    "Ce que les autres ordinateurs ont déjà reçu est en sécurité chez eux. "
    "Réparez la cellule (le bouton Réparer, ou idos-p2p repair) : tout ce qui se lit encore est gardé.",
    "store_exists": "Il y a déjà un fichier de cellule à cet endroit : {path}. Il n'a pas été touché. "
    "Choisissez un autre dossier, puis réessayez.",
    "store_full": "Le disque est plein. Tout ce qui était enregistré l'est toujours et se lit, "
    "mais pas ce que vous venez d'écrire. Libérez de la place, puis réessayez.",
    "store_io": "Cet ordinateur ne peut pas lire ou écrire le fichier de la cellule. "
    "Ce qui était enregistré n'a pas été touché. Vérifiez que le disque est bien branché "
    "et que le dossier est à vous, puis réessayez.",
    "store_key": "Le fichier de la cellule ne s'ouvre pas avec le secret gardé sur cet ordinateur. "
    "Il n'a pas été touché. Remettez ensemble les fichiers d'une même copie de secours, puis réessayez.",
    "store_missing": "Le fichier de la cellule n'est plus à sa place : {path}. "
    "Ce que les autres ordinateurs ont déjà reçu est en sécurité chez eux. "
    "Remettez-le depuis une copie de secours, ou demandez aux autres membres de vous inviter de nouveau.",
    "store_newer": "Le fichier de la cellule vient d'un IDOS plus récent que celui-ci. Il n'a pas été touché. "
    "Installez le nouvel IDOS sur cet ordinateur, puis réessayez.",
}

_COPIES: dict[str, Sentence] = {
    "copy_damaged": "Cette copie est abîmée, ou n'est pas une copie de cellule : {path}. "
    "Votre cellule n'a pas été touchée. Choisissez une autre copie (idos-p2p copy list).",
    "copy_exists": "Il y a déjà un fichier à cet endroit : {path}. Il n'a pas été touché. "
    "Donnez un autre nom à la copie, puis réessayez.",
    "copy_full": "Il n'y a pas assez de place pour une copie à cet endroit : {path}. "
    "Votre cellule n'a pas été touchée. Libérez de la place ou choisissez un autre disque, puis réessayez.",
    "copy_io": "La copie n'a pas pu être lue ou écrite à cet endroit : {path}. Votre cellule n'a pas été touchée. "
    "Vérifiez que le dossier existe et que le disque est bien branché, puis réessayez.",
    "copy_missing": "Il n'y a pas de copie à cet endroit : {path}. Votre cellule n'a pas été touchée. "
    "Vérifiez le nom du fichier, puis réessayez.",
    "copy_newer": "Cette copie vient d'un IDOS plus récent que celui-ci : {path}. Rien n'a été touché. "
    "Installez le nouvel IDOS sur cet ordinateur, puis réessayez.",
    "repair_nothing": "Rien ne se lit plus dans le fichier de la cellule, ni dans ses copies. Rien n'a été touché. "
    "Remettez une copie que vous avez ailleurs (idos-p2p copy restore), "
    "ou demandez aux autres membres de vous inviter de nouveau.",
}

_NETWORK: dict[str, Sentence] = {
    "cannot_listen": "Les autres ordinateurs ne pourraient pas joindre celui-ci sur le port {port}. Rien n'est perdu. "
    "Un autre programme s'en sert peut-être, ou l'adresse n'est pas celle de cet ordinateur : "
    "choisissez un autre port ou une autre adresse, puis réessayez.",
    "discovery_unavailable": "Cet ordinateur ne peut pas chercher les autres sur ce réseau. Rien n'est perdu. "
    "Vérifiez qu'il est relié au Wi-Fi ou au câble de la salle, puis réessayez.",
    "endpoint_unreadable": "L'adresse « {text} » n'est pas complète. Rien n'a été fait. "
    "Écrivez-la comme ceci : 192.168.1.20:4242.",
    "no_door": "Cet ordinateur n'a pas encore de quoi se faire reconnaître des autres. Rien n'est perdu. "
    "Rejoignez d'abord la cellule avec un lien d'invitation.",
    "no_interface": "Cet ordinateur n'est relié à aucun réseau choisi. Rien n'est perdu. "
    "Reliez-le au Wi-Fi ou au câble de la salle, puis réessayez.",
    "peer_unreachable": "L'autre ordinateur ne répond pas. Rien n'est perdu. Vérifiez qu'il est allumé, "
    "qu'IDOS y est ouvert et qu'il est sur le même réseau, puis réessayez.",
}

_COMMANDS: dict[str, Sentence] = {
    "demo_members": "La démonstration se joue avec {fewest} à {most} personnes. Rien n'a été créé. "
    "Choisissez un nombre entre les deux.",
    "wrong_words": "Cette commande n'est pas comprise ({details}). Rien n'a été fait. "
    "Écrivez idos-p2p --help pour voir toutes les commandes.",
}

_IMPORT: dict[str, Sentence] = {
    "import_amount": "« {value} » n'est pas un montant. Écrivez-le comme 12,50 € ou 1 200.",
    "import_cell_without_heading": "« {value} » est dans une colonne sans titre. "
    "Donnez un titre à la colonne, ou videz cette case.",
    "import_date": "« {value} » n'est pas un jour. Écrivez-le comme 22/11/2026 ou 2026-11-22.",
    "import_directory_missing": "Le dossier à importer n'existe pas : {path}. Rien n'a été écrit. "
    "Vérifiez son nom, puis réessayez.",
    "import_duration": "« {value} » n'est pas une durée. Écrivez-la comme 2 h 30, 45 min ou 1,5 h.",
    "import_time": "« {value} » n'est pas une heure. Écrivez-la comme 14 h 30 ou 14:30.",
    "import_empty": "Le dossier {path} ne contient rien à importer. Rien n'a été écrit. "
    "Mettez-y des tableaux comme personnes.csv ou des textes dans un dossier pages, puis réessayez.",
    "import_faults": Plural(
        "Il y a {count} point à corriger dans les fichiers. Rien n'a été écrit. Corrigez-le, puis réessayez.",
        "Il y a {count} points à corriger dans les fichiers. Rien n'a été écrit. Corrigez-les, puis réessayez.",
    ),
    "import_file_too_large": "Ce fichier est trop grand : {limit} au plus. Coupez-le en plusieurs fichiers.",
    "import_file_unknown": "Le nom de ce tableau ne dit pas ce qu'il contient. "
    "Commencez-le par personnes, projets, contributions, dons, emplois ou pages.",
    "import_file_unreadable": "Ce fichier ne peut pas être lu ({reason}). "
    "Vérifiez que vous avez le droit de l'ouvrir, ou enlevez-le du dossier.",
    "import_files_too_many": "Il y a trop de fichiers dans ce dossier : {limit} au plus. "
    "Choisissez un dossier plus petit.",
    "import_folder_too_large": "Les fichiers sont trop grands tous ensemble : {limit} au plus. "
    "Importez-les en plusieurs fois.",
    "import_front_matter_open": "Le début de la page, après ---, n'est jamais fermé. "
    "Ajoutez une ligne --- avant le texte.",
    "import_front_matter_unknown": "« {value} » n'est pas compris au début de la page. "
    "Écrivez par exemple : licence: CC-BY-SA-4.0.",
    "import_heading_missing": "Il manque la colonne « {field} ». Ajoutez-la.",
    "import_heading_repeated": "« {field} » est déjà donné ailleurs. Gardez-en un seul.",
    "import_heading_unknown": "Ce titre de colonne n'est pas connu pour une fiche « {kind} ». "
    "Corrigez-le, ou enlevez la colonne.",
    "import_link_outside": "Ce raccourci mène hors du dossier. Mettez le fichier lui-même à sa place.",
    "import_name_repeated": "« {name} » est déjà écrit autrement, fichier {file}, ligne {first_line}. "
    "Gardez une seule des deux lignes.",
    "import_not_utf8": "Les accents de ce fichier ne sont pas lisibles. "
    "Enregistrez-le de nouveau en choisissant UTF-8.",
    "import_quote_open": "Un guillemet est ouvert et jamais fermé. Fermez-le, ou enlevez-le.",
    "import_quote_stray": "Il y a des mots après un guillemet fermé. Mettez toute la case entre guillemets.",
    "import_ref_repeated": "La référence « {ref} » sert déjà, fichier {file}, ligne {first_line}. "
    "Donnez-en une autre à l'une des deux.",
    "import_reference_ambiguous": "Plusieurs fiches « {kind} » s'appellent « {name} ». "
    "Écrivez le numéro de la bonne, ou changez un des noms.",
    "import_reference_unknown": "Aucune fiche « {kind} » ne s'appelle « {name} ». "
    "Vérifiez ce nom, ou ajoutez cette fiche.",
    "import_rows_too_many": "Il y a trop de lignes : {limit} au plus. Importez les fichiers en plusieurs fois.",
    "import_share": "« {value} » ne dit pas quel don et combien. Écrivez par exemple : don-014: 50,00.",
    "import_share_repeated": "« {name} » est écrit deux fois dans cette case. Faites-en une seule somme.",
    "import_table_empty": "Ce tableau est vide. Ajoutez-y des lignes, ou enlevez-le du dossier.",
    "import_title_missing": "Cette page n'a pas de titre. Commencez-la par une ligne comme : # Mon titre.",
    "import_value_missing": "Il manque « {field} » sur cette ligne. Ajoutez-le.",
}

_PEER: dict[str, Sentence] = {
    **each(
        UNREADABLE,
        "L'autre ordinateur a envoyé quelque chose d'illisible. Rien de cet envoi n'a été gardé, "
        "et ce que vous avez écrit est intact. Réessayez ; si cela recommence, "
        "installez le dernier IDOS sur les deux ordinateurs.",
    ),
    **each(
        ANOTHER_PROGRAM,
        "Les deux ordinateurs n'ont pas le même IDOS et ne se comprennent pas. "
        "Rien n'est perdu sur aucun des deux. Installez le dernier IDOS sur les deux, puis réessayez.",
    ),
    **each(
        ANOTHER_CELL,
        "L'autre ordinateur a envoyé des nouveautés d'une autre cellule. Rien n'en a été gardé, "
        "et ce que vous avez écrit est intact. Vérifiez avec la personne que vous êtes dans la même cellule.",
    ),
    **each(
        UNINVITED,
        "Des nouveautés viennent d'un ordinateur que la cellule n'a pas invité. Rien n'en a été gardé, "
        "et ce que vous avez écrit est intact. La personne qui s'en sert peut demander un lien d'invitation.",
    ),
    **each(
        STRANGER,
        "L'autre ordinateur n'est pas de cette cellule, ou les deux ne se reconnaissent pas encore. "
        "Rien ne lui a été montré, rien n'a été gardé de lui. "
        "S'il est de la cellule, mettez-vous d'abord à jour avec une autre personne.",
    ),
    **each(
        CUT,
        "La rencontre s'est arrêtée avant la fin. Ce qui est arrivé est gardé. "
        "Rapprochez les ordinateurs et réessayez : la mise à jour reprendra où elle en était.",
    ),
    **each(
        SILENT,
        "L'autre ordinateur ne dit plus rien. Ce qui est arrivé est gardé. "
        "Vérifiez qu'il n'est pas en veille et qu'il est sur le même réseau, puis réessayez.",
    ),
    **each(
        CROWD,
        "Trop d'ordinateurs se présentent en même temps. Rien n'est perdu. Attendez un moment, puis réessayez.",
    ),
    "peer_store_full": "Le disque de l'autre ordinateur est plein : il ne peut plus rien recevoir. Rien n'est perdu. "
    "Libérez de la place sur l'autre ordinateur, puis rencontrez-vous de nouveau.",
    "not_member": "Un des deux ordinateurs n'est pas encore connu comme membre par l'autre. Rien n'est perdu. "
    "Mettez-vous d'abord à jour avec la personne qui a invité, puis réessayez.",
    "peer_out": "Un des deux ordinateurs ne fait plus partie de la cellule, d'après l'autre. "
    "Rien n'a été échangé, et rien n'est perdu. Parlez-en ensemble.",
    "same_device": "Cet ordinateur s'est rencontré lui-même, ou une copie de son dossier est ouverte ailleurs. "
    "Rien n'a été échangé. N'ouvrez pas la même copie sur deux ordinateurs : invitez plutôt le second.",
    "segment_refused": "Un des deux ordinateurs a envoyé quelque chose que l'autre ne peut pas garder. "
    "Rien de cet envoi n'a été gardé, et ce que vous avez écrit est intact. "
    "Installez le dernier IDOS sur les deux, puis réessayez.",
    "waiting_full": "L'autre ordinateur a envoyé trop de nouveautés d'ordinateurs inconnus ici. "
    "Elles n'ont pas été gardées, et ce que vous avez écrit est intact. "
    "Mettez-vous d'abord à jour avec une autre personne, puis réessayez.",
}

_BUG: dict[str, Sentence] = {
    **each(
        OUR_MISTAKE,
        "IDOS s'est trompé et n'a pas fini ce qu'il faisait. Ce qui était enregistré l'est toujours. "
        "Réessayez ; si cela recommence, montrez ce mot à la personne qui vous aide : {code}.",
    ),
    "demo_command_failed": "La démonstration s'est arrêtée chez {who}, à la commande « {words} » : {said} "
    "Vos propres données n'ont pas été touchées. Réessayez ; si cela recommence, "
    "montrez ces lignes à la personne qui vous aide.",
    "demo_import_faults": "La démonstration s'est arrêtée : le cahier de {who} contient des erreurs ({faults}). "
    "Vos propres données n'ont pas été touchées. Montrez cette ligne à la personne qui vous aide.",
}

FAULTS: dict[str, Sentence] = {
    **_CELL,
    **_INVITATION,
    **_RECORDS,
    **_STORE,
    **_COPIES,
    **_NETWORK,
    **_COMMANDS,
    **_IMPORT,
    **_PEER,
    **_BUG,
    **PAPER_FAULTS,
}
