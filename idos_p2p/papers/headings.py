"""The names that files, columns, roles, states and forms go by, in English and as a French treasurer writes them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from idos_p2p.papers.sheets import ASIDE, REF
from idos_p2p.records.kinds import BY_NAME

_WORDS = re.compile(r"[^a-z0-9]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})


def plain(text: str) -> str:
    """Return text without case, accents, ligatures or punctuation: "Raison d’être" gives "raison d etre"."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES))
    return _WORDS.sub(" ", "".join(letter for letter in letters if not unicodedata.combining(letter))).strip()


KIND_OF_FILE: Mapping[str, str] = {
    "person": "person",
    "persons": "person",
    "personne": "person",
    "personnes": "person",
    "membres": "person",
    "project": "project",
    "projects": "project",
    "projet": "project",
    "projets": "project",
    "contribution": "contribution",
    "contributions": "contribution",
    "gift": "gift",
    "gifts": "gift",
    "don": "gift",
    "dons": "gift",
    "use": "use",
    "uses": "use",
    "usage": "use",
    "usages": "use",
    "emploi": "use",
    "emplois": "use",
    "page": "page",
    "pages": "page",
    "attestation": "attestation",
    "attestations": "attestation",
    "thanks": "thanks",
    "merci": "thanks",
    "mercis": "thanks",
    "remerciements": "thanks",
    "need": "need",
    "needs": "need",
    "besoin": "need",
    "besoins": "need",
    "offer": "offer",
    "offers": "offer",
    "offre": "offer",
    "offres": "offer",
    "meeting": "meeting",
    "meetings": "meeting",
    "rencontre": "meeting",
    "rencontres": "meeting",
    "reunions": "meeting",
    "signup": "signup",
    "signups": "signup",
    "inscription": "signup",
    "inscriptions": "signup",
    "relay": "relay",
    "relays": "relay",
    "relais": "relay",
    "comment": "comment",
    "comments": "comment",
    "commentaire": "comment",
    "commentaires": "comment",
    "proposal": "proposal",
    "proposals": "proposal",
    "proposition": "proposal",
    "propositions": "proposal",
}
"""The first word of a table's file name, made plain, and the kind of its rows: ``dons-2026.csv`` holds gifts."""

IMPORT_ORDER = (
    *("person", "project", "meeting", "page", "contribution", "gift", "use"),
    *("need", "offer", "proposal", "signup", "attestation", "thanks", "comment", "relay"),
)
"""What others point to comes first."""

PAGE_FOLDERS = frozenset({"pages", "savoirs"})
"""Markdown files lying in (or below) a folder of this name are pages."""

_SHARED_HEADINGS: Mapping[str, str] = {
    "ref": REF,
    "reference": REF,
    "cle": REF,
    "numero": REF,
    "pieces jointes": "attachments",
    "piece jointe": "attachments",
    "corbeille": "removed",
    "ecrit par": "author",
    "written by": "author",
    "a part": ASIDE,
    "aside": ASIDE,
}

_PERSON: Mapping[str, str] = {
    "nom": "name",
    "prenom et nom": "name",
    "role": "roles",
    "roles": "roles",
    "raison d etre": "purpose",
    "competence": "skills",
    "competences": "skills",
    "savoir faire": "skills",
    "contact": "reach",
    "coordonnees": "reach",
    "joindre": "reach",
}
_PROJECT: Mapping[str, str] = {
    "titre": "title",
    "nom": "title",
    "projet": "title",
    "raison d etre": "purpose",
    "etat": "state",
    "lieu": "place",
    "besoin": "needs",
    "besoins": "needs",
}
_CONTRIBUTION: Mapping[str, str] = {
    "quoi": "what",
    "description": "what",
    "jour": "date",
    "forme": "form",
    "nature": "form",
    "duree": "minutes",
    "temps": "minutes",
    "montant": "cents",
    "valeur": "cents",
    "valorisation": "cents",
    "amount": "cents",
    "projet": "project",
    "personne": "persons",
    "personnes": "persons",
    "qui": "persons",
    "lieu": "place",
    "rencontre": "meeting",
    "competences": "skills",
    "savoir faire": "skills",
}
_GIFT: Mapping[str, str] = {
    "donateur": "donor",
    "donatrice": "donor",
    "de": "donor",
    "forme": "form",
    "nature": "form",
    "montant": "cents",
    "valeur": "cents",
    "amount": "cents",
    "jour": "date",
    "quoi": "what",
    "description": "what",
    "souhait": "wish",
    "voeu": "wish",
}
_USE: Mapping[str, str] = {
    "don": "gifts",
    "dons": "gifts",
    "projet": "project",
    "acte": "act",
    "contribution": "act",
    "personne": "persons",
    "personnes": "persons",
    "pour": "persons",
    "jour": "date",
    "effet": "effect",
    "de": "from",
    "dit par": "from",
}
_PAGE: Mapping[str, str] = {
    "titre": "title",
    "texte": "body",
    "corps": "body",
    "licence": "licence",
    "license": "licence",
    "source": "sources",
    "sources": "sources",
    "tiree de": "origins",
    "origines": "origins",
}
_ATTESTATION: Mapping[str, str] = {
    "a propos de": "about",
    "dit": "says",
    "duree": "minutes",
    "mots": "words",
    "jour": "date",
    "de": "from",
}
_THANKS: Mapping[str, str] = {
    "a": "to",
    "pour": "to",
    "a propos de": "about",
    "mots": "words",
    "jour": "date",
    "de": "from",
}
_NEED: Mapping[str, str] = {
    "titre": "title",
    "quoi": "title",
    "precisions": "details",
    "description": "details",
    "projet": "project",
    "personne": "persons",
    "personnes": "persons",
    "pour": "persons",
    "jusqu au": "until",
    "etat": "state",
}
_MEETING: Mapping[str, str] = {
    "titre": "title",
    "jour": "date",
    "heure": "time",
    "duree": "minutes",
    "lieu": "place",
    "projet": "project",
    "ordre du jour": "agenda",
    "compte rendu": "report",
    "personne": "persons",
    "personnes": "persons",
    "presents": "persons",
    "creneaux": "slots",
}
_SIGNUP: Mapping[str, str] = {
    "rencontre": "meeting",
    "reunion": "meeting",
    "personne": "persons",
    "personnes": "persons",
    "qui": "persons",
    "creneau": "slot",
    "mots": "words",
}
_RELAY: Mapping[str, str] = {
    "a": "to",
    "pour": "to",
    "personne": "persons",
    "personnes": "persons",
    "par": "persons",
    "jour": "date",
    "mots": "words",
    "etat": "state",
}
_COMMENT: Mapping[str, str] = {"a propos de": "about", "mots": "words", "de": "from", "tour": "round"}
_PROPOSAL: Mapping[str, str] = {"titre": "title", "texte": "body", "projet": "project"}

HEADINGS: Mapping[str, Mapping[str, str]] = {
    "person": {**_PERSON, **_SHARED_HEADINGS},
    "project": {**_PROJECT, **_SHARED_HEADINGS},
    "contribution": {**_CONTRIBUTION, **_SHARED_HEADINGS},
    "gift": {**_GIFT, **_SHARED_HEADINGS},
    "use": {**_USE, **_SHARED_HEADINGS},
    "page": {**_PAGE, **_SHARED_HEADINGS},
    "attestation": {**_ATTESTATION, **_SHARED_HEADINGS},
    "thanks": {**_THANKS, **_SHARED_HEADINGS},
    "need": {**_NEED, **_SHARED_HEADINGS},
    "offer": {**_NEED, **_SHARED_HEADINGS},
    "meeting": {**_MEETING, **_SHARED_HEADINGS},
    "signup": {**_SIGNUP, **_SHARED_HEADINGS},
    "relay": {**_RELAY, **_SHARED_HEADINGS},
    "comment": {**_COMMENT, **_SHARED_HEADINGS},
    "proposal": {**_PROPOSAL, **_SHARED_HEADINGS},
}
"""By kind: other headings, made plain, than the English field names of ``records/kinds.py``."""

CHOICE_WORDS: Mapping[str, str] = {
    "benevole": "volunteer",
    "beneficiaire": "beneficiary",
    "responsable": "leader",
    "dirigeant": "leader",
    "dirigeante": "leader",
    "salarie": "employee",
    "salariee": "employee",
    "donateur": "donor",
    "donatrice": "donor",
    "idee": "idea",
    "ouvert": "open",
    "ouverte": "open",
    "en cours": "open",
    "ferme": "closed",
    "fermee": "closed",
    "clos": "closed",
    "termine": "closed",
    "temps": "time",
    "biens": "goods",
    "en nature": "goods",
    "prestation": "service",
    "frais": "expense",
    "frais abandonnes": "expense",
    "argent": "money",
    "j y etais": "present",
    "present": "present",
    "c est juste": "right",
    "juste": "right",
    "a corriger": "correction",
    "clarification": "clarification",
    "question": "clarification",
    "reaction": "reaction",
    "objection": "objection",
    "prise en compte": "integration",
}
"""French words, made plain, for the choices of ``records/kinds.py``. No word stands for two choices."""


def kind_of_table(stem: str) -> str | None:
    """Return the kind that a table's file name (without ``.csv``) says, or None."""
    return KIND_OF_FILE.get(plain(stem).partition(" ")[0])


def field_under(kind: str, heading: str) -> str | None:
    """Return the field that a heading stands for in a table of this kind, as an English or French word, or None."""
    name = plain(heading)
    return name if BY_NAME[kind].field(name) is not None else HEADINGS[kind].get(name)


def choice_named(text: str) -> str:
    """Return the choice that a French word stands for; any other text comes back as it is, in lower case."""
    return CHOICE_WORDS.get(plain(text), text.casefold())
