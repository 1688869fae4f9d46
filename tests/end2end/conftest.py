"""A cell of two laptops that each story begins with, made once and copied."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.end2end.laptop import NO_DISCOVERY, Laptop
from tests.end2end.relay import relay

codecs.lookup("idna")  # resolving a first name loads it, which must not happen in a loop that may read no file


@dataclass(frozen=True)
class Cell:
    """A founder, a second member who came in by a link, and that link, which lets in two more.

    ``join_bytes`` is what passed between the two, both ways, for the second to come in.
    """

    aicha: Laptop
    karim: Laptop
    link: str
    join_bytes: int

    def copy(self, place: Path) -> Cell:
        """Return the same cell in other homes."""
        return replace(self, aicha=self.aicha.copy(place / "aicha"), karim=self.karim.copy(place / "karim"))


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Cell:
    place = tmp_path_factory.mktemp("founded")
    aicha, karim = Laptop(place / "aicha"), Laptop(place / "karim")
    aicha.do("cell", "create", "Les Semeuses d’Été", "--as", "Aïcha Benali", "--role", "leader")
    link = aicha.do("cell", "invite", "--uses", "3")["link"]
    with aicha.serve(NO_DISCOVERY) as serving, relay(serving.endpoint) as between:
        karim.do("cell", "join", link, "--as", "Karim Ould-Ahmed", "--peer", between.endpoint, NO_DISCOVERY)
    return Cell(aicha, karim, link, between.size)


@pytest.fixture
def cell(founded: Cell, tmp_path: Path) -> Cell:
    """Two laptops that hold the same, apart."""
    return founded.copy(tmp_path)
