"""A small cell in which every kind was written, by several hands, on two days: where orders could differ, they do."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from idos_p2p.records.kinds import BY_NAME
from idos_p2p.services.cell import Cell
from idos_p2p.services.people import own_person
from idos_p2p.services.write import add, change
from tests.simulation.devices import share

DAYS = ("2026-05-04", "2026-05-05")
TEXTS = ("semis", "Semis [[Potager]]", "avec [[Ana]] et [[personne]]", "[[Recette|la recette]] du jour")


class Writer:
    """Writes records of any kind, each about what is there already."""

    def __init__(self, seed: int, cells: Sequence[Cell]) -> None:
        self.random = random.Random(seed)
        self.cells = cells
        self.known: dict[str, list[str]] = {kind: [] for kind in BY_NAME}
        self.known["person"] = [own_person(cell) for cell in cells]

    def add(self, cell: Cell, kind: str, values: Mapping[str, object]) -> str:
        """Write a record, and let everyone have it, so that the next may speak of it."""
        written = add(cell, kind, values)
        self.known[kind].append(written)
        for other in self.cells:
            if other is not cell:
                share(cell, other)
        return written

    def write(self, kind: str) -> str:
        """Write one record of a kind by anyone."""
        choose, cell = self.random.choice, self.random.choice(self.cells)
        person, text, day = self.known["person"], choose(TEXTS), choose(DAYS)
        project = {"project": choose(self.known["project"])} if self.known["project"] else {}
        values: dict[str, dict[str, object]] = {
            "person": {"name": choose(("Maï", "Ana", "Omar")), "purpose": text},
            "project": {"title": choose(("Potager", "Potager", "Vélo")), "purpose": text},
            "contribution": {
                "what": text,
                "date": day,
                "minutes": 30,
                "persons": self.random.sample(person, 2),
                **project,
            },
            "gift": {"donor": choose(person), "date": day, "cents": 500, "wish": text},
            "page": {"title": choose(("Recette", "Potager", "Charte")), "body": text},
            "need": {"title": text, "persons": [choose(person)], **project},
            "offer": {"title": text, "persons": [choose(person)], "until": day, **project},
            "meeting": {
                "title": text,
                "date": day,
                "persons": self.random.sample(person, 2),
                "slots": ["9 h", "11 h"],
                **project,
            },
            "proposal": {"title": text, "body": text, **project},
        }
        return self.add(cell, kind, values.get(kind) or self._answer(kind, text, day))

    def _answer(self, kind: str, text: str, day: str) -> dict[str, object]:
        choose, known = self.random.choice, self.known
        if kind == "use":
            return {
                "gifts": {choose(known["gift"]): 100},
                "act": choose(known["contribution"]),
                "date": day,
                "effect": text,
            }
        if kind == "relay":
            return {
                "to": [choose(known["person"])],
                "persons": [choose(known["person"])],
                "date": day,
                "words": text,
            }
        if kind == "signup":
            return {"meeting": choose(known["meeting"]), "persons": [choose(known["person"])], "slot": "9 h"}
        about = {"about": choose(known["contribution"])}
        if kind == "attestation":
            return {**about, "date": day, "words": text}
        if kind == "thanks":
            return {
                **about,
                "date": day,
                "words": text,
                "to": [choose(known["person"])],
                "from": choose(known["person"]),
            }
        return {"about": choose([*known["page"], *known["project"], *known["contribution"]]), "words": text}

    def everything(self, times: int) -> None:
        """Write each kind so many times, then edit some shared records and put some records in the bin."""
        for _ in range(times):
            for kind in sorted(BY_NAME.keys() - {"receipt"}, key=list(BY_NAME).index):  # which the program alone writes
                self.write(kind)
        for kind in ("page", "meeting", "project"):
            change(self.random.choice(self.cells), self.random.choice(self.known[kind]), {"title": "Recette"})
        for kind in ("need", "page"):
            change(self.random.choice(self.cells), self.random.choice(self.known[kind]), {"removed": DAYS[0]})
        origins = self.random.sample(self.known["page"], 2)
        change(self.cells[0], origins[0], {"origins": [origins[1]]})
