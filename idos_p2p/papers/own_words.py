"""What our own tables and pages call files, columns and choices, in French or in English. An import reads both."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from idos_p2p.papers.sheets import ASIDE, REF
from idos_p2p.records.kinds import Kind

Language = Literal["fr", "en"]

_FILES: Mapping[str, str] = {
    "person": "personnes",
    "project": "projets",
    "contribution": "contributions",
    "gift": "dons",
    "use": "usages",
    "page": "pages",
    "attestation": "attestations",
    "thanks": "mercis",
    "need": "besoins",
    "offer": "offres",
    "meeting": "rencontres",
    "signup": "inscriptions",
    "relay": "relais",
    "comment": "commentaires",
    "proposal": "propositions",
}
_ENGLISH_PLURALS: Mapping[str, str] = {"thanks": "thanks"}

_COLUMNS: Mapping[str, str] = {
    REF: "ref",
    ASIDE: "à part",
    "about": "à propos de",
    "act": "contribution",
    "agenda": "ordre du jour",
    "attachments": "pièces jointes",
    "author": "écrit par",
    "body": "texte",
    "cents": "montant",
    "date": "jour",
    "details": "précisions",
    "donor": "donateur",
    "effect": "effet",
    "form": "forme",
    "from": "de",
    "gifts": "dons",
    "licence": "licence",
    "meeting": "rencontre",
    "minutes": "minutes",
    "name": "nom",
    "needs": "besoins",
    "origins": "tirée de",
    "persons": "personnes",
    "place": "lieu",
    "project": "projet",
    "purpose": "raison d’être",
    "reach": "contact",
    "removed": "corbeille",
    "report": "compte rendu",
    "roles": "rôles",
    "round": "tour",
    "says": "dit",
    "skills": "compétences",
    "slot": "créneau",
    "slots": "créneaux",
    "sources": "sources",
    "state": "état",
    "time": "heure",
    "title": "titre",
    "to": "à",
    "until": "jusqu’au",
    "what": "quoi",
    "wish": "souhait",
    "words": "mots",
}
_ENGLISH_COLUMNS: Mapping[str, str] = {
    "author": "written by",
    "cents": "amount",  # a column headed "cents" would count cents
}

_CHOICES: Mapping[str, str] = {
    "volunteer": "bénévole",
    "beneficiary": "bénéficiaire",
    "leader": "responsable",
    "employee": "salarié",
    "donor": "donateur",
    "idea": "idée",
    "open": "en cours",
    "closed": "fermé",
    "time": "temps",
    "goods": "biens",
    "service": "prestation",
    "expense": "frais",
    "money": "argent",
    "present": "j’y étais",
    "right": "c’est juste",
    "correction": "à corriger",
    "clarification": "question",
    "reaction": "réaction",
    "objection": "objection",
    "integration": "prise en compte",
}


def file_stem(kind: str, language: Language) -> str:
    """Return the name of the table of a kind, without ``.csv``."""
    return _FILES[kind] if language == "fr" else _ENGLISH_PLURALS.get(kind, f"{kind}s")


def contested(stem: str, language: Language) -> str:
    """Return the folder of what is contested among the files of a folder; no import reads it."""
    return f"{stem} contestées" if language == "fr" else f"contested {stem}"


def column(field: str, language: Language) -> str:
    """Return the heading of a field, or of ``REF`` or ``ASIDE``."""
    return _COLUMNS[field] if language == "fr" else _ENGLISH_COLUMNS.get(field, field)


def columns(kind: Kind, language: Language) -> list[str]:
    """Return the first row of a kind's table: the reference, the fields in their order, what is told elsewhere."""
    return [column(name, language) for name in (REF, *(field.name for field in kind.fields), ASIDE)]


def choice(word: str, language: Language) -> str:
    """Return the word for a choice."""
    return _CHOICES[word] if language == "fr" else word


def yes(language: Language) -> str:
    """Return what stands in a column that says whether."""
    return "oui" if language == "fr" else "yes"
