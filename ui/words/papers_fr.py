"""French sentences of what comes in and goes out as files. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

PAPERS: dict[str, Sentence] = {
    "import_by_file": "Fichier par fichier :",
    "import_left_column": Plural(
        "{file} : la colonne « {heading} » n'est pas reprise ({number} case remplie).",
        "{file} : la colonne « {heading} » n'est pas reprise ({number} cases remplies).",
    ),
    "import_left_entries": Plural(
        "{file} : {number} ligne de comptes n'est pas un don et n'est pas reprise.",
        "{file} : {number} lignes de comptes ne sont pas des dons et ne sont pas reprises.",
    ),
    "import_left_nobody": Plural(
        "{file} : {number} ligne ne nomme pas une seule personne et n'est pas reprise.",
        "{file} : {number} lignes ne nomment pas une seule personne et ne sont pas reprises.",
    ),
    "export_done": Plural(
        "L'exportation est écrite dans {path} ({number} fichier, {size}).",
        "L'exportation est écrite dans {path} ({number} fichiers, {size}).",
    ),
    "export_count": Plural("{number} fiche", "{number} fiches"),
    "export_removed": Plural(
        "{number} fiche est dans la corbeille, et marquée ainsi.",
        "{number} fiches sont dans la corbeille, et marquées ainsi.",
    ),
    "export_contested": Plural(
        "{number} fiche est contestée : elle est écrite à part, sans entrer dans les sommes.",
        "{number} fiches sont contestées : elles sont écrites à part, sans entrer dans les sommes.",
    ),
    "export_unknown": Plural(
        "{number} fiche vient d'un IDOS plus récent : elle est écrite telle qu'elle est arrivée.",
        "{number} fiches viennent d'un IDOS plus récent : elles sont écrites telles qu'elles sont arrivées.",
    ),
    "export_aside": Plural(
        "{number} fiche ne tient pas entière dans un tableau : elle est dans le fichier « à part ».",
        "{number} fiches ne tiennent pas entières dans un tableau : elles sont dans le fichier « à part ».",
    ),
    "export_attachments_absent": Plural(
        "{number} pièce jointe n'est pas sur cet ordinateur : elle n'est pas dans le dossier.",
        "{number} pièces jointes ne sont pas sur cet ordinateur : elles ne sont pas dans le dossier.",
    ),
    "export_open": "Ce dossier n'est pas protégé : qui le tient peut tout lire.",
}

PAPER_FAULTS: dict[str, Sentence] = {
    "export_not_person": "« {title} » n'est pas la fiche d'une personne. Rien n'a été écrit. "
    "Donnez le numéro de la fiche d'une personne.",
    "export_folder_taken": "Le dossier {path} contient autre chose qu'une exportation. Rien n'a été écrit. "
    "Choisissez un autre dossier, ou videz celui-ci.",
    "export_unwritable": "Le dossier {path} ne peut pas être écrit ({reason}). Rien n'a été changé. "
    "Vérifiez la place et les droits, ou choisissez un autre dossier.",
    "import_reference_circular": "« {name} » mène à une fiche qui mène à celle-ci. Enlevez l'un des deux liens.",
}
