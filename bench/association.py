"""Twelve years of an association that never was: who, and what they write, drawn by a seeded chance.

``Association.next`` gives one record after the other, as (kind, values, who writes): what it names was written before
it, and is told back with ``wrote``. Nothing here knows how a record is written.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from random import Random
from typing import NamedTuple

PERSONS, DEVICES, PROJECTS = 150, 40, 60
FIRST_DAY, DAYS = date(2014, 12, 1), 4_380
RECENT = 400  # records that the next ones may speak of

_FIRST = [
    "Aïcha",
    "Karim",
    "Élodie",
    "Noël",
    "Zoé",
    "Maï",
    "Ilidio",
    "Aya",
    "Jeanne",
    "Léo",
    "Inès",
    "Hugo",
    "Chloé",
    "Marcel",
    "Fatou",
    "André",
    "Rose",
    "Émile",
    "Nadia",
    "Joël",
    "Lucie",
    "Omar",
    "Thérèse",
    "Benoît",
    "Salomé",
    "Gaël",
    "Mireille",
    "Yann",
    "Clémence",
    "Idriss",
]
_LAST = [
    "Martin",
    "Bâ",
    "Lefèvre",
    "Nguyễn",
    "Pereira",
    "Dupré",
    "Traoré",
    "Müller",
    "Garnier",
    "Ünal",
    "Rossi",
    "Besnard",
    "Cœur",
    "Le",
    "Goff",
    "Haddad",
]
_ACTS = (
    "Préparation",
    "Distribution",
    "Réparation",
    "Collecte",
    "Tri",
    "Transport",
    "Animation",
    "Nettoyage",
    "Accueil",
    "Rédaction",
    "Relecture",
    "Plantation",
    "Récolte",
    "Montage",
    "Traduction",
    "Écoute",
)
_THINGS = (
    "des repas du soir",
    "de l’atelier vélo",
    "des colis alimentaires",
    "du compte rendu",
    "des semis de printemps",
    "des vêtements d’hiver",
    "de la salle des fêtes",
    "du stand au marché",
    "des dossiers de logement",
    "des cours de français",
    "de la bibliothèque",
    "du compost partagé",
    "des jeux pour les enfants",
    "de la fête du quartier",
)
_WHERE = (
    "au jardin partagé",
    "à la maison de quartier",
    "place de l’Église",
    "chez les voisins du 12",
    "à l’école Jean-Jaurès",
    "dans la cour",
    "au foyer des aînés",
    "sous la halle",
)
_WITH = (
    "avec les nouveaux venus",
    "malgré la pluie",
    "en deux équipes",
    "pour une quarantaine de personnes",
    "et un goûter ensuite",
    "grâce au camion prêté",
    "jusqu’à la nuit",
    "dans la bonne humeur",
    "et tout le monde est reparti servi",
)
_SKILLS = ("cuisine", "bricolage", "langues", "conduite", "écriture", "jardinage", "écoute", "comptabilité")
_SLOTS = ("9 h – 11 h", "11 h – 13 h", "14 h – 16 h", "16 h – 18 h")

Values = Mapping[str, object]


class Wish(NamedTuple):
    """A record that somebody writes: its kind, its values, and the number of the device that writes it."""

    kind: str
    values: Values
    device: int


class Association:
    """What its members write next. ``total`` records fill the twelve years."""

    def __init__(self, random: Random, total: int) -> None:
        self._random, self._total, self._count = random, total, 0
        self.names = [self._name(number) for number in range(PERSONS)]
        self.persons: list[str] = []
        self._projects: list[tuple[str, str]] = []  # id, title
        self._pages: list[str] = []  # titles
        self._recent: dict[str, deque[str]] = {}
        self._makers: Mapping[str, tuple[float, str, Callable[[], Values]]] = {
            # of a hundred records, so many; what must have been written before
            "contribution": (70, "", self._contribution),
            "attestation": (8.5, "contribution", self._attestation),
            "thanks": (5, "contribution", self._thanks),
            "comment": (4, "contribution", self._comment),
            "signup": (4, "meeting", self._signup),
            "use": (2.5, "gift", self._use),
            "gift": (2, "", self._gift),
            "meeting": (1.5, "", self._meeting),
            "page": (1, "", self._page),
            "need": (0.7, "", self._need),
            "offer": (0.5, "", self._need),
            "proposal": (0.3, "", self._proposal),
        }
        self._shares = [share for share, _, _ in self._makers.values()]

    def day(self) -> date:
        """Return the day on which the next record is written."""
        return FIRST_DAY + timedelta(DAYS * self._count // self._total)

    def member(self, record: str) -> None:
        """Take note of the own record of a member, before all others."""
        self.persons.append(record)
        self._count += 1

    def wrote(self, wish: Wish, record: str) -> None:
        """Take note of the id of a record that was wished."""
        self._count += 1
        if wish.kind == "person":
            self.persons.append(record)
        elif wish.kind == "project":
            self._projects.append((record, str(wish.values["title"])))
        elif wish.kind == "page":
            self._pages.append(str(wish.values["title"]))
        self._recent.setdefault(wish.kind, deque(maxlen=RECENT)).append(record)

    def next(self) -> Wish:
        """Return what is written next."""
        device = min(int(self._random.expovariate(1 / 9)), DEVICES - 1)  # some write much, most write little
        years = self._count / self._total
        if len(self.persons) < DEVICES + (PERSONS - DEVICES) * min(1.0, years * 1.2 + 0.1):
            return Wish("person", self._person(), device)
        if len(self._projects) < 5 + (PROJECTS - 5) * years:
            return Wish("project", self._project(), device)
        kind = self._random.choices(list(self._makers), self._shares)[0]
        _, needed, make = self._makers[kind]
        if needed not in self._recent and needed:
            kind, make = "contribution", self._contribution
        return Wish(kind, make(), device)

    def edit(self, kind: str) -> Values:
        """Return what somebody changes later in a record of this kind; nothing in most kinds."""
        if kind in {"person", "project"}:
            return {}
        if self._random.random() < 0.1:
            return {"removed": self._date()}
        match kind:
            case "page":
                return {"body": "\n".join(f"{self.sentence()}." for _ in range(12))}
            case "meeting":
                return {"report": self.sentence(), "persons": self._several(12)}
            case "need" | "offer":
                return {"state": "closed"}
            case "contribution":
                return {"what": self.sentence()} if self._random.random() < 0.5 else {"place": "sous la halle"}
        return {}

    def sentence(self) -> str:
        """Return a sentence of 40 to 120 letters."""
        pick = self._random.choice
        parts = f"{pick(_ACTS)} {pick(_THINGS)} {pick(_WHERE)}"
        return parts + (f", {pick(_WITH)}" if len(parts) < 40 or self._random.random() < 0.6 else "")

    def _name(self, number: int) -> str:
        # thirty first names, fifteen last ones: each pair once
        return f"{_FIRST[number % len(_FIRST)]} {_LAST[(number + number // len(_FIRST)) % len(_LAST)]}"

    def _person(self) -> Values:
        return {"name": self.names[len(self.persons)], "roles": ["beneficiary"], "skills": [self._skill()]}

    def _project(self) -> Values:
        title = f"{self._random.choice(_THINGS).split(' ', 1)[1].capitalize()} {len(self._projects) + 1}"
        return {"title": title, "purpose": self.sentence(), "place": self._random.choice(_WHERE)}

    def _contribution(self) -> Values:
        values: dict[str, object] = {"what": self.sentence(), "date": self._date(), "persons": self._several(4)}
        form = self._random.choices(("time", "goods", "expense"), (90, 6, 4))[0]
        values["form"] = form
        values["minutes" if form == "time" else "cents"] = self._random.randrange(15, 480, 15)
        if self._random.random() < 0.8:
            values["project"] = self._active_project()[0]
        if self._random.random() < 0.15 and self._recent.get("meeting"):
            values["meeting"] = self._of("meeting")
        if self._random.random() < 0.3:
            values["skills"] = [self._skill()]
        return values

    def _gift(self) -> Values:
        return {
            "donor": self._random.choice(self.persons),
            "cents": self._random.randrange(500, 50_000, 100),
            "wish": self.sentence(),
            "date": self._date(),
        }

    def _use(self) -> Values:
        gifts = {self._of("gift"): self._random.randrange(100, 5_000, 100) for _ in range(self._random.randint(1, 3))}
        return {
            "gifts": gifts,
            "project": self._active_project()[0],
            "act": self._of("contribution"),
            "persons": self._several(3),
            "effect": self.sentence(),
            "date": self._date(),
        }

    def _attestation(self) -> Values:
        return {"about": self._of("contribution"), "says": "right", "words": self.sentence(), "date": self._date()}

    def _thanks(self) -> Values:
        about = self._of("contribution")
        return {"to": self._several(3), "about": about, "words": self.sentence(), "date": self._date()}

    def _meeting(self) -> Values:
        return {
            "title": f"Réunion {self._random.choice(_THINGS)}",
            "date": self._date(),
            "time": f"{self._random.randint(9, 20):02}:30",
            "minutes": 90,
            "place": self._random.choice(_WHERE),
            "project": self._active_project()[0],
            "agenda": "\n".join(f"- {self.sentence()}" for _ in range(3)),
            "slots": list(_SLOTS),
            "persons": self._several(12),
        }

    def _signup(self) -> Values:
        return {"meeting": self._of("meeting"), "persons": self._several(1), "slot": self._random.choice(_SLOTS)}

    def _need(self) -> Values:
        return {"title": self.sentence(), "project": self._active_project()[0], "persons": self._several(2)}

    def _comment(self) -> Values:
        kind = self._random.choice([kind for kind in ("contribution", "page", "meeting") if self._recent.get(kind)])
        return {"about": self._of(kind), "words": self.sentence()}

    def _proposal(self) -> Values:
        return {"title": self.sentence(), "body": self.sentence(), "project": self._active_project()[0]}

    def _page(self) -> Values:
        length = self._random.randint(500, 5_000)
        lines = [f"# {self.sentence()}"]
        while sum(map(len, lines)) < length:
            named = self._random.choice([title for _, title in self._projects[-10:]] + self._pages[-40:])
            lines.append(f"{self.sentence()}. Voir [[{named}]]. {self.sentence()}.\n")
        return {"title": f"Fiche {len(self._pages) + 1} {self.sentence()[:60]}", "body": "\n".join(lines)[:length]}

    def _several(self, most: int) -> list[str]:
        # those who are there a lot take part in most
        count = self._random.randint(1, most)
        spread = len(self.persons) / 4
        return sorted(
            {self.persons[int(self._random.expovariate(1 / spread)) % len(self.persons)] for _ in range(count)}
        )

    def _active_project(self) -> tuple[str, str]:
        return self._random.choice(self._projects[-12:])

    def _of(self, kind: str) -> str:
        return self._random.choice(self._recent[kind])

    def _skill(self) -> str:
        return self._random.choice(_SKILLS)

    def _date(self) -> str:
        return (self.day() - timedelta(self._random.randrange(5))).isoformat()
