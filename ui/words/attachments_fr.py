"""French sentences of attachments, and of what can go wrong with them. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

ATTACHMENTS: dict[str, Sentence] = {
    "attached": "La pièce jointe est enregistrée : {name} ({size}).",
    "detached": "{name} n'est plus joint à cette fiche. Son contenu est gardé encore 30 jours sur cet ordinateur.",
    "attachments_none": "Aucune pièce jointe.",
    "attachment_away": "pas encore ici",
    "attachment_saved": "La pièce jointe est copiée ici : {path}",
    "copy_without_attachments": Plural(
        "{number} pièce jointe n'est pas dans la copie : enregistrez-la à part si elle n'existe nulle part ailleurs.",
        "{number} pièces jointes ne sont pas dans la copie : enregistrez à part celles qui n'existent nulle part "
        "ailleurs.",
    ),
    "check_fault_attachment_missing": "La pièce jointe {name} ({hash}) n'est plus sur cet ordinateur.",
    "check_fault_attachment_truncated": "La pièce jointe {name} ({hash}) est coupée sur cet ordinateur.",
    "check_fault_attachment_altered": "La pièce jointe {name} ({hash}) est abîmée sur cet ordinateur.",
    "check_fault_attachment_unknown": "Rien ne mène à ce fichier de pièces jointes : {file}",
}

ATTACHMENT_FAULTS: dict[str, Sentence] = {
    "attachment_absent": "Cette pièce jointe n'est pas sur cet ordinateur. La fiche est intacte. "
    "Demandez-la à une personne qui l'a, puis joignez-la de nouveau.",
    "attachment_ambiguous": "Plusieurs pièces jointes portent le nom « {name} » : {hashes}. Rien n'a été fait. "
    "Donnez le début du numéro de celle que vous voulez.",
    "attachment_damaged": "Cette pièce jointe est abîmée sur cet ordinateur. La fiche est intacte. "
    "Demandez-la à une personne qui l'a, puis joignez-la de nouveau.",
    "attachment_kind": "Une fiche de cette sorte ne porte pas de pièce jointe : {title}. Rien n'a été fait. "
    "Joignez le fichier à une page, un projet, une contribution, un don ou une réunion.",
    "attachment_missing": "Il n'y a pas de fichier à cet endroit : {path}. Rien n'a été fait. "
    "Vérifiez le nom du fichier, puis réessayez.",
    "attachment_no_room": "Il n'y a pas assez de place sur le disque pour cette pièce jointe. "
    "Tout ce qui était enregistré l'est toujours. Libérez de la place, puis réessayez.",
    "attachment_too_large": "Ce fichier est trop grand pour une pièce jointe : {limit} au plus. Rien n'a été fait. "
    "Réduisez-le ou coupez-le, puis réessayez.",
    "attachment_unknown": "Cette fiche n'a pas de pièce jointe « {name} ». Rien n'a été fait. "
    "Regardez ses pièces jointes (idos-p2p attachments), puis réessayez.",
    "attachment_unreadable": "Ce fichier ne peut pas être lu : {path}. Rien n'a été fait. "
    "Vérifiez que le disque est bien branché et que le fichier est à vous, puis réessayez.",
    "attachments_full": "Les pièces jointes de la cellule prennent déjà toute leur place sur cet ordinateur. "
    "Rien n'a été fait. Enlevez celles qui ne servent plus, puis réessayez dans un mois.",
    "export_folder": "Ce dossier n'existe pas : {path}. Rien n'a été fait. Choisissez un autre dossier, "
    "puis réessayez.",
    "export_io": "Ce dossier ne peut pas recevoir de fichier : {path}. La pièce jointe est intacte. "
    "Libérez de la place ou choisissez un autre dossier, puis réessayez.",
}
