"""French sentences of writing and linking pages in the window. Written as ``fr.py`` is."""

from __future__ import annotations

from ui.words.catalogue import Plural, Sentence

KNOWING: dict[str, Sentence] = {
    "leads_line": "{kind} · {day}",
    "leads_title": "Autour de « {title} »",
    "leads_cited": Plural("Citée par {count} fiche", "Citée par {count} fiches"),
    "leads_origins": "Vient de",
    "leads_from": "vient de « {title} »",
    "leads_descendants": "A donné",
    "leads_made": Plural("a donné {count} page", "a donné {count} pages"),
    "leads_sources": Plural("{count} source", "{count} sources"),
    "leads_files": Plural("{count} pièce jointe", "{count} pièces jointes"),
    "leads_file_missing": "pas encore arrivée sur cet ordinateur",
    "leads_not_here": "Une page qui n'est pas encore arrivée ici",
    "leads_see": "Autour de cette page : {strip}",
    "page_tools": "Mettre en forme",
    "tool_bold": "Gras",
    "tool_italic": "Italique",
    "tool_heading": "Titre",
    "tool_list": "Liste",
    "tool_numbers": "Liste numérotée",
    "tool_quote": "Citation",
    "tool_link": "Lien vers une page ou une fiche",
    "leads_file_here": "{size} · cliquez pour l'enregistrer ailleurs",
    "page_attach": "Joindre un fichier",
    "page_attach_title": "Joindre un fichier à cette page",
    "page_file_folder": "Où enregistrer ce fichier ?",
    "page_attached": "« {name} » est joint à la page.",
    "page_file_saved": "Le fichier est enregistré : {path}",
    "page_history": "Historique",
}
