"""Several persons on one computer: a home each, found again by its name, and nothing of one in another's."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from idos_p2p.errors import RefusedError
from idos_p2p.limits import MAX_NAME_CHARACTERS
from idos_p2p.paths import Home
from idos_p2p.services.found import Surroundings, found
from idos_p2p.services.homes import MOST_HOMES, KnownHome, add_home, homes
from idos_p2p.services.people import own_person
from idos_p2p.services.write import change
from tests.contract.faults.homes import founded, home, reopened


@pytest.fixture
def around(tmp_path: Path) -> Surroundings:
    """A computer of one person, who has a cell."""
    around = home(tmp_path, "computer")
    founded(around).close()
    return around


def test_a_computer_of_one_person_keeps_no_name_in_clear(around: Surroundings) -> None:
    reopened(around).close()
    assert homes(around.home) == [KnownHome(around.home, "", 1, protected=False)]
    assert not around.home.person.exists()


def test_each_person_has_a_home_of_their_own_under_their_name(around: Surroundings) -> None:
    zoe = replace(around, home=add_home(around.home, "  Zo\u00eb   Lindqvist "), passphrase="sept jardins")
    reopened(around).close()  # the first person's home says its name from the next opening on
    found(zoe, "Les Voisins", "Zo\u00eb", []).close()
    assert [(known.name, known.cells, known.protected) for known in homes(around.home)] == [
        ("A\u00efcha", 1, False),
        ("Zo\u00eb", 1, True),
    ]
    assert around.home.cells() != zoe.home.cells()
    assert reopened(zoe).membership.genesis != reopened(around).membership.genesis


def test_a_home_follows_the_name_of_its_person(around: Surroundings) -> None:
    add_home(around.home, "Zo\u00eb")
    cell = reopened(around)
    change(cell, own_person(cell), {"name": "A\u00efcha Benali"})
    cell.close()
    reopened(around).close()
    assert [known.name for known in homes(around.home)] == ["A\u00efcha Benali", "Zo\u00eb"]


@pytest.mark.parametrize(
    ("name", "code"), [(" ", "home_name"), ("x" * (MAX_NAME_CHARACTERS + 1), "home_name"), ("ZO\u00cb", "home_taken")]
)
def test_a_name_that_would_not_tell_is_refused(around: Surroundings, name: str, code: str) -> None:
    add_home(around.home, "Zo\u00eb")
    with pytest.raises(RefusedError, match=code):
        add_home(around.home, name)
    assert len(homes(around.home)) == 2


def test_what_else_lies_in_the_folder_is_nobody_s_home(around: Surroundings) -> None:
    add_home(around.home, "Zo\u00eb")
    (around.home.persons / "notes").mkdir()
    (around.home.persons / "2" / "person").write_bytes(b"\xff\xfe")
    assert [known.name for known in homes(around.home)] == ["", ""]


def test_there_are_not_more_persons_than_one_chooses_from(tmp_path: Path) -> None:
    root = Home(tmp_path / "computer")
    for number in range(1, MOST_HOMES):
        add_home(root, f"Personne {number}")
    with pytest.raises(RefusedError, match="homes_too_many"):
        add_home(root, "Une de plus")
